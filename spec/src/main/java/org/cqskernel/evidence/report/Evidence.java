// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * All that is known, as it is written to {@code evidence.json}.
 *
 * @param faults why the build fails; empty if it does not
 * @param remarks what limits this report, such as tests that were left out
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Evidence(
    Origin origin,
    List<String> faults,
    List<String> remarks,
    Summary summary,
    List<ObligationEntry> obligations,
    List<CheckEntry> mutants,
    List<GapEntry> gaps) {

  /**
   * Where the report comes from.
   *
   * @param changed whether the work tree differs from the commit
   * @param tools versions, by name
   */
  public record Origin(
      String date,
      String commit,
      boolean changed,
      String kernelHash,
      String jdk,
      List<String> testJdks,
      Machine machine,
      Map<String, String> tools) {}

  /** The machine, as far as it matters for results. */
  public record Machine(String os, String arch, int processors, String processor, long memoryMiB) {}

  /** Numbers, by group and by kind of evidence. */
  public record Summary(
      int obligations,
      Map<String, Integer> byStatus,
      Map<String, Integer> byState,
      List<GroupLine> byGroup,
      List<KindLine> byKind) {}

  /** One group. */
  public record GroupLine(
      String group, String title, String introduction, int obligations, List<Cell> cells) {}

  /**
   * One kind of evidence: checks, those that came out well, and the time they took.
   *
   * @param parts what the good ones are made of, if they are not all of one sort, or the empty
   *     string
   */
  public record KindLine(
      String kind,
      String title,
      String reach,
      int checks,
      int good,
      String parts,
      double seconds) {}

  /**
   * What one kind of evidence says for an obligation or a group.
   *
   * @param state {@code good}, {@code partly}, {@code open}, {@code bad}, {@code missing} or the
   *     empty string, if there is none and none is asked for
   * @param asked whether the catalogue asks for this kind
   */
  public record Cell(String kind, String state, int checks, int good, boolean asked) {}

  /**
   * One obligation.
   *
   * @param state as that of a cell, over all kinds that it asks for
   * @param claim Markdown
   * @param codePlaces every line of the kernel that cites it
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record ObligationEntry(
      String id,
      String title,
      String group,
      int revision,
      String kind,
      String status,
      String statusMeaning,
      String state,
      String claim,
      List<String> notes,
      String operations,
      String happensBefore,
      String source,
      String mutant,
      String proofGaps,
      String place,
      List<String> codePlaces,
      List<Cell> cells,
      List<CheckEntry> checks,
      @JsonIgnore List<Excerpt> excerpts) {

    /** The checks of one kind. */
    public List<CheckEntry> ofKind(String word) {
      return checks.stream().filter(c -> c.kind().equals(word)).toList();
    }
  }

  /**
   * One check and its result.
   *
   * @param killer for a mutant the check that found it
   * @param recorded the day of a recorded result
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record CheckEntry(
      String kind,
      String name,
      String title,
      String role,
      boolean byDefault,
      List<String> obligations,
      String place,
      String bound,
      String state,
      String result,
      long amount,
      String unit,
      String killer,
      double seconds,
      String jdk,
      String recorded) {

    /** The name without the package, for people. */
    @JsonIgnore
    public String shortName() {
      return name.startsWith("org.cqskernel.")
          ? name.replaceFirst("^[a-z.]+\\.(?=[A-Z])", "")
          : name;
    }
  }

  /** A known gap. */
  public record GapEntry(String id, String kind, String reason) {}

  /** Some lines of a file. */
  public record Excerpt(String file, int from, List<Line> lines) {
    /** One line; {@code cites} says whether it names the obligation. */
    public record Line(int number, String text, boolean cites) {}
  }
}
