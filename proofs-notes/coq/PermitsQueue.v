(** Permits.java: who waits for a permit. *)
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
  Notation is_handle := (is_handle (N .@ "cqs") (p_queue γ) V P Q).

  (** A waiter in the queue: it may be cancelled by who has this. *)
  Definition waits (j : nat) (γf : gname) (h : val) : iProp Σ :=
    ∃ i k, is_handle i (name j γf) h k ∗ cancel_right (p_queue γ) i.

  (** A counted user waits, or a permit was on the way and its callback has been called here. The callback
      is called as the owner of a permit. *)
  Lemma SEM_2_suspend_counted p (r : loc) k j γf :
    {{{ is_permits p ∗ r ↦□ k ∗ slot j Counted ∗
        (slot j Hold -∗ WP k NULLV {{ _, decided γf () }}) }}}
      suspendCounted p #r
    {{{ v, RET v; (⌜v = NONEV⌝ ∗ decided γf ()) ∨ (∃ h, ⌜v = SOMEV h⌝ ∗ waits j γf h) }}}.
  Proof.
    iIntros (Φ) "(#Hp & #Hr & Hj & Hk) HΦ". wp_rec. wp_pures. wp_apply (queue_spec with "Hp").
    iIntros (q) "#Hq". iDestruct "Hp" as (st qu) "(-> & #Hi & _)".
    wp_apply (CQS_4_suspend (N .@ "cqs") (p_queue γ) V P Q q r (name j γf) k (λ _, True)%I
      with "[$Hq $Hr Hj Hk]").
    { iIntros (i) "He".
      iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)".
      iDestruct (mono_nat_auth_own_agree with "He Hne") as %[_ <-]. iCombine "He Hne" as "He".
      iMod (mono_nat_own_update (S i) with "He") as "[[He Hne] _]"; [lia|].
      iMod (slot_move _ _ _ _ (Wait i) with "HH Hj") as (Hl) "[HH Hj]".
      iModIntro. iFrame "He". iSplitR "Hj Hk".
      { iNext. iExists s, (S i), nd, _, X. iFrame.
        iDestruct (all_at_update _ _ _ _ _ _ (Wait i) Hl with "[] Hw") as "Hw"; [by iIntros "!>" (? [=])|].
        iDestruct (all_at_update _ _ _ _ _ _ (Wait i) Hl with "[] Hg") as "$"; [by iIntros "!>" (? [=])|].
        iDestruct (all_at_next _ _ _ _ j with "Hw") as "$"; [by rewrite lookup_insert|].
        iPureIntro. eapply balanced_move; [done|done|..|apply Hb]; unfold one;
          repeat (case_decide; simplify_eq); lia. }
      iModIntro. iSplitR; [done|]. iSplitL "Hj". { iExists j, γf. by iFrame. }
      iIntros (v) "_ [-> HX] (%j' & %γf' & %Hn & Hj)".
      apply (inj countable.encode) in Hn as [= <- <-]. clear s nd H X Hb Hl.
      iApply fupd_wp.
      iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX' & >Hne & >Hnd & >%Hb & Hw & Hg)".
      iMod (slot_move _ _ _ _ Hold with "HH Hj") as (Hl) "[HH Hj]".
      iDestruct (ghost_map_lookup with "HX' HX") as %HX.
      iMod (ghost_map_update Received with "HX' HX") as "[HX' HX]".
      iMod (ghost_map_elem_persist with "HX") as "#HX".
      iModIntro. iSplitR "Hk Hj".
      { iNext. iExists s, ne, nd, _, _. iFrame.
        iDestruct (all_at_update _ _ _ _ _ _ Hold Hl with "[] Hw") as "$".
        { iIntros "!>" (i' [= <-]). by iLeft. }
        iDestruct (all_at_update _ _ _ _ _ _ Hold Hl with "[] Hg") as "$"; [by iIntros "!>" (? [=])|].
        iPureIntro. pose proof (count_update Sent _ _ _ Received HX) as Hc.
        eapply balanced_move; [done|done|..]; unfold one in *;
          repeat (case_decide; simplify_eq); try lia.
        rewrite dom_insert_lookup_L; [apply Hb|by exists Sent]. }
      iModIntro. iApply (wp_wand with "[Hk Hj]"); [by iApply "Hk"|].
      iIntros (w) "#Hd". iExists j, γf. by iFrame "#". }
    iIntros (i v) "[_ [(-> & %w & _ & (%j' & %γf' & %Hn & #Hd))|(%h & -> & #Hh & HC)]]"; iApply "HΦ".
    - apply (inj countable.encode) in Hn as [= <- <-]. iLeft. by iFrame "#".
    - iRight. iExists h. iSplit; [done|]. iExists i, k. by iFrame "∗#".
  Qed.

  (** An acquirer gets a permit at once, or waits as one who is counted. Its callback is called as the owner
      of a permit. *)
  Lemma SEM_1_take_or_suspend p (r : loc) k j γf :
    {{{ is_permits p ∗ r ↦□ k ∗ slot j Idle ∗
        (slot j Hold -∗ WP k NULLV {{ _, decided γf () }}) }}}
      takeOrSuspend p #r
    {{{ v, RET v; (⌜v = NONEV⌝ ∗ decided γf ()) ∨ (∃ h, ⌜v = SOMEV h⌝ ∗ waits j γf h) }}}.
  Proof.
    iIntros (Φ) "(#Hp & #Hr & Hj & Hk) HΦ". wp_rec. wp_pures.
    wp_apply (SEM_2_take_or_count with "[$Hp $Hj]"). iIntros ([]) "Hj"; wp_pures.
    - wp_apply (queue_spec with "Hp"). iIntros (q) "_". wp_pures. wp_load. wp_bind (k _).
      iApply (wp_wand with "[Hk Hj]"); [by iApply "Hk"|]. iIntros (w) "#Hf". wp_pures.
      iApply "HΦ". iLeft. by iFrame "#".
    - wp_apply (SEM_2_suspend_counted with "[$Hp $Hr $Hj $Hk]"). iIntros (v) "H". by iApply "HΦ".
  Qed.

  (** A cancelled waiter takes no permit (SEM-3); one that cannot be cancelled gets its permit. *)
  Lemma SEM_3_cancel p j γf h :
    {{{ is_permits p ∗ waits j γf h }}} Cqs.cancel h
    {{{ (b : bool), RET #b; if b then slot j Idle else waits j γf h }}}.
  Proof.
    iIntros (Φ) "[(%st & %qu & -> & #Hi & _) (%i & %k & #Hh & HC)] HΦ".
    iApply wp_fupd. wp_apply (CQS_10_cancel with "[$Hh $HC]"). iIntros ([]) "[H1 H2]"; last first.
    { iApply "HΦ". iModIntro. iExists i, k. by iFrame "∗#". }
    iDestruct "H1" as "[(%j' & %γf' & %Hn & Hj) _]". apply (inj countable.encode) in Hn as [= <- <-].
    iDestruct "H2" as "#Hcan".
    iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)".
    iMod (slot_move _ _ _ _ Idle with "HH Hj") as (Hl) "[HH Hj]".
    iModIntro. iSplitR "HΦ Hj"; [|by iApply "HΦ"].
    iNext. iExists s, ne, nd, _, X. iFrame.
    iDestruct (all_at_update _ _ _ _ _ _ Idle Hl with "[] Hw") as "$".
    { iIntros "!>" (i' [= <-]). by iRight. }
    iDestruct (all_at_update _ _ _ _ _ _ Idle Hl with "[] Hg") as "$"; [by iIntros "!>" (? [=])|].
    iPureIntro. eapply balanced_move; [done|done|..|apply Hb]; unfold one;
      repeat (case_decide; simplify_eq); lia.
  Qed.
End permits.
