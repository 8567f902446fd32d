// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/** What a resumer does that comes before its suspender. */
public enum Resumption {
  /** It leaves the value. */
  ASYNC,
  /** It waits a little, then breaks the cell. */
  SYNC
}
