(** Cqs.java: [resumeAll] without a value, which claims a range of cells and sweeps it. Its program and the invariant are
    those of Cqs.v. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell Sweep Cqs.

Section resume_all.
  Context `{!heapGS Σ, !cqsG Σ} (N : namespace) (γ : cqs_names).
  (** [R], [P], [Q]: as in Cqs.v. *)
  Context (R : iProp Σ) (P Q : gname → iProp Σ).
  Context `{HR : !Persistent R} `{HQ : !∀ γk, Persistent (Q γk)}.

  Notation enq_half := (enq_half γ).
  Notation deq_half := (deq_half γ).
  Notation enq_lb := (enq_lb γ).
  Notation deq_lb := (deq_lb γ).
  Notation in_claim := (in_claim γ).
  Notation claimed_range := (claimed_range γ).
  Notation claims := (claims γ).
  Notation settled := (settled (g_cells γ) Q).
  Notation waker := (waker γ R P Q).
  Notation is_cqs := (is_cqs N γ R P Q).

  (** Every index below the resume index has a claim. *)
  Lemma claims_lookup n i : i < n → claims n -∗ ∃ s t, in_claim i s t.
  Proof.
    iIntros (Hi) "(%m & _ & %Hm & H)".
    destruct (m !! i) as [[s t]|] eqn:Hl; last first.
    { apply not_elem_of_dom in Hl. rewrite Hm elem_of_set_seq in Hl. lia. }
    iExists s, t. by iDestruct (big_sepM_lookup with "H") as "H"; [exact Hl|].
  Qed.

  (** The next claim begins where the last one has ended. *)
  Lemma claims_add s t :
    s ≤ t → claims s ==∗ claims t ∗ claimed_range s t.
  Proof.
    iIntros (Hst) "(%m & Hm & %Hdom & #H)".
    set (m' := gset_to_gmap (s, t) (set_seq s (t - s)) : gmap nat (nat * nat)).
    assert (Hm' : ∀ i c, m' !! i = Some c ↔ s ≤ i < t ∧ c = (s, t)).
    { intros i c. rewrite lookup_gset_to_gmap_Some elem_of_set_seq. naive_solver lia. }
    iMod (ghost_map_insert_persist_big m' with "Hm") as "[Hm #H']".
    { apply map_disjoint_dom. rewrite Hdom dom_gset_to_gmap.
      intros i. rewrite !elem_of_set_seq. lia. }
    iAssert (□ ∀ i, ⌜s ≤ i < t⌝ -∗ in_claim i s t)%I as "#Hin".
    { iIntros "!>" (i Hi). iDestruct (big_sepM_lookup _ _ i (s, t) with "H'") as "$"; [|done].
      by apply Hm'. }
    iModIntro. iFrame "Hin". iExists (m' ∪ m). iFrame "Hm". iSplit.
    - iPureIntro. rewrite dom_union_L Hdom dom_gset_to_gmap.
      apply set_eq => i. rewrite elem_of_union !elem_of_set_seq. lia.
    - iApply big_sepM_intro. iIntros "!>" (i [s' t'] Hi).
      apply lookup_union_Some_raw in Hi as [Hi|[_ Hi]].
      + apply Hm' in Hi as [? [= -> ->]]. by iApply "Hin".
      + iApply (big_sepM_lookup with "H"). exact Hi.
  Qed.

  (** Every cell below the resume index is in a claim. *)
  Lemma RALL_2_in_some_claim q i :
    is_cqs q -∗ deq_lb (S i) ={⊤}=∗ ∃ s t, in_claim i s t.
  Proof.
    iIntros "(%a & %e & %d & #Hq & #Hcells & #Hidx) #Hlb".
    iInv (N .@ "index") as (ne nd) ">(%Hle & He & Hd & Hne & Hnd & Hte & Htd & Htc & Hcl)".
    iDestruct (mono_nat_lb_own_valid with "Hnd Hlb") as %[_ Hlt].
    iDestruct (claims_lookup nd i with "Hcl") as "#$"; [lia|].
    iModIntro. iSplitL; [|done]. iNext. iExists ne, nd. by iFrame.
  Qed.

  (** The resume index never passes the suspend index. *)
  Lemma ITER_7_resume_behind_suspend q n :
    is_cqs q -∗ deq_lb n ={⊤}=∗ enq_lb n.
  Proof.
    iIntros "(%a & %e & %d & #Hq & #Hcells & #Hidx) #Hlb".
    iInv (N .@ "index") as (ne nd) ">(%Hle & He & Hd & Hne & Hnd & Hte & Htd & Htc & Hcl)".
    iDestruct (mono_nat_lb_own_valid with "Hnd Hlb") as %[_ Hlt].
    iDestruct (mono_nat_lb_own_get with "Hne") as "#Hlb'".
    iModIntro. iSplitL.
    - iNext. iExists ne, nd. by iFrame.
    - iModIntro. iApply (mono_nat_lb_own_le with "Hlb'"). lia.
  Qed.

  (** The claim: the range from the resume index up to [stop], by one step, or nothing (RALL-6). *)
  Lemma RALL_1_claim_up_to (q : loc) stop (V : nat → iProp Σ) :
    {{{ is_cqs q ∗ R ∗ enq_lb stop ∗
        (∀ s, claimed_range s stop -∗ deq_half s ={⊤ ∖ ↑N}=∗ deq_half (s `max` stop) ∗ V s) }}}
      claimUpTo #q #stop
    {{{ (s : nat), RET #s; V s ∗ deq_lb stop ∗
        ([∗ list] i ∈ seq s (stop - s), D γ i) ∗ claimed_range s stop }}}.
  Proof.
    iIntros (Φ) "((%a & %e & %d & #Hq & #Hcells & #Hidx) & #HR' & #Hstop & HV) HΦ".
    iLöb as "IH". wp_rec. wp_pures. wp_rec. wp_load. wp_pures. wp_bind (! _)%E.
    iInv (N .@ "index") as (ne nd) ">(%Hle & He & Hd & Hne & Hnd & Hte & Htd & Htc & Hcl)".
    wp_load. destruct (decide (stop ≤ nd)) as [Hlt|Hlt].
    { iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
      iMod ("HV" with "[] Hnd") as "[Hnd HV]". { iIntros "!>" (i Hi). lia. }
      iMod "Hclose" as "_". rewrite Nat.max_l //.
      iDestruct (mono_nat_lb_own_get with "Hnd") as "#Hdlb".
      iModIntro. iSplitR "HV HΦ". { iNext. iExists ne, nd. by iFrame. }
      wp_pures. rewrite bool_decide_eq_true_2; [|lia]. wp_pures. iApply "HΦ". iModIntro.
      replace (stop - nd) with 0 by lia. iFrame "HV".
      iSplit; [iApply (mono_nat_lb_own_le with "Hdlb"); lia|]. iSplit; [done|].
      iIntros "!>" (i Hi). lia. }
    iModIntro. iSplitR "HV HΦ". { iNext. iExists ne, nd. by iFrame. }
    clear Hle ne. rename nd into s. wp_pures. rewrite bool_decide_eq_false_2; [|lia]. wp_pures.
    wp_rec. wp_load. wp_pures. wp_rec. wp_pures. wp_bind (CmpXchg _ _ _).
    iInv (N .@ "index") as (ne nd) ">(%Hle & He & Hd & Hne & Hnd & Hte & Htd & Htc & Hcl)".
    destruct (decide (nd = s)) as [->|Hneq].
    - wp_cmpxchg_suc. iDestruct (mono_nat_lb_own_valid with "Hne Hstop") as %[_ Hs].
      iMod (claims_add s stop with "Hcl") as "[Hcl #Hin]"; [lia|].
      iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
      iMod ("HV" with "Hin Hnd") as "[Hnd HV]". iMod "Hclose" as "_". rewrite Nat.max_r; [|lia].
      iMod (tickets_add _ s (stop - s) with "Htd") as "[Htd HD]".
      replace (s + (stop - s)) with stop by lia.
      iDestruct (mono_nat_lb_own_get with "Hnd") as "#Hdlb".
      iModIntro. iSplitR "HV HΦ HD". { iNext. iExists ne, stop. by iFrame. }
      wp_pures. iApply "HΦ". iModIntro. by iFrame "∗#".
    - wp_cmpxchg_fail; [by intros [= ?%Nat2Z.inj]|].
      iModIntro. iSplitR "HV HΦ". { iNext. iExists ne, nd. by iFrame. }
      wp_pures. iApply ("IH" with "HV HΦ").
  Qed.

  (** One [resumeAll] takes the snapshot [stop] of the suspend index once, first; then claims the
      range from the resume index [s] up to [stop], or nothing if there is none; then settles each
      cell of it. When it returns every cell below the snapshot is in a claim, of this call or of
      an earlier one; the cells of an earlier one need not be settled (RALL-5). *)
  Lemma RALL_2_coverage (q : loc) (V : nat → nat → iProp Σ) :
    {{{ is_cqs q ∗ R ∗
        (∀ stop, enq_half stop ={⊤ ∖ ↑N}=∗ enq_half stop ∗
           ∀ s, claimed_range s stop -∗ deq_half s ={⊤ ∖ ↑N}=∗
             deq_half (s `max` stop) ∗ V s stop) }}}
      resumeAll #q
    {{{ s stop, RET #(); V s stop ∗ deq_lb stop ∗
        [∗ list] i ∈ seq s (stop - s), in_claim i s stop ∗ settled i }}}.
  Proof.
    iIntros (Φ) "(#Hcqs & #HR' & HV) HΦ".
    iDestruct "Hcqs" as (a e d) "(#Hq & #Hcells & #Hidx)".
    wp_rec. wp_rec. wp_load. wp_pures. wp_rec. wp_bind (FAA _ _).
    iInv (N .@ "index") as (ne nd) ">(%Hle & He & Hd & Hne & Hnd & Hte & Htd & Htc & Hcl)".
    wp_faa. iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
    iMod ("HV" with "Hne") as "[Hne HV]". iMod "Hclose" as "_". rename ne into stop.
    iDestruct (mono_nat_lb_own_get with "Hne") as "#Hstop".
    iModIntro. iSplitR "HV HΦ". { iNext. iExists stop, nd. rewrite Z.add_0_r. by iFrame. }
    clear Hle nd. wp_pures.
    wp_apply (RALL_1_claim_up_to q stop (λ s, V s stop) with "[$HV]").
    { iFrame "#". iExists a, e, d. by iFrame "#". }
    iIntros (s) "(HV & #Hdlb & HD & #Hin)". wp_pures.
    destruct (decide (s < stop)) as [Hs|Hs]; last first.
    { rewrite bool_decide_eq_false_2; [|lia]. wp_pures. iApply ("HΦ" $! s stop).
      replace (stop - s) with 0 by lia. by iFrame "∗#". }
    rewrite bool_decide_eq_true_2; [|lia]. wp_pures. wp_rec. wp_load. wp_pures.
    replace (Z.of_nat stop) with (Z.of_nat (s + (stop - s))%nat) by lia.
    wp_apply (RALL_2_sweep N (g_cells γ) (E γ) (D γ) (cancel_right γ) (L γ R) waker Q with "[$Hcells $HD]").
    { iIntros "!>" (i Hi). iDestruct ("Hin" $! i with "[%]") as "#Hc"; [lia|].
      iSplit.
      - iFrame "HR'". iSplit; [by iExists s, stop|]. iApply (mono_nat_lb_own_le with "Hdlb"). lia.
      - iIntros "!>" (γk r k) "#Hreg #Hcl #Hbefore [HP Hk]". iApply ("Hk" with "[] HR' HP").
        iExists s, stop. iFrame "Hc". iSplit; [iApply (mono_nat_lb_own_le with "Hdlb"); lia|].
        iLeft. iExists r. by iFrame "#". }
    iIntros "#Hs". iApply ("HΦ" $! s stop). iFrame "HV Hdlb".
    rewrite big_sepL_sep. iFrame "Hs". iApply big_sepL_intro. iIntros "!>" (j i Hj).
    apply lookup_seq in Hj as [-> Hj]. iApply "Hin". iPureIntro. lia.
  Qed.

  (** Cell [i] is in one claim and in no other. *)
  Definition in_exactly_one_claim (i : nat) : iProp Σ :=
    ∃ s t, in_claim i s t ∗ □ ∀ s' t', in_claim i s' t' -∗ ⌜s' = s ∧ t' = t⌝.
  Global Instance in_exactly_one_claim_persistent i : Persistent (in_exactly_one_claim i).
  Proof. apply _. Qed.

  (** Every cell below the resume index is in exactly one claim. *)
  Lemma RALL_2_exactly_one_claim q i : is_cqs q -∗ deq_lb (S i) ={⊤}=∗ in_exactly_one_claim i.
  Proof.
    iIntros "#Hq #Hlb". iMod (RALL_2_in_some_claim with "Hq Hlb") as (s t) "#H". iModIntro.
    iExists s, t. iFrame "H". iIntros "!>" (s' t') "H'".
    iDestruct (RALL_1_exclusive_claim with "H' H") as %[-> ->]. done.
  Qed.

  (** When [resumeAll] returns, every cell that was registered before the call, that is below a bound [n] of
      the suspend index known then, is in exactly one claim. [V]: as in [RALL_2_coverage]. *)
  Lemma RALL_2_each_cell_in_one_claim (q : loc) (n : nat) (V : nat → nat → iProp Σ) :
    {{{ is_cqs q ∗ R ∗ enq_lb n ∗
        (∀ stop s, claimed_range s stop -∗ deq_half s ={⊤ ∖ ↑N}=∗ deq_half (s `max` stop) ∗ V s stop) }}}
      resumeAll #q
    {{{ s stop, RET #(); V s stop ∗ ⌜n ≤ stop⌝ ∗ [∗ list] i ∈ seq 0 n, in_exactly_one_claim i }}}.
  Proof.
    iIntros (Φ) "(#Hq & #HR' & #Hn & HV) HΦ". iApply wp_fupd.
    wp_apply (RALL_2_coverage q (λ s stop, V s stop ∗ ⌜n ≤ stop⌝)%I with "[$Hq $HR' HV]").
    { iIntros (stop) "He". iDestruct (mono_nat_lb_own_valid with "He Hn") as %[_ Hle].
      iModIntro. iFrame "He". iIntros (s) "Hc Hd". iMod ("HV" with "Hc Hd") as "[$ $]". done. }
    iIntros (s stop) "([HV %Hle] & #Hlb & _)". iApply "HΦ". iFrame "HV".
    iApply fupd_frame_l. iSplit; [done|]. iApply big_sepL_fupd. iApply big_sepL_intro.
    iIntros "!>" (j i Hj). apply lookup_seq in Hj as [-> Hj].
    iApply (RALL_2_exactly_one_claim with "Hq"). iApply (mono_nat_lb_own_le with "Hlb"). lia.
  Qed.
End resume_all.
