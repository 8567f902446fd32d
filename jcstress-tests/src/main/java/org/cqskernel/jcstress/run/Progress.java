// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Passes on what jcstress prints, and once a minute tells how many of its runs have ended. */
final class Progress extends OutputStream {
  private static final String COUNTS = "(Results: ";
  private static final long MINUTE = 60_000_000_000L;

  private final OutputStream log;
  private final Consumer<String> console;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final long begin = System.nanoTime();
  private long told = begin;

  Progress(OutputStream log, Consumer<String> console) {
    this.log = log;
    this.console = console;
  }

  @Override
  public synchronized void write(int b) throws IOException {
    log.write(b);
    if (b != '\n') {
      line.write(b);
      return;
    }
    tell(line.toString(StandardCharsets.UTF_8).strip(), System.nanoTime());
    line.reset();
    log.flush();
  }

  /** For each line with counts: tells them if a minute is over. */
  void tell(String text, long now) {
    if (text.startsWith(COUNTS) && now - told >= MINUTE) {
      told = now;
      String counts = text.substring(COUNTS.length(), text.length() - 1);
      console.accept("Litmus tests: " + (now - begin) / 1_000_000_000 + " s; runs: " + counts);
    }
  }

  @Override
  public void flush() throws IOException {
    log.flush();
  }
}
