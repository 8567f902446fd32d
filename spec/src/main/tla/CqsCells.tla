\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
------------------------------ MODULE CqsCells -------------------------------
(* The algorithm of Cqs with values, in both modes of resumption and of       *)
(* cancellation, for two clients: a bare one, whose suspenders and resumers   *)
(* come in any order and whose cancellations are allowed or not at will, and  *)
(* Semaphore. One label is one atomic access. The segments are abstracted to  *)
(* one array of cells; module SegmentList has them.                           *)
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS W,           \* the bare client: suspenders,
          V,           \* and resumers, each with a value of its own name
          U,           \* the semaphore: users who acquire and release
          T,           \* those who first tryAcquire, and acquire if that fails
          Permits,
          ToCancel,    \* waiters who are cancelled by somebody
          Cancels,     \* how often
          Sync, Smart, \* the modes
          Looks,       \* how often a synchronous resumer looks
          NCELLS,      \* more than are ever used
          Bug          \* "none", or the mutant

CW         == ToCancel \X (1 .. Cancels)
Waiters    == W \cup U \cup T
Empty      == <<"EMPTY">>
Waiter(w)  == <<"WAITER", w>>
Value(v)   == <<"VALUE", v>>
Resumed    == <<"RESUMED">>
Taken      == <<"TAKEN">>
Broken     == <<"BROKEN">>
Cancelling == <<"CANCELLING">>
Cancelled  == <<"CANCELLED">>
Refused    == <<"REFUSED">>
IsWaiter(x) == x[1] = "WAITER"
IsValue(x)  == x[1] = "VALUE"
Null       == "null"                     \* the semaphore's value
NoSlot     == -1
(* Cell.contentFor and Boxed.box: null needs no taking if nobody takes it back. *)
Left(v)    == IF v = Null /\ ~Sync THEN Resumed ELSE Value(v)

(* --algorithm CqsCells {
variables
  sIndex = 0, rIndex = 0,
  cell   = [x \in 0 .. NCELLS - 1 |-> Empty],
  slot   = [w \in Waiters |-> NoSlot],   \* Waiter.offset
  home   = [w \in Waiters |-> "cell"],   \* Waiter.home once the handle is out: "cell", or "over" or "CANCELLED"
  status = [w \in Waiters |-> "none"],   \* history: as in module Cqs
  got    = [w \in Waiters |-> {}],       \* history: the values it was handed
  place  = [v \in V |-> "out"],          \* history: as in module Cqs
  calls  = [w \in Waiters |-> 0],        \* history: how often the waiter was called
  handle = [w \in Waiters |-> FALSE],
  gone   = [w \in Waiters |-> 0],        \* history: cancels that returned true
  denied = [w \in Waiters |-> FALSE],    \* history: a cancel returned false
  result = [p \in Waiters \cup CW \cup V |-> FALSE],   \* what resume returns
  counted = 0,                           \* history: calls of Segment.cancelCell
  state  = Permits,                      \* Semaphore.state
  holders = {}, releasing = {},          \* history
  clean  = [u \in T |-> FALSE];          \* history: tryAcquire failed, and no release overlaps or follows

macro Place(v, where) { if (v \in V) { place[v] := where } }

(* Cqs.resume. *)
procedure resume(value) variables i = NoSlot, c = Empty, look = 0; {
 resume_issue:                           \* Position.issue: fetch-and-add of the resume index. ITER-1
    i := rIndex; rIndex := rIndex + 1;
 resume_readCell:                        \* Cqs.resume: the cell
    if (cell[i] = Empty) { goto resume_fill }
    else if (~IsWaiter(cell[i])) { goto meet_readCell }
    else { c := cell[i] };
 resume_claim:                           \* Cell.claim: CAS of the cell, waiter to RESUMED. CQS-8, CQS-21
    if (cell[i] = c \/ Bug = "claim-by-store") {
       cell[i] := Resumed || status[c[2]] := "resumed" || got[c[2]] := got[c[2]] \cup {value};
       if (value \in V) { place[value] := "handed" } }
    else { goto resume_readCell };
 resume_deliver:                         \* Nesting.handOver: Waiter.leave, and the call. ARR-19
    home[c[2]] := "over";
    calls[c[2]] := calls[c[2]] + 1;
    if (c[2] \in U \cup T) { holders := holders \cup {c[2]} };
    result[self] := TRUE; return;
 resume_fill:                            \* Cell.fill: CAS of the cell, null to value. CQS-5, SEM-6
    if (cell[i] = Empty) {
       cell[i] := Left(value);
       if (~Sync) { result[self] := TRUE; return } }
    else { goto resume_readCell };
 taken_readCell:                         \* SyncResumption.isTaken: the cell, a bounded number of times. CQS-6
    if (look < Looks) {
       if (cell[i] = Taken) { result[self] := TRUE; return }
       else { look := look + 1; goto taken_readCell } };
 taken_break:                            \* Cell.breakValue: CAS of the cell, value to BROKEN. CQS-6, CQS-7
    if (cell[i] = Value(value) \/ Bug = "break-by-store") {
       cell[i] := Broken || result[self] := FALSE;
       if (value \in V) { place[value] := "returned" } }
    else { result[self] := TRUE };
    return;
 meet_readCell:                          \* Cqs.meetCanceller: the cell
    if (cell[i] = Cancelled) {           \* CQS-10, CQS-11, SEM-7
       if (Bug = "cancelled-is-served") { result[self] := TRUE; return }
       else if (Smart /\ Bug # "skip-fails") { goto resume_issue }
       else { result[self] := FALSE; Place(value, "returned"); return } }
    else if (cell[i] = Refused) {        \* Policy.refused. CQS-14
       result[self] := Bug # "refused-returns-false"; Place(value, "refused"); return }
    else {
       assert cell[i] = Cancelling;
       if ((Sync /\ Bug # "go-on-at-cancelling") \/ Bug = "wait-for-canceller") {   \* Thread.yield, until somebody else has moved. CQS-16
          await cell[i] # Cancelling } };
 meet_delegate:                          \* Cell.delegate: CAS of the cell, CANCELLING to value. CQS-15
    if (cell[i] = Cancelling /\ Bug # "spin-at-cancelling") { cell[i] := Value(value); result[self] := TRUE; return }
    else { goto meet_readCell };
}

(* Cqs.suspend. status is "none" at the end if the cell was broken. *)
procedure suspend(me) variables d = Empty; {
 suspend_issue:                          \* Position.issue: fetch-and-add of the suspend index. ITER-1
    slot[me] := sIndex || status[me] := "waiting"; sIndex := sIndex + 1;
 suspend_install:                        \* Cell.install: CAS of the cell, null to waiter. CQS-4, BC-3
    if (cell[slot[me]] = Empty) { cell[slot[me]] := Waiter(me) || handle[me] := TRUE; return }
    else if (Bug = "fail-on-lost-cas") { goto suspend_broken }
    else if (cell[slot[me]] = Resumed \/ Bug = "deliver-without-taking") { goto suspend_deliver }
    else if (cell[slot[me]] = Broken) { goto suspend_broken }
    else { d := cell[slot[me]] };
 suspend_take:                           \* Cell.take: CAS of the cell, value to TAKEN. CQS-5, CQS-7
    if (cell[slot[me]] = d \/ Bug = "take-by-store") {
       cell[slot[me]] := Taken || got[me] := got[me] \cup {d[2]} || status[me] := "resumed";
       if (d[2] \in V) { place[d[2]] := "handed" } }
    else { goto suspend_broken };
 suspend_deliver:                        \* Nesting.handOver: Waiter.leave, and the call, in the registering thread
    home[me] := "over";
    calls[me] := calls[me] + 1 || status[me] := "resumed" || handle[me] := TRUE;
    if (me \in U \cup T) { holders := holders \cup {me} };
    return;
 suspend_broken:                         \* Waiter.detach: as new. CQS-4
    status[me] := "none" || slot[me] := NoSlot; return;
}

fair process (suspender \in W) {
 bare_suspend:
    call suspend(self);
 bare_end:
    skip;
}

fair process (resumer \in V) {
 bare_resume:
    place[self] := "held";
    call resume(self);
 bare_resumed:
    skip;
}

fair process (user \in U \cup T) variables s = 0; {
 user_begin:
    if (self \in U) { goto acquire_addState };
 try_readState:                          \* Semaphore.tryAcquire: state. SEM-9
    s := state;
    if (state <= 0) { clean[self] := releasing = {}; goto acquire_addState };
 try_casState:                           \* Semaphore.tryAcquire: CAS of state
    if (state = s) { state := s - 1; holders := holders \cup {self}; calls[self] := 1 || status[self] := "resumed"; goto release_readState }
    else { goto try_readState };
 acquire_addState:                       \* Semaphore.count: fetch-and-add of state, -1. SEM-1, SEM-2
    if (state > (IF Bug = "acquire-at-zero" THEN -1 ELSE 0)) {
       holders := holders \cup {self}; calls[self] := 1 || status[self] := "resumed" };
    state := state - 1;
    if (self \in holders) { goto release_readState } else { call suspend(self) };
 acquire_suspended:                      \* Semaphore.suspendThread: BROKEN, so count again
    if (status[self] = "none") { goto acquire_addState };
 acquire_park:                           \* ThreadWaiter.await
    await calls[self] > 0 \/ gone[self] > 0;
    if (gone[self] > 0) { goto Done };
 release_readState:                      \* Semaphore.release: state. SEM-10
    clean := [u \in T |-> FALSE] || releasing := releasing \cup {self};
    s := state;
 release_casState:                       \* Semaphore.release: CAS of state, +1. SEM-2
    if (state = s) {
       state := s + 1; holders := holders \ {self};
       if (s >= (IF Bug = "release-at-zero" THEN 1 ELSE 0)) { goto release_end } else { call resume(Null) } }
    else { goto release_readState };
 release_resumed:                        \* Semaphore.release: again if the cell was broken
    if (~result[self]) { goto release_readState };
 release_end:
    releasing := releasing \ {self};
}

fair process (canceller \in CW) variables allowed = TRUE, e = Empty; {
 cancel_begin:
    either { await handle[self[1]] } or { goto Done };
 cancel_home:                            \* Waiter.cancel: home, opaque. BC-5, BC-6, ARR-19
    if (home[self[1]] = "over") { denied[self[1]] := TRUE; goto Done }
    else if (home[self[1]] = "CANCELLED") { goto Done };
 cancel_casCell:                         \* Cell.cancel: CAS of the cell, waiter to CANCELLING or CANCELLED. BC-2
    if (cell[slot[self[1]]] = Waiter(self[1]) \/ Bug = "cancel-by-store") {
       status[self[1]] := "cancelled";
       cell[slot[self[1]]] := IF Smart THEN Cancelling ELSE Cancelled;
       goto cancel_leave };
 cancel_readCell:                        \* Cqs.cancel: the cell. BC-5, BC-6
    if (\/ cell[slot[self[1]]] \in {Resumed, Taken}
        \/ Bug = "false-after-delegation" /\ cell[slot[self[1]]] \notin {Cancelled, Cancelling, Refused}) { denied[self[1]] := TRUE };
    goto Done;
 cancel_leave:                           \* Waiter.leave: home, opaque. ARR-19
    home[self[1]] := "CANCELLED";
    if (~Smart) { goto cancel_count };
 cancel_decide:                          \* Policy.onCancellation, Semaphore: fetch-and-add of state, +1. CQS-12, SEM-4
    if (self[1] \in W) { either { allowed := TRUE } or { allowed := FALSE } }
    else if (Bug = "cancel-always-allowed") { state := state + 1 }
    else if (Bug = "cancel-does-not-count") { allowed := state < 0 }
    else { allowed := state < 0; state := state + 1 };
 cancel_finish:                          \* Cell.finishCancelling: exchange of the cell. CQS-12, CQS-15
    e := cell[slot[self[1]]];
    cell[slot[self[1]]] := IF allowed THEN Cancelled ELSE Refused;
    if (~allowed /\ Bug # "count-refused") { goto cancel_settle };
 cancel_count:                           \* Segment.cancelCell: once per cancelled cell. ARR-8, CQS-17, SEM-5
    counted := counted + 1;
 cancel_settle:                          \* Cqs.settle: what a resumer has left is our duty. CQS-13, CQS-15
    gone[self[1]] := gone[self[1]] + 1;
    if (~IsValue(e) \/ Bug = "canceller-ignores-value") { goto Done }
    else if (~allowed) { if (e[2] \in V) { place[e[2]] := "refused" }; goto Done }
    else { call resume(e[2]) };
 cancel_end:
    skip;
}
} *)
\* BEGIN TRANSLATION
CONSTANT defaultInitValue
VARIABLES sIndex, rIndex, cell, slot, home, status, got, place, calls, handle, 
          gone, denied, result, counted, state, holders, releasing, clean, pc, 
          stack, value, i, c, look, me, d, s, allowed, e

vars == << sIndex, rIndex, cell, slot, home, status, got, place, calls, 
           handle, gone, denied, result, counted, state, holders, releasing, 
           clean, pc, stack, value, i, c, look, me, d, s, allowed, e >>

ProcSet == (W) \cup (V) \cup (U \cup T) \cup (CW)

Init == (* Global variables *)
        /\ sIndex = 0
        /\ rIndex = 0
        /\ cell = [x \in 0 .. NCELLS - 1 |-> Empty]
        /\ slot = [w \in Waiters |-> NoSlot]
        /\ home = [w \in Waiters |-> "cell"]
        /\ status = [w \in Waiters |-> "none"]
        /\ got = [w \in Waiters |-> {}]
        /\ place = [v \in V |-> "out"]
        /\ calls = [w \in Waiters |-> 0]
        /\ handle = [w \in Waiters |-> FALSE]
        /\ gone = [w \in Waiters |-> 0]
        /\ denied = [w \in Waiters |-> FALSE]
        /\ result = [p \in Waiters \cup CW \cup V |-> FALSE]
        /\ counted = 0
        /\ state = Permits
        /\ holders = {}
        /\ releasing = {}
        /\ clean = [u \in T |-> FALSE]
        (* Procedure resume *)
        /\ value = [ self \in ProcSet |-> defaultInitValue]
        /\ i = [ self \in ProcSet |-> NoSlot]
        /\ c = [ self \in ProcSet |-> Empty]
        /\ look = [ self \in ProcSet |-> 0]
        (* Procedure suspend *)
        /\ me = [ self \in ProcSet |-> defaultInitValue]
        /\ d = [ self \in ProcSet |-> Empty]
        (* Process user *)
        /\ s = [self \in U \cup T |-> 0]
        (* Process canceller *)
        /\ allowed = [self \in CW |-> TRUE]
        /\ e = [self \in CW |-> Empty]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self \in W -> "bare_suspend"
                                        [] self \in V -> "bare_resume"
                                        [] self \in U \cup T -> "user_begin"
                                        [] self \in CW -> "cancel_begin"]

resume_issue(self) == /\ pc[self] = "resume_issue"
                      /\ i' = [i EXCEPT ![self] = rIndex]
                      /\ rIndex' = rIndex + 1
                      /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                      /\ UNCHANGED << sIndex, cell, slot, home, status, got, 
                                      place, calls, handle, gone, denied, 
                                      result, counted, state, holders, 
                                      releasing, clean, stack, value, c, look, 
                                      me, d, s, allowed, e >>

resume_readCell(self) == /\ pc[self] = "resume_readCell"
                         /\ IF cell[i[self]] = Empty
                               THEN /\ pc' = [pc EXCEPT ![self] = "resume_fill"]
                                    /\ c' = c
                               ELSE /\ IF ~IsWaiter(cell[i[self]])
                                          THEN /\ pc' = [pc EXCEPT ![self] = "meet_readCell"]
                                               /\ c' = c
                                          ELSE /\ c' = [c EXCEPT ![self] = cell[i[self]]]
                                               /\ pc' = [pc EXCEPT ![self] = "resume_claim"]
                         /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                         status, got, place, calls, handle, 
                                         gone, denied, result, counted, state, 
                                         holders, releasing, clean, stack, 
                                         value, i, look, me, d, s, allowed, e >>

resume_claim(self) == /\ pc[self] = "resume_claim"
                      /\ IF cell[i[self]] = c[self] \/ Bug = "claim-by-store"
                            THEN /\ /\ cell' = [cell EXCEPT ![i[self]] = Resumed]
                                    /\ got' = [got EXCEPT ![c[self][2]] = got[c[self][2]] \cup {value[self]}]
                                    /\ status' = [status EXCEPT ![c[self][2]] = "resumed"]
                                 /\ IF value[self] \in V
                                       THEN /\ place' = [place EXCEPT ![value[self]] = "handed"]
                                       ELSE /\ TRUE
                                            /\ place' = place
                                 /\ pc' = [pc EXCEPT ![self] = "resume_deliver"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                                 /\ UNCHANGED << cell, status, got, place >>
                      /\ UNCHANGED << sIndex, rIndex, slot, home, calls, 
                                      handle, gone, denied, result, counted, 
                                      state, holders, releasing, clean, stack, 
                                      value, i, c, look, me, d, s, allowed, e >>

resume_deliver(self) == /\ pc[self] = "resume_deliver"
                        /\ home' = [home EXCEPT ![c[self][2]] = "over"]
                        /\ calls' = [calls EXCEPT ![c[self][2]] = calls[c[self][2]] + 1]
                        /\ IF c[self][2] \in U \cup T
                              THEN /\ holders' = (holders \cup {c[self][2]})
                              ELSE /\ TRUE
                                   /\ UNCHANGED holders
                        /\ result' = [result EXCEPT ![self] = TRUE]
                        /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                        /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                        /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                        /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                        /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                        /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                        /\ UNCHANGED << sIndex, rIndex, cell, slot, status, 
                                        got, place, handle, gone, denied, 
                                        counted, state, releasing, clean, me, 
                                        d, s, allowed, e >>

resume_fill(self) == /\ pc[self] = "resume_fill"
                     /\ IF cell[i[self]] = Empty
                           THEN /\ cell' = [cell EXCEPT ![i[self]] = Left(value[self])]
                                /\ IF ~Sync
                                      THEN /\ result' = [result EXCEPT ![self] = TRUE]
                                           /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                           /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                           /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                           /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                                           /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                           /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                      ELSE /\ pc' = [pc EXCEPT ![self] = "taken_readCell"]
                                           /\ UNCHANGED << result, stack, 
                                                           value, i, c, look >>
                           ELSE /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                                /\ UNCHANGED << cell, result, stack, value, i, 
                                                c, look >>
                     /\ UNCHANGED << sIndex, rIndex, slot, home, status, got, 
                                     place, calls, handle, gone, denied, 
                                     counted, state, holders, releasing, clean, 
                                     me, d, s, allowed, e >>

taken_readCell(self) == /\ pc[self] = "taken_readCell"
                        /\ IF look[self] < Looks
                              THEN /\ IF cell[i[self]] = Taken
                                         THEN /\ result' = [result EXCEPT ![self] = TRUE]
                                              /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                              /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                              /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                              /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                                              /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                              /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                         ELSE /\ look' = [look EXCEPT ![self] = look[self] + 1]
                                              /\ pc' = [pc EXCEPT ![self] = "taken_readCell"]
                                              /\ UNCHANGED << result, stack, 
                                                              value, i, c >>
                              ELSE /\ pc' = [pc EXCEPT ![self] = "taken_break"]
                                   /\ UNCHANGED << result, stack, value, i, c, 
                                                   look >>
                        /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                        status, got, place, calls, handle, 
                                        gone, denied, counted, state, holders, 
                                        releasing, clean, me, d, s, allowed, e >>

taken_break(self) == /\ pc[self] = "taken_break"
                     /\ IF cell[i[self]] = Value(value[self]) \/ Bug = "break-by-store"
                           THEN /\ /\ cell' = [cell EXCEPT ![i[self]] = Broken]
                                   /\ result' = [result EXCEPT ![self] = FALSE]
                                /\ IF value[self] \in V
                                      THEN /\ place' = [place EXCEPT ![value[self]] = "returned"]
                                      ELSE /\ TRUE
                                           /\ place' = place
                           ELSE /\ result' = [result EXCEPT ![self] = TRUE]
                                /\ UNCHANGED << cell, place >>
                     /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                     /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                     /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                     /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                     /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                     /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                     /\ UNCHANGED << sIndex, rIndex, slot, home, status, got, 
                                     calls, handle, gone, denied, counted, 
                                     state, holders, releasing, clean, me, d, 
                                     s, allowed, e >>

meet_readCell(self) == /\ pc[self] = "meet_readCell"
                       /\ IF cell[i[self]] = Cancelled
                             THEN /\ IF Bug = "cancelled-is-served"
                                        THEN /\ result' = [result EXCEPT ![self] = TRUE]
                                             /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                             /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                             /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                             /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                                             /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                             /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                             /\ place' = place
                                        ELSE /\ IF Smart /\ Bug # "skip-fails"
                                                   THEN /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                                                        /\ UNCHANGED << place, 
                                                                        result, 
                                                                        stack, 
                                                                        value, 
                                                                        i, c, 
                                                                        look >>
                                                   ELSE /\ result' = [result EXCEPT ![self] = FALSE]
                                                        /\ IF value[self] \in V
                                                              THEN /\ place' = [place EXCEPT ![value[self]] = "returned"]
                                                              ELSE /\ TRUE
                                                                   /\ place' = place
                                                        /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                                        /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                                        /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                                        /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                                                        /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                                        /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                             ELSE /\ IF cell[i[self]] = Refused
                                        THEN /\ result' = [result EXCEPT ![self] = Bug # "refused-returns-false"]
                                             /\ IF value[self] \in V
                                                   THEN /\ place' = [place EXCEPT ![value[self]] = "refused"]
                                                   ELSE /\ TRUE
                                                        /\ place' = place
                                             /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                             /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                             /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                             /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                                             /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                             /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                        ELSE /\ Assert(cell[i[self]] = Cancelling, 
                                                       "Failure of assertion at line 102, column 8.")
                                             /\ IF (Sync /\ Bug # "go-on-at-cancelling") \/ Bug = "wait-for-canceller"
                                                   THEN /\ cell[i[self]] # Cancelling
                                                   ELSE /\ TRUE
                                             /\ pc' = [pc EXCEPT ![self] = "meet_delegate"]
                                             /\ UNCHANGED << place, result, 
                                                             stack, value, i, 
                                                             c, look >>
                       /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                       status, got, calls, handle, gone, 
                                       denied, counted, state, holders, 
                                       releasing, clean, me, d, s, allowed, e >>

meet_delegate(self) == /\ pc[self] = "meet_delegate"
                       /\ IF cell[i[self]] = Cancelling /\ Bug # "spin-at-cancelling"
                             THEN /\ cell' = [cell EXCEPT ![i[self]] = Value(value[self])]
                                  /\ result' = [result EXCEPT ![self] = TRUE]
                                  /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                  /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                  /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                  /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                                  /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                  /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "meet_readCell"]
                                  /\ UNCHANGED << cell, result, stack, value, 
                                                  i, c, look >>
                       /\ UNCHANGED << sIndex, rIndex, slot, home, status, got, 
                                       place, calls, handle, gone, denied, 
                                       counted, state, holders, releasing, 
                                       clean, me, d, s, allowed, e >>

resume(self) == resume_issue(self) \/ resume_readCell(self)
                   \/ resume_claim(self) \/ resume_deliver(self)
                   \/ resume_fill(self) \/ taken_readCell(self)
                   \/ taken_break(self) \/ meet_readCell(self)
                   \/ meet_delegate(self)

suspend_issue(self) == /\ pc[self] = "suspend_issue"
                       /\ /\ slot' = [slot EXCEPT ![me[self]] = sIndex]
                          /\ status' = [status EXCEPT ![me[self]] = "waiting"]
                       /\ sIndex' = sIndex + 1
                       /\ pc' = [pc EXCEPT ![self] = "suspend_install"]
                       /\ UNCHANGED << rIndex, cell, home, got, place, calls, 
                                       handle, gone, denied, result, counted, 
                                       state, holders, releasing, clean, stack, 
                                       value, i, c, look, me, d, s, allowed, e >>

suspend_install(self) == /\ pc[self] = "suspend_install"
                         /\ IF cell[slot[me[self]]] = Empty
                               THEN /\ /\ cell' = [cell EXCEPT ![slot[me[self]]] = Waiter(me[self])]
                                       /\ handle' = [handle EXCEPT ![me[self]] = TRUE]
                                    /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                    /\ d' = [d EXCEPT ![self] = Head(stack[self]).d]
                                    /\ me' = [me EXCEPT ![self] = Head(stack[self]).me]
                                    /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                               ELSE /\ IF Bug = "fail-on-lost-cas"
                                          THEN /\ pc' = [pc EXCEPT ![self] = "suspend_broken"]
                                               /\ d' = d
                                          ELSE /\ IF cell[slot[me[self]]] = Resumed \/ Bug = "deliver-without-taking"
                                                     THEN /\ pc' = [pc EXCEPT ![self] = "suspend_deliver"]
                                                          /\ d' = d
                                                     ELSE /\ IF cell[slot[me[self]]] = Broken
                                                                THEN /\ pc' = [pc EXCEPT ![self] = "suspend_broken"]
                                                                     /\ d' = d
                                                                ELSE /\ d' = [d EXCEPT ![self] = cell[slot[me[self]]]]
                                                                     /\ pc' = [pc EXCEPT ![self] = "suspend_take"]
                                    /\ UNCHANGED << cell, handle, stack, me >>
                         /\ UNCHANGED << sIndex, rIndex, slot, home, status, 
                                         got, place, calls, gone, denied, 
                                         result, counted, state, holders, 
                                         releasing, clean, value, i, c, look, 
                                         s, allowed, e >>

suspend_take(self) == /\ pc[self] = "suspend_take"
                      /\ IF cell[slot[me[self]]] = d[self] \/ Bug = "take-by-store"
                            THEN /\ /\ cell' = [cell EXCEPT ![slot[me[self]]] = Taken]
                                    /\ got' = [got EXCEPT ![me[self]] = got[me[self]] \cup {d[self][2]}]
                                    /\ status' = [status EXCEPT ![me[self]] = "resumed"]
                                 /\ IF d[self][2] \in V
                                       THEN /\ place' = [place EXCEPT ![d[self][2]] = "handed"]
                                       ELSE /\ TRUE
                                            /\ place' = place
                                 /\ pc' = [pc EXCEPT ![self] = "suspend_deliver"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "suspend_broken"]
                                 /\ UNCHANGED << cell, status, got, place >>
                      /\ UNCHANGED << sIndex, rIndex, slot, home, calls, 
                                      handle, gone, denied, result, counted, 
                                      state, holders, releasing, clean, stack, 
                                      value, i, c, look, me, d, s, allowed, e >>

suspend_deliver(self) == /\ pc[self] = "suspend_deliver"
                         /\ home' = [home EXCEPT ![me[self]] = "over"]
                         /\ /\ calls' = [calls EXCEPT ![me[self]] = calls[me[self]] + 1]
                            /\ handle' = [handle EXCEPT ![me[self]] = TRUE]
                            /\ status' = [status EXCEPT ![me[self]] = "resumed"]
                         /\ IF me[self] \in U \cup T
                               THEN /\ holders' = (holders \cup {me[self]})
                               ELSE /\ TRUE
                                    /\ UNCHANGED holders
                         /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                         /\ d' = [d EXCEPT ![self] = Head(stack[self]).d]
                         /\ me' = [me EXCEPT ![self] = Head(stack[self]).me]
                         /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                         /\ UNCHANGED << sIndex, rIndex, cell, slot, got, 
                                         place, gone, denied, result, counted, 
                                         state, releasing, clean, value, i, c, 
                                         look, s, allowed, e >>

suspend_broken(self) == /\ pc[self] = "suspend_broken"
                        /\ /\ slot' = [slot EXCEPT ![me[self]] = NoSlot]
                           /\ status' = [status EXCEPT ![me[self]] = "none"]
                        /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                        /\ d' = [d EXCEPT ![self] = Head(stack[self]).d]
                        /\ me' = [me EXCEPT ![self] = Head(stack[self]).me]
                        /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                        /\ UNCHANGED << sIndex, rIndex, cell, home, got, place, 
                                        calls, handle, gone, denied, result, 
                                        counted, state, holders, releasing, 
                                        clean, value, i, c, look, s, allowed, 
                                        e >>

suspend(self) == suspend_issue(self) \/ suspend_install(self)
                    \/ suspend_take(self) \/ suspend_deliver(self)
                    \/ suspend_broken(self)

bare_suspend(self) == /\ pc[self] = "bare_suspend"
                      /\ /\ me' = [me EXCEPT ![self] = self]
                         /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "suspend",
                                                                  pc        |->  "bare_end",
                                                                  d         |->  d[self],
                                                                  me        |->  me[self] ] >>
                                                              \o stack[self]]
                      /\ d' = [d EXCEPT ![self] = Empty]
                      /\ pc' = [pc EXCEPT ![self] = "suspend_issue"]
                      /\ UNCHANGED << sIndex, rIndex, cell, slot, home, status, 
                                      got, place, calls, handle, gone, denied, 
                                      result, counted, state, holders, 
                                      releasing, clean, value, i, c, look, s, 
                                      allowed, e >>

bare_end(self) == /\ pc[self] = "bare_end"
                  /\ TRUE
                  /\ pc' = [pc EXCEPT ![self] = "Done"]
                  /\ UNCHANGED << sIndex, rIndex, cell, slot, home, status, 
                                  got, place, calls, handle, gone, denied, 
                                  result, counted, state, holders, releasing, 
                                  clean, stack, value, i, c, look, me, d, s, 
                                  allowed, e >>

suspender(self) == bare_suspend(self) \/ bare_end(self)

bare_resume(self) == /\ pc[self] = "bare_resume"
                     /\ place' = [place EXCEPT ![self] = "held"]
                     /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "resume",
                                                                 pc        |->  "bare_resumed",
                                                                 i         |->  i[self],
                                                                 c         |->  c[self],
                                                                 look      |->  look[self],
                                                                 value     |->  value[self] ] >>
                                                             \o stack[self]]
                        /\ value' = [value EXCEPT ![self] = self]
                     /\ i' = [i EXCEPT ![self] = NoSlot]
                     /\ c' = [c EXCEPT ![self] = Empty]
                     /\ look' = [look EXCEPT ![self] = 0]
                     /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                     /\ UNCHANGED << sIndex, rIndex, cell, slot, home, status, 
                                     got, calls, handle, gone, denied, result, 
                                     counted, state, holders, releasing, clean, 
                                     me, d, s, allowed, e >>

bare_resumed(self) == /\ pc[self] = "bare_resumed"
                      /\ TRUE
                      /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << sIndex, rIndex, cell, slot, home, status, 
                                      got, place, calls, handle, gone, denied, 
                                      result, counted, state, holders, 
                                      releasing, clean, stack, value, i, c, 
                                      look, me, d, s, allowed, e >>

resumer(self) == bare_resume(self) \/ bare_resumed(self)

user_begin(self) == /\ pc[self] = "user_begin"
                    /\ IF self \in U
                          THEN /\ pc' = [pc EXCEPT ![self] = "acquire_addState"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "try_readState"]
                    /\ UNCHANGED << sIndex, rIndex, cell, slot, home, status, 
                                    got, place, calls, handle, gone, denied, 
                                    result, counted, state, holders, releasing, 
                                    clean, stack, value, i, c, look, me, d, s, 
                                    allowed, e >>

try_readState(self) == /\ pc[self] = "try_readState"
                       /\ s' = [s EXCEPT ![self] = state]
                       /\ IF state <= 0
                             THEN /\ clean' = [clean EXCEPT ![self] = releasing = {}]
                                  /\ pc' = [pc EXCEPT ![self] = "acquire_addState"]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "try_casState"]
                                  /\ clean' = clean
                       /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                       status, got, place, calls, handle, gone, 
                                       denied, result, counted, state, holders, 
                                       releasing, stack, value, i, c, look, me, 
                                       d, allowed, e >>

try_casState(self) == /\ pc[self] = "try_casState"
                      /\ IF state = s[self]
                            THEN /\ state' = s[self] - 1
                                 /\ holders' = (holders \cup {self})
                                 /\ /\ calls' = [calls EXCEPT ![self] = 1]
                                    /\ status' = [status EXCEPT ![self] = "resumed"]
                                 /\ pc' = [pc EXCEPT ![self] = "release_readState"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "try_readState"]
                                 /\ UNCHANGED << status, calls, state, holders >>
                      /\ UNCHANGED << sIndex, rIndex, cell, slot, home, got, 
                                      place, handle, gone, denied, result, 
                                      counted, releasing, clean, stack, value, 
                                      i, c, look, me, d, s, allowed, e >>

acquire_addState(self) == /\ pc[self] = "acquire_addState"
                          /\ IF state > (IF Bug = "acquire-at-zero" THEN -1 ELSE 0)
                                THEN /\ holders' = (holders \cup {self})
                                     /\ /\ calls' = [calls EXCEPT ![self] = 1]
                                        /\ status' = [status EXCEPT ![self] = "resumed"]
                                ELSE /\ TRUE
                                     /\ UNCHANGED << status, calls, holders >>
                          /\ state' = state - 1
                          /\ IF self \in holders'
                                THEN /\ pc' = [pc EXCEPT ![self] = "release_readState"]
                                     /\ UNCHANGED << stack, me, d >>
                                ELSE /\ /\ me' = [me EXCEPT ![self] = self]
                                        /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "suspend",
                                                                                 pc        |->  "acquire_suspended",
                                                                                 d         |->  d[self],
                                                                                 me        |->  me[self] ] >>
                                                                             \o stack[self]]
                                     /\ d' = [d EXCEPT ![self] = Empty]
                                     /\ pc' = [pc EXCEPT ![self] = "suspend_issue"]
                          /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                          got, place, handle, gone, denied, 
                                          result, counted, releasing, clean, 
                                          value, i, c, look, s, allowed, e >>

acquire_suspended(self) == /\ pc[self] = "acquire_suspended"
                           /\ IF status[self] = "none"
                                 THEN /\ pc' = [pc EXCEPT ![self] = "acquire_addState"]
                                 ELSE /\ pc' = [pc EXCEPT ![self] = "acquire_park"]
                           /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                           status, got, place, calls, handle, 
                                           gone, denied, result, counted, 
                                           state, holders, releasing, clean, 
                                           stack, value, i, c, look, me, d, s, 
                                           allowed, e >>

acquire_park(self) == /\ pc[self] = "acquire_park"
                      /\ calls[self] > 0 \/ gone[self] > 0
                      /\ IF gone[self] > 0
                            THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "release_readState"]
                      /\ UNCHANGED << sIndex, rIndex, cell, slot, home, status, 
                                      got, place, calls, handle, gone, denied, 
                                      result, counted, state, holders, 
                                      releasing, clean, stack, value, i, c, 
                                      look, me, d, s, allowed, e >>

release_readState(self) == /\ pc[self] = "release_readState"
                           /\ /\ clean' = [u \in T |-> FALSE]
                              /\ releasing' = (releasing \cup {self})
                           /\ s' = [s EXCEPT ![self] = state]
                           /\ pc' = [pc EXCEPT ![self] = "release_casState"]
                           /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                           status, got, place, calls, handle, 
                                           gone, denied, result, counted, 
                                           state, holders, stack, value, i, c, 
                                           look, me, d, allowed, e >>

release_casState(self) == /\ pc[self] = "release_casState"
                          /\ IF state = s[self]
                                THEN /\ state' = s[self] + 1
                                     /\ holders' = holders \ {self}
                                     /\ IF s[self] >= (IF Bug = "release-at-zero" THEN 1 ELSE 0)
                                           THEN /\ pc' = [pc EXCEPT ![self] = "release_end"]
                                                /\ UNCHANGED << stack, value, 
                                                                i, c, look >>
                                           ELSE /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "resume",
                                                                                            pc        |->  "release_resumed",
                                                                                            i         |->  i[self],
                                                                                            c         |->  c[self],
                                                                                            look      |->  look[self],
                                                                                            value     |->  value[self] ] >>
                                                                                        \o stack[self]]
                                                   /\ value' = [value EXCEPT ![self] = Null]
                                                /\ i' = [i EXCEPT ![self] = NoSlot]
                                                /\ c' = [c EXCEPT ![self] = Empty]
                                                /\ look' = [look EXCEPT ![self] = 0]
                                                /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "release_readState"]
                                     /\ UNCHANGED << state, holders, stack, 
                                                     value, i, c, look >>
                          /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                          status, got, place, calls, handle, 
                                          gone, denied, result, counted, 
                                          releasing, clean, me, d, s, allowed, 
                                          e >>

release_resumed(self) == /\ pc[self] = "release_resumed"
                         /\ IF ~result[self]
                               THEN /\ pc' = [pc EXCEPT ![self] = "release_readState"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "release_end"]
                         /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                         status, got, place, calls, handle, 
                                         gone, denied, result, counted, state, 
                                         holders, releasing, clean, stack, 
                                         value, i, c, look, me, d, s, allowed, 
                                         e >>

release_end(self) == /\ pc[self] = "release_end"
                     /\ releasing' = releasing \ {self}
                     /\ pc' = [pc EXCEPT ![self] = "Done"]
                     /\ UNCHANGED << sIndex, rIndex, cell, slot, home, status, 
                                     got, place, calls, handle, gone, denied, 
                                     result, counted, state, holders, clean, 
                                     stack, value, i, c, look, me, d, s, 
                                     allowed, e >>

user(self) == user_begin(self) \/ try_readState(self) \/ try_casState(self)
                 \/ acquire_addState(self) \/ acquire_suspended(self)
                 \/ acquire_park(self) \/ release_readState(self)
                 \/ release_casState(self) \/ release_resumed(self)
                 \/ release_end(self)

cancel_begin(self) == /\ pc[self] = "cancel_begin"
                      /\ \/ /\ handle[self[1]]
                            /\ pc' = [pc EXCEPT ![self] = "cancel_home"]
                         \/ /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << sIndex, rIndex, cell, slot, home, status, 
                                      got, place, calls, handle, gone, denied, 
                                      result, counted, state, holders, 
                                      releasing, clean, stack, value, i, c, 
                                      look, me, d, s, allowed, e >>

cancel_home(self) == /\ pc[self] = "cancel_home"
                     /\ IF home[self[1]] = "over"
                           THEN /\ denied' = [denied EXCEPT ![self[1]] = TRUE]
                                /\ pc' = [pc EXCEPT ![self] = "Done"]
                           ELSE /\ IF home[self[1]] = "CANCELLED"
                                      THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                      ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_casCell"]
                                /\ UNCHANGED denied
                     /\ UNCHANGED << sIndex, rIndex, cell, slot, home, status, 
                                     got, place, calls, handle, gone, result, 
                                     counted, state, holders, releasing, clean, 
                                     stack, value, i, c, look, me, d, s, 
                                     allowed, e >>

cancel_casCell(self) == /\ pc[self] = "cancel_casCell"
                        /\ IF cell[slot[self[1]]] = Waiter(self[1]) \/ Bug = "cancel-by-store"
                              THEN /\ status' = [status EXCEPT ![self[1]] = "cancelled"]
                                   /\ cell' = [cell EXCEPT ![slot[self[1]]] = IF Smart THEN Cancelling ELSE Cancelled]
                                   /\ pc' = [pc EXCEPT ![self] = "cancel_leave"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_readCell"]
                                   /\ UNCHANGED << cell, status >>
                        /\ UNCHANGED << sIndex, rIndex, slot, home, got, place, 
                                        calls, handle, gone, denied, result, 
                                        counted, state, holders, releasing, 
                                        clean, stack, value, i, c, look, me, d, 
                                        s, allowed, e >>

cancel_readCell(self) == /\ pc[self] = "cancel_readCell"
                         /\ IF \/ cell[slot[self[1]]] \in {Resumed, Taken}
                               \/ Bug = "false-after-delegation" /\ cell[slot[self[1]]] \notin {Cancelled, Cancelling, Refused}
                               THEN /\ denied' = [denied EXCEPT ![self[1]] = TRUE]
                               ELSE /\ TRUE
                                    /\ UNCHANGED denied
                         /\ pc' = [pc EXCEPT ![self] = "Done"]
                         /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                         status, got, place, calls, handle, 
                                         gone, result, counted, state, holders, 
                                         releasing, clean, stack, value, i, c, 
                                         look, me, d, s, allowed, e >>

cancel_leave(self) == /\ pc[self] = "cancel_leave"
                      /\ home' = [home EXCEPT ![self[1]] = "CANCELLED"]
                      /\ IF ~Smart
                            THEN /\ pc' = [pc EXCEPT ![self] = "cancel_count"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_decide"]
                      /\ UNCHANGED << sIndex, rIndex, cell, slot, status, got, 
                                      place, calls, handle, gone, denied, 
                                      result, counted, state, holders, 
                                      releasing, clean, stack, value, i, c, 
                                      look, me, d, s, allowed, e >>

cancel_decide(self) == /\ pc[self] = "cancel_decide"
                       /\ IF self[1] \in W
                             THEN /\ \/ /\ allowed' = [allowed EXCEPT ![self] = TRUE]
                                     \/ /\ allowed' = [allowed EXCEPT ![self] = FALSE]
                                  /\ state' = state
                             ELSE /\ IF Bug = "cancel-always-allowed"
                                        THEN /\ state' = state + 1
                                             /\ UNCHANGED allowed
                                        ELSE /\ IF Bug = "cancel-does-not-count"
                                                   THEN /\ allowed' = [allowed EXCEPT ![self] = state < 0]
                                                        /\ state' = state
                                                   ELSE /\ allowed' = [allowed EXCEPT ![self] = state < 0]
                                                        /\ state' = state + 1
                       /\ pc' = [pc EXCEPT ![self] = "cancel_finish"]
                       /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                       status, got, place, calls, handle, gone, 
                                       denied, result, counted, holders, 
                                       releasing, clean, stack, value, i, c, 
                                       look, me, d, s, e >>

cancel_finish(self) == /\ pc[self] = "cancel_finish"
                       /\ e' = [e EXCEPT ![self] = cell[slot[self[1]]]]
                       /\ cell' = [cell EXCEPT ![slot[self[1]]] = IF allowed[self] THEN Cancelled ELSE Refused]
                       /\ IF ~allowed[self] /\ Bug # "count-refused"
                             THEN /\ pc' = [pc EXCEPT ![self] = "cancel_settle"]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_count"]
                       /\ UNCHANGED << sIndex, rIndex, slot, home, status, got, 
                                       place, calls, handle, gone, denied, 
                                       result, counted, state, holders, 
                                       releasing, clean, stack, value, i, c, 
                                       look, me, d, s, allowed >>

cancel_count(self) == /\ pc[self] = "cancel_count"
                      /\ counted' = counted + 1
                      /\ pc' = [pc EXCEPT ![self] = "cancel_settle"]
                      /\ UNCHANGED << sIndex, rIndex, cell, slot, home, status, 
                                      got, place, calls, handle, gone, denied, 
                                      result, state, holders, releasing, clean, 
                                      stack, value, i, c, look, me, d, s, 
                                      allowed, e >>

cancel_settle(self) == /\ pc[self] = "cancel_settle"
                       /\ gone' = [gone EXCEPT ![self[1]] = gone[self[1]] + 1]
                       /\ IF ~IsValue(e[self]) \/ Bug = "canceller-ignores-value"
                             THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                  /\ UNCHANGED << place, stack, value, i, c, 
                                                  look >>
                             ELSE /\ IF ~allowed[self]
                                        THEN /\ IF e[self][2] \in V
                                                   THEN /\ place' = [place EXCEPT ![e[self][2]] = "refused"]
                                                   ELSE /\ TRUE
                                                        /\ place' = place
                                             /\ pc' = [pc EXCEPT ![self] = "Done"]
                                             /\ UNCHANGED << stack, value, i, 
                                                             c, look >>
                                        ELSE /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "resume",
                                                                                         pc        |->  "cancel_end",
                                                                                         i         |->  i[self],
                                                                                         c         |->  c[self],
                                                                                         look      |->  look[self],
                                                                                         value     |->  value[self] ] >>
                                                                                     \o stack[self]]
                                                /\ value' = [value EXCEPT ![self] = e[self][2]]
                                             /\ i' = [i EXCEPT ![self] = NoSlot]
                                             /\ c' = [c EXCEPT ![self] = Empty]
                                             /\ look' = [look EXCEPT ![self] = 0]
                                             /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                                             /\ place' = place
                       /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                       status, got, calls, handle, denied, 
                                       result, counted, state, holders, 
                                       releasing, clean, me, d, s, allowed, e >>

cancel_end(self) == /\ pc[self] = "cancel_end"
                    /\ TRUE
                    /\ pc' = [pc EXCEPT ![self] = "Done"]
                    /\ UNCHANGED << sIndex, rIndex, cell, slot, home, status, 
                                    got, place, calls, handle, gone, denied, 
                                    result, counted, state, holders, releasing, 
                                    clean, stack, value, i, c, look, me, d, s, 
                                    allowed, e >>

canceller(self) == cancel_begin(self) \/ cancel_home(self)
                      \/ cancel_casCell(self) \/ cancel_readCell(self)
                      \/ cancel_leave(self) \/ cancel_decide(self)
                      \/ cancel_finish(self) \/ cancel_count(self)
                      \/ cancel_settle(self) \/ cancel_end(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in ProcSet: resume(self) \/ suspend(self))
           \/ (\E self \in W: suspender(self))
           \/ (\E self \in V: resumer(self))
           \/ (\E self \in U \cup T: user(self))
           \/ (\E self \in CW: canceller(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in W : WF_vars(suspender(self)) /\ WF_vars(suspend(self))
        /\ \A self \in V : WF_vars(resumer(self)) /\ WF_vars(resume(self))
        /\ \A self \in U \cup T : WF_vars(user(self)) /\ WF_vars(suspend(self)) /\ WF_vars(resume(self))
        /\ \A self \in CW : WF_vars(canceller(self)) /\ WF_vars(resume(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION
-----------------------------------------------------------------------------
Everybody == Waiters \cup CW \cup V
Quiet == \A p \in Everybody : pc[p] = "Done"

Given    == V \cup {Null}
Contents == {Empty, Resumed, Taken, Broken, Cancelling, Cancelled, Refused}
              \cup {Waiter(w) : w \in Waiters} \cup {Value(v) : v \in Given}
Issued   == 0 .. NCELLS
Unset    == {defaultInitValue}
TypeOK == /\ sIndex \in Issued /\ rIndex \in Issued /\ cell \in [0 .. NCELLS - 1 -> Contents]
          /\ slot \in [Waiters -> Issued \cup {NoSlot}]
          /\ home \in [Waiters -> {"cell", "over", "CANCELLED"}]
          /\ status \in [Waiters -> {"none", "waiting", "resumed", "cancelled"}]
          /\ got \in [Waiters -> SUBSET Given]
          /\ place \in [V -> {"out", "held", "handed", "returned", "refused"}]
          /\ calls \in [Waiters -> 0 .. 1] /\ gone \in [Waiters -> 0 .. 1]
          /\ handle \in [Waiters -> BOOLEAN] /\ denied \in [Waiters -> BOOLEAN]
          /\ result \in [Everybody -> BOOLEAN] /\ counted \in 0 .. Cardinality(Waiters)
          /\ state \in -Cardinality(U \cup T) .. Permits
          /\ holders \subseteq U \cup T /\ releasing \subseteq U \cup T /\ clean \in [T -> BOOLEAN]
          /\ value \in [Everybody -> Given \cup Unset] /\ i \in [Everybody -> Issued \cup {NoSlot}]
          /\ c \in [Everybody -> Contents] /\ look \in [Everybody -> 0 .. Looks]
          /\ me \in [Everybody -> Waiters \cup Unset] /\ d \in [Everybody -> Contents]
          /\ s \in [U \cup T -> -Cardinality(U \cup T) .. Permits]
          /\ allowed \in [CW -> BOOLEAN] /\ e \in [CW -> Contents]
          /\ pc \in [Everybody -> STRING] /\ \A p \in Everybody : Len(stack[p]) <= 1

Bare == INSTANCE Cqs WITH W <- W, V <- V, X <- {}, owed <- [x \in {} |-> {}], status <- [w \in W |-> status[w]], got <- [w \in W |-> got[w]]
RefinesCqs == Bare!Spec
RefinesCqsSafely == Bare!Init /\ [][Bare!Next]_(Bare!vars)
Sem  == INSTANCE Semaphore WITH U <- U \cup T, holders <- holders,
          waiting <- {u \in U \cup T : u \notin holders /\ calls[u] = 0 /\ gone[u] = 0
                        /\ pc[u] \notin {"user_begin", "try_readState", "try_casState", "acquire_addState", "Done"}}
RefinesSemaphore == Sem!Spec
RefinesSemaphoreSafely == Sem!Init /\ [][Sem!Next]_(Sem!vars)
(* In synchronous mode suspenders and resumers may start again without end.   *)
Bounded == sIndex < NCELLS /\ rIndex < NCELLS

Legal(a, z) == \/ a = Empty      /\ (IsWaiter(z) \/ IsValue(z) \/ z = Resumed)
               \/ IsValue(a)     /\ z \in {Taken, Broken, Cancelled, Refused}
               \/ IsWaiter(a)    /\ z \in {Resumed, Cancelled, Cancelling}
               \/ a = Cancelling /\ (IsValue(z) \/ z \in {Cancelled, Refused})
BC_1_LegalTransitions == [][\A x \in DOMAIN cell : cell'[x] # cell[x] => Legal(cell[x], cell'[x])]_cell

CQS_8_ResumedOnce   == \A w \in Waiters : calls[w] <= 1 /\ Cardinality(got[w]) <= 1 /\ ~(calls[w] > 0 /\ gone[w] > 0)
CQS_18_Conservation == \A v \in V :   \* CQS-6, CQS-7
    /\ (place[v] = "handed") = (\E w \in W : v \in got[w])
    /\ Cardinality({w \in W : v \in got[w]}) + Cardinality({x \in DOMAIN cell : cell[x] = Value(v)}) <= 1
(* At rest a value is held by the queue only as the content of a cell whose suspender has not come. *)
CQS_18_AtRest       == Quiet => \A v \in V : place[v] = "held" => \E x \in DOMAIN cell : cell[x] = Value(v) /\ x >= sIndex   \* CQS-13, CQS-15
CQS_14_RefusedOnce  == \A v \in V : pc[v] = "Done" => result[v] = (place[v] # "returned")
CQS_5_OwnValue      == \A w \in W : status[w] = "resumed" => got[w] # {}
CQS_11_NeverFails   == Smart /\ ~Sync => \A v \in V : place[v] # "returned"
BC_2_OneWinner      == \A w \in Waiters : ~(calls[w] > 0 /\ gone[w] > 0) /\ gone[w] <= 1
BC_5_FalseMeansResumed == \A w \in Waiters : denied[w] => status[w] = "resumed"
ARR_8_CountedOnce   == counted <= Cardinality({x \in DOMAIN cell : cell[x] = Cancelled})

SEM_1_AtMostPermits == U \cup T # {} => Cardinality(holders) <= Permits
SEM_3_NothingLost   == Quiet /\ U \cup T # {} =>   \* SEM-2, SEM-4, CQS-26
    state = Permits /\ holders = {} /\ rIndex <= sIndex
SEM_9_TryAcquire    == \A u \in T : ~(clean[u] /\ calls[u] > 0)

(* Whoever is inside an operation can make a step that changes something.     *)
SIG_NeverBlocked == \A p \in Everybody : pc[p] \notin {"acquire_park", "cancel_begin", "Done"} =>   \* CQS-16
    \/ ENABLED <<resume(p) \/ suspend(p)>>_vars
    \/ p \in W /\ ENABLED <<suspender(p)>>_vars
    \/ p \in V /\ ENABLED <<resumer(p)>>_vars
    \/ p \in U \cup T /\ ENABLED <<user(p)>>_vars
    \/ p \in CW /\ ENABLED <<canceller(p)>>_vars
LIVE_LockFree    == <>[][FALSE]_vars
LIVE_Ends        == <>Quiet
Unfair           == Init /\ [][Next]_vars
=============================================================================
