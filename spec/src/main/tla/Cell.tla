\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
-------------------------------- MODULE Cell ---------------------------------
(* What one cell does, as the three who meet there see it: a suspender with   *)
(* a waiter, a resumer with a value, a canceller.                             *)
(*                                                                            *)
(* The waiter goes  none -> waiting -> claimed -> called | declined           *)
(*                             \-> cancelling -> cancelled | refused          *)
(* from none to claimed if the value is there, and from none to away if the   *)
(* resumer has taken it back. Simple cancellation needs no decision.          *)
(* The value goes  out -> offered -> handed -> undelivered, if it is declined *)
(*                           \-> what becomes of it without the waiter        *)
(* Claim and call are separate steps: from the claim on a cancel returns      *)
(* false, though the call comes later (BC-5). Whoever has begun ends: all but *)
(* the coming of the three is weakly fair.                                    *)
CONSTANTS Sync,        \* a resumer that finds nobody takes its value back
          Smart,       \* the owner decides whether a cancellation is allowed
          Shared       \* the value is one for all: that of a resumeAll
VARIABLES waiter, value
vars == <<waiter, value>>

Init == waiter = "none" /\ value = "out"

Suspend == waiter = "none" /\ value # "returned" /\ waiter' = "waiting" /\ UNCHANGED value
Resume  == value = "out" /\ value' = "offered" /\ UNCHANGED waiter

Claim     == value = "offered" /\ waiter = "waiting" /\ value' = "handed" /\ waiter' = "claimed"
Take      == value = "offered" /\ waiter = "none"    /\ value' = "handed" /\ waiter' = "claimed"
Call      == waiter = "claimed" /\ waiter' \in {"called", "declined"} /\ UNCHANGED value
Undeliver == waiter = "declined" /\ value = "handed" /\ value' = "undelivered" /\ UNCHANGED waiter

Break  == Sync /\ ~Shared /\ waiter = "none" /\ value = "offered" /\ value' = "returned" /\ UNCHANGED waiter
GoAway == waiter = "none" /\ value = "returned" /\ waiter' = "away" /\ UNCHANGED value

Cancel == waiter = "waiting" /\ waiter' = (IF Smart THEN "cancelling" ELSE "cancelled") /\ UNCHANGED value
Decide == waiter = "cancelling" /\ waiter' \in {"cancelled", "refused"} /\ UNCHANGED value
(* Without the waiter: for nobody, for the next waiter, or the resumer's.     *)
Skip   == /\ value = "offered" /\ waiter = "cancelled" /\ UNCHANGED waiter
          /\ value' = IF Shared THEN "dropped" ELSE IF Smart THEN "next" ELSE "returned"
Refuse == value = "offered" /\ waiter = "refused" /\ value' = "refused" /\ UNCHANGED waiter

Next == \/ Suspend \/ Resume \/ Claim \/ Take \/ Call \/ Undeliver
        \/ Break \/ GoAway \/ Cancel \/ Decide \/ Skip \/ Refuse

Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(Claim) /\ WF_vars(Call) /\ WF_vars(Undeliver) /\ WF_vars(Break)
        /\ WF_vars(Decide) /\ WF_vars(Skip) /\ WF_vars(Refuse)

CQS_8_ResumedOnce == (value \in {"handed", "undelivered"}) = (waiter \in {"claimed", "called", "declined"})
CQS_18_Settled    == value = "offered" ~> value # "offered" \/ waiter = "none"
=============================================================================
