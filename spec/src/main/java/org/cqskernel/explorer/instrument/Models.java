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

  /** Waits for a lock and takes it. */
  static final int ACQUIRE_LOCK =
      CHANGE | Effects.RMW | Effects.ACQUIRE | Effects.BLOCKING | Effects.LOCKING;

  /** Frees a lock, which may let somebody else take it. */
  static final int FREE_LOCK = Effects.WRITE | Effects.RELEASE | Effects.LOCKING | Effects.ENABLING;

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
    put(thread, "yield()V", "ThreadHooks", "pause", thread, 0);
    put(thread, "onSpinWait()V", "ThreadHooks", "pause", thread, 0);
    thread("java/lang/System", "nanoTime()J", 0);
    thread("java/lang/System", "currentTimeMillis()J", 0);
    put(LOCAL, "get()Ljava/lang/Object;", "ThreadHooks", "threadLocalGet", LOCAL, 0);
    put(LOCAL, "set(Ljava/lang/Object;)V", "ThreadHooks", "threadLocalSet", LOCAL, 0);
    put(LOCAL, "remove()V", "ThreadHooks", "threadLocalRemove", LOCAL, 0);
  }

  static {
    String lock = "java/util/concurrent/locks/Lock";
    String reentrant = "java/util/concurrent/locks/ReentrantLock";
    int attempt = CHANGE | Effects.RMW | Effects.ACQUIRE | Effects.CONDITIONAL | Effects.LOCKING;
    for (String owner : new String[] {lock, reentrant}) {
      lock(owner, lock, "lock()V", ACQUIRE_LOCK);
      lock(owner, lock, "lockInterruptibly()V", ACQUIRE_LOCK);
      lock(owner, lock, "tryLock()Z", attempt);
      lock(owner, lock, "tryLock(JLjava/util/concurrent/TimeUnit;)Z", attempt);
      lock(owner, lock, "unlock()V", FREE_LOCK);
      lock(owner, lock, "newCondition()Ljava/util/concurrent/locks/Condition;", 0);
    }
    lock(reentrant, reentrant, "isHeldByCurrentThread()Z", 0);
    String condition = "java/util/concurrent/locks/Condition";
    lock(condition, condition, "await()V", FREE_LOCK);
    lock(condition, condition, "await(JLjava/util/concurrent/TimeUnit;)Z", FREE_LOCK);
    lock(condition, condition, "signal()V", CHANGE);
    lock(condition, condition, "signalAll()V", CHANGE);
    String object = "java/lang/Object";
    put(object, "wait()V", "LockHooks", "await", object, FREE_LOCK);
    put(object, "wait(J)V", "LockHooks", "await", object, FREE_LOCK);
    put(object, "notify()V", "LockHooks", "signal", object, CHANGE);
    put(object, "notifyAll()V", "LockHooks", "signalAll", object, CHANGE);
  }

  private Models() {}

  private static void lock(String owner, String receiver, String method, int effects) {
    put(owner, method, "LockHooks", method.substring(0, method.indexOf('(')), receiver, effects);
  }

  private static void thread(String owner, String method, int effects) {
    put(owner, method, "ThreadHooks", method.substring(0, method.indexOf('(')), owner, effects);
  }

  private static void put(
      String owner, String method, String hooks, String hook, String receiver, int effects) {
    MODELS.put(owner + "." + method, new Model(hooks, hook, receiver, effects));
  }

  /** The model of a method, or null when the method is called as it is. */
  static Model of(String owner, String name, String descriptor) {
    return MODELS.get(owner + "." + name + descriptor);
  }
}
