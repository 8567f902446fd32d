(** Permits.java: the release, and that no permit is lost.

    Its name in the Java is [give]; [Semaphore.release] calls it. *)
From stdpp Require Import fin_maps.
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell Cqs CellValue CqsValue Count Permits.

Section permits.
  Context `{!heapGS Σ, !permitsG Σ} (N : namespace) (γ : permits_names) (n : nat) (slots : gset nat).
  Notation slot := (slot γ).
  Notation V := (V γ).
  Notation P := (P γ).
  Notation is_permits := (is_permits N γ n slots).

  (** While somebody has a permit, not all are free. *)
  Lemma SEM_10_not_all_free p j :
    {{{ is_permits p ∗ slot j Hold }}} ! (state p) {{{ (s : Z), RET #s; ⌜(s < n)%Z⌝ ∗ slot j Hold }}}.
  Proof.
    iIntros (Φ) "[(%st & %qu & -> & #Hi & _) Hj] HΦ". wp_rec. wp_pures.
    iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)". wp_load.
    iDestruct (ghost_map_lookup with "HH Hj") as %Hl.
    iModIntro. iSplitR "Hj HΦ". { iNext. iExists s, ne, nd, H, X. by iFrame. }
    iApply "HΦ". iFrame "Hj". iPureIntro. destruct Hb as (Hb & _). pose proof (count_pos _ _ _ Hl).
    unfold free in Hb. lia.
  Qed.

  (** The owner of a permit gives it back, to the first waiter if there is one; it is not told that it has
      released too often. The proof is long because it follows a permit through four openings of the invariant:
      the compare-and-set, the index of the resumption, and its two ends. *)
  Lemma SEM_2_give p j :
    {{{ is_permits p ∗ slot j Hold }}} give p {{{ RET #(); slot j Idle }}}.
  Proof.
    iIntros (Φ) "[#Hp Hj] HΦ". iLöb as "IH".
    wp_rec. wp_apply (SEM_10_not_all_free with "[$Hp $Hj]"). iIntros (s) "[%Hs Hj]". wp_pures.
    iPoseProof "Hp" as (st qu) "(-> & #Hi & _)". wp_rec. wp_pures. rewrite bool_decide_eq_false_2; [|lia]. wp_pures.
    wp_rec. wp_pures. wp_bind (CmpXchg _ _ _).
    iInv "Hi" as (s' ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)".
    destruct (decide (s' = s)) as [->|Hne]; last first.
    { wp_cmpxchg_fail. iModIntro. iSplitR "Hj HΦ".
      { iNext. iExists s', ne, nd, H, X. by iFrame. }
      wp_pures. by iApply ("IH" with "Hj HΦ"). }
    wp_cmpxchg_suc. set (y := if decide (0 ≤ s)%Z then Idle else Promised).
    iMod (slot_move _ _ _ _ y with "HH Hj") as (Hl) "[HH Hj]".
    iModIntro. iSplitR "Hj HΦ".
    { iNext. iExists (s + 1)%Z, ne, nd, _, X. iFrame.
      iDestruct (all_at_update _ _ _ _ _ _ y Hl with "[] Hw") as "$"; [by iIntros "!>" (? [=])|].
      iDestruct (all_at_update _ _ _ _ _ _ y Hl with "[] Hg") as "$"; [by iIntros "!>" (? [=])|].
      iPureIntro. eapply balanced_move; [done|done|..|apply Hb]; unfold y, one, free, waiting;
        repeat (case_decide; simplify_eq); lia. }
    clear ne nd H X Hb Hl Hs. wp_pures. rewrite /y. clear y. destruct (decide (0 ≤ s)%Z) as [Hs|Hs].
    { rewrite bool_decide_eq_true_2 //. wp_pures. by iApply "HΦ". }
    rewrite bool_decide_eq_false_2 //. wp_pures.
    wp_apply (queue_spec with "Hp"). iIntros (q) "#Hq".
    wp_apply (CQS_18_resume (N .@ "cqs") (p_queue γ) V P Q q NULLV (λ i, slot j (Giving i))
      with "[$Hq Hj]").
    { iIntros (i) "Hd". clear s Hs.
      iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)".
      iDestruct (mono_nat_auth_own_agree with "Hd Hnd") as %[_ <-]. iCombine "Hd Hnd" as "Hd".
      iMod (mono_nat_own_update (S i) with "Hd") as "[[Hd Hnd] _]"; [lia|].
      iMod (slot_move _ _ _ _ (Giving i) with "HH Hj") as (Hl) "[HH Hj]".
      assert (X !! i = None) as HX.
      { apply not_elem_of_dom. destruct Hb as (_ & _ & -> & _). rewrite elem_of_set_seq. lia. }
      iMod (ghost_map_insert i Sent with "HX") as "[HX Hi']"; [done|].
      iModIntro. iFrame "Hd Hj". iSplitR "Hi'"; [|by iFrame].
      iNext. iExists s, ne, (S i), _, _. iFrame.
      iDestruct (all_at_update _ _ _ _ _ _ (Giving i) Hl with "[] Hw") as "$"; [by iIntros "!>" (? [=])|].
      iDestruct (all_at_update _ _ _ _ _ _ (Giving i) Hl with "[] Hg") as "Hg"; [by iIntros "!>" (? [=])|].
      iDestruct (all_at_next _ _ _ _ j with "Hg") as "$"; [by rewrite lookup_insert|].
      iPureIntro. pose proof (count_insert Sent _ _ Sent HX) as Hc.
      eapply balanced_move; [done|done|..]; unfold one in *;
        repeat (case_decide; simplify_eq); try lia.
      destruct Hb as (_ & _ & HdX & _). rewrite dom_insert_L HdX set_seq_S_end_union_L. done. }
    iIntros (i [|]) "[Hj H]"; wp_pures.
    - iDestruct "H" as "#Hh".
      iInv "Hi" as (s' ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)".
      iMod (slot_move _ _ _ _ Idle with "HH Hj") as (Hl) "[HH Hj]".
      iModIntro. iSplitR "HΦ Hj"; [|by iApply "HΦ"].
      iNext. iExists s', ne, nd, _, X. iFrame.
      iDestruct (all_at_update _ _ _ _ _ _ Idle Hl with "[] Hw") as "$"; [by iIntros "!>" (? [=])|].
      iDestruct (all_at_update _ _ _ _ _ _ Idle Hl with "[] Hg") as "$".
      { iIntros "!>" (i' [= <-]). iLeft. by iExists NULLV. }
      iPureIntro. eapply balanced_move; [done|done|..|apply Hb]; unfold one;
        repeat (case_decide; simplify_eq); lia.
    - iDestruct "H" as "[[_ HX] #Hcan]". iApply fupd_wp.
      iInv "Hi" as (s' ne nd H X) "(>Hst & >HH & >HX' & >Hne & >Hnd & >%Hb & Hw & Hg)".
      iMod (slot_move _ _ _ _ Hold with "HH Hj") as (Hl) "[HH Hj]".
      iDestruct (ghost_map_lookup with "HX' HX") as %HX.
      iMod (ghost_map_update Returned with "HX' HX") as "[HX' HX]".
      iMod (ghost_map_elem_persist with "HX") as "#HX".
      iModIntro. iSplitR "HΦ Hj"; [|iModIntro; by iApply ("IH" with "Hj HΦ")].
      iNext. iExists s', ne, nd, _, _. iFrame.
      iDestruct (all_at_update _ _ _ _ _ _ Hold Hl with "[] Hw") as "$"; [by iIntros "!>" (? [=])|].
      iDestruct (all_at_update _ _ _ _ _ _ Hold Hl with "[] Hg") as "$".
      { iIntros "!>" (i' [= <-]). by iRight. }
      iPureIntro. pose proof (count_update Sent _ _ _ Returned HX) as Hc.
      eapply balanced_move; [done|done|..]; unfold one in *;
        repeat (case_decide; simplify_eq); try lia.
      rewrite dom_insert_lookup_L; [apply Hb|by exists Sent].
  Qed.

  (** Nothing is lost: when no user does anything, all permits are free. *)
  Lemma SEM_3_idle p :
    0 < n →
    {{{ is_permits p ∗ [∗ set] j ∈ slots, slot j Idle }}} ! (state p) {{{ RET #n; True }}}.
  Proof.
    iIntros (Hn Φ) "[(%st & %qu & -> & #Hi & _) Hs] HΦ". wp_rec. wp_pures.
    iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & #Hw & #Hg)". wp_load.
    iAssert ⌜∀ j x, H !! j = Some x → x = Idle⌝%I as %Hidle.
    { iIntros (j x Hj).
      iDestruct (big_sepS_elem_of with "Hs") as "Hs".
      { destruct Hb as (_ & _ & _ & <-). by apply elem_of_dom_2 in Hj. }
      iDestruct (ghost_map_lookup with "HH Hs") as %Hl. iPureIntro. congruence. }
    pose proof Hb as (H1 & H2 & H3 & _).
    rewrite !(count_zero _ H) in H1; [|intros j Hj; by apply Hidle in Hj..].
    rewrite !(count_zero _ H) in H2; [|intros j Hj; by apply Hidle in Hj..].
    iAssert ⌜∀ i, X !! i ≠ Some Sent⌝%I as %HX.
    { iIntros (i Hi).
      assert (i < nd) as Hnd.
      { apply elem_of_dom_2 in Hi. rewrite H3 elem_of_set_seq in Hi. lia. }
      iDestruct (big_sepL_lookup _ _ i i with "Hw") as "Hwi"; [apply lookup_seq; lia|].
      iDestruct (big_sepL_lookup _ _ i i with "Hg") as "Hgi"; [apply lookup_seq; lia|].
      iDestruct "Hwi" as "[Hwi|(%j & %Hj)]"; [|by apply Hidle in Hj].
      iDestruct "Hgi" as "[Hgi|(%j & %Hj)]"; [|by apply Hidle in Hj].
      iDestruct "Hwi" as "[Hr|Hc]"; [iDestruct (ghost_map_lookup with "HX Hr") as %?; congruence|].
      iDestruct "Hgi" as "[(%v & Hh)|Hr]"; [|iDestruct (ghost_map_lookup with "HX Hr") as %?; congruence].
      iDestruct (CQS_10_not_both with "Hh Hc") as %[]. }
    rewrite (count_zero Sent X) // in H1.
    assert (s = n) as -> by (unfold free in H1; lia).
    iModIntro. iSplitR "HΦ"; [|by iApply "HΦ"]. iNext. iExists n, ne, nd, H, X. by iFrame "∗#".
  Qed.
End permits.
