// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.util.List;

/**
 * A module, one of its configurations, and the scenario that mirrors it.
 *
 * @param module the module's name
 * @param configuration the configuration file without its suffix
 * @param scenario the source, whose constructor takes the configuration's constants
 * @param deep whether it runs only when asked for
 * @param replayed whether the module's runs are replayed: some configurations leave more open than
 *     one scenario has
 * @param searched whether the scenario is searched: of some the interleavings are too many, and of
 *     some another configuration has them
 * @param preemptions how many an execution of the search has at most, or -1 for no bound: some
 *     scenarios have runs without end, and some too many
 */
public record Pair(
    String module,
    String configuration,
    String scenario,
    boolean deep,
    boolean replayed,
    boolean searched,
    int preemptions) {

  /** All that is checked. */
  public static List<Pair> all() {
    return List.of(
        pair("OneShot", "OneShot", "cqs.OneShotModel"),
        pair("OneShot", "OneShot-cancel", "cqs.OneShotModel").asDeep(),
        pair("BroadcastCells", "BroadcastCells-twice", "sync.BroadcastModel"),
        pair("BroadcastCells", "BroadcastCells-two", "sync.BroadcastModel"),
        pair("BroadcastCells", "BroadcastCells-unmade", "sync.BroadcastModel"),
        pair("BroadcastCells", "BroadcastCells-made", "sync.BroadcastModel").asDeep(),
        pair("CqsCells", "CqsCells-async-simple", "cqs.CqsModel"),
        pair("CqsCells", "CqsCells-async-smart", "cqs.CqsModel"),
        pair("CqsCells", "CqsCells-sync-simple", "cqs.CqsModel"),
        pair("CqsCells", "CqsCells-sync-smart", "cqs.CqsModel"),
        pair("CqsCells", "CqsCells-semaphore-async", "sync.SemaphoreModel"),
        pair("CqsCells", "CqsCells-try", "sync.SemaphoreModel"),
        pair("SegmentList", "SegmentList-sweep", "cqs.SegmentListModel"),
        pair("SegmentList", "SegmentList-neighbours", "cqs.SegmentListModel"),
        pair("SegmentList", "SegmentList-movers", "cqs.SegmentListModel"),
        pair("SegmentList", "SegmentList-pairs", "cqs.SegmentListModel"),
        pair("SegmentList", "SegmentList-next", "cqs.SegmentListModel"),
        pair("SegmentList", "SegmentList-self", "cqs.SegmentListModel"),
        pair("SegmentList", "SegmentList-target", "cqs.SegmentListModel").asDeep(),
        pair("SegmentList", "SegmentList-suspend", "cqs.SegmentListModel").asDeep(),
        pair("SegmentList", "SegmentList-resume", "cqs.SegmentListModel").asDeep(),
        pair("Nesting", "Nesting-limit", "cqs.NestingModel"),
        pair("CellMeeting", "CellMeeting-own", "cqs.CellMeetingModel"),
        pair("CellMeeting", "CellMeeting-async", "cqs.CellMeetingModel"),
        pair("CellMeeting", "CellMeeting-sync", "cqs.CellMeetingModel"),
        pair("CellMeeting", "CellMeeting-sweep", "cqs.CellMeetingModel"),
        pair("CellMeeting", "CellMeeting-async-smart", "cqs.CellMeetingModel").asDeep(),
        pair("CellMeeting", "CellMeeting-async-simple", "cqs.CellMeetingModel").asDeep(),
        pair("CellMeeting", "CellMeeting-sync-simple", "cqs.CellMeetingModel").asDeep(),
        pair("CellMeeting", "CellMeeting-sweep-sync", "cqs.CellMeetingModel").asDeep(),
        pair("CellMeeting", "CellMeeting-null", "cqs.CellMeetingModel").asDeep(),
        pair("CqsResumeAll", "CqsResumeAll-one", "cqs.ResumeAllModel"),
        pair("CqsResumeAll", "CqsResumeAll-one-sync", "cqs.ResumeAllModel"),
        pair("CqsResumeAll", "CqsResumeAll-simple", "cqs.ResumeAllModel"),
        pair("CqsResumeAll", "CqsResumeAll-line", "cqs.ResumeAllModel"),
        pair("CqsResumeAll", "CqsResumeAll-sweeps", "cqs.ResumeAllModel"),
        permits("cancelled"),
        permits("declined"),
        permits("tries"),
        permits("extra"),
        permits("passed").replayedOnly(),
        permits("waited"),
        permits("broken").upTo(4),
        permits("broken-cancelled").upTo(4).asDeep(),
        permits("extra-mutex"),
        permits("mutex-sync").replayedOnly().asDeep(),
        condition("handOver-strict").replayedOnly(),
        condition("handOver-strict").searchedOnly().upTo(3).asDeep(),
        condition("handOver-interrupted-strict").upTo(2).asDeep(),
        condition("handOver-one-strict"),
        condition("noMutex-strict").replayedOnly(),
        condition("noMutex").searchedOnly(),
        condition("loops-strict").replayedOnly(),
        condition("loops").searchedOnly(),
        condition("called-strict").replayedOnly(),
        condition("called").searchedOnly(),
        condition("mutex-strict"),
        condition("unlocked-strict").replayedOnly(),
        condition("unlocked").searchedOnly(),
        cells("mutex"),
        cells("noMutex"),
        cells("loop"),
        cells("mutex-again").asDeep(),
        cells("handOver-called"),
        cells("handOver").searchedOnly(),
        cells("handOver").replayedOnly().asDeep(),
        cells("handOver-two").replayedOnly().asDeep(),
        pair("ThreadWait", "ThreadWait-interrupted", "sync.ThreadWaitModel"),
        pair("ThreadWait", "ThreadWait-late", "sync.ThreadWaitModel"),
        pair("ThreadWait", "ThreadWait-finish", "sync.ThreadWaitModel"),
        pair("ThreadWait", "ThreadWait-again", "sync.ThreadWaitModel"),
        pair("ThreadWait", "ThreadWait-two", "sync.ThreadWaitModel").asDeep());
  }

  private static Pair pair(String module, String configuration, String scenario) {
    return new Pair(module, configuration, "org.cqskernel." + scenario, false, true, true, -1);
  }

  private static Pair permits(String configuration) {
    return pair("PermitQueue", "PermitQueue-" + configuration, "sync.PermitQueueModel");
  }

  private static Pair condition(String configuration) {
    return pair("ConditionWait", "ConditionWait-" + configuration, "sync.ConditionWaitModel");
  }

  private static Pair cells(String configuration) {
    return pair("ConditionCells", "ConditionCells-" + configuration, "sync.ConditionCellsModel");
  }

  private Pair asDeep() {
    return new Pair(module, configuration, scenario, true, replayed, searched, preemptions);
  }

  private Pair replayedOnly() {
    return new Pair(module, configuration, scenario, deep, true, false, preemptions);
  }

  private Pair searchedOnly() {
    return new Pair(module, configuration, scenario, deep, false, true, preemptions);
  }

  private Pair upTo(int bound) {
    return new Pair(module, configuration, scenario, deep, replayed, searched, bound);
  }

  @Override
  public String toString() {
    return configuration;
  }
}
