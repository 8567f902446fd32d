// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import com.google.common.util.concurrent.SettableFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Exchanger;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cqskernel.sync.Condition;
import org.cqskernel.sync.Mutex;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Resolver;
import org.cqskernel.sync.Semaphore;

/** The games by name. Where the object serves once, each hand-over has one of its own. */
final class PingPongs {
  private PingPongs() {}

  static PingPong create(String name, int rounds) {
    return switch (name) {
      case "floor" -> lanes(FlagLane::new);
      case "promise" -> lanes(() -> new PromiseLane(make(rounds, Promise::create)));
      case "semaphore" -> lanes(SemaphoreLane::new);
      case "condition" -> condition();
      case "conditionAfter" -> conditionAfter();
      case "completableFuture" -> lanes(() -> new FutureLane(make(rounds, CompletableFuture::new)));
      case "guava" -> lanes(() -> new GuavaLane(make(rounds, SettableFuture::create)));
      case "futureTask" -> lanes(() -> new TaskLane(make(rounds, () -> new FutureTask<>(() -> 1))));
      case "jdkSemaphore" -> lanes(JdkSemaphoreLane::new);
      case "jdkCondition" -> jdkCondition(false);
      case "jdkFairCondition" -> jdkCondition(true);
      case "exchanger" -> exchanger();
      case "synchronousQueue" -> lanes(() -> new QueueLane(new SynchronousQueue<>()));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static PingPong lanes(Supplier<PingPong.Lane> lane) {
    return PingPong.over(lane.get(), lane.get());
  }

  private static <T> List<T> make(int rounds, Supplier<T> create) {
    return Stream.generate(create).limit(rounds).toList();
  }

  /** A word and a parked thread. */
  private static final class FlagLane implements PingPong.Lane {
    private volatile int put = -1;
    private volatile Thread taker;

    @Override
    public void put(int round) {
      put = round;
      LockSupport.unpark(taker);
    }

    @Override
    public void take(int round) {
      if (taker == null) {
        taker = Thread.currentThread();
      }
      while (put < round) {
        LockSupport.park(this);
      }
    }
  }

  private record PromiseLane(List<Resolver<Integer>> each) implements PingPong.Lane {
    @Override
    public void put(int round) {
      each.get(round).resolve(round);
    }

    @Override
    public void take(int round) throws InterruptedException {
      each.get(round).promise().await();
    }
  }

  private record FutureLane(List<CompletableFuture<Integer>> each) implements PingPong.Lane {
    @Override
    public void put(int round) {
      each.get(round).complete(round);
    }

    @Override
    public void take(int round) throws Exception {
      each.get(round).get();
    }
  }

  private record GuavaLane(List<SettableFuture<Integer>> each) implements PingPong.Lane {
    @Override
    public void put(int round) {
      each.get(round).set(round);
    }

    @Override
    public void take(int round) throws Exception {
      each.get(round).get();
    }
  }

  private record TaskLane(List<FutureTask<Integer>> each) implements PingPong.Lane {
    @Override
    public void put(int round) {
      each.get(round).run();
    }

    @Override
    public void take(int round) throws Exception {
      each.get(round).get();
    }
  }

  private static final class SemaphoreLane implements PingPong.Lane {
    private final Semaphore semaphore = new Semaphore(1);

    SemaphoreLane() {
      semaphore.acquireUninterruptibly();
    }

    @Override
    public void put(int round) {
      semaphore.release();
    }

    @Override
    public void take(int round) throws InterruptedException {
      semaphore.acquire();
    }
  }

  private static final class JdkSemaphoreLane implements PingPong.Lane {
    private final java.util.concurrent.Semaphore semaphore =
        new java.util.concurrent.Semaphore(0, true);

    @Override
    public void put(int round) {
      semaphore.release();
    }

    @Override
    public void take(int round) throws InterruptedException {
      semaphore.acquire();
    }
  }

  private record QueueLane(SynchronousQueue<Integer> queue) implements PingPong.Lane {
    @Override
    public void put(int round) throws InterruptedException {
      queue.put(round);
    }

    @Override
    public void take(int round) throws InterruptedException {
      queue.take();
    }
  }

  /** Two exchanges are there and back. */
  private static PingPong exchanger() {
    Exchanger<Integer> exchanger = new Exchanger<>();
    return (side, round) -> {
      exchanger.exchange(round);
      exchanger.exchange(round);
    };
  }

  /** Whose turn it is, under a lock. */
  private static PingPong condition() {
    Mutex mutex = new Mutex();
    Condition changed = new Condition();
    int[] turn = {0};
    return (side, round) -> {
      mutex.lock();
      try {
        while (turn[0] != side) {
          changed.await(mutex);
        }
        turn[0] = 1 - side;
        changed.broadcast();
      } finally {
        mutex.unlock();
      }
    };
  }

  /** The same, and broadcasts when it has let go of the lock. */
  private static PingPong conditionAfter() {
    Mutex mutex = new Mutex();
    Condition changed = new Condition();
    int[] turn = {0};
    return (side, round) -> {
      mutex.lock();
      try {
        while (turn[0] != side) {
          changed.await(mutex);
        }
        turn[0] = 1 - side;
      } finally {
        mutex.unlock();
      }
      changed.broadcast();
    };
  }

  private static PingPong jdkCondition(boolean fair) {
    ReentrantLock lock = new ReentrantLock(fair);
    java.util.concurrent.locks.Condition changed = lock.newCondition();
    int[] turn = {0};
    return (side, round) -> {
      lock.lock();
      try {
        while (turn[0] != side) {
          changed.await();
        }
        turn[0] = 1 - side;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    };
  }
}
