\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
------------------------------ MODULE Condition ------------------------------
(* What a condition does, as the threads see it that wait on it.              *)
(*                                                                            *)
(* A thread goes   out -> waiting -> claimed -> called -> out                 *)
(*                           \-> left -> out                                  *)
(* It begins to wait while it holds the lock, which it lets go later, and is  *)
(* out again with the lock held, however the wait has ended (COND-2). Left:   *)
(* interrupted, timed out, or no longer interested. A broadcast covers all    *)
(* who wait: that is one step, its linearization point, and needs no lock.    *)
(* Each who is covered is claimed (from here on an interrupt is too late,     *)
(* COND-5) and called later. A broadcast that finds nobody does nothing.      *)
CONSTANTS W,           \* threads that wait
          Others,      \* threads that lock, and do not wait
          Locked       \* with a lock; else without
VARIABLES status,      \* of each thread in W
          due,         \* those who are covered and not claimed yet
          lock         \* who holds it: the empty set, or the set of one
vars == <<status, due, lock>>

Waiting == {w \in W : status[w] = "waiting"}

Init == status = [w \in W |-> "out"] /\ due = {} /\ lock = {}

Set(w, from, to) == status[w] = from /\ status' = [status EXCEPT ![w] = to]

Wait(w)   == (Locked => lock = {w}) /\ Set(w, "out", "waiting") /\ UNCHANGED <<due, lock>>
Broadcast == due' = Waiting /\ UNCHANGED <<status, lock>>
Claim(w)  == w \in due /\ Set(w, "waiting", "claimed") /\ due' = due \ {w} /\ UNCHANGED lock
Call(w)   == Set(w, "claimed", "called") /\ UNCHANGED <<due, lock>>
Leave(w)  == Set(w, "waiting", "left") /\ due' = due \ {w} /\ UNCHANGED lock
Return(w) == /\ Set(w, "called", "out") \/ Set(w, "left", "out")
             /\ IF Locked THEN lock = {} /\ lock' = {w} ELSE UNCHANGED lock
             /\ UNCHANGED due
(* Without a lock a thread may find what it wants and go although it is due.  *)
GoOn(w)   == ~Locked /\ Set(w, "claimed", "out") /\ UNCHANGED <<due, lock>>

Lock(p)   == lock = {} /\ (p \in W => status[p] = "out") /\ lock' = {p} /\ UNCHANGED <<status, due>>
Unlock(p) == lock = {p} /\ lock' = {} /\ UNCHANGED <<status, due>>

Next == \/ Broadcast
        \/ \E w \in W : Wait(w) \/ Claim(w) \/ Call(w) \/ Leave(w) \/ Return(w) \/ GoOn(w)
        \/ \E p \in W \cup Others : Lock(p) \/ Unlock(p)

Spec == /\ Init /\ [][Next]_vars
        /\ \A w \in W : WF_vars(Claim(w)) /\ WF_vars(Call(w)) /\ WF_vars(Return(w))

COND_2_OneHolder  == \E p \in W \cup Others : lock \subseteq {p}
COND_4_Coverage   == \A w \in W : w \in due ~> status[w] # "waiting"
COND_5_Woken      == \A w \in W : status[w] = "claimed" ~> status[w] \in {"called", "out"}
=============================================================================
