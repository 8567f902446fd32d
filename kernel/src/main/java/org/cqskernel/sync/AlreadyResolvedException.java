// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

/** A promise was resolved twice. The first outcome stands. */
public final class AlreadyResolvedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  AlreadyResolvedException() {
    super("this promise has been resolved before: its outcome cannot change");
  }
}
