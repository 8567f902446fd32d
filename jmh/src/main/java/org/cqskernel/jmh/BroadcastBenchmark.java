// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import org.cqskernel.sync.Broadcast;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One broadcast to {@code waiters} callbacks, each of which registers again for the next. The floor
 * takes a fresh array for each round.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 6, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-Xbatch"})
public class BroadcastBenchmark {

  /** How many wait for each broadcast. */
  @Param({"1", "16", "256", "4096"})
  public int waiters;

  private int calls;
  private Broadcast broadcast;
  private Broadcast idle;
  private Broadcast used;
  private Phaser phaser;
  private Floor floor;

  @Setup(Level.Trial)
  public void register() {
    broadcast = new Broadcast();
    floor = new Floor(waiters);
    for (int i = 0; i < waiters; i++) {
      broadcast.suspend(this::again);
      floor.register(this::againInFloor);
    }
    idle = new Broadcast();
    used = new Broadcast();
    used.suspend(() -> calls++);
    used.resumeAll();
    phaser = new Phaser(1);
  }

  private void again() {
    calls++;
    broadcast.suspend(this::again);
  }

  private void againInFloor() {
    calls++;
    floor.register(this::againInFloor);
  }

  @Benchmark
  public int broadcast() {
    broadcast.resumeAll();
    return calls;
  }

  @Benchmark
  public int floor() {
    Floor current = floor;
    floor = new Floor(waiters);
    current.resumeAll();
    return calls;
  }

  /** Nobody ever waited. */
  @Benchmark
  public void emptyUnused() {
    idle.resumeAll();
  }

  /** Somebody has waited, nobody waits now. */
  @Benchmark
  public void emptyUsed() {
    used.resumeAll();
  }

  /** A phase that nobody waits for. */
  @Benchmark
  public int emptyPhaser() {
    return phaser.arrive();
  }
}
