// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.IntConsumer;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.channels.BufferOverflow;
import kotlinx.coroutines.channels.Channel;
import kotlinx.coroutines.channels.ChannelKt;
import kotlinx.coroutines.channels.SendChannel;
import kotlinx.coroutines.sync.Semaphore;
import kotlinx.coroutines.sync.SemaphoreKt;

/**
 * Kotlin's queues of waiters that can be cancelled, used as such: a suspended function is the
 * waiter, and whoever resumes it runs it.
 */
final class KotlinQueues {
  private static final MethodHandle TRY_SEND = trySend();

  /** All permits are taken, so whoever acquires is suspended and whoever releases resumes. */
  private final Semaphore semaphore = SemaphoreKt.Semaphore(1, 1);

  /** Without a buffer, so whoever receives is suspended and whoever sends resumes. */
  private final Channel<Unit> channel = ChannelKt.Channel(0, BufferOverflow.SUSPEND, null);

  private record Calling(IntConsumer callback) implements Continuation<Unit> {
    @Override
    public CoroutineContext getContext() {
      return EmptyCoroutineContext.INSTANCE;
    }

    @Override
    public void resumeWith(Object result) {
      callback.accept(1);
    }
  }

  void suspendInSemaphore(IntConsumer callback) {
    if (semaphore.acquire(new Calling(callback)) != IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
      callback.accept(1);
    }
  }

  void resumeFromSemaphore() {
    semaphore.release();
  }

  void suspendInChannel(IntConsumer callback) {
    if (channel.receive(new Calling(callback)) != IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
      callback.accept(1);
    }
  }

  void resumeFromChannel() {
    try {
      while ((Object) TRY_SEND.invokeExact((SendChannel<?>) channel, (Object) Unit.INSTANCE)
          != Unit.INSTANCE) {
        Thread.onSpinWait(); // The receiver is on its way.
      }
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  /** Kotlin's name of it is none in Java. */
  private static MethodHandle trySend() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              SendChannel.class,
              "trySend-JP2dKIU",
              MethodType.methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
