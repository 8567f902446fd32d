\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
------------------------------- MODULE Promise -------------------------------
(* What a promise does, as its callers see it.                                *)
(*                                                                            *)
(* A waiter goes   none -> waiting -> claimed -> called                       *)
(*                              \-> cancelled                                 *)
(* and straight from none to claimed if it comes when the outcome is there.   *)
(* Claimed: its call is decided, a cancel returns false from here on. The     *)
(* call itself comes later (BC-5). Once there is an outcome, every waiter is  *)
(* claimed and called, unless its cancel is faster: both are weakly fair.     *)
CONSTANTS W,           \* waiters
          V            \* outcomes
VARIABLES status,      \* of each waiter
          outcome      \* the empty set, or the set of the one outcome
vars == <<status, outcome>>

Waiting == {w \in W : status[w] = "waiting"}

Init == status = [w \in W |-> "none"] /\ outcome = {}

Set(w, from, to) == status[w] = from /\ status' = [status EXCEPT ![w] = to]

Register(w) == Set(w, "none", "waiting") /\ UNCHANGED outcome
ComeLate(w) == outcome # {} /\ Set(w, "none", "claimed") /\ UNCHANGED outcome
Cancel(w)   == Set(w, "waiting", "cancelled") /\ UNCHANGED outcome
Claim(w)    == outcome # {} /\ Set(w, "waiting", "claimed") /\ UNCHANGED outcome
Call(w)     == Set(w, "claimed", "called") /\ UNCHANGED outcome

(* One of several resolvers wins. The same step may claim a waiter.           *)
Resolve(v)  == /\ outcome = {} /\ outcome' = {v}
               /\ \/ UNCHANGED status
                  \/ \E w \in Waiting : Set(w, "waiting", "claimed")

Next == \/ \E v \in V : Resolve(v)
        \/ \E w \in W : Register(w) \/ ComeLate(w) \/ Cancel(w) \/ Claim(w) \/ Call(w)

Spec == Init /\ [][Next]_vars /\ \A w \in W : WF_vars(Claim(w)) /\ WF_vars(Call(w))

PR_1_ResolvedOnce    == [][outcome # {} => outcome' = outcome]_vars
PR_5_NoLostWakeUp    == outcome # {} ~> Waiting = {}
BC_4_CalledOrCancelled == \A w \in W : status[w] = "claimed" ~> status[w] = "called"
=============================================================================
