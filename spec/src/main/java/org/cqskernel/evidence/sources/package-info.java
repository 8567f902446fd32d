// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/** Who cites an obligation: lines of the kernel, and checks of every kind. */
package org.cqskernel.evidence.sources;
