\* Copyright the cqs-kernel authors.
\* SPDX-License-Identifier: Apache-2.0
------------------------------- MODULE Nesting -------------------------------
(* The hand-over of nested resumptions on one thread: Nesting.deliver, defer, *)
(* leave and drain. The callback of a waiter resumes the next one of its      *)
(* chain. A handler may interrupt the thread between any two accesses, and    *)
(* then runs a chain of its own to the end on the same stack (RALL-12): while *)
(* it runs the thread stands still. A callback may throw once it has resumed  *)
(* the next one; each level catches what comes from below, leaves as it must, *)
(* and throws again. One label is one access.                                 *)
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS Chain,       \* waiters of the thread's chain: 1 .. Chain
          Handled,     \* waiters of the handler's: Chain + 1 .. Chain + Handled
          Throws,      \* waiters whose callback throws
          LIMIT,       \* Nesting.LIMIT
          Bug          \* "none", or the mutant

Waiters == 1 .. Chain + Handled
HasNext(x) == x # Chain /\ x # Chain + Handled
Reverse(q) == [x \in 1 .. Len(q) |-> q[Len(q) + 1 - x]]

(* --algorithm Nesting {
variables
  depth   = 0,                           \* Nesting.depth
  pending = <<>>,                        \* Nesting.pending, last pushed first
  calls   = [x \in Waiters |-> 0],       \* history
  late    = <<>>,                        \* history: whose calls were put off and not made yet, in this order
  thrown  = [p \in {"thread", "handler"} |-> {}],   \* whose throwables come out of the last call
  handled = FALSE;                       \* history: the handler has run

procedure deliver(waiter) variables before = 0, taken = <<>>, seen = <<>>, failed = {}; {
 deliver_readDepth:                      \* Nesting.isTooDeep. RALL-10
    await Bug = "not-reentrant" => depth = 0;
    if (depth >= LIMIT /\ Bug # "no-limit") { goto defer_readPending };
 enter_readDepth:                        \* Nesting.enter
    before := depth;
 enter_setDepth:
    depth := before + 1;
 deliver_call:                           \* Nesting.handOver: the callback
    calls[waiter] := calls[waiter] + 1;
    if (HasNext(waiter)) { call deliver(waiter + 1) };
 leave_setDepth:                         \* Nesting.leave. RALL-12: as we found it
    failed := thrown[self] \cup ({waiter} \cap Throws);   \* What was caught.
    thrown[self] := {};
    depth := IF Bug = "depth-not-given-back" /\ failed # {} THEN depth ELSE before;
 leave_readPending:                      \* Nesting.leave: only the outermost one drains. RALL-11
    if (before # 0 \/ pending = <<>>) { thrown[self] := failed; return };
 drain_setDepth:                         \* Nesting.drain
    depth := 1;
 take_readPending:                       \* Nesting.takeInOrder: pending
    if (pending = <<>>) { goto drain_clearDepth };
 take_exchange:                          \* Nesting.takeInOrder: exchange of pending. RALL-12
    taken := IF Bug = "last-first" THEN pending ELSE Reverse(pending);
    if (Bug = "take-in-two-steps") { goto take_clearLate }
    else if (Bug = "take-keeps") { goto drain_call }
    else { pending := <<>>; goto drain_call };
 take_clearLate:                         \* Only a mutant clears in a second step.
    pending := <<>>;
 drain_call:                             \* Deferred.run: the callback, in the order of hand-over. RALL-11
    if (taken = <<>>) { goto take_readPending }
    else {
       calls[Head(taken)] := calls[Head(taken)] + 1;
       late := IF late = <<>> THEN <<>> ELSE Tail(late);
       if (~HasNext(Head(taken))) { goto drain_next } };
 drain_nested:                           \* The callback resumes the next of its chain.
    call deliver(Head(taken) + 1);
 drain_next:                             \* Deferred.next, whatever was thrown. RALL-11
    failed := failed \cup (IF Bug = "forget-throwable" THEN {} ELSE thrown[self] \cup ({Head(taken)} \cap Throws));
    taken := IF Bug = "drop-at-throw" /\ (thrown[self] # {} \/ Head(taken) \in Throws) THEN <<>> ELSE Tail(taken);
    thrown[self] := {};
    goto drain_call;
 drain_clearDepth:                       \* Nesting.drain
    depth := 0;
 drain_readPending:                      \* Nesting.drain: the last look. RALL-12
    if ((pending # <<>> /\ Bug # "no-last-look") \/ Bug = "look-for-ever") { goto drain_setDepth }
    else { thrown[self] := failed; return };
 defer_readPending:                      \* Nesting.defer: pending
    seen := pending;
 defer_casPending:                       \* Nesting.defer: CAS of pending. RALL-12
    if (pending = seen \/ Bug = "push-by-store") {
       pending := IF Bug = "forget-rest" THEN <<waiter>> ELSE <<waiter>> \o seen;
       late := Append(late, waiter);
       return }
    else { goto defer_readPending };
}

fair process (thread = "thread") {
 thread_resume:
    call deliver(1);
 thread_end:
    skip;
}

fair process (handler = "handler") {
 handler_begin:
    either { handled := TRUE; call deliver(Chain + 1) } or { goto Done };
 handler_end:
    skip;
}
} *)
\* BEGIN TRANSLATION
CONSTANT defaultInitValue
VARIABLES depth, pending, calls, late, thrown, handled, pc, stack, waiter, 
          before, taken, seen, failed

vars == << depth, pending, calls, late, thrown, handled, pc, stack, waiter, 
           before, taken, seen, failed >>

ProcSet == {"thread"} \cup {"handler"}

Init == (* Global variables *)
        /\ depth = 0
        /\ pending = <<>>
        /\ calls = [x \in Waiters |-> 0]
        /\ late = <<>>
        /\ thrown = [p \in {"thread", "handler"} |-> {}]
        /\ handled = FALSE
        (* Procedure deliver *)
        /\ waiter = [ self \in ProcSet |-> defaultInitValue]
        /\ before = [ self \in ProcSet |-> 0]
        /\ taken = [ self \in ProcSet |-> <<>>]
        /\ seen = [ self \in ProcSet |-> <<>>]
        /\ failed = [ self \in ProcSet |-> {}]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self = "thread" -> "thread_resume"
                                        [] self = "handler" -> "handler_begin"]

deliver_readDepth(self) == /\ pc[self] = "deliver_readDepth"
                           /\ Bug = "not-reentrant" => depth = 0
                           /\ IF depth >= LIMIT /\ Bug # "no-limit"
                                 THEN /\ pc' = [pc EXCEPT ![self] = "defer_readPending"]
                                 ELSE /\ pc' = [pc EXCEPT ![self] = "enter_readDepth"]
                           /\ UNCHANGED << depth, pending, calls, late, thrown, 
                                           handled, stack, waiter, before, 
                                           taken, seen, failed >>

enter_readDepth(self) == /\ pc[self] = "enter_readDepth"
                         /\ before' = [before EXCEPT ![self] = depth]
                         /\ pc' = [pc EXCEPT ![self] = "enter_setDepth"]
                         /\ UNCHANGED << depth, pending, calls, late, thrown, 
                                         handled, stack, waiter, taken, seen, 
                                         failed >>

enter_setDepth(self) == /\ pc[self] = "enter_setDepth"
                        /\ depth' = before[self] + 1
                        /\ pc' = [pc EXCEPT ![self] = "deliver_call"]
                        /\ UNCHANGED << pending, calls, late, thrown, handled, 
                                        stack, waiter, before, taken, seen, 
                                        failed >>

deliver_call(self) == /\ pc[self] = "deliver_call"
                      /\ calls' = [calls EXCEPT ![waiter[self]] = calls[waiter[self]] + 1]
                      /\ IF HasNext(waiter[self])
                            THEN /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "deliver",
                                                                             pc        |->  "leave_setDepth",
                                                                             before    |->  before[self],
                                                                             taken     |->  taken[self],
                                                                             seen      |->  seen[self],
                                                                             failed    |->  failed[self],
                                                                             waiter    |->  waiter[self] ] >>
                                                                         \o stack[self]]
                                    /\ waiter' = [waiter EXCEPT ![self] = waiter[self] + 1]
                                 /\ before' = [before EXCEPT ![self] = 0]
                                 /\ taken' = [taken EXCEPT ![self] = <<>>]
                                 /\ seen' = [seen EXCEPT ![self] = <<>>]
                                 /\ failed' = [failed EXCEPT ![self] = {}]
                                 /\ pc' = [pc EXCEPT ![self] = "deliver_readDepth"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "leave_setDepth"]
                                 /\ UNCHANGED << stack, waiter, before, taken, 
                                                 seen, failed >>
                      /\ UNCHANGED << depth, pending, late, thrown, handled >>

leave_setDepth(self) == /\ pc[self] = "leave_setDepth"
                        /\ failed' = [failed EXCEPT ![self] = thrown[self] \cup ({waiter[self]} \cap Throws)]
                        /\ thrown' = [thrown EXCEPT ![self] = {}]
                        /\ depth' = (IF Bug = "depth-not-given-back" /\ failed'[self] # {} THEN depth ELSE before[self])
                        /\ pc' = [pc EXCEPT ![self] = "leave_readPending"]
                        /\ UNCHANGED << pending, calls, late, handled, stack, 
                                        waiter, before, taken, seen >>

leave_readPending(self) == /\ pc[self] = "leave_readPending"
                           /\ IF before[self] # 0 \/ pending = <<>>
                                 THEN /\ thrown' = [thrown EXCEPT ![self] = failed[self]]
                                      /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                      /\ before' = [before EXCEPT ![self] = Head(stack[self]).before]
                                      /\ taken' = [taken EXCEPT ![self] = Head(stack[self]).taken]
                                      /\ seen' = [seen EXCEPT ![self] = Head(stack[self]).seen]
                                      /\ failed' = [failed EXCEPT ![self] = Head(stack[self]).failed]
                                      /\ waiter' = [waiter EXCEPT ![self] = Head(stack[self]).waiter]
                                      /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                 ELSE /\ pc' = [pc EXCEPT ![self] = "drain_setDepth"]
                                      /\ UNCHANGED << thrown, stack, waiter, 
                                                      before, taken, seen, 
                                                      failed >>
                           /\ UNCHANGED << depth, pending, calls, late, 
                                           handled >>

drain_setDepth(self) == /\ pc[self] = "drain_setDepth"
                        /\ depth' = 1
                        /\ pc' = [pc EXCEPT ![self] = "take_readPending"]
                        /\ UNCHANGED << pending, calls, late, thrown, handled, 
                                        stack, waiter, before, taken, seen, 
                                        failed >>

take_readPending(self) == /\ pc[self] = "take_readPending"
                          /\ IF pending = <<>>
                                THEN /\ pc' = [pc EXCEPT ![self] = "drain_clearDepth"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "take_exchange"]
                          /\ UNCHANGED << depth, pending, calls, late, thrown, 
                                          handled, stack, waiter, before, 
                                          taken, seen, failed >>

take_exchange(self) == /\ pc[self] = "take_exchange"
                       /\ taken' = [taken EXCEPT ![self] = IF Bug = "last-first" THEN pending ELSE Reverse(pending)]
                       /\ IF Bug = "take-in-two-steps"
                             THEN /\ pc' = [pc EXCEPT ![self] = "take_clearLate"]
                                  /\ UNCHANGED pending
                             ELSE /\ IF Bug = "take-keeps"
                                        THEN /\ pc' = [pc EXCEPT ![self] = "drain_call"]
                                             /\ UNCHANGED pending
                                        ELSE /\ pending' = <<>>
                                             /\ pc' = [pc EXCEPT ![self] = "drain_call"]
                       /\ UNCHANGED << depth, calls, late, thrown, handled, 
                                       stack, waiter, before, seen, failed >>

take_clearLate(self) == /\ pc[self] = "take_clearLate"
                        /\ pending' = <<>>
                        /\ pc' = [pc EXCEPT ![self] = "drain_call"]
                        /\ UNCHANGED << depth, calls, late, thrown, handled, 
                                        stack, waiter, before, taken, seen, 
                                        failed >>

drain_call(self) == /\ pc[self] = "drain_call"
                    /\ IF taken[self] = <<>>
                          THEN /\ pc' = [pc EXCEPT ![self] = "take_readPending"]
                               /\ UNCHANGED << calls, late >>
                          ELSE /\ calls' = [calls EXCEPT ![Head(taken[self])] = calls[Head(taken[self])] + 1]
                               /\ late' = (IF late = <<>> THEN <<>> ELSE Tail(late))
                               /\ IF ~HasNext(Head(taken[self]))
                                     THEN /\ pc' = [pc EXCEPT ![self] = "drain_next"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "drain_nested"]
                    /\ UNCHANGED << depth, pending, thrown, handled, stack, 
                                    waiter, before, taken, seen, failed >>

drain_nested(self) == /\ pc[self] = "drain_nested"
                      /\ /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "deliver",
                                                                  pc        |->  "drain_next",
                                                                  before    |->  before[self],
                                                                  taken     |->  taken[self],
                                                                  seen      |->  seen[self],
                                                                  failed    |->  failed[self],
                                                                  waiter    |->  waiter[self] ] >>
                                                              \o stack[self]]
                         /\ waiter' = [waiter EXCEPT ![self] = Head(taken[self]) + 1]
                      /\ before' = [before EXCEPT ![self] = 0]
                      /\ taken' = [taken EXCEPT ![self] = <<>>]
                      /\ seen' = [seen EXCEPT ![self] = <<>>]
                      /\ failed' = [failed EXCEPT ![self] = {}]
                      /\ pc' = [pc EXCEPT ![self] = "deliver_readDepth"]
                      /\ UNCHANGED << depth, pending, calls, late, thrown, 
                                      handled >>

drain_next(self) == /\ pc[self] = "drain_next"
                    /\ failed' = [failed EXCEPT ![self] = failed[self] \cup (IF Bug = "forget-throwable" THEN {} ELSE thrown[self] \cup ({Head(taken[self])} \cap Throws))]
                    /\ taken' = [taken EXCEPT ![self] = IF Bug = "drop-at-throw" /\ (thrown[self] # {} \/ Head(taken[self]) \in Throws) THEN <<>> ELSE Tail(taken[self])]
                    /\ thrown' = [thrown EXCEPT ![self] = {}]
                    /\ pc' = [pc EXCEPT ![self] = "drain_call"]
                    /\ UNCHANGED << depth, pending, calls, late, handled, 
                                    stack, waiter, before, seen >>

drain_clearDepth(self) == /\ pc[self] = "drain_clearDepth"
                          /\ depth' = 0
                          /\ pc' = [pc EXCEPT ![self] = "drain_readPending"]
                          /\ UNCHANGED << pending, calls, late, thrown, 
                                          handled, stack, waiter, before, 
                                          taken, seen, failed >>

drain_readPending(self) == /\ pc[self] = "drain_readPending"
                           /\ IF (pending # <<>> /\ Bug # "no-last-look") \/ Bug = "look-for-ever"
                                 THEN /\ pc' = [pc EXCEPT ![self] = "drain_setDepth"]
                                      /\ UNCHANGED << thrown, stack, waiter, 
                                                      before, taken, seen, 
                                                      failed >>
                                 ELSE /\ thrown' = [thrown EXCEPT ![self] = failed[self]]
                                      /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                      /\ before' = [before EXCEPT ![self] = Head(stack[self]).before]
                                      /\ taken' = [taken EXCEPT ![self] = Head(stack[self]).taken]
                                      /\ seen' = [seen EXCEPT ![self] = Head(stack[self]).seen]
                                      /\ failed' = [failed EXCEPT ![self] = Head(stack[self]).failed]
                                      /\ waiter' = [waiter EXCEPT ![self] = Head(stack[self]).waiter]
                                      /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                           /\ UNCHANGED << depth, pending, calls, late, 
                                           handled >>

defer_readPending(self) == /\ pc[self] = "defer_readPending"
                           /\ seen' = [seen EXCEPT ![self] = pending]
                           /\ pc' = [pc EXCEPT ![self] = "defer_casPending"]
                           /\ UNCHANGED << depth, pending, calls, late, thrown, 
                                           handled, stack, waiter, before, 
                                           taken, failed >>

defer_casPending(self) == /\ pc[self] = "defer_casPending"
                          /\ IF pending = seen[self] \/ Bug = "push-by-store"
                                THEN /\ pending' = (IF Bug = "forget-rest" THEN <<waiter[self]>> ELSE <<waiter[self]>> \o seen[self])
                                     /\ late' = Append(late, waiter[self])
                                     /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                     /\ before' = [before EXCEPT ![self] = Head(stack[self]).before]
                                     /\ taken' = [taken EXCEPT ![self] = Head(stack[self]).taken]
                                     /\ seen' = [seen EXCEPT ![self] = Head(stack[self]).seen]
                                     /\ failed' = [failed EXCEPT ![self] = Head(stack[self]).failed]
                                     /\ waiter' = [waiter EXCEPT ![self] = Head(stack[self]).waiter]
                                     /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "defer_readPending"]
                                     /\ UNCHANGED << pending, late, stack, 
                                                     waiter, before, taken, 
                                                     seen, failed >>
                          /\ UNCHANGED << depth, calls, thrown, handled >>

deliver(self) == deliver_readDepth(self) \/ enter_readDepth(self)
                    \/ enter_setDepth(self) \/ deliver_call(self)
                    \/ leave_setDepth(self) \/ leave_readPending(self)
                    \/ drain_setDepth(self) \/ take_readPending(self)
                    \/ take_exchange(self) \/ take_clearLate(self)
                    \/ drain_call(self) \/ drain_nested(self)
                    \/ drain_next(self) \/ drain_clearDepth(self)
                    \/ drain_readPending(self) \/ defer_readPending(self)
                    \/ defer_casPending(self)

thread_resume == /\ pc["thread"] = "thread_resume"
                 /\ /\ stack' = [stack EXCEPT !["thread"] = << [ procedure |->  "deliver",
                                                                 pc        |->  "thread_end",
                                                                 before    |->  before["thread"],
                                                                 taken     |->  taken["thread"],
                                                                 seen      |->  seen["thread"],
                                                                 failed    |->  failed["thread"],
                                                                 waiter    |->  waiter["thread"] ] >>
                                                             \o stack["thread"]]
                    /\ waiter' = [waiter EXCEPT !["thread"] = 1]
                 /\ before' = [before EXCEPT !["thread"] = 0]
                 /\ taken' = [taken EXCEPT !["thread"] = <<>>]
                 /\ seen' = [seen EXCEPT !["thread"] = <<>>]
                 /\ failed' = [failed EXCEPT !["thread"] = {}]
                 /\ pc' = [pc EXCEPT !["thread"] = "deliver_readDepth"]
                 /\ UNCHANGED << depth, pending, calls, late, thrown, handled >>

thread_end == /\ pc["thread"] = "thread_end"
              /\ TRUE
              /\ pc' = [pc EXCEPT !["thread"] = "Done"]
              /\ UNCHANGED << depth, pending, calls, late, thrown, handled, 
                              stack, waiter, before, taken, seen, failed >>

thread == thread_resume \/ thread_end

handler_begin == /\ pc["handler"] = "handler_begin"
                 /\ \/ /\ handled' = TRUE
                       /\ /\ stack' = [stack EXCEPT !["handler"] = << [ procedure |->  "deliver",
                                                                        pc        |->  "handler_end",
                                                                        before    |->  before["handler"],
                                                                        taken     |->  taken["handler"],
                                                                        seen      |->  seen["handler"],
                                                                        failed    |->  failed["handler"],
                                                                        waiter    |->  waiter["handler"] ] >>
                                                                    \o stack["handler"]]
                          /\ waiter' = [waiter EXCEPT !["handler"] = Chain + 1]
                       /\ before' = [before EXCEPT !["handler"] = 0]
                       /\ taken' = [taken EXCEPT !["handler"] = <<>>]
                       /\ seen' = [seen EXCEPT !["handler"] = <<>>]
                       /\ failed' = [failed EXCEPT !["handler"] = {}]
                       /\ pc' = [pc EXCEPT !["handler"] = "deliver_readDepth"]
                    \/ /\ pc' = [pc EXCEPT !["handler"] = "Done"]
                       /\ UNCHANGED <<handled, stack, waiter, before, taken, seen, failed>>
                 /\ UNCHANGED << depth, pending, calls, late, thrown >>

handler_end == /\ pc["handler"] = "handler_end"
               /\ TRUE
               /\ pc' = [pc EXCEPT !["handler"] = "Done"]
               /\ UNCHANGED << depth, pending, calls, late, thrown, handled, 
                               stack, waiter, before, taken, seen, failed >>

handler == handler_begin \/ handler_end

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == thread \/ handler
           \/ (\E self \in ProcSet: deliver(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(thread) /\ WF_vars(deliver("thread"))
        /\ WF_vars(handler) /\ WF_vars(deliver("handler"))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION
-----------------------------------------------------------------------------
Handling == pc["handler"] \notin {"handler_begin", "Done"}
(* The handler interrupts the thread while that is in a resumption.           *)
InterruptNext == \/ deliver("handler") \/ handler
                 \/ ~Handling /\ (deliver("thread") \/ thread)
                 \/ Terminating
Interrupted == /\ Init /\ [][InterruptNext]_vars
               /\ WF_vars(InterruptNext)

Abs == INSTANCE HandOver WITH X <- Waiters, line <- late
Refines == Abs!Spec

TypeOK == /\ depth \in 0 .. LIMIT + 1 /\ handled \in BOOLEAN
          /\ pending \in Seq(Waiters) /\ late \in Seq(Waiters) /\ calls \in [Waiters -> 0 .. 1]
          /\ thrown \in [ProcSet -> SUBSET Throws] /\ failed \in [ProcSet -> SUBSET Throws]
          /\ waiter \in [ProcSet -> Waiters \cup {defaultInitValue}]
          /\ before \in [ProcSet -> 0 .. LIMIT] /\ pc \in [ProcSet -> STRING]
          /\ \A p \in ProcSet : taken[p] \in Seq(Waiters) /\ seen[p] \in Seq(Waiters)

Idle == pc["thread"] = "Done" /\ ~Handling
RALL_10_BoundedDepth == depth <= LIMIT + 1 /\ \A p \in ProcSet : Len(stack[p]) <= LIMIT + 2
RALL_11_AtMostOnce   == \A x \in Waiters : calls[x] <= 1
RALL_11_NothingLost  == Idle => /\ \A x \in 1 .. Chain : calls[x] = 1   \* RALL-12
                                /\ handled => \A x \in Chain + 1 .. Chain + Handled : calls[x] = 1
                                /\ pending = <<>> /\ depth = 0
(* What callbacks throw comes out of the outermost call that made them.       *)
RALL_11_Surfaces     == Idle => thrown["thread"] \cup thrown["handler"] = {x \in Throws : calls[x] > 0}
(* The thread, or the handler while the thread stands still, can make a step. *)
SIG_NeverBlocked     == /\ Handling => ENABLED <<deliver("handler") \/ handler>>_vars
                        /\ ~Handling /\ pc["thread"] # "Done" => ENABLED <<deliver("thread") \/ thread>>_vars
LIVE_Ends            == <>(pc["thread"] = "Done")
LIVE_LockFree        == <>[][FALSE]_vars
=============================================================================
