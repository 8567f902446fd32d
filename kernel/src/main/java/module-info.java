// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * A lock-free concurrency kernel: cells, broadcast, promise, condition and what is built of them.
 */
module org.cqskernel {
  exports org.cqskernel.cqs;
  exports org.cqskernel.sync;
}
