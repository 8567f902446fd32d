// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/** Litmus tests of the memory obligations. */
package org.cqskernel.jcstress;
