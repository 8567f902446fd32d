// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/** Runs the litmus tests and judges what they have shown. */
package org.cqskernel.jcstress.run;
