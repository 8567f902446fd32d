// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

import java.util.Arrays;

/** The accesses of all classes that one loader has instrumented, by number. */
public final class Sites {
  private Site[] sites = new Site[256];
  private int[] effects = new int[256];
  private int[] keys = new int[256];
  private int size;

  synchronized int add(Site site) {
    if (size == sites.length) {
      sites = Arrays.copyOf(sites, 2 * size);
      effects = Arrays.copyOf(effects, 2 * size);
      keys = Arrays.copyOf(keys, 2 * size);
    }
    sites[size] = site;
    effects[size] = site.effects();
    keys[size] = site.key();
    return size++;
  }

  public Site get(int site) {
    return sites[site];
  }

  /** The effects of a site, without a detour over the record. */
  public int effects(int site) {
    return effects[site];
  }

  /** The field key of a site, or -1. */
  public int key(int site) {
    return keys[site];
  }

  public int size() {
    return size;
  }
}
