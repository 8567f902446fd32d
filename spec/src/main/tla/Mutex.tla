\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
-------------------------------- MODULE Mutex --------------------------------
(* What a mutex does, as its callers see it: a fair lock without an owner.    *)
(*                                                                            *)
(* A user goes   out -> waiting -> granted -> holds -> out                    *)
(* or from out to granted if the lock is free and nobody is in line, or from  *)
(* waiting to out if it cancels. Grant and call are separate steps: granted,  *)
(* a user has the lock and does not know it yet; its cancel returns false.    *)
(* Users are granted in the order of the line (SEM-8). A free lock is granted *)
(* to the first in line, and a granted one is called: both weakly fair.       *)
EXTENDS Integers, Sequences
CONSTANT  U            \* users
VARIABLES status,      \* of each user
          line         \* those who wait, first come first
vars == <<status, line>>

Owners == {u \in U : status[u] \in {"granted", "holds"}}

Init == status = [u \in U |-> "out"] /\ line = <<>>

Set(u, from, to) == status[u] = from /\ status' = [status EXCEPT ![u] = to]
Without(u) == SelectSeq(line, LAMBDA x : x # u)

TryLock(u) == Owners = {} /\ line = <<>> /\ Set(u, "out", "granted") /\ UNCHANGED line
Wait(u)    == Set(u, "out", "waiting") /\ line' = Append(line, u)
Grant(u)   == Owners = {} /\ line # <<>> /\ u = Head(line) /\ Set(u, "waiting", "granted") /\ line' = Tail(line)
Call(u)    == Set(u, "granted", "holds") /\ UNCHANGED line
Cancel(u)  == Set(u, "waiting", "out") /\ line' = Without(u)
Unlock(u)  == Set(u, "holds", "out") /\ UNCHANGED line

Next == \E u \in U : TryLock(u) \/ Wait(u) \/ Grant(u) \/ Call(u) \/ Cancel(u) \/ Unlock(u)
Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(\E u \in U : Grant(u)) /\ \A u \in U : WF_vars(Call(u))

SEM_1_Exclusion == \A u, v \in Owners : u = v
SEM_8_Line      == \A i, j \in DOMAIN line : status[line[i]] = "waiting" /\ (line[i] = line[j] => i = j)
=============================================================================
