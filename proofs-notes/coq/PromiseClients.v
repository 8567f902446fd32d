(** Closed programs that use a OneShot, which is what a promise is, and what holds of every execution, in
    terms of the operational semantics of HeapLang only. *)
From iris.base_logic.lib Require Import ghost_map ghost_var invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par nondet_bool.
From CqsKernel Require Import Ghost Cells Cell OneShotQueue OneShot Clients.

(** Whoever has the handle may cancel, once or not at all, and counts it if it has. *)
Definition canceller : val := λ: "p" "h" "cancelled",
  if: nondet_bool #() then
    (if: OneShot.cancel "p" "h" then FAA "cancelled" #1 ;; #() else #())
  else #().
(** A waiter counts the call of its callback. Two cancellers race for it, its owner and another. *)
Definition promiseAwaiter : val := λ: "p" "called" "cancelled",
  match: OneShot.suspend "p" (ref (λ: <>, FAA "called" #1)) with
    NONE => #()
  | SOME "h" => (canceller "p" "h" "cancelled" ||| canceller "p" "h" "cancelled") ;; #()
  end.
(** [n] of them in parallel. *)
Definition promiseAwaiters : val := rec: "awaiters" "n" "p" "called" "cancelled" :=
  if: "n" = #0 then #()
  else (promiseAwaiter "p" "called" "cancelled" |||
        "awaiters" ("n" - #1) "p" "called" "cancelled") ;; #().
(** [n] waiters with their cancellers race with two resolvers. *)
Definition promise_race (n : nat) : expr :=
  let: "called" := ref #0 in
  let: "cancelled" := ref #0 in
  let: "p" := newOneShot #() in
  let: "r" := (promiseAwaiters #n "p" "called" "cancelled" |||
               (OneShot.tryResumeAll "p" #1 ||| OneShot.tryResumeAll "p" #2)) in
  (! "called" + ! "cancelled", Fst (Snd "r") ≠ Snd (Snd "r")).

Class promiseClientG Σ := PromiseClientG {
  pc_oneShotG :> oneShotG Σ; pc_spawnG :> spawnG Σ; pc_clientG :> clientG Σ;
  pc_mapG :> ghost_mapG Σ gname unit; pc_unitG :> decisionG Σ unit }.
Definition promiseClientΣ : gFunctors :=
  #[oneShotΣ; spawnΣ; clientΣ; ghost_mapΣ gname unit; decisionΣ unit].
Global Instance subG_promiseClientΣ {Σ} : subG promiseClientΣ Σ → promiseClientG Σ.
Proof. solve_inG. Qed.

Section promise.
  Context `{!heapGS Σ, !promiseClientG Σ} (γ : os_names) (γt γc γr γd : gname) (γs : list gname).
  Notation NP := (nroot .@ "promise").
  Notation NC := (nroot .@ "count").
  Notation NR := (nroot .@ "race").
  Notation P := (Clients.P γt γs).
  Notation Q := Clients.Q.
  Notation count_inv := (Clients.count_inv γt γs).

  (** Each of the two cancellers of a waiter brings one half. *)
  Definition K (γk : gname) : iProp Σ := γk ↪[γc]{#1/2} ().
  Lemma three_halves γk : K γk ∗ K γk -∗ K γk -∗ False.
  Proof.
    iIntros "[H1 H2] H3". iDestruct (ghost_map_elem_combine with "H1 H2") as "[H _]".
    iDestruct (ghost_map_elem_valid_2 with "H H3") as %[Hv _]. iPureIntro.
    rewrite /= dfrac_op_own dfrac_valid_own Qp.half_half in Hv.
    by apply (Qp.not_add_le_l 1 (1/2)).
  Qed.

  Notation is_oneshot := (is_oneshot NP γ K P Q).
  Notation is_handle := (is_handle NP γ K P Q).

  (** A waiter's fate is decided, or it is registered and no canceller has succeeded. *)
  Definition awaited (γk : gname) : iProp Σ :=
    (∃ y : bool, decided γk y) ∨ ∃ h, is_handle h γk ∗ K γk ∗ K γk.

  (** A canceller decides the fate, or leaves no trace. *)
  Lemma canceller_spec (p c x : loc) h j γk :
    γs !! j = Some γk →
    {{{ is_oneshot p ∗ inv NC (count_inv c x) ∗ is_handle h γk ∗ K γk }}} canceller #p h #x
    {{{ RET #(); decided γk false ∨ K γk }}}.
  Proof.
    iIntros (Hj Φ) "(#Hp & #Hc & #Hh & HK) HΦ". wp_rec. wp_pures.
    wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures; last by (iApply "HΦ"; iRight).
    wp_apply (PR_7_cancel with "[$Hp $Hh $HK]"). iIntros ([]) "[H _]"; wp_pures.
    - iDestruct "H" as (j' Hj') "Ht".
      wp_apply (count_one γt γs c x j' γk false with "[$Hc $Ht]"); [done|]. iIntros (v) "#Hf".
      wp_pures. iApply "HΦ". by iLeft.
    - iApply "HΦ". by iRight.
  Qed.

  (** One waiter and its two cancellers. *)
  Lemma promise_awaiter_spec (p c x : loc) j γk :
    γs !! j = Some γk →
    {{{ is_oneshot p ∗ inv NC (count_inv c x) ∗ ticket γt j ∗ K γk ∗ K γk }}}
      promiseAwaiter #p #c #x {{{ RET #(); awaited γk }}}.
  Proof.
    iIntros (Hj Φ) "(#Hp & #Hc & Ht & HK1 & HK2) HΦ". wp_rec. wp_pures. wp_alloc r as "Hr".
    wp_apply (PR_5_suspend NP γ K P Q p r _ γk with "[$Hp $Hr Ht]").
    { iSplitL "Ht"; [iExists j; by iFrame|]. iIntros (v) "_ (%j' & %Hj' & Ht)". wp_pures.
      by wp_apply (count_one γt γs c x j' γk true with "[$Hc $Ht]"); [|iIntros (w) "$"]. }
    iIntros (v) "[[-> #HQ]|(%h & -> & #Hh)]"; wp_pures.
    { iApply "HΦ". iLeft. by iExists true. }
    wp_apply (wp_par (λ _, decided γk false ∨ K γk)%I (λ _, decided γk false ∨ K γk)%I
      with "[HK1] [HK2]").
    - wp_apply (canceller_spec p c x h j γk with "[$Hp $Hc $Hh $HK1]"); [done|]. by iIntros "$".
    - wp_apply (canceller_spec p c x h j γk with "[$Hp $Hc $Hh $HK2]"); [done|]. by iIntros "$".
    - iIntros (v1 v2) "[H1 H2]". iNext. wp_pures. iApply "HΦ". iModIntro.
      iDestruct "H1" as "[H1|H1]"; [iLeft; by iExists false|].
      iDestruct "H2" as "[H2|H2]"; [iLeft; by iExists false|].
      iRight. iExists h. by iFrame "∗#".
  Qed.

  (** All waiters: the list [γl] is a first part of [γs]. *)
  Lemma promise_awaiters_spec (p c x : loc) γl :
    γl `prefix_of` γs →
    {{{ is_oneshot p ∗ inv NC (count_inv c x) ∗
        [∗ list] j ↦ γk ∈ γl, ticket γt j ∗ K γk ∗ K γk }}}
      promiseAwaiters #(length γl) #p #c #x {{{ RET #(); [∗ list] γk ∈ γl, awaited γk }}}.
  Proof.
    iIntros (Hpre Φ) "(#Hp & #Hc & Ht) HΦ".
    iInduction γl as [|γk γl] "IH" using rev_ind forall (Hpre Φ); wp_rec; wp_pures.
    { by iApply "HΦ". }
    rewrite app_length /= bool_decide_eq_false_2; last first.
    { intros [= ?]. lia. }
    wp_pures. rewrite big_sepL_app /= Nat.add_0_r. iDestruct "Ht" as "(Hts & Ht & _)".
    wp_apply (wp_par (λ _, awaited γk) (λ _, [∗ list] γk ∈ γl, awaited γk)%I with "[Ht] [Hts]").
    - wp_apply (promise_awaiter_spec p c x (length γl) γk with "[$Hp $Hc $Ht]"); [|by iIntros "$"].
      destruct Hpre as [γl' ->]. rewrite -app_assoc. by apply list_lookup_middle.
    - wp_pures. replace (Z.of_nat (length γl + 1) - 1)%Z with (Z.of_nat (length γl)) by lia.
      iApply ("IH" with "[] Hts"); [|by iIntros "!> $"]. iPureIntro.
      etrans; [|exact Hpre]. by exists [γk].
    - iIntros (v1 v2) "[H1 H2]". iNext. wp_pures. iApply "HΦ". iModIntro.
      rewrite big_sepL_app /=. by iFrame.
  Qed.

  (** The race of the resolvers: the winner decides [γd] and leaves its ticket. *)
  Definition race_inv : iProp Σ :=
    (half γ false ∗ pending unit γd) ∨ (half γ true ∗ decided γd () ∗ (ticket γr 0 ∨ ticket γr 1)).
  Definition raced (i : nat) (v : val) : iProp Σ :=
    ∃ b : bool, ⌜v = #b⌝ ∗ if b then all_settled NP γ K P Q else decided γd () ∗ ticket γr i.

  Lemma resolver_spec (p : loc) (i : nat) (v : val) :
    i = 0 ∨ i = 1 →
    {{{ is_oneshot p ∗ inv NR race_inv ∗ ticket γr i }}} OneShot.tryResumeAll #p v
    {{{ w, RET w; raced i w }}}.
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
    - iExists true. iSplit; [done|]. by iDestruct "H" as "[_ $]".
  Qed.

  (** Of two resolvers exactly one wins, and it has settled everybody. *)
  Lemma one_winner v1 v2 :
    inv NR race_inv -∗ raced 0 v1 -∗ raced 1 v2 ={⊤}=∗
    ∃ b : bool, ⌜v1 = #b ∧ v2 = #(negb b)⌝ ∗ all_settled NP γ K P Q.
  Proof.
    iIntros "#Hr (%b1 & -> & H1) (%b2 & -> & H2)". destruct b1, b2.
    - iDestruct "H1" as "[(%m1 & H1 & _) _]". iDestruct "H2" as "[(%m2 & H2 & _) _]".
      by iDestruct (ghost_map_auth_valid_2 with "H1 H2") as %[Hv _].
    - iModIntro. iExists true. by iFrame.
    - iModIntro. iExists false. by iFrame.
    - iDestruct "H1" as "[#Hd H1]". iDestruct "H2" as "[_ H2]".
      iInv NR as "[>[_ Hd']|>(_ & _ & [H|H])]".
      + iDestruct (pending_decided with "Hd' Hd") as %[].
      + iDestruct (ticket_excl with "H1 H") as %[].
      + iDestruct (ticket_excl with "H2 H") as %[].
  Qed.

  (** When one has won, every waiter has one fate. *)
  Lemma fates_decided γl :
    all_settled NP γ K P Q -∗ ([∗ list] γk ∈ γl, awaited γk) ={⊤}=∗
    [∗ list] γk ∈ γl, ∃ y : bool, decided γk y.
  Proof.
    iIntros "Hs Ha". iInduction γl as [|γk γl] "IH"; [done|]. iDestruct "Ha" as "[H Ha]".
    iAssert (|={⊤}=> (∃ y : bool, decided γk y) ∗ all_settled NP γ K P Q)%I
      with "[Hs H]" as ">[H Hs]".
    { iDestruct "H" as "[#H|(%h & Hh & HK)]"; [by iFrame "∗#"|].
      iMod (PR_10_called with "Hs Hh HK []") as "[$ #HQ]"; [iApply three_halves|].
      iModIntro. by iExists true. }
    iMod ("IH" with "Hs Ha") as "Ha". iModIntro. iFrame.
  Qed.

  (** And is counted. *)
  Lemma promise_sum_spec (c x : loc) (ys : list bool) :
    {{{ inv NC (count_inv c x) ∗ [∗ list] γk; y ∈ γs; ys, decided γk y }}}
      ! #c + ! #x {{{ RET #(length γs); True }}}.
  Proof.
    iIntros (Φ) "[#Hc #Hys] HΦ".
    wp_bind (! #x)%E. iInv NC as (os) ">(Hc' & Hx & Hos)".
    iDestruct (fates_agree γt γs ys os with "Hys Hos") as %->. wp_load.
    iModIntro. iSplitL "Hc' Hx Hos". { iNext. iExists _. iFrame. }
    wp_bind (! #c)%E. iInv NC as (os) ">(Hc' & Hx & Hos)".
    iDestruct (fates_agree γt γs ys os with "Hys Hos") as %->. wp_load.
    iModIntro. iSplitL "Hc' Hx Hos". { iNext. iExists _. iFrame. }
    iDestruct (big_sepL2_length with "Hys") as %Hlen. wp_pures.
    rewrite -Nat2Z.inj_add count_all ?fmap_length -?Hlen; last first.
    { apply Forall_fmap, Forall_true. naive_solver. }
    by iApply "HΦ".
  Qed.
End promise.

Lemma pending_NoDup `{!clientG Σ} (γs : list gname) :
  ([∗ list] γk ∈ γs, pending bool γk) -∗ ⌜NoDup γs⌝.
Proof.
  iIntros "H". iInduction γs as [|γk γs] "IH"; [iPureIntro; constructor|].
  iDestruct "H" as "[Hk H]". iDestruct ("IH" with "H") as %Hnd. rewrite NoDup_cons.
  iSplit; [|done]. iIntros (Hin). iDestruct (big_sepL_elem_of with "H") as "H"; [exact Hin|].
  iApply (pending_excl with "Hk H").
Qed.

Lemma K_alloc `{!heapGS Σ, !promiseClientG Σ} (γs : list gname) :
  NoDup γs → ⊢ |==> ∃ γc, [∗ list] γk ∈ γs, K γc γk ∗ K γc γk.
Proof.
  intros Hnd. iMod (ghost_map_alloc (gset_to_gmap () (list_to_set γs : gset gname))) as (γc) "[_ H]".
  iModIntro. iExists γc.
  iAssert ([∗ map] γk ↦ _ ∈ gset_to_gmap () (list_to_set γs : gset gname), K γc γk ∗ K γc γk)%I
    with "[H]" as "H".
  { iApply (big_sepM_impl with "H"). iIntros "!>" (γk [] _) "[$ $]". }
  by rewrite big_sepM_dom dom_gset_to_gmap big_sepS_list_to_set.
Qed.

Lemma promise_race_spec `{!heapGS Σ, !promiseClientG Σ} (n : nat) :
  {{{ True }}} promise_race n {{{ RET (#n, #true); True }}}.
Proof.
  iIntros (Φ) "_ HΦ". rewrite /promise_race. wp_alloc c as "Hc". wp_alloc x as "Hx".
  iMod (fates_alloc n) as (γt γs) "(<- & _ & Hp & Ht)". iDestruct (pending_NoDup with "Hp") as %Hnd.
  iMod (K_alloc γs Hnd) as (γc) "HK".
  iMod tickets_alloc as (γr) "Hr". iMod (tickets_add _ 0 2 with "Hr") as "[_ (Hr0 & Hr1 & _)]".
  iMod (pending_alloc (A:=unit)) as (γd) "Hd". wp_pures.
  wp_apply (newOneShot_spec (nroot .@ "promise") (K γc) (Clients.P γt γs) Clients.Q); [done|].
  iIntros (γ p) "[#Hos Hh]". wp_pures.
  iMod (inv_alloc (nroot .@ "count") _ (Clients.count_inv γt γs c x) with "[Hc Hx Hp]") as "#Hi".
  { iNext. iExists (replicate (length γs) None). rewrite !count_none. iFrame.
    by iApply fates_pending. }
  iMod (inv_alloc (nroot .@ "race") _ (race_inv γ γr γd) with "[Hh Hd]") as "#Hrace".
  { iNext. iLeft. iFrame. }
  wp_apply (wp_par (λ _, [∗ list] γk ∈ γs, awaited γ γt γc γs γk)%I
    (λ v, ∃ v1 v2, ⌜v = (v1, v2)%V⌝ ∗ raced γ γt γc γr γd γs 0 v1 ∗ raced γ γt γc γr γd γs 1 v2)%I
    with "[Ht HK] [Hr0 Hr1]").
  - wp_apply (promise_awaiters_spec γ γt γc γs p c x γs with "[$Hos $Hi Ht HK]"); [done| |by iIntros "$"].
    iApply (big_sepL_sep_2 with "Ht HK").
  - wp_pures. wp_apply (wp_par (raced γ γt γc γr γd γs 0) (raced γ γt γc γr γd γs 1) with "[Hr0] [Hr1]").
    + wp_apply (resolver_spec with "[$Hos $Hrace $Hr0]"); [by left|]. by iIntros (w) "$".
    + wp_apply (resolver_spec with "[$Hos $Hrace $Hr1]"); [by right|]. by iIntros (w) "$".
    + iIntros (v1 v2) "[H1 H2]". iNext. iExists v1, v2. by iFrame.
  - iIntros (v1 v2) "[Ha (%w1 & %w2 & -> & H1 & H2)]". iNext. wp_pures.
    iMod (one_winner with "Hrace H1 H2") as (b) "[[-> ->] Hs]".
    iMod (fates_decided with "Hs Ha") as "Hf". iDestruct (fates_exist γs with "Hf") as (ys) "#Hys".
    wp_pures.
    wp_apply (promise_sum_spec with "[$Hi $Hys]"). iIntros "_". wp_pures.
    rewrite bool_decide_eq_false_2; [by iApply "HΦ"|]. by destruct b.
Qed.

(** In every execution: [n] waiters, each with two that may cancel it, race with two resolvers. When all
    have returned exactly one resolver has won, and each waiter has been called, once, or one of its
    cancellers, exactly one, has been told that it is cancelled, never both. *)
Theorem PR_1_PR_7_PR_10_race (n : nat) σ :
  adequate NotStuck (promise_race n) σ (λ v _, v = (#n, #true)%V).
Proof.
  set Σ := #[heapΣ; promiseClientΣ].
  apply (heap_adequacy Σ). iIntros (?) "_". by iApply promise_race_spec; [|iIntros "!> _"].
Qed.
