// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * From each obligation to its code, to each check that speaks for it, and to the faults that show
 * that those checks can fail. {@link org.cqskernel.evidence.Main} writes the report.
 */
package org.cqskernel.evidence;
