// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/** Synchronization primitives made of the queue of waiters. */
package org.cqskernel.sync;
