// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cqskernel.testing.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A waiter that throws when it is asked whether it is a leaf")
@Tag("RALL-7")
class ThrowingLeafTest {
  @Test
  @DisplayName("keeps nobody else from being resumed")
  void others() {
    CqsFixture f = new CqsFixture(Resumption.ASYNC, Cancellation.SIMPLE, 1);
    f.queue.suspend(
        new Probe<String>("bad ", f.log) {
          @Override
          protected boolean isLeaf() {
            throw new IllegalStateException("mine");
          }
        });
    f.suspend("good");
    assertThrows(IllegalStateException.class, () -> f.queue.resumeAll("v"));
    assertEquals(List.of("good v"), f.log);
  }
}
