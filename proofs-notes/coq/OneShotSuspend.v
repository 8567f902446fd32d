(** OneShot.java: [suspend], before and after it has happened. Its program and the invariant are those of OneShot.v. *)
From iris.base_logic.lib Require Import ghost_map ghost_var mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell Sweep OneShotQueue OneShot.

Section suspend.
  Context `{!heapGS Σ, !oneShotG Σ} (N : namespace) (γ : os_names).
  (** [K], [P], [Q]: as in OneShot.v. *)
  Context (K P Q : gname → iProp Σ) `{HK : !∀ γk, Timeless (K γk)} `{HQ : !∀ γk, Persistent (Q γk)}.

  Notation R := (R γ).
  Notation waker := (waker γ P Q).
  Notation in_state := (in_state γ).
  Notation waiters := (waiters γ K).
  Notation is_oneshot := (is_oneshot N γ K P Q).
  Notation is_handle := (is_handle N γ K P Q).

  (** A new waiter is written down. *)
  Lemma waiters_insert x (r : loc) k γk g2 :
    (x = None) → r ↦ k -∗ waiters x ==∗ r ↦□ k ∗ in_state r γk g2 ∗ waiters (Some r).
  Proof.
    iIntros (->) "Hr (%m & Hm & Hs)".
    destruct (m !! r) as [g|] eqn:Hl.
    { iDestruct (big_sepM_lookup with "Hs") as "[(%k' & Hr') _]"; [exact Hl|].
      iDestruct (mapsto_valid_2 with "Hr Hr'") as %[Hv%dfrac_valid_own_discarded _].
      by destruct (irreflexivity Qp.lt 1%Qp Hv). }
    iMod (mapsto_persist with "Hr") as "#Hr".
    iMod (ghost_map_insert_persist r (γk, g2) with "Hm") as "[Hm #Hin]"; [done|].
    iModIntro. iFrame "Hr Hin". iExists _. iFrame "Hm". iApply big_sepM_insert; [done|].
    iSplitR; [iSplit; [by iExists k|by iLeft]|]. iApply (big_sepM_impl with "Hs").
    iIntros "!>" (r' g' _) "[$ [%|$]]". done.
  Qed.

  (** A waiter waits, or the outcome was there and it has been called with it (PR-5, PR-6). The proof is long because
      it goes through the four states at the read and again at each of the two compare-and-sets. *)
  Lemma PR_5_suspend (p r : loc) k γk :
    {{{ is_oneshot p ∗ r ↦ k ∗ waker γk k }}} suspend #p #r
    {{{ v, RET v; (⌜v = NONEV⌝ ∗ Q γk) ∨ ∃ h, ⌜v = SOMEV h⌝ ∗ is_handle h γk }}}.
  Proof.
    iIntros (Φ) "(#Hi & Hr & Hk) HΦ". iLöb as "IH". wp_rec. wp_pures. wp_bind (! _)%E.
    iInv (N .@ "state") as (s) "[>Hp H]". destruct s as [|r1 k1 γk1 g1|o q|o v]; simpl.
    - wp_load. iModIntro. iSplitL "Hp H". { iNext. iExists NULL. iFrame. }
      wp_pures. wp_bind (CmpXchg _ _ _).
      iInv (N .@ "state") as (s) "[>Hp H]". destruct s as [|r1 k1 γk1 g1|o q|o v]; simpl.
      + wp_cmpxchg_suc. iDestruct "H" as "(Hw & Hno & Hout & Hh)".
        iMod (pending_alloc (A:=whoR)) as (g2) "Hg2".
        iMod (waiters_insert _ r k γk g2 with "Hr Hw") as "(#Hr & #Hin & Hw)"; [done|].
        iModIntro. iSplitL "Hp Hw Hno Hout Hh Hg2 Hk".
        { iNext. iExists (FIRST r k γk g2). by iFrame "∗#". }
        wp_pures. iApply "HΦ". iModIntro. iRight. iExists _. iSplit; [done|].
        iExists r, k. iFrame "Hr". iLeft. iExists g2. iSplit; [|iExact "Hin"]. done.
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (FIRST _ _ _ _). iFrame. }
        wp_pures. by iApply ("IH" with "Hr Hk HΦ").
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (QUEUE o q). iFrame. }
        wp_pures. by iApply ("IH" with "Hr Hk HΦ").
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (OUTCOME o v). iFrame. }
        wp_pures. by iApply ("IH" with "Hr Hk HΦ").
    - wp_load. iModIntro. iSplitL "Hp H". { iNext. iExists (FIRST _ _ _ _). iFrame. }
      wp_pures. wp_apply newQueue_spec; [done|]. iIntros (q a) "Hnew". wp_pures.
      wp_alloc o as "Ho". iMod (mapsto_persist with "Ho") as "#Ho". wp_pures.
      wp_bind (CmpXchg _ _ _). iInv (N .@ "state") as (s) "[>Hp H]".
      destruct s as [|r2 k2 γk2 g2|o' q'|o' v]; simpl.
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists NULL. iFrame. }
        wp_pures. by iApply ("IH" with "Hr Hk HΦ").
      + destruct (decide (r2 = r1)) as [->|Hne].
        * wp_cmpxchg_suc. iDestruct "H" as "(Hw & Hno & Hout & Hh & #Hin & Hg2 & #Hr1 & Hk1)".
          iDestruct "Hnew" as (d) "(#Hq & Hnew)".
          iMod (share_queue (N .@ "q") R K waker q a r1 k2 γk2 g2 with "[Hnew] Hg2 Hr1 Hk1")
            as (γq gc) "(#Hisq & Hclose & #Hc0 & #Hat & #Hg1 & #Hlb)".
          { iExists d. by iFrame "∗#". }
          iMod (decide_now _ (γq, g2, q, r1) with "Hno") as "#Hthe".
          iModIntro. iSplitL "Hp Hw Hout Hh Hclose".
          { iNext. iExists (QUEUE o q). iFrame "Hp Ho Hout Hh". iExists γq, g2, r1.
            iFrame "Hw Hthe Hclose Hisq". iExists γk2, gc, a, d, k2. by iFrame "#". }
          wp_pures. by iApply ("IH" with "Hr Hk HΦ").
        * wp_cmpxchg_fail. iModIntro.
          iSplitL "Hp H". { iNext. iExists (FIRST _ _ _ _). iFrame. }
          wp_pures. by iApply ("IH" with "Hr Hk HΦ").
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (QUEUE o' q'). iFrame. }
        wp_pures. by iApply ("IH" with "Hr Hk HΦ").
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (OUTCOME o' v). iFrame. }
        wp_pures. by iApply ("IH" with "Hr Hk HΦ").
    - iDestruct "H" as "(>#Ho & Hout & Hh & (%γq & %g2 & %r0 & Hw & #Hthe & #Hf & #Hq & Hclose))".
      wp_load. iModIntro. iSplitL "Hp Hout Hh Hw Hclose".
      { iNext. iExists (QUEUE o q). iFrame "∗#". iExists γq, g2, r0. by iFrame "∗#". }
      wp_pures. wp_load. wp_pures. iMod (mapsto_persist with "Hr") as "#Hr".
      wp_apply (PR_5_queue_suspend with "[$Hq $Hr $Hk]").
      iIntros (v) "[(-> & #HR & Hk)|(%i & %l & -> & #Hqd)]"; wp_pures.
      + wp_apply (deliver_spec with "[$Hi $HR $Hr $Hk]"). iIntros (w) "HQ". wp_pures.
        iApply "HΦ". iLeft. by iFrame "HQ".
      + iApply "HΦ". iModIntro. iRight. iExists _. iSplit; [done|]. iExists r, k. iFrame "Hr".
        iRight. iExists γq, g2, q, r0, i, l. by iFrame "#".
    - iDestruct "H" as "(>#Ho & >#Hv & >Hh)". wp_load. iModIntro. iSplitL "Hp Hh".
      { iNext. iExists (OUTCOME o v). by iFrame "∗#". }
      wp_pures. wp_load. wp_pures. wp_load. iDestruct "Hk" as "[HP Hk]".
      wp_bind (k _). iApply (wp_wand with "[HP Hk]"). { iApply ("Hk" with "Hv HP"). }
      iIntros (w) "HQ". wp_pures. iApply "HΦ". iLeft. by iFrame "HQ".
  Qed.

End suspend.
