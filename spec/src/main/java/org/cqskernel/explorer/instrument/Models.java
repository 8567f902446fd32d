// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

import java.util.Map;

/**
 * The JDK methods that instrumented code does not call directly: their effect on threads is
 * modelled by a method of {@link org.cqskernel.explorer.engine.Hooks} with the same parameters, the
 * receiver first and the site last.
 */
final class Models {
  /** A model: the hook that is called instead, and what the call does to the thread's permit. */
  record Model(String hook, int effects) {}

  private static final int WAKE = Effects.READ | Effects.WRITE;
  private static final int WAIT = WAKE | Effects.BLOCKING;
  private static final String SUPPORT = "java/util/concurrent/locks/LockSupport.";
  private static final String THREAD = "java/lang/Thread.";

  private static final Map<String, Model> MODELS =
      Map.ofEntries(
          Map.entry(SUPPORT + "park()V", new Model("park", WAIT)),
          Map.entry(SUPPORT + "park(Ljava/lang/Object;)V", new Model("park", WAIT)),
          Map.entry(SUPPORT + "parkNanos(J)V", new Model("parkNanos", WAKE)),
          Map.entry(SUPPORT + "parkNanos(Ljava/lang/Object;J)V", new Model("parkNanos", WAKE)),
          Map.entry(SUPPORT + "parkUntil(J)V", new Model("parkUntil", WAKE)),
          Map.entry(SUPPORT + "parkUntil(Ljava/lang/Object;J)V", new Model("parkUntil", WAKE)),
          Map.entry(SUPPORT + "unpark(Ljava/lang/Thread;)V", new Model("unpark", WAKE)),
          Map.entry(THREAD + "interrupt()V", new Model("interrupt", WAKE)),
          Map.entry(THREAD + "isInterrupted()Z", new Model("isInterrupted", Effects.READ)),
          Map.entry(THREAD + "interrupted()Z", new Model("interrupted", WAKE)),
          Map.entry(THREAD + "yield()V", new Model("pause", 0)),
          Map.entry(THREAD + "onSpinWait()V", new Model("pause", 0)),
          Map.entry(THREAD + "sleep(J)V", new Model("sleep", 0)),
          Map.entry("java/lang/System.nanoTime()J", new Model("nanoTime", 0)),
          Map.entry("java/lang/System.currentTimeMillis()J", new Model("currentTimeMillis", 0)),
          Map.entry(
              "java/lang/ThreadLocal.get()Ljava/lang/Object;", new Model("threadLocalGet", 0)),
          Map.entry(
              "java/lang/ThreadLocal.set(Ljava/lang/Object;)V", new Model("threadLocalSet", 0)),
          Map.entry("java/lang/ThreadLocal.remove()V", new Model("threadLocalRemove", 0)));

  private Models() {}

  /** The model of a method, or null when the method is called as it is. */
  static Model of(String owner, String name, String descriptor) {
    return MODELS.get(owner + "." + name + descriptor);
  }
}
