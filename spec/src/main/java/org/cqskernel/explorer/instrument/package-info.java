// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
/** Class files with scheduling points. Internal. */
package org.cqskernel.explorer.instrument;
