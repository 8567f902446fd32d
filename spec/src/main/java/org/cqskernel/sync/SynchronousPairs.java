// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.cqs.Elsewhere;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Scenario;

/**
 * Semaphore and mutex with synchronous resumption, the default: each operation against each. The
 * search bounds preemptions, because there are runs without end (CQS-6).
 */
public final class SynchronousPairs implements PairSource {
  @Override
  public Options options(Scenario<?> scenario, Options options) {
    return Elsewhere.options(scenario, options.preemptions(PREEMPTIONS));
  }

  @Override
  public List<Pairs<?>> pairs() {
    List<Pairs<?>> all = new ArrayList<>();
    all.addAll(SemaphorePairs.pairs(Resumption.SYNC));
    all.addAll(MutexPairs.pairs(Resumption.SYNC));
    return all;
  }
}
