// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.results.Row.Verdict;
import org.junit.jupiter.api.Test;

/** What the words of a litmus test count for. */
class JsonRowsTest {
  private static Verdict verdict(String result) throws Exception {
    String json = "{\"test\": \"T\", \"face\": \"F\", \"result\": \"" + result + "\"}";
    return JsonRows.row(EvidenceKind.JCSTRESS, new ObjectMapper().readTree(json), "", Instant.EPOCH)
        .verdict();
  }

  @Test
  void aFaceThatIsOpenSaysNothingYet() throws Exception {
    assertEquals(Verdict.SKIPPED, verdict("open: not seen in 9 samples"));
    assertEquals(Verdict.GOOD, verdict("not seen, and only arm could show it"));
    assertEquals(Verdict.GOOD, verdict("seen in 3 samples"));
    assertEquals(Verdict.GOOD, verdict("passed"));
    assertEquals(Verdict.BAD, verdict("failed: 3 forbidden samples"));
    assertEquals(Verdict.BAD, verdict("opened"));
  }

  @Test
  void aBoundIsSaidOnce() throws Exception {
    String json =
        "{\"scenario\": \"s\", \"verdict\": \"verified up to 2 preemptions\", \"bound\": 2}";
    Row row =
        JsonRows.row(EvidenceKind.EXPLORER, new ObjectMapper().readTree(json), "", Instant.EPOCH);
    assertEquals("verified", row.text());
    assertEquals("at most 2 preemptions", row.bound());
    assertEquals(Verdict.GOOD, row.verdict());
  }
}
