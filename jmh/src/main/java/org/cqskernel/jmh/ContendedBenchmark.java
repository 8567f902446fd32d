// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import org.cqskernel.cqs.Cancellation;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.Policy;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Waiter;
import org.cqskernel.sync.Broadcast;
import org.jctools.queues.MpmcUnboundedXaddArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Each thread puts a callback into one shared queue and then resumes the next one, or all; run it
 * with {@code -t 2} and {@code -t 4}. Kotlin's queues can cancel a waiter in constant time too; the
 * others, which cannot, show what passing an object costs under the same contention.
 */
@State(Scope.Benchmark)
public class ContendedBenchmark extends Measured {
  private final Cqs<Void> cqs =
      new Cqs<>(Resumption.ASYNC, Cancellation.SIMPLE, new Policy<Void>() {});
  private final Broadcast broadcast = new Broadcast();
  private final ConcurrentLinkedQueue<Runnable> linked = new ConcurrentLinkedQueue<>();
  private final MpmcUnboundedXaddArrayQueue<Runnable> jctools =
      new MpmcUnboundedXaddArrayQueue<>(32);
  private final LinkedTransferQueue<Runnable> transfer = new LinkedTransferQueue<>();
  private final KotlinQueues kotlin = new KotlinQueues();
  private final AtomicReference<CompletableDeferred<Unit>> rounds =
      new AtomicReference<>(CompletableDeferredKt.CompletableDeferred(null));
  private final FloorQueue floor = new FloorQueue();
  private final AtomicReference<Node> stack = new AtomicReference<>();

  /** What the callbacks of one thread do. */
  @State(Scope.Thread)
  public static class Caller {
    private int calls;
    private final Runnable callback = () -> calls++;
    private final Function1<Throwable, Unit> handler =
        cause -> {
          calls++;
          return Unit.INSTANCE;
        };
    private final IntConsumer kotlinCallback = n -> calls += n;
  }

  private static final class Own extends Waiter<Void> {
    private final Caller caller;

    Own(Caller caller) {
      this.caller = caller;
    }

    @Override
    protected void resumed(Void value) {
      caller.calls++;
    }
  }

  private record Node(Runnable callback, Node next) {}

  /** The fewest atomics: a fetch-and-add and a compare-and-set in, the same out. */
  @Benchmark
  public void suspendResumeFloor(Caller caller) {
    floor.register(caller.callback);
    floor.resume();
  }

  @Benchmark
  public boolean suspendResume(Caller caller) {
    cqs.suspend(new Own(caller));
    return cqs.resume(null);
  }

  @Benchmark
  public void suspendResumeKotlinSemaphore(Caller caller) {
    kotlin.suspendInSemaphore(caller.kotlinCallback);
    kotlin.resumeFromSemaphore();
  }

  @Benchmark
  public void suspendResumeKotlinChannel(Caller caller) {
    kotlin.suspendInChannel(caller.kotlinCallback);
    kotlin.resumeFromChannel();
  }

  @Benchmark
  public void suspendResumeTransfer(Caller caller) {
    transfer.offer(caller.callback);
    Runnable next = transfer.poll();
    while (next == null) { // It may miss one that another thread is about to take.
      next = transfer.poll();
    }
    next.run();
  }

  @Benchmark
  public void suspendResumeJctools(Caller caller) {
    jctools.offer(caller.callback);
    jctools.poll().run();
  }

  @Benchmark
  public void suspendResumeLinked(Caller caller) {
    linked.offer(caller.callback);
    linked.poll().run();
  }

  @Benchmark
  public void suspendResumeAll(Caller caller) {
    broadcast.suspend(new Own(caller));
    broadcast.resumeAll();
  }

  /** The fewest atomics: one push, one exchange. In the wrong order, and without a handle. */
  @Benchmark
  public void suspendResumeAllFloor(Caller caller) {
    for (; ; ) {
      Node top = stack.get();
      if (stack.compareAndSet(top, new Node(caller.callback, top))) {
        break;
      }
    }
    for (Node node = stack.getAndSet(null); node != null; node = node.next) {
      node.callback.run();
    }
  }

  /** A new deferred for each round, because it can be used once. */
  @Benchmark
  public void suspendResumeAllKotlin(Caller caller) {
    rounds.get().invokeOnCompletion(caller.handler);
    rounds.getAndSet(CompletableDeferredKt.CompletableDeferred(null)).complete(Unit.INSTANCE);
  }

  @Benchmark
  public void suspendResumeAllLinked(Caller caller) {
    linked.offer(caller.callback);
    for (Runnable next = linked.poll(); next != null; next = linked.poll()) {
      next.run();
    }
  }
}
