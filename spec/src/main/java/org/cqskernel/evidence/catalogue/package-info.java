// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/** The obligations: what must hold, with ids. */
package org.cqskernel.evidence.catalogue;
