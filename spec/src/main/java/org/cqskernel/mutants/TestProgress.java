// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * A line now and then while a class of tests runs for long, so that whoever looks at the build sees
 * that it goes on. The lines go past {@code System.out}, which the build keeps in files, to the
 * console itself. JUnit finds the listener by its service file, and a build asks for it by {@code
 * -Dtest.progress.seconds=N}; others, who may use their output for something else, have none.
 */
public final class TestProgress implements TestExecutionListener {
  private static final long SECONDS = Long.getLong("test.progress.seconds", 0);

  private final PrintStream console;
  private final Duration pause;
  private String testClass = "";
  private long begin;
  private long last;
  private int done;

  /** Made by JUnit. */
  public TestProgress() {
    this(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        Duration.ofSeconds(SECONDS <= 0 ? Long.MAX_VALUE / 2_000_000_000L : SECONDS));
  }

  /** With lines of its own pace, for tests. */
  TestProgress(PrintStream console, Duration pause) {
    this.console = console;
    this.pause = pause;
  }

  @Override
  public synchronized void executionStarted(TestIdentifier test) {
    test.getSource()
        .filter(ClassSource.class::isInstance)
        .map(source -> ((ClassSource) source).getClassName())
        .ifPresent(this::begin);
  }

  private void begin(String className) {
    testClass = className.substring(className.lastIndexOf('.') + 1);
    begin = System.nanoTime();
    last = begin;
    done = 0;
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (!test.isTest()) {
      return;
    }
    done++;
    long now = System.nanoTime();
    if (now - last >= pause.toNanos()) {
      last = now;
      console.printf(
          Locale.ROOT,
          "%s: %d done after %d s, the last %s%n",
          testClass,
          done,
          Duration.ofNanos(now - begin).toSeconds(),
          test.getDisplayName());
    }
  }
}
