// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.scenarios;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.cqskernel.cqs.CellPairs;
import org.cqskernel.cqs.CellScenarios;
import org.cqskernel.cqs.CellsPairs;
import org.cqskernel.cqs.CellsScenarios;
import org.cqskernel.cqs.CqsPairs;
import org.cqskernel.cqs.CqsScenarios;
import org.cqskernel.cqs.OneShotPairs;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.ScenarioSource;
import org.cqskernel.sync.BroadcastPairs;
import org.cqskernel.sync.BroadcastScenarios;
import org.cqskernel.sync.ConditionMutexPairs;
import org.cqskernel.sync.ConditionPairs;
import org.cqskernel.sync.ConditionScenarios;
import org.cqskernel.sync.DeepBoundedScenarios;
import org.cqskernel.sync.DeepParkingScenarios;
import org.cqskernel.sync.DeepScenarios;
import org.cqskernel.sync.HandOverScenarios;
import org.cqskernel.sync.ModelScenarios;
import org.cqskernel.sync.MutexPairs;
import org.cqskernel.sync.NestingScenarios;
import org.cqskernel.sync.PromisePairs;
import org.cqskernel.sync.PromiseScenarios;
import org.cqskernel.sync.ReentrantScenarios;
import org.cqskernel.sync.SemaphorePairs;
import org.cqskernel.sync.SemaphoreScenarios;
import org.cqskernel.sync.SignalScenarios;
import org.cqskernel.sync.StandingStillScenarios;
import org.cqskernel.sync.SynchronousPairs;
import org.cqskernel.sync.SynchronousScenarios;
import org.cqskernel.sync.UnsafeSignalScenarios;
import org.cqskernel.sync.WaitingScenarios;

/** The registry of the check command. */
public final class StandardScenarios {
  /**
   * A source of scenarios.
   *
   * @param source the class
   * @param standard whether its scenarios run by default; others run by name
   * @param options what they need beside the options of the command
   */
  public record Entry(
      Class<? extends ScenarioSource> source, boolean standard, UnaryOperator<Options> options) {}

  /** Three take about ten seconds; four have not ended in a hundred. */
  private static final int PREEMPTIONS = 3;

  private static final Set<Class<? extends ScenarioSource>> DEEP =
      Set.of(DeepScenarios.class, DeepBoundedScenarios.class, DeepParkingScenarios.class);

  private StandardScenarios() {}

  /** All sources, in the order in which they run. */
  public static List<Entry> entries() {
    return List.of(
        standard(CellScenarios.class),
        standard(CellsScenarios.class),
        standard(PromiseScenarios.class),
        standard(BroadcastScenarios.class),
        standard(ReentrantScenarios.class),
        standard(CqsScenarios.class),
        standard(SemaphoreScenarios.class),
        standard(ModelScenarios.class),
        new Entry(SynchronousScenarios.class, true, StandardScenarios::bounded),
        new Entry(
            WaitingScenarios.class,
            true,
            o -> o.instrument(WaitingScenarios.class.getName() + "$State")),
        standard(SignalScenarios.class),
        standard(StandingStillScenarios.class),
        standard(NestingScenarios.class),
        demonstration(UnsafeSignalScenarios.class),
        demonstration(DeepScenarios.class),
        new Entry(DeepBoundedScenarios.class, false, StandardScenarios::bounded),
        new Entry(DeepParkingScenarios.class, false, StandardScenarios::briefly),
        // The state that is waited for is a field of the scenario: its accesses count too.
        new Entry(
            ConditionScenarios.class,
            true,
            o -> o.instrument(ConditionScenarios.class.getName() + "$State")),
        payload(org.cqskernel.cqs.PayloadScenarios.class),
        payload(org.cqskernel.sync.PayloadScenarios.class),
        new Entry(
            HandOverScenarios.class,
            true,
            o -> briefly(o).instrument(HandOverScenarios.class.getName() + "$State")),
        standard(StackScenarios.class),
        standard(MailboxScenarios.class),
        new Entry(QueueScenarios.class, true, o -> o.copyOfJdkClass(ConcurrentLinkedQueue.class)),
        new Entry(FutureScenarios.class, true, FutureScenarios::instrumented),
        demonstration(FaultyScenarios.class),
        new Entry(FutureExpectations.class, false, FutureScenarios::instrumented));
  }

  /** The pairs of operations, structure by structure. */
  public static List<PairSource> pairs() {
    return List.of(
        new CellPairs(),
        new CellsPairs(),
        new CqsPairs(),
        new OneShotPairs(),
        new BroadcastPairs(),
        new PromisePairs(),
        new SemaphorePairs(),
        new MutexPairs(),
        new SynchronousPairs(),
        new ConditionPairs(),
        new ConditionMutexPairs());
  }

  /** Three threads or more that park, which leaves the next choice free: two preemptions. */
  private static Options briefly(Options o) {
    return o.mode() == Options.Mode.DPOR ? o.preemptions(PairSource.PREEMPTIONS) : o;
  }

  private static Options bounded(Options o) {
    return o.mode() == Options.Mode.DPOR ? o.preemptions(PREEMPTIONS) : o;
  }

  /** Those that take minutes, run by name or all together. */
  public static boolean isDeep(Entry entry) {
    return DEEP.contains(entry.source());
  }

  private static Entry standard(Class<? extends ScenarioSource> source) {
    return new Entry(source, true, UnaryOperator.identity());
  }

  /** Plain fields of the scenario are what is watched. */
  private static Entry payload(Class<? extends ScenarioSource> source) {
    return new Entry(source, true, o -> o.instrument(source.getName() + "$State"));
  }

  private static Entry demonstration(Class<? extends ScenarioSource> source) {
    return new Entry(source, false, UnaryOperator.identity());
  }
}
