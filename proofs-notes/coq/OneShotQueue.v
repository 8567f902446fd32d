(** OneShotQueue.java and Position.InFirstSegment: an infinite array that is resumed once, as a
    whole. Closing and issuing are fetch-and-adds on one word.

    The Java marks a closed index by its sign bit. Here an index [n] is the word [2 n], closing adds
    1 and issuing adds 2, because integers of the model have no bound. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell Sweep.

(** [new OneShotQueue(owner, first, ...)]: its first cell holds [first], by a plain write, and the
    next index is 1. *)
Definition newQueue : val := λ: "first",
  let: "cells" := newSegment #() in
  "cells" <- InjR "first" ;;
  ref ("cells", ref #2).

(** [InFirstSegment.issue] (ITER-1). *)
Definition issue : val := λ: "index", FAA "index" #2.
(** [InFirstSegment.close]: no index issued later is below the stop (PR-10). *)
Definition close : val := λ: "index", FAA "index" #1 `quot` #2.

(** [OneShotQueue.suspend] (PR-5): the cell if it waits, None if the waiter is to be resumed now. *)
Definition suspend : val := λ: "q" "w",
  let: "i" := issue (Snd (! "q")) in
  if: "i" `rem` #2 = #1 then NONE
  else
    let: "c" := find (Fst (! "q")) ("i" `quot` #2) in
    if: install "c" "w" = EMPTYV then SOME "c" else NONE.

(** [OneShotQueue.cancelFirst] (PR-7). *)
Definition cancelFirst : val := λ: "q" "w", cancelCell (Fst (! "q")) "w".

(** [OneShotQueue.resumeAll] (PR-10). *)
Definition resumeAll : val := λ: "q" "outcome",
  let: "stop" := close (Snd (! "q")) in
  sweep (Fst (! "q")) #0 "stop" "outcome".

Class queueG Σ := QueueG {
  q_cellG :> cellG Σ; q_ticketG :> ticketG Σ; q_monoG :> mono_natG Σ; q_stopG :> decisionG Σ nat }.
Definition queueΣ : gFunctors := #[cellΣ; ticketΣ; mono_natΣ; decisionΣ nat].
Global Instance subG_queueΣ {Σ} : subG queueΣ Σ → queueG Σ.
Proof. solve_inG. Qed.

(** Names: cells, tickets of suspenders and of the resumer, the index, and whether it is closed. *)
Record q_names := QNames { q_cells : gname; q_te : gname; q_td : gname; q_n : gname; q_c : gname }.

Global Instance q_names_inhabited : Inhabited q_names :=
  populate (QNames inhabitant inhabitant inhabitant inhabitant inhabitant).

(** The states of the index word. *)
Inductive index_state :=
  (** [n] indices are issued. *)
  | OPEN (n : nat)
  (** Closed when [stop] indices were issued; [n] calls of issue in all. *)
  | CLOSED (stop n : nat).
Global Instance index_state_inhabited : Inhabited index_state := populate (OPEN 0).

(** The word of an open index is even. *)
Lemma open_rem (n : nat) : Z.rem (2 * n) 2 = 0%Z.
Proof. rewrite Z.mul_comm. by apply Z.rem_mul. Qed.
(** The index in an open word. *)
Lemma open_quot (n : nat) : Z.quot (2 * n) 2 = n.
Proof. rewrite Z.mul_comm. by apply Z.quot_mul. Qed.
(** The word of a closed index is odd. *)
Lemma closed_rem (n : nat) : Z.rem (2 * n + 1) 2 = 1%Z.
Proof. rewrite Z.rem_mod_nonneg; [|lia..]. rewrite Z.add_comm Z.mul_comm Z_mod_plus_full. done. Qed.

Section queue.
  Context `{!heapGS Σ, !queueG Σ} (N : namespace) (γ : q_names).
  (** [R]: what the resumer publishes: the outcome is set. [K γk]: what a canceller of [γk] brings, and
      leaves behind if it succeeds. [W γk k], [Q γk]: as in [Cell]. *)
  Context (R : iProp Σ) (K : gname → iProp Σ) (W : gname → val → iProp Σ) (Q : gname → iProp Σ).
  Context `{HR : !Persistent R} `{HK : !∀ γk, Timeless (K γk)} `{HQ : !∀ γk, Persistent (Q γk)}.

  Definition E (i : nat) : iProp Σ := ticket (q_te γ) i.
  Definition D (i : nat) : iProp Σ := ticket (q_td γ) i.
  Definition C (i : nat) : iProp Σ := ∃ γk r, Cell.registered (q_cells γ) i γk r ∗ K γk.
  Definition L (i : nat) : iProp Σ := R.
  Global Instance E_unique i : Unique (E i).
  Proof. apply ticket_unique. Qed.
  Global Instance D_unique i : Unique (D i).
  Proof. apply ticket_unique. Qed.

  Global Instance C_timeless i : Timeless (C i).
  Proof. apply _. Qed.

  Notation Ψ := (Ψ N E D C L W).
  Notation registered := (registered (q_cells γ)).
  Notation settled := (settled (q_cells γ) Q).

  (** The index never gets below [n]. *)
  Definition issued (n : nat) : iProp Σ := mono_nat_lb_own (q_n γ) n.
  Definition index_holds (s : index_state) : iProp Σ :=
    match s with
    | OPEN n => tickets (q_te γ) n ∗ mono_nat_auth_own (q_n γ) 1 n
    | CLOSED stop n => decided (q_c γ) stop ∗ R
    end.
  Definition index_word (s : index_state) : Z :=
    match s with OPEN n => 2 * n | CLOSED _ n => 2 * n + 1 end.
  Definition index_inv (d : loc) : iProp Σ := ∃ s, d ↦ #(index_word s) ∗ index_holds s.

  Definition is_queue (q : loc) : iProp Σ :=
    ∃ a d : loc, q ↦□ (#a, #d)%V ∗ is_cells (N .@ "cells") (q_cells γ) Ψ a ∗
      inv (N .@ "index") (index_inv d).

  (** The right to close, which the one resumer has. *)
  Definition close_right : iProp Σ := tickets (q_td γ) 0 ∗ pending nat (q_c γ).
  (** All cells that were ever issued are settled. *)
  Definition swept : iProp Σ :=
    ∃ stop, mono_nat_auth_own (q_n γ) 1 stop ∗ [∗ list] i ∈ seq 0 stop, settled i.

  (** A waiter in cell [i] of this queue. *)
  Definition queued (i : nat) (l : loc) (γk : gname) (r : loc) : iProp Σ :=
    is_cell (q_cells γ) Ψ i l ∗ registered i γk r ∗ issued (S i).

  (** A queue waits, or was closed before the index was issued, and then the outcome is set, or was
      overtaken by the sweep, and then it is set too (BC-3, BC-10, PR-4). *)
  Lemma PR_5_queue_suspend (q r : loc) γk k :
    {{{ is_queue q ∗ r ↦□ k ∗ W γk k }}} suspend #q #r
    {{{ v, RET v; (⌜v = NONEV⌝ ∗ R ∗ W γk k) ∨
                  ∃ i (l : loc), ⌜v = SOMEV #l⌝ ∗ queued i l γk r }}}.
  Proof.
    iIntros (Φ) "((%a & %d & #Hq & #Hcells & #Hidx) & #Hr & HW) HΦ". wp_rec. wp_pures. wp_load.
    wp_pures. wp_rec. wp_bind (FAA _ _). iInv (N .@ "index") as (s) "[>Hd H]". destruct s as [n|stop n].
    - iDestruct "H" as ">(Hte & Hn)". wp_faa.
      iMod (tickets_S with "Hte") as "[Hte HE]".
      iMod (mono_nat_own_update (S n) with "Hn") as "[Hn #Hlb]"; [lia|].
      iModIntro. iSplitL "Hd Hte Hn".
      { iNext. iExists (OPEN (S n)). iFrame. rewrite /index_word.
        by replace (2 * n + 2)%Z with (2 * S n)%Z by lia. }
      wp_pures. rewrite open_rem. wp_pures. wp_load. wp_pures. rewrite open_quot.
      wp_apply (ARR_10_find with "Hcells"). iIntros (l) "#Hl". wp_pures.
      wp_apply (install_spec with "[$Hl $HE $Hr $HW]").
      iIntros (v) "[[-> #Hreg]|(-> & _ & _ & HW & #HR')]"; wp_pures; iApply "HΦ"; iModIntro.
      + iRight. iExists n, l. by iFrame "#".
      + iLeft. by iFrame "∗#".
    - iDestruct "H" as "[#Hst #HR']". wp_faa. iModIntro. iSplitL "Hd".
      { iNext. iExists (CLOSED stop (S n)). iFrame "#". rewrite /index_word.
        by replace (2 * n + 1 + 2)%Z with (2 * S n + 1)%Z by lia. }
      wp_pures. rewrite closed_rem. wp_pures. iApply "HΦ". iLeft. by iFrame "∗#".
  Qed.

  (** A canceller of a cell gets the callback back, or it was resumed or cancelled before. It may
      try again, and others may too. *)
  Lemma PR_7_cancel_in_queue i (l r : loc) γk k :
    {{{ queued i l γk r ∗ r ↦□ k ∗ K γk }}} cancelCell #l #r
    {{{ (b : bool), RET #b; if b then W γk k ∗ cancelled (q_cells γ) i
                            else K γk ∗ (R ∨ cancelled (q_cells γ) i) }}}.
  Proof.
    iIntros (Φ) "((#Hl & #Hreg & _) & #Hr & HK) HΦ".
    wp_apply (cancelCell_spec with "[$Hl $Hreg $Hr HK]"). { iExists γk, r. by iFrame "∗#". }
    iIntros ([]) "H"; iApply "HΦ"; [done|]. iDestruct "H" as "[(%γk' & %r' & #Hreg' & HK) H]".
    iDestruct (BC_1_one_waiter_per_cell with "Hreg Hreg'") as %[<- <-]. iFrame "HK".
    iDestruct "H" as "[(%l' & %g & _ & _ & $)|$]".
  Qed.

  (** A cancelled cell keeps what its canceller brought. *)
  Lemma cancelled_by i l γk r (X : iProp Σ) M :
    ↑(N .@ "cell") ⊆ M →
    is_cell (q_cells γ) Ψ i l -∗ registered i γk r -∗ cancelled (q_cells γ) i -∗
    X -∗ (X -∗ K γk -∗ False) ={M}=∗ False.
  Proof.
    iIntros (HM) "[#Hel (%g & #Hm & #Hcell)] #Hreg (%l1 & %g1 & Hat1 & #Hc) HX HF".
    iAssert (at_cell (q_cells γ) i l g) as "#Hat"; [by iFrame "#"|].
    iDestruct (at_cell_agree with "Hat Hat1") as %[<- <-].
    iInv (N .@ "cell") as (s) "[_ H]". destruct s as [|r' k' γk'| |γk' r'|γk' r'].
    - iDestruct "H" as ">[_ H2]". iDestruct (pending_decided with "H2 Hc") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". iDestruct (pending_decided with "H2 Hc") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". iDestruct (pending_decided with "H2 Hc") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". by iDestruct (decided_agree with "Hc H2") as %[=].
    - iDestruct "H" as "(_ & _ & >(%γk2 & %r2 & Hreg2 & HK) & _)".
      iDestruct (BC_1_one_waiter_per_cell with "Hreg Hreg2") as %[<- <-].
      iDestruct ("HF" with "HX HK") as %[].
  Qed.

  (** When the sweep calls a waiter: all cells before its own are settled. *)
  Definition in_order (γk : gname) : iProp Σ :=
    ∃ i r, registered i γk r ∗ [∗ list] j ∈ seq 0 i, settled j.

  (** The sweep of the one resumer settles every cell that was ever issued, and calls the waiters in index
      order (PR-10). *)
  Lemma PR_10_resume_all (q : loc) (v : val) :
    {{{ is_queue q ∗ close_right ∗ R ∗ □ (∀ γk k, in_order γk -∗ W γk k -∗ WP k v {{ _, Q γk }}) }}}
      resumeAll #q v {{{ RET #(); swept }}}.
  Proof.
    iIntros (Φ) "((%a & %d & #Hq & #Hcells & #Hidx) & [Htd Hc] & #HR' & #Hrun) HΦ". wp_rec. wp_pures.
    wp_load. wp_pures. wp_rec. wp_bind (FAA _ _). iInv (N .@ "index") as (s) "[>Hd H]".
    destruct s as [n|stop n]; last first.
    { iDestruct "H" as "[>Hc' _]". iDestruct (pending_decided with "Hc Hc'") as %[]. }
    iDestruct "H" as ">(Hte & Hn)". wp_faa. iMod (decide_now _ n with "Hc") as "#Hc".
    iModIntro. iSplitL "Hd". { iNext. iExists (CLOSED n n). by iFrame "∗#". }
    wp_pures. rewrite open_quot.
    iMod (tickets_add _ 0 n with "Htd") as "[_ HD]".
    wp_pures. wp_load. wp_pures.
    wp_apply (RALL_2_sweep N (q_cells γ) E D C L W Q a v 0 n with "[$Hcells $HD]").
    { iIntros "!>" (i Hi). iFrame "HR'". iIntros "!>" (γk r k) "#Hreg _ #Hbefore HW".
      iApply ("Hrun" with "[] HW"). iExists i, r. rewrite Nat.sub_0_r. by iFrame "#". }
    iIntros "Hs". iApply "HΦ". iExists n. iFrame.
  Qed.

  (** After the sweep every waiter that got a cell has been called or was cancelled. *)
  Lemma PR_10_none_left i l γk r :
    swept -∗ queued i l γk r -∗ Q γk ∨ cancelled (q_cells γ) i.
  Proof.
    iIntros "(%stop & Hn & Hs) (_ & Hreg & Hlb)".
    iDestruct (mono_nat_lb_own_valid with "Hn Hlb") as %[_ Hi].
    iDestruct (big_sepL_lookup _ _ i i with "Hs") as "Hs"; [by apply lookup_seq|].
    iApply (Cell.BC_4_called_or_cancelled with "Hs Hreg").
  Qed.

  (** A queue that is not shared yet. *)
  Definition new_queue (q a : loc) (first : loc) : iProp Σ :=
    ∃ d : loc, q ↦□ (#a, #d)%V ∗ a ↦ WAITERV first ∗ (a +ₗ 1) ↦ NONEV ∗ meta_token a ⊤ ∗ d ↦ #2.
  (** A new queue has its first waiter, and index 1. *)
  Lemma newQueue_spec (first : loc) :
    {{{ True }}} newQueue #first {{{ (q a : loc), RET #q; new_queue q a first }}}.
  Proof.
    iIntros (Φ) "_ HΦ". wp_rec. wp_apply ARR_2_fresh_segment_content; [done|].
    iIntros (a) "(Ha & Hn & Hm)". wp_pures. wp_store. wp_alloc d as "Hd". wp_pures.
    wp_alloc q as "Hq". iMod (mapsto_persist with "Hq") as "#Hq".
    iApply ("HΦ" $! q a). iExists d. by iFrame "∗#".
  Qed.
End queue.

(** A new queue can be shared: its first waiter is the one that waited in the state before, with the
    decision [g2] that is still to be taken about it. *)
Lemma share_queue `{!heapGS Σ, !queueG Σ} N (R : iProp Σ) `{!Persistent R} K `{!∀ γk, Timeless (K γk)} W
    (q a r : loc) k γk g2 M :
  new_queue q a r -∗ pending whoR g2 -∗ r ↦□ k -∗ W γk k ={M}=∗
  ∃ γ g1, is_queue N γ R K W q ∗ close_right γ ∗
    is_cell (q_cells γ) (Ψ N (E γ) (D γ) (C γ K) (L R) W) 0 a ∗
    at_cell (q_cells γ) 0 a (g1, g2) ∗ decided g1 (Some (γk, r)) ∗ issued γ 1.
Proof.
  iIntros "(%d & #Hq & Ha & Hn & Hm & Hd) Hg2 #Hr HW".
  iMod (ghost_map_alloc_empty (K:=nat) (V:=loc)) as (γa) "Hγa".
  iMod tickets_alloc as (γte) "Hte". iMod (tickets_S with "Hte") as "[Hte HE]".
  iMod tickets_alloc as (γtd) "Htd". iMod (mono_nat_own_alloc 1) as (γn) "[Hn1 #Hlb]".
  iMod pending_alloc as (γc) "Hc". iMod (decided_alloc (Some (γk, r))) as (g1) "#Hg1".
  set (γ := QNames γa γte γtd γn γc).
  iMod (cell_alloc N (E γ) (D γ) (C γ K) (L R) W 0 a (g1, g2) (WAITER r k γk) M
    with "Ha [$Hg1 $Hg2 $Hr $HW $HE] Hm") as "[#HΨ #Hm]".
  iMod (cells_alloc (N .@ "cells") γa (Ψ N (E γ) (D γ) (C γ K) (L R) W) a M with "[] Hγa Hn []") as "#Hcells".
  { iApply cell_init_Ψ. }
  { iIntros "_". by iModIntro. }
  iMod (inv_alloc (N .@ "index") _ (index_inv γ R d) with "[Hd Hte Hn1]") as "#Hi".
  { iNext. iExists (OPEN 1). iFrame. }
  iModIntro. iExists γ, g1. iFrame "Htd Hc Hg1 Hlb". iPoseProof "Hcells" as "(_ & _ & [#Hel _])".
  iFrame "Hel HΨ Hm". iExists a, d. iFrame "Hq Hi". iApply "Hcells".
Qed.
