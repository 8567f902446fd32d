// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/** Benchmarks of the kernel against its peers. */
package org.cqskernel.jmh;
