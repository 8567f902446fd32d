// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.cqskernel.lincheck.Directed.call;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Directed;
import org.cqskernel.lincheck.Lines;
import org.cqskernel.model.SequentialCqs;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The queue in each mode, compared with its sequential specification where its operations are
 * atomic: with one resumer at a time, in smart mode one canceller, in synchronous mode one
 * suspender. Beyond that they are not, because the index is issued in one step and the cell decided
 * in another; three witnesses show it. The number of an owner, as a semaphore's, makes up for it.
 *
 * <p>Whether a waiter finds its value at once or later is no part of the comparison: a suspender
 * that has its index is in line, wherever it stands.
 */
class CqsLinearizabilityTest {
  private static final String SUSPENDER = "suspender";
  private static final String RESUMER = "resumer";
  private static final String CANCELLER = "canceller";

  /** The kernel's queue. */
  public abstract static class Kernel {
    final Cqs<Integer> queue;
    private final Lines<Note> lines = new Lines<>();
    private volatile int wrong;

    Kernel(Resumption resumption, Cancellation cancellation) {
      queue = new Cqs<>(resumption, cancellation, new Policy<Integer>() {}, 0, 0, 1);
    }

    final class Note extends Waiter<Integer> {
      private int calls;
      private boolean cancelled;

      @Override
      protected void resumed(Integer value) {
        if (++calls > 1 || cancelled) {
          wrong++;
        }
      }

      boolean tryCancel() {
        cancelled = cancel();
        return cancelled;
      }
    }

    String suspendOne(int thread) {
      Note waiter = new Note();
      if (queue.suspend(waiter) == Suspended.BROKEN) {
        return "broken";
      }
      lines.add(thread, waiter);
      return "in line";
    }

    String cancelOne(int thread) {
      return lines.cancel(thread, Note::tryCancel);
    }

    void checkAtRest() {
      queue.validate();
      if (wrong > 0) {
        throw new IllegalStateException("a waiter was called twice, or called and cancelled");
      }
    }
  }

  /** The specification, under the same names. */
  public abstract static class Model {
    private final SequentialCqs<Object, Integer> queue;
    private final Lines<Object> lines = new Lines<>();

    Model(boolean synchronous, boolean smart) {
      queue = new SequentialCqs<>(synchronous, smart);
    }

    public String suspend(int thread) {
      Object waiter = new Object();
      if (!queue.suspend(waiter)) {
        return "broken";
      }
      lines.add(thread, waiter);
      return "in line";
    }

    public String cancel(int thread) {
      return lines.cancel(thread, queue::cancel);
    }

    public boolean resume() {
      return queue.resume(1);
    }
  }

  /** Asynchronous, simple. */
  @Param(name = "thread", gen = ThreadIdGen.class)
  public static class AsyncSimple extends Kernel {
    public AsyncSimple() {
      super(Resumption.ASYNC, Cancellation.SIMPLE);
    }

    @Operation
    public String suspend(@Param(name = "thread") int thread) {
      return suspendOne(thread);
    }

    @Operation
    public String cancel(@Param(name = "thread") int thread) {
      return cancelOne(thread);
    }

    @Operation(nonParallelGroup = RESUMER)
    public boolean resume() {
      return queue.resume(1);
    }

    @Validate
    public void atRest() {
      checkAtRest();
    }

    /** Its specification. */
    public static class Specification extends Model {
      public Specification() {
        super(false, false);
      }
    }
  }

  /** Asynchronous, smart. */
  @Param(name = "thread", gen = ThreadIdGen.class)
  public static class AsyncSmart extends Kernel {
    public AsyncSmart() {
      super(Resumption.ASYNC, Cancellation.SMART);
    }

    @Operation
    public String suspend(@Param(name = "thread") int thread) {
      return suspendOne(thread);
    }

    @Operation(nonParallelGroup = CANCELLER)
    public String cancel(@Param(name = "thread") int thread) {
      return cancelOne(thread);
    }

    @Operation(nonParallelGroup = RESUMER)
    public boolean resume() {
      return queue.resume(1);
    }

    @Validate
    public void atRest() {
      checkAtRest();
    }

    /** Its specification. */
    public static class Specification extends Model {
      public Specification() {
        super(false, true);
      }
    }
  }

  /** Synchronous; with one canceller too, both ways to cancel. */
  public abstract static class Synchronous extends Kernel {
    Synchronous(Cancellation cancellation) {
      super(Resumption.SYNC, cancellation);
    }

    @Operation(nonParallelGroup = SUSPENDER)
    public String suspend(@Param(gen = ThreadIdGen.class) int thread) {
      return suspendOne(thread);
    }

    @Operation(nonParallelGroup = CANCELLER)
    public String cancel(@Param(gen = ThreadIdGen.class) int thread) {
      return cancelOne(thread);
    }

    @Operation(nonParallelGroup = RESUMER)
    public boolean resume() {
      return queue.resume(1);
    }

    @Validate
    public void atRest() {
      checkAtRest();
    }
  }

  /** Synchronous, simple. */
  public static class SyncSimple extends Synchronous {
    public SyncSimple() {
      super(Cancellation.SIMPLE);
    }

    /** Its specification. */
    public static class Specification extends Model {
      public Specification() {
        super(true, false);
      }
    }
  }

  /** Synchronous, smart. */
  public static class SyncSmart extends Synchronous {
    public SyncSmart() {
      super(Cancellation.SMART);
    }

    /** Its specification. */
    public static class Specification extends Model {
      public Specification() {
        super(true, true);
      }
    }
  }

  @Test
  @Tag("CQS-5")
  @Tag("CQS-8")
  @Tag("CQS-10")
  @Tag("CQS-18")
  @Tag("CQS-23")
  void asynchronousAndSimple() {
    Bounds.linearizability()
        .sequentialSpecification(AsyncSimple.Specification.class)
        .checkObstructionFreedom(true)
        .check(AsyncSimple.class);
  }

  @Test
  @Tag("CQS-11")
  @Tag("CQS-15")
  @Tag("CQS-18")
  @Tag("CQS-23")
  void asynchronousAndSmart() {
    Bounds.linearizability()
        .sequentialSpecification(AsyncSmart.Specification.class)
        .checkObstructionFreedom(true)
        .check(AsyncSmart.class);
  }

  @Test
  @Tag("CQS-6")
  @Tag("CQS-7")
  @Tag("CQS-10")
  void synchronousAndSimple() {
    Bounds.linearizability()
        .sequentialSpecification(SyncSimple.Specification.class)
        .checkObstructionFreedom(true)
        .check(SyncSimple.class);
  }

  /** Without the check of obstruction freedom: a resumer waits for a canceller (CQS-16). */
  @Test
  @Tag("CQS-6")
  @Tag("CQS-7")
  @Tag("CQS-11")
  @Tag("CQS-16")
  void synchronousAndSmart() {
    Bounds.linearizability()
        .sequentialSpecification(SyncSmart.Specification.class)
        .check(SyncSmart.class);
  }

  private static List<Actor> two(Class<?> type) {
    return List.of(call(type, "suspend", 0), call(type, "suspend", 0));
  }

  /**
   * The second resumer passes the first, which has the first waiter's index; then that waiter
   * cancels. In order, the second resumer would have had the first waiter.
   */
  @Test
  @Tag("CQS-10")
  @Tag("CQS-23")
  @Tag("not-claimed")
  void twoResumersAreNotAtomic() {
    Class<?> type = AsyncSimple.class;
    assertThrows(
        LincheckAssertionError.class,
        () ->
            Directed.scenario(
                    two(type),
                    List.of(call(type, "resume"), call(type, "cancel", 1)),
                    List.of(call(type, "resume")))
                .sequentialSpecification(AsyncSimple.Specification.class)
                .check(type));
  }

  /**
   * A resumer leaves its value to the first waiter's canceller and returns; then the second waiter
   * cancels, whom the value would have reached.
   */
  @Test
  @Tag("CQS-15")
  @Tag("not-claimed")
  void twoSmartCancellersAreNotAtomic() {
    Class<?> type = AsyncSmart.class;
    assertThrows(
        LincheckAssertionError.class,
        () ->
            Directed.scenario(
                    two(type),
                    List.of(call(type, "cancel", 1)),
                    List.of(call(type, "resume"), call(type, "cancel", 2)))
                .sequentialSpecification(AsyncSmart.Specification.class)
                .check(type));
  }

  /** A resumer breaks the cell of a suspender on its way, although another one waits. */
  @Test
  @Tag("CQS-6")
  @Tag("not-claimed")
  void twoSuspendersAreNotAtomicIfSynchronous() {
    Class<?> type = SyncSimple.class;
    assertThrows(
        LincheckAssertionError.class,
        () ->
            Directed.scenario(
                    List.of(),
                    List.of(call(type, "suspend", 1)),
                    List.of(call(type, "suspend", 2), call(type, "resume")))
                .sequentialSpecification(SyncSimple.Specification.class)
                .check(type));
  }
}
