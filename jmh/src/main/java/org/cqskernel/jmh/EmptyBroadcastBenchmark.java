// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.cqskernel.sync.Broadcast;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A broadcast that nobody waits for. */
@State(Scope.Thread)
public class EmptyBroadcastBenchmark extends Measured {
  private int calls;
  private final AtomicLong atomic = new AtomicLong();
  private final Broadcast unused = new Broadcast();
  private final Broadcast used = new Broadcast();
  private final Phaser phaser = new Phaser(1);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition condition = lock.newCondition();
  private final Object monitor = new Object();

  /** For the harness. */
  public EmptyBroadcastBenchmark() {
    used.suspend(() -> calls++);
    used.resumeAll();
  }

  /** One atomic that publishes. */
  @Benchmark
  public long floor() {
    return atomic.getAndAdd(0);
  }

  /** Nobody ever waited. */
  @Benchmark
  public void unused() {
    unused.resumeAll();
  }

  /** Somebody has waited, nobody waits. */
  @Benchmark
  public void used() {
    used.resumeAll();
  }

  /** A phase that nobody waits for. */
  @Benchmark
  public int phaser() {
    return phaser.arrive();
  }

  @Benchmark
  public void jdkCondition() {
    lock.lock();
    try {
      condition.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Benchmark
  public void monitor() {
    synchronized (monitor) {
      monitor.notifyAll();
    }
  }
}
