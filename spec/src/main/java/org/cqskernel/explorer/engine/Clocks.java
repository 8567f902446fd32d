// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.Arrays;
import org.cqskernel.explorer.instrument.Effects;

/**
 * The happens-before relation of the Java memory model by vector clocks, and the data races that it
 * leaves.
 *
 * <p>Edges: program order; a release write to the acquire read that reads from it or from a
 * read-modify-write that continues its release sequence; the end of a constructor to whoever reads
 * through a final field. Opaque and plain accesses make none, and neither do park and unpark.
 * Fences are ignored, which may report a race that a fence excludes.
 *
 * <p>A race is a pair of conflicting accesses without order of which at least one is plain. An
 * access is stamped with its thread's own component of the clock, which advances at each release.
 */
final class Clocks {
  /** Receives what is found. */
  interface Listener {
    void race(int location, int site, int otherThread, int otherSite);
  }

  private static final int PLAIN_WRITE = 0;
  private static final int PLAIN_READ = 1;
  private static final int ATOMIC_WRITE = 2;
  private static final int ATOMIC_READ = 3;
  private static final int KINDS = 4;

  private final int threads;
  private final Listener listener;
  private final int[][] now;

  /** By location: what an acquire read receives, or null. */
  private int[][] released = new int[512][];

  /** By location: for each kind and thread the stamp of the last access, then its site. */
  private int[][] shadow = new int[512][];

  private int[][] clockPool = new int[64][];
  private int clocksUsed;
  private int[][] shadowPool = new int[64][];
  private int shadowsUsed;

  private Object[] frozen = new Object[16];
  private int[] frozenBy = new int[16];
  private int[] frozenAt = new int[16];
  private int frozenSize;

  Clocks(int threads, Listener listener) {
    this.threads = threads;
    this.listener = listener;
    now = new int[threads][threads];
  }

  /** Begins an execution; {@code locations} is the number of locations of the last one. */
  void reset(int locations) {
    int n = Math.min(locations, shadow.length);
    Arrays.fill(released, 0, n, null);
    Arrays.fill(shadow, 0, n, null);
    Arrays.fill(frozen, 0, frozenSize, null);
    clocksUsed = 0;
    shadowsUsed = 0;
    frozenSize = 0;
    for (int t = 0; t < threads; t++) {
      Arrays.fill(now[t], 0);
      now[t][t] = 1;
    }
  }

  private int[] shadow(int location) {
    if (location >= shadow.length) {
      int n = Math.max(location + 1, 2 * shadow.length);
      shadow = Arrays.copyOf(shadow, n);
      released = Arrays.copyOf(released, n);
    }
    int[] s = shadow[location];
    if (s == null) {
      if (shadowsUsed == shadowPool.length) {
        shadowPool = Arrays.copyOf(shadowPool, 2 * shadowsUsed);
      }
      s = shadowPool[shadowsUsed];
      if (s == null) {
        s = shadowPool[shadowsUsed] = new int[2 * KINDS * threads];
      } else {
        Arrays.fill(s, 0);
      }
      shadowsUsed++;
      shadow[location] = s;
    }
    return s;
  }

  private int[] newClock() {
    if (clocksUsed == clockPool.length) {
      clockPool = Arrays.copyOf(clockPool, 2 * clocksUsed);
    }
    int[] c = clockPool[clocksUsed];
    if (c == null) {
      c = clockPool[clocksUsed] = new int[threads];
    } else {
      Arrays.fill(c, 0);
    }
    clocksUsed++;
    return c;
  }

  /** An access by thread {@code t}; a conditional one is only a read until {@link #succeeded}. */
  void access(int t, int location, int effects, int site, Object base) {
    if ((effects & Effects.PLAIN) != 0) {
      plain(t, location, effects, site, base);
      return;
    }
    int[] s = shadow(location);
    check(s, PLAIN_WRITE, t, location, site, base);
    if ((effects & Effects.READ) != 0) {
      stamp(s, ATOMIC_READ, t, site);
      if ((effects & Effects.ACQUIRE) != 0 && released[location] != null) {
        join(now[t], released[location]);
      }
    }
    if ((effects & (Effects.WRITE | Effects.CONDITIONAL)) == Effects.WRITE) {
      succeeded(t, location, effects, site, base);
    }
  }

  /** The write of an atomic access. */
  void succeeded(int t, int location, int effects, int site, Object base) {
    int[] s = shadow(location);
    check(s, PLAIN_READ, t, location, site, base);
    stamp(s, ATOMIC_WRITE, t, site);
    boolean rmw = (effects & Effects.RMW) != 0;
    if ((effects & Effects.RELEASE) != 0) {
      if (released[location] == null || !rmw) {
        released[location] = newClock();
      }
      join(released[location], now[t]);
      now[t][t]++;
    } else if (!rmw) {
      released[location] = null;
    }
  }

  private void plain(int t, int location, int effects, int site, Object base) {
    int[] s = shadow(location);
    check(s, PLAIN_WRITE, t, location, site, base);
    check(s, ATOMIC_WRITE, t, location, site, base);
    if ((effects & Effects.WRITE) != 0) {
      check(s, PLAIN_READ, t, location, site, base);
      check(s, ATOMIC_READ, t, location, site, base);
      stamp(s, PLAIN_WRITE, t, site);
      released[location] = null;
    } else {
      stamp(s, PLAIN_READ, t, site);
    }
  }

  private void stamp(int[] s, int kind, int t, int site) {
    s[kind * threads + t] = now[t][t];
    s[(KINDS + kind) * threads + t] = site;
  }

  private void check(int[] s, int kind, int t, int location, int site, Object base) {
    int[] c = now[t];
    for (int q = 0; q < threads; q++) {
      int stamp = s[kind * threads + q];
      if (stamp > c[q] && q != t && !(kind == PLAIN_WRITE && isFrozen(base, q, stamp))) {
        listener.race(location, site, q, s[(KINDS + kind) * threads + q]);
      }
    }
  }

  private static void join(int[] a, int[] b) {
    for (int i = 0; i < a.length; i++) {
      if (b[i] > a[i]) {
        a[i] = b[i];
      }
    }
  }

  /** Thread {@code t} ends a constructor of an object that refers to {@code o} by a final field. */
  void freeze(int t, Object o) {
    if (frozenSize == frozen.length) {
      frozen = Arrays.copyOf(frozen, 2 * frozenSize);
      frozenBy = Arrays.copyOf(frozenBy, 2 * frozenSize);
      frozenAt = Arrays.copyOf(frozenAt, 2 * frozenSize);
    }
    frozen[frozenSize] = o;
    frozenBy[frozenSize] = t;
    frozenAt[frozenSize++] = now[t][t]++;
  }

  private boolean isFrozen(Object base, int writer, int stamp) {
    for (int k = 0; k < frozenSize; k++) {
      if (frozen[k] == base && frozenBy[k] == writer && stamp <= frozenAt[k]) {
        return true;
      }
    }
    return false;
  }
}
