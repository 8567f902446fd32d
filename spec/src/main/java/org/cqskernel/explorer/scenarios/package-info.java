// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
/** Scenarios that the check command runs, and demonstrations that it runs by name. */
package org.cqskernel.explorer.scenarios;
