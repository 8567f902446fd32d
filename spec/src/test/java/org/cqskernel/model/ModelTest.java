// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sequential specifications are what they say, and independent of what they specify. */
class ModelTest {

  @Test
  void knowsNothingOfTheKernel() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/org/cqskernel/model"))) {
      List<Path> sources = files.toList();
      assertTrue(sources.size() > 5, "found " + sources);
      for (Path source : sources) {
        String code = Files.readString(source).replace("org.cqskernel.model", "");
        assertFalse(code.contains("org.cqskernel."), source + " refers to the kernel");
      }
    }
  }

  @Test
  void promise() {
    SequentialPromise<String, Integer> promise = new SequentialPromise<>();
    assertTrue(promise.register("a"));
    assertTrue(promise.register("b"));
    assertTrue(promise.cancel("a"));
    assertTrue(promise.tryResolve(1));
    assertFalse(promise.tryResolve(2));
    assertFalse(promise.register("c"));
    assertFalse(promise.cancel("b"));
    assertEquals(1, promise.peek(0));
    assertEquals(List.of("b", "c"), promise.called());
  }

  @Test
  void cell() {
    SequentialCell cell = new SequentialCell();
    assertTrue(cell.suspend());
    assertTrue(cell.cancel());
    assertFalse(cell.resume());
    assertThrows(IllegalStateException.class, cell::cancel);
    assertThrows(IllegalStateException.class, cell::suspend);
  }

  /** The first waiter is cancelled; then three resumptions, and another waiter. */
  @ParameterizedTest
  @CsvSource({
    "false, false, false true true, true",
    "false, true,  true true true,  true",
    "true,  false, false true false, false",
    "true,  true,  true false false, false",
  })
  void cqs(boolean synchronous, boolean smart, String resumed, boolean last) {
    SequentialCqs<String, Integer> queue = new SequentialCqs<>(synchronous, smart);
    queue.suspend("a");
    queue.suspend("b");
    assertTrue(queue.cancel("a"));
    String results = queue.resume(1) + " " + queue.resume(2) + " " + queue.resume(3);
    assertEquals(resumed, results);
    assertEquals(smart ? 1 : 2, queue.given("b"));
    assertEquals(last, queue.suspend("c"));
  }

  @Test
  void semaphoreAndMutex() {
    SequentialSemaphore<String> semaphore = new SequentialSemaphore<>(1);
    assertThrows(IllegalStateException.class, semaphore::release);
    assertTrue(semaphore.acquire("a"));
    assertFalse(semaphore.acquire("b"));
    assertFalse(semaphore.acquire("c"));
    assertTrue(semaphore.cancel("b"));
    semaphore.release();
    assertTrue(semaphore.given("c"));
    SequentialMutex<String> mutex = new SequentialMutex<>();
    assertTrue(mutex.tryLock());
    assertFalse(mutex.lock("a"));
    mutex.unlock();
    assertTrue(mutex.isLocked() && mutex.given("a"));
  }

  /** Two threads of two and one operations have three orders. */
  @Test
  void orders() {
    Set<String> outcomes =
        new Orders<>(StringBuilder::new)
            .thread(s -> s.append("a").length(), s -> s.append("b").length())
            .thread(s -> s.append("c").length())
            .outcomes(s -> s);
    assertEquals(Set.of("[[1, 2], [3]] abc", "[[1, 3], [2]] acb", "[[2, 3], [1]] cab"), outcomes);
  }
}
