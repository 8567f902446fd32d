// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * The queue of waiters and what it is made of.
 *
 * <p>Three structures share one kind of cell and one kind of segment:
 *
 * <ul>
 *   <li>{@link org.cqskernel.cqs.Cqs}: an unbounded FIFO in which waiters are resumed with values,
 *       one by one or all at once, again and again. It lies under broadcast, semaphore and mutex.
 *   <li>{@link org.cqskernel.cqs.OneShot}: something that happens once. It lies under the promise.
 *   <li>{@link org.cqskernel.cqs.Cell}: one suspender meets one resumer, once.
 * </ul>
 *
 * <p>{@link org.cqskernel.cqs.Cells} is the infinite array under Cqs, open to other protocols.
 *
 * <h2>The cell</h2>
 *
 * <pre>
 *                    resumer: value            suspender
 *          +----------------------------> VALUE ---------> TAKEN
 *          |                                |
 *          |                                +------------> BROKEN
 *          |                                  synchronous resumer
 *          |   resumer: nothing to hand over
 *        EMPTY ----------------------------------+
 *          |                                     |
 *          | suspender          resumer          v
 *          +-----------> WAITER -----------> RESUMED
 *                          |
 *                          | canceller, simple
 *                          +---------------------------------+
 *                          |                                 |
 *                          | canceller, smart                v
 *                          +-----------> CANCELLING ----> CANCELLED
 *                                          |      |    allowed
 *                 asynchronous resumer     |      +-----> REFUSED
 *                          LEFT &lt;----------+       not allowed
 *                            |
 *                            +--> CANCELLED or REFUSED, by the canceller, who settles the value
 * </pre>
 *
 * <p>LEFT is CANCELLING with a value in a wrapper, so that it differs from a VALUE that came first.
 *
 * <p>{@code Broadcast} uses EMPTY, WAITER, RESUMED and CANCELLED only, and so does OneShot.
 *
 * <h2>The infinite array</h2>
 *
 * <pre>
 *      resume position                      suspend position
 *   index 5 --+  segment                  index 13 --+  segment
 *             v                                      v
 *        +---------+     +- - - - -+            +---------+
 *   null | 4 5 6 7 |&lt;--&gt;  8 9 10 11  (removed)  |12 13 .. | null
 *        +---------+     +- - - - -+            +---------+
 *             ^---------------- prev / next ---------^
 * </pre>
 *
 * <p>A suspend or resume issues an index by a fetch-and-add and finds its segment from the
 * position's. A segment is removed when each of its cells is cancelled and no position points to
 * it. {@code resumeAll} moves the resume index to the suspend index by one compare-and-set, and
 * then resumes the cells that it has passed. The first segment is short (4 cells), later ones have
 * 32.
 *
 * <h2>One shot</h2>
 *
 * <pre>
 *           suspend              second suspend
 *   EMPTY ------------> WAITER ----------------> QUEUE
 *     | ^----------------- |                       |
 *     |      its cancel    |                       |
 *     +--------------------+-----------------------+----> OUTCOME
 *                        tryResumeAll
 * </pre>
 *
 * <p>The queue is its own first segment and has a suspend position only. {@code tryResumeAll} sets
 * the outcome, closes the queue by a fetch-and-add on the word that issues indices, and resumes
 * every cell below the index at which it closed. A suspender that draws a later index sees that it
 * is closed. Because closing and issuing are read-modify-writes on one word, there is no second
 * look at the outcome after a registration.
 *
 * <h2>Calls</h2>
 *
 * <p>Whoever wins a waiter's cell calls it, in its own thread, inside its own operation. Up to 32
 * such calls nest; what a deeper one owes is done by the outermost one (see {@code Nesting}). A
 * callback that throws stops nobody: the sweep ends first.
 *
 * <h2>What is not claimed</h2>
 *
 * <ul>
 *   <li>That a {@code false} from cancel means that the waiter has been called already (BC-5).
 *   <li>That a returned {@code resumeAll} has called all who waited before it: another one may have
 *       claimed them and not be done (RALL-5).
 *   <li>That an operation survives an error thrown between its steps by the machine, such as a
 *       stack overflow or lack of memory: a cell that has its index may then stay empty for ever.
 * </ul>
 */
package org.cqskernel.cqs;
