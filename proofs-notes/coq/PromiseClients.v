(** A closed program that uses a promise, and what holds of every execution. PromiseWaiters.v has its waiters. *)
From iris.base_logic.lib Require Import ghost_map ghost_var invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par.
From CqsKernel Require Import Ghost Closed ThreadWaiter Cells Cell OneShotQueue OneShot OneShotResume OneShotPromise Records
  PromiseWaiters.

(** A thread that awaits, and with the outcome in hand looks once more. *)
Definition promiseThread : val := λ: "p",
  match: OneShotPromise.await "p" with
    NONE => NONE
  | SOME "v" => SOME ("v", peek "p")
  end.
(** [m] of them in parallel; the list of what they return. *)
Definition promiseThreads : val := rec: "threads" "m" "p" :=
  if: "m" = #0 then NONE
  else
    let: "r" := (promiseThread "p" ||| "threads" ("m" - #1) "p") in
    SOME "r".
(** [n] waiters with their cancellers and [m] threads that await, each of which may be interrupted at any time, race
    with two resolvers. *)
Definition promise_race (n m : nat) : expr :=
  let: "p" := newOneShot #() in
  let: "r" := ((promiseWaiters #n "p" ||| promiseThreads #m "p") |||
               (OneShot.tryResumeAll "p" #1 ||| OneShot.tryResumeAll "p" #2)) in
  ((report (Fst (Fst "r")), Snd (Fst "r")), Snd "r").

(** What the threads have returned: each the value [x], which it has found in the promise when it looked once
    more (true), or nothing, as it has cancelled (false). *)
Fixpoint value_or_cancelled (x : val) (ys : list bool) : val :=
  match ys with
  | [] => NONEV
  | y :: ys => SOMEV ((if y then SOMEV (x, SOMEV x) else NONEV), value_or_cancelled x ys)
  end.

Section promise.
  Context `{!heapGS Σ, !promiseClientG Σ} (γ : os_names) (γr γd : gname).
  Notation NP := (nroot .@ "promise").
  Notation NR := (nroot .@ "race").
  Notation is_oneshot := (is_oneshot NP γ K P Q).
  Notation is_handle := (is_handle NP γ K P Q).
  Notation all_settled := (all_settled NP γ K P Q).
  Notation resolved := (resolved γ).

  (** What a thread returns: the value and the same value, or nothing. *)
  Definition returned (w : val) : iProp Σ :=
    (∃ v, ⌜w = SOMEV (v, SOMEV v)⌝ ∗ resolved v) ∨ ⌜w = NONEV⌝.
  Fixpoint all_returned (m : nat) (l : val) : iProp Σ :=
    match m with
    | 0 => ⌜l = NONEV⌝
    | S m => ∃ w l', ⌜l = SOMEV (w, l')⌝ ∗ returned w ∗ all_returned m l'
    end%I.

  (** One thread. *)
  Lemma promise_thread_spec (p : loc) :
    {{{ is_oneshot p }}} promiseThread #p {{{ w, RET w; returned w }}}.
  Proof.
    iIntros (Φ) "#Hp HΦ". wp_rec. iMod (pending_alloc (A:=bool)) as (γb) "Hb".
    iMod (pending_alloc (A:=unit)) as (γc) "Hc". rewrite !pending_halves.
    iDestruct "Hb" as "[Hb Hb']". iDestruct "Hc" as "[Hc _]".
    wp_apply (PR_7_await NP γ K P Q p (name γb γc) with "[$Hp Hb Hb' Hc]").
    { iSplitL "Hc"; [iExists γb, γc; by iFrame|]. iSplitL "Hb"; [iExists γb, γc; by iFrame|].
      iIntros "(%γb' & %γc' & %Heq & Hb)". apply (inj countable.encode) in Heq as [= <- <-].
      iCombine "Hb Hb'" as "Hb". rewrite -pending_halves. iMod (decide_now _ true with "Hb") as "#Hd".
      iModIntro. iExists γb, γc. by iFrame "#". }
    iIntros (w) "[(%v & -> & #Hv)|[-> _]]"; wp_pures; last first.
    { iApply "HΦ". by iRight. }
    wp_apply (PR_3_peek_resolved with "[$Hp $Hv]"). iIntros "_". wp_pures. iApply "HΦ". iLeft.
    iExists v. by iFrame "#".
  Qed.

  (** All threads. *)
  Lemma promise_threads_spec (p : loc) (m : nat) :
    {{{ is_oneshot p }}} promiseThreads #m #p {{{ l, RET l; all_returned m l }}}.
  Proof.
    iIntros (Φ) "#Hp HΦ". iInduction m as [|m] "IH" forall (Φ); wp_rec; wp_pures.
    { by iApply "HΦ". }
    wp_apply (wp_par returned (all_returned m)).
    - wp_apply (promise_thread_spec with "Hp"). by iIntros (w) "$".
    - wp_pures. replace (S m - 1)%Z with (Z.of_nat m) by lia. wp_apply "IH". by iIntros (v) "$".
    - iIntros (v1 v2) "[H1 H2]". iNext. wp_pures. iApply "HΦ". iModIntro.
      iExists v1, v2. by iFrame.
  Qed.

  (** All threads that have a value have the same, the one that the promise is resolved with. *)
  Lemma all_agree m l x :
    resolved x -∗ all_returned m l -∗ ∃ ys, ⌜length ys = m ∧ l = value_or_cancelled x ys⌝.
  Proof.
    iIntros "#Hx H". iInduction m as [|m] "IH" forall (l); simpl.
    { iDestruct "H" as %->. by iExists []. }
    iDestruct "H" as (w l') "(-> & Hw & Hl)". iDestruct ("IH" with "Hl") as %(ys & Hlen & ->).
    iDestruct "Hw" as "[(%v & -> & Hv)| ->]".
    - iDestruct (decided_agree with "Hv Hx") as %->. iExists (true :: ys). iPureIntro.
      split; [simpl; lia|done].
    - iExists (false :: ys). iPureIntro. split; [simpl; lia|done].
  Qed.

  (** The race of the resolvers: the winner decides [γd] and leaves its ticket. *)
  Definition race_inv : iProp Σ :=
    (half γ false ∗ pending unit γd) ∨ (half γ true ∗ decided γd () ∗ (ticket γr 0 ∨ ticket γr 1)).
  Definition raced (i : nat) (v w : val) : iProp Σ :=
    ∃ b : bool, ⌜w = #b⌝ ∗ if b then resolved v ∗ all_settled else decided γd () ∗ ticket γr i.

  (** One resolver. *)
  Lemma resolver_spec (p : loc) (i : nat) (v : val) :
    i = 0 ∨ i = 1 →
    {{{ is_oneshot p ∗ inv NR race_inv ∗ ticket γr i }}} OneShot.tryResumeAll #p v
    {{{ w, RET w; raced i v w }}}.
  Proof.
    iIntros (Hi Φ) "(#Hp & #Hr & Ht) HΦ".
    wp_apply (PR_1_resolved_once NP γ K P Q p v
      (λ b, if b then decided γd () ∗ ticket γr i else True)%I with "[$Hp Ht]").
    { iIntros (b) "Hh". iInv NR as "[>[Hh' Hd]|>(Hh' & #Hd & Hts)]";
        iDestruct (ghost_var_agree with "Hh Hh'") as %->.
      - iMod (ghost_var_update_halves true with "Hh Hh'") as "[Hh Hh']".
        iMod (decide_now _ () with "Hd") as "#Hd". iModIntro. iFrame "Hh". iSplitL; [|done].
        iNext. iRight. iFrame "Hh' Hd". destruct Hi as [-> | ->]; [by iLeft|by iRight].
      - iModIntro. iFrame "Hh". iSplitL "Hh' Hts"; [|by iFrame "∗#"].
        iNext. iRight. by iFrame "∗#". }
    iIntros ([]) "[HV H]"; iApply "HΦ".
    - iExists false. by iFrame.
    - iExists true. iSplit; [done|]. by iFrame.
  Qed.

  (** Of two resolvers exactly one wins, and it has settled everybody. *)
  Lemma one_winner x1 x2 v1 v2 :
    inv NR race_inv -∗ raced 0 x1 v1 -∗ raced 1 x2 v2 ={⊤}=∗
    ∃ b : bool, ⌜v1 = #b ∧ v2 = #(negb b)⌝ ∗ resolved (if b then x1 else x2) ∗ all_settled.
  Proof.
    iIntros "#Hr (%b1 & -> & H1) (%b2 & -> & H2)". destruct b1, b2.
    - iDestruct "H1" as "[_ [(%m1 & H1 & _) _]]". iDestruct "H2" as "[_ [(%m2 & H2 & _) _]]".
      by iDestruct (ghost_map_auth_valid_2 with "H1 H2") as %[Hv _].
    - iModIntro. iExists true. iSplit; [done|]. iExact "H1".
    - iModIntro. iExists false. iSplit; [done|]. iExact "H2".
    - iDestruct "H1" as "[#Hd H1]". iDestruct "H2" as "[_ H2]".
      iInv NR as "[>[_ Hd']|>(_ & _ & [H|H])]".
      + iDestruct (pending_decided with "Hd' Hd") as %[].
      + iDestruct (ticket_excl with "H1 H") as %[].
      + iDestruct (ticket_excl with "H2 H") as %[].
  Qed.
End promise.

(** The proof of [promise_race]. *)
Lemma promise_race_spec `{!heapGS Σ, !promiseClientG Σ} (n m : nat) :
  {{{ True }}} promise_race n m
  {{{ ys zs (b : bool), RET ((one_fate_each ys, value_or_cancelled #(if b then 1 else 2) zs), (#b, #(negb b)));
      ⌜length ys = n ∧ length zs = m⌝ }}}.
Proof.
  iIntros (Φ) "_ HΦ". rewrite /promise_race.
  iMod tickets_alloc as (γr) "Hr". iMod (tickets_add _ 0 2 with "Hr") as "[_ (Hr0 & Hr1 & _)]".
  iMod (pending_alloc (A:=unit)) as (γd) "Hd".
  wp_apply (newOneShot_spec (nroot .@ "promise") K P Q); [done|].
  iIntros (γ p) "[#Hos Hh]". wp_pures.
  iMod (inv_alloc (nroot .@ "race") _ (race_inv γ γr γd) with "[Hh Hd]") as "#Hrace".
  { iNext. iLeft. iFrame. }
  wp_apply (wp_par
    (λ v, ∃ v1 v2, ⌜v = (v1, v2)%V⌝ ∗ records (awaited γ) n v1 ∗ all_returned γ m v2)%I
    (λ v, ∃ v1 v2, ⌜v = (v1, v2)%V⌝ ∗ raced γ γr γd 0 #1 v1 ∗ raced γ γr γd 1 #2 v2)%I
    with "[] [Hr0 Hr1]").
  - wp_pures. wp_apply (wp_par (records (awaited γ) n) (all_returned γ m)).
    + wp_apply (promise_waiters_spec with "Hos"). by iIntros (v) "$".
    + wp_apply (promise_threads_spec with "Hos"). by iIntros (v) "$".
    + iIntros (v1 v2) "[H1 H2]". iNext. iExists v1, v2. by iFrame.
  - wp_pures. wp_apply (wp_par (raced γ γr γd 0 #1) (raced γ γr γd 1 #2) with "[Hr0] [Hr1]").
    + wp_apply (resolver_spec with "[$Hos $Hrace $Hr0]"); [by left|]. by iIntros (w) "$".
    + wp_apply (resolver_spec with "[$Hos $Hrace $Hr1]"); [by right|]. by iIntros (w) "$".
    + iIntros (v1 v2) "[H1 H2]". iNext. iExists v1, v2. by iFrame.
  - iIntros (v1 v2) "[(%r & %l & -> & Ha & Hl) (%w1 & %w2 & -> & H1 & H2)]". iNext. wp_pures.
    iMod (one_winner with "Hrace H1 H2") as (b) "([-> ->] & #Hx & Hs)".
    iMod (fates_decided with "Hs Ha") as "Ha". iDestruct (all_agree with "Hx Hl") as %(zs & Hzs & ->).
    wp_pures. wp_apply (report_spec with "Ha"). iIntros (ys) "%Hys". wp_pures. iModIntro.
    iSpecialize ("HΦ" $! ys zs b). destruct b; by iApply "HΦ".
Qed.

(** In every execution: [n] waiters with callbacks, each with two that may cancel it, and [m] threads that await, each
    of which may be interrupted at any time, race with two resolvers. When all have returned exactly one
    resolver has won; each of the [n] has been called, once, with the promise resolved, and no cancel of it has
    returned true, or exactly one cancel of it has, and it has not been called; and each of the [m] has returned
    the winner's value, which was in the promise when it looked once more, or that it has cancelled. *)
Theorem PR_1_PR_2_PR_3_PR_7_PR_10_race (n m : nat) :
  every_execution (promise_race n m) (λ v, ∃ ys zs (b : bool), length ys = n ∧ length zs = m ∧
    v = ((one_fate_each ys, value_or_cancelled #(if b then 1 else 2) zs), (#b, #(negb b)))%V).
Proof.
  apply (every_execution_wp #[heapΣ; promiseClientΣ]). iIntros (?).
  iApply promise_race_spec; [done|]. iIntros "!>" (ys zs b) "[%Hys %Hzs]". iPureIntro. by exists ys, zs, b.
Qed.
