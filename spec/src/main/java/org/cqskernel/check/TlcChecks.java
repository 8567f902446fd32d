// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cqskernel.explorer.Progress;
import org.cqskernel.spec.Configuration;
import org.cqskernel.spec.Tlc;

/** TLC on the lines of {@code configurations.csv}: what comes out is as written there. */
public final class TlcChecks {
  /** The name of the part. */
  public static final String PART = "TLC";

  private TlcChecks() {}

  private record Run(Tlc tlc, Configuration configuration) implements Check {
    @Override
    public String part() {
      return PART;
    }

    @Override
    public String name() {
      return configuration.name();
    }

    @Override
    public String structure() {
      return structures().get(0);
    }

    @Override
    public List<String> structures() {
      return Structures.ofModule(configuration.module(), configuration.configuration());
    }

    @Override
    public double weight() {
      return 3 + configuration.states() / 2_000.0;
    }

    @Override
    public Row run(Progress.Listener listener) throws IOException, InterruptedException {
      return row(tlc, configuration, tlc.run(configuration));
    }
  }

  /**
   * Those of the default class.
   *
   * @param sources where modules and configurations lie
   * @param output where TLC runs
   * @param mutants whether the mutants of the models run too
   */
  public static List<Check> standard(Path sources, Path output, boolean mutants) {
    Tlc tlc = new Tlc(sources, output);
    try {
      return Configuration.readAll(sources).stream()
          .filter(c -> !c.deep() && (mutants || !c.isMutant()))
          .<Check>map(c -> new Run(tlc, c))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares what came out with what is expected. */
  public static Row row(Tlc tlc, Configuration c, Tlc.Outcome o) throws IOException {
    boolean same =
        c.exit() == o.exit() && c.states() == o.states() && c.violated().equals(o.violated());
    List<String> properties = c.properties(tlc.sources());
    String expected = outcome(c.violated());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("configuration", c.name());
    json.put("module", c.module());
    json.put("properties", properties);
    json.put("obligations", Configuration.obligations(properties));
    json.put("expected", expected);
    json.put("result", outcome(o.violated()));
    json.put("states", o.states());
    json.put("seconds", o.millis() / 1e3);
    String verdict =
        same
            ? (c.exit() == 0 ? expected : "finds " + c.violated() + ", as it must")
            : "DIFFERS: expected %s with exit code %d and %,d states, got %s with %d and %,d; see %s"
                .formatted(
                    expected,
                    c.exit(),
                    c.states(),
                    outcome(o.violated()),
                    o.exit(),
                    o.states(),
                    o.log());
    return new Row(
        PART,
        c.name(),
        o.states(),
        o.millis() / 1e3,
        verdict,
        same ? Row.Status.PASSED : Row.Status.VIOLATED,
        json);
  }

  private static String outcome(String violated) {
    return violated.equals("-") ? "holds" : violated + " violated";
  }
}
