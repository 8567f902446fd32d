\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
---------------------------- MODULE InfiniteArray ----------------------------
(* What the infinite array does, as the queue above sees it: cells, and the   *)
(* indices that are issued to those who use them. There are no segments here. *)
(*                                                                            *)
(* A cell goes     E -> Q -> C (cancelled) | R (resumed), or straight E -> R. *)
(* Each index is issued once to a suspender and at most once to the side that *)
(* resumes: to one resumer, or in a range that one sweep has claimed. Whoever *)
(* has an index uses the cell of this index. A range shrinks only by cells    *)
(* that are done with, and an index is given up only at a cancelled cell; so  *)
(* nobody is passed over. Indices of cancelled cells may be jumped.           *)
EXTENDS Integers
CONSTANTS N,           \* cells: more than are ever used
          S, R, A      \* suspenders, resumers, sweeps
VARIABLES cell,
          s, r,        \* the next index of each side
          mine,        \* the index of each suspender
          took,        \* the index of each resumer
          range        \* of each sweep: the indices it still owes
vars == <<cell, s, r, mine, took, range>>

None  == -1
Cells == 0 .. N - 1

Init == /\ s \in Cells /\ r = 0
        /\ cell \in [Cells -> {"E", "Q", "C"}] /\ \A x \in Cells : (cell[x] = "E") = (x >= s)
        /\ mine = [p \in S |-> None] /\ took = [p \in R |-> None] /\ range = [p \in A |-> {}]

Set(x, from, to) == x \in Cells /\ cell[x] = from /\ cell' = [cell EXCEPT ![x] = to]

Suspend(p) == /\ mine[p] = None /\ mine' = [mine EXCEPT ![p] = s] /\ s' = s + 1
              /\ UNCHANGED <<cell, r, took, range>>
Install(p) == Set(mine[p], "E", "Q") /\ UNCHANGED <<s, r, mine, took, range>>
Cancel(x)  == Set(x, "Q", "C") /\ UNCHANGED <<s, r, mine, took, range>>

Resume(p)  == /\ took[p] = None /\ took' = [took EXCEPT ![p] = r] /\ r' = r + 1
              /\ UNCHANGED <<cell, s, mine, range>>
Meet(p)    == /\ Set(took[p], "E", "R") \/ Set(took[p], "Q", "R")
              /\ UNCHANGED <<s, r, mine, took, range>>
(* At a cancelled cell, and maybe past others that follow it.                 *)
GoOn(p)    == /\ took[p] # None /\ cell[took[p]] = "C" /\ took' = [took EXCEPT ![p] = None]
              /\ \E x \in r .. N : r' = x /\ \A y \in r .. x - 1 : cell[y] = "C"
              /\ UNCHANGED <<cell, s, mine, range>>

Claim(p)   == /\ range[p] = {}
              /\ \E x \in r + 1 .. s : r' = x /\ range' = [range EXCEPT ![p] = r .. x - 1]
              /\ UNCHANGED <<cell, s, mine, took>>
Sweep(p)   == /\ \/ UNCHANGED cell
                 \/ \E x \in range[p] : Set(x, "E", "R") \/ Set(x, "Q", "R")
              /\ \E k \in 0 .. N : range' = [range EXCEPT ![p] = {x \in range[p] : x >= k}]
              /\ \A x \in range[p] \ range'[p] : cell'[x] \in {"R", "C"}
              /\ UNCHANGED <<s, r, mine, took>>

Next == \/ \E p \in S : Suspend(p) \/ Install(p)
        \/ \E x \in Cells : Cancel(x)
        \/ \E p \in R : Resume(p) \/ Meet(p) \/ GoOn(p)
        \/ \E p \in A : Claim(p) \/ Sweep(p)
Spec == Init /\ [][Next]_vars

Room == s < N /\ r < N   \* For TLC, which needs an end.

ITER_1_IssuedOnce  == \A p, q \in S : p # q /\ mine[p] # None => mine[p] # mine[q]
RALL_1_Exclusive   == /\ \A p, q \in A : p # q => range[p] \cap range[q] = {}
                      /\ \A p \in R, q \in A : took[p] \notin range[q]
                      /\ \A p, q \in R : p # q /\ took[p] # None => took[p] # took[q]
RALL_2_OnlyClaimed == \A x \in Cells : cell[x] = "R" => x < r
ITER_6_OnlyForward == [][s' >= s /\ r' >= r]_<<s, r>>
(* Below the resume index nobody waits whom nobody has.                       *)
RALL_2_NobodyLeft  == \A x \in 0 .. r - 1 : cell[x] \in {"R", "C"}
                        \/ (\E p \in R : took[p] = x) \/ (\E p \in A : x \in range[p])
=============================================================================
