// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

/** Keeps this package from being empty. */
public final class Placeholder {
  private Placeholder() {}
}
