\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
---------------------------- MODULE ConditionWait ----------------------------
(* The algorithm of Condition: await with a lock or a mutex, awaitNoMutex,    *)
(* loopNoMutex, registerImmediate. Module ConditionCells has the same down to *)
(* each access, for fewer kinds of callers; this is the one to read, with a   *)
(* label for each operation. Under it lies module Broadcast as it is: a       *)
(* broadcast covers all who wait in one step, each of them is claimed and     *)
(* called later. Parking is one step too: called, or cancelled by an          *)
(* interrupt or a time-out unless the waiter has been claimed. Module         *)
(* ThreadWait has what is inside that step.                                   *)
(* With a mutex the call puts the waiter into the line for it, and the thread *)
(* is woken by whoever hands the mutex to it. Of the mutex the module has the *)
(* number (Permits.state) and the line, in which a place is taken in one step *)
(* together with the number; module PermitQueue has what is inside that.      *)
(* If Loose, sweeps are anybody's: whom a broadcast covers may be called after *)
(* it has returned, because another broadcaster owns the sweep, and, without a *)
(* mutex, in any order, because a waiter that is covered before it has arrived *)
(* calls itself. If not, whoever broadcasts sweeps in order before it goes on. *)
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS W,           \* threads that wait for the flag
          Interrupted, \* those of them that may be interrupted, once, at any time,
          TimedOut,    \* whose wait may time out,
          Throwing,    \* whose look may throw
          Strangers,   \* threads that call await, and unlocking throws
          Callbacks,   \* registered by registerImmediate, and possibly cancelled
          Mode,        \* "mutex": any lock; "handOver": a Mutex; "noMutex"; "loop"
          Loose,       \* FALSE: one broadcaster, whose waiters have arrived
          Bug          \* "none", or the mutant

Nobody == <<"nobody", 0>>
Waiters == W \cup Strangers
Registered == Waiters \cup Callbacks
Interrupter(w) == <<"interrupter", w>>
Changer == <<"changer", 0>>
Sweeper == <<"sweeper", 0>>
HandOver == Mode = "handOver"
Locked == Mode \in {"mutex", "handOver"}
InOrder == HandOver \/ ~Loose

(* --algorithm ConditionWait {
variables
  flag   = FALSE,                        \* the state that the waiters look at
  lock   = Nobody,                       \* who holds it
  count  = 0,                            \* of a mutex: who holds it and who is in line for it. 1 - Permits.state
  line   = <<>>,                         \* of a mutex: who is in line for it
  status = [w \in Registered |-> "none"],   \* of the waiter of each thread's latest await
  place  = [w \in Registered |-> 0],     \* its place among all that registered, where the order matters
  issued = 0,
  due    = {},                           \* as in module Broadcast
  interrupt = [w \in W |-> FALSE],       \* the interrupt status
  sent   = [w \in W |-> FALSE],          \* history: it was interrupted
  ended  = [w \in W |-> "no"];           \* history: how it ended: "seen", "interrupted", "early", "timedOut" or "thrown"

define {
  Waiting == {w \in Registered : status[w] = "waiting"}
  First(set) == {w \in set : \A v \in set : place[w] <= place[v]}
  (* Whom a sweep claims next. In line for a mutex the order matters. RALL-3  *)
  Next1 == IF InOrder /\ Bug # "sweep-in-any-order" THEN First(due) ELSE due
  (* Who gets the mutex next. SEM-8                                           *)
  Chosen == IF Bug = "pass-to-last" THEN Len(line) ELSE 1
}

macro Register(w) { status[w] := "waiting" || place[w] := IF InOrder THEN issued + 1 ELSE 0 || issued := IF InOrder THEN issued + 1 ELSE 0 }
macro Broadcast() {                      (* Cqs.resumeAll, its snapshot. COND-4, COND-11 *)
    due := Waiting \cup (IF Bug = "broadcast-remembered" THEN {w \in W : status[w] = "none"} ELSE {});
}
macro Leave(w) {                         (* Waiter.cancel, which succeeds. BC-2 *)
    status[w] := "cancelled" || due := IF Bug = "covers-cancelled" THEN due ELSE due \ {w};
}
macro Join(p) {                          (* Permits.takeOrCount, and a place in line if there is no permit. SEM-1 *)
    if (count = 0) { lock := p } else { line := Append(line, p) };
    count := count + 1;
}
macro Pass() {                           (* Cqs.resume: the first in line has the mutex. SEM-8 *)
    lock := line[Chosen] || line := [n \in 1 .. Len(line) - 1 |-> line[IF n < Chosen THEN n ELSE n + 1]]
    || status := [w \in Registered |-> IF w = line[Chosen] /\ status[w] = "called" THEN "granted" ELSE status[w]];
}

(* The caller's lock.unlock, Mutex.unlock.                                    *)
procedure unlock() variables next = Nobody; {
 unlock_give:                            \* Permits.give
    if (lock = self) { lock := Nobody || count := IF HandOver THEN count - 1 ELSE 0 };
    if (count = 0) { return };
 unlock_pass:                            \* Permits.give: Cqs.resume
    if (line[Chosen] \in Waiters /\ status[line[Chosen]] = "called") { next := line[Chosen]; Pass() }
    else { Pass(); return };             \* It stands in line by itself, in Mutex.lock.
 unlock_wake:                            \* LockWaiter.OfMutex.Turn.resumed
    status[next] := "woken"; return;
}

fair process (waiter \in W) {
 wait_begin:
    if (Mode = "loop") { goto loop_register } else if (Mode = "noMutex") { goto noMutex_look };
 mutex_lock:                             \* The caller's lock.
    if (HandOver) { Join(self) } else { await lock = Nobody; lock := self; goto mutex_look };
 mutex_locked:                           \* The mutex is handed to this thread.
    await lock = self;
 mutex_look:                             \* The caller's look at the state, under the lock. COND-4
    if (Bug = "register-before-test" /\ ~flag) { Register(self) } else { status[self] := "none" };
    if (flag) { ended[self] := "seen"; goto mutex_unlock }
    else if (Bug = "unlock-before-register") { goto await_unlockEarly };
 await_testInterrupt:                    \* Condition.await: Thread.interrupted. COND-3
    if (interrupt[self]) { interrupt[self] := FALSE; ended[self] := "early"; goto mutex_unlock }
    else if (Bug = "register-before-test") { goto await_unlock };
 await_register:                         \* Condition.await: Broadcast.suspend. COND-1
    Register(self);
 await_unlock:                           \* Condition.await: LockWaiter.unlock. COND-1
    call unlock(); goto await_park;
 await_unlockEarly:                      \* Only a mutant unlocks before it registers.
    call unlock();
 await_registerLate:
    Register(self);
 await_park:                             \* ThreadWaiter.await: resumed, or cancelled. COND-5
    either {
       await status[self] = (IF HandOver THEN "woken" ELSE "called");
       if (Bug = "swallow-interrupt") { interrupt[self] := FALSE };
       if (HandOver /\ Bug # "relock-though-resumed") { goto await_return } }
    or {
       await interrupt[self] /\ (status[self] = "waiting" \/ (Bug = "cancel-claimed" /\ status[self] = "claimed"));
       interrupt[self] := FALSE;
       Leave(self);
       ended[self] := "interrupted";
       if (Bug = "no-relock") { goto await_return } }
    or {
       await self \in TimedOut /\ status[self] = "waiting";
       Leave(self);
       ended[self] := "timedOut" };
 await_lock:                             \* LockWaiter.lockAgain, whatever happened. COND-2
    if (Bug = "lock-interruptibly" /\ interrupt[self]) { goto await_return }
    else if (HandOver) { Join(self) }
    else { await lock = Nobody; lock := self; goto await_return };
 await_locked:                           \* The mutex is handed to this thread.
    await lock = self;
 await_return:                           \* Condition.await: to the caller's loop. COND-2
    if (ended[self] = "no") { goto mutex_look };
 mutex_unlock:
    call unlock(); goto Done;

 noMutex_look:                           \* The caller's look. COND-7
    if (Bug = "register-before-test" /\ ~flag) { Register(self) } else { status[self] := "none" };
    if (flag) { ended[self] := "seen"; goto Done };
 noMutex_testInterrupt:                  \* Condition.awaitNoMutex: Thread.interrupted. COND-3
    if (interrupt[self]) { interrupt[self] := FALSE; ended[self] := "early"; goto Done };
 noMutex_register:                       \* Condition.awaitNoMutex: Broadcast.suspend
    Register(self);
 noMutex_park:                           \* ThreadWaiter.await
    either { await status[self] = "called"; goto noMutex_look }
    or { await interrupt[self] /\ status[self] = "waiting";
         interrupt[self] := FALSE;
         Leave(self);
         ended[self] := "interrupted" };
 noMutex_return:
    goto Done;

 loop_register:                          \* Condition.loopNoMutex: Broadcast.suspend. COND-8
    if (Bug # "look-before-register") { Register(self) };
 loop_look:                              \* Condition.loopNoMutex: update, which may throw
    either { await self \in Throwing; ended[self] := "thrown"; goto loop_cancel }
    or { if (flag) { ended[self] := "seen"; goto loop_cancel } };
 loop_registerLate:                      \* Only a mutant registers after it has looked.
    if (Bug = "look-before-register") { Register(self) };
 loop_testInterrupt:                     \* Condition.loopNoMutex: Thread.interrupted. COND-10
    if (interrupt[self] /\ ~(Bug = "sleep-if-called" /\ status[self] = "called")) {
       interrupt[self] := FALSE; ended[self] := "interrupted"; goto loop_cancel };
 loop_park:                              \* ThreadWaiter.await. COND-5
    either { await status[self] = "called"; goto loop_register }
    or { await interrupt[self] /\ status[self] = "waiting";
         interrupt[self] := FALSE;
         Leave(self);
         ended[self] := "interrupted"; goto loop_return };
 loop_cancel:                            \* Condition.loopNoMutex: cancel, on every exit but from sleep. COND-9
    if (/\ status[self] = "waiting" /\ Bug # "forget-cancel"
        /\ ~(Bug = "leave-on-throw" /\ ended[self] = "thrown")) { Leave(self) };
 loop_return:
    skip;
}

fair process (interrupter \in {Interrupter(w) : w \in Interrupted}) {
 interrupt_set:                          \* Thread.interrupt
    either { interrupt[self[2]] := TRUE; sent[self[2]] := TRUE } or { skip };
}

fair process (stranger \in Strangers) {
 stranger_register:                      \* Condition.await: Broadcast.suspend
    Register(self);
 stranger_unlock:                        \* Condition.await: LockWaiter.unlock, which throws. COND-14
    assert lock # self \/ HandOver;
 stranger_withdraw:                      \* LockWaiter.withdraw: cancel. COND-14
    if (status[self] = "waiting") { if (Bug # "leave-stranger") { Leave(self) }; goto Done }
    else if (~HandOver \/ Bug = "withdraw-goes") { goto Done };
 stranger_park:                          \* LockWaiter.OfMutex.withdraw: a broadcast was faster.
    if (Bug = "withdraw-spins" /\ status[self] # "woken") { goto stranger_withdraw }
    else { await status[self] = "woken"; if (Bug = "withdraw-keeps-the-mutex") { goto Done } };
 stranger_giveBack:                      \* LockWaiter.OfMutex.withdraw: Mutex.unlock. COND-14
    call unlock(); goto Done;
}

fair process (callback \in Callbacks) {
 callback_register:                      \* Condition.registerImmediate: Broadcast.suspend. COND-12
    Register(self);
 callback_cancel:                        \* Suspension.cancel. BC-2
    either { skip } or { if (status[self] = "waiting") { Leave(self) } };
}

fair process (changer = Changer) variables late = FALSE; {
 change_lock:
    if (HandOver) { Join(Changer) } else if (Locked) { await lock = Nobody; lock := Changer; goto change_set } else { goto change_set };
 change_locked:                          \* The mutex is handed to this thread.
    await lock = Changer;
 change_set:                             \* Then it broadcasts, under the lock or after it.
    if (Bug = "broadcast-before-set") { Broadcast() } else { flag := TRUE };
    either { await Locked; goto change_broadcast } or { late := TRUE };
 change_unlockFirst:
    if (Locked) { call unlock() };
 change_broadcast:                       \* Condition.broadcast: Cqs.resumeAll, its snapshot. COND-4, COND-11
    if (Bug = "broadcast-before-set") { flag := TRUE } else { Broadcast() };
    if (late) { goto Done };
 change_unlock:
    await Loose \/ (due = {} /\ x = Nobody);
    call unlock();
 change_end:
    skip;
}

fair process (sweeper = Sweeper) variables x = Nobody; {
 sweep_claim:                            \* Cell.claim. RALL-2
    while (TRUE) {
       with (w \in Next1) {
          x := w; status[w] := "claimed";
          if (Bug # "sweeps-again") { due := due \ {w} } };
 sweep_call:                             \* ThreadWaiter.resumed, LockWaiter.OfMutex.resumed: Mutex.lock. BC-4
       if (Bug = "line-up-stays" /\ HandOver /\ count # 0) { goto sweep_call }
       else if (HandOver /\ x \in Waiters) {
          if (Bug = "line-up-waits") { await count = 0 };
          status[x] := IF Bug = "wake-without-the-mutex" THEN "woken" ELSE "called";
          if (Bug # "line-up-forgotten") {
             line := Append(line, x) || count := IF Bug = "line-up-uncounted" THEN count ELSE count + 1 };
          if (count # 1 \/ Bug = "line-up-forgotten") { x := Nobody; goto sweep_claim } }
       else {
          if (Bug # "callback-forgotten" \/ x \in Waiters) { status[x] := "called" };
          x := Nobody; goto sweep_claim };
 sweep_pass:                             \* Permits.acquire: it is free, and resumeNow
       Pass();
 sweep_wake:                             \* LockWaiter.OfMutex.Turn.resumed
       status[x] := "woken";
       x := Nobody;
    }
}
} *)
\* BEGIN TRANSLATION
VARIABLES flag, lock, count, line, status, place, issued, due, interrupt, 
          sent, ended, pc, stack

(* define statement *)
Waiting == {w \in Registered : status[w] = "waiting"}
First(set) == {w \in set : \A v \in set : place[w] <= place[v]}

Next1 == IF InOrder /\ Bug # "sweep-in-any-order" THEN First(due) ELSE due

Chosen == IF Bug = "pass-to-last" THEN Len(line) ELSE 1

VARIABLES next, late, x

vars == << flag, lock, count, line, status, place, issued, due, interrupt, 
           sent, ended, pc, stack, next, late, x >>

ProcSet == (W) \cup ({Interrupter(w) : w \in Interrupted}) \cup (Strangers) \cup (Callbacks) \cup {Changer} \cup {Sweeper}

Init == (* Global variables *)
        /\ flag = FALSE
        /\ lock = Nobody
        /\ count = 0
        /\ line = <<>>
        /\ status = [w \in Registered |-> "none"]
        /\ place = [w \in Registered |-> 0]
        /\ issued = 0
        /\ due = {}
        /\ interrupt = [w \in W |-> FALSE]
        /\ sent = [w \in W |-> FALSE]
        /\ ended = [w \in W |-> "no"]
        (* Procedure unlock *)
        /\ next = [ self \in ProcSet |-> Nobody]
        (* Process changer *)
        /\ late = FALSE
        (* Process sweeper *)
        /\ x = Nobody
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self \in W -> "wait_begin"
                                        [] self \in {Interrupter(w) : w \in Interrupted} -> "interrupt_set"
                                        [] self \in Strangers -> "stranger_register"
                                        [] self \in Callbacks -> "callback_register"
                                        [] self = Changer -> "change_lock"
                                        [] self = Sweeper -> "sweep_claim"]

unlock_give(self) == /\ pc[self] = "unlock_give"
                     /\ IF lock = self
                           THEN /\ /\ count' = IF HandOver THEN count - 1 ELSE 0
                                   /\ lock' = Nobody
                           ELSE /\ TRUE
                                /\ UNCHANGED << lock, count >>
                     /\ IF count' = 0
                           THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                /\ next' = [next EXCEPT ![self] = Head(stack[self]).next]
                                /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "unlock_pass"]
                                /\ UNCHANGED << stack, next >>
                     /\ UNCHANGED << flag, line, status, place, issued, due, 
                                     interrupt, sent, ended, late, x >>

unlock_pass(self) == /\ pc[self] = "unlock_pass"
                     /\ IF line[Chosen] \in Waiters /\ status[line[Chosen]] = "called"
                           THEN /\ next' = [next EXCEPT ![self] = line[Chosen]]
                                /\ /\ line' = [n \in 1 .. Len(line) - 1 |-> line[IF n < Chosen THEN n ELSE n + 1]]
                                   /\ lock' = line[Chosen]
                                   /\ status' = [w \in Registered |-> IF w = line[Chosen] /\ status[w] = "called" THEN "granted" ELSE status[w]]
                                /\ pc' = [pc EXCEPT ![self] = "unlock_wake"]
                                /\ stack' = stack
                           ELSE /\ /\ line' = [n \in 1 .. Len(line) - 1 |-> line[IF n < Chosen THEN n ELSE n + 1]]
                                   /\ lock' = line[Chosen]
                                   /\ status' = [w \in Registered |-> IF w = line[Chosen] /\ status[w] = "called" THEN "granted" ELSE status[w]]
                                /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                /\ next' = [next EXCEPT ![self] = Head(stack[self]).next]
                                /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                     /\ UNCHANGED << flag, count, place, issued, due, 
                                     interrupt, sent, ended, late, x >>

unlock_wake(self) == /\ pc[self] = "unlock_wake"
                     /\ status' = [status EXCEPT ![next[self]] = "woken"]
                     /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                     /\ next' = [next EXCEPT ![self] = Head(stack[self]).next]
                     /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                     /\ UNCHANGED << flag, lock, count, line, place, issued, 
                                     due, interrupt, sent, ended, late, x >>

unlock(self) == unlock_give(self) \/ unlock_pass(self) \/ unlock_wake(self)

wait_begin(self) == /\ pc[self] = "wait_begin"
                    /\ IF Mode = "loop"
                          THEN /\ pc' = [pc EXCEPT ![self] = "loop_register"]
                          ELSE /\ IF Mode = "noMutex"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "noMutex_look"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "mutex_lock"]
                    /\ UNCHANGED << flag, lock, count, line, status, place, 
                                    issued, due, interrupt, sent, ended, stack, 
                                    next, late, x >>

mutex_lock(self) == /\ pc[self] = "mutex_lock"
                    /\ IF HandOver
                          THEN /\ IF count = 0
                                     THEN /\ lock' = self
                                          /\ line' = line
                                     ELSE /\ line' = Append(line, self)
                                          /\ lock' = lock
                               /\ count' = count + 1
                               /\ pc' = [pc EXCEPT ![self] = "mutex_locked"]
                          ELSE /\ lock = Nobody
                               /\ lock' = self
                               /\ pc' = [pc EXCEPT ![self] = "mutex_look"]
                               /\ UNCHANGED << count, line >>
                    /\ UNCHANGED << flag, status, place, issued, due, 
                                    interrupt, sent, ended, stack, next, late, 
                                    x >>

mutex_locked(self) == /\ pc[self] = "mutex_locked"
                      /\ lock = self
                      /\ pc' = [pc EXCEPT ![self] = "mutex_look"]
                      /\ UNCHANGED << flag, lock, count, line, status, place, 
                                      issued, due, interrupt, sent, ended, 
                                      stack, next, late, x >>

mutex_look(self) == /\ pc[self] = "mutex_look"
                    /\ IF Bug = "register-before-test" /\ ~flag
                          THEN /\ /\ issued' = IF InOrder THEN issued + 1 ELSE 0
                                  /\ place' = [place EXCEPT ![self] = IF InOrder THEN issued + 1 ELSE 0]
                                  /\ status' = [status EXCEPT ![self] = "waiting"]
                          ELSE /\ status' = [status EXCEPT ![self] = "none"]
                               /\ UNCHANGED << place, issued >>
                    /\ IF flag
                          THEN /\ ended' = [ended EXCEPT ![self] = "seen"]
                               /\ pc' = [pc EXCEPT ![self] = "mutex_unlock"]
                          ELSE /\ IF Bug = "unlock-before-register"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "await_unlockEarly"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "await_testInterrupt"]
                               /\ ended' = ended
                    /\ UNCHANGED << flag, lock, count, line, due, interrupt, 
                                    sent, stack, next, late, x >>

await_testInterrupt(self) == /\ pc[self] = "await_testInterrupt"
                             /\ IF interrupt[self]
                                   THEN /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                                        /\ ended' = [ended EXCEPT ![self] = "early"]
                                        /\ pc' = [pc EXCEPT ![self] = "mutex_unlock"]
                                   ELSE /\ IF Bug = "register-before-test"
                                              THEN /\ pc' = [pc EXCEPT ![self] = "await_unlock"]
                                              ELSE /\ pc' = [pc EXCEPT ![self] = "await_register"]
                                        /\ UNCHANGED << interrupt, ended >>
                             /\ UNCHANGED << flag, lock, count, line, status, 
                                             place, issued, due, sent, stack, 
                                             next, late, x >>

await_register(self) == /\ pc[self] = "await_register"
                        /\ /\ issued' = IF InOrder THEN issued + 1 ELSE 0
                           /\ place' = [place EXCEPT ![self] = IF InOrder THEN issued + 1 ELSE 0]
                           /\ status' = [status EXCEPT ![self] = "waiting"]
                        /\ pc' = [pc EXCEPT ![self] = "await_unlock"]
                        /\ UNCHANGED << flag, lock, count, line, due, 
                                        interrupt, sent, ended, stack, next, 
                                        late, x >>

await_unlock(self) == /\ pc[self] = "await_unlock"
                      /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "unlock",
                                                               pc        |->  "await_park",
                                                               next      |->  next[self] ] >>
                                                           \o stack[self]]
                      /\ next' = [next EXCEPT ![self] = Nobody]
                      /\ pc' = [pc EXCEPT ![self] = "unlock_give"]
                      /\ UNCHANGED << flag, lock, count, line, status, place, 
                                      issued, due, interrupt, sent, ended, 
                                      late, x >>

await_unlockEarly(self) == /\ pc[self] = "await_unlockEarly"
                           /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "unlock",
                                                                    pc        |->  "await_registerLate",
                                                                    next      |->  next[self] ] >>
                                                                \o stack[self]]
                           /\ next' = [next EXCEPT ![self] = Nobody]
                           /\ pc' = [pc EXCEPT ![self] = "unlock_give"]
                           /\ UNCHANGED << flag, lock, count, line, status, 
                                           place, issued, due, interrupt, sent, 
                                           ended, late, x >>

await_registerLate(self) == /\ pc[self] = "await_registerLate"
                            /\ /\ issued' = IF InOrder THEN issued + 1 ELSE 0
                               /\ place' = [place EXCEPT ![self] = IF InOrder THEN issued + 1 ELSE 0]
                               /\ status' = [status EXCEPT ![self] = "waiting"]
                            /\ pc' = [pc EXCEPT ![self] = "await_park"]
                            /\ UNCHANGED << flag, lock, count, line, due, 
                                            interrupt, sent, ended, stack, 
                                            next, late, x >>

await_park(self) == /\ pc[self] = "await_park"
                    /\ \/ /\ status[self] = (IF HandOver THEN "woken" ELSE "called")
                          /\ IF Bug = "swallow-interrupt"
                                THEN /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                                ELSE /\ TRUE
                                     /\ UNCHANGED interrupt
                          /\ IF HandOver /\ Bug # "relock-though-resumed"
                                THEN /\ pc' = [pc EXCEPT ![self] = "await_return"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "await_lock"]
                          /\ UNCHANGED <<status, due, ended>>
                       \/ /\ interrupt[self] /\ (status[self] = "waiting" \/ (Bug = "cancel-claimed" /\ status[self] = "claimed"))
                          /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                          /\ /\ due' = (IF Bug = "covers-cancelled" THEN due ELSE due \ {self})
                             /\ status' = [status EXCEPT ![self] = "cancelled"]
                          /\ ended' = [ended EXCEPT ![self] = "interrupted"]
                          /\ IF Bug = "no-relock"
                                THEN /\ pc' = [pc EXCEPT ![self] = "await_return"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "await_lock"]
                       \/ /\ self \in TimedOut /\ status[self] = "waiting"
                          /\ /\ due' = (IF Bug = "covers-cancelled" THEN due ELSE due \ {self})
                             /\ status' = [status EXCEPT ![self] = "cancelled"]
                          /\ ended' = [ended EXCEPT ![self] = "timedOut"]
                          /\ pc' = [pc EXCEPT ![self] = "await_lock"]
                          /\ UNCHANGED interrupt
                    /\ UNCHANGED << flag, lock, count, line, place, issued, 
                                    sent, stack, next, late, x >>

await_lock(self) == /\ pc[self] = "await_lock"
                    /\ IF Bug = "lock-interruptibly" /\ interrupt[self]
                          THEN /\ pc' = [pc EXCEPT ![self] = "await_return"]
                               /\ UNCHANGED << lock, count, line >>
                          ELSE /\ IF HandOver
                                     THEN /\ IF count = 0
                                                THEN /\ lock' = self
                                                     /\ line' = line
                                                ELSE /\ line' = Append(line, self)
                                                     /\ lock' = lock
                                          /\ count' = count + 1
                                          /\ pc' = [pc EXCEPT ![self] = "await_locked"]
                                     ELSE /\ lock = Nobody
                                          /\ lock' = self
                                          /\ pc' = [pc EXCEPT ![self] = "await_return"]
                                          /\ UNCHANGED << count, line >>
                    /\ UNCHANGED << flag, status, place, issued, due, 
                                    interrupt, sent, ended, stack, next, late, 
                                    x >>

await_locked(self) == /\ pc[self] = "await_locked"
                      /\ lock = self
                      /\ pc' = [pc EXCEPT ![self] = "await_return"]
                      /\ UNCHANGED << flag, lock, count, line, status, place, 
                                      issued, due, interrupt, sent, ended, 
                                      stack, next, late, x >>

await_return(self) == /\ pc[self] = "await_return"
                      /\ IF ended[self] = "no"
                            THEN /\ pc' = [pc EXCEPT ![self] = "mutex_look"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "mutex_unlock"]
                      /\ UNCHANGED << flag, lock, count, line, status, place, 
                                      issued, due, interrupt, sent, ended, 
                                      stack, next, late, x >>

mutex_unlock(self) == /\ pc[self] = "mutex_unlock"
                      /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "unlock",
                                                               pc        |->  "Done",
                                                               next      |->  next[self] ] >>
                                                           \o stack[self]]
                      /\ next' = [next EXCEPT ![self] = Nobody]
                      /\ pc' = [pc EXCEPT ![self] = "unlock_give"]
                      /\ UNCHANGED << flag, lock, count, line, status, place, 
                                      issued, due, interrupt, sent, ended, 
                                      late, x >>

noMutex_look(self) == /\ pc[self] = "noMutex_look"
                      /\ IF Bug = "register-before-test" /\ ~flag
                            THEN /\ /\ issued' = IF InOrder THEN issued + 1 ELSE 0
                                    /\ place' = [place EXCEPT ![self] = IF InOrder THEN issued + 1 ELSE 0]
                                    /\ status' = [status EXCEPT ![self] = "waiting"]
                            ELSE /\ status' = [status EXCEPT ![self] = "none"]
                                 /\ UNCHANGED << place, issued >>
                      /\ IF flag
                            THEN /\ ended' = [ended EXCEPT ![self] = "seen"]
                                 /\ pc' = [pc EXCEPT ![self] = "Done"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "noMutex_testInterrupt"]
                                 /\ ended' = ended
                      /\ UNCHANGED << flag, lock, count, line, due, interrupt, 
                                      sent, stack, next, late, x >>

noMutex_testInterrupt(self) == /\ pc[self] = "noMutex_testInterrupt"
                               /\ IF interrupt[self]
                                     THEN /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                                          /\ ended' = [ended EXCEPT ![self] = "early"]
                                          /\ pc' = [pc EXCEPT ![self] = "Done"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "noMutex_register"]
                                          /\ UNCHANGED << interrupt, ended >>
                               /\ UNCHANGED << flag, lock, count, line, status, 
                                               place, issued, due, sent, stack, 
                                               next, late, x >>

noMutex_register(self) == /\ pc[self] = "noMutex_register"
                          /\ /\ issued' = IF InOrder THEN issued + 1 ELSE 0
                             /\ place' = [place EXCEPT ![self] = IF InOrder THEN issued + 1 ELSE 0]
                             /\ status' = [status EXCEPT ![self] = "waiting"]
                          /\ pc' = [pc EXCEPT ![self] = "noMutex_park"]
                          /\ UNCHANGED << flag, lock, count, line, due, 
                                          interrupt, sent, ended, stack, next, 
                                          late, x >>

noMutex_park(self) == /\ pc[self] = "noMutex_park"
                      /\ \/ /\ status[self] = "called"
                            /\ pc' = [pc EXCEPT ![self] = "noMutex_look"]
                            /\ UNCHANGED <<status, due, interrupt, ended>>
                         \/ /\ interrupt[self] /\ status[self] = "waiting"
                            /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                            /\ /\ due' = (IF Bug = "covers-cancelled" THEN due ELSE due \ {self})
                               /\ status' = [status EXCEPT ![self] = "cancelled"]
                            /\ ended' = [ended EXCEPT ![self] = "interrupted"]
                            /\ pc' = [pc EXCEPT ![self] = "noMutex_return"]
                      /\ UNCHANGED << flag, lock, count, line, place, issued, 
                                      sent, stack, next, late, x >>

noMutex_return(self) == /\ pc[self] = "noMutex_return"
                        /\ pc' = [pc EXCEPT ![self] = "Done"]
                        /\ UNCHANGED << flag, lock, count, line, status, place, 
                                        issued, due, interrupt, sent, ended, 
                                        stack, next, late, x >>

loop_register(self) == /\ pc[self] = "loop_register"
                       /\ IF Bug # "look-before-register"
                             THEN /\ /\ issued' = IF InOrder THEN issued + 1 ELSE 0
                                     /\ place' = [place EXCEPT ![self] = IF InOrder THEN issued + 1 ELSE 0]
                                     /\ status' = [status EXCEPT ![self] = "waiting"]
                             ELSE /\ TRUE
                                  /\ UNCHANGED << status, place, issued >>
                       /\ pc' = [pc EXCEPT ![self] = "loop_look"]
                       /\ UNCHANGED << flag, lock, count, line, due, interrupt, 
                                       sent, ended, stack, next, late, x >>

loop_look(self) == /\ pc[self] = "loop_look"
                   /\ \/ /\ self \in Throwing
                         /\ ended' = [ended EXCEPT ![self] = "thrown"]
                         /\ pc' = [pc EXCEPT ![self] = "loop_cancel"]
                      \/ /\ IF flag
                               THEN /\ ended' = [ended EXCEPT ![self] = "seen"]
                                    /\ pc' = [pc EXCEPT ![self] = "loop_cancel"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "loop_registerLate"]
                                    /\ ended' = ended
                   /\ UNCHANGED << flag, lock, count, line, status, place, 
                                   issued, due, interrupt, sent, stack, next, 
                                   late, x >>

loop_registerLate(self) == /\ pc[self] = "loop_registerLate"
                           /\ IF Bug = "look-before-register"
                                 THEN /\ /\ issued' = IF InOrder THEN issued + 1 ELSE 0
                                         /\ place' = [place EXCEPT ![self] = IF InOrder THEN issued + 1 ELSE 0]
                                         /\ status' = [status EXCEPT ![self] = "waiting"]
                                 ELSE /\ TRUE
                                      /\ UNCHANGED << status, place, issued >>
                           /\ pc' = [pc EXCEPT ![self] = "loop_testInterrupt"]
                           /\ UNCHANGED << flag, lock, count, line, due, 
                                           interrupt, sent, ended, stack, next, 
                                           late, x >>

loop_testInterrupt(self) == /\ pc[self] = "loop_testInterrupt"
                            /\ IF interrupt[self] /\ ~(Bug = "sleep-if-called" /\ status[self] = "called")
                                  THEN /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                                       /\ ended' = [ended EXCEPT ![self] = "interrupted"]
                                       /\ pc' = [pc EXCEPT ![self] = "loop_cancel"]
                                  ELSE /\ pc' = [pc EXCEPT ![self] = "loop_park"]
                                       /\ UNCHANGED << interrupt, ended >>
                            /\ UNCHANGED << flag, lock, count, line, status, 
                                            place, issued, due, sent, stack, 
                                            next, late, x >>

loop_park(self) == /\ pc[self] = "loop_park"
                   /\ \/ /\ status[self] = "called"
                         /\ pc' = [pc EXCEPT ![self] = "loop_register"]
                         /\ UNCHANGED <<status, due, interrupt, ended>>
                      \/ /\ interrupt[self] /\ status[self] = "waiting"
                         /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                         /\ /\ due' = (IF Bug = "covers-cancelled" THEN due ELSE due \ {self})
                            /\ status' = [status EXCEPT ![self] = "cancelled"]
                         /\ ended' = [ended EXCEPT ![self] = "interrupted"]
                         /\ pc' = [pc EXCEPT ![self] = "loop_return"]
                   /\ UNCHANGED << flag, lock, count, line, place, issued, 
                                   sent, stack, next, late, x >>

loop_cancel(self) == /\ pc[self] = "loop_cancel"
                     /\ IF /\ status[self] = "waiting" /\ Bug # "forget-cancel"
                           /\ ~(Bug = "leave-on-throw" /\ ended[self] = "thrown")
                           THEN /\ /\ due' = (IF Bug = "covers-cancelled" THEN due ELSE due \ {self})
                                   /\ status' = [status EXCEPT ![self] = "cancelled"]
                           ELSE /\ TRUE
                                /\ UNCHANGED << status, due >>
                     /\ pc' = [pc EXCEPT ![self] = "loop_return"]
                     /\ UNCHANGED << flag, lock, count, line, place, issued, 
                                     interrupt, sent, ended, stack, next, late, 
                                     x >>

loop_return(self) == /\ pc[self] = "loop_return"
                     /\ TRUE
                     /\ pc' = [pc EXCEPT ![self] = "Done"]
                     /\ UNCHANGED << flag, lock, count, line, status, place, 
                                     issued, due, interrupt, sent, ended, 
                                     stack, next, late, x >>

waiter(self) == wait_begin(self) \/ mutex_lock(self) \/ mutex_locked(self)
                   \/ mutex_look(self) \/ await_testInterrupt(self)
                   \/ await_register(self) \/ await_unlock(self)
                   \/ await_unlockEarly(self) \/ await_registerLate(self)
                   \/ await_park(self) \/ await_lock(self)
                   \/ await_locked(self) \/ await_return(self)
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
                       /\ UNCHANGED << flag, lock, count, line, status, place, 
                                       issued, due, ended, stack, next, late, 
                                       x >>

interrupter(self) == interrupt_set(self)

stranger_register(self) == /\ pc[self] = "stranger_register"
                           /\ /\ issued' = IF InOrder THEN issued + 1 ELSE 0
                              /\ place' = [place EXCEPT ![self] = IF InOrder THEN issued + 1 ELSE 0]
                              /\ status' = [status EXCEPT ![self] = "waiting"]
                           /\ pc' = [pc EXCEPT ![self] = "stranger_unlock"]
                           /\ UNCHANGED << flag, lock, count, line, due, 
                                           interrupt, sent, ended, stack, next, 
                                           late, x >>

stranger_unlock(self) == /\ pc[self] = "stranger_unlock"
                         /\ Assert(lock # self \/ HandOver, 
                                   "Failure of assertion at line 188, column 5.")
                         /\ pc' = [pc EXCEPT ![self] = "stranger_withdraw"]
                         /\ UNCHANGED << flag, lock, count, line, status, 
                                         place, issued, due, interrupt, sent, 
                                         ended, stack, next, late, x >>

stranger_withdraw(self) == /\ pc[self] = "stranger_withdraw"
                           /\ IF status[self] = "waiting"
                                 THEN /\ IF Bug # "leave-stranger"
                                            THEN /\ /\ due' = (IF Bug = "covers-cancelled" THEN due ELSE due \ {self})
                                                    /\ status' = [status EXCEPT ![self] = "cancelled"]
                                            ELSE /\ TRUE
                                                 /\ UNCHANGED << status, due >>
                                      /\ pc' = [pc EXCEPT ![self] = "Done"]
                                 ELSE /\ IF ~HandOver \/ Bug = "withdraw-goes"
                                            THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                            ELSE /\ pc' = [pc EXCEPT ![self] = "stranger_park"]
                                      /\ UNCHANGED << status, due >>
                           /\ UNCHANGED << flag, lock, count, line, place, 
                                           issued, interrupt, sent, ended, 
                                           stack, next, late, x >>

stranger_park(self) == /\ pc[self] = "stranger_park"
                       /\ IF Bug = "withdraw-spins" /\ status[self] # "woken"
                             THEN /\ pc' = [pc EXCEPT ![self] = "stranger_withdraw"]
                             ELSE /\ status[self] = "woken"
                                  /\ IF Bug = "withdraw-keeps-the-mutex"
                                        THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                        ELSE /\ pc' = [pc EXCEPT ![self] = "stranger_giveBack"]
                       /\ UNCHANGED << flag, lock, count, line, status, place, 
                                       issued, due, interrupt, sent, ended, 
                                       stack, next, late, x >>

stranger_giveBack(self) == /\ pc[self] = "stranger_giveBack"
                           /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "unlock",
                                                                    pc        |->  "Done",
                                                                    next      |->  next[self] ] >>
                                                                \o stack[self]]
                           /\ next' = [next EXCEPT ![self] = Nobody]
                           /\ pc' = [pc EXCEPT ![self] = "unlock_give"]
                           /\ UNCHANGED << flag, lock, count, line, status, 
                                           place, issued, due, interrupt, sent, 
                                           ended, late, x >>

stranger(self) == stranger_register(self) \/ stranger_unlock(self)
                     \/ stranger_withdraw(self) \/ stranger_park(self)
                     \/ stranger_giveBack(self)

callback_register(self) == /\ pc[self] = "callback_register"
                           /\ /\ issued' = IF InOrder THEN issued + 1 ELSE 0
                              /\ place' = [place EXCEPT ![self] = IF InOrder THEN issued + 1 ELSE 0]
                              /\ status' = [status EXCEPT ![self] = "waiting"]
                           /\ pc' = [pc EXCEPT ![self] = "callback_cancel"]
                           /\ UNCHANGED << flag, lock, count, line, due, 
                                           interrupt, sent, ended, stack, next, 
                                           late, x >>

callback_cancel(self) == /\ pc[self] = "callback_cancel"
                         /\ \/ /\ TRUE
                               /\ UNCHANGED <<status, due>>
                            \/ /\ IF status[self] = "waiting"
                                     THEN /\ /\ due' = (IF Bug = "covers-cancelled" THEN due ELSE due \ {self})
                                             /\ status' = [status EXCEPT ![self] = "cancelled"]
                                     ELSE /\ TRUE
                                          /\ UNCHANGED << status, due >>
                         /\ pc' = [pc EXCEPT ![self] = "Done"]
                         /\ UNCHANGED << flag, lock, count, line, place, 
                                         issued, interrupt, sent, ended, stack, 
                                         next, late, x >>

callback(self) == callback_register(self) \/ callback_cancel(self)

change_lock == /\ pc[Changer] = "change_lock"
               /\ IF HandOver
                     THEN /\ IF count = 0
                                THEN /\ lock' = Changer
                                     /\ line' = line
                                ELSE /\ line' = Append(line, Changer)
                                     /\ lock' = lock
                          /\ count' = count + 1
                          /\ pc' = [pc EXCEPT ![Changer] = "change_locked"]
                     ELSE /\ IF Locked
                                THEN /\ lock = Nobody
                                     /\ lock' = Changer
                                     /\ pc' = [pc EXCEPT ![Changer] = "change_set"]
                                ELSE /\ pc' = [pc EXCEPT ![Changer] = "change_set"]
                                     /\ lock' = lock
                          /\ UNCHANGED << count, line >>
               /\ UNCHANGED << flag, status, place, issued, due, interrupt, 
                               sent, ended, stack, next, late, x >>

change_locked == /\ pc[Changer] = "change_locked"
                 /\ lock = Changer
                 /\ pc' = [pc EXCEPT ![Changer] = "change_set"]
                 /\ UNCHANGED << flag, lock, count, line, status, place, 
                                 issued, due, interrupt, sent, ended, stack, 
                                 next, late, x >>

change_set == /\ pc[Changer] = "change_set"
              /\ IF Bug = "broadcast-before-set"
                    THEN /\ due' = (Waiting \cup (IF Bug = "broadcast-remembered" THEN {w \in W : status[w] = "none"} ELSE {}))
                         /\ flag' = flag
                    ELSE /\ flag' = TRUE
                         /\ due' = due
              /\ \/ /\ Locked
                    /\ pc' = [pc EXCEPT ![Changer] = "change_broadcast"]
                    /\ late' = late
                 \/ /\ late' = TRUE
                    /\ pc' = [pc EXCEPT ![Changer] = "change_unlockFirst"]
              /\ UNCHANGED << lock, count, line, status, place, issued, 
                              interrupt, sent, ended, stack, next, x >>

change_unlockFirst == /\ pc[Changer] = "change_unlockFirst"
                      /\ IF Locked
                            THEN /\ stack' = [stack EXCEPT ![Changer] = << [ procedure |->  "unlock",
                                                                             pc        |->  "change_broadcast",
                                                                             next      |->  next[Changer] ] >>
                                                                         \o stack[Changer]]
                                 /\ next' = [next EXCEPT ![Changer] = Nobody]
                                 /\ pc' = [pc EXCEPT ![Changer] = "unlock_give"]
                            ELSE /\ pc' = [pc EXCEPT ![Changer] = "change_broadcast"]
                                 /\ UNCHANGED << stack, next >>
                      /\ UNCHANGED << flag, lock, count, line, status, place, 
                                      issued, due, interrupt, sent, ended, 
                                      late, x >>

change_broadcast == /\ pc[Changer] = "change_broadcast"
                    /\ IF Bug = "broadcast-before-set"
                          THEN /\ flag' = TRUE
                               /\ due' = due
                          ELSE /\ due' = (Waiting \cup (IF Bug = "broadcast-remembered" THEN {w \in W : status[w] = "none"} ELSE {}))
                               /\ flag' = flag
                    /\ IF late
                          THEN /\ pc' = [pc EXCEPT ![Changer] = "Done"]
                          ELSE /\ pc' = [pc EXCEPT ![Changer] = "change_unlock"]
                    /\ UNCHANGED << lock, count, line, status, place, issued, 
                                    interrupt, sent, ended, stack, next, late, 
                                    x >>

change_unlock == /\ pc[Changer] = "change_unlock"
                 /\ Loose \/ (due = {} /\ x = Nobody)
                 /\ stack' = [stack EXCEPT ![Changer] = << [ procedure |->  "unlock",
                                                             pc        |->  "change_end",
                                                             next      |->  next[Changer] ] >>
                                                         \o stack[Changer]]
                 /\ next' = [next EXCEPT ![Changer] = Nobody]
                 /\ pc' = [pc EXCEPT ![Changer] = "unlock_give"]
                 /\ UNCHANGED << flag, lock, count, line, status, place, 
                                 issued, due, interrupt, sent, ended, late, x >>

change_end == /\ pc[Changer] = "change_end"
              /\ TRUE
              /\ pc' = [pc EXCEPT ![Changer] = "Done"]
              /\ UNCHANGED << flag, lock, count, line, status, place, issued, 
                              due, interrupt, sent, ended, stack, next, late, 
                              x >>

changer == change_lock \/ change_locked \/ change_set \/ change_unlockFirst
              \/ change_broadcast \/ change_unlock \/ change_end

sweep_claim == /\ pc[Sweeper] = "sweep_claim"
               /\ \E w \in Next1:
                    /\ x' = w
                    /\ status' = [status EXCEPT ![w] = "claimed"]
                    /\ IF Bug # "sweeps-again"
                          THEN /\ due' = due \ {w}
                          ELSE /\ TRUE
                               /\ due' = due
               /\ pc' = [pc EXCEPT ![Sweeper] = "sweep_call"]
               /\ UNCHANGED << flag, lock, count, line, place, issued, 
                               interrupt, sent, ended, stack, next, late >>

sweep_call == /\ pc[Sweeper] = "sweep_call"
              /\ IF Bug = "line-up-stays" /\ HandOver /\ count # 0
                    THEN /\ pc' = [pc EXCEPT ![Sweeper] = "sweep_call"]
                         /\ UNCHANGED << count, line, status, x >>
                    ELSE /\ IF HandOver /\ x \in Waiters
                               THEN /\ IF Bug = "line-up-waits"
                                          THEN /\ count = 0
                                          ELSE /\ TRUE
                                    /\ status' = [status EXCEPT ![x] = IF Bug = "wake-without-the-mutex" THEN "woken" ELSE "called"]
                                    /\ IF Bug # "line-up-forgotten"
                                          THEN /\ /\ count' = (IF Bug = "line-up-uncounted" THEN count ELSE count + 1)
                                                  /\ line' = Append(line, x)
                                          ELSE /\ TRUE
                                               /\ UNCHANGED << count, line >>
                                    /\ IF count' # 1 \/ Bug = "line-up-forgotten"
                                          THEN /\ x' = Nobody
                                               /\ pc' = [pc EXCEPT ![Sweeper] = "sweep_claim"]
                                          ELSE /\ pc' = [pc EXCEPT ![Sweeper] = "sweep_pass"]
                                               /\ x' = x
                               ELSE /\ IF Bug # "callback-forgotten" \/ x \in Waiters
                                          THEN /\ status' = [status EXCEPT ![x] = "called"]
                                          ELSE /\ TRUE
                                               /\ UNCHANGED status
                                    /\ x' = Nobody
                                    /\ pc' = [pc EXCEPT ![Sweeper] = "sweep_claim"]
                                    /\ UNCHANGED << count, line >>
              /\ UNCHANGED << flag, lock, place, issued, due, interrupt, sent, 
                              ended, stack, next, late >>

sweep_pass == /\ pc[Sweeper] = "sweep_pass"
              /\ /\ line' = [n \in 1 .. Len(line) - 1 |-> line[IF n < Chosen THEN n ELSE n + 1]]
                 /\ lock' = line[Chosen]
                 /\ status' = [w \in Registered |-> IF w = line[Chosen] /\ status[w] = "called" THEN "granted" ELSE status[w]]
              /\ pc' = [pc EXCEPT ![Sweeper] = "sweep_wake"]
              /\ UNCHANGED << flag, count, place, issued, due, interrupt, sent, 
                              ended, stack, next, late, x >>

sweep_wake == /\ pc[Sweeper] = "sweep_wake"
              /\ status' = [status EXCEPT ![x] = "woken"]
              /\ x' = Nobody
              /\ pc' = [pc EXCEPT ![Sweeper] = "sweep_claim"]
              /\ UNCHANGED << flag, lock, count, line, place, issued, due, 
                              interrupt, sent, ended, stack, next, late >>

sweeper == sweep_claim \/ sweep_call \/ sweep_pass \/ sweep_wake

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == changer \/ sweeper
           \/ (\E self \in ProcSet: unlock(self))
           \/ (\E self \in W: waiter(self))
           \/ (\E self \in {Interrupter(w) : w \in Interrupted}: interrupter(self))
           \/ (\E self \in Strangers: stranger(self))
           \/ (\E self \in Callbacks: callback(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in W : WF_vars(waiter(self)) /\ WF_vars(unlock(self))
        /\ \A self \in {Interrupter(w) : w \in Interrupted} : WF_vars(interrupter(self))
        /\ \A self \in Strangers : WF_vars(stranger(self)) /\ WF_vars(unlock(self))
        /\ \A self \in Callbacks : WF_vars(callback(self))
        /\ WF_vars(changer) /\ WF_vars(unlock(Changer))
        /\ WF_vars(sweeper)

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION
-----------------------------------------------------------------------------
Parked(w) == pc[w] \in {"await_park", "noMutex_park", "loop_park"}

(* As module Condition sees it, a thread is out unless it is in an await. With *)
(* a mutex it is out as soon as the mutex is handed to it.                    *)
InAwait == {"await_unlock", "await_park", "await_lock", "await_locked", "noMutex_park", "noMutex_return",
    "loop_look", "loop_registerLate", "loop_testInterrupt", "loop_park", "loop_cancel", "loop_return"}
Unlocking == {"unlock_give", "unlock_pass", "unlock_wake"}
Awaiting(w) == pc[w] \in InAwait \/ (pc[w] \in Unlocking /\ ended[w] = "no")
Seen(w) == IF ~Awaiting(w) \/ status[w] \in {"granted", "woken"} \/ (pc[w] = "await_locked" /\ lock = w) THEN "out"
    ELSE IF status[w] = "none" THEN "out" ELSE IF status[w] = "cancelled" THEN "left" ELSE status[w]
Abstract == INSTANCE Condition WITH Others <- {Changer} \cup Strangers,
    status <- [w \in W |-> Seen(w)], due <- due \cap W, lock <- IF lock = Nobody THEN {} ELSE {lock}
RefinesCondition == Abstract!Spec

(* Who acts as if it held the lock.                                           *)
Inside == {w \in W : pc[w] \in {"mutex_look", "await_testInterrupt", "await_register", "await_unlock", "await_return", "mutex_unlock"}}
    \cup {w \in Strangers : pc[w] = "stranger_giveBack"}
    \cup (IF pc[Changer] \in {"change_set", "change_unlock"} \/ (pc[Changer] \in {"change_unlockFirst", "change_broadcast"} /\ lock = Changer) THEN {Changer} ELSE {})

TypeOK ==
    /\ flag \in BOOLEAN /\ lock \in {Nobody, Changer} \cup Waiters
    /\ status \in [Registered -> {"none", "waiting", "cancelled", "claimed", "called", "granted", "woken"}]
    /\ due \subseteq Registered /\ interrupt \in [W -> BOOLEAN]
    /\ ended \in [W -> {"no", "seen", "interrupted", "early", "timedOut", "thrown"}]
    /\ count = Len(line) + (IF HandOver /\ lock # Nobody THEN 1 ELSE 0)
(* Inside await, the lock is not let go before the thread is registered.      *)
COND_1_RegisteredBeforeUnlock == \A w \in W :
    pc[w] \in {"await_testInterrupt", "await_register", "await_registerLate", "await_park"} /\ lock # w => status[w] # "none"
COND_2_LockOnReturn    == \A w \in W : pc[w] \in {"await_return", "mutex_look"} => lock = w
COND_2_OneInside       == Locked => Cardinality(Inside) <= 1
COND_2_WokenWithMutex  == HandOver => \A w \in W : pc[w] = "await_park" /\ status[w] = "woken" => lock = w
COND_2_OnePlace        == \A n \in 1 .. Len(line) : line[n] # lock /\ \A m \in 1 .. Len(line) : line[m] = line[n] => m = n
(* Those that a broadcast covers get the mutex in the order in which they came. *)
COND_2_InOrder         == [][HandOver => \A w \in Waiters : status[w] = "called" /\ status'[w] = "granted" =>
    \A v \in Waiters : status[v] \in {"claimed", "called"} \/ v \in due => place[v] >= place[w]]_vars
COND_3_NotRegistered   == \A w \in W : ended[w] = "early" => status[w] = "none" /\ (pc[w] = "mutex_unlock" => lock = w)
COND_5_OneOutcome      == \A w \in W : ended[w] \in {"interrupted", "timedOut"} /\ Mode # "loop" => status[w] = "cancelled"   \* COND-6
COND_5_InterruptKept   == \A w \in W : sent[w] => interrupt[w] \/ ended[w] \in {"interrupted", "early"}
COND_9_NothingLeft     == \A w \in W : pc[w] = "Done" => status[w] # "waiting"
COND_10_InterruptFirst == [][\A w \in W : pc[w] = "loop_testInterrupt" /\ interrupt[w] => pc'[w] # "loop_park"]_vars
COND_12_CalledOnce     == [][\A c \in Callbacks : status[c] \in {"called", "cancelled"} => status'[c] = status[c]]_vars
COND_12_Called         == \A c \in Callbacks : c \in due ~> status[c] \in {"called", "cancelled"}
COND_13_NoMemory       == due \subseteq Waiting
COND_14_NothingLeft    == \A w \in Strangers : pc[w] = "Done" =>
    status[w] # "waiting" /\ lock # w /\ (HandOver => status[w] \notin {"claimed", "called", "granted"})
(* Whoever sleeps once the change has been broadcast is going to be called.   *)
NoLostWakeUp == pc[Changer] = "Done" => \A w \in W :
    Parked(w) /\ status[w] = "waiting" => w \in due
COND_4_NoLostWakeUp == NoLostWakeUp      \* with a lock
COND_7_NoLostWakeUp == NoLostWakeUp      \* without one: false for awaitNoMutex
COND_8_NoLostWakeUp == NoLostWakeUp      \* loopNoMutex
LIVE_AwaitReturns   == <>(\A w \in W : pc[w] = "Done")
(* A broadcast waits for nobody, with a mutex neither.                        *)
SIG_NeverBlocked    == /\ pc[Changer] = "change_broadcast" => ENABLED <<changer>>_vars
                       /\ pc[Sweeper] # "sweep_claim" \/ due # {} => ENABLED <<sweeper>>_vars
LIVE_LockFree       == <>[][FALSE]_vars
Unfair              == Init /\ [][Next]_vars
=============================================================================
