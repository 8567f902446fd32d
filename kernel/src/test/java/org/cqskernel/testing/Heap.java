// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.testing;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** What is reachable from an object through the fields of this library's classes and arrays. */
public final class Heap {
  private Heap() {}

  /** How many segments of cells are reachable. */
  public static int segments(Object root) {
    int count = 0;
    for (Object o : reachable(root)) {
      if (isSegment(o.getClass())) {
        count++;
      }
    }
    return count;
  }

  private static boolean isSegment(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (c.getName().equals("org.cqskernel.cqs.Segment")) {
        return true;
      }
    }
    return false;
  }

  /** Everything reachable, the root included. Objects of the JDK are not looked into. */
  public static Set<Object> reachable(Object root) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> todo = new ArrayDeque<>();
    seen.add(root);
    todo.add(root);
    for (Object o = todo.poll(); o != null; o = todo.poll()) {
      visit(o, seen, todo);
    }
    return seen;
  }

  private static void visit(Object o, Set<Object> seen, Deque<Object> todo) {
    Class<?> type = o.getClass();
    if (type.isArray()) {
      if (!type.getComponentType().isPrimitive()) {
        for (int i = 0; i < Array.getLength(o); i++) {
          add(Array.get(o, i), seen, todo);
        }
      }
      return;
    }
    for (Class<?> c = type; c != null && isOurs(c); c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          add(get(field, o), seen, todo);
        }
      }
    }
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("org.cqskernel.") && !type.isHidden();
  }

  private static Object get(Field field, Object o) {
    try {
      field.setAccessible(true);
      return field.get(o);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static void add(Object o, Set<Object> seen, Deque<Object> todo) {
    if (o != null && seen.add(o)) {
      todo.add(o);
    }
  }

  /** Whether the garbage collector takes the referent within a few seconds. */
  public static boolean isCollected(WeakReference<?> reference) {
    for (int round = 0; round < 100; round++) {
      if (reference.refersTo(null)) {
        return true;
      }
      System.gc();
      Threads.pause(round < 10 ? 2 : 50);
    }
    return reference.refersTo(null);
  }

  /** Keeps an object reachable up to here. */
  public static void keep(Object o) {
    Reference.reachabilityFence(o);
  }
}
