// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.Phaser;

/** A phaser keeps waits that were given up while somebody who came later waits on top of them. */
final class PhaserTower {
  private static final int THREADS = 20_000;

  private PhaserTower() {}

  static void measure(RetainedDemo demo) throws Exception {
    boolean virtual = Crowd.hasVirtualThreads();
    Phaser phaser = new Phaser(1);
    Runnable wait =
        () -> {
          try {
            phaser.awaitAdvanceInterruptibly(0);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // It has given up, and ends.
          }
        };
    int size = virtual ? THREADS : Crowd.MOST_PLATFORM_THREADS;
    Crowd.gather(virtual, size, wait).forEach(Thread::interrupt);
    Thread.sleep(500);
    long before = RetainedDemo.heap();
    List<Thread> below = Crowd.gather(virtual, size, wait);
    List<Thread> top = Crowd.gather(virtual, 1, wait);
    for (Thread thread : below) {
      thread.interrupt();
    }
    for (Thread thread : below) {
      thread.join();
    }
    below.clear();
    long after = RetainedDemo.heap();
    Reference.reachabilityFence(top);
    Reference.reachabilityFence(phaser);
    demo.add("Phaser, below one who waits", (double) (after - before) / size);
  }
}
