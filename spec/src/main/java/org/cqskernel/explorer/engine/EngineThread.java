// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

/** A thread that explored code runs on, or that stands for one towards that code. */
abstract class EngineThread extends Thread {
  final Machine machine;

  /** The ordinary scenario thread that it stands for, or -1 when it carries all of them. */
  final int id;

  EngineThread(Machine machine, int id) {
    super("explorer-" + (id < 0 ? machine.program.name : machine.program.names[id]));
    this.machine = machine;
    this.id = id;
    setDaemon(true);
  }
}
