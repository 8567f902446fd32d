// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Scenarios of the synchronizers, in their own package so that they reach their tests'
 * constructors.
 */
package org.cqskernel.sync;
