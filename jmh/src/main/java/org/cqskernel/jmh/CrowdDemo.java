// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.DoubleStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what becomes of many threads that wait for the same thing. */
abstract class CrowdDemo extends Demo {
  // Enough of them that all of the waiting is compiled: interpreted, a registration costs more than
  // the waiting.
  private static final int WARM_UP_ROUNDS = 100;
  private static final int WARM_UP_WAITERS = 300;
  // What ends a round runs once in it. The compiler counts to 5,000 before it is done with a
  // method.
  private static final int SMALL_ROUNDS = 6_000;
  private static final int SMALL_WAITERS = 2;
  private static final int MOST_ROUNDS = 200;
  // A virtual machine may halve its pace for seconds: the median is to stand that.
  private static final int LEAST_ROUNDS = 20;
  private static final int LARGE = 1_000;
  private static final long ENOUGH = 1_000_000_000;
  private static final long LONG = 2_000_000_000;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "begin nothing after so many; default ${DEFAULT-VALUE}")
  private int seconds = 600;

  @Option(
      names = "--subject",
      paramLabel = "NAME",
      description = "only this one, and others that are named")
  private List<String> chosen = List.of();

  @Spec private CommandSpec command;

  private final Random order = new Random(1);
  private final long began = System.nanoTime();

  private record Sample(double elapsed, double processor) {}

  /** How the waiting ends. */
  abstract void end(Meeting meeting, List<Thread> waiting);

  /** Whether the threads are to end with an exception. */
  abstract boolean expectsInterrupt();

  /** Lets the compiler see each of them, often. */
  final void warmUp(List<String> subjects, boolean virtual) throws InterruptedException {
    for (String name : chosen) {
      if (!subjects.contains(name)) {
        throw new ParameterException(
            command.commandLine(), "no subject " + name + " here, but " + subjects);
      }
    }
    warmUp(subjects, virtual, WARM_UP_ROUNDS, WARM_UP_WAITERS);
    warmUp(subjects, virtual, SMALL_ROUNDS, SMALL_WAITERS);
  }

  private void warmUp(List<String> subjects, boolean virtual, int rounds, int waiters)
      throws InterruptedException {
    for (int round = 0; round < rounds; round++) {
      for (String subject : subjects) {
        round(Meetings.create(subject, waiters), virtual, waiters);
      }
    }
  }

  /**
   * Rounds in which the subjects take turns, in an order of chance, so that all of them meet the
   * same states of the machine and nobody has always the same one before it. The first round only
   * warms up. Who takes long has one sample.
   */
  final void measure(List<String> subjects, boolean virtual, int waiters)
      throws InterruptedException {
    List<String> left = new ArrayList<>(subjects);
    if (!chosen.isEmpty()) {
      left.retainAll(chosen);
    }
    for (String subject : List.copyOf(left)) {
      if (waiters > Meetings.mostWaiters(subject)) {
        System.out.printf("%s cannot have %,d waiters%n", subject, waiters);
        left.remove(subject);
      }
    }
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    left.forEach(subject -> samples.put(subject, new ArrayList<>()));
    long start = System.nanoTime();
    long enough = ENOUGH * left.size();
    for (int round = 0; round < MOST_ROUNDS && !left.isEmpty(); round++) {
      Collections.shuffle(left, order);
      for (String subject : List.copyOf(left)) {
        if (System.nanoTime() - began > seconds * ENOUGH) {
          System.out.printf("no time left for %s with %,d%n", subject, waiters);
          continue;
        }
        Sample sample = round(Meetings.create(subject, waiters), virtual, waiters);
        boolean slow = sample.elapsed * waiters > LONG;
        if (round > 0 || slow) {
          samples.get(subject).add(sample);
        }
        if (slow) {
          left.remove(subject);
        }
      }
      if (System.nanoTime() - start > enough && round >= LEAST_ROUNDS) {
        break;
      }
    }
    samples.forEach((subject, of) -> add(subject, virtual, waiters, of));
  }

  private void add(String subject, boolean virtual, int waiters, List<Sample> samples) {
    if (samples.isEmpty()) {
      return;
    }
    results.add(
        "waiting",
        new TreeMap<>(
            Map.of("subject", subject + (virtual ? "" : " platform"), "waiters", "" + waiters)),
        metric("elapsed", samples.stream().mapToDouble(Sample::elapsed)),
        metric(CpuTimeProfiler.LABEL, samples.stream().mapToDouble(Sample::processor)));
  }

  private static Results.Metric metric(String name, DoubleStream samples) {
    return new Results.Metric(name, "ns/op", samples.toArray());
  }

  private Sample round(Meeting meeting, boolean virtual, int waiters) throws InterruptedException {
    CountDownLatch left = new CountDownLatch(waiters);
    AtomicLong ownTime = new AtomicLong();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads =
        Crowd.gather(
            virtual,
            waiters,
            () -> {
              long own = virtual ? 0 : ProcessorTime.ofThisThread();
              try {
                waitFor(meeting);
              } catch (Throwable t) {
                failure.compareAndSet(null, t);
              }
              if (!virtual) {
                ownTime.addAndGet(ProcessorTime.ofThisThread() - own);
              }
              left.countDown();
            });
    if (waiters > LARGE) {
      System.gc(); // So that no collection falls into what follows.
    }
    long processor = virtual ? ProcessorTime.ofWorkers() : ProcessorTime.ofThisThread();
    long start = System.nanoTime();
    end(meeting, threads);
    left.await();
    long elapsed = System.nanoTime() - start;
    processor =
        (virtual ? ProcessorTime.ofWorkers() : ProcessorTime.ofThisThread() + ownTime.get())
            - processor;
    if (failure.get() != null) {
      throw new AssertionError("a waiter has failed", failure.get());
    }
    return new Sample((double) elapsed / waiters, (double) processor / waiters);
  }

  private void waitFor(Meeting meeting) {
    boolean interrupted = false;
    try {
      meeting.await();
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    if (interrupted != expectsInterrupt()) {
      throw new AssertionError("interrupted: " + interrupted);
    }
  }
}
