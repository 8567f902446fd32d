// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.cqskernel.cqs.Cancellation;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.OneShot;
import org.cqskernel.cqs.Policy;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspended;
import org.cqskernel.testing.Ledger;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations from several threads, in rounds; after each round every waiter is accounted
 * for. {@code -Dsoak.seconds} is how long all of it takes, {@code -Dsoak.seed} repeats a choice of
 * operations.
 */
@Timeout(value = 7, unit = TimeUnit.DAYS)
@DisplayName("Under random load every waiter is called once or cancelled, and none is lost")
class SoakTest {
  private static final int THREADS = 3;
  private static final int PARTS = 8;
  private static final double SECONDS =
      Double.parseDouble(System.getProperty("soak.seconds", "5")) / PARTS;
  private static final long SEED = Long.getLong("soak.seed", System.nanoTime());

  private final Ledger ledger = new Ledger();

  /** What one thread does in one round. */
  private interface Load {
    void run(Random random) throws Exception;
  }

  /** Repeats rounds of the load until the time is over; {@code settle} runs between them. */
  private void soak(String name, Load load, Runnable settle) throws Exception {
    long end = System.nanoTime() + (long) (SECONDS * 1e9);
    long report = System.nanoTime() + 10_000_000_000L;
    long round = 0;
    Random seeds = new Random(SEED);
    System.out.println("soak " + name + ": -Dsoak.seed=" + SEED);
    do {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      long seed = seeds.nextLong();
      AtomicInteger thread = new AtomicInteger();
      Threads.inParallel(
          THREADS,
          () -> {
            Random random = new Random(seed + thread.getAndIncrement());
            start.await();
            load.run(random);
          });
      settle.run();
      round++;
      if (System.nanoTime() > report) {
        System.out.println("soak " + name + ": " + round + " rounds, " + ledger.settled());
        report += 10_000_000_000L;
      }
    } while (System.nanoTime() < end);
    System.out.println(
        "soak " + name + ": " + round + " rounds, " + ledger.settled() + " waiters, all accounted");
    assertTrue(ledger.settled() > 0);
  }

  private static void cancelSome(List<Ledger.Entry> mine, Random random) {
    if (!mine.isEmpty()) {
      Ledger.takeOne(mine, random.nextInt()).tryCancel();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  @DisplayName("a broadcast")
  @Tag("BC-2")
  @Tag("BC-4")
  @Tag("BC-10")
  @Tag("RALL-1")
  @Tag("ARR-13")
  void broadcast(int order) throws Exception {
    Broadcast broadcast = new Broadcast(order);
    soak(
        "broadcast " + order,
        random -> {
          List<Ledger.Entry> mine = new ArrayList<>();
          for (int i = 0; i < 2_000; i++) {
            switch (random.nextInt(8)) {
              case 0 -> broadcast.resumeAll();
              case 1, 2, 3 -> cancelSome(mine, random);
              default -> {
                Ledger.Entry entry =
                    ledger.enter(random.nextInt(64) == 0 ? broadcast::resumeAll : () -> {});
                broadcast.suspend(entry);
                mine.add(entry);
              }
            }
          }
        },
        () -> {
          broadcast.resumeAll();
          broadcast.validate();
          ledger.settle(broadcast);
        });
  }

  @Test
  @DisplayName("one-shots, one after the other")
  @Tag("PR-1")
  @Tag("PR-5")
  @Tag("PR-7")
  void oneShot() throws Exception {
    List<OneShot<Object>> line = new ArrayList<>();
    LongConsumer refill =
        count -> {
          line.clear();
          for (int i = 0; i < count; i++) {
            int order = i % 3;
            line.add(
                new OneShot<>() {
                  @Override
                  protected int segmentOrder() {
                    return order;
                  }
                });
          }
        };
    refill.accept(200);
    soak(
        "one-shot",
        random -> {
          for (OneShot<Object> once : line) {
            List<Ledger.Entry> mine = new ArrayList<>();
            int resumeAt = random.nextInt(24);
            for (int i = 0; i < 16; i++) {
              if (i == resumeAt) {
                once.tryResumeAll("v");
              }
              if (random.nextInt(3) == 0) {
                cancelSome(mine, random);
              } else {
                Ledger.Entry entry = ledger.enter(() -> assertTrue(once.isResumed()));
                once.suspend(entry);
                mine.add(entry);
              }
            }
          }
        },
        () -> {
          for (OneShot<Object> once : line) {
            once.validate();
            once.tryResumeAll("w");
          }
          ledger.settle("one-shot");
          refill.accept(200);
        });
  }

  @ParameterizedTest
  @CsvSource({"SYNC,SIMPLE", "ASYNC,SIMPLE"})
  @DisplayName("a queue with simple cancellation, which is resumed and swept")
  @Tag("CQS-8")
  @Tag("CQS-10")
  @Tag("CQS-18")
  void cqs(Resumption resumption, Cancellation cancellation) throws Exception {
    Cqs<Object> queue = new Cqs<>(resumption, cancellation, new Policy<>() {}, 1);
    AtomicInteger suspended = new AtomicInteger();
    soak(
        "cqs " + resumption + " " + cancellation,
        random -> {
          List<Ledger.Entry> mine = new ArrayList<>();
          for (int i = 0; i < 2_000; i++) {
            switch (random.nextInt(8)) {
              case 0 -> queue.resumeAll("all");
              case 1 -> {
                // The owner's number: never more resumptions than suspensions.
                if (suspended.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                  queue.resume("one");
                }
              }
              case 2, 3 -> cancelSome(mine, random);
              default -> {
                Ledger.Entry entry = ledger.enter(() -> {});
                while (queue.suspend(entry) == Suspended.BROKEN) {
                  // The resumer has given up; so again.
                }
                suspended.incrementAndGet();
                mine.add(entry);
              }
            }
          }
        },
        () -> {
          // Level the sides, whichever is ahead.
          for (int i = 0; i < 3 * THREADS * 2_000 && queue.toString().contains("VALUE"); i++) {
            queue.suspend(ledger.enter(() -> {}));
          }
          queue.resumeAll("rest");
          queue.validate();
          suspended.set(0);
          ledger.settle(queue);
        });
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("a semaphore: permits are conserved")
  @Tag("SEM-1")
  @Tag("SEM-3")
  @Tag("SEM-4")
  @Tag("CQS-12")
  @Tag("CQS-15")
  @Tag("CQS-26")
  void semaphore(Resumption resumption) throws Exception {
    int permits = 2;
    Semaphore semaphore = new Semaphore(permits, resumption, 1);
    AtomicInteger holders = new AtomicInteger();
    Runnable acquired =
        () -> {
          int now = holders.incrementAndGet();
          assertTrue(now <= permits, "holders: " + now);
          holders.decrementAndGet();
          semaphore.release();
        };
    soak(
        "semaphore " + resumption,
        random -> {
          List<Ledger.Entry> mine = new ArrayList<>();
          for (int i = 0; i < 1_000; i++) {
            switch (random.nextInt(6)) {
              case 0 -> {
                if (semaphore.tryAcquire()) {
                  acquired.run();
                }
              }
              case 1 -> {
                // Waiters gather meanwhile.
                semaphore.acquireUninterruptibly();
                assertTrue(holders.incrementAndGet() <= permits);
                for (int n = random.nextInt(5); n > 0; n--) {
                  Ledger.Entry entry = ledger.enter(acquired);
                  semaphore.acquire(entry);
                  mine.add(entry);
                }
                cancelSome(mine, random);
                holders.decrementAndGet();
                semaphore.release();
              }
              case 2, 3 -> cancelSome(mine, random);
              default -> {
                Ledger.Entry entry = ledger.enter(acquired);
                semaphore.acquire(entry);
                mine.add(entry);
              }
            }
          }
        },
        () -> {
          semaphore.validate();
          assertEquals(permits, semaphore.availablePermits(), semaphore::dump);
          assertEquals(0, holders.get());
          ledger.settle(semaphore.dump());
        });
  }

  @Test
  @DisplayName("threads that wait with time-outs and interrupts")
  @Tag("PR-7")
  @Tag("SEM-3")
  @Tag("COND-5")
  void threads() throws Exception {
    Semaphore semaphore = new Semaphore(1);
    Broadcast stirring = new Broadcast();
    soak(
        "threads",
        random -> {
          for (int i = 0; i < 200; i++) {
            Ledger.Entry entry = ledger.enter(() -> {});
            stirring.suspend(entry);
            boolean held;
            if (random.nextBoolean()) {
              Thread.currentThread().interrupt();
            }
            try {
              held =
                  random.nextBoolean()
                      ? semaphore.tryAcquire(random.nextInt(20), TimeUnit.MICROSECONDS)
                      : acquire(semaphore);
            } catch (InterruptedException e) {
              held = false;
            }
            Thread.interrupted();
            if (held) {
              semaphore.release();
            }
            if (!entry.tryCancel() || random.nextInt(4) == 0) {
              stirring.resumeAll();
            }
          }
        },
        () -> {
          assertEquals(1, semaphore.availablePermits(), semaphore::dump);
          semaphore.validate();
          stirring.resumeAll();
          stirring.validate();
          ledger.settle(stirring);
        });
  }

  private static boolean acquire(Semaphore semaphore) throws InterruptedException {
    semaphore.acquire();
    return true;
  }
}
