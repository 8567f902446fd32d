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
(*                                                                            *)
(* A resumeAll has one value for all who wait and are not owed one yet: that  *)
(* is one step, its linearization point; each of them gets it later, unless   *)
(* its cancel is faster (RALL-2). Fairness: a value does not stay held while  *)
(* somebody waits, and what is owed is paid.                                  *)
CONSTANTS W,           \* waiters
          V,           \* values, each passed to one resume
          X            \* values, each passed to resumeAll
VARIABLES status,      \* of each waiter
          place,       \* of each value in V
          got,         \* of each waiter: the set of the values it was handed
          owed         \* of each value in X: who is to get it
vars == <<status, place, got, owed>>

Waiting == {w \in W : status[w] = "waiting"}

Init == /\ status = [w \in W |-> "none"]
        /\ place = [v \in V |-> "out"]
        /\ got = [w \in W |-> {}]
        /\ owed = [x \in X |-> {}]

Set(w, from, to) == status[w] = from /\ status' = [status EXCEPT ![w] = to]
Move(v, from, to) == place[v] = from /\ place' = [place EXCEPT ![v] = to]
Forgive(w) == owed' = [x \in X |-> owed[x] \ {w}]

Suspend(w) == Set(w, "none", "waiting") /\ UNCHANGED <<place, got, owed>>
Break(w)   == Set(w, "waiting", "none") /\ Forgive(w) /\ UNCHANGED <<place, got>>
Cancel(w)  == Set(w, "waiting", "cancelled") /\ Forgive(w) /\ UNCHANGED <<place, got>>
Resume(v)  == Move(v, "out", "held") /\ UNCHANGED <<status, got, owed>>
GiveBack(v) == Move(v, "held", "returned") /\ UNCHANGED <<status, got, owed>>
Refuse(v)  == Move(v, "held", "refused") /\ UNCHANGED <<status, got, owed>>
Hand(v, w) == /\ Move(v, "held", "handed")
              /\ Set(w, "waiting", "resumed")
              /\ got' = [got EXCEPT ![w] = {v}]
              /\ Forgive(w)

ResumeAll(x) == /\ owed' = [owed EXCEPT ![x] = @ \cup (Waiting \ UNION {owed[y] : y \in X})]
                /\ UNCHANGED <<status, place, got>>
Pay(x, w)    == /\ w \in owed[x] /\ Set(w, "waiting", "resumed")
                /\ got' = [got EXCEPT ![w] = {x}]
                /\ Forgive(w) /\ UNCHANGED place

Next == \/ \E w \in W : Suspend(w) \/ Break(w) \/ Cancel(w)
        \/ \E v \in V : Resume(v) \/ GiveBack(v) \/ Refuse(v) \/ \E w \in W : Hand(v, w)
        \/ \E x \in X : ResumeAll(x) \/ \E w \in W : Pay(x, w)

Spec == /\ Init /\ [][Next]_vars
        /\ \A v \in V : WF_vars(\E w \in W : Hand(v, w))
        /\ \A x \in X : \A w \in W : WF_vars(Pay(x, w))

CQS_18_Conservation == \A v \in V : (place[v] = "handed") = (\E w \in W : v \in got[w])
CQS_8_ResumedOnce   == /\ \A v \in V : \A u, w \in W : v \in got[u] /\ v \in got[w] => u = w
                       /\ \A w \in W : (status[w] = "resumed") = (got[w] # {})
RALL_1_OwedOnce     == \A w \in W : \A x, y \in X : w \in owed[x] \cap owed[y] => x = y
RALL_2_Coverage     == \A w \in W : (\E x \in X : w \in owed[x]) ~> status[w] # "waiting"
=============================================================================
