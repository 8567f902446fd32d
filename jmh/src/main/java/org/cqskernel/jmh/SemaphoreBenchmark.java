// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.sync.SemaphoreKt;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.sync.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Acquires the one permit, or the lock, and gives it back. With one thread ({@code -t 1}, the
 * default) nobody waits; with two ({@code -t 2}) the permit goes to and fro.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 6, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-Xbatch"})
public class SemaphoreBenchmark {
  private final Semaphore synchronous = new Semaphore(1);
  private final Semaphore asynchronous = new Semaphore(1, Resumption.ASYNC);
  private final java.util.concurrent.Semaphore fair = new java.util.concurrent.Semaphore(1, true);
  private final java.util.concurrent.Semaphore unfair =
      new java.util.concurrent.Semaphore(1, false);
  private final ReentrantLock fairLock = new ReentrantLock(true);
  private final ReentrantLock unfairLock = new ReentrantLock(false);
  private final kotlinx.coroutines.sync.Semaphore kotlin = SemaphoreKt.Semaphore(1, 0);

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
    if (kotlin.acquire(parker) == IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
      parker.await();
    }
    kotlin.release();
  }

  /** Parks the thread until it is resumed, as our own blocking forms do. */
  private static final class Parker implements Continuation<Unit> {
    private volatile Thread thread = Thread.currentThread();

    @Override
    public CoroutineContext getContext() {
      return EmptyCoroutineContext.INSTANCE;
    }

    @Override
    public void resumeWith(Object result) {
      Thread waiting = thread;
      thread = null;
      LockSupport.unpark(waiting);
    }

    void await() {
      while (thread != null) {
        LockSupport.park(this);
      }
    }
  }
}
