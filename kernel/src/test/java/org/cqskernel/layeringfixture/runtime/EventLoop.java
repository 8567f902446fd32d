// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.layeringfixture.runtime;

import org.junit.jupiter.api.Test;
import sun.misc.Unsafe;

/** Uses what is not of java.base, Unsafe, and a static thread started when the class loads. */
public class EventLoop {
  static final Thread WORKER = new Thread(() -> {});

  static {
    WORKER.start();
  }

  Unsafe unsafe;

  @Test
  void test() {}
}
