\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
----------------------------- MODULE CellMeeting -----------------------------
(* The algorithm of one cell: Cell on its own, or a cell of Cqs in each of    *)
(* its modes, met by a resume or by the sweep of a resumeAll. One suspender,  *)
(* one resumer, and cancellers who may come at any time, also while the       *)
(* waiter is being registered. One label is one access.                       *)
EXTENDS Integers, Sequences, TLC
CONSTANTS Own,         \* class Cell on its own: asynchronous, simple
          Sync, Smart, \* the modes of Cqs
          Sweeping,    \* the resumer is a resumeAll
          HasValue,    \* there is something to hand over, not null
          Looks,       \* how often a synchronous resumer looks
          C,           \* cancellers
          Bug          \* "none", or the mutant

Empty      == "EMPTY"
Waiter     == "WAITER"
Value      == "VALUE"
Delegated  == "DELEGATED"                \* SmartCancellation.Left: a value that was left to the canceller,
Shared     == "SHARED"                   \* and one of a sweep
Resumed    == "RESUMED"
Taken      == "TAKEN"
Broken     == "BROKEN"
Cancelling == "CANCELLING"
Cancelled  == "CANCELLED"
Refused    == "REFUSED"
(* Boxed.box, Cell.contentFor: null needs no taking if nobody takes it back.  *)
Left == IF ~HasValue /\ (~Sync \/ Sweeping) /\ Bug # "null-left-as-value" THEN Resumed ELSE Value
Skipped == IF Sweeping THEN "dropped" ELSE IF Smart THEN "next" ELSE "returned"

(* --algorithm CellMeeting {
variables
  cell    = Empty,
  home    = "none",                      \* Waiter.home: "none", "owner", "cell", "segment", "over" or "CANCELLED"
  placed  = FALSE,                       \* Waiter.offset is not negative
  waiter  = "none", value = "out",       \* history: as in module Cell
  calls   = 0,                           \* history: calls of the waiter
  owed    = 0,                           \* history: calls of undelivered
  refusals = 0,                          \* history: calls of refused
  counted = 0,                           \* history: calls of Segment.cancelCell
  result  = TRUE,                        \* what resume returns
  gone    = [x \in C |-> FALSE],         \* history: cancel returned true,
  denied  = [x \in C |-> FALSE],         \* false,
  thrown  = [x \in C |-> FALSE];         \* or threw

(* Nesting.handOver. *)
procedure deliver() {
 deliver_leave:                          \* Waiter.leave: home, opaque. ARR-19
    home := IF Own THEN "cell" ELSE "over";
 deliver_call:                           \* Waiter.tryResume. BC-4, CQS-20, CQS-21
    calls := calls + (IF Bug = "call-twice" THEN 2 ELSE 1);
    either { waiter := "called"; return } or { waiter := "declined"; if (Bug = "undelivered-dropped") { return } };
 deliver_undelivered:                    \* Policy.undelivered. CQS-20
    value := "undelivered"; owed := owed + (IF Bug = "undelivered-twice" THEN 2 ELSE 1);
    return;
}

fair process (suspender = "suspender") variables d = Empty; {
 suspend_begin:
    either { skip } or { goto Done };
 suspend_attach:                         \* Waiter.attach: home, plain
    if (Own) { home := "cell"; goto suspend_install } else { home := "owner" };
 suspend_place:                          \* Waiter.place: home, plain
    home := "segment";
 suspend_placeOffset:                    \* Waiter.place: offset, plain
    placed := TRUE;
 suspend_install:                        \* Cell.install: CAS of the cell, null to waiter. CQS-4, BC-3
    if (cell = Empty \/ Bug = "install-by-store") { cell := Waiter; waiter := "waiting"; goto Done }
    else if (cell = Resumed) {
       if (Bug = "suspend-ignores-resumed") { goto Done }
       else { waiter := "claimed"; value := "handed"; goto suspend_deliver } }
    else if (cell = Broken) { goto suspend_detach }
    else { d := cell };
 suspend_take:                           \* Cell.take: CAS of the cell, value to TAKEN. CQS-5, CQS-7
    if (cell = d \/ Bug = "take-by-store") { cell := Taken; waiter := "claimed"; value := "handed" }
    else { goto suspend_detach };
 suspend_deliver:                        \* Nesting.deliver, in the registering thread
    call deliver(); goto Done;
 suspend_detach:                         \* Waiter.detach: home, plain. CQS-4
    home := "none"; waiter := "away";
}

fair process (resumer = "resumer") variables look = 0; {
 resume_begin:
    either { value := "offered" } or { goto Done };
 resume_readCell:                        \* Cqs.resume, Cell.resume, Sweep.claim: the cell
    if (cell = Empty) { goto resume_fill }
    else if (cell = Waiter) { if (Bug = "call-before-claim") { goto resume_callEarly } }
    else if (cell = Cancelled /\ (Own \/ Sweeping)) { value := Skipped; result := Sweeping; goto Done }
    else { assert ~Own; goto meet_readCell };
 resume_claim:                           \* Cell.claim: CAS of the cell, waiter to RESUMED. CQS-8, CQS-21
    if (cell = Waiter \/ Bug = "claim-by-store") { cell := Resumed; waiter := "claimed"; value := "handed"; result := TRUE }
    else { goto resume_readCell };
 resume_deliver:                         \* Nesting.deliver
    call deliver(); goto Done;
 resume_callEarly:                       \* Only a mutant calls before it claims.
    calls := calls + 1; waiter := "called"; value := "handed";
 resume_claimLate:
    if (cell = Waiter) { cell := Resumed }; goto Done;
 resume_fill:                            \* Cell.fill: CAS of the cell, null to value. CQS-5, BC-10
    if (cell = Empty \/ Bug = "fill-by-store") {
       cell := Left;
       if (~Sync \/ (Sweeping /\ Bug # "sweep-breaks")) { result := TRUE; goto Done } }
    else { goto resume_readCell };
 taken_readCell:                         \* SyncResumption.isTaken: the cell, a bounded number of times. CQS-6
    if (cell = Taken) { result := TRUE; goto Done }
    else if (look + 1 < Looks) { look := look + 1; goto taken_readCell };
 taken_break:                            \* Cell.breakValue: CAS of the cell, value to BROKEN. CQS-6, CQS-7
    if (cell = Value \/ Bug = "break-by-store") { cell := Broken; value := "returned"; result := FALSE }
    else { result := Bug # "break-ignores-loss"; if (Bug = "break-ignores-loss") { value := "returned" } };
    goto Done;
 meet_readCell:                          \* Cqs.meetCanceller: the cell
    if (cell = Cancelled) {              \* CQS-10, CQS-11
       value := IF Bug = "cancelled-counts-as-served" THEN "dropped" ELSE Skipped; result := Smart; goto Done }
    else if (cell = Refused) {           \* Policy.refused. CQS-14
       value := "refused"; refusals := refusals + 1; result := Bug # "refused-and-returned"; goto Done }
    else {
       assert cell = Cancelling;
       if (Bug = "fails-early") { value := "returned"; result := FALSE; goto Done }
       else if (Bug = "stays-at-cancelling") { goto meet_readCell }
       else if (Sync \/ Bug = "awaits-canceller") { await cell # Cancelling; goto meet_readCell } };   \* Thread.yield. CQS-16
 meet_delegate:                          \* Cell.delegate: CAS of the cell, CANCELLING to value. CQS-15
    if (Bug = "spins-for-canceller") { goto meet_readCell }
    else if (cell = Cancelling \/ Bug = "delegate-by-store") { cell := IF Sweeping /\ Bug # "shared-goes-on" THEN Shared ELSE Delegated; result := TRUE }
    else { goto meet_readCell };
}

fair process (canceller \in C) variables allowed = TRUE, early = FALSE, left = Empty; {
 cancel_begin:
    either { await home # "none" } or { goto Done };
 cancel_readHome:                        \* Waiter.cancel: home, opaque. BC-5, BC-6
    early := waiter \in {"none", "away"};
    if (home = "none") { goto Done }     \* BROKEN, and detached: not registered.
    else if (home \in {"owner", "over"}) { denied[self] := TRUE; goto Done }
    else if (home = "CANCELLED") { thrown[self] := TRUE; goto Done }
    else if (home = "cell") { goto cancel_casCell };
 cancel_readOffset:                      \* Waiter.cancel: offset, plain. It may be written meanwhile
    if (~placed) { denied[self] := TRUE; goto Done };
 cancel_casCell:                         \* Cell.cancel: CAS of the cell, waiter to CANCELLING or CANCELLED. BC-2
    if (cell = Waiter \/ (Bug = "cancel-by-store" /\ waiter # "none")) {
       gone[self] := TRUE;
       cell := IF Smart THEN Cancelling ELSE Cancelled;
       waiter := IF Smart THEN "cancelling" ELSE "cancelled";
       goto cancel_leave };
 cancel_readCell:                        \* CellState.isOfEarlierCancel: the cell. BC-5, BC-6
    if (\/ cell \in {Cancelled, Cancelling, Refused}
        \/ cell \in {Delegated, Shared} /\ Bug # "false-after-delegation"
        \/ cell = Value /\ Smart /\ Bug = "throw-at-value") { if (Bug = "second-cancel-wins") { gone[self] := TRUE } else { thrown[self] := TRUE } }
    else { denied[self] := TRUE };
    goto Done;
 cancel_leave:                           \* Waiter.leave: home, opaque. ARR-19
    home := "CANCELLED";
    if (~Smart) { goto cancel_count };
 cancel_decide:                          \* Policy.onCancellation. CQS-12
    either { allowed := TRUE } or { allowed := FALSE };
 cancel_finish:                          \* Cell.finishCancelling: exchange of the cell. CQS-12, CQS-15
    left := IF Bug = "canceller-ignores-value" THEN Cancelling ELSE cell;
    cell := IF allowed THEN Cancelled ELSE Refused;
    waiter := IF allowed THEN "cancelled" ELSE "refused";
    if (~allowed /\ Bug # "count-refused") { goto cancel_settle };
 cancel_count:                           \* Segment.cancelCell, of Cqs. CQS-17
    if (~Own) { counted := counted + 1 };
    if (~Smart) { goto Done };
 cancel_settle:                          \* SmartCancellation.settle: what a resumer has left. CQS-13, CQS-15
    if (left # Cancelling) {
       if (~allowed) { value := "refused"; refusals := refusals + 1 }
       else { value := IF left = Shared THEN "dropped" ELSE "next" } };
}
} *)
\* BEGIN TRANSLATION
VARIABLES cell, home, placed, waiter, value, calls, owed, refusals, counted, 
          result, gone, denied, thrown, pc, stack, d, look, allowed, early, 
          left

vars == << cell, home, placed, waiter, value, calls, owed, refusals, counted, 
           result, gone, denied, thrown, pc, stack, d, look, allowed, early, 
           left >>

ProcSet == {"suspender"} \cup {"resumer"} \cup (C)

Init == (* Global variables *)
        /\ cell = Empty
        /\ home = "none"
        /\ placed = FALSE
        /\ waiter = "none"
        /\ value = "out"
        /\ calls = 0
        /\ owed = 0
        /\ refusals = 0
        /\ counted = 0
        /\ result = TRUE
        /\ gone = [x \in C |-> FALSE]
        /\ denied = [x \in C |-> FALSE]
        /\ thrown = [x \in C |-> FALSE]
        (* Process suspender *)
        /\ d = Empty
        (* Process resumer *)
        /\ look = 0
        (* Process canceller *)
        /\ allowed = [self \in C |-> TRUE]
        /\ early = [self \in C |-> FALSE]
        /\ left = [self \in C |-> Empty]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self = "suspender" -> "suspend_begin"
                                        [] self = "resumer" -> "resume_begin"
                                        [] self \in C -> "cancel_begin"]

deliver_leave(self) == /\ pc[self] = "deliver_leave"
                       /\ home' = IF Own THEN "cell" ELSE "over"
                       /\ pc' = [pc EXCEPT ![self] = "deliver_call"]
                       /\ UNCHANGED << cell, placed, waiter, value, calls, 
                                       owed, refusals, counted, result, gone, 
                                       denied, thrown, stack, d, look, allowed, 
                                       early, left >>

deliver_call(self) == /\ pc[self] = "deliver_call"
                      /\ calls' = calls + (IF Bug = "call-twice" THEN 2 ELSE 1)
                      /\ \/ /\ waiter' = "called"
                            /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                            /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                         \/ /\ waiter' = "declined"
                            /\ IF Bug = "undelivered-dropped"
                                  THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                       /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                  ELSE /\ pc' = [pc EXCEPT ![self] = "deliver_undelivered"]
                                       /\ stack' = stack
                      /\ UNCHANGED << cell, home, placed, value, owed, 
                                      refusals, counted, result, gone, denied, 
                                      thrown, d, look, allowed, early, left >>

deliver_undelivered(self) == /\ pc[self] = "deliver_undelivered"
                             /\ value' = "undelivered"
                             /\ owed' = owed + (IF Bug = "undelivered-twice" THEN 2 ELSE 1)
                             /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                             /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                             /\ UNCHANGED << cell, home, placed, waiter, calls, 
                                             refusals, counted, result, gone, 
                                             denied, thrown, d, look, allowed, 
                                             early, left >>

deliver(self) == deliver_leave(self) \/ deliver_call(self)
                    \/ deliver_undelivered(self)

suspend_begin == /\ pc["suspender"] = "suspend_begin"
                 /\ \/ /\ TRUE
                       /\ pc' = [pc EXCEPT !["suspender"] = "suspend_attach"]
                    \/ /\ pc' = [pc EXCEPT !["suspender"] = "Done"]
                 /\ UNCHANGED << cell, home, placed, waiter, value, calls, 
                                 owed, refusals, counted, result, gone, denied, 
                                 thrown, stack, d, look, allowed, early, left >>

suspend_attach == /\ pc["suspender"] = "suspend_attach"
                  /\ IF Own
                        THEN /\ home' = "cell"
                             /\ pc' = [pc EXCEPT !["suspender"] = "suspend_install"]
                        ELSE /\ home' = "owner"
                             /\ pc' = [pc EXCEPT !["suspender"] = "suspend_place"]
                  /\ UNCHANGED << cell, placed, waiter, value, calls, owed, 
                                  refusals, counted, result, gone, denied, 
                                  thrown, stack, d, look, allowed, early, left >>

suspend_place == /\ pc["suspender"] = "suspend_place"
                 /\ home' = "segment"
                 /\ pc' = [pc EXCEPT !["suspender"] = "suspend_placeOffset"]
                 /\ UNCHANGED << cell, placed, waiter, value, calls, owed, 
                                 refusals, counted, result, gone, denied, 
                                 thrown, stack, d, look, allowed, early, left >>

suspend_placeOffset == /\ pc["suspender"] = "suspend_placeOffset"
                       /\ placed' = TRUE
                       /\ pc' = [pc EXCEPT !["suspender"] = "suspend_install"]
                       /\ UNCHANGED << cell, home, waiter, value, calls, owed, 
                                       refusals, counted, result, gone, denied, 
                                       thrown, stack, d, look, allowed, early, 
                                       left >>

suspend_install == /\ pc["suspender"] = "suspend_install"
                   /\ IF cell = Empty \/ Bug = "install-by-store"
                         THEN /\ cell' = Waiter
                              /\ waiter' = "waiting"
                              /\ pc' = [pc EXCEPT !["suspender"] = "Done"]
                              /\ UNCHANGED << value, d >>
                         ELSE /\ IF cell = Resumed
                                    THEN /\ IF Bug = "suspend-ignores-resumed"
                                               THEN /\ pc' = [pc EXCEPT !["suspender"] = "Done"]
                                                    /\ UNCHANGED << waiter, 
                                                                    value >>
                                               ELSE /\ waiter' = "claimed"
                                                    /\ value' = "handed"
                                                    /\ pc' = [pc EXCEPT !["suspender"] = "suspend_deliver"]
                                         /\ d' = d
                                    ELSE /\ IF cell = Broken
                                               THEN /\ pc' = [pc EXCEPT !["suspender"] = "suspend_detach"]
                                                    /\ d' = d
                                               ELSE /\ d' = cell
                                                    /\ pc' = [pc EXCEPT !["suspender"] = "suspend_take"]
                                         /\ UNCHANGED << waiter, value >>
                              /\ cell' = cell
                   /\ UNCHANGED << home, placed, calls, owed, refusals, 
                                   counted, result, gone, denied, thrown, 
                                   stack, look, allowed, early, left >>

suspend_take == /\ pc["suspender"] = "suspend_take"
                /\ IF cell = d \/ Bug = "take-by-store"
                      THEN /\ cell' = Taken
                           /\ waiter' = "claimed"
                           /\ value' = "handed"
                           /\ pc' = [pc EXCEPT !["suspender"] = "suspend_deliver"]
                      ELSE /\ pc' = [pc EXCEPT !["suspender"] = "suspend_detach"]
                           /\ UNCHANGED << cell, waiter, value >>
                /\ UNCHANGED << home, placed, calls, owed, refusals, counted, 
                                result, gone, denied, thrown, stack, d, look, 
                                allowed, early, left >>

suspend_deliver == /\ pc["suspender"] = "suspend_deliver"
                   /\ stack' = [stack EXCEPT !["suspender"] = << [ procedure |->  "deliver",
                                                                   pc        |->  "Done" ] >>
                                                               \o stack["suspender"]]
                   /\ pc' = [pc EXCEPT !["suspender"] = "deliver_leave"]
                   /\ UNCHANGED << cell, home, placed, waiter, value, calls, 
                                   owed, refusals, counted, result, gone, 
                                   denied, thrown, d, look, allowed, early, 
                                   left >>

suspend_detach == /\ pc["suspender"] = "suspend_detach"
                  /\ home' = "none"
                  /\ waiter' = "away"
                  /\ pc' = [pc EXCEPT !["suspender"] = "Done"]
                  /\ UNCHANGED << cell, placed, value, calls, owed, refusals, 
                                  counted, result, gone, denied, thrown, stack, 
                                  d, look, allowed, early, left >>

suspender == suspend_begin \/ suspend_attach \/ suspend_place
                \/ suspend_placeOffset \/ suspend_install \/ suspend_take
                \/ suspend_deliver \/ suspend_detach

resume_begin == /\ pc["resumer"] = "resume_begin"
                /\ \/ /\ value' = "offered"
                      /\ pc' = [pc EXCEPT !["resumer"] = "resume_readCell"]
                   \/ /\ pc' = [pc EXCEPT !["resumer"] = "Done"]
                      /\ value' = value
                /\ UNCHANGED << cell, home, placed, waiter, calls, owed, 
                                refusals, counted, result, gone, denied, 
                                thrown, stack, d, look, allowed, early, left >>

resume_readCell == /\ pc["resumer"] = "resume_readCell"
                   /\ IF cell = Empty
                         THEN /\ pc' = [pc EXCEPT !["resumer"] = "resume_fill"]
                              /\ UNCHANGED << value, result >>
                         ELSE /\ IF cell = Waiter
                                    THEN /\ IF Bug = "call-before-claim"
                                               THEN /\ pc' = [pc EXCEPT !["resumer"] = "resume_callEarly"]
                                               ELSE /\ pc' = [pc EXCEPT !["resumer"] = "resume_claim"]
                                         /\ UNCHANGED << value, result >>
                                    ELSE /\ IF cell = Cancelled /\ (Own \/ Sweeping)
                                               THEN /\ value' = Skipped
                                                    /\ result' = Sweeping
                                                    /\ pc' = [pc EXCEPT !["resumer"] = "Done"]
                                               ELSE /\ Assert(~Own, 
                                                              "Failure of assertion at line 91, column 12.")
                                                    /\ pc' = [pc EXCEPT !["resumer"] = "meet_readCell"]
                                                    /\ UNCHANGED << value, 
                                                                    result >>
                   /\ UNCHANGED << cell, home, placed, waiter, calls, owed, 
                                   refusals, counted, gone, denied, thrown, 
                                   stack, d, look, allowed, early, left >>

resume_claim == /\ pc["resumer"] = "resume_claim"
                /\ IF cell = Waiter \/ Bug = "claim-by-store"
                      THEN /\ cell' = Resumed
                           /\ waiter' = "claimed"
                           /\ value' = "handed"
                           /\ result' = TRUE
                           /\ pc' = [pc EXCEPT !["resumer"] = "resume_deliver"]
                      ELSE /\ pc' = [pc EXCEPT !["resumer"] = "resume_readCell"]
                           /\ UNCHANGED << cell, waiter, value, result >>
                /\ UNCHANGED << home, placed, calls, owed, refusals, counted, 
                                gone, denied, thrown, stack, d, look, allowed, 
                                early, left >>

resume_deliver == /\ pc["resumer"] = "resume_deliver"
                  /\ stack' = [stack EXCEPT !["resumer"] = << [ procedure |->  "deliver",
                                                                pc        |->  "Done" ] >>
                                                            \o stack["resumer"]]
                  /\ pc' = [pc EXCEPT !["resumer"] = "deliver_leave"]
                  /\ UNCHANGED << cell, home, placed, waiter, value, calls, 
                                  owed, refusals, counted, result, gone, 
                                  denied, thrown, d, look, allowed, early, 
                                  left >>

resume_callEarly == /\ pc["resumer"] = "resume_callEarly"
                    /\ calls' = calls + 1
                    /\ waiter' = "called"
                    /\ value' = "handed"
                    /\ pc' = [pc EXCEPT !["resumer"] = "resume_claimLate"]
                    /\ UNCHANGED << cell, home, placed, owed, refusals, 
                                    counted, result, gone, denied, thrown, 
                                    stack, d, look, allowed, early, left >>

resume_claimLate == /\ pc["resumer"] = "resume_claimLate"
                    /\ IF cell = Waiter
                          THEN /\ cell' = Resumed
                          ELSE /\ TRUE
                               /\ cell' = cell
                    /\ pc' = [pc EXCEPT !["resumer"] = "Done"]
                    /\ UNCHANGED << home, placed, waiter, value, calls, owed, 
                                    refusals, counted, result, gone, denied, 
                                    thrown, stack, d, look, allowed, early, 
                                    left >>

resume_fill == /\ pc["resumer"] = "resume_fill"
               /\ IF cell = Empty \/ Bug = "fill-by-store"
                     THEN /\ cell' = Left
                          /\ IF ~Sync \/ (Sweeping /\ Bug # "sweep-breaks")
                                THEN /\ result' = TRUE
                                     /\ pc' = [pc EXCEPT !["resumer"] = "Done"]
                                ELSE /\ pc' = [pc EXCEPT !["resumer"] = "taken_readCell"]
                                     /\ UNCHANGED result
                     ELSE /\ pc' = [pc EXCEPT !["resumer"] = "resume_readCell"]
                          /\ UNCHANGED << cell, result >>
               /\ UNCHANGED << home, placed, waiter, value, calls, owed, 
                               refusals, counted, gone, denied, thrown, stack, 
                               d, look, allowed, early, left >>

taken_readCell == /\ pc["resumer"] = "taken_readCell"
                  /\ IF cell = Taken
                        THEN /\ result' = TRUE
                             /\ pc' = [pc EXCEPT !["resumer"] = "Done"]
                             /\ look' = look
                        ELSE /\ IF look + 1 < Looks
                                   THEN /\ look' = look + 1
                                        /\ pc' = [pc EXCEPT !["resumer"] = "taken_readCell"]
                                   ELSE /\ pc' = [pc EXCEPT !["resumer"] = "taken_break"]
                                        /\ look' = look
                             /\ UNCHANGED result
                  /\ UNCHANGED << cell, home, placed, waiter, value, calls, 
                                  owed, refusals, counted, gone, denied, 
                                  thrown, stack, d, allowed, early, left >>

taken_break == /\ pc["resumer"] = "taken_break"
               /\ IF cell = Value \/ Bug = "break-by-store"
                     THEN /\ cell' = Broken
                          /\ value' = "returned"
                          /\ result' = FALSE
                     ELSE /\ result' = (Bug # "break-ignores-loss")
                          /\ IF Bug = "break-ignores-loss"
                                THEN /\ value' = "returned"
                                ELSE /\ TRUE
                                     /\ value' = value
                          /\ cell' = cell
               /\ pc' = [pc EXCEPT !["resumer"] = "Done"]
               /\ UNCHANGED << home, placed, waiter, calls, owed, refusals, 
                               counted, gone, denied, thrown, stack, d, look, 
                               allowed, early, left >>

meet_readCell == /\ pc["resumer"] = "meet_readCell"
                 /\ IF cell = Cancelled
                       THEN /\ value' = (IF Bug = "cancelled-counts-as-served" THEN "dropped" ELSE Skipped)
                            /\ result' = Smart
                            /\ pc' = [pc EXCEPT !["resumer"] = "Done"]
                            /\ UNCHANGED refusals
                       ELSE /\ IF cell = Refused
                                  THEN /\ value' = "refused"
                                       /\ refusals' = refusals + 1
                                       /\ result' = (Bug # "refused-and-returned")
                                       /\ pc' = [pc EXCEPT !["resumer"] = "Done"]
                                  ELSE /\ Assert(cell = Cancelling, 
                                                 "Failure of assertion at line 119, column 8.")
                                       /\ IF Bug = "fails-early"
                                             THEN /\ value' = "returned"
                                                  /\ result' = FALSE
                                                  /\ pc' = [pc EXCEPT !["resumer"] = "Done"]
                                             ELSE /\ IF Bug = "stays-at-cancelling"
                                                        THEN /\ pc' = [pc EXCEPT !["resumer"] = "meet_readCell"]
                                                        ELSE /\ IF Sync \/ Bug = "awaits-canceller"
                                                                   THEN /\ cell # Cancelling
                                                                        /\ pc' = [pc EXCEPT !["resumer"] = "meet_readCell"]
                                                                   ELSE /\ pc' = [pc EXCEPT !["resumer"] = "meet_delegate"]
                                                  /\ UNCHANGED << value, 
                                                                  result >>
                                       /\ UNCHANGED refusals
                 /\ UNCHANGED << cell, home, placed, waiter, calls, owed, 
                                 counted, gone, denied, thrown, stack, d, look, 
                                 allowed, early, left >>

meet_delegate == /\ pc["resumer"] = "meet_delegate"
                 /\ IF Bug = "spins-for-canceller"
                       THEN /\ pc' = [pc EXCEPT !["resumer"] = "meet_readCell"]
                            /\ UNCHANGED << cell, result >>
                       ELSE /\ IF cell = Cancelling \/ Bug = "delegate-by-store"
                                  THEN /\ cell' = (IF Sweeping /\ Bug # "shared-goes-on" THEN Shared ELSE Delegated)
                                       /\ result' = TRUE
                                       /\ pc' = [pc EXCEPT !["resumer"] = "Done"]
                                  ELSE /\ pc' = [pc EXCEPT !["resumer"] = "meet_readCell"]
                                       /\ UNCHANGED << cell, result >>
                 /\ UNCHANGED << home, placed, waiter, value, calls, owed, 
                                 refusals, counted, gone, denied, thrown, 
                                 stack, d, look, allowed, early, left >>

resumer == resume_begin \/ resume_readCell \/ resume_claim
              \/ resume_deliver \/ resume_callEarly \/ resume_claimLate
              \/ resume_fill \/ taken_readCell \/ taken_break
              \/ meet_readCell \/ meet_delegate

cancel_begin(self) == /\ pc[self] = "cancel_begin"
                      /\ \/ /\ home # "none"
                            /\ pc' = [pc EXCEPT ![self] = "cancel_readHome"]
                         \/ /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << cell, home, placed, waiter, value, calls, 
                                      owed, refusals, counted, result, gone, 
                                      denied, thrown, stack, d, look, allowed, 
                                      early, left >>

cancel_readHome(self) == /\ pc[self] = "cancel_readHome"
                         /\ early' = [early EXCEPT ![self] = waiter \in {"none", "away"}]
                         /\ IF home = "none"
                               THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                    /\ UNCHANGED << denied, thrown >>
                               ELSE /\ IF home \in {"owner", "over"}
                                          THEN /\ denied' = [denied EXCEPT ![self] = TRUE]
                                               /\ pc' = [pc EXCEPT ![self] = "Done"]
                                               /\ UNCHANGED thrown
                                          ELSE /\ IF home = "CANCELLED"
                                                     THEN /\ thrown' = [thrown EXCEPT ![self] = TRUE]
                                                          /\ pc' = [pc EXCEPT ![self] = "Done"]
                                                     ELSE /\ IF home = "cell"
                                                                THEN /\ pc' = [pc EXCEPT ![self] = "cancel_casCell"]
                                                                ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_readOffset"]
                                                          /\ UNCHANGED thrown
                                               /\ UNCHANGED denied
                         /\ UNCHANGED << cell, home, placed, waiter, value, 
                                         calls, owed, refusals, counted, 
                                         result, gone, stack, d, look, allowed, 
                                         left >>

cancel_readOffset(self) == /\ pc[self] = "cancel_readOffset"
                           /\ IF ~placed
                                 THEN /\ denied' = [denied EXCEPT ![self] = TRUE]
                                      /\ pc' = [pc EXCEPT ![self] = "Done"]
                                 ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_casCell"]
                                      /\ UNCHANGED denied
                           /\ UNCHANGED << cell, home, placed, waiter, value, 
                                           calls, owed, refusals, counted, 
                                           result, gone, thrown, stack, d, 
                                           look, allowed, early, left >>

cancel_casCell(self) == /\ pc[self] = "cancel_casCell"
                        /\ IF cell = Waiter \/ (Bug = "cancel-by-store" /\ waiter # "none")
                              THEN /\ gone' = [gone EXCEPT ![self] = TRUE]
                                   /\ cell' = IF Smart THEN Cancelling ELSE Cancelled
                                   /\ waiter' = IF Smart THEN "cancelling" ELSE "cancelled"
                                   /\ pc' = [pc EXCEPT ![self] = "cancel_leave"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_readCell"]
                                   /\ UNCHANGED << cell, waiter, gone >>
                        /\ UNCHANGED << home, placed, value, calls, owed, 
                                        refusals, counted, result, denied, 
                                        thrown, stack, d, look, allowed, early, 
                                        left >>

cancel_readCell(self) == /\ pc[self] = "cancel_readCell"
                         /\ IF \/ cell \in {Cancelled, Cancelling, Refused}
                               \/ cell \in {Delegated, Shared} /\ Bug # "false-after-delegation"
                               \/ cell = Value /\ Smart /\ Bug = "throw-at-value"
                               THEN /\ IF Bug = "second-cancel-wins"
                                          THEN /\ gone' = [gone EXCEPT ![self] = TRUE]
                                               /\ UNCHANGED thrown
                                          ELSE /\ thrown' = [thrown EXCEPT ![self] = TRUE]
                                               /\ gone' = gone
                                    /\ UNCHANGED denied
                               ELSE /\ denied' = [denied EXCEPT ![self] = TRUE]
                                    /\ UNCHANGED << gone, thrown >>
                         /\ pc' = [pc EXCEPT ![self] = "Done"]
                         /\ UNCHANGED << cell, home, placed, waiter, value, 
                                         calls, owed, refusals, counted, 
                                         result, stack, d, look, allowed, 
                                         early, left >>

cancel_leave(self) == /\ pc[self] = "cancel_leave"
                      /\ home' = "CANCELLED"
                      /\ IF ~Smart
                            THEN /\ pc' = [pc EXCEPT ![self] = "cancel_count"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_decide"]
                      /\ UNCHANGED << cell, placed, waiter, value, calls, owed, 
                                      refusals, counted, result, gone, denied, 
                                      thrown, stack, d, look, allowed, early, 
                                      left >>

cancel_decide(self) == /\ pc[self] = "cancel_decide"
                       /\ \/ /\ allowed' = [allowed EXCEPT ![self] = TRUE]
                          \/ /\ allowed' = [allowed EXCEPT ![self] = FALSE]
                       /\ pc' = [pc EXCEPT ![self] = "cancel_finish"]
                       /\ UNCHANGED << cell, home, placed, waiter, value, 
                                       calls, owed, refusals, counted, result, 
                                       gone, denied, thrown, stack, d, look, 
                                       early, left >>

cancel_finish(self) == /\ pc[self] = "cancel_finish"
                       /\ left' = [left EXCEPT ![self] = IF Bug = "canceller-ignores-value" THEN Cancelling ELSE cell]
                       /\ cell' = IF allowed[self] THEN Cancelled ELSE Refused
                       /\ waiter' = IF allowed[self] THEN "cancelled" ELSE "refused"
                       /\ IF ~allowed[self] /\ Bug # "count-refused"
                             THEN /\ pc' = [pc EXCEPT ![self] = "cancel_settle"]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_count"]
                       /\ UNCHANGED << home, placed, value, calls, owed, 
                                       refusals, counted, result, gone, denied, 
                                       thrown, stack, d, look, allowed, early >>

cancel_count(self) == /\ pc[self] = "cancel_count"
                      /\ IF ~Own
                            THEN /\ counted' = counted + 1
                            ELSE /\ TRUE
                                 /\ UNCHANGED counted
                      /\ IF ~Smart
                            THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_settle"]
                      /\ UNCHANGED << cell, home, placed, waiter, value, calls, 
                                      owed, refusals, result, gone, denied, 
                                      thrown, stack, d, look, allowed, early, 
                                      left >>

cancel_settle(self) == /\ pc[self] = "cancel_settle"
                       /\ IF left[self] # Cancelling
                             THEN /\ IF ~allowed[self]
                                        THEN /\ value' = "refused"
                                             /\ refusals' = refusals + 1
                                        ELSE /\ value' = (IF left[self] = Shared THEN "dropped" ELSE "next")
                                             /\ UNCHANGED refusals
                             ELSE /\ TRUE
                                  /\ UNCHANGED << value, refusals >>
                       /\ pc' = [pc EXCEPT ![self] = "Done"]
                       /\ UNCHANGED << cell, home, placed, waiter, calls, owed, 
                                       counted, result, gone, denied, thrown, 
                                       stack, d, look, allowed, early, left >>

canceller(self) == cancel_begin(self) \/ cancel_readHome(self)
                      \/ cancel_readOffset(self) \/ cancel_casCell(self)
                      \/ cancel_readCell(self) \/ cancel_leave(self)
                      \/ cancel_decide(self) \/ cancel_finish(self)
                      \/ cancel_count(self) \/ cancel_settle(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == suspender \/ resumer
           \/ (\E self \in ProcSet: deliver(self))
           \/ (\E self \in C: canceller(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(suspender) /\ WF_vars(deliver("suspender"))
        /\ WF_vars(resumer) /\ WF_vars(deliver("resumer"))
        /\ \A self \in C : WF_vars(canceller(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
-----------------------------------------------------------------------------
Quiet == \A p \in ProcSet : pc[p] = "Done"

Abstract    == INSTANCE Cell WITH Shared <- Sweeping
RefinesCell == Abstract!Spec

IsLeft(x) == x \in {Delegated, Shared}
Legal(a, z) == \/ a = Empty      /\ z \in {Waiter, Value, Resumed}
               \/ a = Value      /\ z \in {Taken, Broken}
               \/ IsLeft(a)      /\ z \in {Cancelled, Refused}
               \/ a = Waiter     /\ z \in {Resumed, Cancelled, Cancelling}
               \/ a = Cancelling /\ (IsLeft(z) \/ z \in {Cancelled, Refused})
TypeOK ==
    /\ cell \in {Empty, Waiter, Value, Delegated, Shared, Resumed, Taken, Broken, Cancelling, Cancelled, Refused}
    /\ home \in {"none", "owner", "cell", "segment", "over", "CANCELLED"} /\ placed \in BOOLEAN
    /\ waiter \in {"none", "waiting", "claimed", "called", "declined", "away", "cancelling", "cancelled", "refused"}
    /\ value \in {"out", "offered", "handed", "undelivered", "returned", "refused", "next", "dropped"}
    /\ calls \in 0 .. 1 /\ owed \in 0 .. 1 /\ refusals \in 0 .. 1 /\ counted \in 0 .. 1
(* Who has no value to hand over, or none to take back, leaves none behind.   *)
CQS_22_NullIsLegal == ~HasValue /\ ~Sync => cell # Value
BC_1_LegalTransitions == [][cell' # cell => Legal(cell, cell')]_cell
BC_2_OneWinner      == \A x \in C : gone[x] => calls = 0 /\ \A y \in C : gone[y] => x = y
BC_4_CalledOnce     == calls <= 1   \* CQS-8
(* A cancel that comes while its waiter is being registered gets false, too.  *)
BC_5_FalseMeansResumed == \A x \in C : denied[x] /\ ~early[x] => waiter \in {"claimed", "called", "declined"}
BC_6_ThrowsIfCancelled == \A x \in C : thrown[x] => \E y \in C \ {x} : gone[y]
CQS_4_WhatSuspendReturns == pc["suspender"] = "Done" =>   \* BC-3
    /\ home = "none" => waiter \in {"none", "away"} /\ calls = 0
    /\ waiter = "none" => home = "none"
    /\ waiter = "away" => Sync /\ cell = Broken
CQS_6_ReturnedOnce  == value = "returned" => calls = 0 /\ (Sync \/ ~Smart)
CQS_7_TakenOrBroken == (cell = Taken => value \in {"handed", "undelivered"}) /\ (cell = Broken => value = "returned")
CQS_9_Dropped       == waiter \in {"called", "declined"} => cell \in {Resumed, Taken}
CQS_14_RefusedOnce  == refusals <= 1 /\ (result = FALSE => value = "returned")
CQS_17_CountedOnce  == counted <= (IF cell = Cancelled THEN 1 ELSE 0)
CQS_18_AtRest       == Quiet /\ value = "offered" => waiter = "none" /\ cell \in {Value, Resumed}   \* CQS-13, CQS-15
CQS_20_Undelivered  == owed <= 1 /\ (Quiet => (owed = 1) = (waiter = "declined"))
CQS_21_ClaimedFirst == calls > 0 => cell \in {Resumed, Taken}
RALL_2_NeverBroken  == Sweeping => cell # Broken /\ value \notin {"returned", "next"}

Begun(p) == pc[p] \notin {"suspend_begin", "resume_begin", "cancel_begin", "Done"}
SIG_NeverBlocked == \A p \in ProcSet : Begun(p) =>   \* CQS-16
    \/ ENABLED <<deliver(p)>>_vars
    \/ p = "suspender" /\ ENABLED <<suspender>>_vars
    \/ p = "resumer" /\ ENABLED <<resumer>>_vars
    \/ p \in C /\ ENABLED <<canceller(p)>>_vars
LIVE_LockFree == <>[][FALSE]_vars
Unfair        == Init /\ [][Next]_vars
=============================================================================
