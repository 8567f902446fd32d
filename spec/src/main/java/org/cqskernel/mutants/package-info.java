// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
/** Small faults put into the kernel on purpose, to see that the checks find them. */
package org.cqskernel.mutants;
