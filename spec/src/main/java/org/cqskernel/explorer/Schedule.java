// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The order in which threads take their steps: enough to repeat one execution.
 *
 * @param source the class of the scenario's source
 * @param scenario the scenario's name
 * @param steps the index of the thread that takes each step
 */
public record Schedule(String source, String scenario, int[] steps) {
  private static final String HEADER = "cqs-schedule 1";

  /** Writes the schedule as text, for {@link #read}. */
  public void write(Path file) throws IOException {
    Files.writeString(file, toText());
  }

  /** The text form: four lines, the last with the threads in order. */
  public String toText() {
    String order =
        Arrays.stream(steps).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    return HEADER + "\nsource " + source + "\nscenario " + scenario + "\nsteps " + order + "\n";
  }

  /**
   * Reads a schedule.
   *
   * @throws IOException when the file cannot be read or is not a schedule; the message is one line
   */
  public static Schedule read(Path file) throws IOException {
    var lines = Files.readAllLines(file);
    if (lines.size() < 4
        || !lines.get(0).equals(HEADER)
        || !lines.get(1).startsWith("source ")
        || !lines.get(2).startsWith("scenario ")
        || !lines.get(3).startsWith("steps")) {
      throw new IOException(file + " is not a saved schedule");
    }
    try {
      String order = lines.get(3).substring("steps".length()).trim();
      int[] steps =
          order.isEmpty()
              ? new int[0]
              : Arrays.stream(order.split(" +")).mapToInt(Integer::parseInt).toArray();
      return new Schedule(
          lines.get(1).substring("source ".length()),
          lines.get(2).substring("scenario ".length()),
          steps);
    } catch (NumberFormatException e) {
      throw new IOException(file + " is not a saved schedule: " + e.getMessage(), e);
    }
  }
}
