(** Cqs.java: [suspend], [cancel] and [resume] with values, asynchronous, with simple cancellation.

    Any number of callers of each at any time; either side may be ahead. The programs are those of
    Cqs.v. What belongs to a value may depend on the cell in which it is handed over, and a caller of
    [resume] gives it when its index is issued. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell Cqs CellValue.

Class cqsValueG Σ := CqsValueG {
  cv_valueG :> valueG Σ;
  cv_ticketG :> ticketG Σ;
  cv_monoG :> mono_natG Σ;
}.
Definition cqsValueΣ : gFunctors := #[valueΣ; ticketΣ; mono_natΣ].
Global Instance subG_cqsValueΣ {Σ} : subG cqsValueΣ Σ → cqsValueG Σ.
Proof. solve_inG. Qed.

(** Names of the ghost state: cells, both indices, tickets of suspenders, resumers and cancellers. *)
Record cv_names := CvNames {
  v_cells : gname; v_enq : gname; v_deq : gname; v_te : gname; v_td : gname; v_tc : gname }.

Section cqs.
  Context `{!heapGS Σ, !cqsValueG Σ} (N : namespace) (γ : cv_names).
  (** [V i v]: what is handed over with the value [v] in cell [i]. [P i γk]: what the callback known as
      [γk] owns when it waits for cell [i]. [Q γk v]: persistent evidence that it has been called with [v]. *)
  Context (V : nat → val → iProp Σ) (P : nat → gname → iProp Σ) (Q : gname → val → iProp Σ).
  Context `{HQ : !∀ γk v, Persistent (Q γk v)}.

  (** Half of the suspend index and half of the resume index belong to the client. *)
  Definition enq_half (n : nat) : iProp Σ := mono_nat_auth_own (v_enq γ) (1/2) n.
  Definition deq_half (n : nat) : iProp Σ := mono_nat_auth_own (v_deq γ) (1/2) n.

  Definition E (i : nat) : iProp Σ := ticket (v_te γ) i.
  Definition D (i : nat) : iProp Σ := ticket (v_td γ) i.
  (** The exclusive right to cancel the waiter of cell [i]. *)
  Definition cancel_right (i : nat) : iProp Σ := ticket (v_tc γ) i.
  Global Instance E_unique i : Unique (E i).
  Proof. apply ticket_unique. Qed.
  Global Instance D_unique i : Unique (D i).
  Proof. apply ticket_unique. Qed.
  Global Instance cancel_right_unique i : Unique (cancel_right i).
  Proof. apply ticket_unique. Qed.

  Notation Ψ := (Ψ N (v_cells γ) E D cancel_right V P Q).
  Notation waker := (waker (v_cells γ) V P Q).
  Notation registered := (registered (v_cells γ)).
  Notation left := (left (v_cells γ)).
  Notation claimed := (claimed (v_cells γ)).
  Notation cancelled := (cancelled (v_cells γ)).
  Notation handed := (handed (v_cells γ) Q).

  (** Neither index bounds the other: a resumption may come before its suspension (CQS-5). *)
  Definition index_inv (e d : loc) : iProp Σ :=
    ∃ ne nd : nat, e ↦ #ne ∗ d ↦ #nd ∗ enq_half ne ∗ deq_half nd ∗
      tickets (v_te γ) ne ∗ tickets (v_td γ) nd ∗ tickets (v_tc γ) ne.
  Definition is_cqs (q : loc) : iProp Σ :=
    ∃ a e d : loc, q ↦□ ((#a, #e), #d)%V ∗
      is_cells (N .@ "cells") (v_cells γ) Ψ a ∗ inv (N .@ "index") (index_inv e d).
  Definition is_handle (i : nat) (γk : gname) (h k : val) : iProp Σ :=
    ∃ l r : loc, ⌜h = (#l, #r)%V⌝ ∗ is_cell (v_cells γ) Ψ i l ∗ registered i γk r ∗ r ↦□ k.

  Global Instance is_cqs_persistent q : Persistent (is_cqs q).
  Proof. apply _. Qed.

  Definition new_ghost : iProp Σ :=
    ghost_map_auth (v_cells γ) 1 (∅ : gmap nat loc) ∗ enq_half 0 ∗ deq_half 0 ∗
    tickets (v_te γ) 0 ∗ tickets (v_td γ) 0 ∗ tickets (v_tc γ) 0.
  Global Instance new_ghost_timeless : Timeless new_ghost.
  Proof. apply _. Qed.

  (** A new queue can be shared. *)
  Lemma share_queue q M : new_queue q -∗ new_ghost ={M}=∗ is_cqs q.
  Proof.
    iIntros "(%a & %e & %d & #Hq & Ha & Hn & Hm & He & Hd) (Hc & Hne & Hnd & Hte & Htd & Htc)".
    iMod (pending_alloc (A:=firstR)) as (g1) "H1". iMod (pending_alloc (A:=fateR)) as (g2) "H2".
    iMod (cells_alloc (N .@ "cells") (v_cells γ) Ψ a M with "[] Hc Hn [Ha Hm H1 H2]") as "#Hcells".
    { iApply cell_init_Ψ. }
    { iIntros "_". iMod (cell_alloc N (v_cells γ) E D cancel_right V P Q 0 a (g1, g2) EMPTY with "Ha [$H1 $H2] Hm") as "[$ _]".
      done. }
    iMod (inv_alloc (N .@ "index") _ (index_inv e d) with "[-]") as "#Hi".
    { iNext. iExists 0, 0. by iFrame. }
    iModIntro. iExists a, e, d. by iFrame "#".
  Qed.

  (** A suspender waits, as the one waiter of its cell, or takes the value that is there and calls its
      waiter with it (CQS-4, CQS-5). [U i] is what the client does when index [i] is issued to it; the
      callback may own a part of it. *)
  Lemma CQS_4_suspend (q r : loc) γk k (U : nat → iProp Σ) :
    {{{ is_cqs q ∗ r ↦□ k ∗ (∀ i, enq_half i ={⊤ ∖ ↑N}=∗ enq_half (S i) ∗ U i ∗ waker i γk k) }}}
      suspend #q #r
    {{{ i v, RET v; U i ∗
        ((⌜v = NONEV⌝ ∗ ∃ w, left i w ∗ Q γk w) ∨
         (∃ h, ⌜v = SOMEV h⌝ ∗ is_handle i γk h k ∗ cancel_right i)) }}}.
  Proof.
    iIntros (Φ) "((%a & %e & %d & #Hq & #Hcells & #Hidx) & #Hr & HU) HΦ". wp_rec. wp_pures.
    wp_rec. wp_rec. wp_load. wp_pures. wp_rec. wp_bind (FAA _ _).
    iInv (N .@ "index") as (ne nd) ">(He & Hd & Hne & Hnd & Hte & Htd & Htc)".
    wp_faa. iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
    iMod ("HU" with "Hne") as "(Hne & HU & Hk)". iMod "Hclose" as "_".
    iMod (tickets_S with "Hte") as "[Hte HE]". iMod (tickets_S with "Htc") as "[Htc HC]".
    iModIntro. iSplitL "He Hd Hne Hnd Hte Htd Htc".
    { iNext. iExists (S ne), nd. replace (ne + 1)%Z with (Z.of_nat (S ne)) by lia. iFrame. }
    wp_pures. wp_rec. wp_load. wp_pures.
    wp_apply (ARR_10_find with "Hcells"). iIntros (l) "#Hc". wp_pures.
    wp_apply (install_spec with "[$Hc $HE $Hr $Hk]").
    iIntros (v) "[[-> #Hreg]|[(-> & #Hl & HV & HP & Hk)|(%b & %w & -> & #Hl & #Hb & HE & HP & Hk)]]"; wp_pures.
    - iApply ("HΦ" $! ne). iModIntro. iFrame "HU". iRight. iExists _. iSplit; [done|].
      iFrame "HC". iExists l, r. by iFrame "#".
    - wp_load. wp_bind (k _). iApply (wp_wand with "[HP Hk HV]").
      { iApply ("Hk" with "[] HV HP"). by iRight. }
      iIntros (w) "#HQ'". wp_pures. iApply ("HΦ" $! ne). iModIntro. iFrame "HU". iLeft.
      iSplit; [done|]. iExists _. by iFrame "#".
    - wp_apply (CQS_5_take with "[$Hc $Hl $HE]"). iIntros "HV". wp_pures. wp_rec. wp_pures. wp_load.
      wp_load. iAssert (left ne w) as "#Hleft"; [by iExists _|].
      wp_bind (k _). iApply (wp_wand with "[HP Hk HV]").
      { iApply ("Hk" with "[] HV HP"). by iRight. }
      iIntros (w') "#HQ'". wp_pures. iApply ("HΦ" $! ne). iModIntro. iFrame "HU". iLeft.
      iSplit; [done|]. iExists _. by iFrame "#".
  Qed.

  (** Conservation (CQS-18). True: the value has been handed over, to the one waiter of cell [i], or lies
      there for its suspender. False: the waiter was cancelled, and all that came with the value is the
      caller's again (CQS-10). [U i] is what the client does when index [i] is issued to it. *)
  Lemma CQS_18_resume (q : loc) v (U : nat → iProp Σ) :
    {{{ is_cqs q ∗ (∀ i, deq_half i ={⊤ ∖ ↑N}=∗ deq_half (S i) ∗ U i ∗ V i v) }}}
      resume #q v
    {{{ i (b : bool), RET #b; U i ∗ if b then handed i v else V i v ∗ cancelled i }}}.
  Proof.
    iIntros (Φ) "((%a & %e & %d & #Hq & #Hcells & #Hidx) & HU) HΦ". wp_rec. wp_pures.
    wp_rec. wp_load. wp_pures. wp_rec. wp_bind (FAA _ _).
    iInv (N .@ "index") as (ne nd) ">(He & Hd & Hne & Hnd & Hte & Htd & Htc)".
    wp_faa. iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
    iMod ("HU" with "Hnd") as "(Hnd & HU & HV)". iMod "Hclose" as "_".
    iMod (tickets_S with "Htd") as "[Htd HD]".
    iModIntro. iSplitL "He Hd Hne Hnd Hte Htd Htc".
    { iNext. iExists ne, (S nd). replace (nd + 1)%Z with (Z.of_nat (S nd)) by lia. iFrame. }
    wp_pures. wp_rec. wp_load. wp_pures.
    wp_apply (ARR_10_find with "Hcells"). iIntros (l) "#Hc".
    wp_apply (CQS_18_resume_cell with "[$Hc $HD $HV]").
    iIntros (b) "H". iApply ("HΦ" $! nd). by iFrame.
  Qed.

  (** Cancel returns true and gives the callback back, the right and the duty to call it; or false, and the
      waiter is claimed for some value. It is not reached twice with true (CQS-8, CQS-10, BC-6). *)
  Lemma CQS_10_cancel i γk h k :
    {{{ is_handle i γk h k ∗ cancel_right i }}} cancel h
    {{{ (b : bool), RET #b; if b then waker i γk k ∗ cancelled i
                            else (∃ v, claimed i v) ∗ cancel_right i }}}.
  Proof.
    iIntros (Φ) "[(%l & %r & -> & #Hc & #Hreg & #Hr) HC] HΦ". wp_rec. wp_pures.
    wp_apply (cancelCell_spec with "[$Hc $Hreg $Hr $HC]"). iIntros ([]) "H"; wp_pures.
    { by iApply "HΦ". }
    iDestruct "H" as "[HC [(%v & #Hcl)|#Hcan]]"; last first.
    { iMod (cancel_right_unused with "Hc Hcan HC") as %[]; solve_ndisj. }
    wp_rec. iDestruct "Hc" as "[Hel (%g & Hm & Hinv)]".
    iAssert (at_cell (v_cells γ) i l g) as "#Hat"; [by iFrame "#"|].
    iDestruct "Hcl" as (l2 g2) "(Hat2 & Hcl)". iDestruct (at_cell_agree with "Hat Hat2") as %[<- <-].
    wp_bind (! _)%E. iInv (N .@ "cell") as (s) "[>Hl H]". destruct s as [|r' k' γk'|w o|w o|γk' r' w|γk' r'].
    - iDestruct "H" as ">[_ H2]". iDestruct (pending_decided with "H2 Hcl") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". iDestruct (pending_decided with "H2 Hcl") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". iDestruct (pending_decided with "H2 Hcl") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". iDestruct (pending_decided with "H2 Hcl") as %[].
    - wp_load. iModIntro. iSplitL "Hl H". { iNext. iExists (CLAIMED γk' r' w). iFrame. }
      wp_pures. iApply "HΦ". iModIntro. iFrame "HC". iExists v, l, g. by iFrame "#".
    - iDestruct "H" as "(_ & >H2 & _)". by iDestruct (decided_agree with "Hcl H2") as %[=].
  Qed.

  (** Who holds the right to cancel knows that the waiter was not cancelled. *)
  Lemma CQS_10_not_cancelled i γk h k :
    is_handle i γk h k -∗ cancelled i -∗ cancel_right i ={⊤}=∗ False.
  Proof.
    iIntros "(%l & %r & -> & #Hc & #Hreg & #Hr) Hcan HC".
    iMod (cancel_right_unused with "Hc Hcan HC") as %[]; solve_ndisj.
  Qed.
End cqs.

(** The ghost state of a new queue. *)
Lemma new_ghost_alloc `{!cqsValueG Σ} :
  ⊢ |==> ∃ γ, new_ghost γ ∗ enq_half γ 0 ∗ deq_half γ 0.
Proof.
  iMod (ghost_map_alloc_empty (K:=nat) (V:=loc)) as (g1) "H1".
  iMod (mono_nat_own_alloc 0) as (g2) "[[H2 H2'] _]".
  iMod (mono_nat_own_alloc 0) as (g3) "[[H3 H3'] _]".
  iMod tickets_alloc as (g4) "H4". iMod tickets_alloc as (g5) "H5". iMod tickets_alloc as (g6) "H6".
  iModIntro. iExists (CvNames g1 g2 g3 g4 g5 g6). iFrame.
Qed.
