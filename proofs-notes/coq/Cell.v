(** Cell.java: its programs, and the protocol of one cell without values.

    The protocol is the part of the transitions of Cell.java that Broadcast and OneShotQueue use:
    EMPTY -> WAITER | RESUMED, WAITER -> RESUMED | CANCELLED; RESUMED and CANCELLED are final.
    CellValue.v has the protocol with values, of the same programs. *)
From iris.base_logic.lib Require Import ghost_map invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells.

(** A waiter object is a location that holds its callback, because a compare-and-set compares
    references. Each constant is unlike every waiter. *)
Notation EMPTYV := (InjLV (LitV LitUnit)) (only parsing).
Notation WAITERV r := (InjRV (LitV (LitLoc r))) (only parsing).
Notation RESUMEDV := (InjLV (LitV (LitInt 1))) (only parsing).
Notation CANCELLEDV := (InjLV (LitV (LitInt 2))) (only parsing).
Notation TAKENV := (InjLV (LitV (LitInt 3))) (only parsing).
(** A value lies in a cell as a box, a location, therefore it is like no constant (CQS-22). *)
Notation VALUEV b := (InjLV (LitV (LitLoc b))) (only parsing).
Notation NULLV := (LitV LitUnit) (only parsing).

(** A thrown exception: the program is stuck, so a proof shows that it is never reached. *)
Notation throw := (App (Val (LitV LitUnit)) (Val (LitV LitUnit))) (only parsing).

(** [Cell.read]: a volatile read of the slot (BC-1). *)
Definition read : val := λ: "c", ! "c".
(** [Cell.install]: suspender, EMPTY to WAITER (BC-1, BC-10). Returns what was there. *)
Definition install : val := λ: "c" "w", Fst (CmpXchg "c" EMPTYV (InjR "w")).
(** [Cell.fill]: resumer, EMPTY to RESUMED or VALUE (BC-1, CQS-5). *)
Definition fill : val := λ: "c" "content", CAS "c" EMPTYV "content".
(** [Cell.claim]: resumer, WAITER to RESUMED (BC-2, CQS-8). *)
Definition claim : val := λ: "c" "w", CAS "c" (InjR "w") RESUMEDV.
(** [Cell.cancel]: canceller, WAITER to CANCELLED (BC-2, CQS-8). *)
Definition cancelCell : val := λ: "c" "w", CAS "c" (InjR "w") CANCELLEDV.

(** [Cell.take]: suspender, VALUE to TAKEN (CQS-5). *)
Definition take : val := λ: "c" "value", CAS "c" "value" TAKENV.
(** [Cell.contentFor]: what a resumer leaves; null has nothing to take (CQS-22). *)
Definition contentFor : val := λ: "value",
  if: "value" = NULLV then RESUMEDV else InjL (ref "value").
(** [Cell.valueOf]: the value in what a resumer has left (CQS-22). *)
Definition valueOf : val := λ: "content",
  match: "content" with InjL "b" => ! "b" | InjR <> => throw end.

(** The states of one cell, with the proof's view of each. *)
Inductive cell_state :=
  (** Nobody has arrived. *)
  | EMPTY
  (** The waiter [r] with callback [k], known to its owner as [γk], waits. *)
  | WAITER (r : loc) (k : val) (γk : gname)
  (** Final: a resumer came first; the suspender calls its own callback. *)
  | OVERTAKEN
  (** Final: a resumer claimed this waiter, and is the one to call it. *)
  | CLAIMED (γk : gname) (r : loc)
  (** Final: this waiter was cancelled, and nobody calls it. *)
  | CANCELLED (γk : gname) (r : loc).

(** What becomes of a waiter: exactly one of these at any time. *)
Inductive fate :=
  (** It waits; nobody has claimed or cancelled it. *)
  | Waiting
  (** A resumer has claimed it, and calls it. *)
  | Claimed
  (** It is cancelled, and nobody calls it. *)
  | Cancelled.

Global Instance cell_state_inhabited : Inhabited cell_state := populate EMPTY.

Definition encode (s : cell_state) : val :=
  match s with
  | EMPTY => EMPTYV
  | WAITER r _ _ => WAITERV r
  | OVERTAKEN | CLAIMED _ _ => RESUMEDV
  | CANCELLED _ _ => CANCELLEDV
  end.

(** What each of the two decisions about a cell may say: who came first, and who got the waiter. *)
Notation whoR := (option (gname * loc)).

Class cellG Σ := CellG {
  cell_cellsG :> cellsG Σ;
  cell_decisionG :> decisionG Σ whoR;
}.
Definition cellΣ : gFunctors := #[cellsΣ; decisionΣ whoR].
Global Instance subG_cellΣ {Σ} : subG cellΣ Σ → cellG Σ.
Proof. solve_inG. Qed.

Section cell.
  Context `{!heapGS Σ, !cellG Σ} (N : namespace) (γa : gname).
  (** [E i], [D i]: the one suspender's and the one resumer's right to cell [i].
      [C i]: what a canceller needs. [L i]: what a resumer publishes with its claim.
      [W γk k]: the right and the duty to call [k]. [Q γk]: it has been called. *)
  Context (E D C L : nat → iProp Σ) (W : gname → val → iProp Σ) (Q : gname → iProp Σ).
  Context `{HE : !∀ i, Timeless (E i)} `{HD : !∀ i, Timeless (D i)} `{HC : !∀ i, Timeless (C i)}.
  Context `{HL : !∀ i, Persistent (L i)} `{HQ : !∀ γk, Persistent (Q γk)}.
  Context `{HEx : !∀ i, Unique (E i)} `{HDx : !∀ i, Unique (D i)}.

  (** The first decision: which waiter came, or none before its resumer. The second: whether the
      waiter was claimed or (None) cancelled. *)
  Definition holds (i : nat) (g : gname * gname) (s : cell_state) : iProp Σ :=
    match s with
    | EMPTY => pending whoR g.1 ∗ pending whoR g.2
    | WAITER r k γk => decided g.1 (Some (γk, r)) ∗ pending whoR g.2 ∗ r ↦□ k ∗ W γk k ∗ E i
    | OVERTAKEN => decided g.1 None ∗ pending whoR g.2 ∗ D i ∗ L i
    | CLAIMED γk r => decided g.1 (Some (γk, r)) ∗ decided g.2 (Some (γk, r)) ∗ D i ∗ E i ∗ L i
    | CANCELLED γk r => decided g.1 (Some (γk, r)) ∗ decided g.2 None ∗ C i ∗ E i
    end.
  Definition cell_inv (i : nat) (l : loc) (g : gname * gname) : iProp Σ :=
    ∃ s, l ↦ encode s ∗ holds i g s.

  Definition Ψ (i : nat) (l : loc) : iProp Σ :=
    ∃ g, meta l nroot g ∗ inv (N .@ "cell") (cell_inv i l g).
  Global Instance Ψ_persistent i l : Persistent (Ψ i l).
  Proof. apply _. Qed.

  Definition at_cell (i : nat) (l : loc) (g : gname * gname) : iProp Σ :=
    i ↪[γa]□ l ∗ meta l nroot g.
  (** Waiter [r], known as [γk], was put into cell [i]. *)
  Definition registered (i : nat) (γk : gname) (r : loc) : iProp Σ :=
    ∃ l g, at_cell i l g ∗ decided g.1 (Some (γk, r)).
  (** A resumer has claimed that waiter, and is committed to calling it. *)
  Definition claimed (i : nat) (γk : gname) (r : loc) : iProp Σ :=
    ∃ l g, at_cell i l g ∗ decided g.2 (Some (γk, r)) ∗ L i.
  (** A resumer came to cell [i] before its waiter. *)
  Definition overtaken (i : nat) : iProp Σ := ∃ l g, at_cell i l g ∗ decided g.1 None.
  (** The waiter of cell [i] was cancelled. *)
  Definition cancelled (i : nat) : iProp Σ := ∃ l g, at_cell i l g ∗ decided g.2 None.
  (** What has become of the waiter [r] of cell [i]: nobody has decided it yet, or a resumer has claimed
      it, or it is cancelled. *)
  Definition fate_is (i : nat) (γk : gname) (r : loc) (f : fate) : iProp Σ :=
    match f with
    | Waiting => ∃ l g, at_cell i l g ∗ decided g.1 (Some (γk, r)) ∗ pending whoR g.2
    | Claimed => ∃ l g, at_cell i l g ∗ decided g.2 (Some (γk, r))
    | Cancelled => cancelled i
    end.
  (** The resumer is through with cell [i]: if it found a waiter, that one was called or cancelled. *)
  Definition settled (i : nat) : iProp Σ :=
    ∃ l g o, at_cell i l g ∗ decided g.1 o ∗
      match o with
      | None => True
      | Some p => (decided g.2 (Some p) ∗ Q p.1) ∨ decided g.2 None
      end.

  Global Instance fate_claimed_persistent i γk r : Persistent (fate_is i γk r Claimed).
  Proof. rewrite /fate_is. apply _. Qed.
  Global Instance settled_persistent i : Persistent (settled i).
  Proof. rewrite /settled. repeat (apply bi.exist_persistent => ?). case_match; apply _. Qed.

  (** A cell has one place and one pair of decisions. *)
  Lemma at_cell_agree i l g l' g' : at_cell i l g -∗ at_cell i l' g' -∗ ⌜l = l' ∧ g = g'⌝.
  Proof.
    iIntros "[H1 M1] [H2 M2]". iDestruct (ghost_map_elem_agree with "H1 H2") as %->.
    by iDestruct (meta_agree with "M1 M2") as %->.
  Qed.

  (** A cell has one waiter, for ever: registrations of one cell agree. *)
  Lemma BC_1_one_waiter_per_cell i γk r γk' r' :
    registered i γk r -∗ registered i γk' r' -∗ ⌜γk = γk' ∧ r = r'⌝.
  Proof.
    iIntros "(%l & %g & Hc & H) (%l' & %g' & Hc' & H')".
    iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
    by iDestruct (decided_agree with "H H'") as %[= -> ->].
  Qed.

  (** A cell that a resumer reached first has no waiter. *)
  Lemma BC_3_waits_or_overtaken i γk r : registered i γk r -∗ overtaken i -∗ False.
  Proof.
    iIntros "(%l & %g & Hc & H) (%l' & %g' & Hc' & H')".
    iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
    by iDestruct (decided_agree with "H H'") as %[=].
  Qed.

  (** A waiter is claimed or cancelled, never both. *)
  Lemma BC_2_one_winner i γk r : claimed i γk r -∗ cancelled i -∗ False.
  Proof.
    iIntros "(%l & %g & Hc & Ho & _) (%l' & %g' & Hc' & Hr)".
    iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
    by iDestruct (decided_agree with "Ho Hr") as %[=].
  Qed.

  (** A waiter has at most one fate: waiting, claimed and cancelled exclude each other. *)
  Lemma BC_4_at_most_one i γk r f f' : fate_is i γk r f -∗ fate_is i γk r f' -∗ ⌜f = f'⌝.
  Proof.
    destruct f, f'; try by iIntros.
    - iIntros "(%l & %g & Hc & _ & H) (%l' & %g' & Hc' & H')".
      iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
      iDestruct (pending_decided with "H H'") as %[].
    - iIntros "(%l & %g & Hc & _ & H) (%l' & %g' & Hc' & H')".
      iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
      iDestruct (pending_decided with "H H'") as %[].
    - iIntros "(%l & %g & Hc & H) (%l' & %g' & Hc' & _ & H')".
      iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
      iDestruct (pending_decided with "H' H") as %[].
    - iIntros "(%l & %g & Hc & H) (%l' & %g' & Hc' & H')".
      iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
      by iDestruct (decided_agree with "H H'") as %[=].
    - iIntros "(%l & %g & Hc & H) (%l' & %g' & Hc' & _ & H')".
      iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
      iDestruct (pending_decided with "H' H") as %[].
    - iIntros "(%l & %g & Hc & H) (%l' & %g' & Hc' & H')".
      iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
      by iDestruct (decided_agree with "H' H") as %[=].
  Qed.

  (** At every moment a registered waiter has exactly one fate: this opens its cell, says which, and closes
      the cell again; that there is no second one is [BC_4_at_most_one]. *)
  Lemma BC_4_exactly_one i l γk r M :
    ↑(N .@ "cell") ⊆ M →
    is_cell γa Ψ i l -∗ registered i γk r ={M, M ∖ ↑(N .@ "cell")}=∗
    ∃ f, fate_is i γk r f ∗ (fate_is i γk r f ={M ∖ ↑(N .@ "cell"), M}=∗ True).
  Proof.
    iIntros (HM) "[#Hel (%g & #Hm & #Hcell)] (%l1 & %g1 & #Hat & #Hreg)".
    iAssert (at_cell i l g) as "#Hat'"; [by iFrame "#"|].
    iDestruct (at_cell_agree with "Hat Hat'") as %[-> ->].
    iInv "Hcell" as (s) "[>Hl H]" "Hclose". destruct s as [|r' k' γk'| |γk' r'|γk' r'].
    - iDestruct "H" as ">[H1 _]". iDestruct (pending_decided with "H1 Hreg") as %[].
    - iDestruct "H" as "(>#H1 & >H2 & H)". iDestruct (decided_agree with "Hreg H1") as %[= <- <-].
      iModIntro. iExists Waiting. iSplitL "H2"; [iExists l, g; by iFrame "∗#"|].
      iIntros "(%l' & %g' & Hat1 & _ & H2)". iDestruct (at_cell_agree with "Hat Hat1") as %[<- <-].
      iApply "Hclose". iNext. iExists (WAITER r k' γk). by iFrame "∗#".
    - iDestruct "H" as "(>#H1 & _)". by iDestruct (decided_agree with "Hreg H1") as %[=].
    - iDestruct "H" as "(>#H1 & >#H2 & H)". iDestruct (decided_agree with "Hreg H1") as %[= <- <-].
      iModIntro. iExists Claimed. iSplitR; [iExists l, g; by iFrame "#"|]. iIntros "_".
      iApply "Hclose". iNext. iExists (CLAIMED γk r). by iFrame "∗#".
    - iDestruct "H" as "(>#H1 & >#H2 & H)". iModIntro. iExists Cancelled.
      iSplitR; [iExists l, g; by iFrame "#"|]. iIntros "_".
      iApply "Hclose". iNext. iExists (CANCELLED γk' r'). by iFrame "∗#".
  Qed.

  (** When the resumer is through with a cell, its waiter is claimed and has been called, or is cancelled; not
      both, by [BC_4_at_most_one]. *)
  Lemma BC_4_called_xor_cancelled i γk r :
    settled i -∗ registered i γk r -∗ (fate_is i γk r Claimed ∗ Q γk) ∨ fate_is i γk r Cancelled.
  Proof.
    iIntros "(%l & %g & %o & #Hc & Ho & H) (%l' & %g' & Hc' & Hr)".
    iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
    iDestruct (decided_agree with "Ho Hr") as %->.
    iDestruct "H" as "[[H HQ]|H]"; [iLeft; iFrame "HQ"|iRight]; iExists _, _; by iFrame "∗#".
  Qed.

  (** The same, without who has called. *)
  Lemma BC_4_called_or_cancelled i γk r : settled i -∗ registered i γk r -∗ Q γk ∨ cancelled i.
  Proof.
    iIntros "Hs Hr". iDestruct (BC_4_called_xor_cancelled with "Hs Hr") as "[[_ $]|$]".
  Qed.

  (** A cell set up in state [s]. *)
  Lemma cell_alloc i l g s M :
    l ↦ encode s -∗ holds i g s -∗ meta_token l ⊤ ={M}=∗ Ψ i l ∗ meta l nroot g.
  Proof.
    iIntros "Hl H Hm". iMod (meta_set _ l g nroot with "Hm") as "#Hm"; [done|].
    iMod (inv_alloc (N .@ "cell") _ (cell_inv i l g) with "[Hl H]") as "#Hi".
    { iNext. iExists s. iFrame. }
    iModIntro. iFrame "Hm". iExists g. by iFrame "#".
  Qed.

  (** A new cell is empty. *)
  Lemma cell_init_Ψ : ⊢ cell_init Ψ.
  Proof.
    iIntros "!>" (i l) "Hl Hm". iMod pending_alloc as (g1) "H1".
    iMod pending_alloc as (g2) "H2".
    iMod (cell_alloc i l (g1, g2) EMPTY with "[Hl] [H1 H2] Hm") as "[$ _]"; [done|by iFrame|done].
  Qed.

  (** A suspender finds its cell empty and waits, or finds RESUMED and keeps its callback. *)
  Lemma install_spec i l γk r k :
    {{{ is_cell γa Ψ i l ∗ E i ∗ r ↦□ k ∗ W γk k }}} install #l #r
    {{{ v, RET v; (⌜v = EMPTYV⌝ ∗ registered i γk r) ∨
                  (⌜v = RESUMEDV⌝ ∗ overtaken i ∗ E i ∗ W γk k ∗ L i) }}}.
  Proof.
    iIntros (Φ) "([#Hel (%g & #Hm & #Hcell)] & HE & #Hr & HW) HΦ". wp_rec. wp_pures.
    wp_bind (CmpXchg _ _ _). iInv (N .@ "cell") as (s) "[>Hl H]". destruct s as [|r' k' γk'| |γk' r'|γk' r'].
    - iDestruct "H" as ">[H1 H2]". wp_cmpxchg_suc.
      iMod (decide_now _ (Some (γk, r)) with "H1") as "#H1".
      iModIntro. iSplitL "Hl H2 HW HE".
      { iNext. iExists (WAITER r k γk). by iFrame "∗#". }
      wp_pures. iApply "HΦ". iLeft. iModIntro. iSplit; [done|]. iExists l, g. by iFrame "#".
    - iDestruct "H" as "(_ & _ & _ & _ & >HE')". iDestruct (unique with "HE HE'") as %[].
    - iDestruct "H" as "(>#H1 & >H2 & >HD & #HL')". wp_cmpxchg_fail.
      iModIntro. iSplitL "Hl HD H2". { iNext. iExists OVERTAKEN. by iFrame "∗#". }
      wp_pures. iApply "HΦ". iRight. iModIntro. iSplit; [done|]. iFrame "∗#". iExists l, g. by iFrame "#".
    - iDestruct "H" as "(_ & _ & _ & >HE' & _)". iDestruct (unique with "HE HE'") as %[].
    - iDestruct "H" as "(_ & _ & _ & >HE')". iDestruct (unique with "HE HE'") as %[].
  Qed.

  (** A canceller that succeeds gets the callback back; one that fails learns who was faster. *)
  Lemma cancelCell_spec i l γk r k :
    {{{ is_cell γa Ψ i l ∗ registered i γk r ∗ r ↦□ k ∗ C i }}} cancelCell #l #r
    {{{ (b : bool), RET #b; if b then W γk k ∗ cancelled i
                            else C i ∗ (claimed i γk r ∨ cancelled i) }}}.
  Proof.
    iIntros (Φ) "([#Hel (%g & #Hm & #Hcell)] & (%l' & %g' & #Hat & #Hreg) & #Hr & HC) HΦ".
    iAssert (at_cell i l g) as "#Hat'"; [by iFrame "#"|].
    iDestruct (at_cell_agree with "Hat Hat'") as %[-> ->].
    wp_rec. wp_pures. wp_bind (CmpXchg _ _ _).
    iInv (N .@ "cell") as (s) "[>Hl H]". destruct s as [|r' k' γk'| |γk' r'|γk' r'].
    - iDestruct "H" as ">[H1 _]". iDestruct (pending_decided with "H1 Hreg") as %[].
    - iDestruct "H" as "(>#H1 & >H2 & >#Hr' & HW & >HE')".
      iDestruct (decided_agree with "Hreg H1") as %[= <- <-].
      iDestruct (mapsto_agree with "Hr Hr'") as %<-.
      wp_cmpxchg_suc. iMod (decide_now _ None with "H2") as "#H2".
      iModIntro. iSplitL "Hl HE' HC". { iNext. iExists (CANCELLED γk r). by iFrame "∗#". }
      wp_pures. iApply "HΦ". iFrame. iExists _, _. by iFrame "#".
    - iDestruct "H" as "(>#H1 & _)". by iDestruct (decided_agree with "Hreg H1") as %[=].
    - iDestruct "H" as "(>#H1 & >#H2 & >HD' & >HE' & #HL')".
      iDestruct (decided_agree with "Hreg H1") as %[= <- <-].
      wp_cmpxchg_fail. iModIntro. iSplitL "Hl HD' HE'".
      { iNext. iExists (CLAIMED γk r). by iFrame "∗#". }
      wp_pures. iApply "HΦ". iFrame. iLeft. iExists _, _. by iFrame "#".
    - iDestruct "H" as "(>#H1 & >#H2 & >HC' & >HE')". wp_cmpxchg_fail.
      iModIntro. iSplitL "Hl HC' HE'". { iNext. iExists (CANCELLED γk' r'). by iFrame "∗#". }
      wp_pures. iApply "HΦ". iFrame. iRight. iExists _, _. by iFrame "#".
  Qed.

  (** A canceller that is not this cell's waiter changes nothing. *)
  Lemma cancelCell_other i l γk r (r' : loc) :
    r ≠ r' →
    {{{ is_cell γa Ψ i l ∗ registered i γk r }}} cancelCell #l #r' {{{ RET #false; True }}}.
  Proof.
    iIntros (Hr Φ) "([#Hel (%g & #Hm & #Hcell)] & (%l' & %g' & #Hat & #Hreg)) HΦ".
    iAssert (at_cell i l g) as "#Hat'"; [by iFrame "#"|].
    iDestruct (at_cell_agree with "Hat Hat'") as %[-> ->].
    wp_rec. wp_pures. wp_bind (CmpXchg _ _ _).
    iInv (N .@ "cell") as (s) "[>Hl H]". destruct s as [|r2 k2 γk2| |γk2 r2|γk2 r2].
    - iDestruct "H" as ">[H1 _]". iDestruct (pending_decided with "H1 Hreg") as %[].
    - iDestruct "H" as "(>#H1 & H)". iDestruct (decided_agree with "Hreg H1") as %[= <- <-].
      wp_cmpxchg_fail.
      iModIntro. iSplitL "Hl H". { iNext. iExists (WAITER r k2 γk). by iFrame "∗#". }
      wp_pures. by iApply "HΦ".
    - wp_cmpxchg_fail. iModIntro. iSplitL "Hl H". { iNext. iExists OVERTAKEN. iFrame. }
      wp_pures. by iApply "HΦ".
    - wp_cmpxchg_fail. iModIntro. iSplitL "Hl H". { iNext. iExists (CLAIMED γk2 r2). iFrame. }
      wp_pures. by iApply "HΦ".
    - wp_cmpxchg_fail. iModIntro. iSplitL "Hl H". { iNext. iExists (CANCELLED γk2 r2). iFrame. }
      wp_pures. by iApply "HΦ".
  Qed.

  (** Nobody who still has the right to cancel sees the cell cancelled, if that right is unique. *)
  Lemma cancel_right_unused i l M :
    ↑(N .@ "cell") ⊆ M → Unique (C i) →
    is_cell γa Ψ i l -∗ cancelled i -∗ C i ={M}=∗ False.
  Proof.
    iIntros (HM HCx) "[#Hel (%g & #Hm & #Hcell)] (%l1 & %g1 & Hat1 & #Hc) HC".
    iAssert (at_cell i l g) as "#Hat"; [by iFrame "#"|].
    iDestruct (at_cell_agree with "Hat Hat1") as %[<- <-].
    iInv (N .@ "cell") as (s) "[_ H]". destruct s as [|r' k' γk'| |γk' r'|γk' r'].
    - iDestruct "H" as ">[_ H2]". iDestruct (pending_decided with "H2 Hc") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". iDestruct (pending_decided with "H2 Hc") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". iDestruct (pending_decided with "H2 Hc") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". by iDestruct (decided_agree with "Hc H2") as %[=].
    - iDestruct "H" as "(_ & _ & >HC' & _)". iDestruct (unique with "HC HC'") as %[].
  Qed.
End cell.
