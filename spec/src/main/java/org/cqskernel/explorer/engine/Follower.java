// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

/** Follows executions step by step from outside of the engine, and may decide who moves. */
public interface Follower {
  /** What {@link #next} returns to leave the choice to the search. */
  int ANY = -1;

  /** What {@link #next} returns to abandon the execution. */
  int STOP = -2;

  /** What a follower may see and do. Valid during a call only. */
  interface View {
    /** The number of steps done. */
    int depth();

    /** The number of steps of this execution that repeat the last one. */
    int repeated();

    /** The state that the threads share, as the scenario's set-up has made it. */
    Object state();

    /** Whether thread {@code t} waits to make an access; a handler also before it begins. */
    boolean isPending(int t);

    /** The site of the access that thread {@code t} waits to make; -1 for a handler's begin. */
    int pendingSite(int t);

    /** The variable of that access, as {@code Class.field}. */
    String pendingVariable(int t);

    /** Ends the execution and the exploration with a failure. */
    void fail(String message);
  }

  /** Whether plain accesses are steps too, whatever the scenario. */
  boolean followsPlainAccesses();

  /** Thread {@code t} waits to make an access, and its stack is that of the calling thread. */
  void announced(View view, int t);

  /**
   * All steps up to {@link View#depth} are done, and each thread has run up to its next access.
   *
   * @param enabled the threads that can move, as a bit mask
   * @return who moves, {@link #ANY} or {@link #STOP}
   */
  int next(View view, long enabled);

  /** Thread {@code t} is going to make its access. */
  void chosen(View view, int t);

  /**
   * Nobody can move, and some threads have not ended. All steps up to {@link View#depth} are done.
   *
   * @return whether this is an end like others; else it is a failure of the execution
   */
  default boolean mayEndStuck(View view) {
    return false;
  }

  /**
   * The execution is over.
   *
   * @param complete whether all threads have ended, or it {@link #mayEndStuck}
   * @return whether to run another one, if there is no search that decides
   */
  boolean ended(View view, boolean complete);
}
