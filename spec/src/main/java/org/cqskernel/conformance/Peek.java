// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads fields by reflection, which is no access that an exploration sees. */
public final class Peek {
  private static final Map<Class<?>, Map<String, Field>> FIELDS = new ConcurrentHashMap<>();

  private Peek() {}

  /**
   * The value of a field that the object's class or one above it declares.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Object at(Object object, String name) {
    Field field =
        FIELDS
            .computeIfAbsent(object.getClass(), c -> new ConcurrentHashMap<>())
            .computeIfAbsent(name, n -> find(object.getClass(), n));
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Field find(Class<?> type, String name) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Field f : c.getDeclaredFields()) {
        if (f.getName().equals(name)) {
          f.setAccessible(true);
          return f;
        }
      }
    }
    throw new IllegalArgumentException(type + " has no field " + name);
  }
}
