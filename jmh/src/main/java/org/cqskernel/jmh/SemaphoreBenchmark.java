// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import kotlinx.coroutines.sync.MutexKt;
import kotlinx.coroutines.sync.SemaphoreKt;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.sync.Mutex;
import org.cqskernel.sync.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Acquires the one permit, or the lock, and gives it back. With one thread ({@code -t 1}, the
 * default) nobody waits; with two or four ({@code -t 4}) the permit goes round.
 */
@State(Scope.Benchmark)
public class SemaphoreBenchmark extends Measured {
  private final AtomicInteger atomic = new AtomicInteger();
  private final Semaphore synchronous = new Semaphore(1);
  private final Semaphore asynchronous = new Semaphore(1, Resumption.ASYNC);
  private final Mutex mutex = new Mutex();
  private final java.util.concurrent.Semaphore fair = new java.util.concurrent.Semaphore(1, true);
  private final java.util.concurrent.Semaphore unfair =
      new java.util.concurrent.Semaphore(1, false);
  private final ReentrantLock fairLock = new ReentrantLock(true);
  private final ReentrantLock unfairLock = new ReentrantLock(false);
  private final kotlinx.coroutines.sync.Semaphore kotlin = SemaphoreKt.Semaphore(1, 0);
  private final kotlinx.coroutines.sync.Mutex kotlinMutex = MutexKt.Mutex(false);

  /** One atomic to take, one to give. Excludes nobody: it is a bound for one thread only. */
  @Benchmark
  public int floor() {
    return atomic.getAndDecrement() + atomic.getAndIncrement();
  }

  @Benchmark
  public void synchronous() {
    synchronous.acquireUninterruptibly();
    synchronous.release();
  }

  @Benchmark
  public void asynchronous() {
    asynchronous.acquireUninterruptibly();
    asynchronous.release();
  }

  @Benchmark
  public void mutex() {
    mutex.lock();
    mutex.unlock();
  }

  @Benchmark
  public void jdkFair() {
    fair.acquireUninterruptibly();
    fair.release();
  }

  @Benchmark
  public void jdkUnfair() {
    unfair.acquireUninterruptibly();
    unfair.release();
  }

  @Benchmark
  public void jdkFairLock() {
    fairLock.lock();
    fairLock.unlock();
  }

  @Benchmark
  public void jdkUnfairLock() {
    unfairLock.lock();
    unfairLock.unlock();
  }

  @Benchmark
  public void kotlin() {
    Parker parker = new Parker();
    parker.awaitIfSuspended(kotlin.acquire(parker));
    kotlin.release();
  }

  @Benchmark
  public void kotlinMutex() {
    Parker parker = new Parker();
    parker.awaitIfSuspended(kotlinMutex.lock(null, parker));
    kotlinMutex.unlock(null);
  }
}
