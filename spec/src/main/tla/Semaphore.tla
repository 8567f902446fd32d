\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
------------------------------ MODULE Semaphore ------------------------------
(* What a semaphore does, as its callers see it. A free permit is granted to  *)
(* somebody who waits, if anybody does: that is weakly fair.                  *)
EXTENDS Integers, FiniteSets
CONSTANTS U,           \* users
          Permits
VARIABLES holders,     \* users that hold a permit
          waiting      \* users that wait for one
vars == <<holders, waiting>>

Init == holders = {} /\ waiting = {}

Free == Permits - Cardinality(holders)

Take(u)    == u \notin holders \cup waiting /\ Free > 0 /\ holders' = holders \cup {u} /\ UNCHANGED waiting
Wait(u)    == u \notin holders \cup waiting /\ waiting' = waiting \cup {u} /\ UNCHANGED holders
Grant(u)   == u \in waiting /\ Free > 0 /\ holders' = holders \cup {u} /\ waiting' = waiting \ {u}
Cancel(u)  == u \in waiting /\ waiting' = waiting \ {u} /\ UNCHANGED holders
Release(u) == u \in holders /\ holders' = holders \ {u} /\ UNCHANGED waiting

Next == \E u \in U : Take(u) \/ Wait(u) \/ Grant(u) \/ Cancel(u) \/ Release(u)
Spec == Init /\ [][Next]_vars /\ WF_vars(\E u \in U : Grant(u))

SEM_1_AtMostPermits == Free >= 0
=============================================================================
