(** OneShot.java: [cancel] of a waiter, wherever it is. Its program and the invariant are those of OneShot.v. *)
From iris.base_logic.lib Require Import ghost_map ghost_var mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell Sweep OneShotQueue OneShot.

Section cancel.
  Context `{!heapGS Σ, !oneShotG Σ} (N : namespace) (γ : os_names).
  (** [K], [P], [Q]: as in OneShot.v. *)
  Context (K P Q : gname → iProp Σ) `{HK : !∀ γk, Timeless (K γk)} `{HQ : !∀ γk, Persistent (Q γk)}.

  Notation R := (R γ).
  Notation waker := (waker γ P Q).
  Notation in_state := (in_state γ).
  Notation waiters := (waiters γ K).
  Notation is_oneshot := (is_oneshot N γ K P Q).
  Notation is_handle := (is_handle N γ K P Q).
  Notation os_cancelled := (os_cancelled γ).

  (** A waiter that was in the state, and is not the one that counts now, is cancelled. *)
  Lemma not_in_state_cancelled x (r : loc) γk g2 :
    x ≠ Some r → waiters x -∗ in_state r γk g2 -∗ decided g2 (None : whoR).
  Proof.
    iIntros (Hx) "(%m & Hm & Hs) Hin". iDestruct (ghost_map_lookup with "Hm Hin") as %Hl.
    by iDestruct (big_sepM_lookup _ m r (γk, g2) with "Hs") as "[_ [%|[$ _]]]"; [exact Hl|].
  Qed.

  (** A waiter leaves the state as cancelled. *)
  Lemma waiters_cancel (r : loc) γk g2 :
    waiters (Some r) -∗ in_state r γk g2 -∗ decided g2 (None : whoR) -∗ K γk -∗ waiters None.
  Proof.
    iIntros "(%m & Hm & Hs) #Hin #Hg2 HK". iDestruct (ghost_map_lookup with "Hm Hin") as %Hl.
    iExists m. iFrame "Hm". iDestruct (big_sepM_delete with "Hs") as "[[Hk _] Hs]"; [exact Hl|].
    iApply (big_sepM_delete _ m r); [exact Hl|]. iSplitL "Hk HK".
    { iFrame "Hk". iRight. by iFrame. }
    iApply (big_sepM_impl with "Hs"). iIntros "!>" (r' g Hg) "[$ [%|$]]".
    simplify_eq. by rewrite lookup_delete in Hg.
  Qed.

  (** The cancel of a waiter that was put into [state], wherever it is now. *)
  Lemma cancelInState_spec (p r : loc) k γk g2 :
    {{{ is_oneshot p ∗ r ↦□ k ∗ in_state r γk g2 ∗ K γk }}} cancelInState #p #r
    {{{ (b : bool), RET #b; if b then P γk ∗ decided g2 (None : whoR)
                            else K γk ∗ (R ∨ decided g2 (None : whoR)) }}}.
  Proof.
    iIntros (Φ) "(#Hi & #Hr & #Hin & HK) HΦ". iLöb as "IH". wp_rec. wp_pures. wp_bind (! _)%E.
    iInv (N .@ "state") as (s) "[>Hp H]". destruct s as [|r1 k1 γk1 g1|o q|o v1]; simpl.
    - iDestruct "H" as "(>Hw & H)". iDestruct (not_in_state_cancelled with "Hw Hin") as "#Hc"; [done|].
      wp_load. iModIntro. iSplitL "Hp H Hw". { iNext. iExists NULL. iFrame. }
      wp_pures. iApply "HΦ". iFrame "HK". by iRight.
    - destruct (decide (r1 = r)) as [->|Hne].
      + wp_load. iModIntro. iSplitL "Hp H". { iNext. iExists (FIRST _ _ _ _). iFrame. }
        wp_pures. rewrite bool_decide_eq_true_2 //. wp_pures. wp_bind (CmpXchg _ _ _).
        iInv (N .@ "state") as (s) "[>Hp H]". destruct s as [|r2 k2 γk2 g2'|o q|o v1]; simpl.
        * wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists NULL. iFrame. }
          wp_pures. by iApply ("IH" with "HK HΦ").
        * destruct (decide (r2 = r)) as [->|Hne].
          { wp_cmpxchg_suc.
            iDestruct "H" as "(Hw & Hno & Hout & Hh & #Hin' & Hg2 & _ & [HP _])".
            iDestruct (ghost_map_elem_agree with "Hin Hin'") as %[= <- <-].
            iMod (decide_now _ None with "Hg2") as "#Hg2".
            iDestruct (waiters_cancel with "Hw Hin Hg2 HK") as "Hw".
            iModIntro. iSplitL "Hp Hw Hno Hout Hh". { iNext. iExists NULL. iFrame. }
            wp_pures. iApply "HΦ". by iFrame "∗#". }
          wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (FIRST _ _ _ _). iFrame. }
          wp_pures. by iApply ("IH" with "HK HΦ").
        * wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (QUEUE o q). iFrame. }
          wp_pures. by iApply ("IH" with "HK HΦ").
        * wp_cmpxchg_fail. iModIntro. iSplitL "Hp H". { iNext. iExists (OUTCOME o v1). iFrame. }
          wp_pures. by iApply ("IH" with "HK HΦ").
      + iDestruct "H" as "(>Hw & H)".
        iDestruct (not_in_state_cancelled with "Hw Hin") as "#Hc"; [congruence|].
        wp_load. iModIntro. iSplitL "Hp H Hw". { iNext. iExists (FIRST _ _ _ _). iFrame. }
        wp_pures. rewrite bool_decide_eq_false_2; [|congruence]. wp_pures. iApply "HΦ". iFrame "HK". by iRight.
    - iDestruct "H" as "(>#Ho & Hout & Hh & (%γq & %g2' & %r0 & >Hw & #Hthe & #Hf & #Hq & Hclose))".
      iAssert (⌜r0 = r⌝ ∨ decided g2 (None : whoR))%I as "#Hc".
      { destruct (decide (r0 = r)) as [->|Hne]; [by iLeft|]. iRight.
        iApply (not_in_state_cancelled with "Hw Hin"). congruence. }
      wp_load. iModIntro. iSplitL "Hp Hout Hh Hw Hclose".
      { iNext. iExists (QUEUE o q). iFrame "∗#". iExists γq, g2', r0. by iFrame "∗#". }
      iDestruct "Hf" as (γk' g1 a d k') "(Hqp & Hr0 & Hin0 & Hc0 & Hat & Hg1 & Hlb)".
      wp_pures. wp_load. wp_pures. wp_rec. wp_pures. wp_load. wp_pures.
      destruct (decide (r0 = r)) as [->|Hne].
      + iDestruct (ghost_map_elem_agree with "Hin Hin0") as %[= <- <-].
        iDestruct (mapsto_agree with "Hr Hr0") as %<-.
        wp_apply (PR_7_cancel_in_queue (N .@ "q") γq R K waker 0 a r γk k with "[HK]").
        { iFrame "Hr Hc0 Hlb HK". iExists a, (g1, g2). by iFrame "#". }
        iIntros ([]) "H"; iApply "HΦ".
        * iDestruct "H" as "[[$ _] (%l & %g & Hat' & Hd)]".
          by iDestruct (at_cell_agree with "Hat Hat'") as %[<- <-].
        * iDestruct "H" as "[$ [$|(%l & %g & Hat' & Hd)]]". iRight.
          by iDestruct (at_cell_agree with "Hat Hat'") as %[<- <-].
      + iDestruct "Hc" as "[%|Hc]"; [done|].
        wp_apply (cancelCell_other with "[$Hc0]"); [exact Hne|iExists a, (g1, g2'); by iFrame "#"|].
        iIntros "_". iApply "HΦ". iFrame "HK". by iRight.
    - iDestruct "H" as "(>#Ho & >#Hv & >Hh)". wp_load.
      iModIntro. iSplitL "Hp Hh". { iNext. iExists (OUTCOME o v1). by iFrame "∗#". }
      wp_pures. wp_load. wp_pures. iApply "HΦ". iFrame "HK". iLeft. by iExists v1.
  Qed.

  (** Cancel gives back what the callback owned, or it has happened, or the waiter was cancelled
      before. The handle may be shared: a second cancel returns false and does not throw. What the
    cancellers brought tells afterwards whether one of them succeeded. *)
  Lemma PR_7_cancel (p : loc) h γk :
    {{{ is_oneshot p ∗ is_handle h γk ∗ K γk }}} cancel #p h
    {{{ (b : bool), RET #b; if b then P γk ∗ os_cancelled h else K γk ∗ (R ∨ os_cancelled h) }}}.
  Proof.
    iIntros (Φ) "(#Hi & (%r & %k & #Hr & #H) & HK) HΦ".
    iDestruct "H" as "[(%g2 & -> & Hin)|(%γq & %g2 & %q & %r0 & %i & %l & -> & Hthe & Hqd)]";
      wp_rec; wp_pures.
    - wp_apply (cancelInState_spec with "[$Hi $Hr $Hin $HK]"). iIntros ([]) "H"; iApply "HΦ".
      + iDestruct "H" as "[$ H]". iExists r. iLeft. iExists γk, g2. by iFrame "∗#".
      + iDestruct "H" as "[$ [$|H]]". iRight. iExists r. iLeft. iExists γk, g2. by iFrame "∗#".
    - wp_apply (PR_7_cancel_in_queue (N .@ "q") γq R K waker i l r γk k with "[$Hqd $Hr $HK]").
      iDestruct "Hqd" as "([Hel _] & _)". iIntros ([]) "H"; iApply "HΦ".
      + iDestruct "H" as "[[$ _] H]". iExists r. iRight. iExists γq, g2, q, r0, i, l. by iFrame "∗#".
      + iDestruct "H" as "[$ [$|H]]". iRight. iExists r. iRight. iExists γq, g2, q, r0, i, l.
        by iFrame "∗#".
  Qed.
End cancel.
