(** Cell.java: the protocol of one cell with values, asynchronous, with simple cancellation.

    EMPTY -> WAITER | VALUE | RESUMED, VALUE -> TAKEN, WAITER -> RESUMED | CANCELLED. RESUMED is also
    what a resumer leaves that hands over null. The programs are those of Cell.v. *)
From iris.base_logic.lib Require Import ghost_map invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell Cqs.

(** The states of one cell, with the proof's view of each. *)
Inductive value_state :=
  (** Nobody has arrived. *)
  | EMPTY
  (** The waiter [r] with callback [k], known to its owner as [γk], waits. *)
  | WAITER (r : loc) (k : val) (γk : gname)
  (** The value [v] lies here for the suspender, in the box [o]; null needs no box. *)
  | VALUE (v : val) (o : option loc)
  (** Final: the suspender has taken the value [v]. *)
  | TAKEN (v : val) (o : option loc)
  (** Final: a resumer claimed this waiter for the value [v], and is the one to call it. *)
  | CLAIMED (γk : gname) (r : loc) (v : val)
  (** Final: this waiter was cancelled, and nobody calls it. *)
  | CANCELLED (γk : gname) (r : loc).
Global Instance value_state_inhabited : Inhabited value_state := populate EMPTY.

Definition encode (s : value_state) : val :=
  match s with
  | EMPTY => EMPTYV
  | WAITER r _ _ => WAITERV r
  | VALUE _ (Some b) => VALUEV b
  | TAKEN _ (Some _) => TAKENV
  | VALUE _ None | TAKEN _ None | CLAIMED _ _ _ => RESUMEDV
  | CANCELLED _ _ => CANCELLEDV
  end.

(** What the two decisions about a cell may say. The first: who came first, a waiter or a value with its
    box. The second, about the waiter: the value it was claimed for, or (None) that it is cancelled. *)
Notation firstR := ((gname * loc) + (val * option loc))%type.
Notation fateR := (option val).

Class valueG Σ := ValueG {
  value_cellsG :> cellsG Σ;
  value_firstG :> decisionG Σ firstR;
  value_fateG :> decisionG Σ fateR;
}.
Definition valueΣ : gFunctors := #[cellsΣ; decisionΣ firstR; decisionΣ fateR].
Global Instance subG_valueΣ {Σ} : subG valueΣ Σ → valueG Σ.
Proof. solve_inG. Qed.

Section cell.
  Context `{!heapGS Σ, !valueG Σ} (N : namespace) (γa : gname).
  (** [E i], [D i]: the one suspender's and the one resumer's right to cell [i]. [C i]: what a canceller
      needs. [V i v]: what is handed over with the value [v] in cell [i]; it need not be duplicable.
      [P i γk]: what the callback known as [γk] owns when it waits for
      cell [i]. [Q γk v]: it has been called with [v]. *)
  Context (E D C : nat → iProp Σ) (V : nat → val → iProp Σ).
  Context (P : nat → gname → iProp Σ) (Q : gname → val → iProp Σ).
  Context `{HE : !∀ i, Timeless (E i)} `{HD : !∀ i, Timeless (D i)} `{HC : !∀ i, Timeless (C i)}.
  Context `{HQ : !∀ γk v, Persistent (Q γk v)}.
  Context `{HEx : !∀ i, Unique (E i)} `{HDx : !∀ i, Unique (D i)}.

  Definition at_cell (i : nat) (l : loc) (g : gname * gname) : iProp Σ :=
    i ↪[γa]□ l ∗ meta l nroot g.
  (** Waiter [r], known as [γk], was put into cell [i]. *)
  Definition registered (i : nat) (γk : gname) (r : loc) : iProp Σ :=
    ∃ l g, at_cell i l g ∗ decided g.1 (inl (γk, r) : firstR).
  (** The value [v] was put into cell [i] before its suspender came, in the box [o]. *)
  Definition left_in (i : nat) (v : val) (o : option loc) : iProp Σ :=
    ∃ l g, at_cell i l g ∗ decided g.1 (inr (v, o) : firstR).
  Definition left (i : nat) (v : val) : iProp Σ := ∃ o, left_in i v o.
  (** A resumer has claimed the waiter of cell [i] for the value [v], and is committed to calling it. *)
  Definition claimed (i : nat) (v : val) : iProp Σ :=
    ∃ l g, at_cell i l g ∗ decided g.2 (Some v : fateR).
  (** The waiter of cell [i] was cancelled. *)
  Definition cancelled (i : nat) : iProp Σ :=
    ∃ l g w, at_cell i l g ∗ decided g.1 (inl w : firstR) ∗ decided g.2 (None : fateR).
  (** The value [v] has left its resumer's hands in cell [i]: it lies there or lay there for the suspender,
      or the waiter has been called with it. *)
  Definition handed (i : nat) (v : val) : iProp Σ :=
    left i v ∨ ∃ γk r, registered i γk r ∗ claimed i v ∗ Q γk v.

  (** Where the callback meets its value: in its own cell. *)
  Definition turn (i : nat) (γk : gname) (v : val) : iProp Σ :=
    (∃ r, registered i γk r ∗ claimed i v) ∨ left i v.
  (** The right and the duty to call [k], with a value that comes with what belongs to it. *)
  Definition waker (i : nat) (γk : gname) (k : val) : iProp Σ :=
    P i γk ∗ ∀ v, turn i γk v -∗ V i v -∗ P i γk -∗ WP k v {{ _, Q γk v }}.

  Definition content (v : val) (o : option loc) : iProp Σ :=
    match o with Some b => b ↦□ v | None => ⌜v = NULLV⌝ end.
  Definition holds (i : nat) (g : gname * gname) (s : value_state) : iProp Σ :=
    match s with
    | EMPTY => pending firstR g.1 ∗ pending fateR g.2
    | WAITER r k γk => decided g.1 (inl (γk, r) : firstR) ∗ pending fateR g.2 ∗ r ↦□ k ∗ E i ∗ waker i γk k
    | VALUE v o => decided g.1 (inr (v, o) : firstR) ∗ pending fateR g.2 ∗ content v o ∗ D i ∗ V i v
    | TAKEN v o => decided g.1 (inr (v, o) : firstR) ∗ pending fateR g.2 ∗ D i ∗ E i
    | CLAIMED γk r v =>
        decided g.1 (inl (γk, r) : firstR) ∗ decided g.2 (Some v : fateR) ∗ D i ∗ E i
    | CANCELLED γk r => decided g.1 (inl (γk, r) : firstR) ∗ decided g.2 (None : fateR) ∗ C i ∗ E i
    end.
  Definition cell_inv (i : nat) (l : loc) (g : gname * gname) : iProp Σ :=
    ∃ s, l ↦ encode s ∗ holds i g s.

  Definition Ψ (i : nat) (l : loc) : iProp Σ :=
    ∃ g, meta l nroot g ∗ inv (N .@ "cell") (cell_inv i l g).
  Global Instance Ψ_persistent i l : Persistent (Ψ i l).
  Proof. apply _. Qed.

  (** A cell has one place and one pair of decisions. *)
  Lemma at_cell_agree i l g l' g' : at_cell i l g -∗ at_cell i l' g' -∗ ⌜l = l' ∧ g = g'⌝.
  Proof.
    iIntros "[H1 M1] [H2 M2]". iDestruct (ghost_map_elem_agree with "H1 H2") as %->.
    by iDestruct (meta_agree with "M1 M2") as %->.
  Qed.

  (** A waiter is claimed for one value, once. *)
  Lemma CQS_8_claimed_once i v v' : claimed i v -∗ claimed i v' -∗ ⌜v = v'⌝.
  Proof.
    iIntros "(%l & %g & Hc & H) (%l' & %g' & Hc' & H')".
    iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
    by iDestruct (decided_agree with "H H'") as %[= ->].
  Qed.

  (** A waiter is claimed or cancelled, never both. *)
  Lemma CQS_8_claimed_not_cancelled i v : claimed i v -∗ cancelled i -∗ False.
  Proof.
    iIntros "(%l & %g & Hc & H) (%l' & %g' & %w & Hc' & _ & H')".
    iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
    by iDestruct (decided_agree with "H H'") as %[=].
  Qed.

  (** A cell that a value reached first has no waiter. *)
  Lemma CQS_4_waits_or_finds i γk r v : registered i γk r -∗ left i v -∗ False.
  Proof.
    iIntros "(%l & %g & Hc & H) (%o & %l' & %g' & Hc' & H')".
    iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
    by iDestruct (decided_agree with "H H'") as %[=].
  Qed.

  (** What a suspender finds is the value that the resumer of its cell handed over. *)
  Lemma CQS_5_left_is_handed i v v' : handed i v -∗ left i v' -∗ ⌜v = v'⌝.
  Proof.
    iIntros "[(%o & %l & %g & Hc & H)|(%γk & %r & Hr & _)] Hl".
    - iDestruct "Hl" as (o' l' g') "[Hc' H']". iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
      by iDestruct (decided_agree with "H H'") as %[= <- _].
    - iDestruct (CQS_4_waits_or_finds with "Hr Hl") as %[].
  Qed.

  (** Conservation, for a waiter: a value that has left its resumer's hands in the cell of a registered
      waiter has been delivered to that waiter. *)
  Lemma CQS_18_delivered i γk r v : handed i v -∗ registered i γk r -∗ claimed i v ∗ Q γk v.
  Proof.
    iIntros "[Hl|(%γk' & %r' & (%l & %g & Hc & H) & $ & HQ)] Hr".
    - iDestruct (CQS_4_waits_or_finds with "Hr Hl") as %[].
    - iDestruct "Hr" as (l' g') "[Hc' H']". iDestruct (at_cell_agree with "Hc Hc'") as %[<- <-].
      by iDestruct (decided_agree with "H H'") as %[= -> ->].
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
    iIntros "!>" (i l) "Hl Hm". iMod (pending_alloc (A:=firstR)) as (g1) "H1".
    iMod (pending_alloc (A:=fateR)) as (g2) "H2".
    iMod (cell_alloc i l (g1, g2) EMPTY with "[Hl] [H1 H2] Hm") as "[$ _]"; [done|by iFrame|done].
  Qed.

  (** A suspender finds its cell empty and waits; or finds RESUMED, and has null; or finds a box. *)
  Lemma install_spec i l γk r k :
    {{{ is_cell γa Ψ i l ∗ E i ∗ r ↦□ k ∗ waker i γk k }}} install #l #r
    {{{ v, RET v; (⌜v = EMPTYV⌝ ∗ registered i γk r) ∨
                  (⌜v = RESUMEDV⌝ ∗ left i NULLV ∗ V i NULLV ∗ waker i γk k) ∨
                  (∃ b w, ⌜v = VALUEV b⌝ ∗ left_in i w (Some b) ∗ b ↦□ w ∗ E i ∗ waker i γk k) }}}.
  Proof.
    iIntros (Φ) "([#Hel (%g & #Hm & #Hcell)] & HE & #Hr & HW) HΦ". wp_rec. wp_pures.
    wp_bind (CmpXchg _ _ _). iInv (N .@ "cell") as (s) "[>Hl H]".
    destruct s as [|r' k' γk'|w o|w o|γk' r' w|γk' r'].
    - iDestruct "H" as ">[H1 H2]". wp_cmpxchg_suc.
      iMod (decide_now _ (inl (γk, r)) with "H1") as "#H1".
      iModIntro. iSplitL "Hl H2 HW HE".
      { iNext. iExists (WAITER r k γk). by iFrame "∗#". }
      wp_pures. iApply "HΦ". iLeft. iModIntro. iSplit; [done|]. iExists l, g. by iFrame "#".
    - iDestruct "H" as "(_ & _ & _ & >HE' & _)". iDestruct (unique with "HE HE'") as %[].
    - iDestruct "H" as "(>#H1 & >H2 & Hc & >HD & HV)". destruct o as [b|].
      + iDestruct "Hc" as ">#Hb". wp_cmpxchg_fail. iModIntro. iSplitL "Hl HD H2 HV".
        { iNext. iExists (VALUE w (Some b)). by iFrame "∗#". }
        wp_pures. iApply "HΦ". iRight. iRight. iModIntro. iExists b, w. iSplit; [done|].
        iFrame "∗#". iExists l, g. by iFrame "#".
      + iDestruct "Hc" as ">->". wp_cmpxchg_fail. iModIntro. iSplitL "Hl HD H2 HE".
        { iNext. iExists (TAKEN NULLV None). by iFrame "∗#". }
        wp_pures. iApply "HΦ". iRight. iLeft. iModIntro. iSplit; [done|].
        iFrame "HV HW". iExists None, l, g. by iFrame "#".
    - iDestruct "H" as "(_ & _ & _ & >HE')". iDestruct (unique with "HE HE'") as %[].
    - iDestruct "H" as "(_ & _ & _ & >HE')". iDestruct (unique with "HE HE'") as %[].
    - iDestruct "H" as "(_ & _ & _ & >HE')". iDestruct (unique with "HE HE'") as %[].
  Qed.

  (** The one suspender takes the value that it has found: exactly that one (CQS-5). *)
  Lemma CQS_5_take i l b w :
    {{{ is_cell γa Ψ i l ∗ left_in i w (Some b) ∗ E i }}} take #l (VALUEV b)
    {{{ RET #true; V i w }}}.
  Proof.
    iIntros (Φ) "([#Hel (%g & #Hm & #Hcell)] & (%l1 & %g1 & #Hat1 & #Hw) & HE) HΦ".
    iAssert (at_cell i l g) as "#Hat"; [by iFrame "#"|].
    iDestruct (at_cell_agree with "Hat Hat1") as %[<- <-]. wp_rec. wp_pures.
    wp_bind (CmpXchg _ _ _). iInv (N .@ "cell") as (s) "[>Hl H]".
    destruct s as [|r' k' γk'|w' o|w' o|γk' r' w'|γk' r'].
    - iDestruct "H" as ">[H1 _]". iDestruct (pending_decided with "H1 Hw") as %[].
    - iDestruct "H" as "(_ & _ & _ & >HE' & _)". iDestruct (unique with "HE HE'") as %[].
    - iDestruct "H" as "(>#H1 & >H2 & _ & >HD & HV)".
      iDestruct (decided_agree with "H1 Hw") as %[= -> ->].
      wp_cmpxchg_suc. iModIntro. iSplitL "Hl HD HE H2".
      { iNext. iExists (TAKEN w (Some b)). by iFrame "∗#". }
      wp_pures. by iApply "HΦ".
    - iDestruct "H" as "(_ & _ & _ & >HE')". iDestruct (unique with "HE HE'") as %[].
    - iDestruct "H" as "(_ & _ & _ & >HE')". iDestruct (unique with "HE HE'") as %[].
    - iDestruct "H" as "(_ & _ & _ & >HE')". iDestruct (unique with "HE HE'") as %[].
  Qed.

  (** A canceller that succeeds gets the callback back; one that fails learns who was faster. *)
  Lemma cancelCell_spec i l γk r k :
    {{{ is_cell γa Ψ i l ∗ registered i γk r ∗ r ↦□ k ∗ C i }}} cancelCell #l #r
    {{{ (b : bool), RET #b; if b then waker i γk k ∗ cancelled i
                            else C i ∗ ((∃ v, claimed i v) ∨ cancelled i) }}}.
  Proof.
    iIntros (Φ) "([#Hel (%g & #Hm & #Hcell)] & (%l' & %g' & #Hat & #Hreg) & #Hr & HC) HΦ".
    iAssert (at_cell i l g) as "#Hat'"; [by iFrame "#"|].
    iDestruct (at_cell_agree with "Hat Hat'") as %[-> ->].
    wp_rec. wp_pures. wp_bind (CmpXchg _ _ _).
    iInv (N .@ "cell") as (s) "[>Hl H]". destruct s as [|r' k' γk'|w o|w o|γk' r' w|γk' r'].
    - iDestruct "H" as ">[H1 _]". iDestruct (pending_decided with "H1 Hreg") as %[].
    - iDestruct "H" as "(>#H1 & >H2 & >#Hr' & >HE' & HW)".
      iDestruct (decided_agree with "Hreg H1") as %[= <- <-].
      iDestruct (mapsto_agree with "Hr Hr'") as %<-.
      wp_cmpxchg_suc. iMod (decide_now _ None with "H2") as "#H2".
      iModIntro. iSplitL "Hl HE' HC". { iNext. iExists (CANCELLED γk r). by iFrame "∗#". }
      wp_pures. iApply "HΦ". iFrame. iExists _, _, _. by iFrame "#".
    - iDestruct "H" as "(>#H1 & _)". by iDestruct (decided_agree with "Hreg H1") as %[=].
    - iDestruct "H" as "(>#H1 & _)". by iDestruct (decided_agree with "Hreg H1") as %[=].
    - iDestruct "H" as "(>#H1 & >#H2 & H)". wp_cmpxchg_fail. iModIntro. iSplitL "Hl H".
      { iNext. iExists (CLAIMED γk' r' w). by iFrame "∗#". }
      wp_pures. iApply "HΦ". iFrame. iLeft. iExists w, l, g. by iFrame "#".
    - iDestruct "H" as "(>#H1 & >#H2 & H)". wp_cmpxchg_fail.
      iModIntro. iSplitL "Hl H". { iNext. iExists (CANCELLED γk' r'). by iFrame "∗#". }
      wp_pures. iApply "HΦ". iFrame. iRight. iExists _, _, _. by iFrame "#".
  Qed.

  (** Nobody who still has the right to cancel sees the cell cancelled, if that right is unique. *)
  Lemma cancel_right_unused i l M :
    ↑(N .@ "cell") ⊆ M → Unique (C i) →
    is_cell γa Ψ i l -∗ cancelled i -∗ C i ={M}=∗ False.
  Proof.
    iIntros (HM HCx) "[#Hel (%g & #Hm & #Hcell)] (%l1 & %g1 & %w1 & Hat1 & _ & #Hc) HC".
    iAssert (at_cell i l g) as "#Hat"; [by iFrame "#"|].
    iDestruct (at_cell_agree with "Hat Hat1") as %[<- <-].
    iInv (N .@ "cell") as (s) "[_ H]". destruct s as [|r' k' γk'|w o|w o|γk' r' w|γk' r'].
    - iDestruct "H" as ">[_ H2]". iDestruct (pending_decided with "H2 Hc") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". iDestruct (pending_decided with "H2 Hc") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". iDestruct (pending_decided with "H2 Hc") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". iDestruct (pending_decided with "H2 Hc") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". by iDestruct (decided_agree with "Hc H2") as %[=].
    - iDestruct "H" as "(_ & _ & >HC' & _)". iDestruct (unique with "HC HC'") as %[].
  Qed.

  (** Nothing is lost on the way to a cancelled waiter: a value handed over there was not (CQS-10). *)
  Lemma CQS_10_not_both i v : handed i v -∗ cancelled i -∗ False.
  Proof.
    iIntros "[Hl|(%γk & %r & Hr & Hcl & HQ)] Hc".
    - iDestruct "Hc" as (l g [γk r]) "(Hc & H1 & _)".
      iApply (CQS_4_waits_or_finds i γk r with "[Hc H1] Hl"). iExists l, g. iFrame.
    - iApply (CQS_8_claimed_not_cancelled with "Hcl Hc").
  Qed.

  (** What a resumer leaves: RESUMED for null, else a box. *)
  Lemma contentFor_spec v :
    {{{ True }}} contentFor v {{{ o, RET (encode (VALUE v o)); content v o }}}.
  Proof.
    iIntros (Φ) "_ HΦ". wp_rec. wp_pures. case_bool_decide as Hv; wp_pures.
    - subst v. by iApply ("HΦ" $! None).
    - wp_alloc b as "Hb". iMod (mapsto_persist with "Hb") as "#Hb". wp_pures.
      by iApply ("HΦ" $! (Some b)).
  Qed.

  (** The one resumer of a cell hands its value over, and then has called the waiter if there was one; or
      the waiter was cancelled, and the value is still the caller's (CQS-10, CQS-18). *)
  Lemma CQS_18_resume_cell i l v :
    {{{ is_cell γa Ψ i l ∗ D i ∗ V i v }}} resumeCell #l v
    {{{ (b : bool), RET #b; if b then handed i v else V i v ∗ cancelled i }}}.
  Proof.
    iIntros (Φ) "([#Hel (%g & #Hm & #Hcell)] & HD & HV) HΦ".
    iAssert (at_cell i l g) as "#Hat"; [by iFrame "#"|].
    iLöb as "IH". wp_rec. wp_pures. wp_rec. wp_bind (! _)%E.
    iInv (N .@ "cell") as (s) "[>Hl H]". destruct s as [|r k γk|w o|w o|γk r w|γk r].
    - wp_load. iModIntro. iSplitL "Hl H". { iNext. iExists EMPTY. iFrame. }
      wp_pures. wp_apply contentFor_spec; [done|]. iIntros (o) "#Ho". wp_pures. wp_rec. wp_pures.
      wp_bind (CmpXchg _ _ _).
      iInv (N .@ "cell") as (s) "[>Hl H]". destruct s as [|r k γk|w o'|w o'|γk r w|γk r].
      + iDestruct "H" as ">[H1 H2]". wp_cmpxchg_suc.
        iMod (decide_now _ (inr (v, o)) with "H1") as "#H1".
        iModIntro. iSplitL "Hl HD HV H2". { iNext. iExists (VALUE v o). by iFrame "∗#". }
        wp_pures. iApply "HΦ". iModIntro. iLeft. iExists o, l, g. by iFrame "#".
      + wp_cmpxchg_fail. iModIntro.
        iSplitL "Hl H". { iNext. iExists (WAITER r k γk). iFrame. }
        wp_pures. by iApply ("IH" with "HD HV HΦ").
      + iDestruct "H" as "(_ & _ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
      + iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
      + iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
      + wp_cmpxchg_fail. iModIntro.
        iSplitL "Hl H". { iNext. iExists (CANCELLED γk r). iFrame. }
        wp_pures. by iApply ("IH" with "HD HV HΦ").
    - iDestruct "H" as "(>#H1 & H2 & >#Hr & H)". wp_load. iModIntro.
      iSplitL "Hl H2 H". { iNext. iExists (WAITER r k γk). by iFrame "∗#". }
      wp_pures. wp_rec. wp_pures. wp_bind (CmpXchg _ _ _).
      iInv (N .@ "cell") as (s) "[>Hl H]". destruct s as [|r' k' γk'|w o|w o|γk' r' w|γk' r'].
      + iDestruct "H" as ">[H1' _]". iDestruct (pending_decided with "H1' H1") as %[].
      + iDestruct "H" as "(>#H1' & >H2 & >#Hr' & >HE & HP & HW)".
        iDestruct (decided_agree with "H1 H1'") as %[= <- <-].
        iDestruct (mapsto_agree with "Hr Hr'") as %<-.
        wp_cmpxchg_suc. iMod (decide_now _ (Some v) with "H2") as "#H2".
        iModIntro. iSplitL "Hl HD HE". { iNext. iExists (CLAIMED γk r v). by iFrame "∗#". }
        iAssert (registered i γk r) as "#Hreg"; [iExists l, g; by iFrame "#"|].
        iAssert (claimed i v) as "#Hclaimed"; [iExists l, g; by iFrame "#"|].
        wp_pures. wp_load. wp_bind (k _). iApply (wp_wand with "[HW HP HV]").
        { iApply ("HW" with "[] HV HP"). iLeft. iExists r. by iFrame "#". }
        iIntros (w) "#HQ'". wp_pures. iApply "HΦ". iModIntro. iRight. iExists γk, r. by iFrame "#".
      + iDestruct "H" as "(_ & _ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
      + iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
      + iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
      + wp_cmpxchg_fail. iModIntro.
        iSplitL "Hl H". { iNext. iExists (CANCELLED γk' r'). iFrame. }
        wp_pures. by iApply ("IH" with "HD HV HΦ").
    - iDestruct "H" as "(_ & _ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
    - iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
    - iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
    - iDestruct "H" as "(>#H1 & >#H2 & H)". wp_load. iModIntro.
      iSplitL "Hl H". { iNext. iExists (CANCELLED γk r). by iFrame "∗#". }
      wp_pures. wp_rec. wp_rec. wp_bind (! _)%E.
      iInv (N .@ "cell") as (s) "[>Hl H]". destruct s as [|r' k' γk'|w o|w o|γk' r' w|γk' r'].
      + iDestruct "H" as ">[H1' _]". iDestruct (pending_decided with "H1' H1") as %[].
      + iDestruct "H" as "(_ & >H2' & _)". iDestruct (pending_decided with "H2' H2") as %[].
      + iDestruct "H" as "(_ & _ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
      + iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
      + iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
      + wp_load. iModIntro. iSplitL "Hl H". { iNext. iExists (CANCELLED γk' r'). iFrame. }
        wp_pures. iApply "HΦ". iFrame "HV". iModIntro. iExists l, g, _. by iFrame "#".
  Qed.
End cell.
