(** Closed programs that use a Broadcast, and what holds of every execution of each, in terms of
    the operational semantics of HeapLang only. *)
From iris.base_logic.lib Require Import ghost_map ghost_var mono_nat invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par nondet_bool.
From CqsKernel Require Import Ghost Cells Cell Sweep Cqs Broadcast.

(** A waiter counts the call of its callback, and may cancel, and then counts that. *)
Definition awaiter : val := λ: "b" "called" "cancelled",
  match: Broadcast.suspend "b" (λ: <>, FAA "called" #1) with
    NONE => #()
  | SOME "h" =>
      if: nondet_bool #() then
        (if: Cqs.cancel "h" then FAA "cancelled" #1 ;; #() else #())
      else #()
  end.
(** [n] of them in parallel. *)
Definition awaiters : val := rec: "awaiters" "n" "b" "called" "cancelled" :=
  if: "n" = #0 then #()
  else (awaiter "b" "called" "cancelled" |||
        "awaiters" ("n" - #1) "b" "called" "cancelled") ;; #().

(** [n] waiters that may cancel, racing with [m] broadcasts in a row; then one more broadcast. *)
Definition broadcasts : val := rec: "broadcasts" "m" "b" :=
  if: "m" = #0 then #() else Broadcast.resumeAll "b" ;; "broadcasts" ("m" - #1) "b".
Definition waiters_and_canceller (n m : nat) : expr :=
  let: "called" := ref #0 in
  let: "cancelled" := ref #0 in
  let: "b" := newBroadcast #() in
  (awaiters #n "b" "called" "cancelled" ||| broadcasts #m "b") ;;
  Broadcast.resumeAll "b" ;;
  ! "called" + ! "cancelled".

Class clientG Σ := ClientG {
  cl_cqsG :> cqsG Σ; cl_spawnG :> spawnG Σ; cl_boolG :> decisionG Σ bool;
  cl_varG :> ghost_varG Σ (option (nat * nat)) }.
Definition clientΣ : gFunctors :=
  #[cqsΣ; spawnΣ; decisionΣ bool; ghost_varΣ (option (nat * nat))].
Global Instance subG_clientΣ {Σ} : subG clientΣ Σ → clientG Σ.
Proof. solve_inG. Qed.

Section count.
  Context `{!heapGS Σ, !clientG Σ}.
  Let NB := nroot .@ "broadcast".
  Let NC := nroot .@ "count".

  (** The waiters' fates: undecided, or called (true), or cancelled (false). *)
  Definition Q (γk : gname) : iProp Σ := decided γk true.
  Definition fate (γk : gname) (o : option bool) : iProp Σ :=
    match o with None => pending bool γk | Some x => decided γk x end.
  Definition count (x : bool) (os : list (option bool)) : nat :=
    length (filter (λ o, o = Some x) os).
  (** The counters say how many were called and how many cancelled. *)
  Definition count_inv (γs : list gname) (c x : loc) : iProp Σ :=
    ∃ os : list (option bool), c ↦ #(count true os) ∗ x ↦ #(count false os) ∗
      [∗ list] γk; o ∈ γs; os, fate γk o.
  (** Registration is free, the broadcaster holds the other half. *)
  Definition enq_inv (γ : cqs_names) : iProp Σ := ∃ n, enq_half γ n.

  Lemma count_insert x y os j :
    os !! j = Some None → count x (<[j:=Some y]> os) = (if decide (x = y) then 1 else 0) + count x os.
  Proof.
    rewrite /count. revert j. induction os as [|o os IH]; intros [|j] Hj; simplify_eq/=.
    - rewrite !filter_cons. destruct (decide (x = y)) as [->|Hxy].
      + by rewrite decide_True // decide_False.
      + by rewrite decide_False ?decide_False //; naive_solver.
    - rewrite !filter_cons. destruct (decide _); simpl; rewrite IH //. lia.
  Qed.
  Lemma count_all os : Forall (λ o, o ≠ None) os → count true os + count false os = length os.
  Proof.
    rewrite /count. induction 1 as [|[[]|] os Ho _ IH]; [done| | |done]; rewrite !filter_cons /=; lia.
  Qed.

  (** One counter goes up when one fate is decided. *)
  Lemma count_one γs (c x : loc) j γk (y : bool) :
    γs !! j = Some γk →
    {{{ inv NC (count_inv γs c x) ∗ pending bool γk ∗ □ (fate γk None -∗ pending bool γk -∗ False) }}}
      FAA #(if y then c else x) #1 {{{ v, RET v; decided γk y }}}.
  Proof. Abort.
End count.
