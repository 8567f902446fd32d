(** A closed program of threads whose [await] with a mutex throws. *)
From stdpp Require Import fin_maps.
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par nondet_bool assert.
From CqsKernel Require Import Ghost Closed ThreadWaiter Cells Cell Sweep Permits PermitsGive Mutex Cqs Broadcast Condition
  LockWaiter LockWaiterClients LockWaiterWithdraw.

(** A thread that has the mutex; but when it has registered somebody else unlocks it, and its own unlocking throws. An
    interrupted wait has not let the mutex go. *)
Definition robbed : val := λ: "b" "m" "inside",
  lock "m" ;; alone "inside" ;;
  match: awaitOfMutex "b" "m" (λ: <>, unlock "m" ;; #false) with
    NONE => #()
  | SOME <> => alone "inside" ;; unlock "m"
  end.
(** A thread that does not have the mutex. It may find it locked by another, so its unlocking throws later. *)
Definition stranger : val := λ: "b" "m", awaitOfMutex "b" "m" (λ: <>, #false) ;; #().
(** [n] threads in parallel, each one of the two. *)
Definition withdrawers : val := rec: "threads" "n" "b" "m" "inside" :=
  if: "n" = #0 then #()
  else
    ((if: nondet_bool #() then robbed "b" "m" "inside" else stranger "b" "m") |||
      "threads" ("n" - #1) "b" "m" "inside") ;; #().
(** [n] of them and [k] broadcasters, all at the same time. When all have returned, one more broadcast; then the number
    of permits of the mutex. *)
Definition withdrawals (n k : nat) : expr :=
  let: "inside" := ref #0 in
  let: "m" := newMutex #() in
  let: "b" := newCondition #() in
  (withdrawers #n "b" "m" "inside" ||| otherBroadcasters #k "b") ;;
  broadcast "b" ;;
  ! (state "m").

(** Slots that are used for nothing: [n] of them. *)
Section spares.
  Context `{!heapGS Σ, !mutexClientG Σ} (N : namespace) (γ : permits_names) (n : nat) (slots : gset nat).
  Notation slot := (slot γ).

  (** A spare slot is none of [J]. *)
  Lemma one_more (J : gset nat) :
    spare γ -∗ ([∗ set] j ∈ J, slot j Idle) -∗ ∃ J', ⌜size J' = S (size J)⌝ ∗ [∗ set] j ∈ J', slot j Idle.
  Proof.
    iIntros "(%j & Hj) HJ". destruct (decide (j ∈ J)) as [Hin|Hin].
    { iDestruct (big_sepS_elem_of with "HJ") as "Hj'"; [exact Hin|].
      by iDestruct (ghost_map_elem_ne with "Hj Hj'") as %[]. }
    iExists ({[j]} ∪ J). iSplit; [iPureIntro; rewrite size_union; [by rewrite size_singleton|set_solver]|].
    iApply big_sepS_insert; [done|]. iFrame.
  Qed.

  (** Two for each of [n] are [2 * n]. *)
  Lemma two_each_size m : two_each γ m -∗ ∃ J : gset nat, ⌜size J = (2 * m)%nat⌝ ∗ [∗ set] j ∈ J, slot j Idle.
  Proof.
    iIntros "H". iInduction m as [|m] "IH".
    { iExists ∅. rewrite big_sepS_empty. iSplit; [iPureIntro; apply size_empty|done]. }
    simpl. iDestruct "H" as "(H1 & H2 & H)". iDestruct ("IH" with "H") as (J) "[%HJ HJ]".
    iDestruct (one_more with "H1 HJ") as (J1) "[%HJ1 HJ]". iDestruct (one_more with "H2 HJ") as (J2) "[%HJ2 HJ]".
    iExists J2. iFrame "HJ". iPureIntro. lia.
  Qed.

  (** As many spare slots as there are slots are all of them. *)
  Lemma all_spare p (J : gset nat) :
    size slots ≤ size J →
    is_permits N γ n slots p -∗ ([∗ set] j ∈ J, slot j Idle) ={⊤}=∗ [∗ set] j ∈ slots, slot j Idle.
  Proof.
    iIntros (HJ) "(%st & %qu & -> & #Hi & _) H".
    iInv "Hi" as (s ne nd M X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)".
    iAssert ⌜∀ j, j ∈ J → j ∈ slots⌝%I as %Hsub.
    { iIntros (j Hj). iDestruct (big_sepS_elem_of with "H") as "Hj"; [exact Hj|].
      iDestruct (ghost_map_lookup with "HH Hj") as %Hl. iPureIntro. destruct Hb as (_ & _ & _ & <-).
      by apply elem_of_dom_2 in Hl. }
    iModIntro. iSplitR "H". { iNext. iExists s, ne, nd, M, X. by iFrame. }
    iModIntro. assert (slots ∖ J ≡ ∅) as Hrest.
    { apply size_empty_iff. rewrite size_difference; [lia|set_solver]. }
    iApply (big_sepS_subseteq with "H"). set_solver.
  Qed.
End spares.

Section client.
  Context `{!heapGS Σ, !mutexClientG Σ} (γ : cqs_names) (γm : permits_names) (γo : gname) (slots : gset nat) (c : loc).
  Notation NB := (nroot .@ "broadcast").
  Notation NM := (nroot .@ "mutex").

  (** What the mutex protects: the number of those inside. *)
  Definition nobody_inside : iProp Σ := c ↦ #0.
  Notation is_mutex := (is_mutex NM γm γo slots nobody_inside).
  Notation is_broadcast := (is_broadcast NB γ True (P γm) (Q NM γm)).
  Notation spare := (spare γm).
  (** What all share. *)
  Definition shared (b : loc) (m : val) : iProp Σ :=
    is_broadcast b ∗ inv (nroot .@ "enq") (enq_inv γ) ∗ is_mutex m.
  Global Instance shared_persistent b m : Persistent (shared b m).
  Proof. apply _. Qed.

  (** Whose mutex was unlocked by another has its two slots again. *)
  Lemma robbed_spec (b : loc) m :
    {{{ shared b m ∗ spare ∗ spare }}} robbed #b m #c {{{ RET #(); spare ∗ spare }}}.
  Proof.
    iIntros (Φ) "(#(Hb & He & Hm) & (%j & Hj) & Hs) HΦ". wp_rec. wp_pures.
    wp_apply (SEM_1_lock with "[$Hm $Hj]"). iIntros "[Hlk Hc]". wp_pures.
    wp_apply (alone_spec with "Hc"). iIntros "Hc". wp_pures.
    wp_apply (COND_14_await_held NB NM γ γm γo slots nobody_inside b m _ spare with "[$Hb $He $Hm $Hs $Hlk $Hc]").
    { solve_ndisj. }
    { iIntros "[Hlk Hc]". wp_pures. wp_apply (SEM_2_unlock with "[$Hm $Hlk $Hc]"). iIntros "Hs". wp_pures.
      iExists false. by iFrame. }
    iIntros (v) "[Hs [(-> & Hs' & _)|(%x & -> & Hlk & Hc)]]"; wp_pures; [iApply "HΦ"; by iFrame|].
    wp_apply (alone_spec with "Hc"). iIntros "Hc". wp_pures.
    wp_apply (SEM_2_unlock with "[$Hm $Hlk $Hc]"). iIntros "Hs'". iApply "HΦ". iFrame.
  Qed.

  (** Who never had the mutex has its slot again. *)
  Lemma stranger_spec (b : loc) m : {{{ shared b m ∗ spare }}} stranger #b m {{{ RET #(); spare }}}.
  Proof.
    iIntros (Φ) "[#(Hb & He & Hm) Hs] HΦ". wp_rec. wp_pures.
    wp_apply (COND_14_await_unheld NB NM γ γm γo slots nobody_inside b m _ True%I with "[$Hb $He $Hm $Hs]").
    { solve_ndisj. }
    { iSplit; [done|]. iIntros "_". by wp_pures. }
    iIntros (v) "(_ & Hs & _)". wp_pures. by iApply "HΦ".
  Qed.

  (** All of them have their slots again. *)
  Lemma withdrawers_spec (b : loc) m (n : nat) :
    {{{ shared b m ∗ two_each γm n }}} withdrawers #n #b m #c {{{ RET #(); two_each γm n }}}.
  Proof.
    iIntros (Φ) "[#Hs Hj] HΦ". iInduction n as [|n] "IH" forall (Φ); wp_rec; wp_pures; [by iApply "HΦ"|].
    simpl. iDestruct "Hj" as "(H1 & H2 & Hj)".
    wp_apply (wp_par (λ _, spare ∗ spare)%I (λ _, two_each γm n) with "[H1 H2] [Hj]").
    - wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures.
      + wp_apply (robbed_spec with "[$Hs $H1 $H2]"). by iIntros.
      + wp_apply (stranger_spec with "[$Hs $H1]"). iIntros "$". iFrame.
    - wp_pures. replace (S n - 1)%Z with (Z.of_nat n) by lia. wp_apply ("IH" with "Hj"). by iIntros.
    - iIntros (v1 v2) "[[H1 H2] H]". iNext. wp_pures. iApply "HΦ". by iFrame.
  Qed.
End client.

(** In every execution: the [await] of each of [n] threads throws, because the mutex has been unlocked by another, or was
    never locked by it, or it is interrupted before; [k] others broadcast. Whoever has the mutex is alone, nothing is
    unlocked twice, and when all have returned nobody is registered or keeps the mutex: one more broadcast locks it for
    nobody, and it is unlocked. *)
Theorem COND_14_withdrawals (n k : nat) : every_execution (withdrawals n k) (λ v, v = #1).
Proof.
  apply (every_execution_wp #[heapΣ; mutexClientΣ]). iIntros (?). rewrite /withdrawals.
  wp_alloc c as "Hc". wp_pures.
  wp_apply (newMutex_spec (nroot .@ "mutex") (list_to_set (seq 0 (2 * n))) (nobody_inside c) with "Hc").
  iIntros (γm γo m) "[#Hm Hj]". rewrite big_sepS_list_to_set; [|apply NoDup_seq]. wp_pures.
  iDestruct (two_each_of_slots with "Hj") as "Hj".
  wp_apply (newBroadcast_spec (nroot .@ "broadcast") True%I (P γm) (Q (nroot .@ "mutex") γm)); [done|].
  iIntros (γ b) "(#Hb & He & Hdq)". wp_pures.
  iMod (inv_alloc (nroot .@ "enq") _ (enq_inv γ) with "[He]") as "#He"; [iNext; iExists 0; iFrame|].
  iMod (inv_alloc (nroot .@ "deq") _ (deq_inv γ) with "[Hdq]") as "#Hdq"; [iNext; iExists 0; iFrame|].
  iAssert (shared γ γm γo (list_to_set (seq 0 (2 * n))) c b m) as "#Hs". { rewrite /shared. iFrame "Hb He Hm". }
  wp_apply (wp_par (λ _, two_each γm n) (λ _, True)%I with "[Hj] []").
  - wp_apply (withdrawers_spec with "[$Hs $Hj]"). by iIntros.
  - wp_apply (other_broadcasters_spec with "[$Hb $Hdq]"). by iIntros.
  - iIntros (v1 v2) "[Hj _]". iNext. wp_pures.
    wp_apply (broadcast_freely with "[$Hb $Hdq]"). iIntros "_". wp_pures.
    iPoseProof "Hm" as "[#Hp _]". iDestruct (two_each_size with "Hj") as (J) "[%HJ HJ]".
    iMod (all_spare with "Hp HJ") as "Hj".
    { rewrite size_list_to_set; [|apply NoDup_seq]. rewrite seq_length. lia. }
    wp_apply (SEM_3_idle with "[$Hp $Hj]"); [lia|done].
Qed.
