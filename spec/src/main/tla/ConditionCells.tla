\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
--------------------------- MODULE ConditionCells ----------------------------
(* The algorithm of Condition with what lies below it, one label for each     *)
(* atomic access: await with a lock or a mutex, awaitNoMutex, loopNoMutex,    *)
(* over the cells of Broadcast, the parking of ThreadWaiter and the line of a *)
(* Mutex. Module ConditionWait is the same algorithm with one label for each  *)
(* operation on these: the one to read first, which has more of the callers   *)
(* too: time-outs, callbacks, looks that throw, calls without the lock.       *)
(* Here a thread waits with a fresh waiter each time; the arrays are by       *)
(* thread, because it does not go on before its last waiter has been called,  *)
(* or it does not wait again. A foreign lock is taken in one step and let go  *)
(* in one. The queues are there, each with one segment (modules               *)
(* BroadcastCells and SegmentList have more). The mutex resumes               *)
(* asynchronously: whoever lets it go leaves the permit to a waiter that has  *)
(* not arrived; module PermitQueue has the synchronous ones. Nobody leaves    *)
(* the line: a Turn is nobody's handle, and a mutex is locked whatever        *)
(* interrupts.                                                                *)
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS W,           \* threads that wait for the flag
          Interrupted, \* those of them who may be interrupted, at any time,
          Interrupts,  \* and how often
          B,           \* threads that broadcast, once,
          Changing,    \* and those of them who set the flag before
          Mode,        \* "mutex": any lock; "handOver": a Mutex; "noMutex"; "loop"
          Bug          \* "none", or the mutant

T      == W \cup B
Nobody == <<"nobody", 0>>
Interrupter(w) == <<"interrupter", w>>
HandOver == Mode = "handOver"
Locked == Mode \in {"mutex", "handOver"}

Empty     == <<"EMPTY">>
Waiter(p) == <<"WAITER", p>>
Turn(w)   == <<"TURN", w>>                \* LockWaiter.OfMutex.Turn
Resumed   == <<"RESUMED">>
Cancelled == <<"CANCELLED">>
Slots     == 0 .. 3                       \* One segment: no more are issued, but by a mutant.
NoSlot    == -1

(* --algorithm ConditionCells {
variables
  flag    = FALSE,                       \* the state that the waiters look at
  lock    = Nobody,                      \* who holds it; of a mutex: history
  sIndex  = 0, rIndex = 0,               \* of the condition: Position.index of both sides
  cell    = [n \in Slots |-> Empty],
  slot    = [w \in W |-> NoSlot],        \* of the latest waiter of each thread: Waiter.offset,
  home    = [w \in W |-> "cell"],        \* Waiter.home: "cell", or "over" or "CANCELLED",
  waits   = [w \in W |-> FALSE],         \* ThreadWaiter.thread is not null
  counted = 0,                           \* history: calls of Segment.cancelCell
  state   = 1,                           \* of the mutex: Permits.state,
  sPlace  = 0, rPlace = 0,               \* and of its line: Position.index of both sides
  line    = [n \in Slots |-> Empty],
  placed  = [n \in Slots |-> Nobody],    \* history: for whom the place has been taken
  parks   = [p \in T |-> FALSE],         \* of the waiter of Mutex.lock: ThreadWaiter.thread is not null
  permit  = [p \in T |-> FALSE],         \* the thread's, to park
  interrupt = [p \in T |-> FALSE],       \* its interrupt status
  sent    = [w \in W |-> 0],             \* history: interrupts,
  spent   = [w \in W |-> 0],             \* history: how many were reported or cleared
  ended   = [w \in W |-> "no"];          \* history: how it ended: "seen", "interrupted" or "early"

macro Park(p) {                          (* LockSupport.park: module ThreadWait has what else the JDK allows *)
    either { await permit[p]; permit[p] := FALSE } or { await interrupt[p] /\ ~permit[p] };
}

(* ThreadWaiter.wake, by whoever has won the cell; in the line for the mutex, *)
(* or not.                                                                    *)
procedure wake(who, inLine) {
 wake_readThread:                        \* ThreadWaiter.wake: thread
    if (Bug = "unpark-before-store") { permit[who] := TRUE };
 wake_clearThread:                       \* ThreadWaiter.wake: thread, to null. COND-5
    if (inLine) { parks[who] := FALSE } else { waits[who] := FALSE };
 wake_unpark:                            \* LockSupport.unpark
    if (Bug = "no-unpark" \/ Bug = "unpark-before-store") { skip } else { permit[who] := TRUE };
    return;
}

(* Mutex.lock: for the calling thread, or with a Turn for one whose wait is   *)
(* over, by whoever calls its waiter.                                         *)
procedure acquire(u, turn) variables at = NoSlot, noted = FALSE; {
 acquire_count:                          \* Permits.takeOrCount: fetch-and-add of state, -1. SEM-1, COND-2
    state := state - 1;
    if (state = 0) { lock := u; if (turn) { goto acquire_deliver } else { return } };
 line_issue:                             \* Position.issue: fetch-and-add of the index of the line. ITER-1, SEM-8
    at := sPlace || placed[sPlace] := u || sPlace := sPlace + 1 || parks[u] := parks[u] \/ ~turn
    || lock := IF line[sPlace] = Resumed THEN u ELSE lock;
 line_install:                           \* Cell.install: CAS of the cell in line, null to waiter. BC-1
    if (line[at] = Empty) {
       line[at] := IF turn THEN Turn(u) ELSE Waiter(u);
       if (turn) { return } else { goto lock_readThread } };
 acquire_deliver:                        \* Nesting.handOver: Waiter.leave, and the call: it has the mutex. BC-10
    call wake(u, ~turn); return;
 lock_readThread:                        \* ThreadWaiter.awaitUninterruptibly: thread. COND-2
    if (~parks[u]) { if (noted) { goto lock_restore } else { return } };
 lock_park:                              \* LockSupport.park
    Park(u);
 lock_testInterrupt:                     \* ThreadWaiter.awaitUninterruptibly: Thread.interrupted
    if (interrupt[u]) { interrupt[u] := FALSE; noted := TRUE };
    goto lock_readThread;
 lock_restore:                           \* ThreadWaiter.awaitUninterruptibly: Thread.interrupt of oneself: it is kept. COND-5
    if (Bug # "forget-noted") { interrupt[u] := TRUE };
    return;
}

(* Permits.give, in Mutex.unlock, which has looked whether it is locked.      *)
procedure give() variables s = 0, k = NoSlot, first = Empty; {
 give_readState:                         \* Permits.give: state. SEM-10
    s := state;
 give_casState:                          \* Permits.give: CAS of state, +1. SEM-2
    if (state = s) { state := s + 1 || lock := Nobody; if (s = 0) { return } } else { goto give_readState };
 resume_issue:                           \* Position.issue: of the line. ITER-1, SEM-8
    k := rPlace || rPlace := rPlace + 1;
 resume_read:                            \* Cqs.resume: the cell
    if (line[k] = Empty) { goto resume_fill } else { first := line[k] };
 resume_claim:                           \* Cell.claim: CAS of the cell, waiter to RESUMED. COND-2
    line[k] := Resumed || lock := first[2];
 resume_deliver:                         \* Nesting.handOver: Waiter.leave, and the call: LockWaiter.OfMutex.Turn.resumed. COND-2
    call wake(first[2], first = Waiter(first[2])); return;
 resume_fill:                            \* Cell.fill: CAS of the cell, null to RESUMED: it has not arrived. BC-10
    if (line[k] = Empty) { line[k] := Resumed || lock := placed[k]; return } else { goto resume_read };
}

fair process (waiter \in W) variables cause = FALSE, seen = FALSE; {
 wait_lock:                              \* The caller's lock.
    if (Mode = "mutex") { await lock = Nobody; lock := self }
    else if (HandOver) { call acquire(self, FALSE) }
    else if (Mode = "loop" /\ Bug # "look-before-register") { goto suspend_issue };
 wait_look:                              \* The caller's look at the state, in loopNoMutex by update. COND-4, COND-7, COND-8
    if (flag) { ended[self] := "seen"; goto wait_end }
    else if (~HandOver) { goto wait_testInterrupt };
 wait_isLocked:                          \* LockWaiter.OfMutex: Mutex.requireLocked: state. COND-14
    assert state < 1;
 wait_testInterrupt:                     \* Condition.await, awaitNoMutex, loopNoMutex: Thread.interrupted. COND-3, COND-10
    if (interrupt[self] /\ ~(Bug = "sleep-if-called" /\ home[self] = "over")) {
       interrupt[self] := FALSE || spent[self] := sent[self] || ended[self] := IF Mode = "loop" THEN "interrupted" ELSE "early";
       if (Bug = "register-before-test") { cell[sIndex] := Waiter(self) || sIndex := sIndex + 1 };
       goto wait_end }
    else if (Mode = "loop" /\ Bug # "look-before-register") { goto await_readThread }
    else if (Bug = "unlock-before-register") { lock := Nobody };
 suspend_issue:                          \* Position.issue: fetch-and-add of the suspend index. COND-1, COND-8, ITER-1
    slot[self] := sIndex || home[self] := "cell" || waits[self] := TRUE || sIndex := sIndex + 1;
 suspend_install:                        \* Cell.install: CAS of the cell, null to waiter. BC-1
    if (cell[slot[self]] = Empty) { cell[slot[self]] := Waiter(self); goto await_unlock };
 suspend_deliver:                        \* Nesting.handOver: Waiter.leave, and the call: a broadcast was faster. BC-3, BC-10
    home[self] := "over";
    if (HandOver) { call acquire(self, TRUE) } else if (Bug # "suspend-ignores-resumed") { call wake(self, FALSE) };
 await_unlock:                           \* LockWaiter.unlock: the lock, or Mutex.requireLocked: state. COND-1
    if (Mode = "mutex") { lock := IF lock = self THEN Nobody ELSE lock }
    else if (HandOver) { call give() }
    else if (Mode = "loop" /\ Bug # "look-before-register") { goto wait_look };
 await_readThread:                       \* ThreadWaiter.await: thread
    if (~waits[self]) { goto await_lockAgain };
 await_park:                             \* LockSupport.park
    Park(self);
 await_testInterrupt:                    \* ThreadWaiter.await: Thread.interrupted
    if (interrupt[self]) { interrupt[self] := FALSE; cause := TRUE }
    else if (Bug = "park-once") { goto await_lockAgain }
    else { goto await_readThread };
 cancel_home:                            \* Waiter.cancel: home, opaque. ARR-19, BC-5
    if (home[self] = "over") { if (cause) { goto finish_readThread } else { goto Done } };
 cancel_casCell:                         \* Cell.cancel: CAS of the cell, waiter to CANCELLED. BC-2, COND-5, COND-9
    if (cell[slot[self]] = Waiter(self) \/ Bug = "cancel-by-store") {
       cell[slot[self]] := Cancelled;
       if (cause) { ended[self] := "interrupted" || spent[self] := sent[self] };
       goto cancel_leave };
 cancel_readCell:                        \* Cqs.cancel: the cell, for the result. BC-5
    if (cause) { goto finish_readThread } else { goto Done };
 cancel_leave:                           \* Waiter.leave: home, opaque. ARR-19
    home[self] := "CANCELLED";
 cancel_count:                           \* Segment.cancelCell: fetch-and-add of the word. ARR-8
    counted := counted + 1;
    if (Mode = "loop") { goto Done } else { goto await_lockAgain };
 finish_readThread:                      \* ThreadWaiter.awaitUninterruptibly: thread. COND-5, CQS-20
    if (~waits[self]) { if (seen) { goto finish_restoreSeen } else { goto finish_restoreCause } };
 finish_park:                            \* LockSupport.park
    Park(self);
 finish_testInterrupt:                   \* ThreadWaiter.awaitUninterruptibly: Thread.interrupted
    if (interrupt[self]) { interrupt[self] := FALSE; seen := TRUE };
    goto finish_readThread;
 finish_restoreSeen:                     \* ThreadWaiter.awaitUninterruptibly: Thread.interrupt of oneself: it is kept. COND-5
    interrupt[self] := TRUE; seen := FALSE;
 finish_restoreCause:                    \* ThreadWaiter.cancelOrFinish: Thread.interrupt of oneself: it is kept. COND-5
    if (Bug # "forget-interrupt") { interrupt[self] := TRUE };
    cause := FALSE;
 await_lockAgain:                        \* LockWaiter.lockAgain: any lock; a mutex if no broadcast has locked it. COND-2
    if (HandOver /\ (IF ended[self] = "no" THEN Bug = "relock-though-resumed" ELSE Bug # "no-relock")) { call acquire(self, FALSE); goto wait_end }
    else {
       if (Mode = "mutex" /\ ~(Bug = "no-relock" /\ ended[self] # "no")) { await lock = Nobody; lock := self };
       if (ended[self] # "no") { goto wait_end }
       else if (Mode = "loop") { goto suspend_issue } else { goto wait_look } };
 wait_end:                               \* The caller's unlock, or Mutex.requireLocked: state; in loopNoMutex: cancel. COND-9
    if (Mode = "mutex") { lock := Nobody; goto Done }
    else if (HandOver) { call give(); goto Done }
    else if (Mode = "loop" /\ Bug # "forget-cancel" /\ Bug # "look-before-register") { goto cancel_home };
}

fair process (interrupter \in {Interrupter(w) : w \in Interrupted}) {
 interrupt_begin:
    while (sent[self[2]] < Interrupts) {
       either { skip } or { goto Done };
 interrupt_set:                          \* Thread.interrupt
       interrupt[self[2]] := TRUE || sent[self[2]] := sent[self[2]] + 1;
    }
}

fair process (broadcaster \in B) variables late = ~Locked \/ self \notin Changing, next = 0, stop = 0, found = Empty; {
 change_lock:                            \* The caller's lock.
    if (self \notin Changing) { goto resumeAll_publish }
    else if (Mode = "mutex") { await lock = Nobody; lock := self }
    else if (HandOver) { call acquire(self, FALSE) };
 change_set:                             \* Then it broadcasts, under the lock or after it. COND-4
    if (Bug # "broadcast-before-set") { flag := TRUE };
    either { goto resumeAll_publish } or { await Locked; late := TRUE };
 change_unlockFirst:                     \* The caller's unlock, or Mutex.requireLocked: state.
    if (HandOver) { call give() } else { lock := Nobody };
 resumeAll_publish:                      \* Position.publish: fetch-and-add of 0 to the suspend index. COND-4, COND-11, RALL-4
    stop := IF Bug = "stop-too-far" THEN sIndex + 1 ELSE sIndex;
 claim_readIndex:                        \* Cells.claimUpTo: the resume index. COND-13, RALL-6
    if (rIndex >= stop) { goto change_unlock } else { next := rIndex };
 claim_casIndex:                         \* Position.claim: CAS of the resume index. RALL-1
    if (rIndex = next) { rIndex := stop } else { goto claim_readIndex };
 sweep_read:                             \* Sweep.claim: the cell. RALL-2, RALL-3
    while (next < (IF Bug = "sweep-misses-last" THEN stop - 1 ELSE stop)) {
       await Bug = "wait-for-suspender" => cell[next] # Empty;
       if (cell[next] = Empty /\ Bug # "sweep-skips-empty") { goto sweep_fill }
       else if (cell[next][1] # "WAITER") { next := next + 1; goto sweep_read }
       else { found := cell[next] };
 sweep_claim:                            \* Cell.claim: CAS of the cell, waiter to RESUMED. COND-5, BC-2
       if (cell[next] = found) { cell[next] := Resumed } else { goto sweep_read };
 sweep_deliver:                          \* Nesting.handOver: Waiter.leave, and the call. COND-2, COND-4, BC-4
       assert slot[found[2]] = next;     \* It is the thread's latest waiter.
       home[found[2]] := "over" || next := next + 1;
       if (HandOver /\ Bug # "wake-without-the-mutex") { call acquire(found[2], TRUE); goto sweep_read }
       else { call wake(found[2], FALSE); goto sweep_read };
 sweep_fill:                             \* Cell.fill: CAS of the cell, null to RESUMED. BC-10
       if (Bug = "spin-until-installed") { skip }
       else if (cell[next] = Empty) { cell[next] := Resumed; next := next + 1 };
    };
 change_unlock:                          \* The caller's unlock, or Mutex.requireLocked: state.
    if (Bug = "broadcast-before-set" /\ self \in Changing) { flag := TRUE };
    if (late) { goto Done }
    else if (HandOver) { call give(); goto Done }
    else { lock := Nobody };
}
} *)
\* BEGIN TRANSLATION (chksum(pcal) = "5a2a51b9" /\ chksum(tla) = "375fb2aa")
CONSTANT defaultInitValue
VARIABLES flag, lock, sIndex, rIndex, cell, slot, home, waits, counted, state, 
          sPlace, rPlace, line, placed, parks, permit, interrupt, sent, spent, 
          ended, pc, stack, who, inLine, u, turn, at, noted, s, k, first, 
          cause, seen, late, next, stop, found

vars == << flag, lock, sIndex, rIndex, cell, slot, home, waits, counted, 
           state, sPlace, rPlace, line, placed, parks, permit, interrupt, 
           sent, spent, ended, pc, stack, who, inLine, u, turn, at, noted, s, 
           k, first, cause, seen, late, next, stop, found >>

ProcSet == (W) \cup ({Interrupter(w) : w \in Interrupted}) \cup (B)

Init == (* Global variables *)
        /\ flag = FALSE
        /\ lock = Nobody
        /\ sIndex = 0
        /\ rIndex = 0
        /\ cell = [n \in Slots |-> Empty]
        /\ slot = [w \in W |-> NoSlot]
        /\ home = [w \in W |-> "cell"]
        /\ waits = [w \in W |-> FALSE]
        /\ counted = 0
        /\ state = 1
        /\ sPlace = 0
        /\ rPlace = 0
        /\ line = [n \in Slots |-> Empty]
        /\ placed = [n \in Slots |-> Nobody]
        /\ parks = [p \in T |-> FALSE]
        /\ permit = [p \in T |-> FALSE]
        /\ interrupt = [p \in T |-> FALSE]
        /\ sent = [w \in W |-> 0]
        /\ spent = [w \in W |-> 0]
        /\ ended = [w \in W |-> "no"]
        (* Procedure wake *)
        /\ who = [ self \in ProcSet |-> defaultInitValue]
        /\ inLine = [ self \in ProcSet |-> defaultInitValue]
        (* Procedure acquire *)
        /\ u = [ self \in ProcSet |-> defaultInitValue]
        /\ turn = [ self \in ProcSet |-> defaultInitValue]
        /\ at = [ self \in ProcSet |-> NoSlot]
        /\ noted = [ self \in ProcSet |-> FALSE]
        (* Procedure give *)
        /\ s = [ self \in ProcSet |-> 0]
        /\ k = [ self \in ProcSet |-> NoSlot]
        /\ first = [ self \in ProcSet |-> Empty]
        (* Process waiter *)
        /\ cause = [self \in W |-> FALSE]
        /\ seen = [self \in W |-> FALSE]
        (* Process broadcaster *)
        /\ late = [self \in B |-> ~Locked \/ self \notin Changing]
        /\ next = [self \in B |-> 0]
        /\ stop = [self \in B |-> 0]
        /\ found = [self \in B |-> Empty]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self \in W -> "wait_lock"
                                        [] self \in {Interrupter(w) : w \in Interrupted} -> "interrupt_begin"
                                        [] self \in B -> "change_lock"]

wake_readThread(self) == /\ pc[self] = "wake_readThread"
                         /\ IF Bug = "unpark-before-store"
                               THEN /\ permit' = [permit EXCEPT ![who[self]] = TRUE]
                               ELSE /\ TRUE
                                    /\ UNCHANGED permit
                         /\ pc' = [pc EXCEPT ![self] = "wake_clearThread"]
                         /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                         slot, home, waits, counted, state, 
                                         sPlace, rPlace, line, placed, parks, 
                                         interrupt, sent, spent, ended, stack, 
                                         who, inLine, u, turn, at, noted, s, k, 
                                         first, cause, seen, late, next, stop, 
                                         found >>

wake_clearThread(self) == /\ pc[self] = "wake_clearThread"
                          /\ IF inLine[self]
                                THEN /\ parks' = [parks EXCEPT ![who[self]] = FALSE]
                                     /\ waits' = waits
                                ELSE /\ waits' = [waits EXCEPT ![who[self]] = FALSE]
                                     /\ parks' = parks
                          /\ pc' = [pc EXCEPT ![self] = "wake_unpark"]
                          /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                          slot, home, counted, state, sPlace, 
                                          rPlace, line, placed, permit, 
                                          interrupt, sent, spent, ended, stack, 
                                          who, inLine, u, turn, at, noted, s, 
                                          k, first, cause, seen, late, next, 
                                          stop, found >>

wake_unpark(self) == /\ pc[self] = "wake_unpark"
                     /\ IF Bug = "no-unpark" \/ Bug = "unpark-before-store"
                           THEN /\ TRUE
                                /\ UNCHANGED permit
                           ELSE /\ permit' = [permit EXCEPT ![who[self]] = TRUE]
                     /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                     /\ who' = [who EXCEPT ![self] = Head(stack[self]).who]
                     /\ inLine' = [inLine EXCEPT ![self] = Head(stack[self]).inLine]
                     /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                     /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                     home, waits, counted, state, sPlace, 
                                     rPlace, line, placed, parks, interrupt, 
                                     sent, spent, ended, u, turn, at, noted, s, 
                                     k, first, cause, seen, late, next, stop, 
                                     found >>

wake(self) == wake_readThread(self) \/ wake_clearThread(self)
                 \/ wake_unpark(self)

acquire_count(self) == /\ pc[self] = "acquire_count"
                       /\ state' = state - 1
                       /\ IF state' = 0
                             THEN /\ lock' = u[self]
                                  /\ IF turn[self]
                                        THEN /\ pc' = [pc EXCEPT ![self] = "acquire_deliver"]
                                             /\ UNCHANGED << stack, u, turn, 
                                                             at, noted >>
                                        ELSE /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                             /\ at' = [at EXCEPT ![self] = Head(stack[self]).at]
                                             /\ noted' = [noted EXCEPT ![self] = Head(stack[self]).noted]
                                             /\ u' = [u EXCEPT ![self] = Head(stack[self]).u]
                                             /\ turn' = [turn EXCEPT ![self] = Head(stack[self]).turn]
                                             /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "line_issue"]
                                  /\ UNCHANGED << lock, stack, u, turn, at, 
                                                  noted >>
                       /\ UNCHANGED << flag, sIndex, rIndex, cell, slot, home, 
                                       waits, counted, sPlace, rPlace, line, 
                                       placed, parks, permit, interrupt, sent, 
                                       spent, ended, who, inLine, s, k, first, 
                                       cause, seen, late, next, stop, found >>

line_issue(self) == /\ pc[self] = "line_issue"
                    /\ /\ at' = [at EXCEPT ![self] = sPlace]
                       /\ lock' = (IF line[sPlace] = Resumed THEN u[self] ELSE lock)
                       /\ parks' = [parks EXCEPT ![u[self]] = parks[u[self]] \/ ~turn[self]]
                       /\ placed' = [placed EXCEPT ![sPlace] = u[self]]
                       /\ sPlace' = sPlace + 1
                    /\ pc' = [pc EXCEPT ![self] = "line_install"]
                    /\ UNCHANGED << flag, sIndex, rIndex, cell, slot, home, 
                                    waits, counted, state, rPlace, line, 
                                    permit, interrupt, sent, spent, ended, 
                                    stack, who, inLine, u, turn, noted, s, k, 
                                    first, cause, seen, late, next, stop, 
                                    found >>

line_install(self) == /\ pc[self] = "line_install"
                      /\ IF line[at[self]] = Empty
                            THEN /\ line' = [line EXCEPT ![at[self]] = IF turn[self] THEN Turn(u[self]) ELSE Waiter(u[self])]
                                 /\ IF turn[self]
                                       THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                            /\ at' = [at EXCEPT ![self] = Head(stack[self]).at]
                                            /\ noted' = [noted EXCEPT ![self] = Head(stack[self]).noted]
                                            /\ u' = [u EXCEPT ![self] = Head(stack[self]).u]
                                            /\ turn' = [turn EXCEPT ![self] = Head(stack[self]).turn]
                                            /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                       ELSE /\ pc' = [pc EXCEPT ![self] = "lock_readThread"]
                                            /\ UNCHANGED << stack, u, turn, at, 
                                                            noted >>
                            ELSE /\ pc' = [pc EXCEPT ![self] = "acquire_deliver"]
                                 /\ UNCHANGED << line, stack, u, turn, at, 
                                                 noted >>
                      /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                      home, waits, counted, state, sPlace, 
                                      rPlace, placed, parks, permit, interrupt, 
                                      sent, spent, ended, who, inLine, s, k, 
                                      first, cause, seen, late, next, stop, 
                                      found >>

acquire_deliver(self) == /\ pc[self] = "acquire_deliver"
                         /\ /\ at' = [at EXCEPT ![self] = Head(stack[self]).at]
                            /\ inLine' = [inLine EXCEPT ![self] = ~turn[self]]
                            /\ noted' = [noted EXCEPT ![self] = Head(stack[self]).noted]
                            /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "wake",
                                                                     pc        |->  Head(stack[self]).pc,
                                                                     who       |->  who[self],
                                                                     inLine    |->  inLine[self] ] >>
                                                                 \o Tail(stack[self])]
                            /\ who' = [who EXCEPT ![self] = u[self]]
                         /\ pc' = [pc EXCEPT ![self] = "wake_readThread"]
                         /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                         slot, home, waits, counted, state, 
                                         sPlace, rPlace, line, placed, parks, 
                                         permit, interrupt, sent, spent, ended, 
                                         u, turn, s, k, first, cause, seen, 
                                         late, next, stop, found >>

lock_readThread(self) == /\ pc[self] = "lock_readThread"
                         /\ IF ~parks[u[self]]
                               THEN /\ IF noted[self]
                                          THEN /\ pc' = [pc EXCEPT ![self] = "lock_restore"]
                                               /\ UNCHANGED << stack, u, turn, 
                                                               at, noted >>
                                          ELSE /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                               /\ at' = [at EXCEPT ![self] = Head(stack[self]).at]
                                               /\ noted' = [noted EXCEPT ![self] = Head(stack[self]).noted]
                                               /\ u' = [u EXCEPT ![self] = Head(stack[self]).u]
                                               /\ turn' = [turn EXCEPT ![self] = Head(stack[self]).turn]
                                               /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "lock_park"]
                                    /\ UNCHANGED << stack, u, turn, at, noted >>
                         /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                         slot, home, waits, counted, state, 
                                         sPlace, rPlace, line, placed, parks, 
                                         permit, interrupt, sent, spent, ended, 
                                         who, inLine, s, k, first, cause, seen, 
                                         late, next, stop, found >>

lock_park(self) == /\ pc[self] = "lock_park"
                   /\ \/ /\ permit[u[self]]
                         /\ permit' = [permit EXCEPT ![u[self]] = FALSE]
                      \/ /\ interrupt[u[self]] /\ ~permit[u[self]]
                         /\ UNCHANGED permit
                   /\ pc' = [pc EXCEPT ![self] = "lock_testInterrupt"]
                   /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                   home, waits, counted, state, sPlace, rPlace, 
                                   line, placed, parks, interrupt, sent, spent, 
                                   ended, stack, who, inLine, u, turn, at, 
                                   noted, s, k, first, cause, seen, late, next, 
                                   stop, found >>

lock_testInterrupt(self) == /\ pc[self] = "lock_testInterrupt"
                            /\ IF interrupt[u[self]]
                                  THEN /\ interrupt' = [interrupt EXCEPT ![u[self]] = FALSE]
                                       /\ noted' = [noted EXCEPT ![self] = TRUE]
                                  ELSE /\ TRUE
                                       /\ UNCHANGED << interrupt, noted >>
                            /\ pc' = [pc EXCEPT ![self] = "lock_readThread"]
                            /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                            slot, home, waits, counted, state, 
                                            sPlace, rPlace, line, placed, 
                                            parks, permit, sent, spent, ended, 
                                            stack, who, inLine, u, turn, at, s, 
                                            k, first, cause, seen, late, next, 
                                            stop, found >>

lock_restore(self) == /\ pc[self] = "lock_restore"
                      /\ IF Bug # "forget-noted"
                            THEN /\ interrupt' = [interrupt EXCEPT ![u[self]] = TRUE]
                            ELSE /\ TRUE
                                 /\ UNCHANGED interrupt
                      /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                      /\ at' = [at EXCEPT ![self] = Head(stack[self]).at]
                      /\ noted' = [noted EXCEPT ![self] = Head(stack[self]).noted]
                      /\ u' = [u EXCEPT ![self] = Head(stack[self]).u]
                      /\ turn' = [turn EXCEPT ![self] = Head(stack[self]).turn]
                      /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                      /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                      home, waits, counted, state, sPlace, 
                                      rPlace, line, placed, parks, permit, 
                                      sent, spent, ended, who, inLine, s, k, 
                                      first, cause, seen, late, next, stop, 
                                      found >>

acquire(self) == acquire_count(self) \/ line_issue(self)
                    \/ line_install(self) \/ acquire_deliver(self)
                    \/ lock_readThread(self) \/ lock_park(self)
                    \/ lock_testInterrupt(self) \/ lock_restore(self)

give_readState(self) == /\ pc[self] = "give_readState"
                        /\ s' = [s EXCEPT ![self] = state]
                        /\ pc' = [pc EXCEPT ![self] = "give_casState"]
                        /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                        home, waits, counted, state, sPlace, 
                                        rPlace, line, placed, parks, permit, 
                                        interrupt, sent, spent, ended, stack, 
                                        who, inLine, u, turn, at, noted, k, 
                                        first, cause, seen, late, next, stop, 
                                        found >>

give_casState(self) == /\ pc[self] = "give_casState"
                       /\ IF state = s[self]
                             THEN /\ /\ lock' = Nobody
                                     /\ state' = s[self] + 1
                                  /\ IF s[self] = 0
                                        THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                             /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                                             /\ k' = [k EXCEPT ![self] = Head(stack[self]).k]
                                             /\ first' = [first EXCEPT ![self] = Head(stack[self]).first]
                                             /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                        ELSE /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                                             /\ UNCHANGED << stack, s, k, 
                                                             first >>
                             ELSE /\ pc' = [pc EXCEPT ![self] = "give_readState"]
                                  /\ UNCHANGED << lock, state, stack, s, k, 
                                                  first >>
                       /\ UNCHANGED << flag, sIndex, rIndex, cell, slot, home, 
                                       waits, counted, sPlace, rPlace, line, 
                                       placed, parks, permit, interrupt, sent, 
                                       spent, ended, who, inLine, u, turn, at, 
                                       noted, cause, seen, late, next, stop, 
                                       found >>

resume_issue(self) == /\ pc[self] = "resume_issue"
                      /\ /\ k' = [k EXCEPT ![self] = rPlace]
                         /\ rPlace' = rPlace + 1
                      /\ pc' = [pc EXCEPT ![self] = "resume_read"]
                      /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                      home, waits, counted, state, sPlace, 
                                      line, placed, parks, permit, interrupt, 
                                      sent, spent, ended, stack, who, inLine, 
                                      u, turn, at, noted, s, first, cause, 
                                      seen, late, next, stop, found >>

resume_read(self) == /\ pc[self] = "resume_read"
                     /\ IF line[k[self]] = Empty
                           THEN /\ pc' = [pc EXCEPT ![self] = "resume_fill"]
                                /\ first' = first
                           ELSE /\ first' = [first EXCEPT ![self] = line[k[self]]]
                                /\ pc' = [pc EXCEPT ![self] = "resume_claim"]
                     /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                     home, waits, counted, state, sPlace, 
                                     rPlace, line, placed, parks, permit, 
                                     interrupt, sent, spent, ended, stack, who, 
                                     inLine, u, turn, at, noted, s, k, cause, 
                                     seen, late, next, stop, found >>

resume_claim(self) == /\ pc[self] = "resume_claim"
                      /\ /\ line' = [line EXCEPT ![k[self]] = Resumed]
                         /\ lock' = first[self][2]
                      /\ pc' = [pc EXCEPT ![self] = "resume_deliver"]
                      /\ UNCHANGED << flag, sIndex, rIndex, cell, slot, home, 
                                      waits, counted, state, sPlace, rPlace, 
                                      placed, parks, permit, interrupt, sent, 
                                      spent, ended, stack, who, inLine, u, 
                                      turn, at, noted, s, k, first, cause, 
                                      seen, late, next, stop, found >>

resume_deliver(self) == /\ pc[self] = "resume_deliver"
                        /\ /\ first' = [first EXCEPT ![self] = Head(stack[self]).first]
                           /\ inLine' = [inLine EXCEPT ![self] = first[self] = Waiter(first[self][2])]
                           /\ k' = [k EXCEPT ![self] = Head(stack[self]).k]
                           /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                           /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "wake",
                                                                    pc        |->  Head(stack[self]).pc,
                                                                    who       |->  who[self],
                                                                    inLine    |->  inLine[self] ] >>
                                                                \o Tail(stack[self])]
                           /\ who' = [who EXCEPT ![self] = first[self][2]]
                        /\ pc' = [pc EXCEPT ![self] = "wake_readThread"]
                        /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                        home, waits, counted, state, sPlace, 
                                        rPlace, line, placed, parks, permit, 
                                        interrupt, sent, spent, ended, u, turn, 
                                        at, noted, cause, seen, late, next, 
                                        stop, found >>

resume_fill(self) == /\ pc[self] = "resume_fill"
                     /\ IF line[k[self]] = Empty
                           THEN /\ /\ line' = [line EXCEPT ![k[self]] = Resumed]
                                   /\ lock' = placed[k[self]]
                                /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                                /\ k' = [k EXCEPT ![self] = Head(stack[self]).k]
                                /\ first' = [first EXCEPT ![self] = Head(stack[self]).first]
                                /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "resume_read"]
                                /\ UNCHANGED << lock, line, stack, s, k, first >>
                     /\ UNCHANGED << flag, sIndex, rIndex, cell, slot, home, 
                                     waits, counted, state, sPlace, rPlace, 
                                     placed, parks, permit, interrupt, sent, 
                                     spent, ended, who, inLine, u, turn, at, 
                                     noted, cause, seen, late, next, stop, 
                                     found >>

give(self) == give_readState(self) \/ give_casState(self)
                 \/ resume_issue(self) \/ resume_read(self)
                 \/ resume_claim(self) \/ resume_deliver(self)
                 \/ resume_fill(self)

wait_lock(self) == /\ pc[self] = "wait_lock"
                   /\ IF Mode = "mutex"
                         THEN /\ lock = Nobody
                              /\ lock' = self
                              /\ pc' = [pc EXCEPT ![self] = "wait_look"]
                              /\ UNCHANGED << stack, u, turn, at, noted >>
                         ELSE /\ IF HandOver
                                    THEN /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "acquire",
                                                                                     pc        |->  "wait_look",
                                                                                     at        |->  at[self],
                                                                                     noted     |->  noted[self],
                                                                                     u         |->  u[self],
                                                                                     turn      |->  turn[self] ] >>
                                                                                 \o stack[self]]
                                            /\ turn' = [turn EXCEPT ![self] = FALSE]
                                            /\ u' = [u EXCEPT ![self] = self]
                                         /\ at' = [at EXCEPT ![self] = NoSlot]
                                         /\ noted' = [noted EXCEPT ![self] = FALSE]
                                         /\ pc' = [pc EXCEPT ![self] = "acquire_count"]
                                    ELSE /\ IF Mode = "loop" /\ Bug # "look-before-register"
                                               THEN /\ pc' = [pc EXCEPT ![self] = "suspend_issue"]
                                               ELSE /\ pc' = [pc EXCEPT ![self] = "wait_look"]
                                         /\ UNCHANGED << stack, u, turn, at, 
                                                         noted >>
                              /\ lock' = lock
                   /\ UNCHANGED << flag, sIndex, rIndex, cell, slot, home, 
                                   waits, counted, state, sPlace, rPlace, line, 
                                   placed, parks, permit, interrupt, sent, 
                                   spent, ended, who, inLine, s, k, first, 
                                   cause, seen, late, next, stop, found >>

wait_look(self) == /\ pc[self] = "wait_look"
                   /\ IF flag
                         THEN /\ ended' = [ended EXCEPT ![self] = "seen"]
                              /\ pc' = [pc EXCEPT ![self] = "wait_end"]
                         ELSE /\ IF ~HandOver
                                    THEN /\ pc' = [pc EXCEPT ![self] = "wait_testInterrupt"]
                                    ELSE /\ pc' = [pc EXCEPT ![self] = "wait_isLocked"]
                              /\ ended' = ended
                   /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                   home, waits, counted, state, sPlace, rPlace, 
                                   line, placed, parks, permit, interrupt, 
                                   sent, spent, stack, who, inLine, u, turn, 
                                   at, noted, s, k, first, cause, seen, late, 
                                   next, stop, found >>

wait_isLocked(self) == /\ pc[self] = "wait_isLocked"
                       /\ Assert(state < 1, 
                                 "Failure of assertion at line 133, column 5.")
                       /\ pc' = [pc EXCEPT ![self] = "wait_testInterrupt"]
                       /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                       home, waits, counted, state, sPlace, 
                                       rPlace, line, placed, parks, permit, 
                                       interrupt, sent, spent, ended, stack, 
                                       who, inLine, u, turn, at, noted, s, k, 
                                       first, cause, seen, late, next, stop, 
                                       found >>

wait_testInterrupt(self) == /\ pc[self] = "wait_testInterrupt"
                            /\ IF interrupt[self] /\ ~(Bug = "sleep-if-called" /\ home[self] = "over")
                                  THEN /\ /\ ended' = [ended EXCEPT ![self] = IF Mode = "loop" THEN "interrupted" ELSE "early"]
                                          /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                                          /\ spent' = [spent EXCEPT ![self] = sent[self]]
                                       /\ IF Bug = "register-before-test"
                                             THEN /\ /\ cell' = [cell EXCEPT ![sIndex] = Waiter(self)]
                                                     /\ sIndex' = sIndex + 1
                                             ELSE /\ TRUE
                                                  /\ UNCHANGED << sIndex, cell >>
                                       /\ pc' = [pc EXCEPT ![self] = "wait_end"]
                                       /\ lock' = lock
                                  ELSE /\ IF Mode = "loop" /\ Bug # "look-before-register"
                                             THEN /\ pc' = [pc EXCEPT ![self] = "await_readThread"]
                                                  /\ lock' = lock
                                             ELSE /\ IF Bug = "unlock-before-register"
                                                        THEN /\ lock' = Nobody
                                                        ELSE /\ TRUE
                                                             /\ lock' = lock
                                                  /\ pc' = [pc EXCEPT ![self] = "suspend_issue"]
                                       /\ UNCHANGED << sIndex, cell, interrupt, 
                                                       spent, ended >>
                            /\ UNCHANGED << flag, rIndex, slot, home, waits, 
                                            counted, state, sPlace, rPlace, 
                                            line, placed, parks, permit, sent, 
                                            stack, who, inLine, u, turn, at, 
                                            noted, s, k, first, cause, seen, 
                                            late, next, stop, found >>

suspend_issue(self) == /\ pc[self] = "suspend_issue"
                       /\ /\ home' = [home EXCEPT ![self] = "cell"]
                          /\ sIndex' = sIndex + 1
                          /\ slot' = [slot EXCEPT ![self] = sIndex]
                          /\ waits' = [waits EXCEPT ![self] = TRUE]
                       /\ pc' = [pc EXCEPT ![self] = "suspend_install"]
                       /\ UNCHANGED << flag, lock, rIndex, cell, counted, 
                                       state, sPlace, rPlace, line, placed, 
                                       parks, permit, interrupt, sent, spent, 
                                       ended, stack, who, inLine, u, turn, at, 
                                       noted, s, k, first, cause, seen, late, 
                                       next, stop, found >>

suspend_install(self) == /\ pc[self] = "suspend_install"
                         /\ IF cell[slot[self]] = Empty
                               THEN /\ cell' = [cell EXCEPT ![slot[self]] = Waiter(self)]
                                    /\ pc' = [pc EXCEPT ![self] = "await_unlock"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "suspend_deliver"]
                                    /\ cell' = cell
                         /\ UNCHANGED << flag, lock, sIndex, rIndex, slot, 
                                         home, waits, counted, state, sPlace, 
                                         rPlace, line, placed, parks, permit, 
                                         interrupt, sent, spent, ended, stack, 
                                         who, inLine, u, turn, at, noted, s, k, 
                                         first, cause, seen, late, next, stop, 
                                         found >>

suspend_deliver(self) == /\ pc[self] = "suspend_deliver"
                         /\ home' = [home EXCEPT ![self] = "over"]
                         /\ IF HandOver
                               THEN /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "acquire",
                                                                                pc        |->  "await_unlock",
                                                                                at        |->  at[self],
                                                                                noted     |->  noted[self],
                                                                                u         |->  u[self],
                                                                                turn      |->  turn[self] ] >>
                                                                            \o stack[self]]
                                       /\ turn' = [turn EXCEPT ![self] = TRUE]
                                       /\ u' = [u EXCEPT ![self] = self]
                                    /\ at' = [at EXCEPT ![self] = NoSlot]
                                    /\ noted' = [noted EXCEPT ![self] = FALSE]
                                    /\ pc' = [pc EXCEPT ![self] = "acquire_count"]
                                    /\ UNCHANGED << who, inLine >>
                               ELSE /\ IF Bug # "suspend-ignores-resumed"
                                          THEN /\ /\ inLine' = [inLine EXCEPT ![self] = FALSE]
                                                  /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "wake",
                                                                                           pc        |->  "await_unlock",
                                                                                           who       |->  who[self],
                                                                                           inLine    |->  inLine[self] ] >>
                                                                                       \o stack[self]]
                                                  /\ who' = [who EXCEPT ![self] = self]
                                               /\ pc' = [pc EXCEPT ![self] = "wake_readThread"]
                                          ELSE /\ pc' = [pc EXCEPT ![self] = "await_unlock"]
                                               /\ UNCHANGED << stack, who, 
                                                               inLine >>
                                    /\ UNCHANGED << u, turn, at, noted >>
                         /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                         slot, waits, counted, state, sPlace, 
                                         rPlace, line, placed, parks, permit, 
                                         interrupt, sent, spent, ended, s, k, 
                                         first, cause, seen, late, next, stop, 
                                         found >>

await_unlock(self) == /\ pc[self] = "await_unlock"
                      /\ IF Mode = "mutex"
                            THEN /\ lock' = (IF lock = self THEN Nobody ELSE lock)
                                 /\ pc' = [pc EXCEPT ![self] = "await_readThread"]
                                 /\ UNCHANGED << stack, s, k, first >>
                            ELSE /\ IF HandOver
                                       THEN /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "give",
                                                                                     pc        |->  "await_readThread",
                                                                                     s         |->  s[self],
                                                                                     k         |->  k[self],
                                                                                     first     |->  first[self] ] >>
                                                                                 \o stack[self]]
                                            /\ s' = [s EXCEPT ![self] = 0]
                                            /\ k' = [k EXCEPT ![self] = NoSlot]
                                            /\ first' = [first EXCEPT ![self] = Empty]
                                            /\ pc' = [pc EXCEPT ![self] = "give_readState"]
                                       ELSE /\ IF Mode = "loop" /\ Bug # "look-before-register"
                                                  THEN /\ pc' = [pc EXCEPT ![self] = "wait_look"]
                                                  ELSE /\ pc' = [pc EXCEPT ![self] = "await_readThread"]
                                            /\ UNCHANGED << stack, s, k, first >>
                                 /\ lock' = lock
                      /\ UNCHANGED << flag, sIndex, rIndex, cell, slot, home, 
                                      waits, counted, state, sPlace, rPlace, 
                                      line, placed, parks, permit, interrupt, 
                                      sent, spent, ended, who, inLine, u, turn, 
                                      at, noted, cause, seen, late, next, stop, 
                                      found >>

await_readThread(self) == /\ pc[self] = "await_readThread"
                          /\ IF ~waits[self]
                                THEN /\ pc' = [pc EXCEPT ![self] = "await_lockAgain"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "await_park"]
                          /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                          slot, home, waits, counted, state, 
                                          sPlace, rPlace, line, placed, parks, 
                                          permit, interrupt, sent, spent, 
                                          ended, stack, who, inLine, u, turn, 
                                          at, noted, s, k, first, cause, seen, 
                                          late, next, stop, found >>

await_park(self) == /\ pc[self] = "await_park"
                    /\ \/ /\ permit[self]
                          /\ permit' = [permit EXCEPT ![self] = FALSE]
                       \/ /\ interrupt[self] /\ ~permit[self]
                          /\ UNCHANGED permit
                    /\ pc' = [pc EXCEPT ![self] = "await_testInterrupt"]
                    /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                    home, waits, counted, state, sPlace, 
                                    rPlace, line, placed, parks, interrupt, 
                                    sent, spent, ended, stack, who, inLine, u, 
                                    turn, at, noted, s, k, first, cause, seen, 
                                    late, next, stop, found >>

await_testInterrupt(self) == /\ pc[self] = "await_testInterrupt"
                             /\ IF interrupt[self]
                                   THEN /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                                        /\ cause' = [cause EXCEPT ![self] = TRUE]
                                        /\ pc' = [pc EXCEPT ![self] = "cancel_home"]
                                   ELSE /\ IF Bug = "park-once"
                                              THEN /\ pc' = [pc EXCEPT ![self] = "await_lockAgain"]
                                              ELSE /\ pc' = [pc EXCEPT ![self] = "await_readThread"]
                                        /\ UNCHANGED << interrupt, cause >>
                             /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                             slot, home, waits, counted, state, 
                                             sPlace, rPlace, line, placed, 
                                             parks, permit, sent, spent, ended, 
                                             stack, who, inLine, u, turn, at, 
                                             noted, s, k, first, seen, late, 
                                             next, stop, found >>

cancel_home(self) == /\ pc[self] = "cancel_home"
                     /\ IF home[self] = "over"
                           THEN /\ IF cause[self]
                                      THEN /\ pc' = [pc EXCEPT ![self] = "finish_readThread"]
                                      ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_casCell"]
                     /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                     home, waits, counted, state, sPlace, 
                                     rPlace, line, placed, parks, permit, 
                                     interrupt, sent, spent, ended, stack, who, 
                                     inLine, u, turn, at, noted, s, k, first, 
                                     cause, seen, late, next, stop, found >>

cancel_casCell(self) == /\ pc[self] = "cancel_casCell"
                        /\ IF cell[slot[self]] = Waiter(self) \/ Bug = "cancel-by-store"
                              THEN /\ cell' = [cell EXCEPT ![slot[self]] = Cancelled]
                                   /\ IF cause[self]
                                         THEN /\ /\ ended' = [ended EXCEPT ![self] = "interrupted"]
                                                 /\ spent' = [spent EXCEPT ![self] = sent[self]]
                                         ELSE /\ TRUE
                                              /\ UNCHANGED << spent, ended >>
                                   /\ pc' = [pc EXCEPT ![self] = "cancel_leave"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_readCell"]
                                   /\ UNCHANGED << cell, spent, ended >>
                        /\ UNCHANGED << flag, lock, sIndex, rIndex, slot, home, 
                                        waits, counted, state, sPlace, rPlace, 
                                        line, placed, parks, permit, interrupt, 
                                        sent, stack, who, inLine, u, turn, at, 
                                        noted, s, k, first, cause, seen, late, 
                                        next, stop, found >>

cancel_readCell(self) == /\ pc[self] = "cancel_readCell"
                         /\ IF cause[self]
                               THEN /\ pc' = [pc EXCEPT ![self] = "finish_readThread"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                         /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                         slot, home, waits, counted, state, 
                                         sPlace, rPlace, line, placed, parks, 
                                         permit, interrupt, sent, spent, ended, 
                                         stack, who, inLine, u, turn, at, 
                                         noted, s, k, first, cause, seen, late, 
                                         next, stop, found >>

cancel_leave(self) == /\ pc[self] = "cancel_leave"
                      /\ home' = [home EXCEPT ![self] = "CANCELLED"]
                      /\ pc' = [pc EXCEPT ![self] = "cancel_count"]
                      /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                      waits, counted, state, sPlace, rPlace, 
                                      line, placed, parks, permit, interrupt, 
                                      sent, spent, ended, stack, who, inLine, 
                                      u, turn, at, noted, s, k, first, cause, 
                                      seen, late, next, stop, found >>

cancel_count(self) == /\ pc[self] = "cancel_count"
                      /\ counted' = counted + 1
                      /\ IF Mode = "loop"
                            THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "await_lockAgain"]
                      /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                      home, waits, state, sPlace, rPlace, line, 
                                      placed, parks, permit, interrupt, sent, 
                                      spent, ended, stack, who, inLine, u, 
                                      turn, at, noted, s, k, first, cause, 
                                      seen, late, next, stop, found >>

finish_readThread(self) == /\ pc[self] = "finish_readThread"
                           /\ IF ~waits[self]
                                 THEN /\ IF seen[self]
                                            THEN /\ pc' = [pc EXCEPT ![self] = "finish_restoreSeen"]
                                            ELSE /\ pc' = [pc EXCEPT ![self] = "finish_restoreCause"]
                                 ELSE /\ pc' = [pc EXCEPT ![self] = "finish_park"]
                           /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                           slot, home, waits, counted, state, 
                                           sPlace, rPlace, line, placed, parks, 
                                           permit, interrupt, sent, spent, 
                                           ended, stack, who, inLine, u, turn, 
                                           at, noted, s, k, first, cause, seen, 
                                           late, next, stop, found >>

finish_park(self) == /\ pc[self] = "finish_park"
                     /\ \/ /\ permit[self]
                           /\ permit' = [permit EXCEPT ![self] = FALSE]
                        \/ /\ interrupt[self] /\ ~permit[self]
                           /\ UNCHANGED permit
                     /\ pc' = [pc EXCEPT ![self] = "finish_testInterrupt"]
                     /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                     home, waits, counted, state, sPlace, 
                                     rPlace, line, placed, parks, interrupt, 
                                     sent, spent, ended, stack, who, inLine, u, 
                                     turn, at, noted, s, k, first, cause, seen, 
                                     late, next, stop, found >>

finish_testInterrupt(self) == /\ pc[self] = "finish_testInterrupt"
                              /\ IF interrupt[self]
                                    THEN /\ interrupt' = [interrupt EXCEPT ![self] = FALSE]
                                         /\ seen' = [seen EXCEPT ![self] = TRUE]
                                    ELSE /\ TRUE
                                         /\ UNCHANGED << interrupt, seen >>
                              /\ pc' = [pc EXCEPT ![self] = "finish_readThread"]
                              /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                              slot, home, waits, counted, 
                                              state, sPlace, rPlace, line, 
                                              placed, parks, permit, sent, 
                                              spent, ended, stack, who, inLine, 
                                              u, turn, at, noted, s, k, first, 
                                              cause, late, next, stop, found >>

finish_restoreSeen(self) == /\ pc[self] = "finish_restoreSeen"
                            /\ interrupt' = [interrupt EXCEPT ![self] = TRUE]
                            /\ seen' = [seen EXCEPT ![self] = FALSE]
                            /\ pc' = [pc EXCEPT ![self] = "finish_restoreCause"]
                            /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                            slot, home, waits, counted, state, 
                                            sPlace, rPlace, line, placed, 
                                            parks, permit, sent, spent, ended, 
                                            stack, who, inLine, u, turn, at, 
                                            noted, s, k, first, cause, late, 
                                            next, stop, found >>

finish_restoreCause(self) == /\ pc[self] = "finish_restoreCause"
                             /\ IF Bug # "forget-interrupt"
                                   THEN /\ interrupt' = [interrupt EXCEPT ![self] = TRUE]
                                   ELSE /\ TRUE
                                        /\ UNCHANGED interrupt
                             /\ cause' = [cause EXCEPT ![self] = FALSE]
                             /\ pc' = [pc EXCEPT ![self] = "await_lockAgain"]
                             /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                             slot, home, waits, counted, state, 
                                             sPlace, rPlace, line, placed, 
                                             parks, permit, sent, spent, ended, 
                                             stack, who, inLine, u, turn, at, 
                                             noted, s, k, first, seen, late, 
                                             next, stop, found >>

await_lockAgain(self) == /\ pc[self] = "await_lockAgain"
                         /\ IF HandOver /\ (IF ended[self] = "no" THEN Bug = "relock-though-resumed" ELSE Bug # "no-relock")
                               THEN /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "acquire",
                                                                                pc        |->  "wait_end",
                                                                                at        |->  at[self],
                                                                                noted     |->  noted[self],
                                                                                u         |->  u[self],
                                                                                turn      |->  turn[self] ] >>
                                                                            \o stack[self]]
                                       /\ turn' = [turn EXCEPT ![self] = FALSE]
                                       /\ u' = [u EXCEPT ![self] = self]
                                    /\ at' = [at EXCEPT ![self] = NoSlot]
                                    /\ noted' = [noted EXCEPT ![self] = FALSE]
                                    /\ pc' = [pc EXCEPT ![self] = "acquire_count"]
                                    /\ lock' = lock
                               ELSE /\ IF Mode = "mutex" /\ ~(Bug = "no-relock" /\ ended[self] # "no")
                                          THEN /\ lock = Nobody
                                               /\ lock' = self
                                          ELSE /\ TRUE
                                               /\ lock' = lock
                                    /\ IF ended[self] # "no"
                                          THEN /\ pc' = [pc EXCEPT ![self] = "wait_end"]
                                          ELSE /\ IF Mode = "loop"
                                                     THEN /\ pc' = [pc EXCEPT ![self] = "suspend_issue"]
                                                     ELSE /\ pc' = [pc EXCEPT ![self] = "wait_look"]
                                    /\ UNCHANGED << stack, u, turn, at, noted >>
                         /\ UNCHANGED << flag, sIndex, rIndex, cell, slot, 
                                         home, waits, counted, state, sPlace, 
                                         rPlace, line, placed, parks, permit, 
                                         interrupt, sent, spent, ended, who, 
                                         inLine, s, k, first, cause, seen, 
                                         late, next, stop, found >>

wait_end(self) == /\ pc[self] = "wait_end"
                  /\ IF Mode = "mutex"
                        THEN /\ lock' = Nobody
                             /\ pc' = [pc EXCEPT ![self] = "Done"]
                             /\ UNCHANGED << stack, s, k, first >>
                        ELSE /\ IF HandOver
                                   THEN /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "give",
                                                                                 pc        |->  "Done",
                                                                                 s         |->  s[self],
                                                                                 k         |->  k[self],
                                                                                 first     |->  first[self] ] >>
                                                                             \o stack[self]]
                                        /\ s' = [s EXCEPT ![self] = 0]
                                        /\ k' = [k EXCEPT ![self] = NoSlot]
                                        /\ first' = [first EXCEPT ![self] = Empty]
                                        /\ pc' = [pc EXCEPT ![self] = "give_readState"]
                                   ELSE /\ IF Mode = "loop" /\ Bug # "forget-cancel" /\ Bug # "look-before-register"
                                              THEN /\ pc' = [pc EXCEPT ![self] = "cancel_home"]
                                              ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                                        /\ UNCHANGED << stack, s, k, first >>
                             /\ lock' = lock
                  /\ UNCHANGED << flag, sIndex, rIndex, cell, slot, home, 
                                  waits, counted, state, sPlace, rPlace, line, 
                                  placed, parks, permit, interrupt, sent, 
                                  spent, ended, who, inLine, u, turn, at, 
                                  noted, cause, seen, late, next, stop, found >>

waiter(self) == wait_lock(self) \/ wait_look(self) \/ wait_isLocked(self)
                   \/ wait_testInterrupt(self) \/ suspend_issue(self)
                   \/ suspend_install(self) \/ suspend_deliver(self)
                   \/ await_unlock(self) \/ await_readThread(self)
                   \/ await_park(self) \/ await_testInterrupt(self)
                   \/ cancel_home(self) \/ cancel_casCell(self)
                   \/ cancel_readCell(self) \/ cancel_leave(self)
                   \/ cancel_count(self) \/ finish_readThread(self)
                   \/ finish_park(self) \/ finish_testInterrupt(self)
                   \/ finish_restoreSeen(self) \/ finish_restoreCause(self)
                   \/ await_lockAgain(self) \/ wait_end(self)

interrupt_begin(self) == /\ pc[self] = "interrupt_begin"
                         /\ IF sent[self[2]] < Interrupts
                               THEN /\ \/ /\ TRUE
                                          /\ pc' = [pc EXCEPT ![self] = "interrupt_set"]
                                       \/ /\ pc' = [pc EXCEPT ![self] = "Done"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                         /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                         slot, home, waits, counted, state, 
                                         sPlace, rPlace, line, placed, parks, 
                                         permit, interrupt, sent, spent, ended, 
                                         stack, who, inLine, u, turn, at, 
                                         noted, s, k, first, cause, seen, late, 
                                         next, stop, found >>

interrupt_set(self) == /\ pc[self] = "interrupt_set"
                       /\ /\ interrupt' = [interrupt EXCEPT ![self[2]] = TRUE]
                          /\ sent' = [sent EXCEPT ![self[2]] = sent[self[2]] + 1]
                       /\ pc' = [pc EXCEPT ![self] = "interrupt_begin"]
                       /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                       home, waits, counted, state, sPlace, 
                                       rPlace, line, placed, parks, permit, 
                                       spent, ended, stack, who, inLine, u, 
                                       turn, at, noted, s, k, first, cause, 
                                       seen, late, next, stop, found >>

interrupter(self) == interrupt_begin(self) \/ interrupt_set(self)

change_lock(self) == /\ pc[self] = "change_lock"
                     /\ IF self \notin Changing
                           THEN /\ pc' = [pc EXCEPT ![self] = "resumeAll_publish"]
                                /\ UNCHANGED << lock, stack, u, turn, at, 
                                                noted >>
                           ELSE /\ IF Mode = "mutex"
                                      THEN /\ lock = Nobody
                                           /\ lock' = self
                                           /\ pc' = [pc EXCEPT ![self] = "change_set"]
                                           /\ UNCHANGED << stack, u, turn, at, 
                                                           noted >>
                                      ELSE /\ IF HandOver
                                                 THEN /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "acquire",
                                                                                                  pc        |->  "change_set",
                                                                                                  at        |->  at[self],
                                                                                                  noted     |->  noted[self],
                                                                                                  u         |->  u[self],
                                                                                                  turn      |->  turn[self] ] >>
                                                                                              \o stack[self]]
                                                         /\ turn' = [turn EXCEPT ![self] = FALSE]
                                                         /\ u' = [u EXCEPT ![self] = self]
                                                      /\ at' = [at EXCEPT ![self] = NoSlot]
                                                      /\ noted' = [noted EXCEPT ![self] = FALSE]
                                                      /\ pc' = [pc EXCEPT ![self] = "acquire_count"]
                                                 ELSE /\ pc' = [pc EXCEPT ![self] = "change_set"]
                                                      /\ UNCHANGED << stack, u, 
                                                                      turn, at, 
                                                                      noted >>
                                           /\ lock' = lock
                     /\ UNCHANGED << flag, sIndex, rIndex, cell, slot, home, 
                                     waits, counted, state, sPlace, rPlace, 
                                     line, placed, parks, permit, interrupt, 
                                     sent, spent, ended, who, inLine, s, k, 
                                     first, cause, seen, late, next, stop, 
                                     found >>

change_set(self) == /\ pc[self] = "change_set"
                    /\ IF Bug # "broadcast-before-set"
                          THEN /\ flag' = TRUE
                          ELSE /\ TRUE
                               /\ flag' = flag
                    /\ \/ /\ pc' = [pc EXCEPT ![self] = "resumeAll_publish"]
                          /\ late' = late
                       \/ /\ Locked
                          /\ late' = [late EXCEPT ![self] = TRUE]
                          /\ pc' = [pc EXCEPT ![self] = "change_unlockFirst"]
                    /\ UNCHANGED << lock, sIndex, rIndex, cell, slot, home, 
                                    waits, counted, state, sPlace, rPlace, 
                                    line, placed, parks, permit, interrupt, 
                                    sent, spent, ended, stack, who, inLine, u, 
                                    turn, at, noted, s, k, first, cause, seen, 
                                    next, stop, found >>

change_unlockFirst(self) == /\ pc[self] = "change_unlockFirst"
                            /\ IF HandOver
                                  THEN /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "give",
                                                                                pc        |->  "resumeAll_publish",
                                                                                s         |->  s[self],
                                                                                k         |->  k[self],
                                                                                first     |->  first[self] ] >>
                                                                            \o stack[self]]
                                       /\ s' = [s EXCEPT ![self] = 0]
                                       /\ k' = [k EXCEPT ![self] = NoSlot]
                                       /\ first' = [first EXCEPT ![self] = Empty]
                                       /\ pc' = [pc EXCEPT ![self] = "give_readState"]
                                       /\ lock' = lock
                                  ELSE /\ lock' = Nobody
                                       /\ pc' = [pc EXCEPT ![self] = "resumeAll_publish"]
                                       /\ UNCHANGED << stack, s, k, first >>
                            /\ UNCHANGED << flag, sIndex, rIndex, cell, slot, 
                                            home, waits, counted, state, 
                                            sPlace, rPlace, line, placed, 
                                            parks, permit, interrupt, sent, 
                                            spent, ended, who, inLine, u, turn, 
                                            at, noted, cause, seen, late, next, 
                                            stop, found >>

resumeAll_publish(self) == /\ pc[self] = "resumeAll_publish"
                           /\ stop' = [stop EXCEPT ![self] = IF Bug = "stop-too-far" THEN sIndex + 1 ELSE sIndex]
                           /\ pc' = [pc EXCEPT ![self] = "claim_readIndex"]
                           /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                           slot, home, waits, counted, state, 
                                           sPlace, rPlace, line, placed, parks, 
                                           permit, interrupt, sent, spent, 
                                           ended, stack, who, inLine, u, turn, 
                                           at, noted, s, k, first, cause, seen, 
                                           late, next, found >>

claim_readIndex(self) == /\ pc[self] = "claim_readIndex"
                         /\ IF rIndex >= stop[self]
                               THEN /\ pc' = [pc EXCEPT ![self] = "change_unlock"]
                                    /\ next' = next
                               ELSE /\ next' = [next EXCEPT ![self] = rIndex]
                                    /\ pc' = [pc EXCEPT ![self] = "claim_casIndex"]
                         /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, 
                                         slot, home, waits, counted, state, 
                                         sPlace, rPlace, line, placed, parks, 
                                         permit, interrupt, sent, spent, ended, 
                                         stack, who, inLine, u, turn, at, 
                                         noted, s, k, first, cause, seen, late, 
                                         stop, found >>

claim_casIndex(self) == /\ pc[self] = "claim_casIndex"
                        /\ IF rIndex = next[self]
                              THEN /\ rIndex' = stop[self]
                                   /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "claim_readIndex"]
                                   /\ UNCHANGED rIndex
                        /\ UNCHANGED << flag, lock, sIndex, cell, slot, home, 
                                        waits, counted, state, sPlace, rPlace, 
                                        line, placed, parks, permit, interrupt, 
                                        sent, spent, ended, stack, who, inLine, 
                                        u, turn, at, noted, s, k, first, cause, 
                                        seen, late, next, stop, found >>

sweep_read(self) == /\ pc[self] = "sweep_read"
                    /\ IF next[self] < (IF Bug = "sweep-misses-last" THEN stop[self] - 1 ELSE stop[self])
                          THEN /\ Bug = "wait-for-suspender" => cell[next[self]] # Empty
                               /\ IF cell[next[self]] = Empty /\ Bug # "sweep-skips-empty"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "sweep_fill"]
                                          /\ UNCHANGED << next, found >>
                                     ELSE /\ IF cell[next[self]][1] # "WAITER"
                                                THEN /\ next' = [next EXCEPT ![self] = next[self] + 1]
                                                     /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                                                     /\ found' = found
                                                ELSE /\ found' = [found EXCEPT ![self] = cell[next[self]]]
                                                     /\ pc' = [pc EXCEPT ![self] = "sweep_claim"]
                                                     /\ next' = next
                          ELSE /\ pc' = [pc EXCEPT ![self] = "change_unlock"]
                               /\ UNCHANGED << next, found >>
                    /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                    home, waits, counted, state, sPlace, 
                                    rPlace, line, placed, parks, permit, 
                                    interrupt, sent, spent, ended, stack, who, 
                                    inLine, u, turn, at, noted, s, k, first, 
                                    cause, seen, late, stop >>

sweep_claim(self) == /\ pc[self] = "sweep_claim"
                     /\ IF cell[next[self]] = found[self]
                           THEN /\ cell' = [cell EXCEPT ![next[self]] = Resumed]
                                /\ pc' = [pc EXCEPT ![self] = "sweep_deliver"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                                /\ cell' = cell
                     /\ UNCHANGED << flag, lock, sIndex, rIndex, slot, home, 
                                     waits, counted, state, sPlace, rPlace, 
                                     line, placed, parks, permit, interrupt, 
                                     sent, spent, ended, stack, who, inLine, u, 
                                     turn, at, noted, s, k, first, cause, seen, 
                                     late, next, stop, found >>

sweep_deliver(self) == /\ pc[self] = "sweep_deliver"
                       /\ Assert(slot[found[self][2]] = next[self], 
                                 "Failure of assertion at line 232, column 8.")
                       /\ /\ home' = [home EXCEPT ![found[self][2]] = "over"]
                          /\ next' = [next EXCEPT ![self] = next[self] + 1]
                       /\ IF HandOver /\ Bug # "wake-without-the-mutex"
                             THEN /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "acquire",
                                                                              pc        |->  "sweep_read",
                                                                              at        |->  at[self],
                                                                              noted     |->  noted[self],
                                                                              u         |->  u[self],
                                                                              turn      |->  turn[self] ] >>
                                                                          \o stack[self]]
                                     /\ turn' = [turn EXCEPT ![self] = TRUE]
                                     /\ u' = [u EXCEPT ![self] = found[self][2]]
                                  /\ at' = [at EXCEPT ![self] = NoSlot]
                                  /\ noted' = [noted EXCEPT ![self] = FALSE]
                                  /\ pc' = [pc EXCEPT ![self] = "acquire_count"]
                                  /\ UNCHANGED << who, inLine >>
                             ELSE /\ /\ inLine' = [inLine EXCEPT ![self] = FALSE]
                                     /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "wake",
                                                                              pc        |->  "sweep_read",
                                                                              who       |->  who[self],
                                                                              inLine    |->  inLine[self] ] >>
                                                                          \o stack[self]]
                                     /\ who' = [who EXCEPT ![self] = found[self][2]]
                                  /\ pc' = [pc EXCEPT ![self] = "wake_readThread"]
                                  /\ UNCHANGED << u, turn, at, noted >>
                       /\ UNCHANGED << flag, lock, sIndex, rIndex, cell, slot, 
                                       waits, counted, state, sPlace, rPlace, 
                                       line, placed, parks, permit, interrupt, 
                                       sent, spent, ended, s, k, first, cause, 
                                       seen, late, stop, found >>

sweep_fill(self) == /\ pc[self] = "sweep_fill"
                    /\ IF Bug = "spin-until-installed"
                          THEN /\ TRUE
                               /\ UNCHANGED << cell, next >>
                          ELSE /\ IF cell[next[self]] = Empty
                                     THEN /\ cell' = [cell EXCEPT ![next[self]] = Resumed]
                                          /\ next' = [next EXCEPT ![self] = next[self] + 1]
                                     ELSE /\ TRUE
                                          /\ UNCHANGED << cell, next >>
                    /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                    /\ UNCHANGED << flag, lock, sIndex, rIndex, slot, home, 
                                    waits, counted, state, sPlace, rPlace, 
                                    line, placed, parks, permit, interrupt, 
                                    sent, spent, ended, stack, who, inLine, u, 
                                    turn, at, noted, s, k, first, cause, seen, 
                                    late, stop, found >>

change_unlock(self) == /\ pc[self] = "change_unlock"
                       /\ IF Bug = "broadcast-before-set" /\ self \in Changing
                             THEN /\ flag' = TRUE
                             ELSE /\ TRUE
                                  /\ flag' = flag
                       /\ IF late[self]
                             THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                  /\ UNCHANGED << lock, stack, s, k, first >>
                             ELSE /\ IF HandOver
                                        THEN /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "give",
                                                                                      pc        |->  "Done",
                                                                                      s         |->  s[self],
                                                                                      k         |->  k[self],
                                                                                      first     |->  first[self] ] >>
                                                                                  \o stack[self]]
                                             /\ s' = [s EXCEPT ![self] = 0]
                                             /\ k' = [k EXCEPT ![self] = NoSlot]
                                             /\ first' = [first EXCEPT ![self] = Empty]
                                             /\ pc' = [pc EXCEPT ![self] = "give_readState"]
                                             /\ lock' = lock
                                        ELSE /\ lock' = Nobody
                                             /\ pc' = [pc EXCEPT ![self] = "Done"]
                                             /\ UNCHANGED << stack, s, k, 
                                                             first >>
                       /\ UNCHANGED << sIndex, rIndex, cell, slot, home, waits, 
                                       counted, state, sPlace, rPlace, line, 
                                       placed, parks, permit, interrupt, sent, 
                                       spent, ended, who, inLine, u, turn, at, 
                                       noted, cause, seen, late, next, stop, 
                                       found >>

broadcaster(self) == change_lock(self) \/ change_set(self)
                        \/ change_unlockFirst(self)
                        \/ resumeAll_publish(self) \/ claim_readIndex(self)
                        \/ claim_casIndex(self) \/ sweep_read(self)
                        \/ sweep_claim(self) \/ sweep_deliver(self)
                        \/ sweep_fill(self) \/ change_unlock(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in ProcSet: wake(self) \/ acquire(self) \/ give(self))
           \/ (\E self \in W: waiter(self))
           \/ (\E self \in {Interrupter(w) : w \in Interrupted}: interrupter(self))
           \/ (\E self \in B: broadcaster(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in W : /\ WF_vars(waiter(self))
                           /\ WF_vars(acquire(self))
                           /\ WF_vars(wake(self))
                           /\ WF_vars(give(self))
        /\ \A self \in {Interrupter(w) : w \in Interrupted} : WF_vars(interrupter(self))
        /\ \A self \in B : /\ WF_vars(broadcaster(self))
                           /\ WF_vars(acquire(self))
                           /\ WF_vars(give(self))
                           /\ WF_vars(wake(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
-----------------------------------------------------------------------------
(* To which label of its own a thread goes back from a procedure.             *)
At(p) == IF stack[p] = <<>> THEN pc[p] ELSE stack[p][Len(stack[p])].pc

(* The latest waiter of a thread: covered if a broadcaster that has its       *)
(* snapshot claims at least up to it, or somebody else has.                   *)
Status(w) == IF slot[w] = NoSlot THEN "none"
    ELSE IF cell[slot[w]] = Cancelled THEN "cancelled"
    ELSE IF cell[slot[w]] \in {Empty, Waiter(w)} THEN "waiting"
    ELSE IF home[w] = "over" THEN "called" ELSE "claimed"
Covered(w) == slot[w] < rIndex \/ \E b \in B : slot[w] < stop[b]

(* As module Condition sees it, a thread is out unless it is in an await. With *)
(* a mutex it is out as soon as the mutex is handed to it.                    *)
Registering == {"suspend_install", "suspend_deliver", "await_unlock"}
Awaiting(w) == \/ At(w) \in Registering \cup {"await_readThread", "await_park", "await_testInterrupt",
                     "cancel_home", "cancel_casCell", "cancel_readCell", "cancel_leave", "cancel_count",
                     "finish_readThread", "finish_park", "finish_testInterrupt", "finish_restoreSeen", "finish_restoreCause",
                     "await_lockAgain"}
               \/ At(w) = "wait_end" /\ stack[w] # <<>> /\ lock # w
               \/ Mode = "loop" /\ At(w) \in {"wait_look", "wait_testInterrupt", "wait_end"} /\ slot[w] # NoSlot
HasUnlocked(w) == At(w) \notin Registering /\ pc[w] \notin {"give_readState", "give_casState"}
Seen(w) == IF ~Awaiting(w) \/ (HandOver /\ lock = w /\ HasUnlocked(w)) THEN "out"
    ELSE IF Status(w) = "cancelled" THEN "left" ELSE Status(w)
Abstract == INSTANCE Condition WITH Others <- B, status <- [w \in W |-> Seen(w)],
    due <- {w \in W : Seen(w) = "waiting" /\ Covered(w)}, lock <- IF lock = Nobody THEN {} ELSE {lock}
RefinesCondition == Abstract!Spec

(* Who acts as if it held the lock.                                           *)
Inside == {w \in W : At(w) = "await_unlock" \/ (stack[w] = <<>> /\
               pc[w] \in {"wait_look", "wait_isLocked", "wait_testInterrupt", "suspend_issue", "suspend_install", "suspend_deliver", "wait_end"})}
    \cup {b \in B : (At(b) \in {"change_set", "change_unlockFirst"} /\ stack[b] = <<>>)
                    \/ (~late[b] /\ At(b) \notin {"change_lock", "change_set", "Done"})}

TypeOK ==
    /\ flag \in BOOLEAN /\ lock \in {Nobody} \cup T
    /\ sIndex \in 0 .. 4 /\ rIndex \in 0 .. sIndex /\ counted \in 0 .. sIndex
    /\ cell \in [Slots -> {Empty, Resumed, Cancelled} \cup {Waiter(w) : w \in W}] /\ slot \in [W -> Slots \cup {NoSlot}]
    /\ home \in [W -> {"cell", "over", "CANCELLED"}] /\ waits \in [W -> BOOLEAN] /\ parks \in [T -> BOOLEAN]
    /\ state \in -4 .. 1 /\ sPlace \in 0 .. 4 /\ rPlace \in 0 .. 4 /\ placed \in [Slots -> {Nobody} \cup T]
    /\ line \in [Slots -> {Empty, Resumed} \cup {Waiter(p) : p \in T} \cup {Turn(w) : w \in W}]
    /\ permit \in [T -> BOOLEAN] /\ interrupt \in [T -> BOOLEAN]
    /\ \A w \in W : spent[w] \in 0 .. sent[w] /\ ended[w] \in {"no", "seen", "interrupted", "early"}
(* Inside await, the lock is not let go before the thread is in its cell.     *)
COND_1_RegisteredBeforeUnlock == Locked => \A w \in W : At(w) \in Registering \cup {"suspend_issue"} => lock = w
COND_2_LockOnReturn    == Locked => \A w \in W : stack[w] = <<>> /\ pc[w] \in {"wait_look", "wait_end"} => lock = w
COND_2_OneInside       == Locked => Cardinality(Inside) <= 1
COND_2_WokenWithMutex  == HandOver => \A w \in W : pc[w] \in {"await_readThread", "finish_readThread"} /\ ~waits[w] => lock = w
COND_3_NotRegistered   == \A w \in W : ended[w] = "early" => \A n \in Slots : cell[n] # Waiter(w)
(* Exactly one of called and cancelled is reported, whatever races.           *)
COND_5_OneOutcome      == \A w \in W : At(w) \in {"await_lockAgain", "wait_look", "wait_end"} /\ Mode # "loop" /\ slot[w] # NoSlot =>
    IF ended[w] = "interrupted" THEN cell[slot[w]] = Cancelled /\ waits[w] ELSE cell[slot[w]] = Resumed /\ ~waits[w]
COND_5_InterruptKept   == \A w \in W : sent[w] > spent[w] => interrupt[w] \/ cause[w] \/ seen[w] \/ noted[w]
COND_9_NothingLeft     == \A w \in W : pc[w] = "Done" => \A n \in Slots : cell[n] # Waiter(w)
COND_10_InterruptFirst == [][\A w \in W : Mode = "loop" /\ pc[w] = "wait_testInterrupt" /\ interrupt[w] => pc'[w] # "await_readThread"]_vars
COND_13_NoMemory       == \A n \in Slots : n >= sIndex => cell[n] = Empty
(* Whoever sleeps once the change has been broadcast is going to be called.   *)
NoLostWakeUp == (\A b \in Changing : pc[b] = "Done") => \A w \in W :
    pc[w] = "await_park" /\ ~permit[w] /\ Status(w) = "waiting" =>
    \E b \in B : pc[b] # "Done" /\ slot[w] < stop[b]
COND_4_NoLostWakeUp == NoLostWakeUp      \* with a lock
COND_8_NoLostWakeUp == NoLostWakeUp      \* loopNoMutex
LIVE_AwaitReturns   == <>(\A w \in W : pc[w] = "Done")
(* Registration and broadcast wait for nobody, with a mutex neither.          *)
Signals(p) == At(p) \in Registering \cup {"suspend_issue", "resumeAll_publish", "claim_readIndex", "claim_casIndex",
    "sweep_read", "sweep_claim", "sweep_deliver", "sweep_fill"}
SIG_NeverBlocked == \A p \in T : Signals(p) =>
    IF stack[p] # <<>> THEN ENABLED <<acquire(p) \/ give(p) \/ wake(p)>>_vars
    ELSE IF p \in W THEN ENABLED <<waiter(p)>>_vars ELSE ENABLED <<broadcaster(p)>>_vars
LIVE_LockFree       == <>[][FALSE]_vars
Unfair              == Init /\ [][Next]_vars
=============================================================================
