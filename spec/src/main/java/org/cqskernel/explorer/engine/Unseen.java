// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cqskernel.explorer.instrument.Calls;
import org.cqskernel.explorer.instrument.InstrumentingLoader;
import org.cqskernel.explorer.instrument.Site;

/** What the executions did to shared variables without a step. */
final class Unseen {
  private static final ClassValue<Boolean> SHARED =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return Calls.areShared(type);
        }
      };

  private record Received(int call, Class<?> receiver) {}

  private final InstrumentingLoader loader;
  private final BitSet calls = new BitSet();
  private final Set<Received> received = new HashSet<>();
  private final BitSet sites = new BitSet();

  Unseen(InstrumentingLoader loader) {
    this.loader = loader;
  }

  static boolean ofClass(Class<?> type) {
    return SHARED.get(type);
  }

  void addCall(int call) {
    calls.set(call);
  }

  /** A call whose receiver is of this class. */
  void addCall(int call, Class<?> receiver) {
    received.add(new Received(call, receiver));
  }

  /** The model or the step at {@code site} does not cover what happens there. */
  void addSite(int site) {
    sites.set(site);
  }

  private Stream<Calls.Call> calls() {
    return Stream.concat(
        calls.stream().mapToObj(loader.calls()::get),
        received.stream().map(r -> loader.calls().get(r.call).to(r.receiver)));
  }

  /** Descriptions of all, but for calls of classes that {@code excluded} names. */
  SortedSet<String> except(Collection<String> excluded) {
    SortedSet<String> all = new TreeSet<>();
    calls().filter(c -> !excluded.contains(c.owner())).forEach(c -> all.add(c.toString()));
    sites.stream().mapToObj(loader.sites()::get).map(Unseen::describe).forEach(all::add);
    return all;
  }

  /** Those of the excluded classes that were called. */
  SortedSet<String> among(Collection<String> excluded) {
    SortedSet<String> all = new TreeSet<>();
    calls().map(Calls.Call::owner).filter(excluded::contains).forEach(all::add);
    return all;
  }

  private static String describe(Site site) {
    return site.operation() + " at " + site.place();
  }
}
