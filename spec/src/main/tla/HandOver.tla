\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
------------------------------ MODULE HandOver -------------------------------
(* What bounded nesting does, as those see it who are called: each call is    *)
(* made once, at once or later. Calls that are put off stand in line and are  *)
(* made in this order (RALL-11). The first of them is weakly fair.            *)
EXTENDS Integers, Sequences
CONSTANT  X            \* calls
VARIABLES calls,       \* of each: how often it was made
          line         \* those that were put off, first come first
vars == <<calls, line>>

InLine(x) == \E k \in 1 .. Len(line) : line[k] = x
Made(x)   == calls' = [calls EXCEPT ![x] = 1]

Init == calls = [x \in X |-> 0] /\ line = <<>>

CallNow(x) == calls[x] = 0 /\ ~InLine(x) /\ Made(x) /\ UNCHANGED line
PutOff(x)  == calls[x] = 0 /\ ~InLine(x) /\ line' = Append(line, x) /\ UNCHANGED calls
CallFirst  == line # <<>> /\ Made(Head(line)) /\ line' = Tail(line)

Next == CallFirst \/ \E x \in X : CallNow(x) \/ PutOff(x)
Spec == Init /\ [][Next]_vars /\ WF_vars(CallFirst)

RALL_11_Once     == \A x \in X : calls[x] <= 1 /\ (calls[x] = 1 => ~InLine(x))
RALL_11_CallMade == \A x \in X : InLine(x) ~> calls[x] = 1
=============================================================================
