// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

import java.util.HashMap;
import java.util.Map;

/**
 * The JDK methods that explored code does not call directly: their effect on threads is modelled by
 * a method with the same parameters, the receiver first and the site last.
 */
final class Models {
  /**
   * A model.
   *
   * @param hooks the class in the engine that has it
   * @param hook its method
   * @param receiver the type of the receiver
   * @param effects what the call does to a variable of the model
   */
  record Model(String hooks, String hook, String receiver, int effects) {}

  /** Thread-locals, subclasses included. */
  static final String LOCAL = "java/lang/ThreadLocal";

  private static final int CHANGE = Effects.READ | Effects.WRITE;
  private static final int WAIT = CHANGE | Effects.BLOCKING;
  private static final Map<String, Model> MODELS = new HashMap<>();

  static {
    String support = "java/util/concurrent/locks/LockSupport";
    thread(support, "park()V", WAIT);
    thread(support, "park(Ljava/lang/Object;)V", WAIT);
    thread(support, "parkNanos(J)V", CHANGE);
    thread(support, "parkNanos(Ljava/lang/Object;J)V", CHANGE);
    thread(support, "parkUntil(J)V", CHANGE);
    thread(support, "parkUntil(Ljava/lang/Object;J)V", CHANGE);
    thread(support, "unpark(Ljava/lang/Thread;)V", CHANGE);
    String thread = "java/lang/Thread";
    thread(thread, "currentThread()Ljava/lang/Thread;", 0);
    thread(thread, "interrupt()V", CHANGE);
    thread(thread, "isInterrupted()Z", Effects.READ);
    thread(thread, "interrupted()Z", CHANGE);
    thread(thread, "sleep(J)V", 0);
    put(thread, "yield()V", "ThreadHooks", "pause", 0);
    put(thread, "onSpinWait()V", "ThreadHooks", "pause", 0);
    thread("java/lang/System", "nanoTime()J", 0);
    thread("java/lang/System", "currentTimeMillis()J", 0);
    put(LOCAL, "get()Ljava/lang/Object;", "ThreadHooks", "threadLocalGet", 0);
    put(LOCAL, "set(Ljava/lang/Object;)V", "ThreadHooks", "threadLocalSet", 0);
    put(LOCAL, "remove()V", "ThreadHooks", "threadLocalRemove", 0);
  }

  private Models() {}

  private static void thread(String owner, String method, int effects) {
    put(owner, method, "ThreadHooks", method.substring(0, method.indexOf('(')), effects);
  }

  private static void put(String owner, String method, String hooks, String hook, int effects) {
    MODELS.put(owner + "." + method, new Model(hooks, hook, owner, effects));
  }

  /** The model of a method, or null when the method is called as it is. */
  static Model of(String owner, String name, String descriptor) {
    return MODELS.get(owner + "." + name + descriptor);
  }
}
