// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
/** Runs TLC on the TLA+ modules. */
package org.cqskernel.spec;
