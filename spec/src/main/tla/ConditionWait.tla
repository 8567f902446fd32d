\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
---------------------------- MODULE ConditionWait ----------------------------
(* The algorithm of Condition: await with a lock, awaitNoMutex, loopNoMutex.  *)
(* Under it lies module Broadcast as it is: a broadcast covers all who wait   *)
(* in one step, each of them is claimed and called later. Parking is          *)
(* ThreadWaiter: an interrupt counts unless the waiter has been claimed.      *)
EXTENDS Integers, FiniteSets, TLC
CONSTANTS W,           \* threads that wait for the flag
          Interrupted, \* those of them that may be interrupted
          Mode,        \* "mutex", "noMutex" or "loop"
          Bug          \* "none", or the mutant

Nobody == "nobody"

(* --algorithm ConditionWait {
variables
  flag   = FALSE,                        \* the state that the waiters look at
  lock   = Nobody,                       \* who holds it
  status = [w \in W |-> "none"],         \* of the waiter of each thread's latest await
  due    = {},                           \* as in module Broadcast
  ended  = [w \in W |-> "no"];           \* history: how the await ended: "seen" or "interrupted"

fair process (waiter \in W) {
 wait_begin:
    if (Mode = "loop") { goto loop_register } else if (Mode = "noMutex") { goto noMutex_look };
 mutex_lock:                             \* The caller's lock.
    await lock = Nobody; lock := self;
 mutex_look:                             \* The caller's look at the state, under the lock. COND-4
    if (flag) { ended[self] := "seen"; goto mutex_unlock }
    else if (Bug = "unlock-before-register") { goto await_unlockEarly };
 await_register:                         \* Condition.await: Broadcast.suspend. COND-1
    status[self] := "waiting";
 await_unlock:                           \* Condition.await: unlock. COND-1
    lock := Nobody; goto await_park;
 await_unlockEarly:                      \* Only a mutant unlocks before it registers.
    lock := Nobody;
 await_registerLate:
    status[self] := "waiting";
 await_park:                             \* ThreadWaiter.await: resumed, or cancelled. COND-5
    either { await status[self] = "called" }
    or {
       await self \in Interrupted /\ (status[self] = "waiting" \/ (Bug = "cancel-claimed" /\ status[self] = "claimed"));
       status[self] := "cancelled" || due := due \ {self};
       ended[self] := "interrupted";
       if (Bug = "no-relock") { goto await_return } };
 await_lock:                             \* Condition.await: lock, whatever happened. COND-2
    await lock = Nobody; lock := self;
 await_return:                           \* Condition.await: to the caller's loop. COND-2
    if (ended[self] = "no") { goto mutex_look };
 mutex_unlock:
    if (lock = self) { lock := Nobody }; goto Done;

 noMutex_look:                           \* The caller's look. COND-7
    if (flag) { ended[self] := "seen"; goto Done };
 noMutex_register:                       \* Condition.awaitNoMutex: Broadcast.suspend
    status[self] := "waiting";
 noMutex_park:                           \* ThreadWaiter.await
    await status[self] = "called"; goto noMutex_look;

 loop_register:                          \* Condition.loopNoMutex: Broadcast.suspend. COND-8
    if (Bug # "look-before-register") { status[self] := "waiting" };
 loop_look:                              \* Condition.loopNoMutex: update
    if (flag) { ended[self] := "seen"; goto loop_cancel };
 loop_registerLate:                      \* Only a mutant registers after it has looked.
    if (Bug = "look-before-register") { status[self] := "waiting" };
 loop_park:                              \* ThreadWaiter.await. COND-10
    either { await status[self] = "called"; goto loop_register }
    or { await self \in Interrupted /\ status[self] = "waiting";
         status[self] := "cancelled" || due := due \ {self};
         ended[self] := "interrupted"; goto Done };
 loop_cancel:                            \* Condition.loopNoMutex: cancel, on every exit. COND-9
    if (status[self] = "waiting" /\ Bug # "forget-cancel") { status[self] := "cancelled"; due := due \ {self} };
}

fair process (changer = "changer") {
 change_lock:
    if (Mode = "mutex") { await lock = Nobody; lock := "changer" };
 change_set:
    if (Bug = "broadcast-before-set") { due := {w \in W : status[w] = "waiting"} } else { flag := TRUE };
 change_unlock:
    if (Mode = "mutex") { lock := Nobody };
 change_broadcast:                       \* Condition.broadcast: Cqs.resumeAll, its snapshot. COND-4, COND-11
    if (Bug = "broadcast-before-set") { flag := TRUE } else { due := {w \in W : status[w] = "waiting"} };
}

fair process (sweeper = "sweeper") variables x = Nobody; {
 sweep_claim:                            \* Cell.claim. RALL-2
    while (TRUE) {
       with (w \in due) { x := w; due := due \ {w}; status[w] := "claimed" };
 sweep_call:                             \* ThreadWaiter.resumed. BC-4
       status[x] := "called";
       x := Nobody;
    }
}
} *)
\* BEGIN TRANSLATION
VARIABLES flag, lock, status, due, ended, pc, x

vars == << flag, lock, status, due, ended, pc, x >>

ProcSet == (W) \cup {"changer"} \cup {"sweeper"}

Init == (* Global variables *)
        /\ flag = FALSE
        /\ lock = Nobody
        /\ status = [w \in W |-> "none"]
        /\ due = {}
        /\ ended = [w \in W |-> "no"]
        (* Process sweeper *)
        /\ x = Nobody
        /\ pc = [self \in ProcSet |-> CASE self \in W -> "wait_begin"
                                        [] self = "changer" -> "change_lock"
                                        [] self = "sweeper" -> "sweep_claim"]

wait_begin(self) == /\ pc[self] = "wait_begin"
                    /\ IF Mode = "loop"
                          THEN /\ pc' = [pc EXCEPT ![self] = "loop_register"]
                          ELSE /\ IF Mode = "noMutex"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "noMutex_look"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "mutex_lock"]
                    /\ UNCHANGED << flag, lock, status, due, ended, x >>

mutex_lock(self) == /\ pc[self] = "mutex_lock"
                    /\ lock = Nobody
                    /\ lock' = self
                    /\ pc' = [pc EXCEPT ![self] = "mutex_look"]
                    /\ UNCHANGED << flag, status, due, ended, x >>

mutex_look(self) == /\ pc[self] = "mutex_look"
                    /\ IF flag
                          THEN /\ ended' = [ended EXCEPT ![self] = "seen"]
                               /\ pc' = [pc EXCEPT ![self] = "mutex_unlock"]
                          ELSE /\ IF Bug = "unlock-before-register"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "await_unlockEarly"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "await_register"]
                               /\ ended' = ended
                    /\ UNCHANGED << flag, lock, status, due, x >>

await_register(self) == /\ pc[self] = "await_register"
                        /\ status' = [status EXCEPT ![self] = "waiting"]
                        /\ pc' = [pc EXCEPT ![self] = "await_unlock"]
                        /\ UNCHANGED << flag, lock, due, ended, x >>

await_unlock(self) == /\ pc[self] = "await_unlock"
                      /\ lock' = Nobody
                      /\ pc' = [pc EXCEPT ![self] = "await_park"]
                      /\ UNCHANGED << flag, status, due, ended, x >>

await_unlockEarly(self) == /\ pc[self] = "await_unlockEarly"
                           /\ lock' = Nobody
                           /\ pc' = [pc EXCEPT ![self] = "await_registerLate"]
                           /\ UNCHANGED << flag, status, due, ended, x >>

await_registerLate(self) == /\ pc[self] = "await_registerLate"
                            /\ status' = [status EXCEPT ![self] = "waiting"]
                            /\ pc' = [pc EXCEPT ![self] = "await_park"]
                            /\ UNCHANGED << flag, lock, due, ended, x >>

await_park(self) == /\ pc[self] = "await_park"
                    /\ \/ /\ status[self] = "called"
                          /\ pc' = [pc EXCEPT ![self] = "await_lock"]
                          /\ UNCHANGED <<status, due, ended>>
                       \/ /\ self \in Interrupted /\ (status[self] = "waiting" \/ (Bug = "cancel-claimed" /\ status[self] = "claimed"))
                          /\ /\ due' = due \ {self}
                             /\ status' = [status EXCEPT ![self] = "cancelled"]
                          /\ ended' = [ended EXCEPT ![self] = "interrupted"]
                          /\ IF Bug = "no-relock"
                                THEN /\ pc' = [pc EXCEPT ![self] = "await_return"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "await_lock"]
                    /\ UNCHANGED << flag, lock, x >>

await_lock(self) == /\ pc[self] = "await_lock"
                    /\ lock = Nobody
                    /\ lock' = self
                    /\ pc' = [pc EXCEPT ![self] = "await_return"]
                    /\ UNCHANGED << flag, status, due, ended, x >>

await_return(self) == /\ pc[self] = "await_return"
                      /\ IF ended[self] = "no"
                            THEN /\ pc' = [pc EXCEPT ![self] = "mutex_look"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "mutex_unlock"]
                      /\ UNCHANGED << flag, lock, status, due, ended, x >>

mutex_unlock(self) == /\ pc[self] = "mutex_unlock"
                      /\ IF lock = self
                            THEN /\ lock' = Nobody
                            ELSE /\ TRUE
                                 /\ lock' = lock
                      /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << flag, status, due, ended, x >>

noMutex_look(self) == /\ pc[self] = "noMutex_look"
                      /\ IF flag
                            THEN /\ ended' = [ended EXCEPT ![self] = "seen"]
                                 /\ pc' = [pc EXCEPT ![self] = "Done"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "noMutex_register"]
                                 /\ ended' = ended
                      /\ UNCHANGED << flag, lock, status, due, x >>

noMutex_register(self) == /\ pc[self] = "noMutex_register"
                          /\ status' = [status EXCEPT ![self] = "waiting"]
                          /\ pc' = [pc EXCEPT ![self] = "noMutex_park"]
                          /\ UNCHANGED << flag, lock, due, ended, x >>

noMutex_park(self) == /\ pc[self] = "noMutex_park"
                      /\ status[self] = "called"
                      /\ pc' = [pc EXCEPT ![self] = "noMutex_look"]
                      /\ UNCHANGED << flag, lock, status, due, ended, x >>

loop_register(self) == /\ pc[self] = "loop_register"
                       /\ IF Bug # "look-before-register"
                             THEN /\ status' = [status EXCEPT ![self] = "waiting"]
                             ELSE /\ TRUE
                                  /\ UNCHANGED status
                       /\ pc' = [pc EXCEPT ![self] = "loop_look"]
                       /\ UNCHANGED << flag, lock, due, ended, x >>

loop_look(self) == /\ pc[self] = "loop_look"
                   /\ IF flag
                         THEN /\ ended' = [ended EXCEPT ![self] = "seen"]
                              /\ pc' = [pc EXCEPT ![self] = "loop_cancel"]
                         ELSE /\ pc' = [pc EXCEPT ![self] = "loop_registerLate"]
                              /\ ended' = ended
                   /\ UNCHANGED << flag, lock, status, due, x >>

loop_registerLate(self) == /\ pc[self] = "loop_registerLate"
                           /\ IF Bug = "look-before-register"
                                 THEN /\ status' = [status EXCEPT ![self] = "waiting"]
                                 ELSE /\ TRUE
                                      /\ UNCHANGED status
                           /\ pc' = [pc EXCEPT ![self] = "loop_park"]
                           /\ UNCHANGED << flag, lock, due, ended, x >>

loop_park(self) == /\ pc[self] = "loop_park"
                   /\ \/ /\ status[self] = "called"
                         /\ pc' = [pc EXCEPT ![self] = "loop_register"]
                         /\ UNCHANGED <<status, due, ended>>
                      \/ /\ self \in Interrupted /\ status[self] = "waiting"
                         /\ /\ due' = due \ {self}
                            /\ status' = [status EXCEPT ![self] = "cancelled"]
                         /\ ended' = [ended EXCEPT ![self] = "interrupted"]
                         /\ pc' = [pc EXCEPT ![self] = "Done"]
                   /\ UNCHANGED << flag, lock, x >>

loop_cancel(self) == /\ pc[self] = "loop_cancel"
                     /\ IF status[self] = "waiting" /\ Bug # "forget-cancel"
                           THEN /\ status' = [status EXCEPT ![self] = "cancelled"]
                                /\ due' = due \ {self}
                           ELSE /\ TRUE
                                /\ UNCHANGED << status, due >>
                     /\ pc' = [pc EXCEPT ![self] = "Done"]
                     /\ UNCHANGED << flag, lock, ended, x >>

waiter(self) == wait_begin(self) \/ mutex_lock(self) \/ mutex_look(self)
                   \/ await_register(self) \/ await_unlock(self)
                   \/ await_unlockEarly(self) \/ await_registerLate(self)
                   \/ await_park(self) \/ await_lock(self)
                   \/ await_return(self) \/ mutex_unlock(self)
                   \/ noMutex_look(self) \/ noMutex_register(self)
                   \/ noMutex_park(self) \/ loop_register(self)
                   \/ loop_look(self) \/ loop_registerLate(self)
                   \/ loop_park(self) \/ loop_cancel(self)

change_lock == /\ pc["changer"] = "change_lock"
               /\ IF Mode = "mutex"
                     THEN /\ lock = Nobody
                          /\ lock' = "changer"
                     ELSE /\ TRUE
                          /\ lock' = lock
               /\ pc' = [pc EXCEPT !["changer"] = "change_set"]
               /\ UNCHANGED << flag, status, due, ended, x >>

change_set == /\ pc["changer"] = "change_set"
              /\ IF Bug = "broadcast-before-set"
                    THEN /\ due' = {w \in W : status[w] = "waiting"}
                         /\ flag' = flag
                    ELSE /\ flag' = TRUE
                         /\ due' = due
              /\ pc' = [pc EXCEPT !["changer"] = "change_unlock"]
              /\ UNCHANGED << lock, status, ended, x >>

change_unlock == /\ pc["changer"] = "change_unlock"
                 /\ IF Mode = "mutex"
                       THEN /\ lock' = Nobody
                       ELSE /\ TRUE
                            /\ lock' = lock
                 /\ pc' = [pc EXCEPT !["changer"] = "change_broadcast"]
                 /\ UNCHANGED << flag, status, due, ended, x >>

change_broadcast == /\ pc["changer"] = "change_broadcast"
                    /\ IF Bug = "broadcast-before-set"
                          THEN /\ flag' = TRUE
                               /\ due' = due
                          ELSE /\ due' = {w \in W : status[w] = "waiting"}
                               /\ flag' = flag
                    /\ pc' = [pc EXCEPT !["changer"] = "Done"]
                    /\ UNCHANGED << lock, status, ended, x >>

changer == change_lock \/ change_set \/ change_unlock \/ change_broadcast

sweep_claim == /\ pc["sweeper"] = "sweep_claim"
               /\ \E w \in due:
                    /\ x' = w
                    /\ due' = due \ {w}
                    /\ status' = [status EXCEPT ![w] = "claimed"]
               /\ pc' = [pc EXCEPT !["sweeper"] = "sweep_call"]
               /\ UNCHANGED << flag, lock, ended >>

sweep_call == /\ pc["sweeper"] = "sweep_call"
              /\ status' = [status EXCEPT ![x] = "called"]
              /\ x' = Nobody
              /\ pc' = [pc EXCEPT !["sweeper"] = "sweep_claim"]
              /\ UNCHANGED << flag, lock, due, ended >>

sweeper == sweep_claim \/ sweep_call

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == changer \/ sweeper
           \/ (\E self \in W: waiter(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in W : WF_vars(waiter(self))
        /\ WF_vars(changer)
        /\ WF_vars(sweeper)

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION
-----------------------------------------------------------------------------
Parked(w) == pc[w] \in {"await_park", "noMutex_park", "loop_park"}

COND_1_RegisteredBeforeUnlock == \A w \in W : pc[w] = "await_park" => status[w] # "none"
COND_2_LockOnReturn    == \A w \in W : pc[w] \in {"await_return", "mutex_look"} => lock = w
COND_5_OneOutcome      == \A w \in W : ended[w] = "interrupted" => status[w] = "cancelled"   \* COND-6
COND_9_NothingLeft     == \A w \in W : pc[w] = "Done" => status[w] # "waiting"
(* Whoever sleeps once the change has been broadcast is going to be called.   *)
NoLostWakeUp == pc["changer"] = "Done" => \A w \in W :
    Parked(w) /\ status[w] = "waiting" => w \in due
COND_4_NoLostWakeUp == NoLostWakeUp      \* with a lock
COND_7_NoLostWakeUp == NoLostWakeUp      \* without one: false for awaitNoMutex
COND_8_NoLostWakeUp == NoLostWakeUp      \* loopNoMutex
LIVE_AwaitReturns   == <>(\A w \in W : pc[w] = "Done")
=============================================================================
