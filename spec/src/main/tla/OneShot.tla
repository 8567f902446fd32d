\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
------------------------------- MODULE OneShot -------------------------------
(* The algorithm of a promise: OneShot, OneShotQueue and Sweep, with          *)
(* OneShotPromise.await on top. One label is one atomic access. The segments  *)
(* are abstracted to one array of cells; module SegmentList has them.         *)
EXTENDS Integers, FiniteSets, TLC
CONSTANTS W,           \* waiting threads, each of which awaits once
          ToCancel,  \* those of them who are cancelled by somebody
          Cancels,     \* how often each
          RV,          \* resolvers; the outcome is the resolver's name
          Bug          \* "none", or the mutant

CW          == ToCancel \X (1 .. Cancels)
Null        == <<"null">>
First(w)    == <<"waiter", w>>
Queue       == <<"queue">>
Outcome(v)  == <<"outcome", v>>
IsOutcome(s) == s[1] = "outcome"
IsFirst(s)   == s[1] = "waiter"

Empty     == <<"EMPTY">>
Waiter(w) == <<"WAITER", w>>
Resumed   == <<"RESUMED">>
Cancelled == <<"CANCELLED">>
IsWaiter(c) == c[1] = "WAITER"

Slots == 0 .. Cardinality(W) - 1
NoSlot == -1

(* --algorithm OneShot {
variables
  state  = Null,                        \* OneShot.state
  index  = 0, closed = FALSE,           \* OneShotQueue.index, and its sign bit
  cell   = [x \in Slots |-> Empty],     \* the cells of the queue
  slot   = [w \in W |-> NoSlot],        \* Waiter.offset: plain, written by the suspender
  over   = [w \in W |-> FALSE],         \* Waiter.home is the promise again, though there is a slot
  handle = [w \in W |-> FALSE],         \* suspend has returned, the handle is out
  called = [w \in W |-> {}],            \* history: what the waiter was called with
  calls  = [w \in W |-> 0],             \* history: how often
  gone   = [w \in W |-> 0],             \* history: cancels that returned true
  denied = [w \in W |-> FALSE],         \* history: a cancel returned false
  won    = 0,                           \* history: resolvers that returned true
  counted = 0;                          \* history: calls of Segment.cancelCell

fair process (waiter \in W) variables s = Null, i = NoSlot; {
 await_readState:                       \* OneShotPromise.await: OneShot.outcome reads state. PR-8, PR-9
    if (IsOutcome(state)) { goto Done };
 suspend_readState:                     \* OneShot.suspend: state
    s := state;
    if (s = Null) { goto suspend_casFirst }
    else if (s = Queue) { goto queue_issue }
    else if (IsFirst(s)) { goto suspend_casQueue }
    else { goto suspend_deliver };
 suspend_casFirst:                      \* OneShot.suspend: CAS state, null to waiter. BC-4
    if (state = Null) { state := First(self); s := Null; handle[self] := TRUE; goto await_park }
    else { goto suspend_readState };
 suspend_casQueue:                      \* OneShot.suspend: CAS state, first waiter to queue. MEM-7
    if (state = s \/ Bug = "queue-by-store") {
       state := Queue; index := 1; cell[0] := Waiter(s[2]) };
    goto suspend_readState;
 queue_issue:                           \* OneShotQueue.suspend: fetch-and-add of index. ITER-1, PR-5
    index := index + 1 || i := IF closed /\ Bug # "suspend-ignores-closed" THEN NoSlot ELSE index;
    slot[self] := i;
    if (i = NoSlot) { goto suspend_readOutcome };
 queue_install:                         \* Cell.install: CAS of the cell, null to waiter. BC-1, BC-10
    if (cell[i] = Empty) {
       cell[i] := Waiter(self);
       if (Bug = "deliver-regardless" /\ IsOutcome(state)) { goto suspend_readOutcome }
       else { s := Null; i := NoSlot; handle[self] := TRUE; goto await_park } }
    else if (Bug = "suspend-ignores-resumed") {
       s := Null; i := NoSlot; handle[self] := TRUE; goto await_park };
 suspend_readOutcome:                   \* OneShot.suspend: state, once the queue is closed. PR-4
    s := IF Bug = "outcome-read-early" THEN s ELSE state;
 suspend_deliver:                       \* Nesting.handOver: Waiter.leave, and the call, in the registering thread. BC-3, ARR-19
    over[self] := TRUE;
    calls[self] := calls[self] + 1; called[self] := called[self] \cup {s[2]};
    s := Null; i := NoSlot; handle[self] := TRUE;
 await_park:                            \* ThreadWaiter.await: thread is null. BC-4
    await calls[self] > 0 \/ gone[self] > 0;
}

fair process (canceller \in CW) {
 cancel_begin:                          \* The handle, or nobody cancels.
    either { await handle[self[1]] } or { goto Done };
 cancel_home:                           \* Waiter.cancel: home, opaque: the segment until it is over. ARR-19
    if (slot[self[1]] # NoSlot /\ ~over[self[1]]) { goto cancel_casCell };
 cancel_readState:                      \* OneShot.cancel: state
    if (state = Queue) { goto cancel_casFirst }
    else if (state # First(self[1])) { denied[self[1]] := TRUE; goto Done };
 cancel_casState:                       \* OneShot.cancel: CAS state, waiter to null. BC-2
    if (state = First(self[1]) \/ Bug = "cancel-by-store") {
       state := Null; gone[self[1]] := gone[self[1]] + 1; goto Done }
    else { goto cancel_readState };
 cancel_casFirst:                       \* OneShotQueue.cancelFirst: CAS of cell 0. BC-2, MEM-7
    if (cell[0] = Waiter(self[1]) /\ Bug # "forget-first") {
       cell[0] := Cancelled; gone[self[1]] := gone[self[1]] + 1; goto cancel_count }
    else { denied[self[1]] := TRUE; goto Done };
 cancel_casCell:                        \* Cell.cancel: CAS of the cell, waiter to CANCELLED. BC-2
    if (cell[slot[self[1]]] = Waiter(self[1])) {
       cell[slot[self[1]]] := Cancelled; gone[self[1]] := gone[self[1]] + 1 }
    else { denied[self[1]] := TRUE; if (Bug # "count-lost-cancel") { goto Done } };
 cancel_count:                          \* Segment.cancelCell: once per cell. ARR-8
    counted := counted + 1;
    if (slot[self[1]] = NoSlot) { goto Done };
 cancel_leave:                          \* Waiter.leave: home, opaque. ARR-19
    over[self[1]] := TRUE;
}

fair process (resolver \in RV) variables r = Null, c = Empty, j = 0, stop = 0; {
 resume_readState:                      \* OneShot.tryResumeAll: state. PR-1
    if (IsOutcome(state)) { goto Done }
    else { r := state; if (Bug = "resume-before-outcome" /\ r = Queue) { goto queue_close } };
 resume_casState:                       \* OneShot.tryResumeAll: CAS state to outcome. PR-1, PR-3
    if (state = r \/ Bug = "outcome-by-store") {
       state := Outcome(self); won := won + 1;
       if (r = Queue) { goto queue_close }
       else if (r = Null) { goto Done } }
    else { goto resume_readState };
 resume_deliver:                        \* Nesting.handOver: Waiter.leave, and the call of the waiter that lay in state. PR-3
    over[r[2]] := TRUE;
    calls[r[2]] := calls[r[2]] + 1 || called[r[2]] := called[r[2]] \cup {self};
    r := Null; goto Done;
 queue_close:                           \* OneShotQueue.close: fetch-and-add of the sign bit. PR-5
    stop := IF Bug = "sweep-misses-last" THEN index - 1 ELSE index;
    if (Bug # "close-in-two-steps") { closed := TRUE; goto sweep_read };
 queue_closeLate:                       \* Only a mutant closes in a second step.
    closed := TRUE;
 sweep_read:                            \* Sweep.claim: the cell. RALL-2, RALL-3
    while (j < stop) {
       await Bug = "wait-for-suspender" => cell[j] # Empty;
       if (cell[j] = Empty /\ Bug # "sweep-skips-empty") { goto sweep_fill }
       else if (~IsWaiter(cell[j])) { j := j + 1; goto sweep_read }
       else { c := cell[j] };
 sweep_claim:                           \* Cell.claim: CAS of the cell, waiter to RESUMED. BC-1, BC-2
       if (cell[j] = c \/ Bug = "claim-by-store") { cell[j] := Resumed }
       else { goto sweep_read };
 sweep_call:                            \* Nesting.handOver: Waiter.leave, and the call. PR-3, BC-4, ARR-19
       over[c[2]] := TRUE;
       calls[c[2]] := calls[c[2]] + 1 || called[c[2]] := called[c[2]] \cup {self};
       c := Empty; j := IF Bug = "wake-first-only" THEN stop ELSE j + 1; goto sweep_read;
 sweep_fill:                            \* Cell.fill: CAS of the cell, null to RESUMED. BC-10
       if (Bug = "spin-until-installed") { skip }
       else if (cell[j] = Empty \/ Bug = "fill-by-store") { cell[j] := Resumed; j := j + 1 };
    };
 sweep_end:                             \* Only a mutant has something left to do.
    j := 0; stop := 0; r := Null;
    if (Bug = "resume-before-outcome") { state := Outcome(self); won := won + 1 };
}
} *)
\* BEGIN TRANSLATION
VARIABLES state, index, closed, cell, slot, over, handle, called, calls, gone, 
          denied, won, counted, pc, s, i, r, c, j, stop

vars == << state, index, closed, cell, slot, over, handle, called, calls, 
           gone, denied, won, counted, pc, s, i, r, c, j, stop >>

ProcSet == (W) \cup (CW) \cup (RV)

Init == (* Global variables *)
        /\ state = Null
        /\ index = 0
        /\ closed = FALSE
        /\ cell = [x \in Slots |-> Empty]
        /\ slot = [w \in W |-> NoSlot]
        /\ over = [w \in W |-> FALSE]
        /\ handle = [w \in W |-> FALSE]
        /\ called = [w \in W |-> {}]
        /\ calls = [w \in W |-> 0]
        /\ gone = [w \in W |-> 0]
        /\ denied = [w \in W |-> FALSE]
        /\ won = 0
        /\ counted = 0
        (* Process waiter *)
        /\ s = [self \in W |-> Null]
        /\ i = [self \in W |-> NoSlot]
        (* Process resolver *)
        /\ r = [self \in RV |-> Null]
        /\ c = [self \in RV |-> Empty]
        /\ j = [self \in RV |-> 0]
        /\ stop = [self \in RV |-> 0]
        /\ pc = [self \in ProcSet |-> CASE self \in W -> "await_readState"
                                        [] self \in CW -> "cancel_begin"
                                        [] self \in RV -> "resume_readState"]

await_readState(self) == /\ pc[self] = "await_readState"
                         /\ IF IsOutcome(state)
                               THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "suspend_readState"]
                         /\ UNCHANGED << state, index, closed, cell, slot, 
                                         over, handle, called, calls, gone, 
                                         denied, won, counted, s, i, r, c, j, 
                                         stop >>

suspend_readState(self) == /\ pc[self] = "suspend_readState"
                           /\ s' = [s EXCEPT ![self] = state]
                           /\ IF s'[self] = Null
                                 THEN /\ pc' = [pc EXCEPT ![self] = "suspend_casFirst"]
                                 ELSE /\ IF s'[self] = Queue
                                            THEN /\ pc' = [pc EXCEPT ![self] = "queue_issue"]
                                            ELSE /\ IF IsFirst(s'[self])
                                                       THEN /\ pc' = [pc EXCEPT ![self] = "suspend_casQueue"]
                                                       ELSE /\ pc' = [pc EXCEPT ![self] = "suspend_deliver"]
                           /\ UNCHANGED << state, index, closed, cell, slot, 
                                           over, handle, called, calls, gone, 
                                           denied, won, counted, i, r, c, j, 
                                           stop >>

suspend_casFirst(self) == /\ pc[self] = "suspend_casFirst"
                          /\ IF state = Null
                                THEN /\ state' = First(self)
                                     /\ s' = [s EXCEPT ![self] = Null]
                                     /\ handle' = [handle EXCEPT ![self] = TRUE]
                                     /\ pc' = [pc EXCEPT ![self] = "await_park"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "suspend_readState"]
                                     /\ UNCHANGED << state, handle, s >>
                          /\ UNCHANGED << index, closed, cell, slot, over, 
                                          called, calls, gone, denied, won, 
                                          counted, i, r, c, j, stop >>

suspend_casQueue(self) == /\ pc[self] = "suspend_casQueue"
                          /\ IF state = s[self] \/ Bug = "queue-by-store"
                                THEN /\ state' = Queue
                                     /\ index' = 1
                                     /\ cell' = [cell EXCEPT ![0] = Waiter(s[self][2])]
                                ELSE /\ TRUE
                                     /\ UNCHANGED << state, index, cell >>
                          /\ pc' = [pc EXCEPT ![self] = "suspend_readState"]
                          /\ UNCHANGED << closed, slot, over, handle, called, 
                                          calls, gone, denied, won, counted, s, 
                                          i, r, c, j, stop >>

queue_issue(self) == /\ pc[self] = "queue_issue"
                     /\ /\ i' = [i EXCEPT ![self] = IF closed /\ Bug # "suspend-ignores-closed" THEN NoSlot ELSE index]
                        /\ index' = index + 1
                     /\ slot' = [slot EXCEPT ![self] = i'[self]]
                     /\ IF i'[self] = NoSlot
                           THEN /\ pc' = [pc EXCEPT ![self] = "suspend_readOutcome"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "queue_install"]
                     /\ UNCHANGED << state, closed, cell, over, handle, called, 
                                     calls, gone, denied, won, counted, s, r, 
                                     c, j, stop >>

queue_install(self) == /\ pc[self] = "queue_install"
                       /\ IF cell[i[self]] = Empty
                             THEN /\ cell' = [cell EXCEPT ![i[self]] = Waiter(self)]
                                  /\ IF Bug = "deliver-regardless" /\ IsOutcome(state)
                                        THEN /\ pc' = [pc EXCEPT ![self] = "suspend_readOutcome"]
                                             /\ UNCHANGED << handle, s, i >>
                                        ELSE /\ s' = [s EXCEPT ![self] = Null]
                                             /\ i' = [i EXCEPT ![self] = NoSlot]
                                             /\ handle' = [handle EXCEPT ![self] = TRUE]
                                             /\ pc' = [pc EXCEPT ![self] = "await_park"]
                             ELSE /\ IF Bug = "suspend-ignores-resumed"
                                        THEN /\ s' = [s EXCEPT ![self] = Null]
                                             /\ i' = [i EXCEPT ![self] = NoSlot]
                                             /\ handle' = [handle EXCEPT ![self] = TRUE]
                                             /\ pc' = [pc EXCEPT ![self] = "await_park"]
                                        ELSE /\ pc' = [pc EXCEPT ![self] = "suspend_readOutcome"]
                                             /\ UNCHANGED << handle, s, i >>
                                  /\ cell' = cell
                       /\ UNCHANGED << state, index, closed, slot, over, 
                                       called, calls, gone, denied, won, 
                                       counted, r, c, j, stop >>

suspend_readOutcome(self) == /\ pc[self] = "suspend_readOutcome"
                             /\ s' = [s EXCEPT ![self] = IF Bug = "outcome-read-early" THEN s[self] ELSE state]
                             /\ pc' = [pc EXCEPT ![self] = "suspend_deliver"]
                             /\ UNCHANGED << state, index, closed, cell, slot, 
                                             over, handle, called, calls, gone, 
                                             denied, won, counted, i, r, c, j, 
                                             stop >>

suspend_deliver(self) == /\ pc[self] = "suspend_deliver"
                         /\ over' = [over EXCEPT ![self] = TRUE]
                         /\ calls' = [calls EXCEPT ![self] = calls[self] + 1]
                         /\ called' = [called EXCEPT ![self] = called[self] \cup {s[self][2]}]
                         /\ s' = [s EXCEPT ![self] = Null]
                         /\ i' = [i EXCEPT ![self] = NoSlot]
                         /\ handle' = [handle EXCEPT ![self] = TRUE]
                         /\ pc' = [pc EXCEPT ![self] = "await_park"]
                         /\ UNCHANGED << state, index, closed, cell, slot, 
                                         gone, denied, won, counted, r, c, j, 
                                         stop >>

await_park(self) == /\ pc[self] = "await_park"
                    /\ calls[self] > 0 \/ gone[self] > 0
                    /\ pc' = [pc EXCEPT ![self] = "Done"]
                    /\ UNCHANGED << state, index, closed, cell, slot, over, 
                                    handle, called, calls, gone, denied, won, 
                                    counted, s, i, r, c, j, stop >>

waiter(self) == await_readState(self) \/ suspend_readState(self)
                   \/ suspend_casFirst(self) \/ suspend_casQueue(self)
                   \/ queue_issue(self) \/ queue_install(self)
                   \/ suspend_readOutcome(self) \/ suspend_deliver(self)
                   \/ await_park(self)

cancel_begin(self) == /\ pc[self] = "cancel_begin"
                      /\ \/ /\ handle[self[1]]
                            /\ pc' = [pc EXCEPT ![self] = "cancel_home"]
                         \/ /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << state, index, closed, cell, slot, over, 
                                      handle, called, calls, gone, denied, won, 
                                      counted, s, i, r, c, j, stop >>

cancel_home(self) == /\ pc[self] = "cancel_home"
                     /\ IF slot[self[1]] # NoSlot /\ ~over[self[1]]
                           THEN /\ pc' = [pc EXCEPT ![self] = "cancel_casCell"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_readState"]
                     /\ UNCHANGED << state, index, closed, cell, slot, over, 
                                     handle, called, calls, gone, denied, won, 
                                     counted, s, i, r, c, j, stop >>

cancel_readState(self) == /\ pc[self] = "cancel_readState"
                          /\ IF state = Queue
                                THEN /\ pc' = [pc EXCEPT ![self] = "cancel_casFirst"]
                                     /\ UNCHANGED denied
                                ELSE /\ IF state # First(self[1])
                                           THEN /\ denied' = [denied EXCEPT ![self[1]] = TRUE]
                                                /\ pc' = [pc EXCEPT ![self] = "Done"]
                                           ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_casState"]
                                                /\ UNCHANGED denied
                          /\ UNCHANGED << state, index, closed, cell, slot, 
                                          over, handle, called, calls, gone, 
                                          won, counted, s, i, r, c, j, stop >>

cancel_casState(self) == /\ pc[self] = "cancel_casState"
                         /\ IF state = First(self[1]) \/ Bug = "cancel-by-store"
                               THEN /\ state' = Null
                                    /\ gone' = [gone EXCEPT ![self[1]] = gone[self[1]] + 1]
                                    /\ pc' = [pc EXCEPT ![self] = "Done"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_readState"]
                                    /\ UNCHANGED << state, gone >>
                         /\ UNCHANGED << index, closed, cell, slot, over, 
                                         handle, called, calls, denied, won, 
                                         counted, s, i, r, c, j, stop >>

cancel_casFirst(self) == /\ pc[self] = "cancel_casFirst"
                         /\ IF cell[0] = Waiter(self[1]) /\ Bug # "forget-first"
                               THEN /\ cell' = [cell EXCEPT ![0] = Cancelled]
                                    /\ gone' = [gone EXCEPT ![self[1]] = gone[self[1]] + 1]
                                    /\ pc' = [pc EXCEPT ![self] = "cancel_count"]
                                    /\ UNCHANGED denied
                               ELSE /\ denied' = [denied EXCEPT ![self[1]] = TRUE]
                                    /\ pc' = [pc EXCEPT ![self] = "Done"]
                                    /\ UNCHANGED << cell, gone >>
                         /\ UNCHANGED << state, index, closed, slot, over, 
                                         handle, called, calls, won, counted, 
                                         s, i, r, c, j, stop >>

cancel_casCell(self) == /\ pc[self] = "cancel_casCell"
                        /\ IF cell[slot[self[1]]] = Waiter(self[1])
                              THEN /\ cell' = [cell EXCEPT ![slot[self[1]]] = Cancelled]
                                   /\ gone' = [gone EXCEPT ![self[1]] = gone[self[1]] + 1]
                                   /\ pc' = [pc EXCEPT ![self] = "cancel_count"]
                                   /\ UNCHANGED denied
                              ELSE /\ denied' = [denied EXCEPT ![self[1]] = TRUE]
                                   /\ IF Bug # "count-lost-cancel"
                                         THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                         ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_count"]
                                   /\ UNCHANGED << cell, gone >>
                        /\ UNCHANGED << state, index, closed, slot, over, 
                                        handle, called, calls, won, counted, s, 
                                        i, r, c, j, stop >>

cancel_count(self) == /\ pc[self] = "cancel_count"
                      /\ counted' = counted + 1
                      /\ IF slot[self[1]] = NoSlot
                            THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_leave"]
                      /\ UNCHANGED << state, index, closed, cell, slot, over, 
                                      handle, called, calls, gone, denied, won, 
                                      s, i, r, c, j, stop >>

cancel_leave(self) == /\ pc[self] = "cancel_leave"
                      /\ over' = [over EXCEPT ![self[1]] = TRUE]
                      /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << state, index, closed, cell, slot, handle, 
                                      called, calls, gone, denied, won, 
                                      counted, s, i, r, c, j, stop >>

canceller(self) == cancel_begin(self) \/ cancel_home(self)
                      \/ cancel_readState(self) \/ cancel_casState(self)
                      \/ cancel_casFirst(self) \/ cancel_casCell(self)
                      \/ cancel_count(self) \/ cancel_leave(self)

resume_readState(self) == /\ pc[self] = "resume_readState"
                          /\ IF IsOutcome(state)
                                THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                     /\ r' = r
                                ELSE /\ r' = [r EXCEPT ![self] = state]
                                     /\ IF Bug = "resume-before-outcome" /\ r'[self] = Queue
                                           THEN /\ pc' = [pc EXCEPT ![self] = "queue_close"]
                                           ELSE /\ pc' = [pc EXCEPT ![self] = "resume_casState"]
                          /\ UNCHANGED << state, index, closed, cell, slot, 
                                          over, handle, called, calls, gone, 
                                          denied, won, counted, s, i, c, j, 
                                          stop >>

resume_casState(self) == /\ pc[self] = "resume_casState"
                         /\ IF state = r[self] \/ Bug = "outcome-by-store"
                               THEN /\ state' = Outcome(self)
                                    /\ won' = won + 1
                                    /\ IF r[self] = Queue
                                          THEN /\ pc' = [pc EXCEPT ![self] = "queue_close"]
                                          ELSE /\ IF r[self] = Null
                                                     THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                                     ELSE /\ pc' = [pc EXCEPT ![self] = "resume_deliver"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "resume_readState"]
                                    /\ UNCHANGED << state, won >>
                         /\ UNCHANGED << index, closed, cell, slot, over, 
                                         handle, called, calls, gone, denied, 
                                         counted, s, i, r, c, j, stop >>

resume_deliver(self) == /\ pc[self] = "resume_deliver"
                        /\ over' = [over EXCEPT ![r[self][2]] = TRUE]
                        /\ /\ called' = [called EXCEPT ![r[self][2]] = called[r[self][2]] \cup {self}]
                           /\ calls' = [calls EXCEPT ![r[self][2]] = calls[r[self][2]] + 1]
                        /\ r' = [r EXCEPT ![self] = Null]
                        /\ pc' = [pc EXCEPT ![self] = "Done"]
                        /\ UNCHANGED << state, index, closed, cell, slot, 
                                        handle, gone, denied, won, counted, s, 
                                        i, c, j, stop >>

queue_close(self) == /\ pc[self] = "queue_close"
                     /\ stop' = [stop EXCEPT ![self] = IF Bug = "sweep-misses-last" THEN index - 1 ELSE index]
                     /\ IF Bug # "close-in-two-steps"
                           THEN /\ closed' = TRUE
                                /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "queue_closeLate"]
                                /\ UNCHANGED closed
                     /\ UNCHANGED << state, index, cell, slot, over, handle, 
                                     called, calls, gone, denied, won, counted, 
                                     s, i, r, c, j >>

queue_closeLate(self) == /\ pc[self] = "queue_closeLate"
                         /\ closed' = TRUE
                         /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                         /\ UNCHANGED << state, index, cell, slot, over, 
                                         handle, called, calls, gone, denied, 
                                         won, counted, s, i, r, c, j, stop >>

sweep_read(self) == /\ pc[self] = "sweep_read"
                    /\ IF j[self] < stop[self]
                          THEN /\ Bug = "wait-for-suspender" => cell[j[self]] # Empty
                               /\ IF cell[j[self]] = Empty /\ Bug # "sweep-skips-empty"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "sweep_fill"]
                                          /\ UNCHANGED << c, j >>
                                     ELSE /\ IF ~IsWaiter(cell[j[self]])
                                                THEN /\ j' = [j EXCEPT ![self] = j[self] + 1]
                                                     /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                                                     /\ c' = c
                                                ELSE /\ c' = [c EXCEPT ![self] = cell[j[self]]]
                                                     /\ pc' = [pc EXCEPT ![self] = "sweep_claim"]
                                                     /\ j' = j
                          ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_end"]
                               /\ UNCHANGED << c, j >>
                    /\ UNCHANGED << state, index, closed, cell, slot, over, 
                                    handle, called, calls, gone, denied, won, 
                                    counted, s, i, r, stop >>

sweep_claim(self) == /\ pc[self] = "sweep_claim"
                     /\ IF cell[j[self]] = c[self] \/ Bug = "claim-by-store"
                           THEN /\ cell' = [cell EXCEPT ![j[self]] = Resumed]
                                /\ pc' = [pc EXCEPT ![self] = "sweep_call"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                                /\ cell' = cell
                     /\ UNCHANGED << state, index, closed, slot, over, handle, 
                                     called, calls, gone, denied, won, counted, 
                                     s, i, r, c, j, stop >>

sweep_call(self) == /\ pc[self] = "sweep_call"
                    /\ over' = [over EXCEPT ![c[self][2]] = TRUE]
                    /\ /\ called' = [called EXCEPT ![c[self][2]] = called[c[self][2]] \cup {self}]
                       /\ calls' = [calls EXCEPT ![c[self][2]] = calls[c[self][2]] + 1]
                    /\ c' = [c EXCEPT ![self] = Empty]
                    /\ j' = [j EXCEPT ![self] = IF Bug = "wake-first-only" THEN stop[self] ELSE j[self] + 1]
                    /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                    /\ UNCHANGED << state, index, closed, cell, slot, handle, 
                                    gone, denied, won, counted, s, i, r, stop >>

sweep_fill(self) == /\ pc[self] = "sweep_fill"
                    /\ IF Bug = "spin-until-installed"
                          THEN /\ TRUE
                               /\ UNCHANGED << cell, j >>
                          ELSE /\ IF cell[j[self]] = Empty \/ Bug = "fill-by-store"
                                     THEN /\ cell' = [cell EXCEPT ![j[self]] = Resumed]
                                          /\ j' = [j EXCEPT ![self] = j[self] + 1]
                                     ELSE /\ TRUE
                                          /\ UNCHANGED << cell, j >>
                    /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                    /\ UNCHANGED << state, index, closed, slot, over, handle, 
                                    called, calls, gone, denied, won, counted, 
                                    s, i, r, c, stop >>

sweep_end(self) == /\ pc[self] = "sweep_end"
                   /\ j' = [j EXCEPT ![self] = 0]
                   /\ stop' = [stop EXCEPT ![self] = 0]
                   /\ r' = [r EXCEPT ![self] = Null]
                   /\ IF Bug = "resume-before-outcome"
                         THEN /\ state' = Outcome(self)
                              /\ won' = won + 1
                         ELSE /\ TRUE
                              /\ UNCHANGED << state, won >>
                   /\ pc' = [pc EXCEPT ![self] = "Done"]
                   /\ UNCHANGED << index, closed, cell, slot, over, handle, 
                                   called, calls, gone, denied, counted, s, i, 
                                   c >>

resolver(self) == resume_readState(self) \/ resume_casState(self)
                     \/ resume_deliver(self) \/ queue_close(self)
                     \/ queue_closeLate(self) \/ sweep_read(self)
                     \/ sweep_claim(self) \/ sweep_call(self)
                     \/ sweep_fill(self) \/ sweep_end(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in W: waiter(self))
           \/ (\E self \in CW: canceller(self))
           \/ (\E self \in RV: resolver(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in W : WF_vars(waiter(self))
        /\ \A self \in CW : WF_vars(canceller(self))
        /\ \A self \in RV : WF_vars(resolver(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION
-----------------------------------------------------------------------------
Outcomes == {v \in RV : state = Outcome(v)}

(* Where the sweep of a closed queue ends: later indices find it closed.      *)
InLine(w) == state = First(w) \/ (slot[w] # NoSlot /\ cell[slot[w]] \in {Empty, Waiter(w)}) \/ cell[0] = Waiter(w)
Status(w) == IF calls[w] > 0 THEN "called"
             ELSE IF gone[w] > 0 THEN "cancelled"
             ELSE IF InLine(w) THEN "waiting"
             ELSE IF \/ slot[w] # NoSlot
                     \/ pc[w] \in {"suspend_readOutcome", "suspend_deliver"}
                     \/ handle[w]
             THEN "claimed" ELSE "none"

Abs == INSTANCE Promise WITH V <- RV, status <- [w \in W |-> Status(w)], outcome <- Outcomes
Refines == Abs!Spec

Everybody == W \cup CW \cup RV
States   == {Null, Queue} \cup {First(w) : w \in W} \cup {Outcome(v) : v \in RV}
Contents == {Empty, Resumed, Cancelled} \cup {Waiter(w) : w \in W}
Issued   == 0 .. Cardinality(W)
TypeOK == /\ state \in States /\ index \in Issued /\ closed \in BOOLEAN
          /\ cell \in [Slots -> Contents] /\ slot \in [W -> Slots \cup {NoSlot}]
          /\ over \in [W -> BOOLEAN] /\ handle \in [W -> BOOLEAN] /\ denied \in [W -> BOOLEAN]
          /\ called \in [W -> SUBSET RV] /\ calls \in [W -> 0 .. 1] /\ gone \in [W -> 0 .. 1]
          /\ won \in 0 .. 1 /\ counted \in Issued
          /\ s \in [W -> States] /\ i \in [W -> Slots \cup {NoSlot}]
          /\ r \in [RV -> States] /\ c \in [RV -> Contents]
          /\ j \in [RV -> Issued] /\ stop \in [RV -> Issued]
          /\ pc \in [Everybody -> STRING]

LegalState(a, b) ==
    \/ a = Null /\ (IsFirst(b) \/ IsOutcome(b))
    \/ IsFirst(a) /\ (b = Null \/ b = Queue \/ IsOutcome(b))
    \/ a = Queue /\ IsOutcome(b)
LegalCell(a, b) ==
    \/ a = Empty /\ (IsWaiter(b) \/ b = Resumed)
    \/ IsWaiter(a) /\ b \in {Resumed, Cancelled}
BC_1_LegalTransitions == [][/\ (state' # state => LegalState(state, state'))
                            /\ \A x \in Slots : cell'[x] # cell[x] => LegalCell(cell[x], cell'[x])]_<<state, cell>>

PR_1_ResolvedOnce      == won <= 1 /\ (won = 1) = (Outcomes # {})
PR_2_Agreement         == \A w \in W : called[w] \subseteq Outcomes
PR_3_StateBeforeWake   == \A w \in W : calls[w] > 0 => Outcomes # {}
PR_4_ClosedIsResolved  == \A w \in W : pc[w] = "suspend_deliver" => IsOutcome(s[w])
BC_2_OneWinner         == \A w \in W : ~(calls[w] > 0 /\ gone[w] > 0) /\ gone[w] <= 1   \* PR-7
BC_4_AtMostOnce        == \A w \in W : calls[w] <= 1   \* PR-6
(* The waiter that was kept in state is claimed by the outcome as such, though *)
(* its cell says so only when the sweep arrives.                              *)
BC_5_FalseMeansDecided == \A w \in W : denied[w] =>
    Status(w) \in {"claimed", "called", "cancelled"} \/ (slot[w] = NoSlot /\ Outcomes # {})
ARR_8_CountedOnce      == counted <= Cardinality({x \in Slots : cell[x] = Cancelled})
(* The sweep has called whomever it has passed, unless the suspender does.    *)
PR_10_InOrder          == \A v \in RV : \A w \in W :
    slot[w] # NoSlot /\ slot[w] < j[v] /\ cell[slot[w]] = Resumed /\ calls[w] = 0 =>
       pc[w] \in {"queue_install", "suspend_readOutcome", "suspend_deliver"}

PR_5_NoLostWakeUp == Outcomes # {} ~> \A w \in W : pc[w] = "Done"   \* BC-10
(* Signal safety is this and lock-freedom: whoever is inside an operation can *)
(* make a step that changes something, and no run of such steps is infinite,  *)
(* one that runs alone included.                                              *)
SIG_NeverBlocked  == \A p \in Everybody : pc[p] \notin {"await_park", "cancel_begin", "Done"} =>
    IF p \in W THEN ENABLED <<waiter(p)>>_vars
    ELSE IF p \in CW THEN ENABLED <<canceller(p)>>_vars ELSE ENABLED <<resolver(p)>>_vars
LIVE_LockFree     == <>[][FALSE]_vars   \* PR-12
Unfair            == Init /\ [][Next]_vars
=============================================================================
