\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
---------------------------- MODULE CqsResumeAll -----------------------------
(* The algorithm of Cqs.resumeAll with a value, among suspenders, resumers    *)
(* and cancellers, in each mode. What a sweep hands over is shared: it is     *)
(* nobody's alone, and where a waiter is cancelled it is dropped.             *)
(* One label is one access of the indices or a cell; the call of a waiter is  *)
(* the step after its claim. Left out: Waiter.home and the second cancel, the *)
(* second look of a canceller that has lost, the looks of a synchronous       *)
(* resumer before it breaks its cell, the count of cancelled cells. Module    *)
(* CellMeeting has these for one cell, SegmentList the segments, which are    *)
(* one array here.                                                            *)
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS W,           \* suspenders
          V,           \* resumers, each with a value of its own name
          B,           \* those who resume all, each with a value of its own name
          ToCancel,    \* suspenders who are cancelled
          Sync, Smart, \* the modes
          NCELLS,      \* more than are ever used
          Bug          \* "none", or the mutant

CW         == {<<"cancel", w>> : w \in ToCancel}
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

(* --algorithm CqsResumeAll {
variables
  sIndex = 0, rIndex = 0,
  cell   = [x \in 0 .. NCELLS - 1 |-> Empty],
  slot   = [w \in W |-> NoSlot],
  got    = [w \in W |-> {}],             \* history: the values it was handed
  calls  = [w \in W |-> 0],              \* history
  gone   = [w \in W |-> FALSE],          \* history: its cancel returned true
  away   = [w \in W |-> FALSE],          \* history: its cell was broken
  place  = [v \in V |-> "out"],          \* history: as in module Cqs
  refusals = [x \in 0 .. NCELLS - 1 |-> 0],   \* history: calls of refused for the cell
  visits = [x \in 0 .. NCELLS - 1 |-> {}],    \* history: whose the cell is: resumers and sweepers
  snapshot = [x \in B |-> 0],            \* history: the suspend index that a resumeAll has read
  covered = 0;                           \* history: the end of all that was claimed by sweeps

procedure resume(value) variables i = NoSlot, c = Empty; {
 resume_issue:                           \* Position.issue: fetch-and-add of the resume index. ITER-1
    i := rIndex; visits[rIndex] := visits[rIndex] \cup {value}; rIndex := rIndex + 1;
 resume_readCell:                        \* Cqs.resume: the cell
    c := cell[i];
    if (cell[i] = Empty) { goto resume_fill }
    else if (cell[i][1] # "WAITER") { goto meet_readCell };
 resume_claim:                           \* Cell.claim: CAS of the cell, waiter to RESUMED. CQS-8
    if (cell[i] = c) { cell[i] := Resumed; got[c[2]] := got[c[2]] \cup {value}; place[value] := "handed" }
    else { goto resume_readCell };
 resume_call:                            \* Nesting.deliver
    calls[c[2]] := calls[c[2]] + 1; return;
 resume_fill:                            \* Cell.fill: CAS of the cell, null to value. CQS-5
    if (cell[i] = Empty) { cell[i] := Value(value) } else { goto resume_readCell };
 resume_left:
    if (~Sync) { return };
 taken_break:                            \* Cell.breakValue: CAS of the cell, value to BROKEN. CQS-6
    if (cell[i] = Value(value)) { cell[i] := Broken; place[value] := "returned" };
    return;
 meet_readCell:                          \* Cqs.meetCanceller: the cell. CQS-10, CQS-11, CQS-14
    if (cell[i] = Cancelled) { if (Smart) { goto resume_issue } else { place[value] := "returned"; return } }
    else if (cell[i] = Refused) { place[value] := "refused"; refusals[i] := refusals[i] + 1; return }
    else if (Sync) { await cell[i] # Cancelling; goto meet_readCell };
 meet_delegate:                          \* Cell.delegate: CAS of the cell, CANCELLING to LEFT. CQS-15
    if (cell[i] = Cancelling) { cell[i] := Left(value); return } else { goto meet_readCell };
}

fair process (suspender \in W) variables d = Empty; {
 suspend_issue:                          \* Position.issue: fetch-and-add of the suspend index. ITER-1
    slot[self] := sIndex; sIndex := sIndex + 1;
 suspend_install:                        \* Cell.install: CAS of the cell, null to waiter. CQS-4, BC-10
    d := cell[slot[self]];
    if (cell[slot[self]] = Empty) { cell[slot[self]] := Waiter(self); goto Done }
    else if (cell[slot[self]] = Broken) { away[self] := TRUE; goto Done };
 suspend_take:                           \* Cell.take: CAS of the cell, value to TAKEN. CQS-5, CQS-7
    if (cell[slot[self]] = d) {
       cell[slot[self]] := Taken; got[self] := got[self] \cup {d[2]};
       if (d[2] \in V) { place[d[2]] := "handed" } }
    else { away[self] := TRUE; goto Done };
 suspend_call:                           \* Nesting.deliver
    calls[self] := calls[self] + 1;
}

fair process (resumer \in V) {
 resumer_begin:
    place[self] := "held"; call resume(self);
 resumer_end:
    skip;
}

fair process (sweeper \in B) variables stop = 0, n = 0, e = Empty; {
 resumeAll_publish:                      \* Position.publish: fetch-and-add of zero to the suspend index. RALL-4
    snapshot[self] := sIndex;
    stop := sIndex + (IF Bug = "advance-by-one" /\ sIndex = rIndex THEN 1 ELSE 0);
 claim_readIndex:                        \* Position.claim: the resume index. RALL-6
    n := rIndex;
    if (rIndex >= stop) { goto Done };
 claim_casIndex:                         \* Position.claim: CAS of the resume index. RALL-1
    if (rIndex = n \/ Bug = "claim-by-store") {
       rIndex := stop; covered := IF stop > covered THEN stop ELSE covered;
       visits := [x \in DOMAIN visits |-> IF n <= x /\ x < stop THEN visits[x] \cup {self} ELSE visits[x]] }
    else { goto claim_readIndex };
 sweep_readCell:                         \* Sweep.claim: the cell. RALL-2
    if (n >= stop - (IF Bug = "misses-last" THEN 1 ELSE 0)) { goto Done };
 sweep_lookCell:
    e := cell[n];
    if (cell[n] = Empty) { if (Bug = "skips-empty") { goto sweep_next } else { goto sweep_fill } }
    else if (cell[n] = Cancelled) { goto sweep_next }
    else if (cell[n][1] # "WAITER") { goto sweep_meet };
 sweep_claim:                            \* Cell.claim: CAS of the cell, waiter to RESUMED. RALL-2
    if (cell[n] = e) { cell[n] := Resumed; got[e[2]] := got[e[2]] \cup {self} } else { goto sweep_lookCell };
 sweep_call:                             \* Nesting.handOver
    calls[e[2]] := calls[e[2]] + 1; goto sweep_next;
 sweep_fill:                             \* Cell.fill: CAS of the cell, null to value. BC-10
    if (cell[n] = Empty) { cell[n] := IF Bug = "sweep-breaks" THEN Broken ELSE Value(self); goto sweep_next } else { goto sweep_lookCell };
 sweep_meet:                             \* Cqs.resumeCancelling, meetCanceller: the cell. CQS-14
    if (cell[n] = Cancelled) { goto sweep_next }
    else if (cell[n] = Refused) { refusals[n] := refusals[n] + 1; goto sweep_next }
    else if (Sync) { await cell[n] # Cancelling; goto sweep_meet };
 sweep_delegate:                         \* Cell.delegate: CAS of the cell, CANCELLING to LEFT. CQS-15
    if (cell[n] = Cancelling) { cell[n] := Left(self) } else { goto sweep_meet };
 sweep_next:
    n := n + 1; goto sweep_readCell;
}

fair process (canceller \in CW) variables allowed = TRUE, left = Empty; {
 cancel_begin:
    either { await slot[self[2]] # NoSlot /\ pc[self[2]] # "suspend_install" } or { goto Done };
 cancel_casCell:                         \* Cell.cancel: CAS of the cell. BC-2
    if (cell[slot[self[2]]] # Waiter(self[2])) { goto Done }
    else { gone[self[2]] := TRUE; cell[slot[self[2]]] := IF Smart THEN Cancelling ELSE Cancelled; if (~Smart) { goto Done } };
 cancel_decide:                          \* Policy.onCancellation. CQS-12
    either { allowed := TRUE } or { allowed := FALSE };
 cancel_finish:                          \* Cell.finishCancelling: exchange of the cell. CQS-15
    left := cell[slot[self[2]]];
    cell[slot[self[2]]] := IF allowed THEN Cancelled ELSE Refused;
    if (left = Cancelling \/ Bug = "canceller-ignores-value") { goto Done };
 cancel_settle:                          \* SmartCancellation.settle. CQS-13, CQS-15
    if (~allowed) {
       refusals[slot[self[2]]] := refusals[slot[self[2]]] + 1;
       if (left[2] \in V) { place[left[2]] := "refused" } }
    else if (left[2] \in V \/ Bug = "shared-goes-on") { call resume(left[2]) };
 cancel_end:
    skip;
}
} *)
\* BEGIN TRANSLATION (chksum(pcal) = "1bc11f3b" /\ chksum(tla) = "632b5eb9")
CONSTANT defaultInitValue
VARIABLES sIndex, rIndex, cell, slot, got, calls, gone, away, place, refusals, 
          visits, snapshot, covered, pc, stack, value, i, c, d, stop, n, e, 
          allowed, left

vars == << sIndex, rIndex, cell, slot, got, calls, gone, away, place, 
           refusals, visits, snapshot, covered, pc, stack, value, i, c, d, 
           stop, n, e, allowed, left >>

ProcSet == (W) \cup (V) \cup (B) \cup (CW)

Init == (* Global variables *)
        /\ sIndex = 0
        /\ rIndex = 0
        /\ cell = [x \in 0 .. NCELLS - 1 |-> Empty]
        /\ slot = [w \in W |-> NoSlot]
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
                                        [] self \in V -> "resumer_begin"
                                        [] self \in B -> "resumeAll_publish"
                                        [] self \in CW -> "cancel_begin"]

resume_issue(self) == /\ pc[self] = "resume_issue"
                      /\ i' = [i EXCEPT ![self] = rIndex]
                      /\ visits' = [visits EXCEPT ![rIndex] = visits[rIndex] \cup {value[self]}]
                      /\ rIndex' = rIndex + 1
                      /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                      /\ UNCHANGED << sIndex, cell, slot, got, calls, gone, 
                                      away, place, refusals, snapshot, covered, 
                                      stack, value, c, d, stop, n, e, allowed, 
                                      left >>

resume_readCell(self) == /\ pc[self] = "resume_readCell"
                         /\ c' = [c EXCEPT ![self] = cell[i[self]]]
                         /\ IF cell[i[self]] = Empty
                               THEN /\ pc' = [pc EXCEPT ![self] = "resume_fill"]
                               ELSE /\ IF cell[i[self]][1] # "WAITER"
                                          THEN /\ pc' = [pc EXCEPT ![self] = "meet_readCell"]
                                          ELSE /\ pc' = [pc EXCEPT ![self] = "resume_claim"]
                         /\ UNCHANGED << sIndex, rIndex, cell, slot, got, 
                                         calls, gone, away, place, refusals, 
                                         visits, snapshot, covered, stack, 
                                         value, i, d, stop, n, e, allowed, 
                                         left >>

resume_claim(self) == /\ pc[self] = "resume_claim"
                      /\ IF cell[i[self]] = c[self]
                            THEN /\ cell' = [cell EXCEPT ![i[self]] = Resumed]
                                 /\ got' = [got EXCEPT ![c[self][2]] = got[c[self][2]] \cup {value[self]}]
                                 /\ place' = [place EXCEPT ![value[self]] = "handed"]
                                 /\ pc' = [pc EXCEPT ![self] = "resume_call"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                                 /\ UNCHANGED << cell, got, place >>
                      /\ UNCHANGED << sIndex, rIndex, slot, calls, gone, away, 
                                      refusals, visits, snapshot, covered, 
                                      stack, value, i, c, d, stop, n, e, 
                                      allowed, left >>

resume_call(self) == /\ pc[self] = "resume_call"
                     /\ calls' = [calls EXCEPT ![c[self][2]] = calls[c[self][2]] + 1]
                     /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                     /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                     /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                     /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                     /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                     /\ UNCHANGED << sIndex, rIndex, cell, slot, got, gone, 
                                     away, place, refusals, visits, snapshot, 
                                     covered, d, stop, n, e, allowed, left >>

resume_fill(self) == /\ pc[self] = "resume_fill"
                     /\ IF cell[i[self]] = Empty
                           THEN /\ cell' = [cell EXCEPT ![i[self]] = Value(value[self])]
                                /\ pc' = [pc EXCEPT ![self] = "resume_left"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                                /\ cell' = cell
                     /\ UNCHANGED << sIndex, rIndex, slot, got, calls, gone, 
                                     away, place, refusals, visits, snapshot, 
                                     covered, stack, value, i, c, d, stop, n, 
                                     e, allowed, left >>

resume_left(self) == /\ pc[self] = "resume_left"
                     /\ IF ~Sync
                           THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "taken_break"]
                                /\ UNCHANGED << stack, value, i, c >>
                     /\ UNCHANGED << sIndex, rIndex, cell, slot, got, calls, 
                                     gone, away, place, refusals, visits, 
                                     snapshot, covered, d, stop, n, e, allowed, 
                                     left >>

taken_break(self) == /\ pc[self] = "taken_break"
                     /\ IF cell[i[self]] = Value(value[self])
                           THEN /\ cell' = [cell EXCEPT ![i[self]] = Broken]
                                /\ place' = [place EXCEPT ![value[self]] = "returned"]
                           ELSE /\ TRUE
                                /\ UNCHANGED << cell, place >>
                     /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                     /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                     /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                     /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                     /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                     /\ UNCHANGED << sIndex, rIndex, slot, got, calls, gone, 
                                     away, refusals, visits, snapshot, covered, 
                                     d, stop, n, e, allowed, left >>

meet_readCell(self) == /\ pc[self] = "meet_readCell"
                       /\ IF cell[i[self]] = Cancelled
                             THEN /\ IF Smart
                                        THEN /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                                             /\ UNCHANGED << place, stack, 
                                                             value, i, c >>
                                        ELSE /\ place' = [place EXCEPT ![value[self]] = "returned"]
                                             /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                             /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                             /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                             /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                             /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                  /\ UNCHANGED refusals
                             ELSE /\ IF cell[i[self]] = Refused
                                        THEN /\ place' = [place EXCEPT ![value[self]] = "refused"]
                                             /\ refusals' = [refusals EXCEPT ![i[self]] = refusals[i[self]] + 1]
                                             /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                             /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                             /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                             /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                             /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                        ELSE /\ IF Sync
                                                   THEN /\ cell[i[self]] # Cancelling
                                                        /\ pc' = [pc EXCEPT ![self] = "meet_readCell"]
                                                   ELSE /\ pc' = [pc EXCEPT ![self] = "meet_delegate"]
                                             /\ UNCHANGED << place, refusals, 
                                                             stack, value, i, 
                                                             c >>
                       /\ UNCHANGED << sIndex, rIndex, cell, slot, got, calls, 
                                       gone, away, visits, snapshot, covered, 
                                       d, stop, n, e, allowed, left >>

meet_delegate(self) == /\ pc[self] = "meet_delegate"
                       /\ IF cell[i[self]] = Cancelling
                             THEN /\ cell' = [cell EXCEPT ![i[self]] = Left(value[self])]
                                  /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                  /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
                                  /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                                  /\ value' = [value EXCEPT ![self] = Head(stack[self]).value]
                                  /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "meet_readCell"]
                                  /\ UNCHANGED << cell, stack, value, i, c >>
                       /\ UNCHANGED << sIndex, rIndex, slot, got, calls, gone, 
                                       away, place, refusals, visits, snapshot, 
                                       covered, d, stop, n, e, allowed, left >>

resume(self) == resume_issue(self) \/ resume_readCell(self)
                   \/ resume_claim(self) \/ resume_call(self)
                   \/ resume_fill(self) \/ resume_left(self)
                   \/ taken_break(self) \/ meet_readCell(self)
                   \/ meet_delegate(self)

suspend_issue(self) == /\ pc[self] = "suspend_issue"
                       /\ slot' = [slot EXCEPT ![self] = sIndex]
                       /\ sIndex' = sIndex + 1
                       /\ pc' = [pc EXCEPT ![self] = "suspend_install"]
                       /\ UNCHANGED << rIndex, cell, got, calls, gone, away, 
                                       place, refusals, visits, snapshot, 
                                       covered, stack, value, i, c, d, stop, n, 
                                       e, allowed, left >>

suspend_install(self) == /\ pc[self] = "suspend_install"
                         /\ d' = [d EXCEPT ![self] = cell[slot[self]]]
                         /\ IF cell[slot[self]] = Empty
                               THEN /\ cell' = [cell EXCEPT ![slot[self]] = Waiter(self)]
                                    /\ pc' = [pc EXCEPT ![self] = "Done"]
                                    /\ away' = away
                               ELSE /\ IF cell[slot[self]] = Broken
                                          THEN /\ away' = [away EXCEPT ![self] = TRUE]
                                               /\ pc' = [pc EXCEPT ![self] = "Done"]
                                          ELSE /\ pc' = [pc EXCEPT ![self] = "suspend_take"]
                                               /\ away' = away
                                    /\ cell' = cell
                         /\ UNCHANGED << sIndex, rIndex, slot, got, calls, 
                                         gone, place, refusals, visits, 
                                         snapshot, covered, stack, value, i, c, 
                                         stop, n, e, allowed, left >>

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
                      /\ UNCHANGED << sIndex, rIndex, slot, calls, gone, 
                                      refusals, visits, snapshot, covered, 
                                      stack, value, i, c, d, stop, n, e, 
                                      allowed, left >>

suspend_call(self) == /\ pc[self] = "suspend_call"
                      /\ calls' = [calls EXCEPT ![self] = calls[self] + 1]
                      /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << sIndex, rIndex, cell, slot, got, gone, 
                                      away, place, refusals, visits, snapshot, 
                                      covered, stack, value, i, c, d, stop, n, 
                                      e, allowed, left >>

suspender(self) == suspend_issue(self) \/ suspend_install(self)
                      \/ suspend_take(self) \/ suspend_call(self)

resumer_begin(self) == /\ pc[self] = "resumer_begin"
                       /\ place' = [place EXCEPT ![self] = "held"]
                       /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "resume",
                                                                   pc        |->  "resumer_end",
                                                                   i         |->  i[self],
                                                                   c         |->  c[self],
                                                                   value     |->  value[self] ] >>
                                                               \o stack[self]]
                          /\ value' = [value EXCEPT ![self] = self]
                       /\ i' = [i EXCEPT ![self] = NoSlot]
                       /\ c' = [c EXCEPT ![self] = Empty]
                       /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                       /\ UNCHANGED << sIndex, rIndex, cell, slot, got, calls, 
                                       gone, away, refusals, visits, snapshot, 
                                       covered, d, stop, n, e, allowed, left >>

resumer_end(self) == /\ pc[self] = "resumer_end"
                     /\ TRUE
                     /\ pc' = [pc EXCEPT ![self] = "Done"]
                     /\ UNCHANGED << sIndex, rIndex, cell, slot, got, calls, 
                                     gone, away, place, refusals, visits, 
                                     snapshot, covered, stack, value, i, c, d, 
                                     stop, n, e, allowed, left >>

resumer(self) == resumer_begin(self) \/ resumer_end(self)

resumeAll_publish(self) == /\ pc[self] = "resumeAll_publish"
                           /\ snapshot' = [snapshot EXCEPT ![self] = sIndex]
                           /\ stop' = [stop EXCEPT ![self] = sIndex + (IF Bug = "advance-by-one" /\ sIndex = rIndex THEN 1 ELSE 0)]
                           /\ pc' = [pc EXCEPT ![self] = "claim_readIndex"]
                           /\ UNCHANGED << sIndex, rIndex, cell, slot, got, 
                                           calls, gone, away, place, refusals, 
                                           visits, covered, stack, value, i, c, 
                                           d, n, e, allowed, left >>

claim_readIndex(self) == /\ pc[self] = "claim_readIndex"
                         /\ n' = [n EXCEPT ![self] = rIndex]
                         /\ IF rIndex >= stop[self]
                               THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "claim_casIndex"]
                         /\ UNCHANGED << sIndex, rIndex, cell, slot, got, 
                                         calls, gone, away, place, refusals, 
                                         visits, snapshot, covered, stack, 
                                         value, i, c, d, stop, e, allowed, 
                                         left >>

claim_casIndex(self) == /\ pc[self] = "claim_casIndex"
                        /\ IF rIndex = n[self] \/ Bug = "claim-by-store"
                              THEN /\ rIndex' = stop[self]
                                   /\ covered' = (IF stop[self] > covered THEN stop[self] ELSE covered)
                                   /\ visits' = [x \in DOMAIN visits |-> IF n[self] <= x /\ x < stop[self] THEN visits[x] \cup {self} ELSE visits[x]]
                                   /\ pc' = [pc EXCEPT ![self] = "sweep_readCell"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "claim_readIndex"]
                                   /\ UNCHANGED << rIndex, visits, covered >>
                        /\ UNCHANGED << sIndex, cell, slot, got, calls, gone, 
                                        away, place, refusals, snapshot, stack, 
                                        value, i, c, d, stop, n, e, allowed, 
                                        left >>

sweep_readCell(self) == /\ pc[self] = "sweep_readCell"
                        /\ IF n[self] >= stop[self] - (IF Bug = "misses-last" THEN 1 ELSE 0)
                              THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_lookCell"]
                        /\ UNCHANGED << sIndex, rIndex, cell, slot, got, calls, 
                                        gone, away, place, refusals, visits, 
                                        snapshot, covered, stack, value, i, c, 
                                        d, stop, n, e, allowed, left >>

sweep_lookCell(self) == /\ pc[self] = "sweep_lookCell"
                        /\ e' = [e EXCEPT ![self] = cell[n[self]]]
                        /\ IF cell[n[self]] = Empty
                              THEN /\ IF Bug = "skips-empty"
                                         THEN /\ pc' = [pc EXCEPT ![self] = "sweep_next"]
                                         ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_fill"]
                              ELSE /\ IF cell[n[self]] = Cancelled
                                         THEN /\ pc' = [pc EXCEPT ![self] = "sweep_next"]
                                         ELSE /\ IF cell[n[self]][1] # "WAITER"
                                                    THEN /\ pc' = [pc EXCEPT ![self] = "sweep_meet"]
                                                    ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_claim"]
                        /\ UNCHANGED << sIndex, rIndex, cell, slot, got, calls, 
                                        gone, away, place, refusals, visits, 
                                        snapshot, covered, stack, value, i, c, 
                                        d, stop, n, allowed, left >>

sweep_claim(self) == /\ pc[self] = "sweep_claim"
                     /\ IF cell[n[self]] = e[self]
                           THEN /\ cell' = [cell EXCEPT ![n[self]] = Resumed]
                                /\ got' = [got EXCEPT ![e[self][2]] = got[e[self][2]] \cup {self}]
                                /\ pc' = [pc EXCEPT ![self] = "sweep_call"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_lookCell"]
                                /\ UNCHANGED << cell, got >>
                     /\ UNCHANGED << sIndex, rIndex, slot, calls, gone, away, 
                                     place, refusals, visits, snapshot, 
                                     covered, stack, value, i, c, d, stop, n, 
                                     e, allowed, left >>

sweep_call(self) == /\ pc[self] = "sweep_call"
                    /\ calls' = [calls EXCEPT ![e[self][2]] = calls[e[self][2]] + 1]
                    /\ pc' = [pc EXCEPT ![self] = "sweep_next"]
                    /\ UNCHANGED << sIndex, rIndex, cell, slot, got, gone, 
                                    away, place, refusals, visits, snapshot, 
                                    covered, stack, value, i, c, d, stop, n, e, 
                                    allowed, left >>

sweep_fill(self) == /\ pc[self] = "sweep_fill"
                    /\ IF cell[n[self]] = Empty
                          THEN /\ cell' = [cell EXCEPT ![n[self]] = IF Bug = "sweep-breaks" THEN Broken ELSE Value(self)]
                               /\ pc' = [pc EXCEPT ![self] = "sweep_next"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_lookCell"]
                               /\ cell' = cell
                    /\ UNCHANGED << sIndex, rIndex, slot, got, calls, gone, 
                                    away, place, refusals, visits, snapshot, 
                                    covered, stack, value, i, c, d, stop, n, e, 
                                    allowed, left >>

sweep_meet(self) == /\ pc[self] = "sweep_meet"
                    /\ IF cell[n[self]] = Cancelled
                          THEN /\ pc' = [pc EXCEPT ![self] = "sweep_next"]
                               /\ UNCHANGED refusals
                          ELSE /\ IF cell[n[self]] = Refused
                                     THEN /\ refusals' = [refusals EXCEPT ![n[self]] = refusals[n[self]] + 1]
                                          /\ pc' = [pc EXCEPT ![self] = "sweep_next"]
                                     ELSE /\ IF Sync
                                                THEN /\ cell[n[self]] # Cancelling
                                                     /\ pc' = [pc EXCEPT ![self] = "sweep_meet"]
                                                ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_delegate"]
                                          /\ UNCHANGED refusals
                    /\ UNCHANGED << sIndex, rIndex, cell, slot, got, calls, 
                                    gone, away, place, visits, snapshot, 
                                    covered, stack, value, i, c, d, stop, n, e, 
                                    allowed, left >>

sweep_delegate(self) == /\ pc[self] = "sweep_delegate"
                        /\ IF cell[n[self]] = Cancelling
                              THEN /\ cell' = [cell EXCEPT ![n[self]] = Left(self)]
                                   /\ pc' = [pc EXCEPT ![self] = "sweep_next"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_meet"]
                                   /\ cell' = cell
                        /\ UNCHANGED << sIndex, rIndex, slot, got, calls, gone, 
                                        away, place, refusals, visits, 
                                        snapshot, covered, stack, value, i, c, 
                                        d, stop, n, e, allowed, left >>

sweep_next(self) == /\ pc[self] = "sweep_next"
                    /\ n' = [n EXCEPT ![self] = n[self] + 1]
                    /\ pc' = [pc EXCEPT ![self] = "sweep_readCell"]
                    /\ UNCHANGED << sIndex, rIndex, cell, slot, got, calls, 
                                    gone, away, place, refusals, visits, 
                                    snapshot, covered, stack, value, i, c, d, 
                                    stop, e, allowed, left >>

sweeper(self) == resumeAll_publish(self) \/ claim_readIndex(self)
                    \/ claim_casIndex(self) \/ sweep_readCell(self)
                    \/ sweep_lookCell(self) \/ sweep_claim(self)
                    \/ sweep_call(self) \/ sweep_fill(self)
                    \/ sweep_meet(self) \/ sweep_delegate(self)
                    \/ sweep_next(self)

cancel_begin(self) == /\ pc[self] = "cancel_begin"
                      /\ \/ /\ slot[self[2]] # NoSlot /\ pc[self[2]] # "suspend_install"
                            /\ pc' = [pc EXCEPT ![self] = "cancel_casCell"]
                         \/ /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << sIndex, rIndex, cell, slot, got, calls, 
                                      gone, away, place, refusals, visits, 
                                      snapshot, covered, stack, value, i, c, d, 
                                      stop, n, e, allowed, left >>

cancel_casCell(self) == /\ pc[self] = "cancel_casCell"
                        /\ IF cell[slot[self[2]]] # Waiter(self[2])
                              THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                   /\ UNCHANGED << cell, gone >>
                              ELSE /\ gone' = [gone EXCEPT ![self[2]] = TRUE]
                                   /\ cell' = [cell EXCEPT ![slot[self[2]]] = IF Smart THEN Cancelling ELSE Cancelled]
                                   /\ IF ~Smart
                                         THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                         ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_decide"]
                        /\ UNCHANGED << sIndex, rIndex, slot, got, calls, away, 
                                        place, refusals, visits, snapshot, 
                                        covered, stack, value, i, c, d, stop, 
                                        n, e, allowed, left >>

cancel_decide(self) == /\ pc[self] = "cancel_decide"
                       /\ \/ /\ allowed' = [allowed EXCEPT ![self] = TRUE]
                          \/ /\ allowed' = [allowed EXCEPT ![self] = FALSE]
                       /\ pc' = [pc EXCEPT ![self] = "cancel_finish"]
                       /\ UNCHANGED << sIndex, rIndex, cell, slot, got, calls, 
                                       gone, away, place, refusals, visits, 
                                       snapshot, covered, stack, value, i, c, 
                                       d, stop, n, e, left >>

cancel_finish(self) == /\ pc[self] = "cancel_finish"
                       /\ left' = [left EXCEPT ![self] = cell[slot[self[2]]]]
                       /\ cell' = [cell EXCEPT ![slot[self[2]]] = IF allowed[self] THEN Cancelled ELSE Refused]
                       /\ IF left'[self] = Cancelling \/ Bug = "canceller-ignores-value"
                             THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_settle"]
                       /\ UNCHANGED << sIndex, rIndex, slot, got, calls, gone, 
                                       away, place, refusals, visits, snapshot, 
                                       covered, stack, value, i, c, d, stop, n, 
                                       e, allowed >>

cancel_settle(self) == /\ pc[self] = "cancel_settle"
                       /\ IF ~allowed[self]
                             THEN /\ refusals' = [refusals EXCEPT ![slot[self[2]]] = refusals[slot[self[2]]] + 1]
                                  /\ IF left[self][2] \in V
                                        THEN /\ place' = [place EXCEPT ![left[self][2]] = "refused"]
                                        ELSE /\ TRUE
                                             /\ place' = place
                                  /\ pc' = [pc EXCEPT ![self] = "cancel_end"]
                                  /\ UNCHANGED << stack, value, i, c >>
                             ELSE /\ IF left[self][2] \in V \/ Bug = "shared-goes-on"
                                        THEN /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "resume",
                                                                                         pc        |->  "cancel_end",
                                                                                         i         |->  i[self],
                                                                                         c         |->  c[self],
                                                                                         value     |->  value[self] ] >>
                                                                                     \o stack[self]]
                                                /\ value' = [value EXCEPT ![self] = left[self][2]]
                                             /\ i' = [i EXCEPT ![self] = NoSlot]
                                             /\ c' = [c EXCEPT ![self] = Empty]
                                             /\ pc' = [pc EXCEPT ![self] = "resume_issue"]
                                        ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_end"]
                                             /\ UNCHANGED << stack, value, i, 
                                                             c >>
                                  /\ UNCHANGED << place, refusals >>
                       /\ UNCHANGED << sIndex, rIndex, cell, slot, got, calls, 
                                       gone, away, visits, snapshot, covered, 
                                       d, stop, n, e, allowed, left >>

cancel_end(self) == /\ pc[self] = "cancel_end"
                    /\ TRUE
                    /\ pc' = [pc EXCEPT ![self] = "Done"]
                    /\ UNCHANGED << sIndex, rIndex, cell, slot, got, calls, 
                                    gone, away, place, refusals, visits, 
                                    snapshot, covered, stack, value, i, c, d, 
                                    stop, n, e, allowed, left >>

canceller(self) == cancel_begin(self) \/ cancel_casCell(self)
                      \/ cancel_decide(self) \/ cancel_finish(self)
                      \/ cancel_settle(self) \/ cancel_end(self)

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
CQS_14_RefusedOnce  == /\ \A x \in DOMAIN cell : refusals[x] <= 1 /\ (refusals[x] = 1 => cell[x] = Refused)
                       /\ Quiet => \A x \in 0 .. rIndex - 1 : cell[x] = Refused => refusals[x] = 1
CQS_18_Conservation == \A v \in V : (place[v] = "handed") = (\E w \in W : v \in got[w])
CQS_18_AtRest       == Quiet => \A v \in V : place[v] = "held" => \E x \in DOMAIN cell : cell[x] = Value(v)
SIG_NeverBlocked    == \A p \in ProcSet : pc[p] \notin {"cancel_begin", "Done"} =>
    ENABLED (resume(p) \/ suspender(p) \/ resumer(p) \/ sweeper(p) \/ canceller(p))
LIVE_LockFree       == <>[][FALSE]_vars
LIVE_Ends           == <>Quiet
Unfair              == Init /\ [][Next]_vars
=============================================================================
