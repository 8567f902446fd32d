// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/**
 * What a resumer does that comes before its suspender.
 *
 * <p>Asynchronous resumption makes a <em>try</em>-operation of the owner non-linearizable: a value
 * that lies in a cell has been given away and yet not arrived (SEM-9). Synchronous resumption does
 * not.
 */
public enum Resumption {
  /** It leaves the value and goes. */
  ASYNC,
  /**
   * It leaves the value, looks for the suspender a bounded number of times, and then takes the
   * value back and fails; the suspender then fails too, and both start again.
   */
  SYNC
}
