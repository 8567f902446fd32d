\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
----------------------------- MODULE ThreadWait ------------------------------
(* The parking adapter: ThreadWaiter, in the waits of a thread one after the  *)
(* other, each with a waiter, a resumer and a Cqs of its own, asynchronous    *)
(* and simple, of which the module has the one cell. A thread has one permit  *)
(* to park, so an unpark that comes late, after its wait is over, ends a      *)
(* later park for nothing. park may return for nothing by itself, too, but    *)
(* nothing is claimed from that: only Spurious times. One label is one        *)
(* access; park is one.                                                       *)
EXTENDS Integers, Sequences, TLC
CONSTANTS Waits,       \* how often the thread waits
          Mode,        \* "interruptible", "uninterruptible" or "timed"
          Interrupts,  \* how often it is interrupted at most
          Spurious,    \* how often park returns for nothing at most
          Loose,       \* all that the JDK allows: an interrupt may leave a permit behind, park may leave
                       \* its permit because of an interrupt, and time passes everywhere
          Bug          \* "none", or the mutant

R == 1 .. Waits                          \* resumers: one for each wait
Thread == 0
Interrupter == Waits + 1
Clock == Waits + 2

(* --algorithm ThreadWait {
variables
  cell      = [r \in R |-> "EMPTY"],
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

macro Park(timed) {                      (* LockSupport.park, parkNanos *)
       either { await permit; permit := FALSE }
       or { await interrupt /\ (Loose \/ ~permit) }
       or { await timed /\ IF Loose THEN late ELSE ~permit /\ ~interrupt; late := TRUE }
       or { await spurious < Spurious; spurious := spurious + 1 }
       or { await Bug = "spins" };
}

(* ThreadWaiter.resumed, by whoever has won the cell.                         *)
procedure resumed(of) {
 resumed_readThread:                     \* ThreadWaiter.wake: thread
    skip;
 resumed_setValue:                       \* ThreadWaiter.wake: value, plain. CQS-19
    if (Bug # "value-after-store") { value[of] := IF Bug = "value-of-another" THEN of + 1 ELSE of };
    if (Bug = "unpark-before-store") { permit := TRUE };
 resumed_clearThread:                    \* ThreadWaiter.wake: thread, to null
    waits[of] := FALSE;
 resumed_unpark:                         \* LockSupport.unpark. PR-5
    if (Bug = "unpark-stays" /\ permit) { goto resumed_unpark }
    else {
       if (Bug = "unpark-waits") { await ~permit };
       if (Bug = "value-after-store") { value[of] := of };
       if (Bug \notin {"unpark-before-store", "clear-before-read", "no-unpark"}) { permit := TRUE };
       return };
}

fair process (thread = Thread) variables n = 1, cause = "none", seen = FALSE; {
 wait_testInterrupt:                     \* Condition.await, OneShotPromise.park: Thread.interrupted. COND-3, PR-8
    while (n <= Waits) {
       cause := "none"; seen := FALSE; late := Loose /\ late;
       if (Bug = "register-before-test" /\ cell[n] = "EMPTY") { cell[n] := "WAITER" };
       if (interrupt /\ Mode # "uninterruptible") {
          interrupt := FALSE; spent := sent; end[n] := "early"; goto wait_next }
       else if (Bug = "register-before-test") { goto await_readThread };
 wait_register:                          \* Cell.install: CAS of the cell, null to waiter
       if (cell[n] = "EMPTY") { cell[n] := "WAITER"; if (Mode = "uninterruptible") { goto finish_readThread } else { goto await_readThread } };
 wait_take:                              \* Cell.take: CAS of the cell, value to TAKEN
       cell[n] := "TAKEN";
 wait_resumed:                           \* Nesting.deliver: resumed by this thread itself.
       call resumed(n);
 wait_resumedNow:
       if (Mode = "uninterruptible") { goto finish_readThread };
 await_readThread:                       \* ThreadWaiter.await: thread
       if (~waits[n] /\ Bug # "park-first") { end[n] := "RESUMED"; goto wait_value };
 await_readClock:                        \* ThreadWaiter.await: System.nanoTime
       if (Mode = "timed" /\ late) { cause := "TIMED_OUT"; goto cancel_casCell };
 await_park:                             \* LockSupport.park, parkNanos
       Park(Mode = "timed");
 await_testInterrupt:                    \* ThreadWaiter.await: Thread.interrupted
       if (interrupt) { interrupt := FALSE; cause := "INTERRUPTED" }
       else if (Bug = "park-once") { end[n] := "RESUMED"; goto wait_value }
       else { goto await_readThread };
 cancel_casCell:                         \* Cell.cancel: CAS of the cell, waiter to CANCELLED. BC-2, COND-5
       if (cell[n] = "WAITER" \/ Bug = "loser-leaves") {
          if (cell[n] = "WAITER") { cell[n] := "CANCELLED" };
          if (cause = "INTERRUPTED") { spent := sent };
          end[n] := cause; goto wait_next };
 finish_readThread:                      \* ThreadWaiter.awaitUninterruptibly: thread. CQS-20
       if (~waits[n]) { if (seen) { goto finish_restoreSeen } else { goto finish_restoreCause } };
 finish_park:                            \* LockSupport.park
       Park(FALSE);
 finish_testInterrupt:                   \* ThreadWaiter.awaitUninterruptibly: Thread.interrupted
       if (interrupt) { interrupt := FALSE; seen := TRUE };
       goto finish_readThread;
 finish_restoreSeen:                     \* ThreadWaiter.awaitUninterruptibly: Thread.interrupt of oneself: it is kept. COND-5
       if (seen /\ Bug # "forget-seen") { interrupt := TRUE || permit := permit \/ Loose };
 finish_restoreCause:                    \* ThreadWaiter.cancelOrFinish: Thread.interrupt of oneself: it is kept. COND-5
       end[n] := "RESUMED";
       if (cause = "INTERRUPTED" /\ Bug # "forget-interrupt") { interrupt := TRUE || permit := permit \/ Loose };
 wait_value:                             \* ThreadWaiter.value: plain. CQS-19
       got[n] := value[n];
 wait_next:
       n := n + 1;
    }
}

fair process (resumer \in R) {
 resume_readCell:                        \* Cqs.resume: the cell
    if (cell[self] = "CANCELLED") { goto Done }
    else if (cell[self] = "EMPTY") { goto resume_fill };
 resume_claim:                           \* Cell.claim: CAS of the cell, waiter to RESUMED. CQS-8
    if (cell[self] = "WAITER") { cell[self] := "RESUMED" } else { goto resume_readCell };
 resume_deliver:                         \* Nesting.deliver
    call resumed(self); goto Done;
 resume_fill:                            \* Cell.fill: CAS of the cell, null to value. BC-10
    if (cell[self] = "EMPTY") { cell[self] := "VALUE" } else { goto resume_readCell };
}

fair process (interrupter = Interrupter) {
 interrupt_begin:
    while (sent < Interrupts) {
       either { skip } or { goto Done };
 interrupt_set:                          \* Thread.interrupt
       interrupt := TRUE || permit := permit \/ Loose; sent := sent + 1;
    }
}

fair process (clock = Clock) {
 clock_over:
    late := late \/ Loose;
}
} *)
\* BEGIN TRANSLATION
CONSTANT defaultInitValue
VARIABLES cell, waits, value, permit, interrupt, late, sent, spent, spurious, 
          end, got, pc, stack, of, n, cause, seen

vars == << cell, waits, value, permit, interrupt, late, sent, spent, spurious, 
           end, got, pc, stack, of, n, cause, seen >>

ProcSet == {Thread} \cup (R) \cup {Interrupter} \cup {Clock}

Init == (* Global variables *)
        /\ cell = [r \in R |-> "EMPTY"]
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
        (* Procedure resumed *)
        /\ of = [ self \in ProcSet |-> defaultInitValue]
        (* Process thread *)
        /\ n = 1
        /\ cause = "none"
        /\ seen = FALSE
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self = Thread -> "wait_testInterrupt"
                                        [] self \in R -> "resume_readCell"
                                        [] self = Interrupter -> "interrupt_begin"
                                        [] self = Clock -> "clock_over"]

resumed_readThread(self) == /\ pc[self] = "resumed_readThread"
                            /\ TRUE
                            /\ pc' = [pc EXCEPT ![self] = "resumed_setValue"]
                            /\ UNCHANGED << cell, waits, value, permit, 
                                            interrupt, late, sent, spent, 
                                            spurious, end, got, stack, of, n, 
                                            cause, seen >>

resumed_setValue(self) == /\ pc[self] = "resumed_setValue"
                          /\ IF Bug # "value-after-store"
                                THEN /\ value' = [value EXCEPT ![of[self]] = IF Bug = "value-of-another" THEN of[self] + 1 ELSE of[self]]
                                ELSE /\ TRUE
                                     /\ value' = value
                          /\ IF Bug = "unpark-before-store"
                                THEN /\ permit' = TRUE
                                ELSE /\ TRUE
                                     /\ UNCHANGED permit
                          /\ pc' = [pc EXCEPT ![self] = "resumed_clearThread"]
                          /\ UNCHANGED << cell, waits, interrupt, late, sent, 
                                          spent, spurious, end, got, stack, of, 
                                          n, cause, seen >>

resumed_clearThread(self) == /\ pc[self] = "resumed_clearThread"
                             /\ waits' = [waits EXCEPT ![of[self]] = FALSE]
                             /\ pc' = [pc EXCEPT ![self] = "resumed_unpark"]
                             /\ UNCHANGED << cell, value, permit, interrupt, 
                                             late, sent, spent, spurious, end, 
                                             got, stack, of, n, cause, seen >>

resumed_unpark(self) == /\ pc[self] = "resumed_unpark"
                        /\ IF Bug = "unpark-stays" /\ permit
                              THEN /\ pc' = [pc EXCEPT ![self] = "resumed_unpark"]
                                   /\ UNCHANGED << value, permit, stack, of >>
                              ELSE /\ IF Bug = "unpark-waits"
                                         THEN /\ ~permit
                                         ELSE /\ TRUE
                                   /\ IF Bug = "value-after-store"
                                         THEN /\ value' = [value EXCEPT ![of[self]] = of[self]]
                                         ELSE /\ TRUE
                                              /\ value' = value
                                   /\ IF Bug \notin {"unpark-before-store", "clear-before-read", "no-unpark"}
                                         THEN /\ permit' = TRUE
                                         ELSE /\ TRUE
                                              /\ UNCHANGED permit
                                   /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                   /\ of' = [of EXCEPT ![self] = Head(stack[self]).of]
                                   /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                        /\ UNCHANGED << cell, waits, interrupt, late, sent, 
                                        spent, spurious, end, got, n, cause, 
                                        seen >>

resumed(self) == resumed_readThread(self) \/ resumed_setValue(self)
                    \/ resumed_clearThread(self) \/ resumed_unpark(self)

wait_testInterrupt == /\ pc[Thread] = "wait_testInterrupt"
                      /\ IF n <= Waits
                            THEN /\ cause' = "none"
                                 /\ seen' = FALSE
                                 /\ late' = (Loose /\ late)
                                 /\ IF Bug = "register-before-test" /\ cell[n] = "EMPTY"
                                       THEN /\ cell' = [cell EXCEPT ![n] = "WAITER"]
                                       ELSE /\ TRUE
                                            /\ cell' = cell
                                 /\ IF interrupt /\ Mode # "uninterruptible"
                                       THEN /\ interrupt' = FALSE
                                            /\ spent' = sent
                                            /\ end' = [end EXCEPT ![n] = "early"]
                                            /\ pc' = [pc EXCEPT ![Thread] = "wait_next"]
                                       ELSE /\ IF Bug = "register-before-test"
                                                  THEN /\ pc' = [pc EXCEPT ![Thread] = "await_readThread"]
                                                  ELSE /\ pc' = [pc EXCEPT ![Thread] = "wait_register"]
                                            /\ UNCHANGED << interrupt, spent, 
                                                            end >>
                            ELSE /\ pc' = [pc EXCEPT ![Thread] = "Done"]
                                 /\ UNCHANGED << cell, interrupt, late, spent, 
                                                 end, cause, seen >>
                      /\ UNCHANGED << waits, value, permit, sent, spurious, 
                                      got, stack, of, n >>

wait_register == /\ pc[Thread] = "wait_register"
                 /\ IF cell[n] = "EMPTY"
                       THEN /\ cell' = [cell EXCEPT ![n] = "WAITER"]
                            /\ IF Mode = "uninterruptible"
                                  THEN /\ pc' = [pc EXCEPT ![Thread] = "finish_readThread"]
                                  ELSE /\ pc' = [pc EXCEPT ![Thread] = "await_readThread"]
                       ELSE /\ pc' = [pc EXCEPT ![Thread] = "wait_take"]
                            /\ cell' = cell
                 /\ UNCHANGED << waits, value, permit, interrupt, late, sent, 
                                 spent, spurious, end, got, stack, of, n, 
                                 cause, seen >>

wait_take == /\ pc[Thread] = "wait_take"
             /\ cell' = [cell EXCEPT ![n] = "TAKEN"]
             /\ pc' = [pc EXCEPT ![Thread] = "wait_resumed"]
             /\ UNCHANGED << waits, value, permit, interrupt, late, sent, 
                             spent, spurious, end, got, stack, of, n, cause, 
                             seen >>

wait_resumed == /\ pc[Thread] = "wait_resumed"
                /\ /\ of' = [of EXCEPT ![Thread] = n]
                   /\ stack' = [stack EXCEPT ![Thread] = << [ procedure |->  "resumed",
                                                              pc        |->  "wait_resumedNow",
                                                              of        |->  of[Thread] ] >>
                                                          \o stack[Thread]]
                /\ pc' = [pc EXCEPT ![Thread] = "resumed_readThread"]
                /\ UNCHANGED << cell, waits, value, permit, interrupt, late, 
                                sent, spent, spurious, end, got, n, cause, 
                                seen >>

wait_resumedNow == /\ pc[Thread] = "wait_resumedNow"
                   /\ IF Mode = "uninterruptible"
                         THEN /\ pc' = [pc EXCEPT ![Thread] = "finish_readThread"]
                         ELSE /\ pc' = [pc EXCEPT ![Thread] = "await_readThread"]
                   /\ UNCHANGED << cell, waits, value, permit, interrupt, late, 
                                   sent, spent, spurious, end, got, stack, of, 
                                   n, cause, seen >>

await_readThread == /\ pc[Thread] = "await_readThread"
                    /\ IF ~waits[n] /\ Bug # "park-first"
                          THEN /\ end' = [end EXCEPT ![n] = "RESUMED"]
                               /\ pc' = [pc EXCEPT ![Thread] = "wait_value"]
                          ELSE /\ pc' = [pc EXCEPT ![Thread] = "await_readClock"]
                               /\ end' = end
                    /\ UNCHANGED << cell, waits, value, permit, interrupt, 
                                    late, sent, spent, spurious, got, stack, 
                                    of, n, cause, seen >>

await_readClock == /\ pc[Thread] = "await_readClock"
                   /\ IF Mode = "timed" /\ late
                         THEN /\ cause' = "TIMED_OUT"
                              /\ pc' = [pc EXCEPT ![Thread] = "cancel_casCell"]
                         ELSE /\ pc' = [pc EXCEPT ![Thread] = "await_park"]
                              /\ cause' = cause
                   /\ UNCHANGED << cell, waits, value, permit, interrupt, late, 
                                   sent, spent, spurious, end, got, stack, of, 
                                   n, seen >>

await_park == /\ pc[Thread] = "await_park"
              /\ \/ /\ permit
                    /\ permit' = FALSE
                    /\ UNCHANGED <<late, spurious>>
                 \/ /\ interrupt /\ (Loose \/ ~permit)
                    /\ UNCHANGED <<permit, late, spurious>>
                 \/ /\ (Mode = "timed") /\ IF Loose THEN late ELSE ~permit /\ ~interrupt
                    /\ late' = TRUE
                    /\ UNCHANGED <<permit, spurious>>
                 \/ /\ spurious < Spurious
                    /\ spurious' = spurious + 1
                    /\ UNCHANGED <<permit, late>>
                 \/ /\ Bug = "spins"
                    /\ UNCHANGED <<permit, late, spurious>>
              /\ pc' = [pc EXCEPT ![Thread] = "await_testInterrupt"]
              /\ UNCHANGED << cell, waits, value, interrupt, sent, spent, end, 
                              got, stack, of, n, cause, seen >>

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
                                       spent, spurious, got, stack, of, n, 
                                       seen >>

cancel_casCell == /\ pc[Thread] = "cancel_casCell"
                  /\ IF cell[n] = "WAITER" \/ Bug = "loser-leaves"
                        THEN /\ IF cell[n] = "WAITER"
                                   THEN /\ cell' = [cell EXCEPT ![n] = "CANCELLED"]
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
                                  spurious, got, stack, of, n, cause, seen >>

finish_readThread == /\ pc[Thread] = "finish_readThread"
                     /\ IF ~waits[n]
                           THEN /\ IF seen
                                      THEN /\ pc' = [pc EXCEPT ![Thread] = "finish_restoreSeen"]
                                      ELSE /\ pc' = [pc EXCEPT ![Thread] = "finish_restoreCause"]
                           ELSE /\ pc' = [pc EXCEPT ![Thread] = "finish_park"]
                     /\ UNCHANGED << cell, waits, value, permit, interrupt, 
                                     late, sent, spent, spurious, end, got, 
                                     stack, of, n, cause, seen >>

finish_park == /\ pc[Thread] = "finish_park"
               /\ \/ /\ permit
                     /\ permit' = FALSE
                     /\ UNCHANGED <<late, spurious>>
                  \/ /\ interrupt /\ (Loose \/ ~permit)
                     /\ UNCHANGED <<permit, late, spurious>>
                  \/ /\ FALSE /\ IF Loose THEN late ELSE ~permit /\ ~interrupt
                     /\ late' = TRUE
                     /\ UNCHANGED <<permit, spurious>>
                  \/ /\ spurious < Spurious
                     /\ spurious' = spurious + 1
                     /\ UNCHANGED <<permit, late>>
                  \/ /\ Bug = "spins"
                     /\ UNCHANGED <<permit, late, spurious>>
               /\ pc' = [pc EXCEPT ![Thread] = "finish_testInterrupt"]
               /\ UNCHANGED << cell, waits, value, interrupt, sent, spent, end, 
                               got, stack, of, n, cause, seen >>

finish_testInterrupt == /\ pc[Thread] = "finish_testInterrupt"
                        /\ IF interrupt
                              THEN /\ interrupt' = FALSE
                                   /\ seen' = TRUE
                              ELSE /\ TRUE
                                   /\ UNCHANGED << interrupt, seen >>
                        /\ pc' = [pc EXCEPT ![Thread] = "finish_readThread"]
                        /\ UNCHANGED << cell, waits, value, permit, late, sent, 
                                        spent, spurious, end, got, stack, of, 
                                        n, cause >>

finish_restoreSeen == /\ pc[Thread] = "finish_restoreSeen"
                      /\ IF seen /\ Bug # "forget-seen"
                            THEN /\ /\ interrupt' = TRUE
                                    /\ permit' = (permit \/ Loose)
                            ELSE /\ TRUE
                                 /\ UNCHANGED << permit, interrupt >>
                      /\ pc' = [pc EXCEPT ![Thread] = "finish_restoreCause"]
                      /\ UNCHANGED << cell, waits, value, late, sent, spent, 
                                      spurious, end, got, stack, of, n, cause, 
                                      seen >>

finish_restoreCause == /\ pc[Thread] = "finish_restoreCause"
                       /\ end' = [end EXCEPT ![n] = "RESUMED"]
                       /\ IF cause = "INTERRUPTED" /\ Bug # "forget-interrupt"
                             THEN /\ /\ interrupt' = TRUE
                                     /\ permit' = (permit \/ Loose)
                             ELSE /\ TRUE
                                  /\ UNCHANGED << permit, interrupt >>
                       /\ pc' = [pc EXCEPT ![Thread] = "wait_value"]
                       /\ UNCHANGED << cell, waits, value, late, sent, spent, 
                                       spurious, got, stack, of, n, cause, 
                                       seen >>

wait_value == /\ pc[Thread] = "wait_value"
              /\ got' = [got EXCEPT ![n] = value[n]]
              /\ pc' = [pc EXCEPT ![Thread] = "wait_next"]
              /\ UNCHANGED << cell, waits, value, permit, interrupt, late, 
                              sent, spent, spurious, end, stack, of, n, cause, 
                              seen >>

wait_next == /\ pc[Thread] = "wait_next"
             /\ n' = n + 1
             /\ pc' = [pc EXCEPT ![Thread] = "wait_testInterrupt"]
             /\ UNCHANGED << cell, waits, value, permit, interrupt, late, sent, 
                             spent, spurious, end, got, stack, of, cause, seen >>

thread == wait_testInterrupt \/ wait_register \/ wait_take \/ wait_resumed
             \/ wait_resumedNow \/ await_readThread \/ await_readClock
             \/ await_park \/ await_testInterrupt \/ cancel_casCell
             \/ finish_readThread \/ finish_park \/ finish_testInterrupt
             \/ finish_restoreSeen \/ finish_restoreCause \/ wait_value
             \/ wait_next

resume_readCell(self) == /\ pc[self] = "resume_readCell"
                         /\ IF cell[self] = "CANCELLED"
                               THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                               ELSE /\ IF cell[self] = "EMPTY"
                                          THEN /\ pc' = [pc EXCEPT ![self] = "resume_fill"]
                                          ELSE /\ pc' = [pc EXCEPT ![self] = "resume_claim"]
                         /\ UNCHANGED << cell, waits, value, permit, interrupt, 
                                         late, sent, spent, spurious, end, got, 
                                         stack, of, n, cause, seen >>

resume_claim(self) == /\ pc[self] = "resume_claim"
                      /\ IF cell[self] = "WAITER"
                            THEN /\ cell' = [cell EXCEPT ![self] = "RESUMED"]
                                 /\ pc' = [pc EXCEPT ![self] = "resume_deliver"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                                 /\ cell' = cell
                      /\ UNCHANGED << waits, value, permit, interrupt, late, 
                                      sent, spent, spurious, end, got, stack, 
                                      of, n, cause, seen >>

resume_deliver(self) == /\ pc[self] = "resume_deliver"
                        /\ /\ of' = [of EXCEPT ![self] = self]
                           /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "resumed",
                                                                    pc        |->  "Done",
                                                                    of        |->  of[self] ] >>
                                                                \o stack[self]]
                        /\ pc' = [pc EXCEPT ![self] = "resumed_readThread"]
                        /\ UNCHANGED << cell, waits, value, permit, interrupt, 
                                        late, sent, spent, spurious, end, got, 
                                        n, cause, seen >>

resume_fill(self) == /\ pc[self] = "resume_fill"
                     /\ IF cell[self] = "EMPTY"
                           THEN /\ cell' = [cell EXCEPT ![self] = "VALUE"]
                                /\ pc' = [pc EXCEPT ![self] = "Done"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                                /\ cell' = cell
                     /\ UNCHANGED << waits, value, permit, interrupt, late, 
                                     sent, spent, spurious, end, got, stack, 
                                     of, n, cause, seen >>

resumer(self) == resume_readCell(self) \/ resume_claim(self)
                    \/ resume_deliver(self) \/ resume_fill(self)

interrupt_begin == /\ pc[Interrupter] = "interrupt_begin"
                   /\ IF sent < Interrupts
                         THEN /\ \/ /\ TRUE
                                    /\ pc' = [pc EXCEPT ![Interrupter] = "interrupt_set"]
                                 \/ /\ pc' = [pc EXCEPT ![Interrupter] = "Done"]
                         ELSE /\ pc' = [pc EXCEPT ![Interrupter] = "Done"]
                   /\ UNCHANGED << cell, waits, value, permit, interrupt, late, 
                                   sent, spent, spurious, end, got, stack, of, 
                                   n, cause, seen >>

interrupt_set == /\ pc[Interrupter] = "interrupt_set"
                 /\ /\ interrupt' = TRUE
                    /\ permit' = (permit \/ Loose)
                 /\ sent' = sent + 1
                 /\ pc' = [pc EXCEPT ![Interrupter] = "interrupt_begin"]
                 /\ UNCHANGED << cell, waits, value, late, spent, spurious, 
                                 end, got, stack, of, n, cause, seen >>

interrupter == interrupt_begin \/ interrupt_set

clock_over == /\ pc[Clock] = "clock_over"
              /\ late' = (late \/ Loose)
              /\ pc' = [pc EXCEPT ![Clock] = "Done"]
              /\ UNCHANGED << cell, waits, value, permit, interrupt, sent, 
                              spent, spurious, end, got, stack, of, n, cause, 
                              seen >>

clock == clock_over

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == thread \/ interrupter \/ clock
           \/ (\E self \in ProcSet: resumed(self))
           \/ (\E self \in R: resumer(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(thread) /\ WF_vars(resumed(Thread))
        /\ \A self \in R : WF_vars(resumer(self)) /\ WF_vars(resumed(self))
        /\ WF_vars(interrupter)
        /\ WF_vars(clock)

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION
-----------------------------------------------------------------------------
Over(r) == n > r \/ (n = r /\ pc[Thread] = "wait_next")
Delivered(r) == cell[r] \in {"RESUMED", "TAKEN"}

TypeOK ==
    /\ cell \in [R -> {"EMPTY", "WAITER", "VALUE", "RESUMED", "TAKEN", "CANCELLED"}]
    /\ end \in [R -> {"none", "early", "RESUMED", "INTERRUPTED", "TIMED_OUT"}]
    /\ waits \in [R -> BOOLEAN] /\ \A r \in R : value[r] \in {0, r} /\ got[r] \in {0, r}
    /\ permit \in BOOLEAN /\ interrupt \in BOOLEAN /\ spent <= sent /\ sent <= Interrupts
(* Exactly one of resumed with the value and cancelled, whatever races.       *)
COND_5_OneOutcome == \A r \in R : Over(r) =>   \* COND-6, PR-7, CQS-20
    IF end[r] = "RESUMED" THEN Delivered(r)
    ELSE IF end[r] = "early" THEN value[r] = 0 ELSE cell[r] = "CANCELLED"
CQS_19_OwnValue == \A r \in R : end[r] = "RESUMED" /\ Over(r) => got[r] = r   \* PR-9
(* An interrupt is reported, or is still there once the wait is over.         *)
COND_5_InterruptKept == sent > spent => interrupt \/ seen \/ (cause = "INTERRUPTED" /\ ~Over(n))
COND_3_NotRegistered == \A r \in R : end[r] = "early" => cell[r] \in {"EMPTY", "VALUE"} /\ waits[r]   \* PR-8
(* A resumer waits for nobody.                                                *)
SIG_NeverBlocked == \A r \in R : pc[r] # "Done" => ENABLED <<resumer(r) \/ resumed(r)>>_vars
LIVE_AwaitReturns == <>(pc[Thread] = "Done")   \* PR-5
LIVE_LockFree     == <>[][FALSE]_vars
Unfair            == Init /\ [][Next]_vars
=============================================================================
