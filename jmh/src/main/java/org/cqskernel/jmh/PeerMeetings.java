// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import com.google.common.util.concurrent.SettableFuture;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import reactor.core.publisher.Sinks;

/** The peers' meetings. Kotlin's have no form that blocks a thread. */
final class PeerMeetings {
  private PeerMeetings() {}

  static void addTo(Map<String, IntFunction<Meeting>> byName) {
    byName.put(
        "completableFuture",
        future(CompletableFuture<Integer>::new, completed -> completed.complete(1)));
    byName.put("futureTask", future(() -> new FutureTask<>(() -> 1), FutureTask::run));
    byName.put("guava", future(SettableFuture::<Integer>create, settable -> settable.set(1)));
    byName.put(
        "netty",
        future(
            ImmediateEventExecutor.INSTANCE::<Integer>newPromise,
            promise -> promise.setSuccess(1)));
    byName.put("reactor", waiters -> new OfReactor());
    byName.put("countDownLatch", waiters -> new OfLatch());
    byName.put("phaser", waiters -> new OfPhaser());
    byName.put("jdkCondition", waiters -> new OfCondition(false));
    byName.put("jdkFairCondition", waiters -> new OfCondition(true));
    byName.put("jdkSemaphore", waiters -> new OfSemaphore());
  }

  private static <F extends Future<Integer>> IntFunction<Meeting> future(
      Supplier<F> create, Consumer<F> complete) {
    return waiters -> {
      F future = create.get();
      return new Meeting() {
        @Override
        public void await() throws Exception {
          future.get();
        }

        @Override
        public void awaitBriefly() throws Exception {
          try {
            future.get(1, TimeUnit.NANOSECONDS);
          } catch (TimeoutException e) {
            return;
          }
          throw new AssertionError("nobody has completed it");
        }

        @Override
        public void wakeAll(List<Thread> threads) {
          complete.accept(future);
        }
      };
    };
  }

  private static final class OfReactor implements Meeting {
    private final Sinks.One<Integer> sink = Sinks.one();

    @Override
    public void await() throws InterruptedException {
      try {
        sink.asMono().block();
      } catch (RuntimeException e) { // It wraps the interrupt, as this or that.
        throw new InterruptedException(e.getMessage());
      }
    }

    @Override
    public void awaitBriefly() {
      try {
        sink.asMono().block(Duration.ofNanos(1));
      } catch (IllegalStateException e) {
        return; // The time is over.
      }
      throw new AssertionError("nobody has emitted a value");
    }

    @Override
    public void wakeAll(List<Thread> threads) {
      sink.tryEmitValue(1);
    }
  }

  private static final class OfLatch implements Meeting {
    private final CountDownLatch latch = new CountDownLatch(1);

    @Override
    public void await() throws InterruptedException {
      latch.await();
    }

    @Override
    public void awaitBriefly() throws InterruptedException {
      if (latch.await(1, TimeUnit.NANOSECONDS)) {
        throw new AssertionError("nobody has counted down");
      }
    }

    @Override
    public void wakeAll(List<Thread> threads) {
      latch.countDown();
    }
  }

  private static final class OfPhaser implements Meeting {
    private final Phaser phaser = new Phaser(1);

    @Override
    public void await() throws InterruptedException {
      phaser.awaitAdvanceInterruptibly(0);
    }

    @Override
    public void awaitBriefly() throws InterruptedException {
      try {
        phaser.awaitAdvanceInterruptibly(0, 1, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return;
      }
      throw new AssertionError("nobody has arrived");
    }

    @Override
    public void wakeAll(List<Thread> threads) {
      phaser.arrive();
    }
  }

  private static final class OfCondition implements Meeting {
    private final ReentrantLock lock;
    private final Condition condition;
    private boolean open;

    OfCondition(boolean fair) {
      lock = new ReentrantLock(fair);
      condition = lock.newCondition();
    }

    @Override
    public void await() throws InterruptedException {
      lock.lock();
      try {
        while (!open) {
          condition.await();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void awaitBriefly() throws InterruptedException {
      lock.lock();
      try {
        condition.awaitNanos(1);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void wakeAll(List<Thread> threads) {
      lock.lock();
      try {
        open = true;
        condition.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private static final class OfSemaphore implements Meeting {
    private final Semaphore semaphore = new Semaphore(0, true);

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
      semaphore.release(threads.size());
    }
  }
}
