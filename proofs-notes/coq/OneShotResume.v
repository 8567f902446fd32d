(** OneShot.java: [tryResumeAll], which makes it happen. Its program and the invariant are those of OneShot.v. *)
From iris.base_logic.lib Require Import ghost_map ghost_var mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell Sweep OneShotQueue OneShot.

Section resume.
  Context `{!heapGS Σ, !oneShotG Σ} (N : namespace) (γ : os_names).
  (** [K], [P], [Q]: as in OneShot.v. *)
  Context (K P Q : gname → iProp Σ) `{HK : !∀ γk, Timeless (K γk)} `{HQ : !∀ γk, Persistent (Q γk)}.

  Notation resolved := (resolved γ).
  Notation R := (R γ).
  Notation waker := (waker γ P Q).
  Notation half := (half γ).
  Notation is_oneshot := (is_oneshot N γ K P Q).
  Notation in_first_cell := (in_first_cell N γ K P Q).
  Notation all_settled := (all_settled N γ K P Q).

  (** One call sets the outcome, and then everybody is settled; the others see that it is set.
      [b]: had it happened before? The proof is long because it goes through the four states twice, at the read
      and at the compare-and-set, and each of the three that succeed settles other waiters. *)
  Lemma PR_1_resolved_once (p : loc) (v : val) (V : bool → iProp Σ) :
    {{{ is_oneshot p ∗ (∀ b, half b ={⊤ ∖ ↑N}=∗ half true ∗ V b) }}} tryResumeAll #p v
    {{{ b, RET #(negb b); V b ∗ if b then R else resolved v ∗ all_settled }}}.
  Proof.
    iIntros (Φ) "(#Hi & HV) HΦ". iLöb as "IH". wp_rec. wp_pures. wp_bind (! _)%E.
    iInv (N .@ "state") as (s) "[>Hp H]". destruct s as [|r1 k1 γk1 g1|o q|o v1]; simpl.
    - wp_load. iModIntro. iSplitL "Hp H". { iNext. iExists NULL. iFrame. }
      wp_pures. wp_alloc x as "Hx". iMod (mapsto_persist with "Hx") as "#Hx". wp_pures.
      wp_bind (CmpXchg _ _ _).
      iInv (N .@ "state") as (s) "[>Hp H]". destruct s as [|r1 k1 γk1 g1|o q|o v1]; simpl.
      + wp_cmpxchg_suc. iDestruct "H" as "(Hw & Hno & Hout & Hh)".
        iMod (decide_now _ v with "Hout") as "#Hv".
        iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
        iMod ("HV" with "Hh") as "[Hh HV]". iMod "Hclose" as "_".
        iModIntro. iSplitL "Hp Hh". { iNext. iExists (OUTCOME x v). by iFrame "∗#". }
        wp_pures. iApply ("HΦ" $! false). iFrame "HV Hv". iModIntro.
        iDestruct "Hw" as (m) "[Hm Hs]". iSplitL "Hm Hs"; [|by iLeft]. iExists m. iFrame "Hm".
        iApply (big_sepM_impl with "Hs"). iIntros "!>" (r g _) "[_ [%|[Hc HK]]]"; [done|].
        iRight. iFrame "Hc". by iLeft.
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (FIRST _ _ _ _). iFrame. }
        wp_pures. by iApply ("IH" with "HV HΦ").
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (QUEUE o q). iFrame. }
        wp_pures. by iApply ("IH" with "HV HΦ").
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (OUTCOME o v1). iFrame. }
        wp_pures. by iApply ("IH" with "HV HΦ").
    - wp_load. iModIntro. iSplitL "Hp H". { iNext. iExists (FIRST _ _ _ _). iFrame. }
      wp_pures. wp_alloc x as "Hx". iMod (mapsto_persist with "Hx") as "#Hx". wp_pures.
      wp_bind (CmpXchg _ _ _). iInv (N .@ "state") as (s) "[>Hp H]".
      destruct s as [|r2 k2 γk2 g2|o' q'|o' v1]; simpl.
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists NULL. iFrame. }
        wp_pures. by iApply ("IH" with "HV HΦ").
      + destruct (decide (r2 = r1)) as [->|Hne].
        * wp_cmpxchg_suc. iDestruct "H" as "(Hw & Hno & Hout & Hh & #Hin & Hg2 & #Hr1 & [HP Hk1])".
          iMod (decide_now _ v with "Hout") as "#Hv".
          iMod (decide_now _ (Some (γk2, r1)) with "Hg2") as "#Hg2".
          iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
          iMod ("HV" with "Hh") as "[Hh HV]". iMod "Hclose" as "_".
          iModIntro. iSplitL "Hp Hh". { iNext. iExists (OUTCOME x v). by iFrame "∗#". }
          wp_pures. wp_load. wp_bind (k2 _). iApply (wp_wand with "[HP Hk1]").
          { iApply ("Hk1" with "Hv HP"). }
          iIntros (w) "#HQ'". wp_pures. iApply ("HΦ" $! false). iFrame "HV Hv". iModIntro.
          iDestruct "Hw" as (m) "[Hm Hs]".
          iDestruct (ghost_map_lookup with "Hm Hin") as %Hl.
          iSplitL "Hm Hs"; [|by iLeft]. iExists m. iFrame "Hm".
          iApply (big_sepM_impl with "Hs"). iIntros "!>" (r g Hg) "[_ [%Heq|[Hc HK]]]".
          { simplify_eq. by iLeft. }
          iRight. iFrame "Hc". by iLeft.
        * wp_cmpxchg_fail. iModIntro.
          iSplitL "Hp H". { iNext. iExists (FIRST _ _ _ _). iFrame. }
          wp_pures. by iApply ("IH" with "HV HΦ").
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (QUEUE o' q'). iFrame. }
        wp_pures. by iApply ("IH" with "HV HΦ").
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (OUTCOME o' v1). iFrame. }
        wp_pures. by iApply ("IH" with "HV HΦ").
    - iDestruct "H" as "(>#Ho & H)". wp_load. iModIntro. iSplitL "Hp H".
      { iNext. iExists (QUEUE o q). by iFrame "∗#". }
      wp_pures. wp_alloc x as "Hx". iMod (mapsto_persist with "Hx") as "#Hx". wp_pures.
      wp_load. wp_pures. wp_bind (CmpXchg _ _ _). iInv (N .@ "state") as (s) "[>Hp H]".
      destruct s as [|r2 k2 γk2 g2|o' q'|o' v1]; simpl.
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists NULL. iFrame. }
        wp_pures. by iApply ("IH" with "HV HΦ").
      + wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (FIRST _ _ _ _). iFrame. }
        wp_pures. by iApply ("IH" with "HV HΦ").
      + iDestruct "H" as "(>#Ho' & H)".
        destruct (decide (o' = o)) as [->|Hne]; last first.
        { wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (QUEUE o' q'). by iFrame "∗#". }
          wp_pures. by iApply ("IH" with "HV HΦ"). }
        iDestruct (mapsto_agree with "Ho Ho'") as %[= <-]. wp_cmpxchg_suc.
        iDestruct "H" as "(Hout & Hh & (%γq & %g2 & %r0 & Hw & #Hthe & #Hf & #Hq & Hclr))".
        iMod (decide_now _ v with "Hout") as "#Hv".
        iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
        iMod ("HV" with "Hh") as "[Hh HV]". iMod "Hclose" as "_".
        iModIntro. iSplitL "Hp Hh". { iNext. iExists (OUTCOME x v). by iFrame "∗#". }
        wp_pures. wp_apply (PR_10_resume_all (N .@ "q") γq R K waker Q q v with "[$Hq $Hclr]").
        { iSplit; [by iExists v|]. iIntros "!>" (γk k) "_ [HP Hk]". iApply ("Hk" with "Hv HP"). }
        iIntros "Hsw". wp_pures. iApply ("HΦ" $! false). iFrame "HV Hv". iModIntro.
        iAssert (in_first_cell r0 g2) as "#Hfc"; [iExists γq, q; by iFrame "#"|].
        iDestruct "Hw" as (m) "[Hm Hs]".
        iDestruct "Hf" as (γk g1 a d k) "(_ & Hr0 & Hin & Hc0 & Hat & Hg1 & Hlb)".
        iDestruct (ghost_map_lookup with "Hm Hin") as %Hl.
        iAssert (Q γk ∨ decided g2 (None : whoR))%I as "#Hfirst".
        { iDestruct (OneShotQueue.PR_10_none_left (N .@ "q") γq R K waker Q 0 a γk r0 with "Hsw []") as "[$|Hc]".
          - iFrame "Hc0 Hlb". iExists a, (g1, g2). by iFrame "#".
          - iDestruct "Hc" as (l g) "[Hat' Hc]". iDestruct (at_cell_agree with "Hat Hat'") as %[<- <-].
            by iRight. }
        iSplitL "Hm Hs".
        { iExists m. iFrame "Hm". iApply (big_sepM_impl with "Hs").
          iIntros "!>" (r g Hg) "[_ [%Heq|[Hc HK]]]".
          - simplify_eq. iDestruct "Hfirst" as "[$|Hc]". iRight. iFrame "Hc". by iRight.
          - iRight. iFrame "Hc". by iLeft. }
        iRight. iExists γq, g2, q, r0. by iFrame "∗#".
      + iDestruct "H" as "(>#Ho' & H)". destruct (decide (o' = o)) as [->|Hne].
        { by iDestruct (mapsto_agree with "Ho Ho'") as %[=]. }
        wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (OUTCOME o' v1). by iFrame "∗#". }
        wp_pures. by iApply ("IH" with "HV HΦ").
    - iDestruct "H" as "(>#Ho & >#Hv & >Hh)". wp_load.
      iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
      iMod ("HV" with "Hh") as "[Hh HV]". iMod "Hclose" as "_".
      iModIntro. iSplitL "Hp Hh". { iNext. iExists (OUTCOME o v1). by iFrame "∗#". }
      wp_pures. wp_alloc x as "Hx". wp_pures. wp_load. wp_pures. iApply ("HΦ" $! true).
      iFrame "HV". iModIntro. by iExists v1.
  Qed.

End resume.
