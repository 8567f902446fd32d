// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.layeringfixture.cqs;

import org.junit.jupiter.api.Test;

/** Uses what is not of java.base. */
class Cqs {
  @Test
  void test() {}
}
