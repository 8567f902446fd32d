// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import org.cqskernel.explorer.Failure;

/**
 * Executions that a {@link Follower} watches, who takes the place of the search if there is none.
 */
final class FollowedSearch extends Search implements Follower.View {
  private final Follower follower;

  /** Null if the follower decides. */
  private final Search inner;

  /** Whether the execution has ended because nobody can move, and the follower agrees. */
  private boolean stuck;

  FollowedSearch(Follower follower, Search inner) {
    this.follower = follower;
    this.inner = inner;
  }

  @Override
  void attach(Machine m) {
    super.attach(m);
    if (inner != null) {
      inner.attach(m);
    }
  }

  @Override
  void announced(int t) {
    follower.announced(this, t);
  }

  @Override
  boolean stepsOnPlainAccesses() {
    return follower.followsPlainAccesses();
  }

  @Override
  int choose(long enabled, int current) {
    machine.controlled = false; // What the follower reads is no step.
    int t;
    try {
      t = follower.next(this, enabled);
    } finally {
      machine.controlled = true;
    }
    if (machine.failure != null || t == Follower.STOP) {
      return PRUNE;
    }
    if (t == Follower.ANY) {
      t = inner == null ? prefer(enabled, current) : inner.choose(enabled, current);
    }
    if (t >= 0) {
      follower.chosen(this, t);
    }
    return t;
  }

  @Override
  boolean mayEndStuck() {
    machine.controlled = false;
    try {
      stuck = follower.mayEndStuck(this);
    } finally {
      machine.controlled = true;
    }
    return stuck;
  }

  @Override
  boolean next() {
    boolean more = follower.ended(this, stuck || !machine.aborting);
    stuck = false;
    if (machine.failure != null) {
      return false;
    }
    if (inner == null) {
      return more;
    }
    more = inner.next();
    repeated = inner.repeated;
    return more;
  }

  @Override
  double explored() {
    return inner == null ? Double.NaN : inner.explored();
  }

  @Override
  boolean exhaustive() {
    return inner == null || inner.exhaustive();
  }

  // ---- The follower's view.

  @Override
  public int depth() {
    return steps.depth;
  }

  @Override
  public int repeated() {
    return repeated;
  }

  @Override
  public Object state() {
    return machine.state;
  }

  @Override
  public boolean isPending(int t) {
    return (machine.waiting.pending >> t & 1) != 0;
  }

  @Override
  public int pendingSite(int t) {
    return machine.waiting.site[t];
  }

  @Override
  public String pendingVariable(int t) {
    int location = machine.waiting.location[t];
    return location < 0 ? "" : Recorder.variable(machine.fields, machine.locations, location);
  }

  @Override
  public void fail(String message) {
    machine.fail(Failure.Kind.ASSERTION, -1, message, null);
  }
}
