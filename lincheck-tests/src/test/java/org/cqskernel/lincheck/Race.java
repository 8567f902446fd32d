// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck;

import java.util.ArrayList;
import java.util.List;

/** The threads of one directed scenario: started together, joined, their failures passed on. */
public final class Race {
  private Race() {}

  /** What a thread of a race does. */
  public interface Party {
    /** Does it. */
    void run() throws Exception;
  }

  /** Runs the parties at once, and returns when all have ended. */
  public static void run(Party... parties) {
    List<Thread> threads = new ArrayList<>();
    Throwable[] thrown = new Throwable[parties.length];
    for (int i = 0; i < parties.length; i++) {
      int party = i;
      threads.add(
          new Thread(
              () -> {
                try {
                  parties[party].run();
                } catch (Throwable t) {
                  thrown[party] = t;
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    for (Throwable t : thrown) {
      if (t != null) {
        throw new IllegalStateException("a party failed: " + t, t);
      }
    }
  }

  /** Fails the schedule unless the claim holds. */
  public static void check(boolean claim, String otherwise) {
    if (!claim) {
      throw new IllegalStateException(otherwise);
    }
  }
}
