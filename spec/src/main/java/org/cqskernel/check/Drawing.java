// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cqskernel.explorer.Result;
import org.cqskernel.explorer.render.SvgTrace;
import org.cqskernel.explorer.render.TextTrace;

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
    out.println();
    out.println(r.scenario());
    out.print(TextTrace.draw(r.trace()));
    String file = r.scenario().replaceAll("[^A-Za-z0-9-]+", "-");
    Path page = output.resolve(file + ".html");
    Path saved = output.resolve(file + ".schedule");
    try {
      Files.createDirectories(output);
      Files.writeString(page, SvgTrace.page(r.trace(), r.schedule()));
      Files.writeString(output.resolve(file + ".svg"), SvgTrace.draw(r.trace()));
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
}
