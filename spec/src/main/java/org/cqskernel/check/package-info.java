// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
/** The check command: TLC on the models, the explorer on the class files, one table of results. */
package org.cqskernel.check;
