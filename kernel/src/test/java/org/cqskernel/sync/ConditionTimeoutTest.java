// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The most negative time-out")
@Tag("COND-2")
class ConditionTimeoutTest {
  @Test
  @DisplayName("does not wait, however negative it is")
  void mostNegative() {
    Condition condition = new Condition();
    ReentrantLock lock = new ReentrantLock();
    Mutex mutex = new Mutex();
    var waiting =
        Threads.start(
            () -> {
              lock.lock();
              assertFalse(condition.await(lock, Long.MIN_VALUE, TimeUnit.NANOSECONDS));
              assertFalse(condition.await(lock, Long.MIN_VALUE, TimeUnit.DAYS));
              lock.unlock();
              mutex.lock();
              assertFalse(condition.await(mutex, Long.MIN_VALUE, TimeUnit.NANOSECONDS));
              mutex.unlock();
            });
    for (int i = 0; i < 300 && waiting.isRunning(); i++) {
      Threads.pause(10);
    }
    assertFalse(waiting.isRunning(), "waits for ever");
  }
}
