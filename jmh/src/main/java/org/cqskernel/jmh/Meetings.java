// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.cqskernel.sync.Condition;
import org.cqskernel.sync.Mutex;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Resolver;
import org.cqskernel.sync.Semaphore;

/** The meetings by name: the floor, ours, and the peers'. */
final class Meetings {
  private static final Map<String, IntFunction<Meeting>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("floor", waiters -> new OfFloor());
    BY_NAME.put("floorMutex", waiters -> new OfFloorWithLock());
    BY_NAME.put("promise", waiters -> new OfPromise());
    BY_NAME.put("condition", waiters -> new OfCondition());
    BY_NAME.put("conditionUnderMutex", waiters -> new OfConditionUnderMutex());
    BY_NAME.put("conditionNoMutex", waiters -> new OfConditionNoMutex());
    BY_NAME.put("semaphore", OfSemaphore::new);
    PeerMeetings.addTo(BY_NAME);
  }

  private Meetings() {}

  /** A fresh one, for so many waiters. */
  static Meeting create(String name, int waiters) {
    return BY_NAME.get(name).apply(waiters);
  }

  /** As many as can wait for it. Netty's promise counts its waiters in 16 bits, and throws. */
  static int mostWaiters(String name) {
    return name.equals("netty") ? Short.MAX_VALUE : Integer.MAX_VALUE;
  }

  /** No queue: the threads park, and are unparked one by one; who gives up uses a spare cell. */
  private static final class OfFloor implements Meeting {
    private final Floor cells = Floor.withSpareCells(0);
    private volatile boolean open;

    @Override
    public void await() throws InterruptedException {
      while (!open) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }

    @Override
    public void awaitBriefly() {
      long deadline = System.nanoTime() + 1;
      if (!cells.registerAndCancel(() -> {}) || System.nanoTime() < deadline) {
        throw new AssertionError("the cell is not free, or the clock stands still");
      }
    }

    @Override
    public void wakeAll(List<Thread> threads) {
      open = true;
      for (Thread thread : threads) {
        LockSupport.unpark(thread);
      }
    }
  }

  /** The same, and each thread takes and gives back a fair lock when it leaves. */
  private static final class OfFloorWithLock implements Meeting {
    private final FloorLock lock = new FloorLock();
    private volatile boolean open;

    @Override
    public void await() throws InterruptedException {
      boolean interrupted = false;
      while (!open && !interrupted) {
        LockSupport.park(this);
        interrupted = Thread.interrupted();
      }
      lock.lock();
      lock.unlock();
      if (interrupted) {
        throw new InterruptedException();
      }
    }

    @Override
    public void wakeAll(List<Thread> threads) {
      open = true;
      for (Thread thread : threads) {
        LockSupport.unpark(thread);
      }
    }
  }

  private static final class OfPromise implements Meeting {
    private final Resolver<Integer> resolver = Promise.create();

    @Override
    public void await() throws InterruptedException {
      resolver.promise().await();
    }

    @Override
    public void awaitBriefly() throws InterruptedException {
      try {
        resolver.promise().await(1, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return;
      }
      throw new AssertionError("nobody has resolved it");
    }

    @Override
    public void wakeAll(List<Thread> threads) {
      resolver.resolve(1);
    }
  }

  /** Broadcasts after it has let go of the mutex. */
  private static class OfCondition implements Meeting {
    final Mutex mutex = new Mutex();
    final Condition condition = new Condition();
    boolean open;

    @Override
    public void await() throws InterruptedException {
      mutex.lock();
      try {
        while (!open) {
          condition.await(mutex);
        }
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public void awaitBriefly() throws InterruptedException {
      mutex.lock();
      try {
        condition.await(mutex, 1, TimeUnit.NANOSECONDS);
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public void wakeAll(List<Thread> threads) {
      mutex.lock(); // Who is still on the way in sees it open.
      open = true;
      mutex.unlock();
      condition.broadcast();
    }
  }

  /** Broadcasts while it holds the mutex, as the JDK's have to. */
  private static final class OfConditionUnderMutex extends OfCondition {
    @Override
    public void wakeAll(List<Thread> threads) {
      mutex.lock();
      open = true;
      condition.broadcast();
      mutex.unlock();
    }
  }

  private static final class OfConditionNoMutex implements Meeting {
    private final Condition condition = new Condition();

    @Override
    public void await() throws InterruptedException {
      condition.awaitNoMutex();
    }

    @Override
    public void wakeAll(List<Thread> threads) {
      condition.broadcast();
    }
  }

  private static final class OfSemaphore implements Meeting {
    private final Semaphore semaphore;

    OfSemaphore(int waiters) {
      int permits = Math.max(1, waiters);
      semaphore = new Semaphore(permits);
      for (int i = 0; i < permits; i++) {
        semaphore.acquireUninterruptibly();
      }
    }

    @Override
    public void await() throws InterruptedException {
      semaphore.acquire();
    }

    @Override
    public void awaitBriefly() throws InterruptedException {
      if (semaphore.tryAcquire(1, TimeUnit.NANOSECONDS)) {
        throw new AssertionError("nobody has released a permit");
      }
    }

    @Override
    public void wakeAll(List<Thread> threads) {
      for (int i = 0; i < threads.size(); i++) {
        semaphore.release();
      }
    }
  }
}
