\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
--------------------------- MODULE BroadcastCells ----------------------------
(* The algorithm of Broadcast: Cqs in asynchronous and simple mode without    *)
(* values, with Sweep. One label is one atomic access. The segments are       *)
(* abstracted to one array of cells; module SegmentList has them.             *)
EXTENDS Integers, FiniteSets, TLC
CONSTANTS W,           \* waiters, each of which suspends once
          ToCancel,    \* those of them who are cancelled by somebody
          Cancels,     \* how often each
          B,           \* broadcasters
          Rounds,      \* how often each broadcasts
          Made,        \* whether the queue is there from the start
          Bug          \* "none", or the mutant

CW        == ToCancel \X (1 .. Cancels)
Empty     == <<"EMPTY">>
Waiter(w) == <<"WAITER", w>>
Resumed   == <<"RESUMED">>
Cancelled == <<"CANCELLED">>
IsWaiter(x) == x[1] = "WAITER"
Slots     == 0 .. Cardinality(W)          \* One more than is ever issued.
NoSlot    == -1
(* Only a mutant treats a range that starts at 0 the other way round.         *)
At(x, stop) == IF Bug = "reverse-order" THEN stop - 1 - x ELSE x

(* --algorithm BroadcastCells {
variables
  queue  = Made,                        \* Broadcast.queue is not null
  sIndex = 0, rIndex = 0,               \* Position.index of both sides
  cell   = [x \in Slots |-> Empty],
  slot   = [w \in W |-> NoSlot],        \* Waiter.offset: plain, written by the suspender
  home   = [w \in W |-> "cell"],        \* Waiter.home once the handle is out: "cell", or "over" or "CANCELLED"
  handle = [w \in W |-> FALSE],         \* suspend has returned, the handle is out
  calls  = [w \in W |-> 0],             \* history: how often the waiter was called
  gone   = [w \in W |-> 0],             \* history: cancels that returned true
  denied = [w \in W |-> FALSE],         \* history: a cancel returned false
  thrown = [w \in W |-> FALSE],         \* history: a cancel threw
  counted = 0,                          \* history: calls of Segment.cancelCell
  before = [b \in B |-> {}],            \* history: who waited when b's last broadcast began
  swept  = [x \in Slots |-> 0];         \* history: how often a sweep has treated the cell

fair process (waiter \in W) variables q = FALSE; {
 suspend_readQueue:                     \* Broadcast.queueForSuspend: queue
    q := queue;
    if (q) { goto suspend_issue };
 suspend_casQueue:                      \* Broadcast.queueForSuspend: CAS of queue, null to a queue
    queue := TRUE;
 suspend_issue:                         \* Position.issue: fetch-and-add of the suspend index. ITER-1, RALL-4
    slot[self] := sIndex;
    if (Bug # "issue-in-two-steps") { sIndex := sIndex + 1; goto suspend_install };
 suspend_issueLate:                     \* Only a mutant writes the index in a second step.
    sIndex := slot[self] + 1;
 suspend_install:                       \* Cell.install: CAS of the cell, null to waiter. BC-1
    if (cell[slot[self]] = Empty \/ Bug = "install-by-store") {
       cell[slot[self]] := Waiter(self);
       if (Bug # "call-though-installed") { goto suspend_return } }
    else if (Bug = "suspend-ignores-resumed") { goto suspend_return };
 suspend_deliver:                       \* Nesting.handOver: Waiter.leave, and the call: a broadcast was faster. BC-3, BC-10
    home[self] := "over";
    calls[self] := calls[self] + 1;
 suspend_return:                        \* Suspended: the caller has the handle.
    handle[self] := TRUE;
}

fair process (canceller \in CW) {
 cancel_begin:                          \* The handle, or nobody cancels.
    either { await handle[self[1]] } or { goto Done };
 cancel_home:                           \* Waiter.cancel: home, opaque. BC-5, BC-6, ARR-19
    if (home[self[1]] = "over") { denied[self[1]] := TRUE; goto Done }
    else if (home[self[1]] = "CANCELLED") { thrown[self[1]] := TRUE; goto Done };
 cancel_casCell:                        \* Cell.cancel: CAS of the cell, waiter to CANCELLED. BC-2
    if (cell[slot[self[1]]] = Waiter(self[1]) \/ Bug = "cancel-by-store") {
       cell[slot[self[1]]] := Cancelled; gone[self[1]] := gone[self[1]] + 1; goto cancel_leave };
 cancel_readCell:                       \* Cqs.cancel: the cell. BC-5, BC-6
    if (IF Bug = "false-at-cancelled" THEN FALSE
        ELSE cell[slot[self[1]]] = Cancelled \/ Bug = "throw-at-resumed") { thrown[self[1]] := TRUE }
    else { denied[self[1]] := TRUE };
    if (Bug # "count-lost-cancel") { goto Done };
 cancel_leave:                          \* Waiter.leave: home, opaque. ARR-19
    home[self[1]] := "CANCELLED";
 cancel_count:                          \* Segment.cancelCell: once per cell. ARR-8, BC-7
    counted := counted + 1;
}

fair process (broadcaster \in B) variables i = 0, stop = 0, c = Empty, n = 0; {
 broadcast_begin:                       \* A call of Broadcast.resumeAll.
    while (n < Rounds) {
       n := n + 1;
       before[self] := {w \in W : handle[w]};
 broadcast_readQueue:                   \* Broadcast.resumeAll: queue
       if (queue) { goto resumeAll_publish };
 broadcast_casQueue:                    \* Broadcast.resumeAll: CAS of queue, null to null. COND-11
       if (~queue) { goto broadcast_begin };
 resumeAll_publish:                     \* Position.publish: fetch-and-add of 0 to the suspend index. RALL-4, COND-11
       stop := IF Bug = "stop-too-far" THEN sIndex + 1
               ELSE IF Bug = "older-snapshot" /\ n > 1 THEN stop ELSE sIndex;
 claim_readIndex:                       \* Cells.claimUpTo: the resume index. RALL-6
       if (rIndex >= stop /\ Bug # "claim-goes-back") { goto broadcast_begin } else { i := rIndex };
 claim_casIndex:                        \* Position.claim: CAS of the resume index. RALL-1
       if (rIndex = i \/ Bug = "claim-by-store") { rIndex := stop }
       else { goto claim_readIndex };
 sweep_read:                            \* Sweep.claim: the cell. RALL-2, RALL-3
       while (i < (IF Bug = "sweep-misses-last" THEN stop - 1
                   ELSE IF Bug = "sweep-reads-end-again" THEN sIndex ELSE stop)) {
          await Bug = "wait-for-suspender" => cell[i] # Empty;
          if (cell[At(i, stop)] = Empty /\ Bug # "sweep-skips-empty") { goto sweep_fill }
          else if (Bug = "stay-at-cancelled" /\ cell[i] = Cancelled) { goto sweep_read }
          else if (~IsWaiter(cell[At(i, stop)])) { swept[i] := swept[i] + 1; i := i + 1; goto sweep_read }
          else { c := cell[At(i, stop)] };
 sweep_claim:                           \* Cell.claim: CAS of the cell, waiter to RESUMED. BC-1, BC-2
          if (cell[At(i, stop)] = c) { cell[At(i, stop)] := Resumed }
          else if (Bug = "call-after-lost-claim") { skip }
          else { goto sweep_read };
 sweep_call:                            \* Nesting.handOver: Waiter.leave, and the call. BC-4, ARR-19
          home[c[2]] := "over";
          calls[c[2]] := calls[c[2]] + 1 || swept[i] := swept[i] + 1;
          if (Bug = "count-resumed") { counted := counted + 1 };
          c := Empty; i := i + 1; goto sweep_read;
 sweep_fill:                            \* Cell.fill: CAS of the cell, null to RESUMED. BC-10
          if (Bug = "spin-until-installed") { skip }
          else if (cell[At(i, stop)] = Empty \/ Bug = "fill-by-store") {
             cell[At(i, stop)] := Resumed; swept[i] := swept[i] + 1; i := i + 1 };
       };
 resumeAll_return:                      \* Sweep.run: the end.
       i := 0;
    }
}
} *)
\* BEGIN TRANSLATION
VARIABLES queue, sIndex, rIndex, cell, slot, home, handle, calls, gone, 
          denied, thrown, counted, before, swept, pc, q, i, stop, c, n

vars == << queue, sIndex, rIndex, cell, slot, home, handle, calls, gone, 
           denied, thrown, counted, before, swept, pc, q, i, stop, c, n >>

ProcSet == (W) \cup (CW) \cup (B)

Init == (* Global variables *)
        /\ queue = Made
        /\ sIndex = 0
        /\ rIndex = 0
        /\ cell = [x \in Slots |-> Empty]
        /\ slot = [w \in W |-> NoSlot]
        /\ home = [w \in W |-> "cell"]
        /\ handle = [w \in W |-> FALSE]
        /\ calls = [w \in W |-> 0]
        /\ gone = [w \in W |-> 0]
        /\ denied = [w \in W |-> FALSE]
        /\ thrown = [w \in W |-> FALSE]
        /\ counted = 0
        /\ before = [b \in B |-> {}]
        /\ swept = [x \in Slots |-> 0]
        (* Process waiter *)
        /\ q = [self \in W |-> FALSE]
        (* Process broadcaster *)
        /\ i = [self \in B |-> 0]
        /\ stop = [self \in B |-> 0]
        /\ c = [self \in B |-> Empty]
        /\ n = [self \in B |-> 0]
        /\ pc = [self \in ProcSet |-> CASE self \in W -> "suspend_readQueue"
                                        [] self \in CW -> "cancel_begin"
                                        [] self \in B -> "broadcast_begin"]

suspend_readQueue(self) == /\ pc[self] = "suspend_readQueue"
                           /\ q' = [q EXCEPT ![self] = queue]
                           /\ IF q'[self]
                                 THEN /\ pc' = [pc EXCEPT ![self] = "suspend_issue"]
                                 ELSE /\ pc' = [pc EXCEPT ![self] = "suspend_casQueue"]
                           /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, 
                                           home, handle, calls, gone, denied, 
                                           thrown, counted, before, swept, i, 
                                           stop, c, n >>

suspend_casQueue(self) == /\ pc[self] = "suspend_casQueue"
                          /\ queue' = TRUE
                          /\ pc' = [pc EXCEPT ![self] = "suspend_issue"]
                          /\ UNCHANGED << sIndex, rIndex, cell, slot, home, 
                                          handle, calls, gone, denied, thrown, 
                                          counted, before, swept, q, i, stop, 
                                          c, n >>

suspend_issue(self) == /\ pc[self] = "suspend_issue"
                       /\ slot' = [slot EXCEPT ![self] = sIndex]
                       /\ IF Bug # "issue-in-two-steps"
                             THEN /\ sIndex' = sIndex + 1
                                  /\ pc' = [pc EXCEPT ![self] = "suspend_install"]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "suspend_issueLate"]
                                  /\ UNCHANGED sIndex
                       /\ UNCHANGED << queue, rIndex, cell, home, handle, 
                                       calls, gone, denied, thrown, counted, 
                                       before, swept, q, i, stop, c, n >>

suspend_issueLate(self) == /\ pc[self] = "suspend_issueLate"
                           /\ sIndex' = slot[self] + 1
                           /\ pc' = [pc EXCEPT ![self] = "suspend_install"]
                           /\ UNCHANGED << queue, rIndex, cell, slot, home, 
                                           handle, calls, gone, denied, thrown, 
                                           counted, before, swept, q, i, stop, 
                                           c, n >>

suspend_install(self) == /\ pc[self] = "suspend_install"
                         /\ IF cell[slot[self]] = Empty \/ Bug = "install-by-store"
                               THEN /\ cell' = [cell EXCEPT ![slot[self]] = Waiter(self)]
                                    /\ IF Bug # "call-though-installed"
                                          THEN /\ pc' = [pc EXCEPT ![self] = "suspend_return"]
                                          ELSE /\ pc' = [pc EXCEPT ![self] = "suspend_deliver"]
                               ELSE /\ IF Bug = "suspend-ignores-resumed"
                                          THEN /\ pc' = [pc EXCEPT ![self] = "suspend_return"]
                                          ELSE /\ pc' = [pc EXCEPT ![self] = "suspend_deliver"]
                                    /\ cell' = cell
                         /\ UNCHANGED << queue, sIndex, rIndex, slot, home, 
                                         handle, calls, gone, denied, thrown, 
                                         counted, before, swept, q, i, stop, c, 
                                         n >>

suspend_deliver(self) == /\ pc[self] = "suspend_deliver"
                         /\ home' = [home EXCEPT ![self] = "over"]
                         /\ calls' = [calls EXCEPT ![self] = calls[self] + 1]
                         /\ pc' = [pc EXCEPT ![self] = "suspend_return"]
                         /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, 
                                         handle, gone, denied, thrown, counted, 
                                         before, swept, q, i, stop, c, n >>

suspend_return(self) == /\ pc[self] = "suspend_return"
                        /\ handle' = [handle EXCEPT ![self] = TRUE]
                        /\ pc' = [pc EXCEPT ![self] = "Done"]
                        /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, 
                                        home, calls, gone, denied, thrown, 
                                        counted, before, swept, q, i, stop, c, 
                                        n >>

waiter(self) == suspend_readQueue(self) \/ suspend_casQueue(self)
                   \/ suspend_issue(self) \/ suspend_issueLate(self)
                   \/ suspend_install(self) \/ suspend_deliver(self)
                   \/ suspend_return(self)

cancel_begin(self) == /\ pc[self] = "cancel_begin"
                      /\ \/ /\ handle[self[1]]
                            /\ pc' = [pc EXCEPT ![self] = "cancel_home"]
                         \/ /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, home, 
                                      handle, calls, gone, denied, thrown, 
                                      counted, before, swept, q, i, stop, c, n >>

cancel_home(self) == /\ pc[self] = "cancel_home"
                     /\ IF home[self[1]] = "over"
                           THEN /\ denied' = [denied EXCEPT ![self[1]] = TRUE]
                                /\ pc' = [pc EXCEPT ![self] = "Done"]
                                /\ UNCHANGED thrown
                           ELSE /\ IF home[self[1]] = "CANCELLED"
                                      THEN /\ thrown' = [thrown EXCEPT ![self[1]] = TRUE]
                                           /\ pc' = [pc EXCEPT ![self] = "Done"]
                                      ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_casCell"]
                                           /\ UNCHANGED thrown
                                /\ UNCHANGED denied
                     /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, home, 
                                     handle, calls, gone, counted, before, 
                                     swept, q, i, stop, c, n >>

cancel_casCell(self) == /\ pc[self] = "cancel_casCell"
                        /\ IF cell[slot[self[1]]] = Waiter(self[1]) \/ Bug = "cancel-by-store"
                              THEN /\ cell' = [cell EXCEPT ![slot[self[1]]] = Cancelled]
                                   /\ gone' = [gone EXCEPT ![self[1]] = gone[self[1]] + 1]
                                   /\ pc' = [pc EXCEPT ![self] = "cancel_leave"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_readCell"]
                                   /\ UNCHANGED << cell, gone >>
                        /\ UNCHANGED << queue, sIndex, rIndex, slot, home, 
                                        handle, calls, denied, thrown, counted, 
                                        before, swept, q, i, stop, c, n >>

cancel_readCell(self) == /\ pc[self] = "cancel_readCell"
                         /\ IF IF Bug = "false-at-cancelled" THEN FALSE
                               ELSE cell[slot[self[1]]] = Cancelled \/ Bug = "throw-at-resumed"
                               THEN /\ thrown' = [thrown EXCEPT ![self[1]] = TRUE]
                                    /\ UNCHANGED denied
                               ELSE /\ denied' = [denied EXCEPT ![self[1]] = TRUE]
                                    /\ UNCHANGED thrown
                         /\ IF Bug # "count-lost-cancel"
                               THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_leave"]
                         /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, 
                                         home, handle, calls, gone, counted, 
                                         before, swept, q, i, stop, c, n >>

cancel_leave(self) == /\ pc[self] = "cancel_leave"
                      /\ home' = [home EXCEPT ![self[1]] = "CANCELLED"]
                      /\ pc' = [pc EXCEPT ![self] = "cancel_count"]
                      /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, 
                                      handle, calls, gone, denied, thrown, 
                                      counted, before, swept, q, i, stop, c, n >>

cancel_count(self) == /\ pc[self] = "cancel_count"
                      /\ counted' = counted + 1
                      /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, home, 
                                      handle, calls, gone, denied, thrown, 
                                      before, swept, q, i, stop, c, n >>

canceller(self) == cancel_begin(self) \/ cancel_home(self)
                      \/ cancel_casCell(self) \/ cancel_readCell(self)
                      \/ cancel_leave(self) \/ cancel_count(self)

broadcast_begin(self) == /\ pc[self] = "broadcast_begin"
                         /\ IF n[self] < Rounds
                               THEN /\ n' = [n EXCEPT ![self] = n[self] + 1]
                                    /\ before' = [before EXCEPT ![self] = {w \in W : handle[w]}]
                                    /\ pc' = [pc EXCEPT ![self] = "broadcast_readQueue"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                                    /\ UNCHANGED << before, n >>
                         /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, 
                                         home, handle, calls, gone, denied, 
                                         thrown, counted, swept, q, i, stop, c >>

broadcast_readQueue(self) == /\ pc[self] = "broadcast_readQueue"
                             /\ IF queue
                                   THEN /\ pc' = [pc EXCEPT ![self] = "resumeAll_publish"]
                                   ELSE /\ pc' = [pc EXCEPT ![self] = "broadcast_casQueue"]
                             /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, 
                                             home, handle, calls, gone, denied, 
                                             thrown, counted, before, swept, q, 
                                             i, stop, c, n >>

broadcast_casQueue(self) == /\ pc[self] = "broadcast_casQueue"
                            /\ IF ~queue
                                  THEN /\ pc' = [pc EXCEPT ![self] = "broadcast_begin"]
                                  ELSE /\ pc' = [pc EXCEPT ![self] = "resumeAll_publish"]
                            /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, 
                                            home, handle, calls, gone, denied, 
                                            thrown, counted, before, swept, q, 
                                            i, stop, c, n >>

resumeAll_publish(self) == /\ pc[self] = "resumeAll_publish"
                           /\ stop' = [stop EXCEPT ![self] = IF Bug = "stop-too-far" THEN sIndex + 1
                                                             ELSE IF Bug = "older-snapshot" /\ n[self] > 1 THEN stop[self] ELSE sIndex]
                           /\ pc' = [pc EXCEPT ![self] = "claim_readIndex"]
                           /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, 
                                           home, handle, calls, gone, denied, 
                                           thrown, counted, before, swept, q, 
                                           i, c, n >>

claim_readIndex(self) == /\ pc[self] = "claim_readIndex"
                         /\ IF rIndex >= stop[self] /\ Bug # "claim-goes-back"
                               THEN /\ pc' = [pc EXCEPT ![self] = "broadcast_begin"]
                                    /\ i' = i
                               ELSE /\ i' = [i EXCEPT ![self] = rIndex]
                                    /\ pc' = [pc EXCEPT ![self] = "claim_casIndex"]
                         /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, 
                                         home, handle, calls, gone, denied, 
                                         thrown, counted, before, swept, q, 
                                         stop, c, n >>

claim_casIndex(self) == /\ pc[self] = "claim_casIndex"
                        /\ IF rIndex = i[self] \/ Bug = "claim-by-store"
                              THEN /\ rIndex' = stop[self]
                                   /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "claim_readIndex"]
                                   /\ UNCHANGED rIndex
                        /\ UNCHANGED << queue, sIndex, cell, slot, home, 
                                        handle, calls, gone, denied, thrown, 
                                        counted, before, swept, q, i, stop, c, 
                                        n >>

sweep_read(self) == /\ pc[self] = "sweep_read"
                    /\ IF i[self] < (IF Bug = "sweep-misses-last" THEN stop[self] - 1
                                     ELSE IF Bug = "sweep-reads-end-again" THEN sIndex ELSE stop[self])
                          THEN /\ Bug = "wait-for-suspender" => cell[i[self]] # Empty
                               /\ IF cell[At(i[self], stop[self])] = Empty /\ Bug # "sweep-skips-empty"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "sweep_fill"]
                                          /\ UNCHANGED << swept, i, c >>
                                     ELSE /\ IF Bug = "stay-at-cancelled" /\ cell[i[self]] = Cancelled
                                                THEN /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                                                     /\ UNCHANGED << swept, i, 
                                                                     c >>
                                                ELSE /\ IF ~IsWaiter(cell[At(i[self], stop[self])])
                                                           THEN /\ swept' = [swept EXCEPT ![i[self]] = swept[i[self]] + 1]
                                                                /\ i' = [i EXCEPT ![self] = i[self] + 1]
                                                                /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                                                                /\ c' = c
                                                           ELSE /\ c' = [c EXCEPT ![self] = cell[At(i[self], stop[self])]]
                                                                /\ pc' = [pc EXCEPT ![self] = "sweep_claim"]
                                                                /\ UNCHANGED << swept, 
                                                                                i >>
                          ELSE /\ pc' = [pc EXCEPT ![self] = "resumeAll_return"]
                               /\ UNCHANGED << swept, i, c >>
                    /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, home, 
                                    handle, calls, gone, denied, thrown, 
                                    counted, before, q, stop, n >>

sweep_claim(self) == /\ pc[self] = "sweep_claim"
                     /\ IF cell[At(i[self], stop[self])] = c[self]
                           THEN /\ cell' = [cell EXCEPT ![At(i[self], stop[self])] = Resumed]
                                /\ pc' = [pc EXCEPT ![self] = "sweep_call"]
                           ELSE /\ IF Bug = "call-after-lost-claim"
                                      THEN /\ TRUE
                                           /\ pc' = [pc EXCEPT ![self] = "sweep_call"]
                                      ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                                /\ cell' = cell
                     /\ UNCHANGED << queue, sIndex, rIndex, slot, home, handle, 
                                     calls, gone, denied, thrown, counted, 
                                     before, swept, q, i, stop, c, n >>

sweep_call(self) == /\ pc[self] = "sweep_call"
                    /\ home' = [home EXCEPT ![c[self][2]] = "over"]
                    /\ /\ calls' = [calls EXCEPT ![c[self][2]] = calls[c[self][2]] + 1]
                       /\ swept' = [swept EXCEPT ![i[self]] = swept[i[self]] + 1]
                    /\ IF Bug = "count-resumed"
                          THEN /\ counted' = counted + 1
                          ELSE /\ TRUE
                               /\ UNCHANGED counted
                    /\ c' = [c EXCEPT ![self] = Empty]
                    /\ i' = [i EXCEPT ![self] = i[self] + 1]
                    /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                    /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, handle, 
                                    gone, denied, thrown, before, q, stop, n >>

sweep_fill(self) == /\ pc[self] = "sweep_fill"
                    /\ IF Bug = "spin-until-installed"
                          THEN /\ TRUE
                               /\ UNCHANGED << cell, swept, i >>
                          ELSE /\ IF cell[At(i[self], stop[self])] = Empty \/ Bug = "fill-by-store"
                                     THEN /\ cell' = [cell EXCEPT ![At(i[self], stop[self])] = Resumed]
                                          /\ swept' = [swept EXCEPT ![i[self]] = swept[i[self]] + 1]
                                          /\ i' = [i EXCEPT ![self] = i[self] + 1]
                                     ELSE /\ TRUE
                                          /\ UNCHANGED << cell, swept, i >>
                    /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                    /\ UNCHANGED << queue, sIndex, rIndex, slot, home, handle, 
                                    calls, gone, denied, thrown, counted, 
                                    before, q, stop, c, n >>

resumeAll_return(self) == /\ pc[self] = "resumeAll_return"
                          /\ i' = [i EXCEPT ![self] = 0]
                          /\ pc' = [pc EXCEPT ![self] = "broadcast_begin"]
                          /\ UNCHANGED << queue, sIndex, rIndex, cell, slot, 
                                          home, handle, calls, gone, denied, 
                                          thrown, counted, before, swept, q, 
                                          stop, c, n >>

broadcaster(self) == broadcast_begin(self) \/ broadcast_readQueue(self)
                        \/ broadcast_casQueue(self)
                        \/ resumeAll_publish(self) \/ claim_readIndex(self)
                        \/ claim_casIndex(self) \/ sweep_read(self)
                        \/ sweep_claim(self) \/ sweep_call(self)
                        \/ sweep_fill(self) \/ resumeAll_return(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in W: waiter(self))
           \/ (\E self \in CW: canceller(self))
           \/ (\E self \in B: broadcaster(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in W : WF_vars(waiter(self))
        /\ \A self \in CW : WF_vars(canceller(self))
        /\ \A self \in B : WF_vars(broadcaster(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION
-----------------------------------------------------------------------------
(* Cells below it are covered: a broadcaster that has its snapshot claims at  *)
(* least up to it, or somebody else has.                                      *)
Bound == LET ends == {rIndex} \cup {stop[b] : b \in B} IN CHOOSE x \in ends : \A y \in ends : y <= x

Status(w) == IF calls[w] > 0 THEN "called"
             ELSE IF gone[w] > 0 THEN "cancelled"
             ELSE IF slot[w] = NoSlot \/ pc[w] = "suspend_issueLate" THEN "none"
             ELSE IF cell[slot[w]] \in {Empty, Waiter(w)} THEN "waiting"
             ELSE "claimed"
Abs == INSTANCE Broadcast WITH
         status <- [w \in W |-> Status(w)],
         due    <- {w \in W : Status(w) = "waiting" /\ slot[w] < Bound}
Refines == Abs!Spec

Everybody == W \cup CW \cup B
Contents  == {Empty, Resumed, Cancelled} \cup {Waiter(w) : w \in W}
Issued    == 0 .. Cardinality(W)
TypeOK == /\ queue \in BOOLEAN /\ sIndex \in Issued /\ rIndex \in Issued
          /\ cell \in [Slots -> Contents] /\ slot \in [W -> Slots \cup {NoSlot}]
          /\ home \in [W -> {"cell", "over", "CANCELLED"}] /\ handle \in [W -> BOOLEAN]
          /\ calls \in [W -> 0 .. 1] /\ gone \in [W -> 0 .. 1]
          /\ denied \in [W -> BOOLEAN] /\ thrown \in [W -> BOOLEAN] /\ counted \in Issued
          /\ before \in [B -> SUBSET W] /\ swept \in [Slots -> 0 .. 1]
          /\ q \in [W -> BOOLEAN] /\ i \in [B -> Issued] /\ stop \in [B -> Issued]
          /\ c \in [B -> Contents] /\ n \in [B -> 0 .. Rounds]
          /\ pc \in [Everybody -> STRING]

LegalCell(a, z) == \/ a = Empty /\ (IsWaiter(z) \/ z = Resumed)
                   \/ IsWaiter(a) /\ z \in {Resumed, Cancelled}
BC_1_LegalTransitions == [][\A x \in Slots : cell'[x] # cell[x] => LegalCell(cell[x], cell'[x])]_cell
RALL_1_IndexGrows     == [][rIndex' >= rIndex /\ sIndex' >= sIndex]_<<rIndex, sIndex>>

ITER_1_IssuedOnce      == \A v, w \in W : v # w /\ slot[v] # NoSlot => slot[v] # slot[w]
ITER_7_NeverAhead      == rIndex <= sIndex   \* RALL-6
RALL_2_SweptOnce       == \A x \in Slots : swept[x] <= 1 /\ (x >= rIndex => swept[x] = 0)
BC_2_OneWinner         == \A w \in W : ~(calls[w] > 0 /\ gone[w] > 0) /\ gone[w] <= 1
BC_4_AtMostOnce        == \A w \in W : calls[w] <= 1
BC_5_FalseMeansClaimed == \A w \in W : denied[w] => Status(w) \in {"claimed", "called"}
BC_6_ThrowsIfCancelled == \A w \in W : thrown[w] => gone[w] = 1
ARR_8_CountedOnce      == counted <= Cardinality({x \in Slots : cell[x] = Cancelled})   \* BC-7
(* A sweep has called whomever it has passed, unless the suspender does.      *)
RALL_3_InOrder         == \A b \in B : \A w \in W :
    pc[b] \in {"sweep_read", "sweep_claim", "sweep_call", "sweep_fill"} /\ Cardinality(B) = 1
      /\ slot[w] # NoSlot /\ slot[w] < i[b] /\ calls[w] = 0 /\ cell[slot[w]] = Resumed =>
       pc[w] \in {"suspend_install", "suspend_deliver"}
(* One broadcaster claims cell after cell.                                    *)
RALL_3_ClaimedInOrder  == Cardinality(B) = 1 => \A x, y \in Slots :
    x < y /\ cell[y] = Resumed => cell[x] \in {Resumed, Cancelled}
(* Nobody who is covered is left behind once all broadcasters are done.       *)
BC_10_NoLostRegistration == (\A p \in Everybody : pc[p] = "Done") =>   \* BC-3
    \A w \in W : slot[w] < rIndex => Status(w) \in {"called", "cancelled"}

(* True with one broadcaster, false with two (RALL-5): when resumeAll         *)
(* returns, those who waited before it began have been called or cancelled.   *)
RALL_5_AtomicWakeAll == \A b \in B : pc[b] \in {"broadcast_begin", "Done"} =>   \* BC-11
    \A w \in before[b] : Status(w) \in {"called", "cancelled"}
(* False with one broadcaster too (BC-5): cancel = false comes after the call. *)
BC_5_FalseMeansCalled == \A w \in W : denied[w] => calls[w] > 0

RALL_2_Coverage == \A w \in W : (slot[w] # NoSlot /\ slot[w] < Bound) ~> Status(w) \in {"called", "cancelled"}   \* RALL-4
LIVE_Ends       == <>(\A p \in W \cup B : pc[p] = "Done")
(* Signal safety is this and lock-freedom: whoever is inside an operation can *)
(* make a step that changes something, and no run of such steps is infinite,  *)
(* one that runs alone included.                                              *)
SIG_NeverBlocked == \A p \in Everybody : pc[p] \notin {"cancel_begin", "Done"} =>
    IF p \in W THEN ENABLED <<waiter(p)>>_vars
    ELSE IF p \in CW THEN ENABLED <<canceller(p)>>_vars ELSE ENABLED <<broadcaster(p)>>_vars
LIVE_LockFree    == <>[][FALSE]_vars
Unfair           == Init /\ [][Next]_vars
=============================================================================
