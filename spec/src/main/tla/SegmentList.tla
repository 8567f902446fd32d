\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
---------------------------- MODULE SegmentList ------------------------------
(* The infinite array: Cells, Position, Segment and SegmentCount. One label   *)
(* is one atomic access. Cells are reduced to what their protocol needs here: *)
(* E(mpty), Q (waits), C(ancelled), R(esumed).                                *)
(*                                                                            *)
(* The list may be populated at the start: Full cells wait, one behind the    *)
(* other, as if their suspenders had been there. A segment is its id: each id *)
(* has one segment, because next is only ever set from null by a              *)
(* compare-and-set (ARR-1); a loser's segment is garbage at once.             *)
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS K,           \* cells per segment
          Full,        \* cells that wait at the start
          Gone,        \* those of them whose segments are removed at the start (if K = 1)
          ToCancel,    \* those of them that are cancelled
          S,           \* suspenders, each of which cancels itself if it is in SC
          SC,
          A,           \* callers of resumeAll
          R,           \* callers of nextResume
          NSEG,        \* more segments than are ever made
          Bug          \* "none", or the mutant

None    == -1
Ids     == 0 .. NSEG - 1
Pointer == 16                            \* SegmentCount.POINTER
C       == {<<"cancel", x>> : x \in ToCancel}
Least(s)    == CHOOSE x \in s : \A y \in s : x <= y
Greatest(s) == CHOOSE x \in s : \A y \in s : x >= y
LastId  == IF Full = 0 THEN 0 ELSE (Full - 1) \div K

(* --algorithm SegmentList {
variables
  born = [x \in Ids |-> x <= LastId],    \* the segment exists
  word = [x \in Ids |-> IF x \in Gone THEN 0
            ELSE K + (IF x = 0 THEN Pointer ELSE 0) + (IF x = LastId THEN Pointer ELSE 0)],
  next = [x \in Ids |-> IF x < LastId THEN Least((x + 1 .. LastId) \ Gone) ELSE None],
  prev = [x \in Ids |-> IF x \in 1 .. LastId THEN Greatest((0 .. x - 1) \ Gone) ELSE None],
  at   = [s |-> LastId, r |-> 0],        \* Position.segment of both sides
  index = [s |-> Full, r |-> 0],         \* Position.index of both sides
  cell = [x \in 0 .. NSEG * K - 1 |-> IF x \in Gone THEN "C" ELSE IF x < Full THEN "Q" ELSE "E"],
  cleared = {},                          \* history: segments whose prev was cleared
  removers = [x \in Ids |-> 0],          \* history: calls of remove
  found = [p \in S \cup C \cup A \cup R |-> None];   \* what find and advance return

define {
  Removed(x) == IF Bug = "low-half-only" THEN word[x] % Pointer = 0 ELSE word[x] = 0
  (* The cell at which a sweep is; a mutant forgets that it has jumped.       *)
  Here(x, where) == IF Bug = "no-jump" THEN (where * K) + (x % K) ELSE x
}

macro SweepNext() {
    j := j + 1;
    if (j < (IF Bug = "sweep-misses-last" THEN stop - 1 ELSE stop)) { if (j \div K = seg) { goto sweep_read } else { goto sweep_find } } else { goto Done }
}

procedure remove(t) variables left = None, right = None, link = None; {   \* Segment.remove, by one thread. ARR-9
 remove_readNext:                        \* next: only the tail has none. ARR-15
    if (next[t] = None) { return };
 remove_readPrev:                        \* prev
    left := prev[t];
 remove_readWordLeft:                    \* word of the left one
    await Bug = "wait-for-remover" => IF left = None THEN TRUE ELSE ~Removed(left);
    if (left = None \/ ~Removed(left)) { goto remove_readNextAgain };
 remove_readPrevLeft:                    \* prev of the left one. ARR-4
    left := prev[left]; goto remove_readWordLeft;
 remove_readNextAgain:                   \* next
    right := next[t];
 remove_readWordRight:                   \* word of the right one
    if (~Removed(right)) { goto relink_readPrev };
 remove_readNextRight:                   \* next of the right one: the tail stays. ARR-3, ARR-22
    if (next[right] # None) { right := next[right]; goto remove_readWordRight };
 relink_readPrev:                        \* Segment.relinkPrev: prev of the right one. ARR-18
    link := prev[right];
    if (link = None /\ Bug # "unguarded-prev") { goto remove_setNext };
 relink_casPrev:                         \* Segment.relinkPrev: CAS of prev. ARR-4, ARR-18
    if (prev[right] = link \/ Bug = "unguarded-prev") {
       prev[right] := IF Bug = "link-to-removed" THEN t
                      ELSE IF Bug = "link-past-prev" /\ left # None THEN prev[left] ELSE left }
    else { goto relink_readPrev };
 remove_setNext:                         \* next of the left one, volatile store. ARR-3, ARR-16
    if (left # None) {
       next[left] := IF Bug = "link-past-next" /\ next[right] # None THEN next[right] ELSE right };
 remove_readWordRightAgain:              \* word of the right one, and below its next. ARR-17
    if (~Removed(right) \/ Bug = "no-retry-right") { goto remove_readWordLeftAgain };
 remove_readNextRightAgain:
    if (next[right] # None) { goto remove_readNext };
 remove_readWordLeftAgain:               \* word of the left one. ARR-17
    if (left # None /\ Bug # "no-retry-left") { if (Removed(left)) { goto remove_readNext } };
 remove_return:
    if (Bug = "forget-next") { next[t] := None };
    return;
}

procedure leave(l) {                     \* Segment.leave
 leave_addWord:                          \* SegmentCount.decPointers: fetch-and-add of word. ARR-9, ARR-12
    word[l] := word[l] - Pointer;
    if (word[l] = 0 /\ Bug # "forget-remove") { removers[l] := removers[l] + 1; call remove(l); return }
    else { return };
}

procedure find(from, id) {               \* Segment.find and nextOrAppend
 find_readWord:                          \* SegmentCount.isRemoved: word. ARR-10
    if (from >= id /\ (Bug = "find-removed" \/ ~Removed(from))) {
       found[self] := IF Bug = "find-next" /\ next[from] # None THEN next[from] ELSE from; return };
 find_readNext:                          \* Segment.nextOrAppend: next, acquire. ARR-3, ARR-22
    if (next[from] # None) { from := next[from]; goto find_readWord };
 find_casNext:                           \* Segment.nextOrAppend: CAS of next, null to a fresh segment. ARR-1, ARR-2
    if (next[from] = None \/ Bug = "append-by-store") {   \* A fresh one: it has all its cells, and none behind it.
       next[from] := from + 1 || next[from + 1] := None || prev[from + 1] := from || born[from + 1] := TRUE
         || word[from + 1] := K;
       from := from + 1 }
    else { from := next[from] };
    goto find_readWord;
}

procedure advance(side, start, id2) variables seen = None, count = 0; {   \* Position.advance
 advance_find:
    call find(start, id2);
 advance_readSegment:                    \* Position.moveForward: segment. ARR-12
    if (at[side] = found[self] \/ (at[side] > found[self] /\ Bug # "move-backward")) { return }
    else {
       seen := at[side];
       if (Bug = "swap-before-increment") { goto advance_swapEarly } };
 advance_readWord:                       \* SegmentCount.tryIncPointers: word. ARR-6
    count := word[found[self]];
    if (count = 0 /\ Bug # "unconditional-increment") { goto advance_find };
 advance_casWord:                        \* SegmentCount.tryIncPointers: CAS of word. ARR-5, ARR-6, ARR-7
    if (word[found[self]] = count \/ Bug = "unconditional-increment" \/ Bug = "test-then-add") {
       word[found[self]] := word[found[self]] + Pointer
         || word[seen] := IF Bug = "leave-before-swap" THEN word[seen] - Pointer ELSE word[seen] }
    else { goto advance_readWord };
 advance_casSegment:                     \* Position.moveForward: CAS of segment. ARR-12, ARR-14
    if (at[side] = seen) {
       at[side] := found[self];
       if (Bug = "leave-before-swap") { return }
       else { call leave(IF Bug = "leave-new" THEN found[self] ELSE seen); return } }
    else if (Bug = "no-undo") { goto advance_readSegment }
    else { call leave(found[self]); goto advance_readSegment };
 advance_swapEarly:                      \* Only a mutant swaps before it counts.
    if (at[side] = seen) { at[side] := found[self] } else { goto advance_readSegment };
 advance_countLate:
    word[found[self]] := word[found[self]] + Pointer; call leave(seen); return;
}

fair process (suspender \in S) variables from1 = None, i = None; {
 place_readSegment:                      \* Cells.place: segment of the suspend side. ITER-3
    from1 := at.s;
 place_issue:                            \* Position.issue: fetch-and-add of the suspend index. ITER-1
    i := index.s; index.s := index.s + 1;
    if (from1 = i \div K) { found[self] := from1 }
    else if (Bug = "position-left-behind") { call find(from1, i \div K) }
    else { call advance("s", from1, i \div K) };
 suspend_install:                        \* Cell.install: CAS of the cell. ITER-4
    assert found[self] = i \div K;
    if (cell[i] = "E") { cell[i] := "Q"; if (self \notin SC) { goto Done } }
    else { assert cell[i] = "R"; goto Done };
 cancelSelf_casCell:                     \* Cell.cancel: CAS of the cell. ARR-8
    if (cell[i] = "Q") { cell[i] := "C" } else if (Bug # "count-lost-cancel") { goto Done };
 cancelSelf_addWord:                     \* SegmentCount.decLiveCells: fetch-and-add of word. ARR-8, ARR-9
    word[i \div K] := word[i \div K] - 1;
    if (word[i \div K] = 0 \/ Bug = "every-cancel-removes") {
       removers[i \div K] := removers[i \div K] + 1; call remove(i \div K) };
 suspender_end:
    skip;
}

fair process (canceller \in C) {
 cancel_casCell:                         \* Cell.cancel: CAS of the cell. ARR-8
    if (cell[self[2]] = "Q") { cell[self[2]] := "C" } else if (Bug # "count-lost-cancel") { goto Done };
 cancel_addWord:                         \* SegmentCount.decLiveCells: fetch-and-add of word. ARR-8, ARR-9
    word[self[2] \div K] := word[self[2] \div K] - 1;
    if (word[self[2] \div K] = 0 \/ Bug = "every-cancel-removes") {
       removers[self[2] \div K] := removers[self[2] \div K] + 1; call remove(self[2] \div K) };
 canceller_end:
    skip;
}

fair process (broadcaster \in A) variables stop = 0, j = 0, seg = None; {
 resumeAll_publish:                      \* Position.publish: fetch-and-add of 0. RALL-4
    stop := IF Bug = "stop-too-far" THEN index.s + 1 ELSE index.s;
 resumeAll_readSegment:                  \* Cqs.resumeAll: segment of the resume side. RALL-9
    seg := at.r;
 claim_readIndex:                        \* Cells.claimUpTo: index. RALL-6
    if (index.r >= stop) { goto Done } else { j := index.r };
 claim_casIndex:                         \* Position.claim: CAS of the resume index. RALL-1
    if (index.r = j) { index.r := stop; call advance("r", seg, (IF Bug = "move-too-far" THEN stop + K ELSE stop - 1) \div K) }
    else { goto claim_readIndex };
 sweep_find:                             \* Sweep.run: Segment.find. RALL-2
    call find(seg, j \div K);
 clear_readPrev:                         \* Segment.clearPrev: prev, opaque. RALL-9
    seg := found[self];
    if (prev[found[self]] = None \/ Bug = "no-clear-prev") { goto sweep_jump };
 clear_setPrev:                          \* Segment.clearPrev: prev, release store. ARR-18
    prev[seg] := None || cleared := cleared \cup {seg};
 sweep_jump:                             \* Sweep.run: cells before were cancelled. ITER-2
    if (seg * K > j) {
       assert \A x \in j .. (seg * K) - 1 : x < stop => cell[x] = "C";
       if (Bug # "no-jump") { j := seg * K } };
    if (j >= stop /\ Bug # "past-stop") { goto Done };
 sweep_read:                             \* Sweep.claim: the cell. RALL-2
    assert cell[Here(j, seg)] # "R";
    if (cell[Here(j, seg)] = "C") { SweepNext() } else if (cell[Here(j, seg)] = "E") { goto sweep_fill };
 sweep_claim:                            \* Cell.claim: CAS of the cell. RALL-2
    if (cell[Here(j, seg)] = "Q") { cell[Here(j, seg)] := "R"; SweepNext() } else { goto sweep_read };
 sweep_fill:                             \* Cell.fill: CAS of the cell. BC-10
    if (cell[Here(j, seg)] = "E") { cell[Here(j, seg)] := "R"; SweepNext() } else { goto sweep_read };
}

fair process (resumer \in R) variables n = 0, seg2 = None, content = "E"; {
 nextResume_readSegment:                 \* Cells.nextResume: segment of the resume side. ITER-3
    seg2 := at.r;
    if (Bug = "issue-by-store") { n := index.r };
    if (Bug = "segment-after-index") { goto nextResume_issueEarly };
 nextResume_issue:                       \* Position.issue: fetch-and-add of the resume index. ITER-1
    if (Bug # "issue-by-store") { n := index.r };
    index.r := n + 1;
    goto nextResume_locate;
 nextResume_issueEarly:                  \* Only a mutant issues the index before it reads the segment.
    n := index.r; index.r := index.r + 1;
 nextResume_readSegmentLate:
    seg2 := at.r;
 nextResume_locate:                      \* Cells.locateResume
    if (seg2 = n \div K) { goto resume_readCell } else { call advance("r", seg2, n \div K) };
 locate_readPrev:                        \* Segment.clearPrev: prev, opaque
    if (prev[found[self]] = None) { goto locate_skip };
 locate_setPrev:                         \* Segment.clearPrev: prev, release store. ARR-18
    prev[found[self]] := None || cleared := cleared \cup {found[self]};
 locate_skip:                            \* Position.skip: CAS of the resume index. ITER-5
    if (found[self] # n \div K) {
       assert \A x \in n .. (found[self] * K) - 1 : cell[x] = "C";
       if (index.r = n + 1 \/ Bug = "skip-by-store") { index.r := found[self] * K };
       goto nextResume_readSegment };
 resume_readCell:                        \* Slot.get: the cell. ITER-1, CQS-11
    assert cell[n] # "R";
    if (cell[n] = "C") { goto nextResume_readSegment } else { content := cell[n] };
 resume_casCell:                         \* Slot.compareAndSet: CAS of the cell. ITER-1
    if (cell[n] = content) { cell[n] := "R" } else { goto resume_readCell };
}
} *)
\* BEGIN TRANSLATION
CONSTANT defaultInitValue
VARIABLES born, word, next, prev, at, index, cell, cleared, removers, found, 
          pc, stack

(* define statement *)
Removed(x) == IF Bug = "low-half-only" THEN word[x] % Pointer = 0 ELSE word[x] = 0

Here(x, where) == IF Bug = "no-jump" THEN (where * K) + (x % K) ELSE x

VARIABLES t, left, right, link, l, from, id, side, start, id2, seen, count, 
          from1, i, stop, j, seg, n, seg2, content

vars == << born, word, next, prev, at, index, cell, cleared, removers, found, 
           pc, stack, t, left, right, link, l, from, id, side, start, id2, 
           seen, count, from1, i, stop, j, seg, n, seg2, content >>

ProcSet == (S) \cup (C) \cup (A) \cup (R)

Init == (* Global variables *)
        /\ born = [x \in Ids |-> x <= LastId]
        /\ word = [x \in Ids |-> IF x \in Gone THEN 0
                     ELSE K + (IF x = 0 THEN Pointer ELSE 0) + (IF x = LastId THEN Pointer ELSE 0)]
        /\ next = [x \in Ids |-> IF x < LastId THEN Least((x + 1 .. LastId) \ Gone) ELSE None]
        /\ prev = [x \in Ids |-> IF x \in 1 .. LastId THEN Greatest((0 .. x - 1) \ Gone) ELSE None]
        /\ at = [s |-> LastId, r |-> 0]
        /\ index = [s |-> Full, r |-> 0]
        /\ cell = [x \in 0 .. NSEG * K - 1 |-> IF x \in Gone THEN "C" ELSE IF x < Full THEN "Q" ELSE "E"]
        /\ cleared = {}
        /\ removers = [x \in Ids |-> 0]
        /\ found = [p \in S \cup C \cup A \cup R |-> None]
        (* Procedure remove *)
        /\ t = [ self \in ProcSet |-> defaultInitValue]
        /\ left = [ self \in ProcSet |-> None]
        /\ right = [ self \in ProcSet |-> None]
        /\ link = [ self \in ProcSet |-> None]
        (* Procedure leave *)
        /\ l = [ self \in ProcSet |-> defaultInitValue]
        (* Procedure find *)
        /\ from = [ self \in ProcSet |-> defaultInitValue]
        /\ id = [ self \in ProcSet |-> defaultInitValue]
        (* Procedure advance *)
        /\ side = [ self \in ProcSet |-> defaultInitValue]
        /\ start = [ self \in ProcSet |-> defaultInitValue]
        /\ id2 = [ self \in ProcSet |-> defaultInitValue]
        /\ seen = [ self \in ProcSet |-> None]
        /\ count = [ self \in ProcSet |-> 0]
        (* Process suspender *)
        /\ from1 = [self \in S |-> None]
        /\ i = [self \in S |-> None]
        (* Process broadcaster *)
        /\ stop = [self \in A |-> 0]
        /\ j = [self \in A |-> 0]
        /\ seg = [self \in A |-> None]
        (* Process resumer *)
        /\ n = [self \in R |-> 0]
        /\ seg2 = [self \in R |-> None]
        /\ content = [self \in R |-> "E"]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self \in S -> "place_readSegment"
                                        [] self \in C -> "cancel_casCell"
                                        [] self \in A -> "resumeAll_publish"
                                        [] self \in R -> "nextResume_readSegment"]

remove_readNext(self) == /\ pc[self] = "remove_readNext"
                         /\ IF next[t[self]] = None
                               THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                    /\ left' = [left EXCEPT ![self] = Head(stack[self]).left]
                                    /\ right' = [right EXCEPT ![self] = Head(stack[self]).right]
                                    /\ link' = [link EXCEPT ![self] = Head(stack[self]).link]
                                    /\ t' = [t EXCEPT ![self] = Head(stack[self]).t]
                                    /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "remove_readPrev"]
                                    /\ UNCHANGED << stack, t, left, right, 
                                                    link >>
                         /\ UNCHANGED << born, word, next, prev, at, index, 
                                         cell, cleared, removers, found, l, 
                                         from, id, side, start, id2, seen, 
                                         count, from1, i, stop, j, seg, n, 
                                         seg2, content >>

remove_readPrev(self) == /\ pc[self] = "remove_readPrev"
                         /\ left' = [left EXCEPT ![self] = prev[t[self]]]
                         /\ pc' = [pc EXCEPT ![self] = "remove_readWordLeft"]
                         /\ UNCHANGED << born, word, next, prev, at, index, 
                                         cell, cleared, removers, found, stack, 
                                         t, right, link, l, from, id, side, 
                                         start, id2, seen, count, from1, i, 
                                         stop, j, seg, n, seg2, content >>

remove_readWordLeft(self) == /\ pc[self] = "remove_readWordLeft"
                             /\ Bug = "wait-for-remover" => IF left[self] = None THEN TRUE ELSE ~Removed(left[self])
                             /\ IF left[self] = None \/ ~Removed(left[self])
                                   THEN /\ pc' = [pc EXCEPT ![self] = "remove_readNextAgain"]
                                   ELSE /\ pc' = [pc EXCEPT ![self] = "remove_readPrevLeft"]
                             /\ UNCHANGED << born, word, next, prev, at, index, 
                                             cell, cleared, removers, found, 
                                             stack, t, left, right, link, l, 
                                             from, id, side, start, id2, seen, 
                                             count, from1, i, stop, j, seg, n, 
                                             seg2, content >>

remove_readPrevLeft(self) == /\ pc[self] = "remove_readPrevLeft"
                             /\ left' = [left EXCEPT ![self] = prev[left[self]]]
                             /\ pc' = [pc EXCEPT ![self] = "remove_readWordLeft"]
                             /\ UNCHANGED << born, word, next, prev, at, index, 
                                             cell, cleared, removers, found, 
                                             stack, t, right, link, l, from, 
                                             id, side, start, id2, seen, count, 
                                             from1, i, stop, j, seg, n, seg2, 
                                             content >>

remove_readNextAgain(self) == /\ pc[self] = "remove_readNextAgain"
                              /\ right' = [right EXCEPT ![self] = next[t[self]]]
                              /\ pc' = [pc EXCEPT ![self] = "remove_readWordRight"]
                              /\ UNCHANGED << born, word, next, prev, at, 
                                              index, cell, cleared, removers, 
                                              found, stack, t, left, link, l, 
                                              from, id, side, start, id2, seen, 
                                              count, from1, i, stop, j, seg, n, 
                                              seg2, content >>

remove_readWordRight(self) == /\ pc[self] = "remove_readWordRight"
                              /\ IF ~Removed(right[self])
                                    THEN /\ pc' = [pc EXCEPT ![self] = "relink_readPrev"]
                                    ELSE /\ pc' = [pc EXCEPT ![self] = "remove_readNextRight"]
                              /\ UNCHANGED << born, word, next, prev, at, 
                                              index, cell, cleared, removers, 
                                              found, stack, t, left, right, 
                                              link, l, from, id, side, start, 
                                              id2, seen, count, from1, i, stop, 
                                              j, seg, n, seg2, content >>

remove_readNextRight(self) == /\ pc[self] = "remove_readNextRight"
                              /\ IF next[right[self]] # None
                                    THEN /\ right' = [right EXCEPT ![self] = next[right[self]]]
                                         /\ pc' = [pc EXCEPT ![self] = "remove_readWordRight"]
                                    ELSE /\ pc' = [pc EXCEPT ![self] = "relink_readPrev"]
                                         /\ right' = right
                              /\ UNCHANGED << born, word, next, prev, at, 
                                              index, cell, cleared, removers, 
                                              found, stack, t, left, link, l, 
                                              from, id, side, start, id2, seen, 
                                              count, from1, i, stop, j, seg, n, 
                                              seg2, content >>

relink_readPrev(self) == /\ pc[self] = "relink_readPrev"
                         /\ link' = [link EXCEPT ![self] = prev[right[self]]]
                         /\ IF link'[self] = None /\ Bug # "unguarded-prev"
                               THEN /\ pc' = [pc EXCEPT ![self] = "remove_setNext"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "relink_casPrev"]
                         /\ UNCHANGED << born, word, next, prev, at, index, 
                                         cell, cleared, removers, found, stack, 
                                         t, left, right, l, from, id, side, 
                                         start, id2, seen, count, from1, i, 
                                         stop, j, seg, n, seg2, content >>

relink_casPrev(self) == /\ pc[self] = "relink_casPrev"
                        /\ IF prev[right[self]] = link[self] \/ Bug = "unguarded-prev"
                              THEN /\ prev' = [prev EXCEPT ![right[self]] = IF Bug = "link-to-removed" THEN t[self]
                                                                            ELSE IF Bug = "link-past-prev" /\ left[self] # None THEN prev[left[self]] ELSE left[self]]
                                   /\ pc' = [pc EXCEPT ![self] = "remove_setNext"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "relink_readPrev"]
                                   /\ prev' = prev
                        /\ UNCHANGED << born, word, next, at, index, cell, 
                                        cleared, removers, found, stack, t, 
                                        left, right, link, l, from, id, side, 
                                        start, id2, seen, count, from1, i, 
                                        stop, j, seg, n, seg2, content >>

remove_setNext(self) == /\ pc[self] = "remove_setNext"
                        /\ IF left[self] # None
                              THEN /\ next' = [next EXCEPT ![left[self]] = IF Bug = "link-past-next" /\ next[right[self]] # None THEN next[right[self]] ELSE right[self]]
                              ELSE /\ TRUE
                                   /\ next' = next
                        /\ pc' = [pc EXCEPT ![self] = "remove_readWordRightAgain"]
                        /\ UNCHANGED << born, word, prev, at, index, cell, 
                                        cleared, removers, found, stack, t, 
                                        left, right, link, l, from, id, side, 
                                        start, id2, seen, count, from1, i, 
                                        stop, j, seg, n, seg2, content >>

remove_readWordRightAgain(self) == /\ pc[self] = "remove_readWordRightAgain"
                                   /\ IF ~Removed(right[self]) \/ Bug = "no-retry-right"
                                         THEN /\ pc' = [pc EXCEPT ![self] = "remove_readWordLeftAgain"]
                                         ELSE /\ pc' = [pc EXCEPT ![self] = "remove_readNextRightAgain"]
                                   /\ UNCHANGED << born, word, next, prev, at, 
                                                   index, cell, cleared, 
                                                   removers, found, stack, t, 
                                                   left, right, link, l, from, 
                                                   id, side, start, id2, seen, 
                                                   count, from1, i, stop, j, 
                                                   seg, n, seg2, content >>

remove_readNextRightAgain(self) == /\ pc[self] = "remove_readNextRightAgain"
                                   /\ IF next[right[self]] # None
                                         THEN /\ pc' = [pc EXCEPT ![self] = "remove_readNext"]
                                         ELSE /\ pc' = [pc EXCEPT ![self] = "remove_readWordLeftAgain"]
                                   /\ UNCHANGED << born, word, next, prev, at, 
                                                   index, cell, cleared, 
                                                   removers, found, stack, t, 
                                                   left, right, link, l, from, 
                                                   id, side, start, id2, seen, 
                                                   count, from1, i, stop, j, 
                                                   seg, n, seg2, content >>

remove_readWordLeftAgain(self) == /\ pc[self] = "remove_readWordLeftAgain"
                                  /\ IF left[self] # None /\ Bug # "no-retry-left"
                                        THEN /\ IF Removed(left[self])
                                                   THEN /\ pc' = [pc EXCEPT ![self] = "remove_readNext"]
                                                   ELSE /\ pc' = [pc EXCEPT ![self] = "remove_return"]
                                        ELSE /\ pc' = [pc EXCEPT ![self] = "remove_return"]
                                  /\ UNCHANGED << born, word, next, prev, at, 
                                                  index, cell, cleared, 
                                                  removers, found, stack, t, 
                                                  left, right, link, l, from, 
                                                  id, side, start, id2, seen, 
                                                  count, from1, i, stop, j, 
                                                  seg, n, seg2, content >>

remove_return(self) == /\ pc[self] = "remove_return"
                       /\ IF Bug = "forget-next"
                             THEN /\ next' = [next EXCEPT ![t[self]] = None]
                             ELSE /\ TRUE
                                  /\ next' = next
                       /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                       /\ left' = [left EXCEPT ![self] = Head(stack[self]).left]
                       /\ right' = [right EXCEPT ![self] = Head(stack[self]).right]
                       /\ link' = [link EXCEPT ![self] = Head(stack[self]).link]
                       /\ t' = [t EXCEPT ![self] = Head(stack[self]).t]
                       /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                       /\ UNCHANGED << born, word, prev, at, index, cell, 
                                       cleared, removers, found, l, from, id, 
                                       side, start, id2, seen, count, from1, i, 
                                       stop, j, seg, n, seg2, content >>

remove(self) == remove_readNext(self) \/ remove_readPrev(self)
                   \/ remove_readWordLeft(self)
                   \/ remove_readPrevLeft(self)
                   \/ remove_readNextAgain(self)
                   \/ remove_readWordRight(self)
                   \/ remove_readNextRight(self) \/ relink_readPrev(self)
                   \/ relink_casPrev(self) \/ remove_setNext(self)
                   \/ remove_readWordRightAgain(self)
                   \/ remove_readNextRightAgain(self)
                   \/ remove_readWordLeftAgain(self) \/ remove_return(self)

leave_addWord(self) == /\ pc[self] = "leave_addWord"
                       /\ word' = [word EXCEPT ![l[self]] = word[l[self]] - Pointer]
                       /\ IF word'[l[self]] = 0 /\ Bug # "forget-remove"
                             THEN /\ removers' = [removers EXCEPT ![l[self]] = removers[l[self]] + 1]
                                  /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "remove",
                                                                              pc        |->  Head(stack[self]).pc,
                                                                              left      |->  left[self],
                                                                              right     |->  right[self],
                                                                              link      |->  link[self],
                                                                              t         |->  t[self] ] >>
                                                                          \o Tail(stack[self])]
                                     /\ t' = [t EXCEPT ![self] = l[self]]
                                  /\ left' = [left EXCEPT ![self] = None]
                                  /\ right' = [right EXCEPT ![self] = None]
                                  /\ link' = [link EXCEPT ![self] = None]
                                  /\ pc' = [pc EXCEPT ![self] = "remove_readNext"]
                                  /\ l' = l
                             ELSE /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                  /\ l' = [l EXCEPT ![self] = Head(stack[self]).l]
                                  /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                  /\ UNCHANGED << removers, t, left, right, 
                                                  link >>
                       /\ UNCHANGED << born, next, prev, at, index, cell, 
                                       cleared, found, from, id, side, start, 
                                       id2, seen, count, from1, i, stop, j, 
                                       seg, n, seg2, content >>

leave(self) == leave_addWord(self)

find_readWord(self) == /\ pc[self] = "find_readWord"
                       /\ IF from[self] >= id[self] /\ (Bug = "find-removed" \/ ~Removed(from[self]))
                             THEN /\ found' = [found EXCEPT ![self] = IF Bug = "find-next" /\ next[from[self]] # None THEN next[from[self]] ELSE from[self]]
                                  /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                  /\ from' = [from EXCEPT ![self] = Head(stack[self]).from]
                                  /\ id' = [id EXCEPT ![self] = Head(stack[self]).id]
                                  /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "find_readNext"]
                                  /\ UNCHANGED << found, stack, from, id >>
                       /\ UNCHANGED << born, word, next, prev, at, index, cell, 
                                       cleared, removers, t, left, right, link, 
                                       l, side, start, id2, seen, count, from1, 
                                       i, stop, j, seg, n, seg2, content >>

find_readNext(self) == /\ pc[self] = "find_readNext"
                       /\ IF next[from[self]] # None
                             THEN /\ from' = [from EXCEPT ![self] = next[from[self]]]
                                  /\ pc' = [pc EXCEPT ![self] = "find_readWord"]
                             ELSE /\ pc' = [pc EXCEPT ![self] = "find_casNext"]
                                  /\ from' = from
                       /\ UNCHANGED << born, word, next, prev, at, index, cell, 
                                       cleared, removers, found, stack, t, 
                                       left, right, link, l, id, side, start, 
                                       id2, seen, count, from1, i, stop, j, 
                                       seg, n, seg2, content >>

find_casNext(self) == /\ pc[self] = "find_casNext"
                      /\ IF next[from[self]] = None \/ Bug = "append-by-store"
                            THEN /\ /\ born' = [born EXCEPT ![from[self] + 1] = TRUE]
                                    /\ next' = [next EXCEPT ![from[self]] = from[self] + 1,
                                                            ![from[self] + 1] = None]
                                    /\ prev' = [prev EXCEPT ![from[self] + 1] = from[self]]
                                    /\ word' = [word EXCEPT ![from[self] + 1] = K]
                                 /\ from' = [from EXCEPT ![self] = from[self] + 1]
                            ELSE /\ from' = [from EXCEPT ![self] = next[from[self]]]
                                 /\ UNCHANGED << born, word, next, prev >>
                      /\ pc' = [pc EXCEPT ![self] = "find_readWord"]
                      /\ UNCHANGED << at, index, cell, cleared, removers, 
                                      found, stack, t, left, right, link, l, 
                                      id, side, start, id2, seen, count, from1, 
                                      i, stop, j, seg, n, seg2, content >>

find(self) == find_readWord(self) \/ find_readNext(self)
                 \/ find_casNext(self)

advance_find(self) == /\ pc[self] = "advance_find"
                      /\ /\ from' = [from EXCEPT ![self] = start[self]]
                         /\ id' = [id EXCEPT ![self] = id2[self]]
                         /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "find",
                                                                  pc        |->  "advance_readSegment",
                                                                  from      |->  from[self],
                                                                  id        |->  id[self] ] >>
                                                              \o stack[self]]
                      /\ pc' = [pc EXCEPT ![self] = "find_readWord"]
                      /\ UNCHANGED << born, word, next, prev, at, index, cell, 
                                      cleared, removers, found, t, left, right, 
                                      link, l, side, start, id2, seen, count, 
                                      from1, i, stop, j, seg, n, seg2, content >>

advance_readSegment(self) == /\ pc[self] = "advance_readSegment"
                             /\ IF at[side[self]] = found[self] \/ (at[side[self]] > found[self] /\ Bug # "move-backward")
                                   THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                        /\ seen' = [seen EXCEPT ![self] = Head(stack[self]).seen]
                                        /\ count' = [count EXCEPT ![self] = Head(stack[self]).count]
                                        /\ side' = [side EXCEPT ![self] = Head(stack[self]).side]
                                        /\ start' = [start EXCEPT ![self] = Head(stack[self]).start]
                                        /\ id2' = [id2 EXCEPT ![self] = Head(stack[self]).id2]
                                        /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                   ELSE /\ seen' = [seen EXCEPT ![self] = at[side[self]]]
                                        /\ IF Bug = "swap-before-increment"
                                              THEN /\ pc' = [pc EXCEPT ![self] = "advance_swapEarly"]
                                              ELSE /\ pc' = [pc EXCEPT ![self] = "advance_readWord"]
                                        /\ UNCHANGED << stack, side, start, 
                                                        id2, count >>
                             /\ UNCHANGED << born, word, next, prev, at, index, 
                                             cell, cleared, removers, found, t, 
                                             left, right, link, l, from, id, 
                                             from1, i, stop, j, seg, n, seg2, 
                                             content >>

advance_readWord(self) == /\ pc[self] = "advance_readWord"
                          /\ count' = [count EXCEPT ![self] = word[found[self]]]
                          /\ IF count'[self] = 0 /\ Bug # "unconditional-increment"
                                THEN /\ pc' = [pc EXCEPT ![self] = "advance_find"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "advance_casWord"]
                          /\ UNCHANGED << born, word, next, prev, at, index, 
                                          cell, cleared, removers, found, 
                                          stack, t, left, right, link, l, from, 
                                          id, side, start, id2, seen, from1, i, 
                                          stop, j, seg, n, seg2, content >>

advance_casWord(self) == /\ pc[self] = "advance_casWord"
                         /\ IF word[found[self]] = count[self] \/ Bug = "unconditional-increment" \/ Bug = "test-then-add"
                               THEN /\ word' = [word EXCEPT ![found[self]] = word[found[self]] + Pointer,
                                                            ![seen[self]] = IF Bug = "leave-before-swap" THEN word[seen[self]] - Pointer ELSE word[seen[self]]]
                                    /\ pc' = [pc EXCEPT ![self] = "advance_casSegment"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "advance_readWord"]
                                    /\ word' = word
                         /\ UNCHANGED << born, next, prev, at, index, cell, 
                                         cleared, removers, found, stack, t, 
                                         left, right, link, l, from, id, side, 
                                         start, id2, seen, count, from1, i, 
                                         stop, j, seg, n, seg2, content >>

advance_casSegment(self) == /\ pc[self] = "advance_casSegment"
                            /\ IF at[side[self]] = seen[self]
                                  THEN /\ at' = [at EXCEPT ![side[self]] = found[self]]
                                       /\ IF Bug = "leave-before-swap"
                                             THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                                  /\ seen' = [seen EXCEPT ![self] = Head(stack[self]).seen]
                                                  /\ count' = [count EXCEPT ![self] = Head(stack[self]).count]
                                                  /\ side' = [side EXCEPT ![self] = Head(stack[self]).side]
                                                  /\ start' = [start EXCEPT ![self] = Head(stack[self]).start]
                                                  /\ id2' = [id2 EXCEPT ![self] = Head(stack[self]).id2]
                                                  /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                                  /\ l' = l
                                             ELSE /\ /\ count' = [count EXCEPT ![self] = Head(stack[self]).count]
                                                     /\ l' = [l EXCEPT ![self] = IF Bug = "leave-new" THEN found[self] ELSE seen[self]]
                                                     /\ seen' = [seen EXCEPT ![self] = Head(stack[self]).seen]
                                                     /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "leave",
                                                                                              pc        |->  Head(stack[self]).pc,
                                                                                              l         |->  l[self] ] >>
                                                                                          \o Tail(stack[self])]
                                                  /\ pc' = [pc EXCEPT ![self] = "leave_addWord"]
                                                  /\ UNCHANGED << side, start, 
                                                                  id2 >>
                                  ELSE /\ IF Bug = "no-undo"
                                             THEN /\ pc' = [pc EXCEPT ![self] = "advance_readSegment"]
                                                  /\ UNCHANGED << stack, l >>
                                             ELSE /\ /\ l' = [l EXCEPT ![self] = found[self]]
                                                     /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "leave",
                                                                                              pc        |->  "advance_readSegment",
                                                                                              l         |->  l[self] ] >>
                                                                                          \o stack[self]]
                                                  /\ pc' = [pc EXCEPT ![self] = "leave_addWord"]
                                       /\ UNCHANGED << at, side, start, id2, 
                                                       seen, count >>
                            /\ UNCHANGED << born, word, next, prev, index, 
                                            cell, cleared, removers, found, t, 
                                            left, right, link, from, id, from1, 
                                            i, stop, j, seg, n, seg2, content >>

advance_swapEarly(self) == /\ pc[self] = "advance_swapEarly"
                           /\ IF at[side[self]] = seen[self]
                                 THEN /\ at' = [at EXCEPT ![side[self]] = found[self]]
                                      /\ pc' = [pc EXCEPT ![self] = "advance_countLate"]
                                 ELSE /\ pc' = [pc EXCEPT ![self] = "advance_readSegment"]
                                      /\ at' = at
                           /\ UNCHANGED << born, word, next, prev, index, cell, 
                                           cleared, removers, found, stack, t, 
                                           left, right, link, l, from, id, 
                                           side, start, id2, seen, count, 
                                           from1, i, stop, j, seg, n, seg2, 
                                           content >>

advance_countLate(self) == /\ pc[self] = "advance_countLate"
                           /\ word' = [word EXCEPT ![found[self]] = word[found[self]] + Pointer]
                           /\ /\ count' = [count EXCEPT ![self] = Head(stack[self]).count]
                              /\ l' = [l EXCEPT ![self] = seen[self]]
                              /\ seen' = [seen EXCEPT ![self] = Head(stack[self]).seen]
                              /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "leave",
                                                                       pc        |->  Head(stack[self]).pc,
                                                                       l         |->  l[self] ] >>
                                                                   \o Tail(stack[self])]
                           /\ pc' = [pc EXCEPT ![self] = "leave_addWord"]
                           /\ UNCHANGED << born, next, prev, at, index, cell, 
                                           cleared, removers, found, t, left, 
                                           right, link, from, id, side, start, 
                                           id2, from1, i, stop, j, seg, n, 
                                           seg2, content >>

advance(self) == advance_find(self) \/ advance_readSegment(self)
                    \/ advance_readWord(self) \/ advance_casWord(self)
                    \/ advance_casSegment(self) \/ advance_swapEarly(self)
                    \/ advance_countLate(self)

place_readSegment(self) == /\ pc[self] = "place_readSegment"
                           /\ from1' = [from1 EXCEPT ![self] = at.s]
                           /\ pc' = [pc EXCEPT ![self] = "place_issue"]
                           /\ UNCHANGED << born, word, next, prev, at, index, 
                                           cell, cleared, removers, found, 
                                           stack, t, left, right, link, l, 
                                           from, id, side, start, id2, seen, 
                                           count, i, stop, j, seg, n, seg2, 
                                           content >>

place_issue(self) == /\ pc[self] = "place_issue"
                     /\ i' = [i EXCEPT ![self] = index.s]
                     /\ index' = [index EXCEPT !.s = index.s + 1]
                     /\ IF from1[self] = i'[self] \div K
                           THEN /\ found' = [found EXCEPT ![self] = from1[self]]
                                /\ pc' = [pc EXCEPT ![self] = "suspend_install"]
                                /\ UNCHANGED << stack, from, id, side, start, 
                                                id2, seen, count >>
                           ELSE /\ IF Bug = "position-left-behind"
                                      THEN /\ /\ from' = [from EXCEPT ![self] = from1[self]]
                                              /\ id' = [id EXCEPT ![self] = i'[self] \div K]
                                              /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "find",
                                                                                       pc        |->  "suspend_install",
                                                                                       from      |->  from[self],
                                                                                       id        |->  id[self] ] >>
                                                                                   \o stack[self]]
                                           /\ pc' = [pc EXCEPT ![self] = "find_readWord"]
                                           /\ UNCHANGED << side, start, id2, 
                                                           seen, count >>
                                      ELSE /\ /\ id2' = [id2 EXCEPT ![self] = i'[self] \div K]
                                              /\ side' = [side EXCEPT ![self] = "s"]
                                              /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "advance",
                                                                                       pc        |->  "suspend_install",
                                                                                       seen      |->  seen[self],
                                                                                       count     |->  count[self],
                                                                                       side      |->  side[self],
                                                                                       start     |->  start[self],
                                                                                       id2       |->  id2[self] ] >>
                                                                                   \o stack[self]]
                                              /\ start' = [start EXCEPT ![self] = from1[self]]
                                           /\ seen' = [seen EXCEPT ![self] = None]
                                           /\ count' = [count EXCEPT ![self] = 0]
                                           /\ pc' = [pc EXCEPT ![self] = "advance_find"]
                                           /\ UNCHANGED << from, id >>
                                /\ found' = found
                     /\ UNCHANGED << born, word, next, prev, at, cell, cleared, 
                                     removers, t, left, right, link, l, from1, 
                                     stop, j, seg, n, seg2, content >>

suspend_install(self) == /\ pc[self] = "suspend_install"
                         /\ Assert(found[self] = i[self] \div K, 
                                   "Failure of assertion at line 155, column 5.")
                         /\ IF cell[i[self]] = "E"
                               THEN /\ cell' = [cell EXCEPT ![i[self]] = "Q"]
                                    /\ IF self \notin SC
                                          THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                          ELSE /\ pc' = [pc EXCEPT ![self] = "cancelSelf_casCell"]
                               ELSE /\ Assert(cell[i[self]] = "R", 
                                              "Failure of assertion at line 157, column 12.")
                                    /\ pc' = [pc EXCEPT ![self] = "Done"]
                                    /\ cell' = cell
                         /\ UNCHANGED << born, word, next, prev, at, index, 
                                         cleared, removers, found, stack, t, 
                                         left, right, link, l, from, id, side, 
                                         start, id2, seen, count, from1, i, 
                                         stop, j, seg, n, seg2, content >>

cancelSelf_casCell(self) == /\ pc[self] = "cancelSelf_casCell"
                            /\ IF cell[i[self]] = "Q"
                                  THEN /\ cell' = [cell EXCEPT ![i[self]] = "C"]
                                       /\ pc' = [pc EXCEPT ![self] = "cancelSelf_addWord"]
                                  ELSE /\ IF Bug # "count-lost-cancel"
                                             THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                             ELSE /\ pc' = [pc EXCEPT ![self] = "cancelSelf_addWord"]
                                       /\ cell' = cell
                            /\ UNCHANGED << born, word, next, prev, at, index, 
                                            cleared, removers, found, stack, t, 
                                            left, right, link, l, from, id, 
                                            side, start, id2, seen, count, 
                                            from1, i, stop, j, seg, n, seg2, 
                                            content >>

cancelSelf_addWord(self) == /\ pc[self] = "cancelSelf_addWord"
                            /\ word' = [word EXCEPT ![i[self] \div K] = word[i[self] \div K] - 1]
                            /\ IF word'[i[self] \div K] = 0 \/ Bug = "every-cancel-removes"
                                  THEN /\ removers' = [removers EXCEPT ![i[self] \div K] = removers[i[self] \div K] + 1]
                                       /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "remove",
                                                                                   pc        |->  "suspender_end",
                                                                                   left      |->  left[self],
                                                                                   right     |->  right[self],
                                                                                   link      |->  link[self],
                                                                                   t         |->  t[self] ] >>
                                                                               \o stack[self]]
                                          /\ t' = [t EXCEPT ![self] = i[self] \div K]
                                       /\ left' = [left EXCEPT ![self] = None]
                                       /\ right' = [right EXCEPT ![self] = None]
                                       /\ link' = [link EXCEPT ![self] = None]
                                       /\ pc' = [pc EXCEPT ![self] = "remove_readNext"]
                                  ELSE /\ pc' = [pc EXCEPT ![self] = "suspender_end"]
                                       /\ UNCHANGED << removers, stack, t, 
                                                       left, right, link >>
                            /\ UNCHANGED << born, next, prev, at, index, cell, 
                                            cleared, found, l, from, id, side, 
                                            start, id2, seen, count, from1, i, 
                                            stop, j, seg, n, seg2, content >>

suspender_end(self) == /\ pc[self] = "suspender_end"
                       /\ TRUE
                       /\ pc' = [pc EXCEPT ![self] = "Done"]
                       /\ UNCHANGED << born, word, next, prev, at, index, cell, 
                                       cleared, removers, found, stack, t, 
                                       left, right, link, l, from, id, side, 
                                       start, id2, seen, count, from1, i, stop, 
                                       j, seg, n, seg2, content >>

suspender(self) == place_readSegment(self) \/ place_issue(self)
                      \/ suspend_install(self) \/ cancelSelf_casCell(self)
                      \/ cancelSelf_addWord(self) \/ suspender_end(self)

cancel_casCell(self) == /\ pc[self] = "cancel_casCell"
                        /\ IF cell[self[2]] = "Q"
                              THEN /\ cell' = [cell EXCEPT ![self[2]] = "C"]
                                   /\ pc' = [pc EXCEPT ![self] = "cancel_addWord"]
                              ELSE /\ IF Bug # "count-lost-cancel"
                                         THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                         ELSE /\ pc' = [pc EXCEPT ![self] = "cancel_addWord"]
                                   /\ cell' = cell
                        /\ UNCHANGED << born, word, next, prev, at, index, 
                                        cleared, removers, found, stack, t, 
                                        left, right, link, l, from, id, side, 
                                        start, id2, seen, count, from1, i, 
                                        stop, j, seg, n, seg2, content >>

cancel_addWord(self) == /\ pc[self] = "cancel_addWord"
                        /\ word' = [word EXCEPT ![self[2] \div K] = word[self[2] \div K] - 1]
                        /\ IF word'[self[2] \div K] = 0 \/ Bug = "every-cancel-removes"
                              THEN /\ removers' = [removers EXCEPT ![self[2] \div K] = removers[self[2] \div K] + 1]
                                   /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "remove",
                                                                               pc        |->  "canceller_end",
                                                                               left      |->  left[self],
                                                                               right     |->  right[self],
                                                                               link      |->  link[self],
                                                                               t         |->  t[self] ] >>
                                                                           \o stack[self]]
                                      /\ t' = [t EXCEPT ![self] = self[2] \div K]
                                   /\ left' = [left EXCEPT ![self] = None]
                                   /\ right' = [right EXCEPT ![self] = None]
                                   /\ link' = [link EXCEPT ![self] = None]
                                   /\ pc' = [pc EXCEPT ![self] = "remove_readNext"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "canceller_end"]
                                   /\ UNCHANGED << removers, stack, t, left, 
                                                   right, link >>
                        /\ UNCHANGED << born, next, prev, at, index, cell, 
                                        cleared, found, l, from, id, side, 
                                        start, id2, seen, count, from1, i, 
                                        stop, j, seg, n, seg2, content >>

canceller_end(self) == /\ pc[self] = "canceller_end"
                       /\ TRUE
                       /\ pc' = [pc EXCEPT ![self] = "Done"]
                       /\ UNCHANGED << born, word, next, prev, at, index, cell, 
                                       cleared, removers, found, stack, t, 
                                       left, right, link, l, from, id, side, 
                                       start, id2, seen, count, from1, i, stop, 
                                       j, seg, n, seg2, content >>

canceller(self) == cancel_casCell(self) \/ cancel_addWord(self)
                      \/ canceller_end(self)

resumeAll_publish(self) == /\ pc[self] = "resumeAll_publish"
                           /\ stop' = [stop EXCEPT ![self] = IF Bug = "stop-too-far" THEN index.s + 1 ELSE index.s]
                           /\ pc' = [pc EXCEPT ![self] = "resumeAll_readSegment"]
                           /\ UNCHANGED << born, word, next, prev, at, index, 
                                           cell, cleared, removers, found, 
                                           stack, t, left, right, link, l, 
                                           from, id, side, start, id2, seen, 
                                           count, from1, i, j, seg, n, seg2, 
                                           content >>

resumeAll_readSegment(self) == /\ pc[self] = "resumeAll_readSegment"
                               /\ seg' = [seg EXCEPT ![self] = at.r]
                               /\ pc' = [pc EXCEPT ![self] = "claim_readIndex"]
                               /\ UNCHANGED << born, word, next, prev, at, 
                                               index, cell, cleared, removers, 
                                               found, stack, t, left, right, 
                                               link, l, from, id, side, start, 
                                               id2, seen, count, from1, i, 
                                               stop, j, n, seg2, content >>

claim_readIndex(self) == /\ pc[self] = "claim_readIndex"
                         /\ IF index.r >= stop[self]
                               THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                    /\ j' = j
                               ELSE /\ j' = [j EXCEPT ![self] = index.r]
                                    /\ pc' = [pc EXCEPT ![self] = "claim_casIndex"]
                         /\ UNCHANGED << born, word, next, prev, at, index, 
                                         cell, cleared, removers, found, stack, 
                                         t, left, right, link, l, from, id, 
                                         side, start, id2, seen, count, from1, 
                                         i, stop, seg, n, seg2, content >>

claim_casIndex(self) == /\ pc[self] = "claim_casIndex"
                        /\ IF index.r = j[self]
                              THEN /\ index' = [index EXCEPT !.r = stop[self]]
                                   /\ /\ id2' = [id2 EXCEPT ![self] = (IF Bug = "move-too-far" THEN stop[self] + K ELSE stop[self] - 1) \div K]
                                      /\ side' = [side EXCEPT ![self] = "r"]
                                      /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "advance",
                                                                               pc        |->  "sweep_find",
                                                                               seen      |->  seen[self],
                                                                               count     |->  count[self],
                                                                               side      |->  side[self],
                                                                               start     |->  start[self],
                                                                               id2       |->  id2[self] ] >>
                                                                           \o stack[self]]
                                      /\ start' = [start EXCEPT ![self] = seg[self]]
                                   /\ seen' = [seen EXCEPT ![self] = None]
                                   /\ count' = [count EXCEPT ![self] = 0]
                                   /\ pc' = [pc EXCEPT ![self] = "advance_find"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "claim_readIndex"]
                                   /\ UNCHANGED << index, stack, side, start, 
                                                   id2, seen, count >>
                        /\ UNCHANGED << born, word, next, prev, at, cell, 
                                        cleared, removers, found, t, left, 
                                        right, link, l, from, id, from1, i, 
                                        stop, j, seg, n, seg2, content >>

sweep_find(self) == /\ pc[self] = "sweep_find"
                    /\ /\ from' = [from EXCEPT ![self] = seg[self]]
                       /\ id' = [id EXCEPT ![self] = j[self] \div K]
                       /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "find",
                                                                pc        |->  "clear_readPrev",
                                                                from      |->  from[self],
                                                                id        |->  id[self] ] >>
                                                            \o stack[self]]
                    /\ pc' = [pc EXCEPT ![self] = "find_readWord"]
                    /\ UNCHANGED << born, word, next, prev, at, index, cell, 
                                    cleared, removers, found, t, left, right, 
                                    link, l, side, start, id2, seen, count, 
                                    from1, i, stop, j, seg, n, seg2, content >>

clear_readPrev(self) == /\ pc[self] = "clear_readPrev"
                        /\ seg' = [seg EXCEPT ![self] = found[self]]
                        /\ IF prev[found[self]] = None \/ Bug = "no-clear-prev"
                              THEN /\ pc' = [pc EXCEPT ![self] = "sweep_jump"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "clear_setPrev"]
                        /\ UNCHANGED << born, word, next, prev, at, index, 
                                        cell, cleared, removers, found, stack, 
                                        t, left, right, link, l, from, id, 
                                        side, start, id2, seen, count, from1, 
                                        i, stop, j, n, seg2, content >>

clear_setPrev(self) == /\ pc[self] = "clear_setPrev"
                       /\ /\ cleared' = (cleared \cup {seg[self]})
                          /\ prev' = [prev EXCEPT ![seg[self]] = None]
                       /\ pc' = [pc EXCEPT ![self] = "sweep_jump"]
                       /\ UNCHANGED << born, word, next, at, index, cell, 
                                       removers, found, stack, t, left, right, 
                                       link, l, from, id, side, start, id2, 
                                       seen, count, from1, i, stop, j, seg, n, 
                                       seg2, content >>

sweep_jump(self) == /\ pc[self] = "sweep_jump"
                    /\ IF seg[self] * K > j[self]
                          THEN /\ Assert(\A x \in j[self] .. (seg[self] * K) - 1 : x < stop[self] => cell[x] = "C", 
                                         "Failure of assertion at line 198, column 8.")
                               /\ IF Bug # "no-jump"
                                     THEN /\ j' = [j EXCEPT ![self] = seg[self] * K]
                                     ELSE /\ TRUE
                                          /\ j' = j
                          ELSE /\ TRUE
                               /\ j' = j
                    /\ IF j'[self] >= stop[self] /\ Bug # "past-stop"
                          THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                    /\ UNCHANGED << born, word, next, prev, at, index, cell, 
                                    cleared, removers, found, stack, t, left, 
                                    right, link, l, from, id, side, start, id2, 
                                    seen, count, from1, i, stop, seg, n, seg2, 
                                    content >>

sweep_read(self) == /\ pc[self] = "sweep_read"
                    /\ Assert(cell[Here(j[self], seg[self])] # "R", 
                              "Failure of assertion at line 202, column 5.")
                    /\ IF cell[Here(j[self], seg[self])] = "C"
                          THEN /\ j' = [j EXCEPT ![self] = j[self] + 1]
                               /\ IF j'[self] < (IF Bug = "sweep-misses-last" THEN stop[self] - 1 ELSE stop[self])
                                     THEN /\ IF j'[self] \div K = seg[self]
                                                THEN /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                                                ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_find"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                          ELSE /\ IF cell[Here(j[self], seg[self])] = "E"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "sweep_fill"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_claim"]
                               /\ j' = j
                    /\ UNCHANGED << born, word, next, prev, at, index, cell, 
                                    cleared, removers, found, stack, t, left, 
                                    right, link, l, from, id, side, start, id2, 
                                    seen, count, from1, i, stop, seg, n, seg2, 
                                    content >>

sweep_claim(self) == /\ pc[self] = "sweep_claim"
                     /\ IF cell[Here(j[self], seg[self])] = "Q"
                           THEN /\ cell' = [cell EXCEPT ![Here(j[self], seg[self])] = "R"]
                                /\ j' = [j EXCEPT ![self] = j[self] + 1]
                                /\ IF j'[self] < (IF Bug = "sweep-misses-last" THEN stop[self] - 1 ELSE stop[self])
                                      THEN /\ IF j'[self] \div K = seg[self]
                                                 THEN /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                                                 ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_find"]
                                      ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                                /\ UNCHANGED << cell, j >>
                     /\ UNCHANGED << born, word, next, prev, at, index, 
                                     cleared, removers, found, stack, t, left, 
                                     right, link, l, from, id, side, start, 
                                     id2, seen, count, from1, i, stop, seg, n, 
                                     seg2, content >>

sweep_fill(self) == /\ pc[self] = "sweep_fill"
                    /\ IF cell[Here(j[self], seg[self])] = "E"
                          THEN /\ cell' = [cell EXCEPT ![Here(j[self], seg[self])] = "R"]
                               /\ j' = [j EXCEPT ![self] = j[self] + 1]
                               /\ IF j'[self] < (IF Bug = "sweep-misses-last" THEN stop[self] - 1 ELSE stop[self])
                                     THEN /\ IF j'[self] \div K = seg[self]
                                                THEN /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                                                ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_find"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "sweep_read"]
                               /\ UNCHANGED << cell, j >>
                    /\ UNCHANGED << born, word, next, prev, at, index, cleared, 
                                    removers, found, stack, t, left, right, 
                                    link, l, from, id, side, start, id2, seen, 
                                    count, from1, i, stop, seg, n, seg2, 
                                    content >>

broadcaster(self) == resumeAll_publish(self) \/ resumeAll_readSegment(self)
                        \/ claim_readIndex(self) \/ claim_casIndex(self)
                        \/ sweep_find(self) \/ clear_readPrev(self)
                        \/ clear_setPrev(self) \/ sweep_jump(self)
                        \/ sweep_read(self) \/ sweep_claim(self)
                        \/ sweep_fill(self)

nextResume_readSegment(self) == /\ pc[self] = "nextResume_readSegment"
                                /\ seg2' = [seg2 EXCEPT ![self] = at.r]
                                /\ IF Bug = "issue-by-store"
                                      THEN /\ n' = [n EXCEPT ![self] = index.r]
                                      ELSE /\ TRUE
                                           /\ n' = n
                                /\ IF Bug = "segment-after-index"
                                      THEN /\ pc' = [pc EXCEPT ![self] = "nextResume_issueEarly"]
                                      ELSE /\ pc' = [pc EXCEPT ![self] = "nextResume_issue"]
                                /\ UNCHANGED << born, word, next, prev, at, 
                                                index, cell, cleared, removers, 
                                                found, stack, t, left, right, 
                                                link, l, from, id, side, start, 
                                                id2, seen, count, from1, i, 
                                                stop, j, seg, content >>

nextResume_issue(self) == /\ pc[self] = "nextResume_issue"
                          /\ IF Bug # "issue-by-store"
                                THEN /\ n' = [n EXCEPT ![self] = index.r]
                                ELSE /\ TRUE
                                     /\ n' = n
                          /\ index' = [index EXCEPT !.r = n'[self] + 1]
                          /\ pc' = [pc EXCEPT ![self] = "nextResume_locate"]
                          /\ UNCHANGED << born, word, next, prev, at, cell, 
                                          cleared, removers, found, stack, t, 
                                          left, right, link, l, from, id, side, 
                                          start, id2, seen, count, from1, i, 
                                          stop, j, seg, seg2, content >>

nextResume_issueEarly(self) == /\ pc[self] = "nextResume_issueEarly"
                               /\ n' = [n EXCEPT ![self] = index.r]
                               /\ index' = [index EXCEPT !.r = index.r + 1]
                               /\ pc' = [pc EXCEPT ![self] = "nextResume_readSegmentLate"]
                               /\ UNCHANGED << born, word, next, prev, at, 
                                               cell, cleared, removers, found, 
                                               stack, t, left, right, link, l, 
                                               from, id, side, start, id2, 
                                               seen, count, from1, i, stop, j, 
                                               seg, seg2, content >>

nextResume_readSegmentLate(self) == /\ pc[self] = "nextResume_readSegmentLate"
                                    /\ seg2' = [seg2 EXCEPT ![self] = at.r]
                                    /\ pc' = [pc EXCEPT ![self] = "nextResume_locate"]
                                    /\ UNCHANGED << born, word, next, prev, at, 
                                                    index, cell, cleared, 
                                                    removers, found, stack, t, 
                                                    left, right, link, l, from, 
                                                    id, side, start, id2, seen, 
                                                    count, from1, i, stop, j, 
                                                    seg, n, content >>

nextResume_locate(self) == /\ pc[self] = "nextResume_locate"
                           /\ IF seg2[self] = n[self] \div K
                                 THEN /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                                      /\ UNCHANGED << stack, side, start, id2, 
                                                      seen, count >>
                                 ELSE /\ /\ id2' = [id2 EXCEPT ![self] = n[self] \div K]
                                         /\ side' = [side EXCEPT ![self] = "r"]
                                         /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "advance",
                                                                                  pc        |->  "locate_readPrev",
                                                                                  seen      |->  seen[self],
                                                                                  count     |->  count[self],
                                                                                  side      |->  side[self],
                                                                                  start     |->  start[self],
                                                                                  id2       |->  id2[self] ] >>
                                                                              \o stack[self]]
                                         /\ start' = [start EXCEPT ![self] = seg2[self]]
                                      /\ seen' = [seen EXCEPT ![self] = None]
                                      /\ count' = [count EXCEPT ![self] = 0]
                                      /\ pc' = [pc EXCEPT ![self] = "advance_find"]
                           /\ UNCHANGED << born, word, next, prev, at, index, 
                                           cell, cleared, removers, found, t, 
                                           left, right, link, l, from, id, 
                                           from1, i, stop, j, seg, n, seg2, 
                                           content >>

locate_readPrev(self) == /\ pc[self] = "locate_readPrev"
                         /\ IF prev[found[self]] = None
                               THEN /\ pc' = [pc EXCEPT ![self] = "locate_skip"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "locate_setPrev"]
                         /\ UNCHANGED << born, word, next, prev, at, index, 
                                         cell, cleared, removers, found, stack, 
                                         t, left, right, link, l, from, id, 
                                         side, start, id2, seen, count, from1, 
                                         i, stop, j, seg, n, seg2, content >>

locate_setPrev(self) == /\ pc[self] = "locate_setPrev"
                        /\ /\ cleared' = (cleared \cup {found[self]})
                           /\ prev' = [prev EXCEPT ![found[self]] = None]
                        /\ pc' = [pc EXCEPT ![self] = "locate_skip"]
                        /\ UNCHANGED << born, word, next, at, index, cell, 
                                        removers, found, stack, t, left, right, 
                                        link, l, from, id, side, start, id2, 
                                        seen, count, from1, i, stop, j, seg, n, 
                                        seg2, content >>

locate_skip(self) == /\ pc[self] = "locate_skip"
                     /\ IF found[self] # n[self] \div K
                           THEN /\ Assert(\A x \in n[self] .. (found[self] * K) - 1 : cell[x] = "C", 
                                          "Failure of assertion at line 231, column 8.")
                                /\ IF index.r = n[self] + 1 \/ Bug = "skip-by-store"
                                      THEN /\ index' = [index EXCEPT !.r = found[self] * K]
                                      ELSE /\ TRUE
                                           /\ index' = index
                                /\ pc' = [pc EXCEPT ![self] = "nextResume_readSegment"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                                /\ index' = index
                     /\ UNCHANGED << born, word, next, prev, at, cell, cleared, 
                                     removers, found, stack, t, left, right, 
                                     link, l, from, id, side, start, id2, seen, 
                                     count, from1, i, stop, j, seg, n, seg2, 
                                     content >>

resume_readCell(self) == /\ pc[self] = "resume_readCell"
                         /\ Assert(cell[n[self]] # "R", 
                                   "Failure of assertion at line 235, column 5.")
                         /\ IF cell[n[self]] = "C"
                               THEN /\ pc' = [pc EXCEPT ![self] = "nextResume_readSegment"]
                                    /\ UNCHANGED content
                               ELSE /\ content' = [content EXCEPT ![self] = cell[n[self]]]
                                    /\ pc' = [pc EXCEPT ![self] = "resume_casCell"]
                         /\ UNCHANGED << born, word, next, prev, at, index, 
                                         cell, cleared, removers, found, stack, 
                                         t, left, right, link, l, from, id, 
                                         side, start, id2, seen, count, from1, 
                                         i, stop, j, seg, n, seg2 >>

resume_casCell(self) == /\ pc[self] = "resume_casCell"
                        /\ IF cell[n[self]] = content[self]
                              THEN /\ cell' = [cell EXCEPT ![n[self]] = "R"]
                                   /\ pc' = [pc EXCEPT ![self] = "Done"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "resume_readCell"]
                                   /\ cell' = cell
                        /\ UNCHANGED << born, word, next, prev, at, index, 
                                        cleared, removers, found, stack, t, 
                                        left, right, link, l, from, id, side, 
                                        start, id2, seen, count, from1, i, 
                                        stop, j, seg, n, seg2, content >>

resumer(self) == nextResume_readSegment(self) \/ nextResume_issue(self)
                    \/ nextResume_issueEarly(self)
                    \/ nextResume_readSegmentLate(self)
                    \/ nextResume_locate(self) \/ locate_readPrev(self)
                    \/ locate_setPrev(self) \/ locate_skip(self)
                    \/ resume_readCell(self) \/ resume_casCell(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in ProcSet:  \/ remove(self) \/ leave(self) \/ find(self)
                               \/ advance(self))
           \/ (\E self \in S: suspender(self))
           \/ (\E self \in C: canceller(self))
           \/ (\E self \in A: broadcaster(self))
           \/ (\E self \in R: resumer(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in S : /\ WF_vars(suspender(self))
                           /\ WF_vars(find(self))
                           /\ WF_vars(advance(self))
                           /\ WF_vars(remove(self))
                           /\ WF_vars(leave(self))
        /\ \A self \in C : WF_vars(canceller(self)) /\ WF_vars(remove(self))
        /\ \A self \in A : /\ WF_vars(broadcaster(self))
                           /\ WF_vars(advance(self))
                           /\ WF_vars(find(self))
                           /\ WF_vars(remove(self))
                           /\ WF_vars(leave(self))
        /\ \A self \in R : /\ WF_vars(resumer(self))
                           /\ WF_vars(advance(self))
                           /\ WF_vars(remove(self))
                           /\ WF_vars(leave(self))
                           /\ WF_vars(find(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION
-----------------------------------------------------------------------------
Everybody == S \cup C \cup A \cup R
Quiet     == \A p \in Everybody : pc[p] = "Done"
Cells(x)  == x * K .. (x + 1) * K - 1
CancelledIn(x) == Cardinality({y \in Cells(x) : cell[y] = "C"})
Min(x, y) == IF x < y THEN x ELSE y

(* What the array is, whatever its segments are.                              *)
Claiming == {"resumeAll_publish", "resumeAll_readSegment", "claim_readIndex", "claim_casIndex", "Done"}
Issuing  == {"nextResume_readSegment", "nextResume_issue", "nextResume_issueEarly"}
Abs == INSTANCE InfiniteArray WITH
         N     <- NSEG * K,
         s     <- index.s,
         r     <- index.r,
         mine  <- i,
         took  <- [p \in R |-> IF pc[p] \in Issuing THEN None ELSE n[p]],
         range <- [p \in A |-> IF pc[p] \in Claiming THEN {} ELSE j[p] .. stop[p] - 1]
Refines == Abs!Spec

Unset == {defaultInitValue}
Maybe == Ids \cup {None}
Given == Maybe \cup Unset
Words == 0 .. 4 * Pointer + K
Indices == 0 .. NSEG * K
TypeOK == /\ born \in [Ids -> BOOLEAN] /\ word \in [Ids -> Words]
          /\ next \in [Ids -> Maybe] /\ prev \in [Ids -> Maybe]
          /\ at \in [{"s", "r"} -> Ids] /\ index \in [{"s", "r"} -> Indices]
          /\ cell \in [0 .. NSEG * K - 1 -> {"E", "Q", "C", "R"}]
          /\ cleared \subseteq Ids /\ removers \in [Ids -> 0 .. 1] /\ found \in [Everybody -> Maybe]
          /\ t \in [Everybody -> Given] /\ left \in [Everybody -> Maybe]
          /\ right \in [Everybody -> Maybe] /\ link \in [Everybody -> Maybe]
          /\ l \in [Everybody -> Given] /\ from \in [Everybody -> Given] /\ id \in [Everybody -> Given]
          /\ side \in [Everybody -> {"s", "r"} \cup Unset] /\ start \in [Everybody -> Given]
          /\ id2 \in [Everybody -> Given] /\ seen \in [Everybody -> Maybe]
          /\ count \in [Everybody -> Words]
          /\ from1 \in [S -> Maybe] /\ i \in [S -> Indices \cup {None}]
          /\ stop \in [A -> Indices] /\ j \in [A -> Indices] /\ seg \in [A -> Maybe]
          /\ n \in [R -> Indices] /\ seg2 \in [R -> Maybe] /\ content \in [R -> {"E", "Q"}]
          /\ pc \in [Everybody -> STRING] /\ \A p \in Everybody : Len(stack[p]) <= 3

RECURSIVE Right(_), Left(_)
Right(x) == IF next[x] = None THEN {x} ELSE {x} \cup Right(next[x])
Left(x)  == IF prev[x] = None THEN {x} ELSE {x} \cup Left(prev[x])

ARR_3_NextIsSound == \A x \in Ids : born[x] =>   \* ARR-22
    IF next[x] = None THEN \A y \in Ids : y > x => ~born[y]
    ELSE next[x] > x /\ \A y \in x + 1 .. next[x] - 1 : Removed(y)
ARR_4_PrevIsSound == \A x \in Ids : prev[x] # None =>
                        prev[x] < x /\ \A y \in prev[x] + 1 .. x - 1 : Removed(y)
ARR_5_RemovalIsPermanent == [][\A x \in Ids : word[x] = 0 => word'[x] = 0]_word   \* ARR-6
ARR_9_OneRemover   == \A x \in Ids : removers[x] <= 1 /\ (removers[x] = 1 => Removed(x))
ARR_12_OnlyForward == [][at'.s >= at.s /\ at'.r >= at.r]_at
ARR_13_Conserved   == Quiet => \A x \in Ids : born[x] =>
    word[x] = Pointer * ((IF at.s = x THEN 1 ELSE 0) + (IF at.r = x THEN 1 ELSE 0)) + K - CancelledIn(x)
ARR_14_NeverOnRemoved == ~Removed(at.s) /\ ~Removed(at.r)
ARR_15_TailIsAlive == \A x \in Ids : born[x] /\ next[x] = None => ~Removed(x)
ARR_17_Unlinked    == Quiet => \A x \in {at.s, at.r} : \A y \in Right(x) \cup Left(x) : next[y] # None => ~Removed(y)
ARR_18_StaysCleared == \A x \in cleared : prev[x] = None
ARR_18_ClearAtRest == Quiet /\ A \cup R # {} => prev[at.r] = None
ARR_16_Reachable   == \A x \in Ids : born[x] /\ ~Removed(x) /\ x >= Min(at.s, at.r) => x \in Right(Min(at.s, at.r))
ITER_5_IndexGrows  == [][index'.s >= index.s /\ index'.r >= index.r]_index
ITER_6_OnlyCancelledBefore == \A x \in index.r .. at.r * K - 1 : cell[x] = "C"
ITER_7_NeverAhead  == R = {} => index.r <= index.s
RALL_2_OnlyClaimed == \A x \in DOMAIN cell : cell[x] = "R" => x < index.r
RALL_2_Coverage    == Quiet => \A x \in 0 .. index.r - 1 : cell[x] \in {"R", "C"}   \* ITER-2

(* Whoever has not ended can make a step that changes something.              *)
SIG_NeverBlocked == \A p \in Everybody : pc[p] # "Done" =>
    \/ ENABLED <<remove(p) \/ leave(p) \/ find(p) \/ advance(p)>>_vars
    \/ p \in S /\ ENABLED <<suspender(p)>>_vars
    \/ p \in C /\ ENABLED <<canceller(p)>>_vars
    \/ p \in A /\ ENABLED <<broadcaster(p)>>_vars
    \/ p \in R /\ ENABLED <<resumer(p)>>_vars
LIVE_LockFree    == <>[][FALSE]_vars   \* ARR-10, ARR-21
Unfair           == Init /\ [][Next]_vars
=============================================================================
