// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cqskernel.evidence.catalogue.CatalogueReader;
import org.cqskernel.evidence.catalogue.Obligation;
import org.cqskernel.explorer.Result;
import org.cqskernel.explorer.Trace;
import org.cqskernel.explorer.render.Covered;
import org.cqskernel.explorer.render.SvgTrace;
import org.cqskernel.explorer.render.TextTrace;
import org.cqskernel.explorer.render.TracePage;

/**
 * Shows a counterexample: on the console, as a picture, as a page, as a schedule.
 *
 * @param output where files go
 * @param saving whether the schedule is written
 */
record Drawing(PrintWriter out, Path output, boolean saving) {
  /** Made if it is not there. */
  static boolean isFolder(Path path) {
    try {
      Files.createDirectories(path);
      return Files.isWritable(path);
    } catch (IOException e) {
      return false;
    }
  }

  void draw(Result r) {
    List<Covered> covered = covered(r.trace());
    out.println();
    out.println(r.scenario());
    if (!r.trace().description().isEmpty()) {
      out.println(r.trace().description());
    }
    covered.forEach(
        c -> out.println("  " + c.id() + (c.title().isEmpty() ? "" : "  " + c.title())));
    out.print(TextTrace.draw(r.trace()));
    String file = r.scenario().replaceAll("[^A-Za-z0-9-]+", "-");
    Path page = output.resolve(file + ".html");
    Path saved = output.resolve(file + ".schedule");
    try {
      Files.createDirectories(output);
      Files.writeString(page, TracePage.html(r.trace(), r.schedule(), covered));
      Files.writeString(output.resolve(file + ".svg"), SvgTrace.draw(r.trace(), covered));
      if (saving) {
        r.schedule().write(saved);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println("drawn in " + page + "; again with --replay " + saved);
    out.println();
    out.flush();
  }

  /** What the scenario checks, in the words of the catalogue if it runs in the project's root. */
  private static List<Covered> covered(Trace trace) {
    if (trace.obligations().isEmpty()) {
      return List.of();
    }
    try {
      Map<String, Obligation> known = CatalogueReader.read(Path.of("")).byId();
      return trace.obligations().stream().map(id -> covered(id, known.get(id))).toList();
    } catch (IOException e) {
      return Covered.idsOf(trace);
    }
  }

  private static Covered covered(String id, Obligation o) {
    return o == null
        ? new Covered(id, "", "")
        : new Covered(id, plain(o.title()), plain(o.claim()));
  }

  private static String plain(String markdown) {
    return markdown.replaceAll("[`*]", "").replaceAll("\\s+", " ").strip();
  }
}
