// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/** The queue of waiters and the cells it is made of. */
package org.cqskernel.cqs;
