(** Cqs.java: its programs in asynchronous, simple mode, and the valueless case with [resumeAll], which
    is what Broadcast uses.

    [suspend], [cancel] and [resumeAll]; any number of callers of each at any time. CqsResumeAll.v has what is proved of
    [resumeAll]. CqsValue.v has [suspend], [cancel] and [resume] with values. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell Sweep.

(** [new Cqs(ASYNC, SIMPLE, ...)]: an object of the first segment and both indices. *)
Definition newCqs : val := λ: <>, ref ((newSegment #(), ref #0), ref #0).
(** The fields of the object: its first segment and the words of both positions. *)
Definition cells : val := λ: "q", Fst (Fst (! "q")).
Definition suspendIndex : val := λ: "q", Snd (Fst (! "q")).
Definition resumeIndex : val := λ: "q", Snd (! "q").

(** [Position.issue]: every index is issued once (ITER-1). *)
Definition issue : val := λ: "index", FAA "index" #1.
(** [Position.publish]: the snapshot, as a read-modify-write (RALL-4, COND-11). *)
Definition publish : val := λ: "index", FAA "index" #0.
(** [Position.claim]: the range is one caller's, by one step (RALL-1). *)
Definition claimRange : val := λ: "index" "start" "stop", CAS "index" "start" "stop".

(** [Cells.place], [Cells.nextSuspend]: issues the next suspend cell (ITER-1). *)
Definition place : val := λ: "q", let: "i" := issue (suspendIndex "q") in find (cells "q") "i".

(** [Cqs.suspend]: None if the waiter was called here, else the handle (BC-3). What the resumer left
    is RESUMED, or a value, which is taken (CQS-5); BROKEN is not asynchronous. *)
Definition suspend : val := λ: "q" "w",
  let: "c" := place "q" in
  let: "found" := install "c" "w" in
  if: "found" = EMPTYV then SOME ("c", "w")     (* WAITING *)
  else if: "found" = RESUMEDV then (! "w") NULLV ;; NONE   (* RESUMED: Nesting.deliver *)
  else if: take "c" "found" then (! "w") (valueOf "found") ;; NONE
  else throw.                                                (* BROKEN *)

(** [Cqs.cancel]: a second cancel throws (BC-6). *)
Definition cancel : val := λ: "h",
  if: cancelCell (Fst "h") (Snd "h") then #true
  else if: read (Fst "h") = CANCELLEDV then throw (* AlreadyCancelledException *)
  else #false.

(** [Cqs.meetCanceller]: simple cancellation, so the resumption fails (CQS-10). *)
Definition meetCanceller : val := λ: "c",
  if: read "c" = CANCELLEDV then #false else throw.
(** [Cqs.resume(Segment, ...)]: the resumer's step in one cell. A waiter is claimed, then called (CQS-21);
    an empty cell gets the value (CQS-5); a cancelled one fails (CQS-10). *)
Definition resumeCell : val := rec: "again" "c" "value" :=
  let: "content" := read "c" in
  match: "content" with
    SOME "w" => if: claim "c" "w" then (! "w") "value" ;; #true else "again" "c" "value"
  | NONE =>
      if: "content" = EMPTYV then
        (let: "left" := contentFor "value" in
         if: fill "c" "left" then #true else "again" "c" "value")
      else meetCanceller "c"
  end.
(** [Cqs.resume]: issues the next resume cell (ITER-1). True: the value is no longer the caller's (CQS-18). *)
Definition resume : val := λ: "q" "value",
  let: "i" := issue (resumeIndex "q") in
  resumeCell (find (cells "q") "i") "value".

(** [Cells.claimUpTo]: the first index claimed, at least [stop] if there is none (RALL-1). *)
Definition claimUpTo : val := rec: "again" "q" "stop" :=
  let: "i" := ! (resumeIndex "q") in
  if: "stop" ≤ "i" then "i"
  else if: claimRange (resumeIndex "q") "i" "stop" then "i"
  else "again" "q" "stop".

(** [Cqs.resumeAll]: the snapshot of the suspend index, once and first, by a fetch-and-add of 0
    (RALL-4, COND-11); one compare-and-set claims the range; then the sweep. *)
Definition resumeAll : val := λ: "q",
  let: "stop" := publish (suspendIndex "q") in
  let: "i" := claimUpTo "q" "stop" in
  if: "i" < "stop" then sweep (cells "q") "i" "stop" #() else #().

Class cqsG Σ := CqsG {
  cqs_cellG :> cellG Σ;
  cqs_ticketG :> ticketG Σ;
  cqs_monoG :> mono_natG Σ;
  cqs_claimG :> ghost_mapG Σ nat (nat * nat);
}.
Definition cqsΣ : gFunctors := #[cellΣ; ticketΣ; mono_natΣ; ghost_mapΣ nat (nat * nat)].
Global Instance subG_cqsΣ {Σ} : subG cqsΣ Σ → cqsG Σ.
Proof. solve_inG. Qed.

(** Names of the ghost state: cells, both indices, tickets of suspenders, resumers and cancellers,
    and the claims. *)
Record cqs_names := CqsNames {
  g_cells : gname; g_enq : gname; g_deq : gname;
  g_te : gname; g_td : gname; g_tc : gname; g_cl : gname }.

Section cqs.
  Context `{!heapGS Σ, !cqsG Σ} (N : namespace) (γ : cqs_names).
  (** [R]: what a resumer publishes. [P γk]: what the callback known as [γk] owns. [Q γk]: persistent
      evidence, chosen by the suspender, that can only come from a call of its callback. *)
  Context (R : iProp Σ) (P Q : gname → iProp Σ).
  Context `{HR : !Persistent R} `{HQ : !∀ γk, Persistent (Q γk)}.

  (** Half of the suspend index and half of the resume index belong to the client. *)
  Definition enq_half (n : nat) : iProp Σ := mono_nat_auth_own (g_enq γ) (1/2) n.
  Definition deq_half (n : nat) : iProp Σ := mono_nat_auth_own (g_deq γ) (1/2) n.
  (** The suspend (resume) index is at least [n]. *)
  Definition enq_lb (n : nat) : iProp Σ := mono_nat_lb_own (g_enq γ) n.
  Definition deq_lb (n : nat) : iProp Σ := mono_nat_lb_own (g_deq γ) n.

  (** Cell [i] belongs to the claim from [s] up to [t]. *)
  Definition in_claim (i s t : nat) : iProp Σ := i ↪[g_cl γ]□ (s, t) ∗ ⌜s ≤ i < t⌝.
  (** The range from [s] up to [t] is one claim. *)
  Definition claimed_range (s t : nat) : iProp Σ := □ ∀ i, ⌜s ≤ i < t⌝ -∗ in_claim i s t.
  Definition claims (n : nat) : iProp Σ :=
    ∃ m : gmap nat (nat * nat), ghost_map_auth (g_cl γ) 1 m ∗ ⌜dom m = set_seq 0 n⌝ ∗
      [∗ map] i ↦ c ∈ m, in_claim i c.1 c.2.

  Notation settled := (settled (g_cells γ) Q).
  Notation registered := (registered (g_cells γ)).
  Notation overtaken := (overtaken (g_cells γ)).
  Notation cancelled := (cancelled (g_cells γ)).

  (** When a callback is called: by the sweep of its claim, which has claimed its waiter, when all cells of the
      claim before its own are settled; or by its own suspender, who came too late for the sweep. *)
  Definition turn (i : nat) (γk : gname) : iProp Σ :=
    ∃ s t, in_claim i s t ∗ deq_lb (S i) ∗
      ((∃ r, registered i γk r ∗ fate_is (g_cells γ) i γk r Claimed ∗ [∗ list] j ∈ seq s (i - s), settled j) ∨
       overtaken i).
  (** The right and the duty to call [k]. It is not duplicable: at most one call is made of it. *)
  Definition waker (γk : gname) (k : val) : iProp Σ :=
    P γk ∗ ∀ i, turn i γk -∗ R -∗ P γk -∗ WP k #() {{ _, Q γk }}.

  Definition E (i : nat) : iProp Σ := ticket (g_te γ) i.
  Definition D (i : nat) : iProp Σ := ticket (g_td γ) i.
  (** The exclusive right to cancel the waiter of cell [i]. *)
  Definition cancel_right (i : nat) : iProp Σ := ticket (g_tc γ) i.
  Definition L (i : nat) : iProp Σ := R ∗ (∃ s t, in_claim i s t) ∗ deq_lb (S i).

  Notation Ψ := (Ψ N E D cancel_right L waker).
  Notation claimed := (claimed (g_cells γ) L).

  Definition index_inv (e d : loc) : iProp Σ :=
    ∃ ne nd : nat, ⌜nd ≤ ne⌝ ∗ e ↦ #ne ∗ d ↦ #nd ∗ enq_half ne ∗ deq_half nd ∗
      tickets (g_te γ) ne ∗ tickets (g_td γ) nd ∗ tickets (g_tc γ) ne ∗ claims nd.

  Definition is_cqs (q : loc) : iProp Σ :=
    ∃ a e d : loc, q ↦□ ((#a, #e), #d)%V ∗
      is_cells (N .@ "cells") (g_cells γ) Ψ a ∗ inv (N .@ "index") (index_inv e d).

  Definition is_handle (i : nat) (γk : gname) (h k : val) : iProp Σ :=
    ∃ (l r : loc), ⌜h = (#l, #r)%V⌝ ∗ is_cell (g_cells γ) Ψ i l ∗ registered i γk r ∗ r ↦□ k.

  Global Instance in_claim_persistent i s t : Persistent (in_claim i s t).
  Proof. apply _. Qed.
  Global Instance in_claim_timeless i s t : Timeless (in_claim i s t).
  Proof. apply _. Qed.
  Global Instance E_unique i : Unique (E i).
  Proof. apply ticket_unique. Qed.
  Global Instance D_unique i : Unique (D i).
  Proof. apply ticket_unique. Qed.
  Global Instance cancel_right_unique i : Unique (cancel_right i).
  Proof. apply ticket_unique. Qed.
  Global Instance L_persistent i : Persistent (L i).
  Proof. apply _. Qed.

  (** A cell is in one claim only: claims of concurrent broadcasters are disjoint. *)
  Lemma RALL_1_exclusive_claim i s t s' t' :
    in_claim i s t -∗ in_claim i s' t' -∗ ⌜s = s' ∧ t = t'⌝.
  Proof.
    iIntros "[H _] [H' _]". by iDestruct (ghost_map_elem_agree with "H H'") as %[= -> ->].
  Qed.

  (** The right to cancel is unique. *)
  Lemma BC_6_one_canceller i : cancel_right i -∗ cancel_right i -∗ False.
  Proof. iApply ticket_excl. Qed.

  (** What a new queue owns before it is shared, and the ghost state that goes with it. *)
  Definition new_queue (q : loc) : iProp Σ :=
    ∃ a e d : loc, q ↦□ ((#a, #e), #d)%V ∗ a ↦ EMPTYV ∗ (a +ₗ 1) ↦ NONEV ∗ meta_token a ⊤ ∗
      e ↦ #0 ∗ d ↦ #0.
  Definition new_ghost : iProp Σ :=
    ghost_map_auth (g_cells γ) 1 (∅ : gmap nat loc) ∗ enq_half 0 ∗ deq_half 0 ∗
    tickets (g_te γ) 0 ∗ tickets (g_td γ) 0 ∗ tickets (g_tc γ) 0 ∗ claims 0.
  Global Instance new_ghost_timeless : Timeless new_ghost.
  Proof. apply _. Qed.

  (** A new queue has no waiters. *)
  Lemma newCqs_spec : {{{ True }}} newCqs #() {{{ (q : loc), RET #q; new_queue q }}}.
  Proof.
    iIntros (Φ) "_ HΦ". wp_rec. wp_alloc d as "Hd". wp_alloc e as "He".
    wp_apply ARR_2_fresh_segment_content; [done|]. iIntros (a) "(Ha & Hn & Hm)". wp_pures.
    wp_alloc q as "Hq". iMod (mapsto_persist with "Hq") as "#Hq".
    iApply "HΦ". iExists a, e, d. by iFrame "∗#".
  Qed.

  (** A new queue can be shared. *)
  Lemma share_queue q M : new_queue q -∗ new_ghost ={M}=∗ is_cqs q.
  Proof.
    iIntros "(%a & %e & %d & #Hq & Ha & Hn & Hm & He & Hd) (Hc & Hne & Hnd & Hte & Htd & Htc & Hcl)".
    iMod pending_alloc as (g1) "H1". iMod pending_alloc as (g2) "H2".
    iMod (cells_alloc (N .@ "cells") (g_cells γ) Ψ a M with "[] Hc Hn [Ha Hm H1 H2]") as "#Hcells".
    { iApply cell_init_Ψ. }
    { iIntros "_". iMod (cell_alloc _ _ _ _ _ _ 0 a (g1, g2) EMPTY with "Ha [$H1 $H2] Hm") as "[$ _]".
      done. }
    iMod (inv_alloc (N .@ "index") _ (index_inv e d) with "[-]") as "#Hi".
    { iNext. iExists 0, 0. by iFrame. }
    iModIntro. iExists a, e, d. by iFrame "#".
  Qed.

  (** A waiter of index [i] waits, or was overtaken by a resumer and has been called here (BC-3).
      [U i] is what the client does at the moment of registration. *)
  Lemma BC_3_suspend (q r : loc) γk k (U : nat → iProp Σ) :
    {{{ is_cqs q ∗ r ↦□ k ∗ waker γk k ∗
        (∀ i, enq_half i ={⊤ ∖ ↑N}=∗ enq_half (S i) ∗ U i) }}}
      suspend #q #r
    {{{ i v, RET v; U i ∗
        ((⌜v = NONEV⌝ ∗ Q γk ∗ overtaken i ∗ deq_lb (S i)) ∨
         (∃ h, ⌜v = SOMEV h⌝ ∗ is_handle i γk h k ∗ registered i γk r ∗ enq_lb (S i) ∗
            cancel_right i)) }}}.
  Proof.
    iIntros (Φ) "((%a & %e & %d & #Hq & #Hcells & #Hidx) & #Hr & Hk & HU) HΦ". wp_rec. wp_pures.
    wp_rec. wp_rec. wp_load. wp_pures. wp_rec. wp_bind (FAA _ _).
    iInv (N .@ "index") as (ne nd) ">(%Hle & He & Hd & Hne & Hnd & Hte & Htd & Htc & Hcl)".
    wp_faa. iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
    iMod ("HU" with "Hne") as "[Hne HU]". iMod "Hclose" as "_".
    iDestruct (mono_nat_lb_own_get with "Hne") as "#Hlb".
    iMod (tickets_S with "Hte") as "[Hte HE]". iMod (tickets_S with "Htc") as "[Htc HC]".
    iModIntro. iSplitL "He Hd Hne Hnd Hte Htd Htc Hcl".
    { iNext. iExists (S ne), nd. replace (ne + 1)%Z with (Z.of_nat (S ne)) by lia.
      iFrame. iPureIntro. lia. }
    wp_pures. wp_rec. wp_load. wp_pures.
    wp_apply (ARR_10_find with "Hcells"). iIntros (l) "#Hc". wp_pures.
    wp_apply (install_spec with "[$Hc $HE $Hr $Hk]").
    iIntros (v) "[[-> #Hreg]|(-> & #Hot & HE & Hk & #(HR' & (%s & %t & Hcl) & Hdlb))]"; wp_pures.
    - iApply ("HΦ" $! ne). iModIntro. iFrame "HU". iRight. iExists _. iSplit; [done|].
      iFrame "HC Hreg Hlb". iExists l, r. by iFrame "#".
    - wp_load. wp_bind (k _). iApply (wp_wand with "[Hk]").
      { iDestruct "Hk" as "[HP Hk]". iApply ("Hk" with "[] HR' HP"). iExists s, t. iFrame "Hcl Hdlb". by iRight. }
      iIntros (w) "#HQ'". wp_pures. iApply ("HΦ" $! ne). iModIntro. iFrame "HU". iLeft.
      by iFrame "#".
  Qed.

  (** Cancel returns true and gives the callback back: the right and the duty to call it, which nobody else
      has; or false, and a resumer has claimed the waiter (BC-2, BC-5). It is not reached twice with true
      (BC-6). *)
  Lemma BC_2_BC_5_cancel i γk h k :
    {{{ is_handle i γk h k ∗ cancel_right i }}} cancel h
    {{{ (b : bool), RET #b; if b then waker γk k ∗ cancelled i
                            else (∃ r, claimed i γk r) ∗ cancel_right i }}}.
  Proof.
    iIntros (Φ) "[(%l & %r & -> & #Hc & #Hreg & #Hr) HC] HΦ". wp_rec. wp_pures.
    wp_apply (cancelCell_spec with "[$Hc $Hreg $Hr $HC]"). iIntros ([]) "H"; wp_pures.
    { by iApply "HΦ". }
    iDestruct "H" as "[HC [#Hcl|#Hcan]]"; last first.
    { iMod (cancel_right_unused with "Hc Hcan HC") as %[]; solve_ndisj. }
    wp_rec. iDestruct "Hc" as "[Hel (%g & Hm & Hinv)]".
    iAssert (at_cell (g_cells γ) i l g) as "#Hat"; [by iFrame "#"|].
    iDestruct "Hreg" as (l1 g1) "[Hat1 Hreg]". iDestruct (at_cell_agree with "Hat Hat1") as %[<- <-].
    iDestruct "Hcl" as (l2 g2) "(Hat2 & Hcl & HL)". iDestruct (at_cell_agree with "Hat Hat2") as %[<- <-].
    wp_bind (! _)%E. iInv (N .@ "cell") as (s) "[>Hl H]". destruct s as [|r' k' γk'| |γk' r'|γk' r'].
    - iDestruct "H" as ">[_ H2]". iDestruct (pending_decided with "H2 Hcl") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". iDestruct (pending_decided with "H2 Hcl") as %[].
    - iDestruct "H" as "(_ & >H2 & _)". iDestruct (pending_decided with "H2 Hcl") as %[].
    - wp_load. iModIntro. iSplitL "Hl H". { iNext. iExists (CLAIMED γk' r'). iFrame. }
      wp_pures. iApply "HΦ". iModIntro. iFrame "HC". iExists r, l, g. by iFrame "#".
    - iDestruct "H" as "(_ & >H2 & _)". by iDestruct (decided_agree with "Hcl H2") as %[=].
  Qed.

  (** Who holds the right to cancel knows that the waiter was not cancelled. *)
  Lemma BC_6_not_cancelled i γk h k :
    is_handle i γk h k -∗ cancelled i -∗ cancel_right i ={⊤}=∗ False.
  Proof.
    iIntros "(%l & %r & -> & #Hc & #Hreg & #Hr) Hcan HC".
    iMod (cancel_right_unused with "Hc Hcan HC") as %[]; solve_ndisj.
  Qed.

End cqs.

(** The ghost state of a new queue. *)
Lemma new_ghost_alloc `{!cqsG Σ} :
  ⊢ |==> ∃ γ, new_ghost γ ∗ enq_half γ 0 ∗ deq_half γ 0.
Proof.
  iMod (ghost_map_alloc_empty (K:=nat) (V:=loc)) as (g1) "H1".
  iMod (mono_nat_own_alloc 0) as (g2) "[[H2 H2'] _]".
  iMod (mono_nat_own_alloc 0) as (g3) "[[H3 H3'] _]".
  iMod tickets_alloc as (g4) "H4". iMod tickets_alloc as (g5) "H5". iMod tickets_alloc as (g6) "H6".
  iMod (ghost_map_alloc_empty (K:=nat) (V:=nat*nat)) as (g7) "H7".
  iModIntro. iExists (CqsNames g1 g2 g3 g4 g5 g6 g7). iFrame.
  iExists ∅. iFrame. iSplit; [iPureIntro; by rewrite dom_empty_L|done].
Qed.
