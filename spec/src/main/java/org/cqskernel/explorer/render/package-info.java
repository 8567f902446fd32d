// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
/** Drawings and tables for people. */
package org.cqskernel.explorer.render;
