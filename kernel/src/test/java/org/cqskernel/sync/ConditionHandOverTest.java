// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.testing.Probe;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A condition hands those who wait with a mutex over to the mutex")
class ConditionHandOverTest {
  private final Condition condition = new Condition(1);
  private final List<String> log = Probe.log();
  private Mutex mutex = new Mutex();

  @AfterEach
  void atRest() {
    condition.validate();
    mutex.validate();
    assertFalse(mutex.isLocked());
  }

  private List<Threads.Task<Void>> threeWait() throws Exception {
    List<Threads.Task<Void>> waiting = new ArrayList<>();
    for (String name : List.of("first", "second", "third")) {
      waiting.add(
          Threads.start(
                  () -> {
                    mutex.lock();
                    condition.await(mutex);
                    log.add(name);
                    mutex.unlock();
                  })
              .awaitParked());
    }
    return waiting;
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("a broadcast under the mutex wakes nobody; the unlock wakes them one after another")
  @Tag("COND-2")
  @Tag("COND-4")
  void underTheMutex(Resumption resumption) throws Exception {
    mutex = new Mutex(resumption);
    var waiting = threeWait();
    mutex.lock();
    condition.broadcast();
    assertTrue(mutex.dump().contains("3 waiting"), mutex.dump());
    assertFalse(condition.toString().contains("WAITER"));
    Threads.pause(10);
    for (var thread : waiting) {
      thread.awaitParked();
    }
    mutex.unlock();
    for (var thread : waiting) {
      thread.join();
    }
    assertEquals(List.of("first", "second", "third"), log);
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("a broadcast without the mutex gives it to the first, and the others stand in line")
  @Tag("COND-2")
  @Tag("COND-4")
  void withoutTheMutex(Resumption resumption) throws Exception {
    mutex = new Mutex(resumption);
    var waiting = threeWait();
    condition.broadcast();
    for (var thread : waiting) {
      thread.join();
    }
    assertEquals(List.of("first", "second", "third"), log);
  }

  @Test
  @DisplayName("one who locks after the broadcast comes after those it has covered")
  @Tag("COND-4")
  void beforeLaterLockers() throws Exception {
    var waiting = threeWait();
    mutex.lock();
    condition.broadcast();
    mutex.lock(
        () -> {
          log.add("later");
          mutex.unlock();
        });
    mutex.unlock();
    for (var thread : waiting) {
      thread.join();
    }
    Threads.until(() -> !mutex.isLocked());
    assertEquals(List.of("first", "second", "third", "later"), log);
  }

  @Test
  @DisplayName("a time-out that comes after the broadcast waits for the mutex, and is none")
  @Tag("COND-2")
  @Tag("COND-5")
  void timeOutInLine() throws Exception {
    Broadcast broadcast = new Broadcast();
    mutex.lock();
    var waiting =
        Threads.call(
            () -> {
              LockWaiter waiter = new LockWaiter.OfMutex(mutex);
              broadcast.suspend(waiter);
              broadcast.resumeAll();
              LockWaiter.End end = waiter.await(this, 1);
              waiter.lockAgain(end);
              mutex.unlock();
              return end;
            });
    Threads.until(() -> mutex.dump().contains("1 waiting"));
    waiting.awaitParked();
    mutex.unlock();
    assertEquals(LockWaiter.End.RESUMED, waiting.join());
  }

  @Test
  @DisplayName("a wait that has not begun gives back the mutex that a broadcast got for it")
  @Tag("COND-14")
  void withdrawn() {
    Broadcast broadcast = new Broadcast();
    mutex.lock();
    LockWaiter early = new LockWaiter.OfMutex(mutex);
    broadcast.suspend(early);
    mutex.unlock();
    early.withdraw();
    broadcast.resumeAll();
    assertFalse(mutex.isLocked());

    mutex.lock();
    LockWaiter late = new LockWaiter.OfMutex(mutex);
    broadcast.suspend(late);
    mutex.unlock();
    broadcast.resumeAll();
    assertTrue(mutex.isLocked());
    late.withdraw();
    assertFalse(mutex.isLocked());
    assertThrows(IllegalMonitorStateException.class, () -> condition.await(mutex));
  }
}
