// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Scenarios of the queue of waiters, in its own package so that they reach its tests' constructors.
 */
package org.cqskernel.cqs;
