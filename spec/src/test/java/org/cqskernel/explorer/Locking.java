// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Programs with monitors and with locks of the JDK. */
final class Locking implements ScenarioSource {
  /** Instrumented. */
  static final class Shop {
    final Object first = new Object();
    final Object second = new Object();
    final Lock lock = new ReentrantLock();
    final ReentrantLock other = new ReentrantLock();
    final Condition notEmpty = lock.newCondition();
    final ArrayDeque<Integer> goods = new ArrayDeque<>();
    int count;
    int taken;
    boolean gaveUp;
    volatile Thread customer;

    void forwards() {
      synchronized (first) {
        synchronized (second) {
          count++;
        }
      }
    }

    void backwards() {
      synchronized (second) {
        synchronized (first) {
          count++;
        }
      }
    }

    synchronized int increment() {
      return again() + 1;
    }

    private synchronized int again() {
      return count++;
    }

    void incrementWithOtherMonitor() {
      synchronized (first) {
        count++;
      }
    }

    static synchronized void throwing() {
      throw new IllegalStateException("thrown");
    }

    void lockForwards() {
      lock.lock();
      try {
        other.lock();
        count++;
        other.unlock();
      } finally {
        lock.unlock();
      }
    }

    void lockBackwards() {
      other.lock();
      lock.lock();
      count++;
      lock.unlock();
      other.unlock();
    }

    void tryBackwards() {
      other.lock();
      if (lock.tryLock()) {
        count++;
        lock.unlock();
      } else {
        gaveUp = true;
      }
      other.unlock();
    }

    void take() throws InterruptedException {
      customer = Thread.currentThread();
      lock.lock();
      try {
        while (goods.isEmpty()) {
          notEmpty.await();
        }
        taken += goods.remove();
      } finally {
        lock.unlock();
      }
    }

    void takeOrGiveUp() throws InterruptedException {
      lock.lock();
      try {
        if (goods.isEmpty() && !notEmpty.await(1, TimeUnit.SECONDS) && goods.isEmpty()) {
          gaveUp = true;
        } else {
          taken += goods.remove();
        }
      } finally {
        lock.unlock();
      }
    }

    void takeUnlessInterrupted() {
      try {
        take();
      } catch (InterruptedException e) {
        gaveUp = true;
      }
    }

    void interrupt() {
      Thread t = customer;
      if (t != null) {
        t.interrupt();
      } else {
        put(true);
      }
    }

    void put(boolean signal) {
      lock.lock();
      goods.add(7);
      if (signal) {
        notEmpty.signal();
      }
      lock.unlock();
    }

    synchronized void waitForGoods() throws InterruptedException {
      while (goods.isEmpty()) {
        wait();
      }
      taken += goods.remove();
    }

    synchronized void deliver() {
      goods.add(7);
      notifyAll();
    }
  }

  private static Scenario<Shop> named(String name) {
    return Scenario.named(name).setup(Shop::new);
  }

  private static Scenario<Shop> counting(String name) {
    return named(name)
        .check(
            s -> {
              if (s.count != 2 && !s.gaveUp) {
                throw new AssertionError("count is " + s.count);
              }
            })
        .outcome(s -> s.count + (s.gaveUp ? " gave up" : ""));
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        counting("two monitors, one order").thread("a", Shop::forwards).thread("b", Shop::forwards),
        counting("two monitors, two orders")
            .thread("a", Shop::forwards)
            .thread("b", Shop::backwards),
        counting("synchronized methods").thread("a", Shop::increment).thread("b", Shop::increment),
        counting("different monitors")
            .thread("a", Shop::increment)
            .thread("b", Shop::incrementWithOtherMonitor),
        named("a monitor is left by an exception")
            .thread("a", Locking::caught)
            .thread("b", Locking::caught),
        counting("two locks, one order")
            .thread("a", Shop::lockForwards)
            .thread("b", Shop::lockForwards),
        counting("two locks, two orders")
            .thread("a", Shop::lockForwards)
            .thread("b", Shop::lockBackwards),
        counting("two locks, one tried")
            .thread("a", Shop::lockForwards)
            .thread("b", Shop::tryBackwards),
        named("condition").thread("taker", Shop::take).thread("giver", s -> s.put(true)),
        named("condition without signal")
            .thread("taker", Shop::take)
            .thread("giver", s -> s.put(false)),
        named("condition with time")
            .thread("taker", Shop::takeOrGiveUp)
            .thread("giver", s -> s.put(true))
            .outcome(s -> s.taken + (s.gaveUp ? " gave up" : "")),
        named("condition with interrupt")
            .thread("taker", Shop::takeUnlessInterrupted)
            .thread("giver", s -> s.put(true))
            .thread("interrupter", Shop::interrupt)
            .outcome(s -> s.taken + (s.gaveUp ? " gave up" : "")),
        named("two takers")
            .thread("taker 1", Shop::take)
            .thread("taker 2", Shop::take)
            .thread("giver", s -> s.put(true))
            .thread("giver 2", s -> s.put(true)),
        named("wait and notify")
            .thread("taker", Shop::waitForGoods)
            .thread("giver", Shop::deliver)
            .check(
                s -> {
                  if (s.taken != 7) {
                    throw new AssertionError("taken " + s.taken);
                  }
                }));
  }

  private static void caught(Shop s) {
    try {
      Shop.throwing();
    } catch (IllegalStateException e) {
      s.increment();
    }
  }
}
