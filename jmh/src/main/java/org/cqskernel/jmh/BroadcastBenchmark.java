// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import com.google.common.util.concurrent.SettableFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import org.cqskernel.sync.Broadcast;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One broadcast to {@code waiters} callbacks, each of which registers again for the next. The floor
 * takes a fresh array for each round, the peers a fresh future, because none of them can be used
 * again.
 */
@State(Scope.Thread)
public class BroadcastBenchmark extends Measured {
  private static final Executor DIRECT = Runnable::run;

  /** How many wait for each broadcast. */
  @Param({"1", "16", "256", "4096"})
  public int waiters;

  private int calls;
  private final Broadcast broadcast = new Broadcast();
  private Floor floor;
  private CompletableFuture<Integer> future = new CompletableFuture<>();
  private SettableFuture<Integer> settable = SettableFuture.create();
  private CompletableDeferred<Integer> deferred = CompletableDeferredKt.CompletableDeferred(null);

  private final MpscUnboundedArrayQueue<Runnable> jctools = new MpscUnboundedArrayQueue<>(32);

  private final Runnable again = this::again;
  private final Runnable againInFloor = this::againInFloor;
  private final Runnable againInFuture = this::againInFuture;
  private final Runnable againInSettable = this::againInSettable;
  private final Runnable againInJctools = this::againInJctools;
  private final Function1<Throwable, Unit> againInDeferred = this::againInDeferred;

  @Setup(Level.Trial)
  public void register() {
    floor = new Floor(waiters);
    for (int i = 0; i < waiters; i++) {
      again();
      againInFloor();
      againInFuture();
      againInSettable();
      againInDeferred(null);
      againInJctools();
    }
  }

  private void again() {
    calls++;
    broadcast.suspend(again);
  }

  private void againInFloor() {
    calls++;
    floor.register(againInFloor);
  }

  private void againInFuture() {
    calls++;
    future.thenRun(againInFuture);
  }

  private void againInSettable() {
    calls++;
    settable.addListener(againInSettable, DIRECT);
  }

  private Unit againInDeferred(Throwable cause) {
    calls++;
    deferred.invokeOnCompletion(againInDeferred);
    return Unit.INSTANCE;
  }

  private void againInJctools() {
    calls++;
    jctools.offer(againInJctools);
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

  @Benchmark
  public int completableFuture() {
    CompletableFuture<Integer> current = future;
    future = new CompletableFuture<>();
    current.complete(1);
    return calls;
  }

  @Benchmark
  public int guava() {
    SettableFuture<Integer> current = settable;
    settable = SettableFuture.create();
    current.set(1);
    return calls;
  }

  @Benchmark
  public int kotlin() {
    CompletableDeferred<Integer> current = deferred;
    deferred = CompletableDeferredKt.CompletableDeferred(null);
    current.complete(1);
    return calls;
  }

  /** A queue that is drained as far as it was filled when that began. */
  @Benchmark
  public int jctools() {
    for (int n = jctools.size(); n > 0; n--) {
      jctools.poll().run();
    }
    return calls;
  }
}
