// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Sequential specifications: what each structure does if its operations come one after the other.
 *
 * <p>They are plain Java without concurrency, and know nothing of the kernel. Lincheck compares the
 * kernel with them through thin adapters, and the explorer's final checks through {@link
 * org.cqskernel.model.Orders}.
 *
 * <p>A waiter is whatever the caller names it by. Misuse throws {@link
 * java.lang.IllegalStateException}.
 */
package org.cqskernel.model;
