// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/** Static rules: whether catalogue, code and checks agree. */
package org.cqskernel.evidence.trace;
