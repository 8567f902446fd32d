// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/** The evidence report: what is known of each obligation, as JSON, as a page and on the console. */
package org.cqskernel.evidence.report;
