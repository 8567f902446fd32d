// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Stateless model checking of real class files: explores every interleaving of a small concurrent
 * program.
 *
 * <h2>Use</h2>
 *
 * A {@link org.cqskernel.explorer.ScenarioSource} holds {@link org.cqskernel.explorer.Scenario}s;
 * {@link org.cqskernel.explorer.Explorer} runs them under {@link org.cqskernel.explorer.Options}
 * and returns a {@link org.cqskernel.explorer.Result}. {@code org.cqskernel.check.Main} is the
 * command.
 *
 * <h2>How it works</h2>
 *
 * <ol>
 *   <li>A class loader puts a scheduling point in front of each {@code VarHandle} access and each
 *       access to a volatile field or through a class of {@code java.util.concurrent.atomic} in the
 *       instrumented classes. Park, unpark, interrupts, time, thread-locals, monitors and {@code
 *       ReentrantLock} are modelled, in scenarios too.
 *   <li>One stack per scenario thread, of which one moves: a continuation where the JVM has them,
 *       else a real thread. Whoever reaches a scheduling point decides who goes on. Both ways visit
 *       the same executions.
 *   <li>The search is source-DPOR with sleep sets: two accesses depend on each other when they
 *       touch one location and at least one writes; a failed compare-and-set is a read.
 *   <li>Beside the search, vector clocks follow the happens-before relation of the access modes,
 *       and conflicting plain accesses without order are reported as data races.
 * </ol>
 *
 * <p>A call that touches shared variables in code that is neither instrumented nor modelled is
 * noted when an execution comes to it; the verdict is then {@code UNSEEN}, never {@code VERIFIED}.
 *
 * <h2>What it cannot see</h2>
 *
 * <ul>
 *   <li>Executions that are not sequentially consistent: a store that passes a later load of
 *       another variable (a weakened Dekker pair) needs a litmus test on real hardware.
 *   <li>What happens inside code that is not loaded by the explorer, such as the JDK; plain
 *       accesses in classes that are not instrumented, collections of the JDK among them. A thread
 *       that blocks there ends the exploration with an error. On continuations, a monitor of the
 *       JDK that is held while explored code is called back excludes nobody.
 *   <li>{@code ReentrantReadWriteLock} and {@code StampedLock}; an interrupt that ends a wait for a
 *       lock; {@code Condition} methods other than await, timed await, signal and signalAll.
 *   <li>Accesses by reflection or through a method reference to an access or a model, which is
 *       noted; fences make no happens-before edges.
 *   <li>Static state of instrumented classes survives from one execution to the next; an execution
 *       that therefore differs from its repetition is reported as nondeterminism.
 * </ul>
 */
package org.cqskernel.explorer;
