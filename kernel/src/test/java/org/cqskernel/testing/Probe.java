// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cqskernel.cqs.Waiter;

/** A waiter that notes in a log, shared or its own, what it is resumed with. */
public class Probe<T> extends Waiter<T> {
  private final String name;
  private final List<String> log;

  /** With a log of its own. */
  public Probe() {
    this("", log());
  }

  /** Notes {@code name} followed by the value. */
  public Probe(String name, List<String> log) {
    this.name = name;
    this.log = log;
  }

  /** A log that several threads may write. */
  public static List<String> log() {
    return Collections.synchronizedList(new ArrayList<>());
  }

  @Override
  protected void resumed(T value) {
    log.add(name + value);
  }

  /** What has been noted, by all who share the log. */
  public final List<String> seen() {
    return List.copyOf(log);
  }

  /** Not called so far. */
  public final boolean isIdle() {
    return log.isEmpty();
  }
}
