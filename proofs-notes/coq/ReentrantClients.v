(** A closed program whose callbacks use the object that calls them (RALL-8). *)
From stdpp Require Import fin_maps.
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par nondet_bool.
From CqsKernel Require Import Ghost Closed Cells Cell Sweep Cqs Broadcast.

(** A callback that counts its call, then registers another callback, may cancel it, and broadcasts. *)
Definition again : val := λ: "b" "called" <>,
  FAA "called" #1 ;;
  match: Broadcast.suspend "b" (λ: <>, FAA "called" #1) with
    NONE => #()
  | SOME "h" => if: nondet_bool #() then Cqs.cancel "h" ;; #() else #()
  end ;;
  Broadcast.resumeAll "b".
(** [n] threads that register such a callback, racing with [m] broadcasters in parallel. *)
Definition registrations : val := rec: "registrations" "n" "b" "called" :=
  if: "n" = #0 then #()
  else (Broadcast.suspend "b" (again "b" "called") |||
        "registrations" ("n" - #1) "b" "called") ;; #().
Definition broadcasters : val := rec: "broadcasters" "m" "b" :=
  if: "m" = #0 then #()
  else (Broadcast.resumeAll "b" ||| "broadcasters" ("m" - #1) "b") ;; #().
Definition reentrant (n m : nat) : expr :=
  let: "called" := ref #0 in
  let: "b" := newBroadcast #() in
  (registrations #n "b" "called" ||| broadcasters #m "b") ;;
  ! "called".

Class reentrantG Σ := ReentrantG { re_cqsG :> cqsG Σ; re_spawnG :> spawnG Σ }.
Definition reentrantΣ : gFunctors := #[cqsΣ; spawnΣ].
Global Instance subG_reentrantΣ {Σ} : subG reentrantΣ Σ → reentrantG Σ.
Proof. solve_inG. Qed.

Section reentrant.
  Context `{!heapGS Σ, !reentrantG Σ} (γ : cqs_names) (γt : gname) (n : nat).
  Notation NB := (nroot .@ "broadcast").
  Notation NC := (nroot .@ "count").
  Notation NI := (nroot .@ "indices").

  (** What a callback owns: the right to count one call. There are [2 n] such rights. *)
  Definition P (_ : gname) : iProp Σ := ∃ j, ticket γt j.
  Definition Q (_ : gname) : iProp Σ := True.
  Global Instance Q_persistent γk : Persistent (Q γk).
  Proof. apply _. Qed.
  Definition count_inv (c : loc) : iProp Σ :=
    ∃ J : gset nat, c ↦ #(size J) ∗ tickets γt (2 * n) ∗ [∗ set] j ∈ J, ticket γt j.
  (** Anybody may register and broadcast. *)
  Definition indices_inv : iProp Σ := ∃ ne nd, enq_half γ ne ∗ deq_half γ nd.

  Notation is_broadcast := (is_broadcast NB γ True P Q).

  (** A call is counted, with the right to count it. *)
  Lemma count_spec (c : loc) j :
    {{{ inv NC (count_inv c) ∗ ticket γt j }}} FAA #c #1 {{{ (v : Z), RET #v; True }}}.
  Proof.
    iIntros (Φ) "[#Hi Hj] HΦ". iInv NC as (J) ">(Hc & Ht & HJ)". wp_faa.
    iAssert ⌜j ∉ J⌝%I as %Hj.
    { iIntros (Hj). iDestruct (big_sepS_elem_of with "HJ") as "Hj'"; [exact Hj|].
      iApply (ticket_excl with "Hj Hj'"). }
    iModIntro. iSplitR "HΦ"; [|by iApply "HΦ"]. iNext. iExists ({[j]} ∪ J). iFrame "Ht".
    rewrite size_union; [|set_solver]. rewrite size_singleton.
    replace (Z.of_nat (1 + size J)) with (size J + 1)%Z by lia. iFrame "Hc".
    iApply big_sepS_insert; [done|]. iFrame.
  Qed.

  (** A call can be counted at most once for each right. *)
  Lemma at_most (c : loc) :
    {{{ inv NC (count_inv c) }}} ! #c {{{ (z : Z), RET #z; ⌜(z ≤ 2 * n)%Z⌝ }}}.
  Proof.
    iIntros (Φ) "#Hi HΦ". iInv NC as (J) ">(Hc & Ht & HJ)". wp_load.
    iAssert ⌜∀ j, j ∈ J → j ∈ (set_seq 0 (2 * n) : gset nat)⌝%I as %HJ.
    { iIntros (j Hj). iDestruct (big_sepS_elem_of with "HJ") as "Hj'"; [exact Hj|].
      iDestruct (ticket_lt with "Ht Hj'") as %?. iPureIntro. apply elem_of_set_seq. lia. }
    iModIntro. iSplitR "HΦ"; [iNext; iExists J; by iFrame|]. iApply "HΦ". iPureIntro.
    apply subseteq_size in HJ. rewrite size_set_seq in HJ. lia.
  Qed.

  (** Anybody registers, at any time. *)
  Lemma suspend_freely (b : loc) (k : val) :
    {{{ is_broadcast b ∗ inv NI indices_inv ∗ P γt ∗ (P γt -∗ WP k #() {{ _, True }}) }}}
      Broadcast.suspend #b k
    {{{ i v, RET v; ⌜v = NONEV⌝ ∨ ∃ h, ⌜v = SOMEV h⌝ ∗
          is_handle (NB .@ "cqs") γ True P Q i γt h k ∗ cancel_right γ i }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hi & HP & Hk) HΦ".
    wp_apply (Broadcast.BC_3_suspend NB γ True P Q b γt k (λ _, True)%I with "[$Hb HP Hk]").
    { iSplitL; [iFrame "HP"; iIntros (i) "_ _ HP"; by iApply "Hk"|].
      iIntros (i) "He". iInv NI as (ne nd) ">[He' Hd]".
      iDestruct (mono_nat_auth_own_agree with "He He'") as %[_ <-]. iCombine "He He'" as "He".
      iMod (mono_nat_own_update (S i) with "He") as "[[He He'] _]"; [lia|].
      iModIntro. iFrame "He". iSplitL; [|done]. iNext. iExists _, _. iFrame. }
    iIntros (i v) "[_ [(-> & _)|(%h & %r & -> & Hh & _ & _ & Hc)]]"; iApply ("HΦ" $! i).
    - by iLeft.
    - iRight. iExists h. by iFrame.
  Qed.

  (** Anybody broadcasts, at any time. *)
  Lemma broadcast_freely (b : loc) :
    {{{ is_broadcast b ∗ inv NI indices_inv }}} Broadcast.resumeAll #b {{{ RET #(); True }}}.
  Proof.
    iIntros (Φ) "[#Hb #Hi] HΦ".
    wp_apply (Broadcast.RALL_2_coverage NB γ True P Q b (λ _ _, True)%I with "[$Hb]").
    { iSplit; [done|]. iIntros (stop) "$ !>". iIntros (s) "_ Hd". iInv NI as (ne nd) ">[He Hd']".
      iDestruct (mono_nat_auth_own_agree with "Hd Hd'") as %[_ <-]. iCombine "Hd Hd'" as "Hd".
      iMod (mono_nat_own_update (s `max` stop) with "Hd") as "[[Hd Hd'] _]"; [lia|].
      iModIntro. iFrame "Hd". iSplitL; [|done]. iNext. iExists _, _. iFrame. }
    iIntros (s stop) "_". by iApply "HΦ".
  Qed.

  (** The callback of [again], wherever it runs: its own object is there for it. *)
  Definition callback (b c : loc) : val := λ: <>,
    FAA #c #1 ;;
    match: Broadcast.suspend #b (λ: <>, FAA #c #1) with
      NONE => #()
    | SOME "h" => if: nondet_bool #() then Cqs.cancel "h" ;; #() else #()
    end ;;
    Broadcast.resumeAll #b.
  (** That callback is safe while its own object is in use, by any number of threads. *)
  Lemma RALL_8_callback (b c : loc) j :
    is_broadcast b -∗ inv NI indices_inv -∗ inv NC (count_inv c) -∗ ticket γt j -∗ P γt -∗
    WP callback b c #() {{ _, True }}.
  Proof.
    iIntros "#Hb #Hi #Hc Hj HP". rewrite /callback. wp_pures.
    wp_apply (count_spec with "[$Hc $Hj]"). iIntros (z) "_". wp_pures.
    wp_apply (suspend_freely with "[$Hb $Hi $HP]").
    { iIntros "[%j' Hj]". wp_pures. by wp_apply (count_spec with "[$Hc $Hj]"). }
    iIntros (i v) "[->|(%h & -> & Hh & HC)]"; wp_pures.
    { by wp_apply (broadcast_freely with "[$Hb $Hi]"). }
    wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures.
    - wp_apply (BC_2_BC_5_cancel with "[$Hh $HC]"). iIntros (x) "_". wp_pures.
      by wp_apply (broadcast_freely with "[$Hb $Hi]").
    - by wp_apply (broadcast_freely with "[$Hb $Hi]").
  Qed.

  (** All registrations. *)
  Lemma registrations_spec (b c : loc) (k : nat) :
    {{{ is_broadcast b ∗ inv NI indices_inv ∗ inv NC (count_inv c) ∗
        [∗ list] j ∈ seq 0 (2 * k), ticket γt j }}}
      registrations #k #b #c {{{ RET #(); True }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hi & #Hc & Hts) HΦ". iInduction k as [|k] "IH" forall (Φ); wp_rec; wp_pures.
    { by iApply "HΦ". }
    replace (S k - 1)%Z with (Z.of_nat k) by lia.
    replace (2 * S k) with (2 * k + 2) by lia. rewrite seq_app big_sepL_app /=.
    iDestruct "Hts" as "(Hts & Hj1 & Hj2 & _)".
    wp_apply (wp_par (λ _, True)%I (λ _, True)%I with "[Hj1 Hj2] [Hts]").
    - wp_rec. wp_pures. wp_apply (suspend_freely with "[$Hb $Hi Hj1 Hj2]"); [|by iIntros (i v) "_"].
      iSplitL "Hj1"; [by iExists _|]. iIntros "HP".
      iApply (RALL_8_callback with "Hb Hi Hc Hj2 HP").
    - wp_pures. replace (S k - 1)%Z with (Z.of_nat k) by lia. by iApply ("IH" with "Hts").
    - iIntros (v1 v2) "_". iNext. wp_pures. by iApply "HΦ".
  Qed.

  (** All broadcasters. *)
  Lemma broadcasters_spec (b : loc) (m : nat) :
    {{{ is_broadcast b ∗ inv NI indices_inv }}} broadcasters #m #b {{{ RET #(); True }}}.
  Proof.
    iIntros (Φ) "#(Hb & Hi) HΦ". iInduction m as [|m] "IH" forall (Φ); wp_rec; wp_pures.
    { by iApply "HΦ". }
    wp_apply (wp_par (λ _, True)%I (λ _, True)%I).
    - by wp_apply (broadcast_freely with "[$Hb $Hi]").
    - wp_pures. replace (S m - 1)%Z with (Z.of_nat m) by lia. by iApply "IH".
    - iIntros (v1 v2) "_". iNext. wp_pures. by iApply "HΦ".
  Qed.
End reentrant.

(** The proof of [reentrant]. *)
Lemma reentrant_spec `{!heapGS Σ, !reentrantG Σ} (n m : nat) :
  {{{ True }}} reentrant n m {{{ (z : Z), RET #z; ⌜(z ≤ 2 * n)%Z⌝ }}}.
Proof.
  iIntros (Φ) "_ HΦ". rewrite /reentrant. wp_alloc c as "Hc". wp_pures.
  iMod tickets_alloc as (γt) "Ht". iMod (tickets_add _ 0 (2 * n) with "Ht") as "[Ht Hts]".
  wp_apply (newBroadcast_spec (nroot .@ "broadcast") True (P γt) Q); [done|].
  iIntros (γ b) "(#Hb & He & Hd)". wp_pures.
  iMod (inv_alloc (nroot .@ "indices") _ (indices_inv γ) with "[He Hd]") as "#Hi".
  { iNext. iExists 0, 0. iFrame. }
  iMod (inv_alloc (nroot .@ "count") _ (count_inv γt n c) with "[Hc Ht]") as "#Hcount".
  { iNext. iExists ∅. rewrite size_empty. iFrame. by rewrite big_sepS_empty. }
  wp_apply (wp_par (λ _, True)%I (λ _, True)%I with "[Hts] []").
  - by wp_apply (registrations_spec γ γt n with "[$Hb $Hi $Hcount $Hts]").
  - by wp_apply (broadcasters_spec γ γt with "[$Hb $Hi]").
  - iIntros (v1 v2) "_". iNext. wp_pures. by wp_apply (at_most with "Hcount").
Qed.

(** In every execution: callbacks that register with the broadcast that calls them, cancel there and
    broadcast themselves, in whatever thread they run. No thread gets stuck, and all
    calls together, of the [n] callbacks and of the [n] that they register, are at most [2 n]. *)
Theorem RALL_8_reentrant (n m : nat) :
  every_execution (reentrant n m) (λ v, ∃ z : Z, v = #z ∧ (z ≤ 2 * n)%Z).
Proof.
  apply (every_execution_wp #[heapΣ; reentrantΣ]). iIntros (?). iApply reentrant_spec; [done|].
  iIntros "!>" (z Hz). iPureIntro. by exists z.
Qed.
