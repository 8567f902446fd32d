// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspended;
import org.cqskernel.testing.Acting;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Chains of callbacks, however long, need a bounded stack and lose nothing")
@Tag("RALL-10")
@Tag("RALL-11")
class BoundedStackTest {
  private static final int LONG = 1_000_000;
  private static final int SHORT = 50_000;
  private static final long SMALL_STACK = 256 * 1024;

  private int calls;

  /** Each promise is resolved by the callback of the one before. */
  private void promiseChain(int length) {
    List<Resolver<Integer>> chain = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      chain.add(Promise.create());
    }
    for (int i = 0; i < length; i++) {
      int next = i + 1;
      chain
          .get(i)
          .promise()
          .onResolve(
              (value, cause) -> {
                assertEquals(calls, value);
                calls++;
                if (next < length) {
                  chain.get(next).resolve(value + 1);
                }
              });
    }
    chain.get(0).resolve(0);
    assertEquals(length, calls);
    assertEquals(length - 1, chain.get(length - 1).promise().peek(-1));
  }

  @Test
  @DisplayName("a million promises, each resolved by the callback of the one before")
  void promises() {
    promiseChain(LONG);
  }

  @Test
  @DisplayName("the same on a small stack")
  void promisesOnSmallStack() throws Exception {
    Threads.start(SMALL_STACK, () -> promiseChain(LONG)).join();
  }

  @Test
  @DisplayName("promises with several callbacks each")
  void wideChain() throws Exception {
    Threads.start(
            SMALL_STACK,
            () -> {
              List<Resolver<Integer>> chain = new ArrayList<>();
              for (int i = 0; i < SHORT; i++) {
                chain.add(Promise.create());
              }
              for (int i = 0; i < SHORT; i++) {
                int next = i + 1;
                Promise<Integer> promise = chain.get(i).promise();
                promise.onResolve((v, t) -> calls++);
                promise.onResolve(
                    (v, t) -> {
                      calls++;
                      if (next < SHORT) {
                        chain.get(next).resolve(next);
                      }
                    });
                promise.onResolve((v, t) -> calls++);
              }
              chain.get(0).resolve(0);
              assertEquals(3 * SHORT, calls);
            })
        .join();
  }

  @Test
  @DisplayName("callbacks that run at once, each registering the next one")
  void registrations() throws Exception {
    Promise<String> promise = Promise.resolved("v");
    Runnable[] register = new Runnable[1];
    register[0] =
        () ->
            promise.onResolve(
                (value, cause) -> {
                  if (++calls < SHORT) {
                    register[0].run();
                  }
                });
    Threads.start(SMALL_STACK, register[0]::run).join();
    assertEquals(SHORT, calls);
  }

  @Test
  @DisplayName("broadcasts, each called by the callback of the one before")
  void broadcasts() throws Exception {
    List<Broadcast> chain = new ArrayList<>();
    for (int i = 0; i < SHORT; i++) {
      chain.add(new Broadcast(0));
      int next = i + 1;
      chain
          .get(i)
          .suspend(
              () -> {
                calls++;
                if (next < SHORT) {
                  chain.get(next).resumeAll();
                }
              });
    }
    Threads.start(SMALL_STACK, () -> chain.get(0).resumeAll()).join();
    assertEquals(SHORT, calls);
  }

  @Test
  @DisplayName("one broadcast whose callback registers again and broadcasts again")
  void selfBroadcast() throws Exception {
    Broadcast broadcast = new Broadcast(1);
    Runnable[] again = new Runnable[1];
    again[0] =
        () -> {
          if (++calls < SHORT) {
            broadcast.suspend(again[0]);
            broadcast.resumeAll();
          }
        };
    broadcast.suspend(again[0]);
    Threads.start(SMALL_STACK, broadcast::resumeAll).join();
    assertEquals(SHORT, calls);
    broadcast.validate();
  }

  @Test
  @DisplayName("resumptions, each by the waiter before")
  void resumes() throws Exception {
    Cqs<Integer> queue = new Cqs<>();
    for (int i = 0; i < SHORT; i++) {
      queue.suspend(
          new Acting<Integer>(
              value -> {
                calls++;
                if (value + 1 < SHORT) {
                  assertTrue(queue.resume(value + 1));
                }
              }));
    }
    Threads.start(SMALL_STACK, () -> queue.resume(0)).join();
    assertEquals(SHORT, calls);
    queue.validate();
  }

  @Test
  @DisplayName("suspensions that find a value, each by the waiter before")
  void suspensions() throws Exception {
    Cqs<Integer> queue = new Cqs<>();
    Runnable[] next = new Runnable[1];
    next[0] =
        () -> {
          queue.resume(1);
          Suspended end =
              queue.suspend(
                  new Acting<Integer>(
                      value -> {
                        calls += value;
                        if (calls < SHORT) {
                          next[0].run();
                        }
                      }));
          assertEquals(Suspended.RESUMED, end);
        };
    Threads.start(SMALL_STACK, next[0]::run).join();
    assertEquals(SHORT, calls);
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("permits, each released by the callback that got it")
  void permits(Resumption resumption) throws Exception {
    Semaphore semaphore = new Semaphore(1, resumption);
    semaphore.tryAcquire();
    for (int i = 0; i < SHORT; i++) {
      semaphore.acquire(
          () -> {
            calls++;
            semaphore.release();
          });
    }
    Threads.start(SMALL_STACK, semaphore::release).join();
    assertEquals(SHORT, calls);
    assertEquals(1, semaphore.availablePermits());
    semaphore.validate();
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("acquires that need not wait, each by the callback before")
  void acquires(Resumption resumption) throws Exception {
    Semaphore semaphore = new Semaphore(SHORT, resumption);
    Runnable[] next = new Runnable[1];
    next[0] =
        () -> {
          if (++calls < SHORT) {
            semaphore.acquire(next[0]);
          }
        };
    Threads.start(SMALL_STACK, () -> semaphore.acquire(next[0])).join();
    assertEquals(SHORT, calls);
    assertEquals(0, semaphore.availablePermits());
  }

  @Test
  @DisplayName("futures of promises, each resolving the next one")
  void futures() throws Exception {
    List<Resolver<Integer>> chain = new ArrayList<>();
    for (int i = 0; i < SHORT; i++) {
      chain.add(Promise.create());
    }
    for (int i = 0; i < SHORT; i++) {
      int next = i + 1;
      chain
          .get(i)
          .promise()
          .toCompletionStage()
          .thenAccept(
              value -> {
                calls++;
                if (next < SHORT) {
                  chain.get(next).resolve(value);
                }
              });
    }
    Threads.start(512 * 1024, () -> chain.get(0).resolve(1)).join();
    assertEquals(SHORT, calls);
  }

  @Test
  @DisplayName("promises and broadcasts in turn, on several threads at once")
  void mixedInParallel() throws Exception {
    AtomicInteger total = new AtomicInteger();
    Threads.inParallel(
        3,
        () -> {
          Broadcast start = new Broadcast();
          Runnable resume = start::resumeAll;
          for (int i = 0; i < 10_000; i++) {
            Runnable next = resume;
            Runnable callback =
                () -> {
                  total.incrementAndGet();
                  next.run();
                };
            if (i % 2 == 0) {
              Resolver<String> resolver = Promise.create();
              resolver.promise().onResolve((v, t) -> callback.run());
              resume = () -> resolver.resolve("v");
            } else {
              Broadcast broadcast = new Broadcast();
              broadcast.suspend(callback);
              resume = broadcast::resumeAll;
            }
          }
          resume.run();
        });
    assertEquals(30_000, total.get());
  }
}
