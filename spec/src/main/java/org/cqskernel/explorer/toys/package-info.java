// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
/** Small structures, some of them wrong on purpose, on which the explorer is demonstrated. */
package org.cqskernel.explorer.toys;
