\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
---------------------------- MODULE CqsResumeAll -----------------------------
(* The algorithm of Cqs.resumeAll with a value, among suspenders, resumers    *)
(* and cancellers, in each mode. What a sweep hands over is shared: it is     *)
(* nobody's alone, and where a waiter is cancelled it is dropped. One label   *)
(* is one atomic access. The segments are one array here; module SegmentList  *)
(* has them, and module CellMeeting has cancellations that race their own     *)
(* registration, null as a value, and waiters that decline.                   *)
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS W,           \* suspenders
          V,           \* resumers, each with a value of its own name
          B,           \* those who resume all, each with a value of its own name
          ToCancel,    \* suspenders who are cancelled by somebody
          Cancels,     \* how often
          Sync, Smart, \* the modes
          Looks,       \* how often a synchronous resumer looks
          NCELLS,      \* more than are ever used
          Bug          \* "none", or the mutant

CW         == ToCancel \X (1 .. Cancels)
Empty      == <<"EMPTY">>
Waiter(w)  == <<"WAITER", w>>
Value(v)   == <<"VALUE", v>>
Left(v)    == <<"LEFT", v>>              \* CANCELLING, with a value left to the canceller
Resumed    == <<"RESUMED">>
Taken      == <<"TAKEN">>
Broken     == <<"BROKEN">>
Cancelling == <<"CANCELLING">>
Cancelled  == <<"CANCELLED">>
Refused    == <<"REFUSED">>
NoSlot     == -1
(* The end of a sweep that has read this suspend index.                       *)
End(x)     == IF Bug = "misses-last" THEN x - 1 ELSE x

(* --algorithm CqsResumeAll {
variables
  sIndex = 0, rIndex = 0,
  cell   = [x \in 0 .. NCELLS - 1 |-> Empty],
  slot   = [w \in W |-> NoSlot],         \* Waiter.offset
  home   = [w \in W |-> "cell"],         \* Waiter.home once the handle is out: "cell", or "over" or "CANCELLED"
  handle = [w \in W |-> FALSE],
  counted = 0,                           \* history: calls of Segment.cancelCell
  got    = [w \in W |-> {}],             \* history: the values it was handed
  calls  = [w \in W |-> 0],              \* history
  gone   = [w \in W |-> FALSE],          \* history: its cancel returns true
  away   = [w \in W |-> FALSE],          \* history: its cell was broken
  place  = [v \in V |-> "out"],          \* history: as in module Cqs
  refusals = [x \in 0 .. NCELLS - 1 |-> 0],   \* history: calls of refused for the cell
  visits = [x \in 0 .. NCELLS - 1 |-> {}],    \* history: whose the cell is: resumers and sweepers
  snapshot = [x \in B |-> 0],            \* history: the suspend index that a resumeAll has read
  covered = 0;                           \* history: the end of all that was claimed by sweeps

macro Call(w) { home[w] := "over"; calls[w] := calls[w] + 1 }   (* Nesting.handOver: Waiter.leave, and the call. ARR-19 *)
macro Refuse(v) { refusals[i] := refusals[i] + 1; place[v] := "refused" }
macro NextCell() { if (n + 1 < End(stop)) { n := n + 1; goto sweep_readCell } else { goto Done } }

(* Cqs.resume. *)
procedure resume(value) variables i = NoSlot, c = Empty, look = 0; {
 resume_issue:                           \* Position.issue: fetch-and-add of the resume index. ITER-1
    i := rIndex; visits[rIndex] := visits[rIndex] \cup {value}; place[value] := "held"; rIndex := rIndex + 1;
 resume_readCell:                        \* Cqs.resume: the cell
    if (cell[i] = Empty) { goto resume_fill }
    else if (cell[i][1] # "WAITER") { goto meet_readCell }
    else { c := cell[i] };
 resume_claim:                           \* Cell.claim: CAS of the cell, waiter to RESUMED. CQS-8
    if (cell[i] = c) { cell[i] := Resumed; got[c[2]] := got[c[2]] \cup {value}; place[value] := "handed" }
    else { goto resume_readCell };
 resume_call:                            \* Nesting.handOver: Waiter.leave, and the call
    Call(c[2]); return;
 resume_fill:                            \* Cell.fill: CAS of the cell, null to value. CQS-5
    if (cell[i] = Empty) { cell[i] := Value(value); if (~Sync) { return } }
    else { goto resume_readCell };
 taken_readCell:                         \* SyncResumption.isTaken: the cell, a bounded number of times. CQS-6
    if (cell[i] = Taken) { return }
    else if (look + 1 < Looks) { look := look + 1; goto taken_readCell };
 taken_break:                            \* Cell.breakValue: CAS of the cell, value to BROKEN. CQS-6, CQS-7
    if (cell[i] = Value(value) \/ Bug = "break-by-store") { cell[i] := Broken; place[value] := "returned" };
    return;
 meet_readCell:                          \* Cqs.meetCanceller: the cell. CQS-10, CQS-11, CQS-14
    if (cell[i] = Cancelled) { if (Smart) { goto resume_issue } else { place[value] := "returned"; return } }
    else if (cell[i] = Refused) { Refuse(value); return }
    else {
       assert cell[i] = Cancelling;
       if (Sync) { await cell[i] # Cancelling } };   \* Thread.yield, until somebody else has moved. CQS-16
 meet_delegate:                          \* Cell.delegate: CAS of the cell, CANCELLING to LEFT. CQS-15
    if (cell[i] = Cancelling) { cell[i] := Left(value); return } else { goto meet_readCell };
}

fair process (suspender \in W) variables d = Empty; {
 suspend_issue:                          \* Position.issue: fetch-and-add of the suspend index. ITER-1
    slot[self] := sIndex; sIndex := sIndex + 1;
 suspend_install:                        \* Cell.install: CAS of the cell, null to waiter. CQS-4, BC-10
    if (cell[slot[self]] = Empty) { cell[slot[self]] := Waiter(self); handle[self] := TRUE; goto Done }
    else if (cell[slot[self]] = Broken) { away[self] := TRUE; goto Done }
    else { d := cell[slot[self]] };
 suspend_take:                           \* Cell.take: CAS of the cell, value to TAKEN. CQS-5, CQS-7
    if (cell[slot[self]] = d) {
       cell[slot[self]] := Taken; got[self] := got[self] \cup {d[2]};
       if (d[2] \in V) { place[d[2]] := "handed" } }
    else { away[self] := TRUE; goto Done };
 suspend_call:                           \* Nesting.handOver: Waiter.leave, and the call, in the registering thread
    Call(self); handle[self] := TRUE;
}

fair process (resumer \in V) {
 bare_resume:
    call resume(self); goto Done;
}

fair process (sweeper \in B) variables stop = 0, n = 0, e = Empty; {
 resumeAll_publish:                      \* Position.publish: fetch-and-add of zero to the suspend index. RALL-4
    snapshot[self] := sIndex;
    stop := sIndex + (IF Bug = "advance-by-one" /\ sIndex = rIndex THEN 1 ELSE 0);
 claim_readIndex:                        \* Cells.claimUpTo: the resume index. RALL-6
    n := rIndex;
    if (rIndex >= stop) { goto Done };
 claim_casIndex:                         \* Position.claim: CAS of the resume index. RALL-1
    if (rIndex = n \/ Bug = "claim-by-store") {
       rIndex := stop; covered := IF stop > covered THEN stop ELSE covered;
       visits := [x \in DOMAIN visits |-> IF n <= x /\ x < stop THEN visits[x] \cup {self} ELSE visits[x]];
       if (n >= End(stop)) { goto Done } }
    else { goto claim_readIndex };
 sweep_readCell:                         \* Sweep.claim: the cell. RALL-2
    if (cell[n] = Empty) { if (Bug = "skips-empty") { NextCell() } else { goto sweep_fill } }
    else if (cell[n] = Cancelled) { NextCell() }
    else if (cell[n][1] # "WAITER") { goto sweep_meet }
    else { e := cell[n] };
 sweep_claim:                            \* Cell.claim: CAS of the cell, waiter to RESUMED. RALL-2
    if (cell[n] = e \/ Bug = "sweep-claims-by-store") { cell[n] := Resumed; got[e[2]] := got[e[2]] \cup {self} }
    else { goto sweep_readCell };
 sweep_call:                             \* Nesting.handOver: Waiter.leave, and the call
    Call(e[2]); NextCell();
 sweep_fill:                             \* Cell.fill: CAS of the cell, null to value. BC-10
    if (cell[n] = Empty) { cell[n] := IF Bug = "sweep-breaks" THEN Broken ELSE Value(self); NextCell() }
    else { goto sweep_readCell };
 sweep_meet:                             \* Cqs.resumeCancelling, meetCanceller: the cell. CQS-14
    if (cell[n] = Cancelled) { NextCell() }
    else if (cell[n] = Refused) { refusals[n] := refusals[n] + 1; NextCell() }
    else if (Bug = "stays-at-cancelling") { goto sweep_meet }
    else if (Sync) { await cell[n] # Cancelling };   \* Thread.yield, until somebody else has moved. CQS-16
 sweep_delegate:                         \* Cell.delegate: CAS of the cell, CANCELLING to LEFT. CQS-15
    if (cell[n] = Cancelling /\ Bug # "spins-at-cancelling") { cell[n] := Left(self); NextCell() } else { goto sweep_meet };
}

fair process (canceller \in CW) variables allowed = TRUE, left = Empty; {
 cancel_begin:
    either { await handle[self[1]] } or { goto Done };
 cancel_home:                            \* Waiter.cancel: home, opaque. BC-5, BC-6, ARR-19
    if (home[self[1]] # "cell") { goto Done };
 cancel_casCell:                         \* Cell.cancel: CAS of the cell, waiter to CANCELLING or CANCELLED. BC-2
    if (cell[slot[self[1]]] = Waiter(self[1])) {
       gone[self[1]] := TRUE;
       cell[slot[self[1]]] := IF Smart THEN Cancelling ELSE Cancelled;
       goto cancel_leave };
 cancel_readCell:                        \* Cqs.cancel: the cell, after which it returns false or throws. BC-5, BC-6
    goto Done;
 cancel_leave:                           \* Waiter.leave: home, opaque. ARR-19
    home[self[1]] := "CANCELLED";
    if (~Smart) { goto cancel_count };
 cancel_decide:                          \* Policy.onCancellation. CQS-12
    either { allowed := TRUE } or { allowed := FALSE };
    if (Bug = "forget-to-finish") { goto Done };
 cancel_finish:                          \* Cell.finishCancelling: exchange of the cell; then SmartCancellation.settle. CQS-14, CQS-15
    left := IF Bug = "canceller-ignores-value" THEN Cancelling ELSE cell[slot[self[1]]];
    cell[slot[self[1]]] := IF allowed THEN Cancelled ELSE Refused;
    if (~allowed /\ left # Cancelling) {
       refusals[slot[self[1]]] := refusals[slot[self[1]]] + 1;
       if (left[2] \in V) { place[left[2]] := "refused" } };
    if (~allowed /\ Bug # "count-refused") { goto Done };
 cancel_count:                           \* Segment.cancelCell: once per cancelled cell. ARR-8, CQS-13, CQS-17
    counted := counted + 1;
    if (allowed /\ left[1] = "LEFT" /\ (left[2] \in V \/ Bug = "shared-goes-on")) { call resume(left[2]); goto Done };
}
} *)
\* BEGIN TRANSLATION (chksum(pcal) = "2abafce" /\ chksum(tla) = "10d1e7ea")
CONSTANT defaultInitValue
VARIABLES sIndex, rIndex, cell, slot, home, handle, counted, got, calls, gone, 
          away, place, refusals, visits, snapshot, covered, pc, stack, value, 
          i, c, look, d, stop, n, e, allowed, left

vars == << sIndex, rIndex, cell, slot, home, handle, counted, got, calls, 
           gone, away, place, refusals, visits, snapshot, covered, pc, stack, 
           value, i, c, look, d, stop, n, e, allowed, left >>

ProcSet == (W) \cup (V) \cup (B) \cup (CW)

Init == (* Global variables *)
        /\ sIndex = 0
        /\ rIndex = 0
        /\ cell = [x \in 0 .. NCELLS - 1 |-> Empty]
        /\ slot = [w \in W |-> NoSlot]
        /\ home = [w \in W |-> "cell"]
        /\ handle = [w \in W |-> FALSE]
        /\ counted = 0
        /\ got = [w \in W |-> {}]
        /\ calls = [w \in W |-> 0]
        /\ gone = [w \in W |-> FALSE]
        /\ away = [w \in W |-> FALSE]
        /\ place = [v \in V |-> "out"]
        /\ refusals = [x \in 0 .. NCELLS - 1 |-> 0]
        /\ visits = [x \in 0 .. NCELLS - 1 |-> {}]
        /\ snapshot = [x \in B |-> 0]
        /\ covered = 0
        (* Procedure resume *)
        /\ value = [ self \in ProcSet |-> defaultInitValue]
        /\ i = [ self \in ProcSet |-> NoSlot]
        /\ c = [ self \in ProcSet |-> Empty]
        /\ look = [ self \in ProcSet |-> 0]
        (* Process suspender *)
        /\ d = [self \in W |-> Empty]
        (* Process sweeper *)
        /\ stop = [self \in B |-> 0]
        /\ n = [self \in B |-> 0]
        /\ e = [self \in B |-> Empty]
        (* Process canceller *)
        /\ allowed = [self \in CW |-> TRUE]
        /\ left = [self \in CW |-> Empty]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self \in W -> "suspend_issue"
                                        [] self \in V -> "bare_resume"
                                        [] self \in B -> "resumeAll_publish"
                                        [] self \in CW -> "cancel_begin"]

resume_issue(self) == /\ pc[self] = "resume_issue"
                      /\ i' = [i EXCEPT ![self] = rIndex]
                      /\ visits' = [visits EXCEPT ![rIndex] = visits[rIndex] \cup {value[self]}]
                      /\ place' = [place EXCEPT ![value[self]] = "held"]
                      /\ rIndex' = rIndex + 1
                      /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                      /\ UNCHANGED << sIndex, cell, slot, home, handle, 
                                      counted, got, calls, gone, away, 
                                      refusals, snapshot, covered, stack, 
                                      value, c, look, d, stop, n, e, allowed, 
                                      left >>

resume_readCell(self) == /\ pc[self] = "resume_readCell"
                         /\ IF cell[i[self]] = Empty
                               THEN /\ pc' = [pc EXCEPT ![self] = "resume_fill"]
                                    /\ c' = c
                               ELSE /\ IF cell[i[self]][1] # "WAITER"
                                          THEN /\ pc' = [pc EXCEPT ![self] = "meet_readCell"]
                                               /\ c' = c
                                          ELSE /\ c' = [c EXCEPT ![self] = cell[i[self]]]
                                               /\ pc' = [pc EXCEPT ![self] = "resume_claim"]
                         /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                         handle, counted, got, calls, gone, 
                                         away, place, refusals, visits, 
                                         snapshot, covered, stack, value, i, 
                                         look, d, stop, n, e, allowed, left >>

resume_claim(self) == /\ pc[self] = "resume_claim"
                      /\ IF cell[i[self]] = c[self]
                            THEN /\ cell' = [cell EXCEPT ![i[self]] = Resumed]
                                 /\ got' = [got EXCEPT ![c[self][2]] = got[c[self][2]] \cup {value[self]}]
                                 /\ place' = [place EXCEPT ![value[self]] = "handed"]
                                 /\ pc' = [pc EXCEPT ![self] = "resume_call"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                                 /\ UNCHANGED << cell, got, place >>
                      /\ UNCHANGED << sIndex, rIndex, slot, home, handle, 
                                      counted, calls, gone, away, refusals, 
                                      visits, snapshot, covered, stack, value, 
                                      i, c, look, d, stop, n, e, allowed, left >>

resume_call(self) == /\ pc[self] = "resume_call"
                     /\ home' = [home EXCEPT ![(c[self][2])] = "over"]
                     /\ calls' = [calls EXCEPT ![(c[self][2])] = calls[(c[self][2])] + 1]
                     /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                     /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                     /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                     /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                     /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                     /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                     /\ UNCHANGED << sIndex, rIndex, cell, slot, handle, 
                                     counted, got, gone, away, place, refusals, 
                                     visits, snapshot, covered, d, stop, n, e, 
                                     allowed, left >>

resume_fill(self) == /\ pc[self] = "resume_fill"
                     /\ IF cell[i[self]] = Empty
                           THEN /\ cell' = [cell EXCEPT ![i[self]] = Value(value[self])]
                                /\ IF ~Sync
                                      THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                           /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                           /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                           /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                                           /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                           /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                      ELSE /\ pc' = [pc EXCEPT ![self] = "taken_readCell"]
                                           /\ UNCHANGED << stack, value, i, c, 
                                                           look >>
                           ELSE /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                                /\ UNCHANGED << cell, stack, value, i, c, look >>
                     /\ UNCHANGED << sIndex, rIndex, slot, home, handle, 
                                     counted, got, calls, gone, away, place, 
                                     refusals, visits, snapshot, covered, d, 
                                     stop, n, e, allowed, left >>

taken_readCell(self) == /\ pc[self] = "taken_readCell"
                        /\ IF cell[i[self]] = Taken
                              THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                   /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                   /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                   /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                                   /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                   /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                              ELSE /\ IF look[self] + 1 < Looks
                                         THEN /\ look' = [look EXCEPT ![self] = look[self] + 1]
                                              /\ pc' = [pc EXCEPT ![self] = "taken_readCell"]
                                         ELSE /\ pc' = [pc EXCEPT ![self] = "taken_break"]
                                              /\ look' = look
                                   /\ UNCHANGED << stack, value, i, c >>
                        /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                        handle, counted, got, calls, gone, 
                                        away, place, refusals, visits, 
                                        snapshot, covered, d, stop, n, e, 
                                        allowed, left >>

taken_break(self) == /\ pc[self] = "taken_break"
                     /\ IF cell[i[self]] = Value(value[self]) \/ Bug = "break-by-store"
                           THEN /\ cell' = [cell EXCEPT ![i[self]] = Broken]
                                /\ place' = [place EXCEPT ![value[self]] = "returned"]
                           ELSE /\ TRUE
                                /\ UNCHANGED << cell, place >>
                     /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                     /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                     /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                     /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                     /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                     /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                     /\ UNCHANGED << sIndex, rIndex, slot, home, handle, 
                                     counted, got, calls, gone, away, refusals, 
                                     visits, snapshot, covered, d, stop, n, e, 
                                     allowed, left >>

meet_readCell(self) == /\ pc[self] = "meet_readCell"
                       /\ IF cell[i[self]] = Cancelled
                             THEN /\ IF Smart
                                        THEN /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                                             /\ UNCHANGED << place, stack, 
                                                             value, i, c, look >>
                                        ELSE /\ place' = [place EXCEPT ![value[self]] = "returned"]
                                             /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                             /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                             /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                             /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                                             /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                             /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                  /\ UNCHANGED refusals
                             ELSE /\ IF cell[i[self]] = Refused
                                        THEN /\ refusals' = [refusals EXCEPT ![i[self]] = refusals[i[self]] + 1]
                                             /\ place' = [place EXCEPT ![value[self]] = "refused"]
                                             /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                             /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                             /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                             /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                                             /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                             /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                        ELSE /\ Assert(cell[i[self]] = Cancelling, 
                                                       "Failure of assertion at line 84, column 8.")
                                             /\ IF Sync
                                                   THEN /\ cell[i[self]] # Cancelling
                                                   ELSE /\ TRUE
                                             /\ pc' = [pc EXCEPT ![self] = "meet_delegate"]
                                             /\ UNCHANGED << place, refusals, 
                                                             stack, value, i, 
                                                             c, look >>
                       /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                       handle, counted, got, calls, gone, away, 
                                       visits, snapshot, covered, d, stop, n, 
                                       e, allowed, left >>

meet_delegate(self) == /\ pc[self] = "meet_delegate"
                       /\ IF cell[i[self]] = Cancelling
                             THEN /\ cell' = [cell EXCEPT ![i[self]] = Left(value[self])]
                                  /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                  /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                  /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                  /\ look' = [look EXCEPT ![self] = Head(stack[self]).look]
                                  /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                  /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "meet_readCell"]
                                  /\ UNCHANGED << cell, stack, value, i, c, 
                                                  look >>
                       /\ UNCHANGED << sIndex, rIndex, slot, home, handle, 
                                       counted, got, calls, gone, away, place, 
                                       refusals, visits, snapshot, covered, d, 
                                       stop, n, e, allowed, left >>

resume(self) == resume_issue(self) \/ resume_readCell(self)
                   \/ resume_claim(self) \/ resume_call(self)
                   \/ resume_fill(self) \/ taken_readCell(self)
                   \/ taken_break(self) \/ meet_readCell(self)
                   \/ meet_delegate(self)

suspend_issue(self) == /\ pc[self] = "suspend_issue"
                       /\ slot' = [slot EXCEPT ![self] = sIndex]
                       /\ sIndex' = sIndex + 1
                       /\ pc' = [pc EXCEPT ![self] = "suspend_install"]
                       /\ UNCHANGED << rIndex, cell, home, handle, counted, 
                                       got, calls, gone, away, place, refusals, 
                                       visits, snapshot, covered, stack, value, 
                                       i, c, look, d, stop, n, e, allowed, 
                                       left >>

suspend_install(self) == /\ pc[self] = "suspend_install"
                         /\ IF cell[slot[self]] = Empty
                               THEN /\ cell' = [cell EXCEPT ![slot[self]] = Waiter(self)]
                                    /\ handle' = [handle EXCEPT ![self] = TRUE]
                                    /\ pc' = [pc EXCEPT ![self] = "Done"]
                                    /\ UNCHANGED << away, d >>
                               ELSE /\ IF cell[slot[self]] = Broken
                                          THEN /\ away' = [away EXCEPT ![self] = TRUE]
                                               /\ pc' = [pc EXCEPT ![self] = "Done"]
                                               /\ d' = d
                                          ELSE /\ d' = [d EXCEPT ![self] = cell[slot[self]]]
                                               /\ pc' = [pc EXCEPT ![self] = "suspend_take"]
                                               /\ away' = away
                                    /\ UNCHANGED << cell, handle >>
                         /\ UNCHANGED << sIndex, rIndex, slot, home, counted, 
                                         got, calls, gone, place, refusals, 
                                         visits, snapshot, covered, stack, 
                                         value, i, c, look, stop, n, e, 
                                         allowed, left >>

suspend_take(self) == /\ pc[self] = "suspend_take"
                      /\ IF cell[slot[self]] = d[self]
                            THEN /\ cell' = [cell EXCEPT ![slot[self]] = Taken]
                                 /\ got' = [got EXCEPT ![self] = got[self] \cup {d[self][2]}]
                                 /\ IF d[self][2] \in V
                                       THEN /\ place' = [place EXCEPT ![d[self][2]] = "handed"]
                                       ELSE /\ TRUE
                                            /\ place' = place
                                 /\ pc' = [pc EXCEPT ![self] = "suspend_call"]
                                 /\ away' = away
                            ELSE /\ away' = [away EXCEPT ![self] = TRUE]
                                 /\ pc' = [pc EXCEPT ![self] = "Done"]
                                 /\ UNCHANGED << cell, got, place >>
                      /\ UNCHANGED << sIndex, rIndex, slot, home, handle, 
                                      counted, calls, gone, refusals, visits, 
                                      snapshot, covered, stack, value, i, c, 
                                      look, d, stop, n, e, allowed, left >>

suspend_call(self) == /\ pc[self] = "suspend_call"
                      /\ home' = [home EXCEPT ![self] = "over"]
                      /\ calls' = [calls EXCEPT ![self] = calls[self] + 1]
                      /\ handle' = [handle EXCEPT ![self] = TRUE]
                      /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << sIndex, rIndex, cell, slot, counted, got, 
                                      gone, away, place, refusals, visits, 
                                      snapshot, covered, stack, value, i, c, 
                                      look, d, stop, n, e, allowed, left >>

suspender(self) == suspend_issue(self) \/ suspend_install(self)
                      \/ suspend_take(self) \/ suspend_call(self)

bare_resume(self) == /\ pc[self] = "bare_resume"
                     /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "resume",
                                                                 pc        |->  "Done",
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
                     /\ UNCHANGED << sIndex, rIndex, cell, slot, home, handle, 
                                     counted, got, calls, gone, away, place, 
                                     refusals, visits, snapshot, covered, d, 
                                     stop, n, e, allowed, left >>

resumer(self) == bare_resume(self)

resumeAll_publish(self) == /\ pc[self] = "resumeAll_publish"
                           /\ snapshot' = [snapshot EXCEPT ![self] = sIndex]
                           /\ stop' = [stop EXCEPT ![self] = sIndex + (IF Bug = "advance-by-one" /\ sIndex = rIndex THEN 1 ELSE 0)]
                           /\ pc' = [pc EXCEPT ![self] = "claim_readIndex"]
                           /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                           handle, counted, got, calls, gone, 
                                           away, place, refusals, visits, 
                                           covered, stack, value, i, c, look, 
                                           d, n, e, allowed, left >>

claim_readIndex(self) == /\ pc[self] = "claim_readIndex"
                         /\ n' = [n EXCEPT ![self] = rIndex]
                         /\ IF rIndex >= stop[self]
                               THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "claim_casIndex"]
                         /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                         handle, counted, got, calls, gone, 
                                         away, place, refusals, visits, 
                                         snapshot, covered, stack, value, i, c, 
                                         look, d, stop, e, allowed, left >>

claim_casIndex(self) == /\ pc[self] = "claim_casIndex"
                        /\ IF rIndex = n[self] \/ Bug = "claim-by-store"
                              THEN /\ rIndex' = stop[self]
                                   /\ covered' = (IF stop[self] > covered THEN stop[self] ELSE covered)
                                   /\ visits' = [x \in DOMAIN visits |-> IF n[self] <= x /\ x < stop[self] THEN visits[x] \cup {self} ELSE visits[x]]
                                   /\ IF n[self] >= End(stop[self])
                                         THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                         ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_readCell"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "claim_readIndex"]
                                   /\ UNCHANGED << rIndex, visits, covered >>
                        /\ UNCHANGED << sIndex, cell, slot, home, handle, 
                                        counted, got, calls, gone, away, place, 
                                        refusals, snapshot, stack, value, i, c, 
                                        look, d, stop, n, e, allowed, left >>

sweep_readCell(self) == /\ pc[self] = "sweep_readCell"
                        /\ IF cell[n[self]] = Empty
                              THEN /\ IF Bug = "skips-empty"
                                         THEN /\ IF n[self] + 1 < End(stop[self])
                                                    THEN /\ n' = [n EXCEPT ![self] = n[self] + 1]
                                                         /\ pc' = [pc EXCEPT ![self] = "sweep_readCell"]
                                                    ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                                                         /\ n' = n
                                         ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_fill"]
                                              /\ n' = n
                                   /\ e' = e
                              ELSE /\ IF cell[n[self]] = Cancelled
                                         THEN /\ IF n[self] + 1 < End(stop[self])
                                                    THEN /\ n' = [n EXCEPT ![self] = n[self] + 1]
                                                         /\ pc' = [pc EXCEPT ![self] = "sweep_readCell"]
                                                    ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                                                         /\ n' = n
                                              /\ e' = e
                                         ELSE /\ IF cell[n[self]][1] # "WAITER"
                                                    THEN /\ pc' = [pc EXCEPT ![self] = "sweep_meet"]
                                                         /\ e' = e
                                                    ELSE /\ e' = [e EXCEPT ![self] = cell[n[self]]]
                                                         /\ pc' = [pc EXCEPT ![self] = "sweep_claim"]
                                              /\ n' = n
                        /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                        handle, counted, got, calls, gone, 
                                        away, place, refusals, visits, 
                                        snapshot, covered, stack, value, i, c, 
                                        look, d, stop, allowed, left >>

sweep_claim(self) == /\ pc[self] = "sweep_claim"
                     /\ IF cell[n[self]] = e[self] \/ Bug = "sweep-claims-by-store"
                           THEN /\ cell' = [cell EXCEPT ![n[self]] = Resumed]
                                /\ got' = [got EXCEPT ![e[self][2]] = got[e[self][2]] \cup {self}]
                                /\ pc' = [pc EXCEPT ![self] = "sweep_call"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_readCell"]
                                /\ UNCHANGED << cell, got >>
                     /\ UNCHANGED << sIndex, rIndex, slot, home, handle, 
                                     counted, calls, gone, away, place, 
                                     refusals, visits, snapshot, covered, 
                                     stack, value, i, c, look, d, stop, n, e, 
                                     allowed, left >>

sweep_call(self) == /\ pc[self] = "sweep_call"
                    /\ home' = [home EXCEPT ![(e[self][2])] = "over"]
                    /\ calls' = [calls EXCEPT ![(e[self][2])] = calls[(e[self][2])] + 1]
                    /\ IF n[self] + 1 < End(stop[self])
                          THEN /\ n' = [n EXCEPT ![self] = n[self] + 1]
                               /\ pc' = [pc EXCEPT ![self] = "sweep_readCell"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                               /\ n' = n
                    /\ UNCHANGED << sIndex, rIndex, cell, slot, handle, 
                                    counted, got, gone, away, place, refusals, 
                                    visits, snapshot, covered, stack, value, i, 
                                    c, look, d, stop, e, allowed, left >>

sweep_fill(self) == /\ pc[self] = "sweep_fill"
                    /\ IF cell[n[self]] = Empty
                          THEN /\ cell' = [cell EXCEPT ![n[self]] = IF Bug = "sweep-breaks" THEN Broken ELSE Value(self)]
                               /\ IF n[self] + 1 < End(stop[self])
                                     THEN /\ n' = [n EXCEPT ![self] = n[self] + 1]
                                          /\ pc' = [pc EXCEPT ![self] = "sweep_readCell"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                                          /\ n' = n
                          ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_readCell"]
                               /\ UNCHANGED << cell, n >>
                    /\ UNCHANGED << sIndex, rIndex, slot, home, handle, 
                                    counted, got, calls, gone, away, place, 
                                    refusals, visits, snapshot, covered, stack, 
                                    value, i, c, look, d, stop, e, allowed, 
                                    left >>

sweep_meet(self) == /\ pc[self] = "sweep_meet"
                    /\ IF cell[n[self]] = Cancelled
                          THEN /\ IF n[self] + 1 < End(stop[self])
                                     THEN /\ n' = [n EXCEPT ![self] = n[self] + 1]
                                          /\ pc' = [pc EXCEPT ![self] = "sweep_readCell"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                                          /\ n' = n
                               /\ UNCHANGED refusals
                          ELSE /\ IF cell[n[self]] = Refused
                                     THEN /\ refusals' = [refusals EXCEPT ![n[self]] = refusals[n[self]] + 1]
                                          /\ IF n[self] + 1 < End(stop[self])
                                                THEN /\ n' = [n EXCEPT ![self] = n[self] + 1]
                                                     /\ pc' = [pc EXCEPT ![self] = "sweep_readCell"]
                                                ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                                                     /\ n' = n
                                     ELSE /\ IF Bug = "stays-at-cancelling"
                                                THEN /\ pc' = [pc EXCEPT ![self] = "sweep_meet"]
                                                ELSE /\ IF Sync
                                                           THEN /\ cell[n[self]] # Cancelling
                                                           ELSE /\ TRUE
                                                     /\ pc' = [pc EXCEPT ![self] = "sweep_delegate"]
                                          /\ UNCHANGED << refusals, n >>
                    /\ UNCHANGED << sIndex, rIndex, cell, slot, home, handle, 
                                    counted, got, calls, gone, away, place, 
                                    visits, snapshot, covered, stack, value, i, 
                                    c, look, d, stop, e, allowed, left >>

sweep_delegate(self) == /\ pc[self] = "sweep_delegate"
                        /\ IF cell[n[self]] = Cancelling /\ Bug # "spins-at-cancelling"
                              THEN /\ cell' = [cell EXCEPT ![n[self]] = Left(self)]
                                   /\ IF n[self] + 1 < End(stop[self])
                                         THEN /\ n' = [n EXCEPT ![self] = n[self] + 1]
                                              /\ pc' = [pc EXCEPT ![self] = "sweep_readCell"]
                                         ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                                              /\ n' = n
                              ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_meet"]
                                   /\ UNCHANGED << cell, n >>
                        /\ UNCHANGED << sIndex, rIndex, slot, home, handle, 
                                        counted, got, calls, gone, away, place, 
                                        refusals, visits, snapshot, covered, 
                                        stack, value, i, c, look, d, stop, e, 
                                        allowed, left >>

sweeper(self) == resumeAll_publish(self) \/ claim_readIndex(self)
                    \/ claim_casIndex(self) \/ sweep_readCell(self)
                    \/ sweep_claim(self) \/ sweep_call(self)
                    \/ sweep_fill(self) \/ sweep_meet(self)
                    \/ sweep_delegate(self)

cancel_begin(self) == /\ pc[self] = "cancel_begin"
                      /\ \/ /\ handle[self[1]]
                            /\ pc' = [pc EXCEPT ![self] = "cancel_home"]
                         \/ /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << sIndex, rIndex, cell, slot, home, handle, 
                                      counted, got, calls, gone, away, place, 
                                      refusals, visits, snapshot, covered, 
                                      stack, value, i, c, look, d, stop, n, e, 
                                      allowed, left >>

cancel_home(self) == /\ pc[self] = "cancel_home"
                     /\ IF home[self[1]] # "cell"
                           THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_casCell"]
                     /\ UNCHANGED << sIndex, rIndex, cell, slot, home, handle, 
                                     counted, got, calls, gone, away, place, 
                                     refusals, visits, snapshot, covered, 
                                     stack, value, i, c, look, d, stop, n, e, 
                                     allowed, left >>

cancel_casCell(self) == /\ pc[self] = "cancel_casCell"
                        /\ IF cell[slot[self[1]]] = Waiter(self[1])
                              THEN /\ gone' = [gone EXCEPT ![self[1]] = TRUE]
                                   /\ cell' = [cell EXCEPT ![slot[self[1]]] = IF Smart THEN Cancelling ELSE Cancelled]
                                   /\ pc' = [pc EXCEPT ![self] = "cancel_leave"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_readCell"]
                                   /\ UNCHANGED << cell, gone >>
                        /\ UNCHANGED << sIndex, rIndex, slot, home, handle, 
                                        counted, got, calls, away, place, 
                                        refusals, visits, snapshot, covered, 
                                        stack, value, i, c, look, d, stop, n, 
                                        e, allowed, left >>

cancel_readCell(self) == /\ pc[self] = "cancel_readCell"
                         /\ pc' = [pc EXCEPT ![self] = "Done"]
                         /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                         handle, counted, got, calls, gone, 
                                         away, place, refusals, visits, 
                                         snapshot, covered, stack, value, i, c, 
                                         look, d, stop, n, e, allowed, left >>

cancel_leave(self) == /\ pc[self] = "cancel_leave"
                      /\ home' = [home EXCEPT ![self[1]] = "CANCELLED"]
                      /\ IF ~Smart
                            THEN /\ pc' = [pc EXCEPT ![self] = "cancel_count"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_decide"]
                      /\ UNCHANGED << sIndex, rIndex, cell, slot, handle, 
                                      counted, got, calls, gone, away, place, 
                                      refusals, visits, snapshot, covered, 
                                      stack, value, i, c, look, d, stop, n, e, 
                                      allowed, left >>

cancel_decide(self) == /\ pc[self] = "cancel_decide"
                       /\ \/ /\ allowed' = [allowed EXCEPT ![self] = TRUE]
                          \/ /\ allowed' = [allowed EXCEPT ![self] = FALSE]
                       /\ IF Bug = "forget-to-finish"
                             THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_finish"]
                       /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                       handle, counted, got, calls, gone, away, 
                                       place, refusals, visits, snapshot, 
                                       covered, stack, value, i, c, look, d, 
                                       stop, n, e, left >>

cancel_finish(self) == /\ pc[self] = "cancel_finish"
                       /\ left' = [left EXCEPT ![self] = IF Bug = "canceller-ignores-value" THEN Cancelling ELSE cell[slot[self[1]]]]
                       /\ cell' = [cell EXCEPT ![slot[self[1]]] = IF allowed[self] THEN Cancelled ELSE Refused]
                       /\ IF ~allowed[self] /\ left'[self] # Cancelling
                             THEN /\ refusals' = [refusals EXCEPT ![slot[self[1]]] = refusals[slot[self[1]]] + 1]
                                  /\ IF left'[self][2] \in V
                                        THEN /\ place' = [place EXCEPT ![left'[self][2]] = "refused"]
                                        ELSE /\ TRUE
                                             /\ place' = place
                             ELSE /\ TRUE
                                  /\ UNCHANGED << place, refusals >>
                       /\ IF ~allowed[self] /\ Bug # "count-refused"
                             THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_count"]
                       /\ UNCHANGED << sIndex, rIndex, slot, home, handle, 
                                       counted, got, calls, gone, away, visits, 
                                       snapshot, covered, stack, value, i, c, 
                                       look, d, stop, n, e, allowed >>

cancel_count(self) == /\ pc[self] = "cancel_count"
                      /\ counted' = counted + 1
                      /\ IF allowed[self] /\ left[self][1] = "LEFT" /\ (left[self][2] \in V \/ Bug = "shared-goes-on")
                            THEN /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "resume",
                                                                             pc        |->  "Done",
                                                                             i         |->  i[self],
                                                                             c         |->  c[self],
                                                                             look      |->  look[self],
                                                                             value     |->  value[self] ] >>
                                                                         \o stack[self]]
                                    /\ value' = [value EXCEPT ![self] = left[self][2]]
                                 /\ i' = [i EXCEPT ![self] = NoSlot]
                                 /\ c' = [c EXCEPT ![self] = Empty]
                                 /\ look' = [look EXCEPT ![self] = 0]
                                 /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                                 /\ UNCHANGED << stack, value, i, c, look >>
                      /\ UNCHANGED << sIndex, rIndex, cell, slot, home, handle, 
                                      got, calls, gone, away, place, refusals, 
                                      visits, snapshot, covered, d, stop, n, e, 
                                      allowed, left >>

canceller(self) == cancel_begin(self) \/ cancel_home(self)
                      \/ cancel_casCell(self) \/ cancel_readCell(self)
                      \/ cancel_leave(self) \/ cancel_decide(self)
                      \/ cancel_finish(self) \/ cancel_count(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in ProcSet: resume(self))
           \/ (\E self \in W: suspender(self))
           \/ (\E self \in V: resumer(self))
           \/ (\E self \in B: sweeper(self))
           \/ (\E self \in CW: canceller(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in W : WF_vars(suspender(self))
        /\ \A self \in V : WF_vars(resumer(self)) /\ WF_vars(resume(self))
        /\ \A self \in B : WF_vars(sweeper(self))
        /\ \A self \in CW : WF_vars(canceller(self)) /\ WF_vars(resume(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
-----------------------------------------------------------------------------
Quiet == \A p \in ProcSet : pc[p] = "Done"

Legal(a, z) == \/ a = Empty      /\ (z[1] \in {"WAITER", "VALUE"} \/ z = Resumed)
               \/ a[1] = "VALUE" /\ (z = Taken \/ (z = Broken /\ a[2] \in V))
               \/ a[1] = "WAITER" /\ z \in {Resumed, Cancelled, Cancelling}
               \/ a = Cancelling /\ (z[1] = "LEFT" \/ z \in {Cancelled, Refused})
               \/ a[1] = "LEFT"  /\ z \in {Cancelled, Refused}
BC_1_LegalTransitions == [][\A x \in DOMAIN cell : cell'[x] # cell[x] => Legal(cell[x], cell'[x])]_cell   \* RALL-2
RALL_1_Exclusive    == \A x \in DOMAIN cell : Cardinality(visits[x]) <= 1
RALL_1_IndexGrows   == [][rIndex' >= rIndex]_rIndex
RALL_2_AllVisited   == Quiet => \A x \in 0 .. covered - 1 : visits[x] \cap B # {} => cell[x] # Empty /\ cell[x][1] # "WAITER"
RALL_4_Coverage     == Quiet => \A w \in W : slot[w] < covered => calls[w] = 1 \/ gone[w] \/ away[w]
RALL_6_NothingLeft  == Quiet => /\ covered <= sIndex
                                /\ \A x \in DOMAIN cell : cell[x][1] = "VALUE" => cell[x][2] \in V /\ x >= sIndex
RALL_4_OnlyCovered  == \A w \in W : \A x \in got[w] \cap B : slot[w] < snapshot[x]   \* RALL-6
CQS_8_ResumedOnce   == \A w \in W : calls[w] <= 1 /\ Cardinality(got[w]) <= 1 /\ ~(calls[w] > 0 /\ (gone[w] \/ away[w]))
ARR_8_CountedOnce   == counted <= Cardinality({x \in DOMAIN cell : cell[x] = Cancelled})   \* CQS-17
CQS_14_RefusedOnce  == /\ \A x \in DOMAIN cell : refusals[x] <= 1 /\ (refusals[x] = 1 => cell[x] = Refused)
                       /\ Quiet => \A x \in 0 .. rIndex - 1 : cell[x] = Refused => refusals[x] = 1
CQS_18_Conservation == \A v \in V : (place[v] = "handed") = (\E w \in W : v \in got[w])
CQS_18_AtRest       == Quiet => \A v \in V : place[v] = "held" => \E x \in DOMAIN cell : cell[x] = Value(v)
SIG_NeverBlocked    == \A p \in ProcSet : pc[p] \notin {"cancel_begin", "Done"} =>
    ENABLED <<resume(p) \/ suspender(p) \/ resumer(p) \/ sweeper(p) \/ canceller(p)>>_vars
LIVE_LockFree       == <>[][FALSE]_vars
LIVE_Ends           == <>Quiet
Unfair              == Init /\ [][Next]_vars
=============================================================================
