// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.util.Arrays;
import java.util.List;
import org.cqskernel.explorer.Explorer.Loaded;
import org.cqskernel.explorer.engine.Exploration;
import org.cqskernel.explorer.engine.Program;
import org.cqskernel.explorer.instrument.InstrumentingLoader;

/**
 * Explores scenarios of one source, one after the other, and defines its classes once for all,
 * because the time of a small scenario goes into loading and compiling them. What one scenario
 * leaves in a static variable the next one finds, as one execution finds what the one before has
 * left. A failure may end an execution anywhere: after it the classes are defined anew.
 *
 * <p>One thread at a time may use it.
 */
public final class Series {
  private InstrumentingLoader loader;
  private List<Object> loaded = List.of();

  /** Explores a scenario as {@link Explorer#explore(ScenarioRef, Options)} does. */
  public Result explore(ScenarioRef ref, Options options) {
    List<Object> wanted =
        Arrays.asList(
            ref.source(), options.instrumented(), options.jdkClasses(), options.classes());
    if (loader == null || !loaded.equals(wanted)) {
      loader = Explorer.loader(ref, options, false);
      loaded = wanted;
    }
    InstrumentingLoader classes = loader;
    loader = null; // Whatever is thrown here, nobody uses these classes again.
    Program program = new Program(Explorer.find(ref, classes));
    Exploration e = Exploration.search(program, options, classes);
    if (e.failure() == null) {
      loader = classes;
    }
    return Explorer.result(ref, options, new Loaded(program, classes), e);
  }
}
