\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
------------------------------ MODULE Broadcast ------------------------------
(* What a broadcast does, as its callers see it: a signal without memory.     *)
(*                                                                            *)
(* A waiter goes   none -> waiting -> claimed -> called                       *)
(*                              \-> cancelled                                 *)
(* A broadcast covers all who wait: that is one step, its linearization       *)
(* point. What it owes them comes later, one by one: each is claimed (from    *)
(* here on a cancel returns false), then called. Both are weakly fair. A      *)
(* second broadcast that finds everybody covered does nothing and may return  *)
(* before the first has called anybody (RALL-5).                              *)
CONSTANT  W            \* waiters
VARIABLES status,      \* of each waiter
          due          \* those who are covered and not claimed yet
vars == <<status, due>>

Waiting == {w \in W : status[w] = "waiting"}

Init == status = [w \in W |-> "none"] /\ due = {}

Set(w, from, to) == status[w] = from /\ status' = [status EXCEPT ![w] = to]

Suspend(w) == Set(w, "none", "waiting") /\ UNCHANGED due
ResumeAll  == due' = Waiting /\ UNCHANGED status
Cancel(w)  == Set(w, "waiting", "cancelled") /\ due' = due \ {w}
Claim(w)   == w \in due /\ Set(w, "waiting", "claimed") /\ due' = due \ {w}
Call(w)    == Set(w, "claimed", "called") /\ UNCHANGED due

Next == ResumeAll \/ \E w \in W : Suspend(w) \/ Cancel(w) \/ Claim(w) \/ Call(w)

Spec == Init /\ [][Next]_vars /\ \A w \in W : WF_vars(Claim(w)) /\ WF_vars(Call(w))

RALL_2_Coverage == \A w \in W : w \in due ~> status[w] \in {"called", "cancelled"}
=============================================================================
