// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Ties the TLA+ modules to the class files: label by access, state by state, in both directions.
 * What is mapped to what is written in {@code spec/conformance}.
 */
package org.cqskernel.conformance;
