// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Executions: threads, searches, clocks. Internal; public types are public for other packages here.
 */
package org.cqskernel.explorer.engine;
