// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/** What came out of the checks: in this build, or when they were last run. */
package org.cqskernel.evidence.results;
