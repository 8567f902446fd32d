// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

/**
 * What an access does, as a set of bits: for the search (does it write?) and for the happens-before
 * relation of the Java memory model (which edges does its access mode make?).
 */
public final class Effects {
  /** Reads the variable. */
  public static final int READ = 1;

  /** Writes the variable, or may write it while it is still pending. */
  public static final int WRITE = 2;

  /** Writes only when a comparison succeeds; otherwise it is a read. */
  public static final int CONDITIONAL = 4;

  /** Its read acquires what the write that it reads from released. */
  public static final int ACQUIRE = 8;

  /** Its write releases what the thread did before. */
  public static final int RELEASE = 16;

  /** Read and write are one atomic step, so that a release sequence goes on through it. */
  public static final int RMW = 32;

  /** Plain: two such conflicting accesses without order are a data race. */
  public static final int PLAIN = 64;

  /** Waits until another thread gives a permit. */
  public static final int BLOCKING = 128;

  /** Gave a permit to a thread that had none. */
  public static final int ENABLING = 256;

  /** Begins a handler. */
  public static final int START = 512;

  /** Happens only because nobody else can move: ordered after everything so far. */
  public static final int LAST_RESORT = 1024;

  /** Takes or frees a lock; together with {@link #BLOCKING}: waits until the lock is free. */
  public static final int LOCKING = 2048;

  /** Waits for a signal, an interrupt, or both. */
  public static final int SIGNALLING = 4096;

  private Effects() {}

  /** The effects of the {@code VarHandle} method called {@code name}; 0 if it is no access. */
  static int ofVarHandle(String name) {
    if (name.startsWith("compareAnd") || name.startsWith("weakCompareAndSet")) {
      return READ | WRITE | CONDITIONAL | RMW | ordering(name);
    }
    if (name.startsWith("getAnd")) {
      return READ | WRITE | RMW | ordering(name);
    }
    return switch (name) {
      case "get" -> READ | PLAIN;
      case "getOpaque" -> READ;
      case "getAcquire", "getVolatile" -> READ | ACQUIRE;
      case "set" -> WRITE | PLAIN;
      case "setOpaque" -> WRITE;
      case "setRelease", "setVolatile" -> WRITE | RELEASE;
      default -> 0;
    };
  }

  /** The number of value arguments, those behind the coordinates. */
  static int valueArguments(String name) {
    if (name.startsWith("compareAnd") || name.startsWith("weakCompareAndSet")) {
      return 2;
    }
    return name.startsWith("getAnd") || name.startsWith("set") ? 1 : 0;
  }

  private static int ordering(String name) {
    if (name.endsWith("Acquire")) {
      return ACQUIRE;
    }
    if (name.endsWith("Release")) {
      return RELEASE;
    }
    return name.endsWith("Plain") ? 0 : ACQUIRE | RELEASE;
  }
}
