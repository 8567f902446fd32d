\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
----------------------------- MODULE PermitQueue -----------------------------
(* The algorithm of Permits, under Semaphore and Mutex: the number, one label *)
(* for each access of it, over a queue as its owner sees it. A suspender      *)
(* takes a place, then arrives; a resumer takes the next place, then meets    *)
(* what is there; each is one step. Module CqsCells has what is inside them.  *)
(* A synchronous releaser gives up Breaks times at most: beyond, it waits, so *)
(* what is said of liveness is said of runs in which patience ends well       *)
(* (decision 7).                                                              *)
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS U,           \* users, who acquire and release
          Tries,       \* those of them who only try
          Declines,    \* whose waiter may turn out to have no use for the permit
          ToCancel,    \* whose waiter is cancelled by somebody
          Extra,       \* threads that release without having acquired
          Permits,
          IsMutex,     \* released by Mutex.unlock
          Sync, Breaks,
          NCELLS,      \* more than are ever used
          Bug          \* "none", or the mutant

CU         == ToCancel \X {1}
Nobody     == "nobody"
NoPlace    == -1
Empty      == "EMPTY"
Waiter     == "WAITER"
Permit     == "VALUE"
Resumed    == "RESUMED"
Taken      == "TAKEN"
Broken     == "BROKEN"
Cancelling == "CANCELLING"
Left       == "LEFT"                     \* by a resumer, to the canceller
Cancelled  == "CANCELLED"
Refused    == "REFUSED"
Below(n)   == IF n < 0 THEN -n ELSE 0

(* --algorithm PermitQueue {
variables
  state  = Permits,                      \* Permits.state
  sIndex = 0, rIndex = 0,
  cell   = [k \in 0 .. NCELLS - 1 |-> Empty],
  place  = [u \in U |-> NoPlace],
  status = [u \in U |-> "out"],          \* history: as in module Mutex
  handle = [u \in U |-> FALSE],
  gone   = [u \in U |-> FALSE],          \* history: its cancel returned true
  declined = [u \in U |-> FALSE],        \* history: its waiter had no use for the permit
  held = 0, counted = 0, promised = 0, hand = 0,   \* history: permits held, waiters counted, promises, permits taken back
  threw  = 0,                            \* history: releases that threw
  acquired = 0, released = 0, breaks = 0;          \* history

define {
  At(k) == {u \in U : place[u] = k}
}

macro Given() {                          (* The permit is no longer the releaser's. *)
    if (from = Nobody) { hand := hand - 1 }
    else { released := released + 1 || held := held - 1;
           if (from \in U) { status[from] := "out" } };
}

macro Granted(u) { status[u] := "granted"; held := held + 1; acquired := acquired + 1 }
macro Met(u) { counted := counted - 1; promised := promised - 1; Granted(u) }

(* Permits.give: the permit of a user, of nobody, or one that is promised.    *)
procedure give(from, due) variables s = 0, i = NoPlace; {
 give_readState:                         \* Permits.give: state. SEM-10
    if (due) { due := FALSE; goto resume_issue }
    else if (Bug = "add") { s := state; state := state + 1; if (s >= Permits) { goto give_undo } else { goto give_added } }
    else if (state >= Permits /\ Bug # "no-check") { threw := threw + 1; return }
    else { s := state };
 give_casState:                          \* Permits.give: CAS of state, +1. SEM-2, SEM-10
    if (Bug = "spins-until-arrived" /\ s < 0 /\ cell[rIndex] = Empty) { goto give_readState }
    else if (state = s \/ Bug = "give-by-store") {
       state := s + 1; Given();
       if (s >= (IF Bug = "promise-at-zero" THEN 1 ELSE 0) \/ Bug = "release-does-not-resume") { return } else { promised := promised + 1 } }
    else { goto give_readState };
 resume_issue:                           \* Cqs.resume: the next place. ITER-1
    i := rIndex; rIndex := rIndex + 1;
 resume_meet:                            \* Cqs.resume: what is there. SEM-6, SEM-7
    if (cell[i] = Empty /\ Sync) { cell[i] := Permit; goto resume_taken }
    else if (cell[i] = Empty) {
       cell[i] := Resumed || status := [u \in U |-> IF place[u] = i THEN "granted" ELSE status[u]]; return }
    else if (cell[i] = Waiter) {         \* Cell.claim. SEM-8
       if (Bug = "gives-up-at-waiter") { return }
       else with (j \in IF Bug = "take-last" THEN {CHOOSE k \in DOMAIN cell : cell[k] = Waiter /\ \A l \in DOMAIN cell : l > k => cell[l] # Waiter} ELSE {i}) {
          i := j;
          cell[j] := Resumed || status := [u \in U |-> IF place[u] = j THEN "granted" ELSE status[u]];
          counted := counted - 1 || promised := promised - 1 || held := held + 1 || acquired := acquired + 1 } }
    else if (cell[i] = Cancelled) { if (Bug = "stop-at-cancelled") { return } else { goto resume_issue } }
    else if (cell[i] = Refused) { return }
    else {
       assert cell[i] = Cancelling;
       if (Bug = "stays-at-cancelling") { goto resume_meet }
       else if (~Sync) { cell[i] := Left; return } else { await cell[i] # Cancelling; goto resume_meet } };
 resume_call:                            \* Nesting.deliver; Permits.Waiting.undelivered. CQS-20
    with (u \in At(i)) {
       status[u] := "holds";
       either { return }
       or { await u \in Declines; declined[u] := TRUE;
            if (Bug = "undelivered-lost") { return } else { from := u; goto give_readState } } };
 resume_taken:                           \* SyncResumption.isTaken. SEM-6
    either { await cell[i] = Taken; return }
    or {
       await cell[i] = Permit /\ breaks < Breaks;
       cell[i] := Broken || status := [u \in U |-> IF place[u] = i THEN "out" ELSE status[u]];
       breaks := breaks + 1 || counted := counted - 1 || promised := promised - 1 || hand := hand + 1;
       if (Bug = "break-and-leave") { return } else { from := Nobody; goto give_readState } };
 give_added:                             \* Only a mutant adds without comparing.
    Given();
    if (s >= 0) { return } else { promised := promised + 1; goto resume_issue };
 give_undo:
    state := state - 1; threw := threw + 1; return;
}

fair process (user \in U) variables seen = 0; {
 user_begin:
    if (self \notin Tries) { goto acquire_addState };
 try_readState:                          \* Permits.tryTake: state. SEM-9
    seen := state;
    if (state <= 0) { goto Done };
 try_casState:                           \* Permits.tryTake: CAS of state, -1. SEM-1
    if (state = seen \/ Bug = "try-by-store") {
       state := seen - 1;
       Granted(self); goto acquire_deliver }
    else { goto try_readState };
 acquire_addState:                       \* Permits.takeOrCount: fetch-and-add of state, -1. SEM-1, SEM-2
    state := state - 1;
    if (state + 1 > (IF Bug = "acquire-at-zero" THEN -1 ELSE 0)) {
       Granted(self); goto acquire_deliver }
    else { counted := counted + 1 };
 suspend_issue:                          \* Cqs.suspend: the next place. ITER-1
    place[self] := sIndex;
    if (cell[sIndex] = Resumed) { status[self] := "granted" } else if (cell[sIndex] # Broken) { status[self] := "waiting" };
    sIndex := sIndex + 1;
 suspend_arrive:                         \* Cqs.suspend: Cell.install or Cell.take. CQS-4
    if (cell[place[self]] = Empty) { cell[place[self]] := Waiter || handle[self] := TRUE; goto acquire_wait }
    else if (cell[place[self]] = Broken) { place[self] := NoPlace; goto acquire_addState }
    else if (Bug = "leaves-its-permit") { goto suspend_issue }
    else {
       cell[place[self]] := IF Sync THEN Taken ELSE Resumed;
       Met(self) };
 acquire_deliver:                        \* Nesting.deliver, resumeNow; Permits.Waiting.undelivered. CQS-20
    status[self] := "holds";
    either { goto release_begin }
    or { await self \in Declines; declined[self] := TRUE;
         if (Bug = "undelivered-lost") { goto Done } else { goto release_give } };
 acquire_wait:
    await status[self] = "holds" \/ gone[self] \/ declined[self];
    if (gone[self] \/ declined[self]) { goto Done };
 release_begin:                          \* Mutex.unlock: isLocked. SEM-10
    if (IsMutex /\ state > 0) { threw := threw + 1; goto Done };
 release_give:
    call give(self, FALSE);
 release_end:
    skip;
}

fair process (extra \in Extra) {
 extra_begin:                            \* Mutex.unlock: isLocked. SEM-10
    if (IsMutex /\ state > 0) { threw := threw + 1; goto Done };
 extra_give:
    call give(self, FALSE);
 extra_end:
    skip;
}

fair process (canceller \in CU) variables allowed = TRUE, left = Empty; {
 cancel_begin:
    either { await handle[self[1]] } or { goto Done };
 cancel_casCell:                         \* Cell.cancel: CAS of the cell, waiter to CANCELLING. BC-2
    if (cell[place[self[1]]] # Waiter /\ Bug # "cancel-by-store") { goto Done }
    else { cell[place[self[1]]] := Cancelling; status[self[1]] := "out" };
 cancel_decide:                          \* Permits.Waiting.onCancellation: fetch-and-add of state, +1. CQS-12, SEM-4
    allowed := IF Bug = "cancel-always-allowed" THEN TRUE ELSE IF Bug = "cancel-refuses-always" THEN FALSE ELSE state < 0;
    counted := counted - 1;
    if (state >= 0) { promised := promised - 1 };
    state := state + 1;
 cancel_finish:                          \* Cell.finishCancelling: exchange of the cell. CQS-15
    left := cell[place[self[1]]];
    cell[place[self[1]]] := IF allowed THEN Cancelled ELSE Refused;
    gone[self[1]] := TRUE;
    if (allowed /\ left = Left) { call give(Nobody, TRUE) };
 cancel_end:
    skip;
}
} *)
\* BEGIN TRANSLATION (chksum(pcal) = "63deaf3e" /\ chksum(tla) = "1845f76e")
CONSTANT defaultInitValue
VARIABLES state, sIndex, rIndex, cell, place, status, handle, gone, declined, 
          held, counted, promised, hand, threw, acquired, released, breaks, 
          pc, stack

(* define statement *)
At(k) == {u \in U : place[u] = k}

VARIABLES from, due, s, i, seen, allowed, left

vars == << state, sIndex, rIndex, cell, place, status, handle, gone, declined, 
           held, counted, promised, hand, threw, acquired, released, breaks, 
           pc, stack, from, due, s, i, seen, allowed, left >>

ProcSet == (U) \cup (Extra) \cup (CU)

Init == (* Global variables *)
        /\ state = Permits
        /\ sIndex = 0
        /\ rIndex = 0
        /\ cell = [k \in 0 .. NCELLS - 1 |-> Empty]
        /\ place = [u \in U |-> NoPlace]
        /\ status = [u \in U |-> "out"]
        /\ handle = [u \in U |-> FALSE]
        /\ gone = [u \in U |-> FALSE]
        /\ declined = [u \in U |-> FALSE]
        /\ held = 0
        /\ counted = 0
        /\ promised = 0
        /\ hand = 0
        /\ threw = 0
        /\ acquired = 0
        /\ released = 0
        /\ breaks = 0
        (* Procedure give *)
        /\ from = [ self \in ProcSet |-> defaultInitValue]
        /\ due = [ self \in ProcSet |-> defaultInitValue]
        /\ s = [ self \in ProcSet |-> 0]
        /\ i = [ self \in ProcSet |-> NoPlace]
        (* Process user *)
        /\ seen = [self \in U |-> 0]
        (* Process canceller *)
        /\ allowed = [self \in CU |-> TRUE]
        /\ left = [self \in CU |-> Empty]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self \in U -> "user_begin"
                                        [] self \in Extra -> "extra_begin"
                                        [] self \in CU -> "cancel_begin"]

give_readState(self) == /\ pc[self] = "give_readState"
                        /\ IF due[self]
                              THEN /\ due' = [due EXCEPT ![self] = FALSE]
                                   /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                                   /\ UNCHANGED << state, threw, stack, from, 
                                                   s, i >>
                              ELSE /\ IF Bug = "add"
                                         THEN /\ s' = [s EXCEPT ![self] = state]
                                              /\ state' = state + 1
                                              /\ IF s'[self] >= Permits
                                                    THEN /\ pc' = [pc EXCEPT ![self] = "give_undo"]
                                                    ELSE /\ pc' = [pc EXCEPT ![self] = "give_added"]
                                              /\ UNCHANGED << threw, stack, 
                                                              from, due, i >>
                                         ELSE /\ IF state >= Permits /\ Bug # "no-check"
                                                    THEN /\ threw' = threw + 1
                                                         /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                                         /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                                                         /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                                         /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                                                         /\ due' = [due EXCEPT ![self] = Head(stack[self]).due]
                                                         /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                                    ELSE /\ s' = [s EXCEPT ![self] = state]
                                                         /\ pc' = [pc EXCEPT ![self] = "give_casState"]
                                                         /\ UNCHANGED << threw, 
                                                                         stack, 
                                                                         from, 
                                                                         due, 
                                                                         i >>
                                              /\ state' = state
                        /\ UNCHANGED << sIndex, rIndex, cell, place, status, 
                                        handle, gone, declined, held, counted, 
                                        promised, hand, acquired, released, 
                                        breaks, seen, allowed, left >>

give_casState(self) == /\ pc[self] = "give_casState"
                       /\ IF Bug = "spins-until-arrived" /\ s[self] < 0 /\ cell[rIndex] = Empty
                             THEN /\ pc' = [pc EXCEPT ![self] = "give_readState"]
                                  /\ UNCHANGED << state, status, held, 
                                                  promised, hand, released, 
                                                  stack, from, due, s, i >>
                             ELSE /\ IF state = s[self] \/ Bug = "give-by-store"
                                        THEN /\ state' = s[self] + 1
                                             /\ IF from[self] = Nobody
                                                   THEN /\ hand' = hand - 1
                                                        /\ UNCHANGED << status, 
                                                                        held, 
                                                                        released >>
                                                   ELSE /\ /\ held' = held - 1
                                                           /\ released' = released + 1
                                                        /\ IF from[self] \in U
                                                              THEN /\ status' = [status EXCEPT ![from[self]] = "out"]
                                                              ELSE /\ TRUE
                                                                   /\ UNCHANGED status
                                                        /\ hand' = hand
                                             /\ IF s[self] >= (IF Bug = "promise-at-zero" THEN 1 ELSE 0) \/ Bug = "release-does-not-resume"
                                                   THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                                        /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                                                        /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                                        /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                                                        /\ due' = [due EXCEPT ![self] = Head(stack[self]).due]
                                                        /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                                        /\ UNCHANGED promised
                                                   ELSE /\ promised' = promised + 1
                                                        /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                                                        /\ UNCHANGED << stack, 
                                                                        from, 
                                                                        due, s, 
                                                                        i >>
                                        ELSE /\ pc' = [pc EXCEPT ![self] = "give_readState"]
                                             /\ UNCHANGED << state, status, 
                                                             held, promised, 
                                                             hand, released, 
                                                             stack, from, due, 
                                                             s, i >>
                       /\ UNCHANGED << sIndex, rIndex, cell, place, handle, 
                                       gone, declined, counted, threw, 
                                       acquired, breaks, seen, allowed, left >>

resume_issue(self) == /\ pc[self] = "resume_issue"
                      /\ i' = [i EXCEPT ![self] = rIndex]
                      /\ rIndex' = rIndex + 1
                      /\ pc' = [pc EXCEPT ![self] = "resume_meet"]
                      /\ UNCHANGED << state, sIndex, cell, place, status, 
                                      handle, gone, declined, held, counted, 
                                      promised, hand, threw, acquired, 
                                      released, breaks, stack, from, due, s, 
                                      seen, allowed, left >>

resume_meet(self) == /\ pc[self] = "resume_meet"
                     /\ IF cell[i[self]] = Empty /\ Sync
                           THEN /\ cell' = [cell EXCEPT ![i[self]] = Permit]
                                /\ pc' = [pc EXCEPT ![self] = "resume_taken"]
                                /\ UNCHANGED << status, held, counted, 
                                                promised, acquired, stack, 
                                                from, due, s, i >>
                           ELSE /\ IF cell[i[self]] = Empty
                                      THEN /\ /\ cell' = [cell EXCEPT ![i[self]] = Resumed]
                                              /\ status' = [u \in U |-> IF place[u] = i[self] THEN "granted" ELSE status[u]]
                                           /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                           /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                                           /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                           /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                                           /\ due' = [due EXCEPT ![self] = Head(stack[self]).due]
                                           /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                           /\ UNCHANGED << held, counted, 
                                                           promised, acquired >>
                                      ELSE /\ IF cell[i[self]] = Waiter
                                                 THEN /\ IF Bug = "gives-up-at-waiter"
                                                            THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                                                 /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                                                                 /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                                                 /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                                                                 /\ due' = [due EXCEPT ![self] = Head(stack[self]).due]
                                                                 /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                                                 /\ UNCHANGED << cell, 
                                                                                 status, 
                                                                                 held, 
                                                                                 counted, 
                                                                                 promised, 
                                                                                 acquired >>
                                                            ELSE /\ \E j \in IF Bug = "take-last" THEN {CHOOSE k \in DOMAIN cell : cell[k] = Waiter /\ \A l \in DOMAIN cell : l > k => cell[l] # Waiter} ELSE {i[self]}:
                                                                      /\ i' = [i EXCEPT ![self] = j]
                                                                      /\ /\ cell' = [cell EXCEPT ![j] = Resumed]
                                                                         /\ status' = [u \in U |-> IF place[u] = j THEN "granted" ELSE status[u]]
                                                                      /\ /\ acquired' = acquired + 1
                                                                         /\ counted' = counted - 1
                                                                         /\ held' = held + 1
                                                                         /\ promised' = promised - 1
                                                                 /\ pc' = [pc EXCEPT ![self] = "resume_call"]
                                                                 /\ UNCHANGED << stack, 
                                                                                 from, 
                                                                                 due, 
                                                                                 s >>
                                                 ELSE /\ IF cell[i[self]] = Cancelled
                                                            THEN /\ IF Bug = "stop-at-cancelled"
                                                                       THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                                                            /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                                                                            /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                                                            /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                                                                            /\ due' = [due EXCEPT ![self] = Head(stack[self]).due]
                                                                            /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                                                       ELSE /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                                                                            /\ UNCHANGED << stack, 
                                                                                            from, 
                                                                                            due, 
                                                                                            s, 
                                                                                            i >>
                                                                 /\ cell' = cell
                                                            ELSE /\ IF cell[i[self]] = Refused
                                                                       THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                                                            /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                                                                            /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                                                            /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                                                                            /\ due' = [due EXCEPT ![self] = Head(stack[self]).due]
                                                                            /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                                                            /\ cell' = cell
                                                                       ELSE /\ Assert(cell[i[self]] = Cancelling, 
                                                                                      "Failure of assertion at line 93, column 8.")
                                                                            /\ IF Bug = "stays-at-cancelling"
                                                                                  THEN /\ pc' = [pc EXCEPT ![self] = "resume_meet"]
                                                                                       /\ UNCHANGED << cell, 
                                                                                                       stack, 
                                                                                                       from, 
                                                                                                       due, 
                                                                                                       s, 
                                                                                                       i >>
                                                                                  ELSE /\ IF ~Sync
                                                                                             THEN /\ cell' = [cell EXCEPT ![i[self]] = Left]
                                                                                                  /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                                                                                  /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                                                                                                  /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                                                                                  /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                                                                                                  /\ due' = [due EXCEPT ![self] = Head(stack[self]).due]
                                                                                                  /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                                                                             ELSE /\ cell[i[self]] # Cancelling
                                                                                                  /\ pc' = [pc EXCEPT ![self] = "resume_meet"]
                                                                                                  /\ UNCHANGED << cell, 
                                                                                                                  stack, 
                                                                                                                  from, 
                                                                                                                  due, 
                                                                                                                  s, 
                                                                                                                  i >>
                                                      /\ UNCHANGED << status, 
                                                                      held, 
                                                                      counted, 
                                                                      promised, 
                                                                      acquired >>
                     /\ UNCHANGED << state, sIndex, rIndex, place, handle, 
                                     gone, declined, hand, threw, released, 
                                     breaks, seen, allowed, left >>

resume_call(self) == /\ pc[self] = "resume_call"
                     /\ \E u \in At(i[self]):
                          /\ status' = [status EXCEPT ![u] = "holds"]
                          /\ \/ /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                                /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                                /\ due' = [due EXCEPT ![self] = Head(stack[self]).due]
                                /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                /\ UNCHANGED declined
                             \/ /\ u \in Declines
                                /\ declined' = [declined EXCEPT ![u] = TRUE]
                                /\ IF Bug = "undelivered-lost"
                                      THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                           /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                                           /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                           /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                                           /\ due' = [due EXCEPT ![self] = Head(stack[self]).due]
                                           /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                      ELSE /\ from' = [from EXCEPT ![self] = u]
                                           /\ pc' = [pc EXCEPT ![self] = "give_readState"]
                                           /\ UNCHANGED << stack, due, s, i >>
                     /\ UNCHANGED << state, sIndex, rIndex, cell, place, 
                                     handle, gone, held, counted, promised, 
                                     hand, threw, acquired, released, breaks, 
                                     seen, allowed, left >>

resume_taken(self) == /\ pc[self] = "resume_taken"
                      /\ \/ /\ cell[i[self]] = Taken
                            /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                            /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                            /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                            /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                            /\ due' = [due EXCEPT ![self] = Head(stack[self]).due]
                            /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                            /\ UNCHANGED <<cell, status, counted, promised, hand, breaks>>
                         \/ /\ cell[i[self]] = Permit /\ breaks < Breaks
                            /\ /\ cell' = [cell EXCEPT ![i[self]] = Broken]
                               /\ status' = [u \in U |-> IF place[u] = i[self] THEN "out" ELSE status[u]]
                            /\ /\ breaks' = breaks + 1
                               /\ counted' = counted - 1
                               /\ hand' = hand + 1
                               /\ promised' = promised - 1
                            /\ IF Bug = "break-and-leave"
                                  THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                       /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                                       /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                       /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                                       /\ due' = [due EXCEPT ![self] = Head(stack[self]).due]
                                       /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                  ELSE /\ from' = [from EXCEPT ![self] = Nobody]
                                       /\ pc' = [pc EXCEPT ![self] = "give_readState"]
                                       /\ UNCHANGED << stack, due, s, i >>
                      /\ UNCHANGED << state, sIndex, rIndex, place, handle, 
                                      gone, declined, held, threw, acquired, 
                                      released, seen, allowed, left >>

give_added(self) == /\ pc[self] = "give_added"
                    /\ IF from[self] = Nobody
                          THEN /\ hand' = hand - 1
                               /\ UNCHANGED << status, held, released >>
                          ELSE /\ /\ held' = held - 1
                                  /\ released' = released + 1
                               /\ IF from[self] \in U
                                     THEN /\ status' = [status EXCEPT ![from[self]] = "out"]
                                     ELSE /\ TRUE
                                          /\ UNCHANGED status
                               /\ hand' = hand
                    /\ IF s[self] >= 0
                          THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                               /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                               /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                               /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                               /\ due' = [due EXCEPT ![self] = Head(stack[self]).due]
                               /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                               /\ UNCHANGED promised
                          ELSE /\ promised' = promised + 1
                               /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                               /\ UNCHANGED << stack, from, due, s, i >>
                    /\ UNCHANGED << state, sIndex, rIndex, cell, place, handle, 
                                    gone, declined, counted, threw, acquired, 
                                    breaks, seen, allowed, left >>

give_undo(self) == /\ pc[self] = "give_undo"
                   /\ state' = state - 1
                   /\ threw' = threw + 1
                   /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                   /\ s' = [s EXCEPT ![self] = Head(stack[self]).s]
                   /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                   /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                   /\ due' = [due EXCEPT ![self] = Head(stack[self]).due]
                   /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                   /\ UNCHANGED << sIndex, rIndex, cell, place, status, handle, 
                                   gone, declined, held, counted, promised, 
                                   hand, acquired, released, breaks, seen, 
                                   allowed, left >>

give(self) == give_readState(self) \/ give_casState(self)
                 \/ resume_issue(self) \/ resume_meet(self)
                 \/ resume_call(self) \/ resume_taken(self)
                 \/ give_added(self) \/ give_undo(self)

user_begin(self) == /\ pc[self] = "user_begin"
                    /\ IF self \notin Tries
                          THEN /\ pc' = [pc EXCEPT ![self] = "acquire_addState"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "try_readState"]
                    /\ UNCHANGED << state, sIndex, rIndex, cell, place, status, 
                                    handle, gone, declined, held, counted, 
                                    promised, hand, threw, acquired, released, 
                                    breaks, stack, from, due, s, i, seen, 
                                    allowed, left >>

try_readState(self) == /\ pc[self] = "try_readState"
                       /\ seen' = [seen EXCEPT ![self] = state]
                       /\ IF state <= 0
                             THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "try_casState"]
                       /\ UNCHANGED << state, sIndex, rIndex, cell, place, 
                                       status, handle, gone, declined, held, 
                                       counted, promised, hand, threw, 
                                       acquired, released, breaks, stack, from, 
                                       due, s, i, allowed, left >>

try_casState(self) == /\ pc[self] = "try_casState"
                      /\ IF state = seen[self] \/ Bug = "try-by-store"
                            THEN /\ state' = seen[self] - 1
                                 /\ status' = [status EXCEPT ![self] = "granted"]
                                 /\ held' = held + 1
                                 /\ acquired' = acquired + 1
                                 /\ pc' = [pc EXCEPT ![self] = "acquire_deliver"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "try_readState"]
                                 /\ UNCHANGED << state, status, held, acquired >>
                      /\ UNCHANGED << sIndex, rIndex, cell, place, handle, 
                                      gone, declined, counted, promised, hand, 
                                      threw, released, breaks, stack, from, 
                                      due, s, i, seen, allowed, left >>

acquire_addState(self) == /\ pc[self] = "acquire_addState"
                          /\ state' = state - 1
                          /\ IF state' + 1 > (IF Bug = "acquire-at-zero" THEN -1 ELSE 0)
                                THEN /\ status' = [status EXCEPT ![self] = "granted"]
                                     /\ held' = held + 1
                                     /\ acquired' = acquired + 1
                                     /\ pc' = [pc EXCEPT ![self] = "acquire_deliver"]
                                     /\ UNCHANGED counted
                                ELSE /\ counted' = counted + 1
                                     /\ pc' = [pc EXCEPT ![self] = "suspend_issue"]
                                     /\ UNCHANGED << status, held, acquired >>
                          /\ UNCHANGED << sIndex, rIndex, cell, place, handle, 
                                          gone, declined, promised, hand, 
                                          threw, released, breaks, stack, from, 
                                          due, s, i, seen, allowed, left >>

suspend_issue(self) == /\ pc[self] = "suspend_issue"
                       /\ place' = [place EXCEPT ![self] = sIndex]
                       /\ IF cell[sIndex] = Resumed
                             THEN /\ status' = [status EXCEPT ![self] = "granted"]
                             ELSE /\ IF cell[sIndex] # Broken
                                        THEN /\ status' = [status EXCEPT ![self] = "waiting"]
                                        ELSE /\ TRUE
                                             /\ UNCHANGED status
                       /\ sIndex' = sIndex + 1
                       /\ pc' = [pc EXCEPT ![self] = "suspend_arrive"]
                       /\ UNCHANGED << state, rIndex, cell, handle, gone, 
                                       declined, held, counted, promised, hand, 
                                       threw, acquired, released, breaks, 
                                       stack, from, due, s, i, seen, allowed, 
                                       left >>

suspend_arrive(self) == /\ pc[self] = "suspend_arrive"
                        /\ IF cell[place[self]] = Empty
                              THEN /\ /\ cell' = [cell EXCEPT ![place[self]] = Waiter]
                                      /\ handle' = [handle EXCEPT ![self] = TRUE]
                                   /\ pc' = [pc EXCEPT ![self] = "acquire_wait"]
                                   /\ UNCHANGED << place, status, held, 
                                                   counted, promised, acquired >>
                              ELSE /\ IF cell[place[self]] = Broken
                                         THEN /\ place' = [place EXCEPT ![self] = NoPlace]
                                              /\ pc' = [pc EXCEPT ![self] = "acquire_addState"]
                                              /\ UNCHANGED << cell, status, 
                                                              held, counted, 
                                                              promised, 
                                                              acquired >>
                                         ELSE /\ IF Bug = "leaves-its-permit"
                                                    THEN /\ pc' = [pc EXCEPT ![self] = "suspend_issue"]
                                                         /\ UNCHANGED << cell, 
                                                                         status, 
                                                                         held, 
                                                                         counted, 
                                                                         promised, 
                                                                         acquired >>
                                                    ELSE /\ cell' = [cell EXCEPT ![place[self]] = IF Sync THEN Taken ELSE Resumed]
                                                         /\ counted' = counted - 1
                                                         /\ promised' = promised - 1
                                                         /\ status' = [status EXCEPT ![self] = "granted"]
                                                         /\ held' = held + 1
                                                         /\ acquired' = acquired + 1
                                                         /\ pc' = [pc EXCEPT ![self] = "acquire_deliver"]
                                              /\ place' = place
                                   /\ UNCHANGED handle
                        /\ UNCHANGED << state, sIndex, rIndex, gone, declined, 
                                        hand, threw, released, breaks, stack, 
                                        from, due, s, i, seen, allowed, left >>

acquire_deliver(self) == /\ pc[self] = "acquire_deliver"
                         /\ status' = [status EXCEPT ![self] = "holds"]
                         /\ \/ /\ pc' = [pc EXCEPT ![self] = "release_begin"]
                               /\ UNCHANGED declined
                            \/ /\ self \in Declines
                               /\ declined' = [declined EXCEPT ![self] = TRUE]
                               /\ IF Bug = "undelivered-lost"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "release_give"]
                         /\ UNCHANGED << state, sIndex, rIndex, cell, place, 
                                         handle, gone, held, counted, promised, 
                                         hand, threw, acquired, released, 
                                         breaks, stack, from, due, s, i, seen, 
                                         allowed, left >>

acquire_wait(self) == /\ pc[self] = "acquire_wait"
                      /\ status[self] = "holds" \/ gone[self] \/ declined[self]
                      /\ IF gone[self] \/ declined[self]
                            THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "release_begin"]
                      /\ UNCHANGED << state, sIndex, rIndex, cell, place, 
                                      status, handle, gone, declined, held, 
                                      counted, promised, hand, threw, acquired, 
                                      released, breaks, stack, from, due, s, i, 
                                      seen, allowed, left >>

release_begin(self) == /\ pc[self] = "release_begin"
                       /\ IF IsMutex /\ state > 0
                             THEN /\ threw' = threw + 1
                                  /\ pc' = [pc EXCEPT ![self] = "Done"]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "release_give"]
                                  /\ threw' = threw
                       /\ UNCHANGED << state, sIndex, rIndex, cell, place, 
                                       status, handle, gone, declined, held, 
                                       counted, promised, hand, acquired, 
                                       released, breaks, stack, from, due, s, 
                                       i, seen, allowed, left >>

release_give(self) == /\ pc[self] = "release_give"
                      /\ /\ due' = [due EXCEPT ![self] = FALSE]
                         /\ from' = [from EXCEPT ![self] = self]
                         /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "give",
                                                                  pc        |->  "release_end",
                                                                  s         |->  s[self],
                                                                  i         |->  i[self],
                                                                  from      |->  from[self],
                                                                  due       |->  due[self] ] >>
                                                              \o stack[self]]
                      /\ s' = [s EXCEPT ![self] = 0]
                      /\ i' = [i EXCEPT ![self] = NoPlace]
                      /\ pc' = [pc EXCEPT ![self] = "give_readState"]
                      /\ UNCHANGED << state, sIndex, rIndex, cell, place, 
                                      status, handle, gone, declined, held, 
                                      counted, promised, hand, threw, acquired, 
                                      released, breaks, seen, allowed, left >>

release_end(self) == /\ pc[self] = "release_end"
                     /\ TRUE
                     /\ pc' = [pc EXCEPT ![self] = "Done"]
                     /\ UNCHANGED << state, sIndex, rIndex, cell, place, 
                                     status, handle, gone, declined, held, 
                                     counted, promised, hand, threw, acquired, 
                                     released, breaks, stack, from, due, s, i, 
                                     seen, allowed, left >>

user(self) == user_begin(self) \/ try_readState(self) \/ try_casState(self)
                 \/ acquire_addState(self) \/ suspend_issue(self)
                 \/ suspend_arrive(self) \/ acquire_deliver(self)
                 \/ acquire_wait(self) \/ release_begin(self)
                 \/ release_give(self) \/ release_end(self)

extra_begin(self) == /\ pc[self] = "extra_begin"
                     /\ IF IsMutex /\ state > 0
                           THEN /\ threw' = threw + 1
                                /\ pc' = [pc EXCEPT ![self] = "Done"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "extra_give"]
                                /\ threw' = threw
                     /\ UNCHANGED << state, sIndex, rIndex, cell, place, 
                                     status, handle, gone, declined, held, 
                                     counted, promised, hand, acquired, 
                                     released, breaks, stack, from, due, s, i, 
                                     seen, allowed, left >>

extra_give(self) == /\ pc[self] = "extra_give"
                    /\ /\ due' = [due EXCEPT ![self] = FALSE]
                       /\ from' = [from EXCEPT ![self] = self]
                       /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "give",
                                                                pc        |->  "extra_end",
                                                                s         |->  s[self],
                                                                i         |->  i[self],
                                                                from      |->  from[self],
                                                                due       |->  due[self] ] >>
                                                            \o stack[self]]
                    /\ s' = [s EXCEPT ![self] = 0]
                    /\ i' = [i EXCEPT ![self] = NoPlace]
                    /\ pc' = [pc EXCEPT ![self] = "give_readState"]
                    /\ UNCHANGED << state, sIndex, rIndex, cell, place, status, 
                                    handle, gone, declined, held, counted, 
                                    promised, hand, threw, acquired, released, 
                                    breaks, seen, allowed, left >>

extra_end(self) == /\ pc[self] = "extra_end"
                   /\ TRUE
                   /\ pc' = [pc EXCEPT ![self] = "Done"]
                   /\ UNCHANGED << state, sIndex, rIndex, cell, place, status, 
                                   handle, gone, declined, held, counted, 
                                   promised, hand, threw, acquired, released, 
                                   breaks, stack, from, due, s, i, seen, 
                                   allowed, left >>

extra(self) == extra_begin(self) \/ extra_give(self) \/ extra_end(self)

cancel_begin(self) == /\ pc[self] = "cancel_begin"
                      /\ \/ /\ handle[self[1]]
                            /\ pc' = [pc EXCEPT ![self] = "cancel_casCell"]
                         \/ /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << state, sIndex, rIndex, cell, place, 
                                      status, handle, gone, declined, held, 
                                      counted, promised, hand, threw, acquired, 
                                      released, breaks, stack, from, due, s, i, 
                                      seen, allowed, left >>

cancel_casCell(self) == /\ pc[self] = "cancel_casCell"
                        /\ IF cell[place[self[1]]] # Waiter /\ Bug # "cancel-by-store"
                              THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                   /\ UNCHANGED << cell, status >>
                              ELSE /\ cell' = [cell EXCEPT ![place[self[1]]] = Cancelling]
                                   /\ status' = [status EXCEPT ![self[1]] = "out"]
                                   /\ pc' = [pc EXCEPT ![self] = "cancel_decide"]
                        /\ UNCHANGED << state, sIndex, rIndex, place, handle, 
                                        gone, declined, held, counted, 
                                        promised, hand, threw, acquired, 
                                        released, breaks, stack, from, due, s, 
                                        i, seen, allowed, left >>

cancel_decide(self) == /\ pc[self] = "cancel_decide"
                       /\ allowed' = [allowed EXCEPT ![self] = IF Bug = "cancel-always-allowed" THEN TRUE ELSE IF Bug = "cancel-refuses-always" THEN FALSE ELSE state < 0]
                       /\ counted' = counted - 1
                       /\ IF state >= 0
                             THEN /\ promised' = promised - 1
                             ELSE /\ TRUE
                                  /\ UNCHANGED promised
                       /\ state' = state + 1
                       /\ pc' = [pc EXCEPT ![self] = "cancel_finish"]
                       /\ UNCHANGED << sIndex, rIndex, cell, place, status, 
                                       handle, gone, declined, held, hand, 
                                       threw, acquired, released, breaks, 
                                       stack, from, due, s, i, seen, left >>

cancel_finish(self) == /\ pc[self] = "cancel_finish"
                       /\ left' = [left EXCEPT ![self] = cell[place[self[1]]]]
                       /\ cell' = [cell EXCEPT ![place[self[1]]] = IF allowed[self] THEN Cancelled ELSE Refused]
                       /\ gone' = [gone EXCEPT ![self[1]] = TRUE]
                       /\ IF allowed[self] /\ left'[self] = Left
                             THEN /\ /\ due' = [due EXCEPT ![self] = TRUE]
                                     /\ from' = [from EXCEPT ![self] = Nobody]
                                     /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "give",
                                                                              pc        |->  "cancel_end",
                                                                              s         |->  s[self],
                                                                              i         |->  i[self],
                                                                              from      |->  from[self],
                                                                              due       |->  due[self] ] >>
                                                                          \o stack[self]]
                                  /\ s' = [s EXCEPT ![self] = 0]
                                  /\ i' = [i EXCEPT ![self] = NoPlace]
                                  /\ pc' = [pc EXCEPT ![self] = "give_readState"]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_end"]
                                  /\ UNCHANGED << stack, from, due, s, i >>
                       /\ UNCHANGED << state, sIndex, rIndex, place, status, 
                                       handle, declined, held, counted, 
                                       promised, hand, threw, acquired, 
                                       released, breaks, seen, allowed >>

cancel_end(self) == /\ pc[self] = "cancel_end"
                    /\ TRUE
                    /\ pc' = [pc EXCEPT ![self] = "Done"]
                    /\ UNCHANGED << state, sIndex, rIndex, cell, place, status, 
                                    handle, gone, declined, held, counted, 
                                    promised, hand, threw, acquired, released, 
                                    breaks, stack, from, due, s, i, seen, 
                                    allowed, left >>

canceller(self) == cancel_begin(self) \/ cancel_casCell(self)
                      \/ cancel_decide(self) \/ cancel_finish(self)
                      \/ cancel_end(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in ProcSet: give(self))
           \/ (\E self \in U: user(self))
           \/ (\E self \in Extra: extra(self))
           \/ (\E self \in CU: canceller(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in U : WF_vars(user(self)) /\ WF_vars(give(self))
        /\ \A self \in Extra : WF_vars(extra(self)) /\ WF_vars(give(self))
        /\ \A self \in CU : WF_vars(canceller(self)) /\ WF_vars(give(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
-----------------------------------------------------------------------------
Quiet == \A p \in ProcSet : pc[p] = "Done"
Giving(p) == pc[p] \in {"give_readState", "give_casState", "resume_issue", "resume_meet", "resume_call", "resume_taken"}

Owners  == {u \in U : status[u] \in {"granted", "holds"}}
InLine  == {u \in U : status[u] = "waiting"}
Nth(n)  == CHOOSE u \in InLine : Cardinality({v \in InLine : place[v] < place[u]}) = n - 1
Sem     == INSTANCE Semaphore WITH holders <- Owners, waiting <- InLine
Lock    == INSTANCE Mutex WITH line <- [n \in 1 .. Cardinality(InLine) |-> Nth(n)]
RefinesSemaphore == Sem!Spec
RefinesMutex     == Lock!Spec   \* SEM-8

SEM_1_AtMostPermits == Cardinality(Owners) <= Permits
SEM_1_Exclusion     == IsMutex => \A u, v \in Owners : u = v
SEM_2_Meaning       == counted - promised = Below(state)   \* CQS-2
SEM_3_Conserved     == held + hand + promised + (IF state > 0 THEN state ELSE 0) = Permits   \* SEM-4, CQS-26
SEM_3_AtRest        == Quiet => state = Permits /\ held = 0 /\ counted = 0 /\ promised = 0 /\ hand = 0 /\ InLine = {} /\ rIndex <= sIndex
SEM_4_NoPlaceLeft   == \A u \in U : gone[u] => status[u] = "out"   \* SEM-3
SEM_7_GoesOn        == (\A p \in ProcSet : ~Giving(p)) => \A k \in 0 .. rIndex - 1 : cell[k] # Waiter
SEM_8_InOrder       == (\A p \in ProcSet : ~Giving(p)) =>
    \A u, v \in U : status[u] = "waiting" /\ place[v] > place[u] => cell[place[v]] # Resumed
SEM_10_NeverAbove   == state <= Permits
SEM_10_NotTooMany   == released <= acquired
SEM_10_ThrowChangesNothing == [][threw' # threw => UNCHANGED <<state, cell, status, held, released>>]_vars

SIG_NeverBlocked == \A p \in ProcSet : pc[p] \notin {"acquire_wait", "cancel_begin", "Done"} =>
    \/ ENABLED <<give(p)>>_vars
    \/ p \in U /\ ENABLED <<user(p)>>_vars
    \/ p \in Extra /\ ENABLED <<extra(p)>>_vars
    \/ p \in CU /\ ENABLED <<canceller(p)>>_vars
LIVE_Ends        == <>Quiet   \* SEM-3: a released permit reaches a waiter
LIVE_LockFree    == <>[][FALSE]_vars
Unfair           == Init /\ [][Next]_vars
=============================================================================
