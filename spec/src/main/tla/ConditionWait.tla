\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
---------------------------- MODULE ConditionWait ----------------------------
(* The algorithm of Condition: await with a lock, awaitNoMutex, loopNoMutex.  *)
(* Under it lies module Broadcast as it is: a broadcast covers all who wait   *)
(* in one step, each of them is claimed and called later. Parking is one step *)
(* too: called, or cancelled by an interrupt or a time-out unless the waiter  *)
(* has been claimed. Module ThreadWait has what is inside that step.          *)
EXTENDS Integers, FiniteSets, TLC
CONSTANTS W,           \* threads that wait for the flag
          Interrupted, \* those of them that may be interrupted, once, at any time,
          TimedOut,    \* whose wait may time out,
          Throwing,    \* whose look may throw
          Strangers,   \* threads that call await without the lock
          Mode,        \* "mutex", "noMutex" or "loop"
          Bug          \* "none", or the mutant

Nobody == "nobody"
Waiters == W \cup Strangers
Interrupter(w) == <<"interrupter", w>>
Changer == <<"changer", Nobody>>
Sweeper == <<"sweeper", Nobody>>

(* --algorithm ConditionWait {
variables
  flag   = FALSE,                        \* the state that the waiters look at
  lock   = Nobody,                       \* who holds it
  status = [w \in Waiters |-> "none"],   \* of the waiter of each thread's latest await
  due    = {},                           \* as in module Broadcast
  interrupt = [w \in W |-> FALSE],       \* the interrupt status
  sent   = [w \in W |-> FALSE],          \* history: it was interrupted
  registered = [w \in W |-> FALSE],      \* history: the latest await has registered
  ended  = [w \in W |-> "no"];           \* history: how it ended: "seen", "interrupted", "early", "timedOut" or "thrown"

fair process (waiter \in W) {
 wait_begin:
    if (Mode = "loop") { goto loop_register } else if (Mode = "noMutex") { goto noMutex_look };
 mutex_lock:                             \* The caller's lock.
    await lock = Nobody; lock := self;
 mutex_look:                             \* The caller's look at the state, under the lock. COND-4
    registered[self] := Bug = "register-before-test";
    if (flag) { ended[self] := "seen"; goto mutex_unlock }
    else if (Bug = "unlock-before-register") { goto await_unlockEarly };
 await_testInterrupt:                    \* Condition.await: Thread.interrupted. COND-3
    if (interrupt[self]) { interrupt[self] := FALSE; ended[self] := "early"; goto mutex_unlock };
 await_register:                         \* Condition.await: Broadcast.suspend. COND-1
    status[self] := "waiting"; registered[self] := TRUE;
 await_unlock:                           \* Condition.await: unlock. COND-1
    lock := Nobody; goto await_park;
 await_unlockEarly:                      \* Only a mutant unlocks before it registers.
    lock := Nobody;
 await_registerLate:
    status[self] := "waiting";
 await_park:                             \* ThreadWaiter.await: resumed, or cancelled. COND-5
    either {
       await status[self] = "called";
       if (Bug = "swallow-interrupt") { interrupt[self] := FALSE } }
    or {
       await interrupt[self] /\ (status[self] = "waiting" \/ (Bug = "cancel-claimed" /\ status[self] = "claimed"));
       interrupt[self] := FALSE;
       status[self] := "cancelled" || due := due \ {self};
       ended[self] := "interrupted";
       if (Bug = "no-relock") { goto await_return } }
    or {
       await self \in TimedOut /\ status[self] = "waiting";
       status[self] := "cancelled" || due := due \ {self};
       ended[self] := "timedOut" };
 await_lock:                             \* Condition.await: lock, whatever happened. COND-2
    if (Bug # "lock-interruptibly" \/ ~interrupt[self]) { await lock = Nobody; lock := self };
 await_return:                           \* Condition.await: to the caller's loop. COND-2
    if (ended[self] = "no") { goto mutex_look };
 mutex_unlock:
    if (lock = self) { lock := Nobody }; goto Done;

 noMutex_look:                           \* The caller's look. COND-7
    if (flag) { ended[self] := "seen"; goto Done };
 noMutex_testInterrupt:                  \* Condition.awaitNoMutex: Thread.interrupted. COND-3
    if (interrupt[self]) { interrupt[self] := FALSE; ended[self] := "early"; goto Done };
 noMutex_register:                       \* Condition.awaitNoMutex: Broadcast.suspend
    status[self] := "waiting";
 noMutex_park:                           \* ThreadWaiter.await
    either { await status[self] = "called"; goto noMutex_look }
    or { await interrupt[self] /\ status[self] = "waiting";
         interrupt[self] := FALSE;
         status[self] := "cancelled" || due := due \ {self};
         ended[self] := "interrupted" };
 noMutex_return:
    goto Done;

 loop_register:                          \* Condition.loopNoMutex: Broadcast.suspend. COND-8
    if (Bug # "look-before-register") { status[self] := "waiting" };
 loop_look:                              \* Condition.loopNoMutex: update, which may throw
    either { await self \in Throwing; ended[self] := "thrown"; goto loop_cancel }
    or { if (flag) { ended[self] := "seen"; goto loop_cancel } };
 loop_registerLate:                      \* Only a mutant registers after it has looked.
    if (Bug = "look-before-register") { status[self] := "waiting" };
 loop_testInterrupt:                     \* Condition.loopNoMutex: Thread.interrupted. COND-10
    if (interrupt[self] /\ ~(Bug = "sleep-if-called" /\ status[self] = "called")) {
       interrupt[self] := FALSE; ended[self] := "interrupted"; goto loop_cancel };
 loop_park:                              \* ThreadWaiter.await. COND-5
    either { await status[self] = "called"; goto loop_register }
    or { await interrupt[self] /\ status[self] = "waiting";
         interrupt[self] := FALSE;
         status[self] := "cancelled" || due := due \ {self};
         ended[self] := "interrupted"; goto loop_return };
 loop_cancel:                            \* Condition.loopNoMutex: cancel, on every exit but from sleep. COND-9
    if (/\ status[self] = "waiting" /\ Bug # "forget-cancel"
        /\ ~(Bug = "leave-on-throw" /\ ended[self] = "thrown")) {
       status[self] := "cancelled"; due := due \ {self} };
 loop_return:
    skip;
}

fair process (interrupter \in {Interrupter(w) : w \in Interrupted}) {
 interrupt_set:                          \* Thread.interrupt
    either { interrupt[self[2]] := TRUE; sent[self[2]] := TRUE } or { skip };
}

fair process (stranger \in Strangers) {
 stranger_register:                      \* Condition.await: Broadcast.suspend
    status[self] := "waiting";
 stranger_unlock:                        \* Condition.await: unlock, which throws. COND-14
    assert lock # self;
 stranger_cancel:                        \* Condition.await: cancel. COND-14
    if (status[self] = "waiting" /\ Bug # "leave-stranger") { status[self] := "cancelled"; due := due \ {self} };
}

fair process (changer = Changer) {
 change_lock:
    if (Mode = "mutex") { await lock = Nobody; lock := "changer" };
 change_set:
    if (Bug = "broadcast-before-set") { due := {w \in Waiters : status[w] = "waiting"} } else { flag := TRUE };
 change_unlock:
    if (Mode = "mutex") { lock := Nobody };
 change_broadcast:                       \* Condition.broadcast: Cqs.resumeAll, its snapshot. COND-4, COND-11
    if (Bug = "broadcast-before-set") { flag := TRUE } else { due := {w \in Waiters : status[w] = "waiting"} };
}

fair process (sweeper = Sweeper) variables x = Nobody; {
 sweep_claim:                            \* Cell.claim. RALL-2
    while (TRUE) {
       with (w \in due) { x := w; due := due \ {w}; status[w] := "claimed" };
 sweep_call:                             \* ThreadWaiter.resumed. BC-4
       status[x] := "called";
       x := Nobody;
    }
}
} *)
\* BEGIN TRANSLATION (chksum(pcal) = "61ff19e8" /\ chksum(tla) = "37ca7ea6")
VARIABLES flag, lock, status, due, interrupt, sent, registered, ended, pc, x

vars == << flag, lock, status, due, interrupt, sent, registered, ended, pc, x
        >>

ProcSet == (W) \cup ({Interrupter(w) : w \in Interrupted}) \cup (Strangers) \cup {Changer} \cup {Sweeper}

Init == (* Global variables *)
        /\ flag = FALSE
        /\ lock = Nobody
        /\ status = [w \in Waiters |-> "none"]
        /\ due = {}
        /\ interrupt = [w \in W |-> FALSE]
        /\ sent = [w \in W |-> FALSE]
        /\ registered = [w \in W |-> FALSE]
        /\ ended = [w \in W |-> "no"]
        (* Process sweeper *)
        /\ x = Nobody
        /\ pc = [self \in ProcSet |-> CASE self \in W -> "wait_begin"
                                        [] self \in {Interrupter(w) : w \in Interrupted} -> "interrupt_set"
                                        [] self \in Strangers -> "stranger_register"
                                        [] self = Changer -> "change_lock"
                                        [] self = Sweeper -> "sweep_claim"]

wait_begin(self) == /\ pc[self] = "wait_begin"
                    /\ IF Mode = "loop"
                          THEN /\ pc' = [pc EXCEPT ![self] = "loop_register"]
                          ELSE /\ IF Mode = "noMutex"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "noMutex_look"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "mutex_lock"]
                    /\ UNCHANGED << flag, lock, status, due, interrupt, sent, 
                                    registered, ended, x >>

mutex_lock(self) == /\ pc[self] = "mutex_lock"
                    /\ lock = Nobody
                    /\ lock' = self
                    /\ pc' = [pc EXCEPT ![self] = "mutex_look"]
                    /\ UNCHANGED << flag, status, due, interrupt, sent, 
                                    registered, ended, x >>

mutex_look(self) == /\ pc[self] = "mutex_look"
                    /\ registered' = [registered EXCEPT ![self] = Bug = "register-before-test"]
                    /\ IF flag
                          THEN /\ ended' = [ended EXCEPT ![self] = "seen"]
                               /\ pc' = [pc EXCEPT ![self] = "mutex_unlock"]
                          ELSE /\ IF Bug = "unlock-before-register"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "await_unlockEarly"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "await_testInterrupt"]
                               /\ ended' = ended
                    /\ UNCHANGED << flag, lock, status, due, interrupt, sent, 
                                    x >>

await_testInterrupt(self) == /\ pc[self] = "await_testInterrupt"
                             /\ IF interrupt[self]
                                   THEN /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                                        /\ ended' = [ended EXCEPT ![self] = "early"]
                                        /\ pc' = [pc EXCEPT ![self] = "mutex_unlock"]
                                   ELSE /\ pc' = [pc EXCEPT ![self] = "await_register"]
                                        /\ UNCHANGED << interrupt, ended >>
                             /\ UNCHANGED << flag, lock, status, due, sent, 
                                             registered, x >>

await_register(self) == /\ pc[self] = "await_register"
                        /\ status' = [status EXCEPT ![self] = "waiting"]
                        /\ registered' = [registered EXCEPT ![self] = TRUE]
                        /\ pc' = [pc EXCEPT ![self] = "await_unlock"]
                        /\ UNCHANGED << flag, lock, due, interrupt, sent, 
                                        ended, x >>

await_unlock(self) == /\ pc[self] = "await_unlock"
                      /\ lock' = Nobody
                      /\ pc' = [pc EXCEPT ![self] = "await_park"]
                      /\ UNCHANGED << flag, status, due, interrupt, sent, 
                                      registered, ended, x >>

await_unlockEarly(self) == /\ pc[self] = "await_unlockEarly"
                           /\ lock' = Nobody
                           /\ pc' = [pc EXCEPT ![self] = "await_registerLate"]
                           /\ UNCHANGED << flag, status, due, interrupt, sent, 
                                           registered, ended, x >>

await_registerLate(self) == /\ pc[self] = "await_registerLate"
                            /\ status' = [status EXCEPT ![self] = "waiting"]
                            /\ pc' = [pc EXCEPT ![self] = "await_park"]
                            /\ UNCHANGED << flag, lock, due, interrupt, sent, 
                                            registered, ended, x >>

await_park(self) == /\ pc[self] = "await_park"
                    /\ \/ /\ status[self] = "called"
                          /\ IF Bug = "swallow-interrupt"
                                THEN /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                                ELSE /\ TRUE
                                     /\ UNCHANGED interrupt
                          /\ pc' = [pc EXCEPT ![self] = "await_lock"]
                          /\ UNCHANGED <<status, due, ended>>
                       \/ /\ interrupt[self] /\ (status[self] = "waiting" \/ (Bug = "cancel-claimed" /\ status[self] = "claimed"))
                          /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                          /\ /\ due' = due \ {self}
                             /\ status' = [status EXCEPT ![self] = "cancelled"]
                          /\ ended' = [ended EXCEPT ![self] = "interrupted"]
                          /\ IF Bug = "no-relock"
                                THEN /\ pc' = [pc EXCEPT ![self] = "await_return"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "await_lock"]
                       \/ /\ self \in TimedOut /\ status[self] = "waiting"
                          /\ /\ due' = due \ {self}
                             /\ status' = [status EXCEPT ![self] = "cancelled"]
                          /\ ended' = [ended EXCEPT ![self] = "timedOut"]
                          /\ pc' = [pc EXCEPT ![self] = "await_lock"]
                          /\ UNCHANGED interrupt
                    /\ UNCHANGED << flag, lock, sent, registered, x >>

await_lock(self) == /\ pc[self] = "await_lock"
                    /\ IF Bug # "lock-interruptibly" \/ ~interrupt[self]
                          THEN /\ lock = Nobody
                               /\ lock' = self
                          ELSE /\ TRUE
                               /\ lock' = lock
                    /\ pc' = [pc EXCEPT ![self] = "await_return"]
                    /\ UNCHANGED << flag, status, due, interrupt, sent, 
                                    registered, ended, x >>

await_return(self) == /\ pc[self] = "await_return"
                      /\ IF ended[self] = "no"
                            THEN /\ pc' = [pc EXCEPT ![self] = "mutex_look"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "mutex_unlock"]
                      /\ UNCHANGED << flag, lock, status, due, interrupt, sent, 
                                      registered, ended, x >>

mutex_unlock(self) == /\ pc[self] = "mutex_unlock"
                      /\ IF lock = self
                            THEN /\ lock' = Nobody
                            ELSE /\ TRUE
                                 /\ lock' = lock
                      /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << flag, status, due, interrupt, sent, 
                                      registered, ended, x >>

noMutex_look(self) == /\ pc[self] = "noMutex_look"
                      /\ IF flag
                            THEN /\ ended' = [ended EXCEPT ![self] = "seen"]
                                 /\ pc' = [pc EXCEPT ![self] = "Done"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "noMutex_testInterrupt"]
                                 /\ ended' = ended
                      /\ UNCHANGED << flag, lock, status, due, interrupt, sent, 
                                      registered, x >>

noMutex_testInterrupt(self) == /\ pc[self] = "noMutex_testInterrupt"
                               /\ IF interrupt[self]
                                     THEN /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                                          /\ ended' = [ended EXCEPT ![self] = "early"]
                                          /\ pc' = [pc EXCEPT ![self] = "Done"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "noMutex_register"]
                                          /\ UNCHANGED << interrupt, ended >>
                               /\ UNCHANGED << flag, lock, status, due, sent, 
                                               registered, x >>

noMutex_register(self) == /\ pc[self] = "noMutex_register"
                          /\ status' = [status EXCEPT ![self] = "waiting"]
                          /\ pc' = [pc EXCEPT ![self] = "noMutex_park"]
                          /\ UNCHANGED << flag, lock, due, interrupt, sent, 
                                          registered, ended, x >>

noMutex_park(self) == /\ pc[self] = "noMutex_park"
                      /\ \/ /\ status[self] = "called"
                            /\ pc' = [pc EXCEPT ![self] = "noMutex_look"]
                            /\ UNCHANGED <<status, due, interrupt, ended>>
                         \/ /\ interrupt[self] /\ status[self] = "waiting"
                            /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                            /\ /\ due' = due \ {self}
                               /\ status' = [status EXCEPT ![self] = "cancelled"]
                            /\ ended' = [ended EXCEPT ![self] = "interrupted"]
                            /\ pc' = [pc EXCEPT ![self] = "noMutex_return"]
                      /\ UNCHANGED << flag, lock, sent, registered, x >>

noMutex_return(self) == /\ pc[self] = "noMutex_return"
                        /\ pc' = [pc EXCEPT ![self] = "Done"]
                        /\ UNCHANGED << flag, lock, status, due, interrupt, 
                                        sent, registered, ended, x >>

loop_register(self) == /\ pc[self] = "loop_register"
                       /\ IF Bug # "look-before-register"
                             THEN /\ status' = [status EXCEPT ![self] = "waiting"]
                             ELSE /\ TRUE
                                  /\ UNCHANGED status
                       /\ pc' = [pc EXCEPT ![self] = "loop_look"]
                       /\ UNCHANGED << flag, lock, due, interrupt, sent, 
                                       registered, ended, x >>

loop_look(self) == /\ pc[self] = "loop_look"
                   /\ \/ /\ self \in Throwing
                         /\ ended' = [ended EXCEPT ![self] = "thrown"]
                         /\ pc' = [pc EXCEPT ![self] = "loop_cancel"]
                      \/ /\ IF flag
                               THEN /\ ended' = [ended EXCEPT ![self] = "seen"]
                                    /\ pc' = [pc EXCEPT ![self] = "loop_cancel"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "loop_registerLate"]
                                    /\ ended' = ended
                   /\ UNCHANGED << flag, lock, status, due, interrupt, sent, 
                                   registered, x >>

loop_registerLate(self) == /\ pc[self] = "loop_registerLate"
                           /\ IF Bug = "look-before-register"
                                 THEN /\ status' = [status EXCEPT ![self] = "waiting"]
                                 ELSE /\ TRUE
                                      /\ UNCHANGED status
                           /\ pc' = [pc EXCEPT ![self] = "loop_testInterrupt"]
                           /\ UNCHANGED << flag, lock, due, interrupt, sent, 
                                           registered, ended, x >>

loop_testInterrupt(self) == /\ pc[self] = "loop_testInterrupt"
                            /\ IF interrupt[self] /\ ~(Bug = "sleep-if-called" /\ status[self] = "called")
                                  THEN /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                                       /\ ended' = [ended EXCEPT ![self] = "interrupted"]
                                       /\ pc' = [pc EXCEPT ![self] = "loop_cancel"]
                                  ELSE /\ pc' = [pc EXCEPT ![self] = "loop_park"]
                                       /\ UNCHANGED << interrupt, ended >>
                            /\ UNCHANGED << flag, lock, status, due, sent, 
                                            registered, x >>

loop_park(self) == /\ pc[self] = "loop_park"
                   /\ \/ /\ status[self] = "called"
                         /\ pc' = [pc EXCEPT ![self] = "loop_register"]
                         /\ UNCHANGED <<status, due, interrupt, ended>>
                      \/ /\ interrupt[self] /\ status[self] = "waiting"
                         /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                         /\ /\ due' = due \ {self}
                            /\ status' = [status EXCEPT ![self] = "cancelled"]
                         /\ ended' = [ended EXCEPT ![self] = "interrupted"]
                         /\ pc' = [pc EXCEPT ![self] = "loop_return"]
                   /\ UNCHANGED << flag, lock, sent, registered, x >>

loop_cancel(self) == /\ pc[self] = "loop_cancel"
                     /\ IF /\ status[self] = "waiting" /\ Bug # "forget-cancel"
                           /\ ~(Bug = "leave-on-throw" /\ ended[self] = "thrown")
                           THEN /\ status' = [status EXCEPT ![self] = "cancelled"]
                                /\ due' = due \ {self}
                           ELSE /\ TRUE
                                /\ UNCHANGED << status, due >>
                     /\ pc' = [pc EXCEPT ![self] = "loop_return"]
                     /\ UNCHANGED << flag, lock, interrupt, sent, registered, 
                                     ended, x >>

loop_return(self) == /\ pc[self] = "loop_return"
                     /\ TRUE
                     /\ pc' = [pc EXCEPT ![self] = "Done"]
                     /\ UNCHANGED << flag, lock, status, due, interrupt, sent, 
                                     registered, ended, x >>

waiter(self) == wait_begin(self) \/ mutex_lock(self) \/ mutex_look(self)
                   \/ await_testInterrupt(self) \/ await_register(self)
                   \/ await_unlock(self) \/ await_unlockEarly(self)
                   \/ await_registerLate(self) \/ await_park(self)
                   \/ await_lock(self) \/ await_return(self)
                   \/ mutex_unlock(self) \/ noMutex_look(self)
                   \/ noMutex_testInterrupt(self) \/ noMutex_register(self)
                   \/ noMutex_park(self) \/ noMutex_return(self)
                   \/ loop_register(self) \/ loop_look(self)
                   \/ loop_registerLate(self) \/ loop_testInterrupt(self)
                   \/ loop_park(self) \/ loop_cancel(self)
                   \/ loop_return(self)

interrupt_set(self) == /\ pc[self] = "interrupt_set"
                       /\ \/ /\ interrupt' = [interrupt EXCEPT ![self[2]] = TRUE]
                             /\ sent' = [sent EXCEPT ![self[2]] = TRUE]
                          \/ /\ TRUE
                             /\ UNCHANGED <<interrupt, sent>>
                       /\ pc' = [pc EXCEPT ![self] = "Done"]
                       /\ UNCHANGED << flag, lock, status, due, registered, 
                                       ended, x >>

interrupter(self) == interrupt_set(self)

stranger_register(self) == /\ pc[self] = "stranger_register"
                           /\ status' = [status EXCEPT ![self] = "waiting"]
                           /\ pc' = [pc EXCEPT ![self] = "stranger_unlock"]
                           /\ UNCHANGED << flag, lock, due, interrupt, sent, 
                                           registered, ended, x >>

stranger_unlock(self) == /\ pc[self] = "stranger_unlock"
                         /\ Assert(lock # self, 
                                   "Failure of assertion at line 123, column 5.")
                         /\ pc' = [pc EXCEPT ![self] = "stranger_cancel"]
                         /\ UNCHANGED << flag, lock, status, due, interrupt, 
                                         sent, registered, ended, x >>

stranger_cancel(self) == /\ pc[self] = "stranger_cancel"
                         /\ IF status[self] = "waiting" /\ Bug # "leave-stranger"
                               THEN /\ status' = [status EXCEPT ![self] = "cancelled"]
                                    /\ due' = due \ {self}
                               ELSE /\ TRUE
                                    /\ UNCHANGED << status, due >>
                         /\ pc' = [pc EXCEPT ![self] = "Done"]
                         /\ UNCHANGED << flag, lock, interrupt, sent, 
                                         registered, ended, x >>

stranger(self) == stranger_register(self) \/ stranger_unlock(self)
                     \/ stranger_cancel(self)

change_lock == /\ pc[Changer] = "change_lock"
               /\ IF Mode = "mutex"
                     THEN /\ lock = Nobody
                          /\ lock' = "changer"
                     ELSE /\ TRUE
                          /\ lock' = lock
               /\ pc' = [pc EXCEPT ![Changer] = "change_set"]
               /\ UNCHANGED << flag, status, due, interrupt, sent, registered, 
                               ended, x >>

change_set == /\ pc[Changer] = "change_set"
              /\ IF Bug = "broadcast-before-set"
                    THEN /\ due' = {w \in Waiters : status[w] = "waiting"}
                         /\ flag' = flag
                    ELSE /\ flag' = TRUE
                         /\ due' = due
              /\ pc' = [pc EXCEPT ![Changer] = "change_unlock"]
              /\ UNCHANGED << lock, status, interrupt, sent, registered, ended, 
                              x >>

change_unlock == /\ pc[Changer] = "change_unlock"
                 /\ IF Mode = "mutex"
                       THEN /\ lock' = Nobody
                       ELSE /\ TRUE
                            /\ lock' = lock
                 /\ pc' = [pc EXCEPT ![Changer] = "change_broadcast"]
                 /\ UNCHANGED << flag, status, due, interrupt, sent, 
                                 registered, ended, x >>

change_broadcast == /\ pc[Changer] = "change_broadcast"
                    /\ IF Bug = "broadcast-before-set"
                          THEN /\ flag' = TRUE
                               /\ due' = due
                          ELSE /\ due' = {w \in Waiters : status[w] = "waiting"}
                               /\ flag' = flag
                    /\ pc' = [pc EXCEPT ![Changer] = "Done"]
                    /\ UNCHANGED << lock, status, interrupt, sent, registered, 
                                    ended, x >>

changer == change_lock \/ change_set \/ change_unlock \/ change_broadcast

sweep_claim == /\ pc[Sweeper] = "sweep_claim"
               /\ \E w \in due:
                    /\ x' = w
                    /\ due' = due \ {w}
                    /\ status' = [status EXCEPT ![w] = "claimed"]
               /\ pc' = [pc EXCEPT ![Sweeper] = "sweep_call"]
               /\ UNCHANGED << flag, lock, interrupt, sent, registered, ended >>

sweep_call == /\ pc[Sweeper] = "sweep_call"
              /\ status' = [status EXCEPT ![x] = "called"]
              /\ x' = Nobody
              /\ pc' = [pc EXCEPT ![Sweeper] = "sweep_claim"]
              /\ UNCHANGED << flag, lock, due, interrupt, sent, registered, 
                              ended >>

sweeper == sweep_claim \/ sweep_call

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == changer \/ sweeper
           \/ (\E self \in W: waiter(self))
           \/ (\E self \in {Interrupter(w) : w \in Interrupted}: interrupter(self))
           \/ (\E self \in Strangers: stranger(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in W : WF_vars(waiter(self))
        /\ \A self \in {Interrupter(w) : w \in Interrupted} : WF_vars(interrupter(self))
        /\ \A self \in Strangers : WF_vars(stranger(self))
        /\ WF_vars(changer)
        /\ WF_vars(sweeper)

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
-----------------------------------------------------------------------------
Parked(w) == pc[w] \in {"await_park", "noMutex_park", "loop_park"}

(* As module Condition sees it, a thread is out unless it is in an await.     *)
Awaiting(w) == pc[w] \in {"await_unlock", "await_park", "await_lock", "noMutex_park", "noMutex_return",
    "loop_look", "loop_registerLate", "loop_testInterrupt", "loop_park", "loop_cancel", "loop_return"}
Seen(w) == IF ~Awaiting(w) THEN "out" ELSE IF status[w] = "cancelled" THEN "left" ELSE status[w]
Abstract == INSTANCE Condition WITH Others <- {"changer"}, Locked <- Mode = "mutex",
    status <- [w \in W |-> Seen(w)], due <- due \cap W, lock <- IF lock = Nobody THEN {} ELSE {lock}
RefinesCondition == Abstract!Spec

COND_1_RegisteredBeforeUnlock == \A w \in W : pc[w] = "await_park" => status[w] # "none"
COND_2_LockOnReturn    == \A w \in W : pc[w] \in {"await_return", "mutex_look"} => lock = w
COND_3_NotRegistered   == \A w \in W : ended[w] = "early" => ~registered[w] /\ (pc[w] = "mutex_unlock" => lock = w)
COND_5_OneOutcome      == \A w \in W : ended[w] \in {"interrupted", "timedOut"} /\ Mode # "loop" => status[w] = "cancelled"   \* COND-6
COND_5_InterruptKept   == \A w \in W : sent[w] => interrupt[w] \/ ended[w] \in {"interrupted", "early"}
COND_9_NothingLeft     == \A w \in W : pc[w] = "Done" => status[w] # "waiting"
COND_10_InterruptFirst == [][\A w \in W : pc[w] = "loop_testInterrupt" /\ interrupt[w] => pc'[w] # "loop_park"]_vars
COND_13_NoMemory       == due \subseteq {w \in Waiters : status[w] = "waiting"}
COND_14_NothingLeft    == \A w \in Strangers : pc[w] = "Done" => status[w] # "waiting"
(* Whoever sleeps once the change has been broadcast is going to be called.   *)
NoLostWakeUp == pc[Changer] = "Done" => \A w \in W :
    Parked(w) /\ status[w] = "waiting" => w \in due
COND_4_NoLostWakeUp == NoLostWakeUp      \* with a lock
COND_7_NoLostWakeUp == NoLostWakeUp      \* without one: false for awaitNoMutex
COND_8_NoLostWakeUp == NoLostWakeUp      \* loopNoMutex
LIVE_AwaitReturns   == <>(\A w \in W : pc[w] = "Done")
=============================================================================
