// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.results;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.results.Row.Verdict;

/** Surefire's XML. The cases of a parameterized test and of a test factory count as one test. */
final class SurefireReports {
  /** The cases of one method. */
  private static final class Tally {
    private int cases;
    private int failures;
    private int skipped;
    private double seconds;
    private String message = "";
  }

  private SurefireReports() {}

  /** Adds a row for each test method of a folder of reports. */
  static void read(Path folder, List<Row> rows) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("TEST-") && name.endsWith(".xml")) {
          try {
            readReport(file, rows);
          } catch (XMLStreamException e) {
            throw new IOException(file + " is no report: " + e.getMessage(), e);
          }
        }
      }
    }
  }

  private static void readReport(Path file, List<Row> rows) throws IOException, XMLStreamException {
    Instant at = Files.getLastModifiedTime(file).toInstant();
    String report = file.getFileName().toString();
    String reported = report.substring("TEST-".length(), report.length() - ".xml".length());
    Map<String, Tally> tallies = new LinkedHashMap<>();
    String jdk = "";
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try (InputStream in = Files.newInputStream(file)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      Tally current = new Tally();
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        switch (xml.getLocalName()) {
          case "property" -> {
            if ("java.version".equals(xml.getAttributeValue(null, "name"))) {
              jdk = xml.getAttributeValue(null, "value");
            }
          }
          case "testcase" -> {
            String method = xml.getAttributeValue(null, "name").split("[({\\[]", 2)[0];
            // A display name may stand in the place of the class's name; the file has the latter.
            String said = xml.getAttributeValue(null, "classname");
            String test = (said.startsWith(reported) ? said : reported) + "." + method;
            current = tallies.computeIfAbsent(test, t -> new Tally());
            current.cases++;
            current.seconds += number(xml.getAttributeValue(null, "time"));
          }
          case "failure", "error" -> {
            current.failures++;
            current.message = message(xml);
          }
          case "skipped" -> {
            current.skipped++;
            current.message = current.failures > 0 ? current.message : message(xml);
          }
          default -> {}
        }
      }
    }
    for (Map.Entry<String, Tally> test : tallies.entrySet()) {
      rows.add(row(test.getKey(), test.getValue(), jdk, at));
    }
  }

  private static Row row(String test, Tally tally, String jdk, Instant at) {
    Verdict verdict =
        tally.failures > 0
            ? Verdict.BAD
            : tally.skipped == tally.cases ? Verdict.SKIPPED : Verdict.GOOD;
    String cases = tally.cases == 1 ? "" : tally.cases + " cases";
    String text =
        switch (verdict) {
          case GOOD -> tally.skipped == 0 ? "passed" : "passed, " + tally.skipped + " skipped";
          case BAD -> "failed: " + tally.message;
          case SKIPPED -> "skipped: " + tally.message;
        };
    return new Row(
        EvidenceKind.UNIT, test, verdict, text, cases, 0, "", "", tally.seconds, jdk, at);
  }

  private static String message(XMLStreamReader xml) {
    String message = xml.getAttributeValue(null, "message");
    String line = message == null ? "" : message.strip().lines().findFirst().orElse("");
    return line.length() > 200 ? line.substring(0, 200) + " ..." : line;
  }

  private static double number(String text) {
    return text == null ? 0 : Double.parseDouble(text.replace(",", ""));
  }
}
