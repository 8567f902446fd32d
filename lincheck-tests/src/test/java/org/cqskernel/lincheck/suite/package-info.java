// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Tests of what any semaphore, lock or promise must do, whoever wrote it: extend a suite, say how
 * one is made, and run it with JUnit. They are in the test-jar of this module.
 */
package org.cqskernel.lincheck.suite;
