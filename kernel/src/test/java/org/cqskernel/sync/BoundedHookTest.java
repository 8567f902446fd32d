// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.cqskernel.cqs.Cancellation;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.Policy;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.testing.Acting;
import org.cqskernel.testing.Refusing;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Values that come back to their owner, who passes them on")
@Tag("RALL-10")
class BoundedHookTest {
  private static final int MANY = 50_000;
  private static final long SMALL_STACK = 256 * 1024;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("a permit passes any number of waiters that have no use for it")
  @Tag("CQS-20")
  void undelivered(boolean leaf) throws Exception {
    Semaphore semaphore = new Semaphore(1);
    semaphore.tryAcquire();
    for (int i = 0; i < MANY; i++) {
      semaphore.acquire(new Refusing<>(leaf));
    }
    Threads.start(SMALL_STACK, semaphore::release).join();
    assertEquals(1, semaphore.availablePermits());
  }

  @Test
  @DisplayName("a value passes any number of waiters whose resumption is refused")
  @Tag("CQS-14")
  void refused() throws Exception {
    AtomicInteger refusals = new AtomicInteger();
    Cqs<?>[] self = new Cqs<?>[1];
    Cqs<String> queue =
        new Cqs<>(
            Resumption.ASYNC,
            Cancellation.SMART,
            new Policy<String>() {
              @Override
              public boolean onCancellation() {
                return false;
              }

              @Override
              public void refused(String value) {
                if (refusals.incrementAndGet() < MANY) {
                  self[0].resume(null);
                }
              }
            });
    self[0] = queue;
    for (int i = 0; i < MANY; i++) {
      Acting<String> waiter = Acting.run(() -> {});
      queue.suspend(waiter);
      waiter.cancel();
    }
    Threads.start(SMALL_STACK, () -> queue.resume("v")).join();
    assertEquals(MANY, refusals.get());
  }
}
