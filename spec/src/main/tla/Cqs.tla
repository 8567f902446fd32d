\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
--------------------------------- MODULE Cqs ---------------------------------
(* What a CancellableQueueSynchronizer does, as its owner sees it.            *)
(*                                                                            *)
(* A value goes    out -> held -> handed                                      *)
(*                             -> returned  (resume returns false)            *)
(*                             -> refused   (a cancellation was not allowed)  *)
(* A waiter goes   none -> waiting -> resumed | cancelled                     *)
(* and back from waiting to none if its cell was broken (synchronous mode).   *)
(* So each value is in exactly one place, and each waiter gets at most one.   *)
CONSTANTS W,           \* waiters
          V            \* values, each passed to one resume
VARIABLES status,      \* of each waiter
          place,       \* of each value
          got          \* of each waiter: the set of the values it was handed
vars == <<status, place, got>>

Init == /\ status = [w \in W |-> "none"]
        /\ place = [v \in V |-> "out"]
        /\ got = [w \in W |-> {}]

Set(w, from, to) == status[w] = from /\ status' = [status EXCEPT ![w] = to]
Move(v, from, to) == place[v] = from /\ place' = [place EXCEPT ![v] = to]

Suspend(w) == Set(w, "none", "waiting") /\ UNCHANGED <<place, got>>
Break(w)   == Set(w, "waiting", "none") /\ UNCHANGED <<place, got>>
Cancel(w)  == Set(w, "waiting", "cancelled") /\ UNCHANGED <<place, got>>
Resume(v)  == Move(v, "out", "held") /\ UNCHANGED <<status, got>>
GiveBack(v) == Move(v, "held", "returned") /\ UNCHANGED <<status, got>>
Refuse(v)  == Move(v, "held", "refused") /\ UNCHANGED <<status, got>>
Hand(v, w) == /\ Move(v, "held", "handed")
              /\ Set(w, "waiting", "resumed")
              /\ got' = [got EXCEPT ![w] = {v}]

Next == \/ \E w \in W : Suspend(w) \/ Break(w) \/ Cancel(w)
        \/ \E v \in V : Resume(v) \/ GiveBack(v) \/ Refuse(v) \/ \E w \in W : Hand(v, w)

Spec == Init /\ [][Next]_vars

CQS_18_Conservation == \A v \in V : (place[v] = "handed") = (\E w \in W : v \in got[w])
CQS_8_ResumedOnce   == \A v \in V : \A u, w \in W : v \in got[u] /\ v \in got[w] => u = w
=============================================================================
