// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.layeringfixture.cqs;

/** Uses what it may not. */
final class Cells {
  Cqs above;
}
