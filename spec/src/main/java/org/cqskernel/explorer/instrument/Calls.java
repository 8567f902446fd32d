// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Calls whose accesses to shared variables are not seen, by number, and what decides that a call is
 * one of them.
 */
public final class Calls {
  /**
   * A call.
   *
   * @param owner the binary name of the class that it goes to
   * @param method the method's name
   * @param place where it is
   */
  public record Call(String owner, String method, String place) {
    /** The same call where it goes to a subclass. */
    public Call to(Class<?> type) {
      return new Call(type.getName(), method, place);
    }

    @Override
    public String toString() {
      return InstrumentingLoader.simpleName(owner) + "." + method + " at " + place;
    }
  }

  private static final String CONCURRENT = "java/util/concurrent/";

  private static final Set<String> SYNCHRONIZED =
      Set.of(
          "java/util/Hashtable",
          "java/util/Properties",
          "java/util/Vector",
          "java/util/Stack",
          "java/lang/StringBuffer");

  /** Interfaces and abstract classes of which some implementations are for several threads. */
  private static final Set<String> OPEN =
      Set.of(
          "java/lang/Iterable",
          "java/lang/Number",
          "java/util/AbstractCollection",
          "java/util/AbstractMap",
          "java/util/AbstractQueue",
          "java/util/Collection",
          "java/util/Deque",
          "java/util/Iterator",
          "java/util/List",
          "java/util/Map",
          "java/util/NavigableMap",
          "java/util/NavigableSet",
          "java/util/Queue",
          "java/util/Set",
          "java/util/SortedMap",
          "java/util/SortedSet");

  /** Without variables that threads share. */
  private static final Set<String> LOCAL =
      Set.of(
          CONCURRENT + "ThreadLocalRandom",
          CONCURRENT + "TimeUnit",
          CONCURRENT + "locks/LockSupport");

  private static final Set<String> OF_THREADS =
      Set.of("start", "startVirtualThread", "join", "isAlive", "getState");

  private static final Set<String> OF_FIELDS =
      Set.of(
          "get",
          "getBoolean",
          "getByte",
          "getChar",
          "getDouble",
          "getFloat",
          "getInt",
          "getLong",
          "getShort");

  private final List<Call> calls = new ArrayList<>();

  synchronized int add(Call call) {
    calls.add(call);
    return calls.size() - 1;
  }

  public synchronized Call get(int number) {
    return calls.get(number);
  }

  /** Whether a method of the JDK touches variables that threads share. */
  static boolean areShared(String owner, String name) {
    if (name.equals("<init>") || name.equals("hashCode") || name.equals("equals")) {
      return false;
    }
    return switch (owner) {
      case "java/lang/Thread" -> OF_THREADS.contains(name);
      case "java/lang/reflect/Field" -> OF_FIELDS.contains(name) || name.startsWith("set");
      case "java/lang/invoke/VarHandle" -> name.equals("toMethodHandle");
      case "java/lang/invoke/MethodHandles" -> name.startsWith("varHandle");
      case "sun/misc/Unsafe", "jdk/internal/misc/Unsafe" -> true;
      default -> SYNCHRONIZED.contains(owner) || isConcurrent(owner);
    };
  }

  private static boolean isConcurrent(String owner) {
    return owner.startsWith(CONCURRENT) && !LOCAL.contains(owner) && !owner.endsWith("Exception");
  }

  /** Whether the class of the receiver decides. */
  static boolean isOpen(String owner, boolean isInterface) {
    return OPEN.contains(owner) || isInterface && isConcurrent(owner);
  }

  /** Whether the methods of a receiver touch variables that threads share, unseen. */
  public static boolean areShared(Class<?> receiver) {
    String name = receiver.getName().replace('.', '/');
    return !(receiver.getClassLoader() instanceof InstrumentingLoader)
        && (isConcurrent(name)
            || SYNCHRONIZED.contains(name)
            || name.startsWith("java/util/Collections$Synchronized"));
  }
}
