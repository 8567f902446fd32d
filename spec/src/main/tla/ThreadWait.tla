\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
----------------------------- MODULE ThreadWait ------------------------------
(* The parking adapter: ThreadWaiter, in the waits of a thread one after the  *)
(* other, each with a waiter and a resumer of its own. The cell under it is   *)
(* one variable that the resumer claims or the waiter cancels. A thread has   *)
(* one permit to park, so an unpark that comes late, after its wait is over,  *)
(* ends a later park for nothing. park may return for nothing by itself, too, *)
(* but nothing is claimed from that: only Spurious times. One label is one    *)
(* access; park is one.                                                       *)
EXTENDS Integers, TLC
CONSTANTS Waits,       \* how often the thread waits
          Mode,        \* "interruptible", "uninterruptible" or "timed"
          Interrupts,  \* how often it is interrupted at most
          Spurious,    \* how often park returns for nothing at most
          Bug          \* "none", or the mutant

R == 1 .. Waits                          \* resumers: one for each wait
Thread == 0
Interrupter == Waits + 1
Clock == Waits + 2

(* --algorithm ThreadWait {
variables
  cell      = [r \in R |-> "empty"],     \* "empty", "waiter", "claimed" or "cancelled"
  waits     = [r \in R |-> TRUE],        \* ThreadWaiter.thread is not null
  value     = [r \in R |-> 0],           \* ThreadWaiter.value
  permit    = FALSE,                     \* the thread's, to park
  interrupt = FALSE,                     \* its interrupt status
  late      = FALSE,                     \* the time is over
  sent      = 0,                         \* history: interrupts,
  spent     = 0,                         \* history: how many were reported or cleared
  spurious  = 0,                         \* history: parks that returned for nothing
  end       = [r \in R |-> "none"],      \* how each wait ended
  got       = [r \in R |-> 0];           \* and with what

fair process (thread = Thread) variables n = 1, cause = "none", seen = FALSE; {
 wait_testInterrupt:                     \* Condition.await, OneShotPromise.park: Thread.interrupted. COND-3, PR-8
    while (n <= Waits) {
       cause := "none"; seen := FALSE;
       if (interrupt /\ Mode # "uninterruptible") {
          interrupt := FALSE; spent := sent; end[n] := "early"; goto wait_next };
 wait_register:                          \* Cqs.suspend: Cell.install
       if (cell[n] = "empty") { cell[n] := "waiter" }
       else { waits[n] := FALSE; value[n] := n };   \* Resumed by this thread itself.
       if (Mode = "uninterruptible") { goto finish_readThread };
 await_readThread:                       \* ThreadWaiter.await: thread
       if (~waits[n] /\ Bug # "park-first") { end[n] := "RESUMED"; goto wait_value };
 await_readClock:                        \* ThreadWaiter.await: System.nanoTime
       if (Mode = "timed" /\ late) { cause := "TIMED_OUT"; goto cancel_casCell };
 await_park:                             \* LockSupport.park, parkNanos
       either { await permit; permit := FALSE }
       or { await interrupt }
       or { await Mode = "timed" /\ late }
       or { await spurious < Spurious; spurious := spurious + 1 };
 await_testInterrupt:                    \* ThreadWaiter.await: Thread.interrupted
       if (interrupt) { interrupt := FALSE; cause := "INTERRUPTED" }
       else if (Bug = "park-once") { end[n] := "RESUMED"; goto wait_value }
       else { goto await_readThread };
 cancel_casCell:                         \* Cell.cancel: CAS of the cell. BC-2, COND-5
       if (cell[n] = "waiter" \/ Bug = "loser-leaves") {
          if (cell[n] = "waiter") { cell[n] := "cancelled" };
          if (cause = "INTERRUPTED") { spent := sent };
          end[n] := cause; goto wait_next };
 finish_readThread:                      \* ThreadWaiter.awaitUninterruptibly: thread. CQS-20
       if (~waits[n]) { goto finish_restore };
 finish_park:                            \* LockSupport.park
       either { await permit; permit := FALSE }
       or { await interrupt }
       or { await spurious < Spurious; spurious := spurious + 1 };
 finish_testInterrupt:                   \* ThreadWaiter.awaitUninterruptibly: Thread.interrupted
       if (interrupt) { interrupt := FALSE; seen := TRUE };
       goto finish_readThread;
 finish_restore:                         \* Thread.interrupt of oneself: the interrupt is kept. COND-5
       end[n] := "RESUMED";
       if (Bug # "forget-interrupt" /\ (seen \/ cause = "INTERRUPTED")) { interrupt := TRUE || permit := TRUE };
 wait_value:                             \* ThreadWaiter.value: plain. CQS-19
       got[n] := value[n];
 wait_next:
       n := n + 1;
    }
}

fair process (resumer \in R) {
 resume_claim:                           \* Cell.claim, or Cell.fill: CAS of the cell. CQS-8, BC-10
    if (cell[self] = "cancelled") { goto Done }
    else if (cell[self] = "empty") { cell[self] := "claimed"; goto Done }
    else { cell[self] := "claimed" };
 resumed_readThread:                     \* ThreadWaiter.resumed: thread
    if (Bug = "clear-before-read") { waits[self] := FALSE; goto Done };
 resumed_setValue:                       \* ThreadWaiter.resumed: value, plain. CQS-19
    if (Bug # "value-after-store") { value[self] := self };
 resumed_unparkEarly:                    \* Only a mutant unparks before it stores. PR-5
    if (Bug = "unpark-before-store") { permit := TRUE };
 resumed_clearThread:                    \* ThreadWaiter.resumed: thread, to null
    waits[self] := FALSE;
 resumed_unpark:                         \* LockSupport.unpark
    if (Bug # "unpark-before-store") { permit := TRUE };
 resumed_setValueLate:                   \* Only a mutant sets the value last.
    if (Bug = "value-after-store") { value[self] := self };
}

fair process (interrupter = Interrupter) {
 interrupt_set:                          \* Thread.interrupt, which unparks
    while (sent < Interrupts) {
       either { interrupt := TRUE || permit := TRUE; sent := sent + 1 } or { goto Done }
    }
}

fair process (clock = Clock) {
 clock_over:
    late := TRUE;
}
} *)
\* BEGIN TRANSLATION (chksum(pcal) = "be37f118" /\ chksum(tla) = "e1cf684f")
VARIABLES cell, waits, value, permit, interrupt, late, sent, spent, spurious, 
          end, got, pc, n, cause, seen

vars == << cell, waits, value, permit, interrupt, late, sent, spent, spurious, 
           end, got, pc, n, cause, seen >>

ProcSet == {Thread} \cup (R) \cup {Interrupter} \cup {Clock}

Init == (* Global variables *)
        /\ cell = [r \in R |-> "empty"]
        /\ waits = [r \in R |-> TRUE]
        /\ value = [r \in R |-> 0]
        /\ permit = FALSE
        /\ interrupt = FALSE
        /\ late = FALSE
        /\ sent = 0
        /\ spent = 0
        /\ spurious = 0
        /\ end = [r \in R |-> "none"]
        /\ got = [r \in R |-> 0]
        (* Process thread *)
        /\ n = 1
        /\ cause = "none"
        /\ seen = FALSE
        /\ pc = [self \in ProcSet |-> CASE self = Thread -> "wait_testInterrupt"
                                        [] self \in R -> "resume_claim"
                                        [] self = Interrupter -> "interrupt_set"
                                        [] self = Clock -> "clock_over"]

wait_testInterrupt == /\ pc[Thread] = "wait_testInterrupt"
                      /\ IF n <= Waits
                            THEN /\ cause' = "none"
                                 /\ seen' = FALSE
                                 /\ IF interrupt /\ Mode # "uninterruptible"
                                       THEN /\ interrupt' = FALSE
                                            /\ spent' = sent
                                            /\ end' = [end EXCEPT ![n] = "early"]
                                            /\ pc' = [pc EXCEPT ![Thread] = "wait_next"]
                                       ELSE /\ pc' = [pc EXCEPT ![Thread] = "wait_register"]
                                            /\ UNCHANGED << interrupt, spent, 
                                                            end >>
                            ELSE /\ pc' = [pc EXCEPT ![Thread] = "Done"]
                                 /\ UNCHANGED << interrupt, spent, end, cause, 
                                                 seen >>
                      /\ UNCHANGED << cell, waits, value, permit, late, sent, 
                                      spurious, got, n >>

wait_register == /\ pc[Thread] = "wait_register"
                 /\ IF cell[n] = "empty"
                       THEN /\ cell' = [cell EXCEPT ![n] = "waiter"]
                            /\ UNCHANGED << waits, value >>
                       ELSE /\ waits' = [waits EXCEPT ![n] = FALSE]
                            /\ value' = [value EXCEPT ![n] = n]
                            /\ cell' = cell
                 /\ IF Mode = "uninterruptible"
                       THEN /\ pc' = [pc EXCEPT ![Thread] = "finish_readThread"]
                       ELSE /\ pc' = [pc EXCEPT ![Thread] = "await_readThread"]
                 /\ UNCHANGED << permit, interrupt, late, sent, spent, 
                                 spurious, end, got, n, cause, seen >>

await_readThread == /\ pc[Thread] = "await_readThread"
                    /\ IF ~waits[n] /\ Bug # "park-first"
                          THEN /\ end' = [end EXCEPT ![n] = "RESUMED"]
                               /\ pc' = [pc EXCEPT ![Thread] = "wait_value"]
                          ELSE /\ pc' = [pc EXCEPT ![Thread] = "await_readClock"]
                               /\ end' = end
                    /\ UNCHANGED << cell, waits, value, permit, interrupt, 
                                    late, sent, spent, spurious, got, n, cause, 
                                    seen >>

await_readClock == /\ pc[Thread] = "await_readClock"
                   /\ IF Mode = "timed" /\ late
                         THEN /\ cause' = "TIMED_OUT"
                              /\ pc' = [pc EXCEPT ![Thread] = "cancel_casCell"]
                         ELSE /\ pc' = [pc EXCEPT ![Thread] = "await_park"]
                              /\ cause' = cause
                   /\ UNCHANGED << cell, waits, value, permit, interrupt, late, 
                                   sent, spent, spurious, end, got, n, seen >>

await_park == /\ pc[Thread] = "await_park"
              /\ \/ /\ permit
                    /\ permit' = FALSE
                    /\ UNCHANGED spurious
                 \/ /\ interrupt
                    /\ UNCHANGED <<permit, spurious>>
                 \/ /\ Mode = "timed" /\ late
                    /\ UNCHANGED <<permit, spurious>>
                 \/ /\ spurious < Spurious
                    /\ spurious' = spurious + 1
                    /\ UNCHANGED permit
              /\ pc' = [pc EXCEPT ![Thread] = "await_testInterrupt"]
              /\ UNCHANGED << cell, waits, value, interrupt, late, sent, spent, 
                              end, got, n, cause, seen >>

await_testInterrupt == /\ pc[Thread] = "await_testInterrupt"
                       /\ IF interrupt
                             THEN /\ interrupt' = FALSE
                                  /\ cause' = "INTERRUPTED"
                                  /\ pc' = [pc EXCEPT ![Thread] = "cancel_casCell"]
                                  /\ end' = end
                             ELSE /\ IF Bug = "park-once"
                                        THEN /\ end' = [end EXCEPT ![n] = "RESUMED"]
                                             /\ pc' = [pc EXCEPT ![Thread] = "wait_value"]
                                        ELSE /\ pc' = [pc EXCEPT ![Thread] = "await_readThread"]
                                             /\ end' = end
                                  /\ UNCHANGED << interrupt, cause >>
                       /\ UNCHANGED << cell, waits, value, permit, late, sent, 
                                       spent, spurious, got, n, seen >>

cancel_casCell == /\ pc[Thread] = "cancel_casCell"
                  /\ IF cell[n] = "waiter" \/ Bug = "loser-leaves"
                        THEN /\ IF cell[n] = "waiter"
                                   THEN /\ cell' = [cell EXCEPT ![n] = "cancelled"]
                                   ELSE /\ TRUE
                                        /\ cell' = cell
                             /\ IF cause = "INTERRUPTED"
                                   THEN /\ spent' = sent
                                   ELSE /\ TRUE
                                        /\ spent' = spent
                             /\ end' = [end EXCEPT ![n] = cause]
                             /\ pc' = [pc EXCEPT ![Thread] = "wait_next"]
                        ELSE /\ pc' = [pc EXCEPT ![Thread] = "finish_readThread"]
                             /\ UNCHANGED << cell, spent, end >>
                  /\ UNCHANGED << waits, value, permit, interrupt, late, sent, 
                                  spurious, got, n, cause, seen >>

finish_readThread == /\ pc[Thread] = "finish_readThread"
                     /\ IF ~waits[n]
                           THEN /\ pc' = [pc EXCEPT ![Thread] = "finish_restore"]
                           ELSE /\ pc' = [pc EXCEPT ![Thread] = "finish_park"]
                     /\ UNCHANGED << cell, waits, value, permit, interrupt, 
                                     late, sent, spent, spurious, end, got, n, 
                                     cause, seen >>

finish_park == /\ pc[Thread] = "finish_park"
               /\ \/ /\ permit
                     /\ permit' = FALSE
                     /\ UNCHANGED spurious
                  \/ /\ interrupt
                     /\ UNCHANGED <<permit, spurious>>
                  \/ /\ spurious < Spurious
                     /\ spurious' = spurious + 1
                     /\ UNCHANGED permit
               /\ pc' = [pc EXCEPT ![Thread] = "finish_testInterrupt"]
               /\ UNCHANGED << cell, waits, value, interrupt, late, sent, 
                               spent, end, got, n, cause, seen >>

finish_testInterrupt == /\ pc[Thread] = "finish_testInterrupt"
                        /\ IF interrupt
                              THEN /\ interrupt' = FALSE
                                   /\ seen' = TRUE
                              ELSE /\ TRUE
                                   /\ UNCHANGED << interrupt, seen >>
                        /\ pc' = [pc EXCEPT ![Thread] = "finish_readThread"]
                        /\ UNCHANGED << cell, waits, value, permit, late, sent, 
                                        spent, spurious, end, got, n, cause >>

finish_restore == /\ pc[Thread] = "finish_restore"
                  /\ end' = [end EXCEPT ![n] = "RESUMED"]
                  /\ IF Bug # "forget-interrupt" /\ (seen \/ cause = "INTERRUPTED")
                        THEN /\ /\ interrupt' = TRUE
                                /\ permit' = TRUE
                        ELSE /\ TRUE
                             /\ UNCHANGED << permit, interrupt >>
                  /\ pc' = [pc EXCEPT ![Thread] = "wait_value"]
                  /\ UNCHANGED << cell, waits, value, late, sent, spent, 
                                  spurious, got, n, cause, seen >>

wait_value == /\ pc[Thread] = "wait_value"
              /\ got' = [got EXCEPT ![n] = value[n]]
              /\ pc' = [pc EXCEPT ![Thread] = "wait_next"]
              /\ UNCHANGED << cell, waits, value, permit, interrupt, late, 
                              sent, spent, spurious, end, n, cause, seen >>

wait_next == /\ pc[Thread] = "wait_next"
             /\ n' = n + 1
             /\ pc' = [pc EXCEPT ![Thread] = "wait_testInterrupt"]
             /\ UNCHANGED << cell, waits, value, permit, interrupt, late, sent, 
                             spent, spurious, end, got, cause, seen >>

thread == wait_testInterrupt \/ wait_register \/ await_readThread
             \/ await_readClock \/ await_park \/ await_testInterrupt
             \/ cancel_casCell \/ finish_readThread \/ finish_park
             \/ finish_testInterrupt \/ finish_restore \/ wait_value
             \/ wait_next

resume_claim(self) == /\ pc[self] = "resume_claim"
                      /\ IF cell[self] = "cancelled"
                            THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                 /\ cell' = cell
                            ELSE /\ IF cell[self] = "empty"
                                       THEN /\ cell' = [cell EXCEPT ![self] = "claimed"]
                                            /\ pc' = [pc EXCEPT ![self] = "Done"]
                                       ELSE /\ cell' = [cell EXCEPT ![self] = "claimed"]
                                            /\ pc' = [pc EXCEPT ![self] = "resumed_readThread"]
                      /\ UNCHANGED << waits, value, permit, interrupt, late, 
                                      sent, spent, spurious, end, got, n, 
                                      cause, seen >>

resumed_readThread(self) == /\ pc[self] = "resumed_readThread"
                            /\ IF Bug = "clear-before-read"
                                  THEN /\ waits' = [waits EXCEPT ![self] = FALSE]
                                       /\ pc' = [pc EXCEPT ![self] = "Done"]
                                  ELSE /\ pc' = [pc EXCEPT ![self] = "resumed_setValue"]
                                       /\ waits' = waits
                            /\ UNCHANGED << cell, value, permit, interrupt, 
                                            late, sent, spent, spurious, end, 
                                            got, n, cause, seen >>

resumed_setValue(self) == /\ pc[self] = "resumed_setValue"
                          /\ IF Bug # "value-after-store"
                                THEN /\ value' = [value EXCEPT ![self] = self]
                                ELSE /\ TRUE
                                     /\ value' = value
                          /\ pc' = [pc EXCEPT ![self] = "resumed_unparkEarly"]
                          /\ UNCHANGED << cell, waits, permit, interrupt, late, 
                                          sent, spent, spurious, end, got, n, 
                                          cause, seen >>

resumed_unparkEarly(self) == /\ pc[self] = "resumed_unparkEarly"
                             /\ IF Bug = "unpark-before-store"
                                   THEN /\ permit' = TRUE
                                   ELSE /\ TRUE
                                        /\ UNCHANGED permit
                             /\ pc' = [pc EXCEPT ![self] = "resumed_clearThread"]
                             /\ UNCHANGED << cell, waits, value, interrupt, 
                                             late, sent, spent, spurious, end, 
                                             got, n, cause, seen >>

resumed_clearThread(self) == /\ pc[self] = "resumed_clearThread"
                             /\ waits' = [waits EXCEPT ![self] = FALSE]
                             /\ pc' = [pc EXCEPT ![self] = "resumed_unpark"]
                             /\ UNCHANGED << cell, value, permit, interrupt, 
                                             late, sent, spent, spurious, end, 
                                             got, n, cause, seen >>

resumed_unpark(self) == /\ pc[self] = "resumed_unpark"
                        /\ IF Bug # "unpark-before-store"
                              THEN /\ permit' = TRUE
                              ELSE /\ TRUE
                                   /\ UNCHANGED permit
                        /\ pc' = [pc EXCEPT ![self] = "resumed_setValueLate"]
                        /\ UNCHANGED << cell, waits, value, interrupt, late, 
                                        sent, spent, spurious, end, got, n, 
                                        cause, seen >>

resumed_setValueLate(self) == /\ pc[self] = "resumed_setValueLate"
                              /\ IF Bug = "value-after-store"
                                    THEN /\ value' = [value EXCEPT ![self] = self]
                                    ELSE /\ TRUE
                                         /\ value' = value
                              /\ pc' = [pc EXCEPT ![self] = "Done"]
                              /\ UNCHANGED << cell, waits, permit, interrupt, 
                                              late, sent, spent, spurious, end, 
                                              got, n, cause, seen >>

resumer(self) == resume_claim(self) \/ resumed_readThread(self)
                    \/ resumed_setValue(self) \/ resumed_unparkEarly(self)
                    \/ resumed_clearThread(self) \/ resumed_unpark(self)
                    \/ resumed_setValueLate(self)

interrupt_set == /\ pc[Interrupter] = "interrupt_set"
                 /\ IF sent < Interrupts
                       THEN /\ \/ /\ /\ interrupt' = TRUE
                                     /\ permit' = TRUE
                                  /\ sent' = sent + 1
                                  /\ pc' = [pc EXCEPT ![Interrupter] = "interrupt_set"]
                               \/ /\ pc' = [pc EXCEPT ![Interrupter] = "Done"]
                                  /\ UNCHANGED <<permit, interrupt, sent>>
                       ELSE /\ pc' = [pc EXCEPT ![Interrupter] = "Done"]
                            /\ UNCHANGED << permit, interrupt, sent >>
                 /\ UNCHANGED << cell, waits, value, late, spent, spurious, 
                                 end, got, n, cause, seen >>

interrupter == interrupt_set

clock_over == /\ pc[Clock] = "clock_over"
              /\ late' = TRUE
              /\ pc' = [pc EXCEPT ![Clock] = "Done"]
              /\ UNCHANGED << cell, waits, value, permit, interrupt, sent, 
                              spent, spurious, end, got, n, cause, seen >>

clock == clock_over

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == thread \/ interrupter \/ clock
           \/ (\E self \in R: resumer(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(thread)
        /\ \A self \in R : WF_vars(resumer(self))
        /\ WF_vars(interrupter)
        /\ WF_vars(clock)

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
-----------------------------------------------------------------------------
Over(r) == n > r \/ (n = r /\ pc[Thread] = "wait_next")
Delivered(r) == cell[r] = "claimed"

(* Exactly one of resumed with the value and cancelled, whatever races.       *)
COND_5_OneOutcome == \A r \in R : Over(r) =>   \* COND-6, PR-7, CQS-20
    IF end[r] = "RESUMED" THEN Delivered(r) /\ got[r] = r
    ELSE IF end[r] = "early" THEN value[r] = 0 ELSE cell[r] = "cancelled"
CQS_19_OwnValue == \A r \in R : end[r] = "RESUMED" /\ Over(r) => got[r] = r   \* PR-9
(* An interrupt is reported, or is still there once the wait is over.         *)
COND_5_InterruptKept == sent > spent => interrupt \/ seen \/ (cause = "INTERRUPTED" /\ ~Over(n))
COND_3_NotRegistered == \A r \in R : end[r] = "early" => cell[r] \in {"empty", "claimed"} /\ waits[r]   \* PR-8
SIG_NeverBlocked == \A r \in R : pc[r] # "Done" => ENABLED resumer(r)
LIVE_AwaitReturns == <>(pc[Thread] = "Done")   \* PR-5
=============================================================================
