// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the benchmarks, and turns their results into tables of ratios, into goals met or not, and
 * into plots.
 */
package org.cqskernel.jmh.report;
