(** OneShot.java: something that happens once, and those who wait for it: the promise. *)
From iris.base_logic.lib Require Import ghost_map ghost_var mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell Sweep OneShotQueue.

(** The field [state]: null is [NONEV]; a waiter [w] is [InjR w]; an object is [InjL o], where [o]
    holds [InjL q] if it is a queue, and [InjR v] if it is an outcome. *)
Definition newOneShot : val := λ: <>, ref NONEV.

(** [OneShot.outcomeOf(state)], for a state known to be an outcome (PR-4). *)
Definition outcomeOf : val := λ: "s",
  match: "s" with
    InjL "o" => match: ! "o" with InjR "v" => "v" | InjL <> => throw end
  | InjR <> => throw
  end.

(** [OneShot.suspend] (PR-5, PR-6): None if the waiter was called here, else the handle: the waiter's cell, None
    while it waits in [state], and the waiter. *)
Definition suspend : val := rec: "again" "p" "w" :=
  let: "s" := ! "p" in
  match: "s" with
    InjR "first" =>
      let: "q" := newQueue "first" in
      let: "o" := ref (InjL "q") in
      CAS "p" "s" (InjL "o") ;;
      "again" "p" "w"
  | InjL "o" =>
      if: "s" = NONEV then
        (if: CAS "p" NONEV (InjR "w") then SOME (NONE, "w") else "again" "p" "w")
      else
        match: ! "o" with
          InjL "q" =>
            match: OneShotQueue.suspend "q" "w" with
              SOME "c" => SOME (SOME "c", "w")
            | NONE => (! "w") (outcomeOf (! "p")) ;; NONE
            end
        | InjR "v" => (! "w") "v" ;; NONE
        end
  end.

(** [OneShot.tryResumeAll]: one compare-and-set sets the outcome, before anybody is resumed (PR-1, PR-3). *)
Definition tryResumeAll : val := rec: "again" "p" "v" :=
  let: "s" := ! "p" in
  let: "outcome" := ref (InjR "v") in
  match: "s" with
    InjR "w" =>
      if: CAS "p" "s" (InjL "outcome") then (! "w") "v" ;; #true else "again" "p" "v"
  | InjL "o" =>
      if: "s" = NONEV then
        (if: CAS "p" "s" (InjL "outcome") then #true else "again" "p" "v")
      else
        match: ! "o" with
          InjL "q" =>
            if: CAS "p" "s" (InjL "outcome") then OneShotQueue.resumeAll "q" "v" ;; #true
            else "again" "p" "v"
        | InjR <> => #false
        end
  end.

(** [OneShot.cancel] of a waiter that was put into [state], wherever it is now (PR-7). *)
Definition cancelInState : val := rec: "again" "p" "w" :=
  let: "s" := ! "p" in
  if: "s" = InjR "w" then
    (if: CAS "p" (InjR "w") NONEV then #true else "again" "p" "w")
  else
    match: "s" with
      InjR <> => #false
    | InjL "o" =>
        if: "s" = NONEV then #false
        else match: ! "o" with InjL "q" => cancelFirst "q" "w" | InjR <> => #false end
    end.
(** [OneShot.cancel], through the handle (PR-7). *)
Definition cancel : val := λ: "p" "h",
  match: Fst "h" with
    SOME "c" => cancelCell "c" (Snd "h")
  | NONE => cancelInState "p" (Snd "h")
  end.

Class oneShotG Σ := OneShotG {
  os_queueG :> queueG Σ;
  os_waitersG :> ghost_mapG Σ loc (gname * gname);
  os_outcomeG :> decisionG Σ val;
  os_whichG :> decisionG Σ (q_names * gname * loc * loc);
  os_boolG :> ghost_varG Σ bool;
}.
Definition oneShotΣ : gFunctors :=
  #[queueΣ; ghost_mapΣ loc (gname * gname); decisionΣ val; decisionΣ (q_names * gname * loc * loc);
    ghost_varΣ bool].
Global Instance subG_oneShotΣ {Σ} : subG oneShotΣ Σ → oneShotG Σ.
Proof. solve_inG. Qed.

(** Names: the waiters that were put into [state], the outcome, the one queue, and whether it has
    happened. *)
Record os_names := OsNames { g_w : gname; g_out : gname; g_q : gname; g_half : gname }.

(** The states of the field [state]. *)
Inductive os_state :=
  (** Nothing has happened, nobody waits in it. *)
  | NULL
  (** One waiter waits in it. *)
  | FIRST (r : loc) (k : val) (γk g2 : gname)
  (** The object [o]: all waiters are in the queue [q]. *)
  | QUEUE (o q : loc)
  (** Final: the object [o], with outcome [v]. *)
  | OUTCOME (o : loc) (v : val).
Global Instance os_state_inhabited : Inhabited os_state := populate NULL.

Definition encode (s : os_state) : val :=
  match s with
  | NULL => NONEV
  | FIRST r _ _ _ => InjRV #r
  | QUEUE o _ | OUTCOME o _ => InjLV #o
  end.

Section oneshot.
  Context `{!heapGS Σ, !oneShotG Σ} (N : namespace) (γ : os_names).
  (** [K γk]: what a canceller of the waiter [γk] brings, and leaves behind if it succeeds. [P γk]: what a
      callback owns. [Q γk]: persistent evidence that it has been called. *)
  Context (K P Q : gname → iProp Σ) `{HK : !∀ γk, Timeless (K γk)} `{HQ : !∀ γk, Persistent (Q γk)}.

  Definition resolved (v : val) : iProp Σ := decided (g_out γ) v.
  Definition R : iProp Σ := ∃ v, resolved v.
  (** The right and the duty to call [k], with the outcome that is set: state before wake (PR-3). *)
  Definition waker (γk : gname) (k : val) : iProp Σ :=
    P γk ∗ ∀ v, resolved v -∗ P γk -∗ WP k v {{ _, Q γk }}.

  Notation is_queue γq := (is_queue (N .@ "q") γq R K waker).
  Notation queued γq := (queued (N .@ "q") γq R K waker).

  (** Half of "has it happened?"; the client has the other half. *)
  Definition half (b : bool) : iProp Σ := ghost_var (g_half γ) (1/2) b.

  (** Waiter [r] was put into [state], known as [γk]; [g2] is the decision about it. *)
  Definition in_state (r : loc) (γk g2 : gname) : iProp Σ := r ↪[g_w γ]□ (γk, g2).
  (** All of them but [x] are cancelled. *)
  Definition others_cancelled (m : gmap loc (gname * gname)) (x : option loc) : iProp Σ :=
    [∗ map] r ↦ g ∈ m, (∃ k, r ↦□ k) ∗ (⌜x = Some r⌝ ∨ decided g.2 (None : whoR) ∗ K g.1).
  Definition waiters (x : option loc) : iProp Σ :=
    ∃ m, ghost_map_auth (g_w γ) 1 m ∗ others_cancelled m x.
  (** The queue is [q], its first waiter [r], whose decision is [g2], in cell [a]. *)
  Definition the_queue (γq : q_names) (g2 : gname) (q r : loc) : iProp Σ :=
    decided (g_q γ) (γq, g2, q, r).
  Definition first_cell (γq : q_names) (g2 : gname) (q r : loc) : iProp Σ :=
    ∃ γk g1 (a d : loc) k, q ↦□ (#a, #d)%V ∗ r ↦□ k ∗ in_state r γk g2 ∗
      is_cell (q_cells γq) (Ψ (N .@ "q") (E γq) (D γq) (C γq K) (L R) waker) 0 a ∗
      at_cell (q_cells γq) 0 a (g1, g2) ∗ decided g1 (Some (γk, r)) ∗ issued γq 1.
  Notation no_queue := (pending (q_names * gname * loc * loc) (g_q γ)).

  Definition holds (s : os_state) : iProp Σ :=
    match s with
    | NULL => waiters None ∗ no_queue ∗ pending val (g_out γ) ∗ half false
    | FIRST r k γk g2 => waiters (Some r) ∗ no_queue ∗ pending val (g_out γ) ∗ half false ∗
        in_state r γk g2 ∗ pending whoR g2 ∗ r ↦□ k ∗ waker γk k
    | QUEUE o q => o ↦□ InjLV #q ∗ pending val (g_out γ) ∗ half false ∗
        ∃ γq g2 r, waiters (Some r) ∗ the_queue γq g2 q r ∗ first_cell γq g2 q r ∗
          is_queue γq q ∗ close_right γq
    | OUTCOME o v => o ↦□ InjRV v ∗ resolved v ∗ half true
    end.
  Definition state_inv (p : loc) : iProp Σ := ∃ s, p ↦ encode s ∗ holds s.
  Definition is_oneshot (p : loc) : iProp Σ := inv (N .@ "state") (state_inv p).

  (** The waiter of handle [h] is registered. *)
  Definition is_handle (h : val) (γk : gname) : iProp Σ :=
    ∃ (r : loc) k, r ↦□ k ∗
      ((∃ g2, ⌜h = (NONEV, #r)%V⌝ ∗ in_state r γk g2) ∨
       (∃ γq g2 q r0 i (l : loc), ⌜h = (SOMEV #l, #r)%V⌝ ∗ the_queue γq g2 q r0 ∗
          queued γq i l γk r)).
  (** It is cancelled. *)
  Definition os_cancelled (h : val) : iProp Σ :=
    ∃ r : loc,
      ((∃ γk g2, ⌜h = (NONEV, #r)%V⌝ ∗ in_state r γk g2 ∗ decided g2 (None : whoR)) ∨
       (∃ γq g2 q r0 i (l : loc), ⌜h = (SOMEV #l, #r)%V⌝ ∗ the_queue γq g2 q r0 ∗
          cancelled (q_cells γq) i ∗ i ↪[q_cells γq]□ l)).
  (** What the one successful [tryResumeAll] leaves behind: everybody is settled. *)
  Definition in_first_cell (r : loc) (g2 : gname) : iProp Σ :=
    ∃ γq q, the_queue γq g2 q r ∗ first_cell γq g2 q r.
  Definition all_settled : iProp Σ :=
    (∃ m, ghost_map_auth (g_w γ) 1 m ∗
       [∗ map] r ↦ g ∈ m, Q g.1 ∨ (decided g.2 (None : whoR) ∗ (K g.1 ∨ in_first_cell r g.2))) ∗
    (no_queue ∨ ∃ γq g2 q r, the_queue γq g2 q r ∗ swept γq Q).

  Global Instance is_handle_persistent h γk : Persistent (is_handle h γk).
  Proof. apply _. Qed.

  (** There is one outcome: everybody who sees one sees the same. *)
  Lemma PR_2_agreement v v' : resolved v -∗ resolved v' -∗ ⌜v = v'⌝.
  Proof. iIntros "H1 H2". iApply (decided_agree with "H1 H2"). Qed.

  (** When the successful [tryResumeAll] has returned, every registered waiter has been called or
      was cancelled: none is left. *)
  Lemma PR_10_none_left h γk :
    all_settled -∗ is_handle h γk -∗ Q γk ∨ os_cancelled h.
  Proof.
    iIntros "[(%m & Hm & Hs) Hq] (%r & %k & #Hr & [(%g2 & -> & #Hin)|H])".
    - iDestruct (ghost_map_lookup with "Hm Hin") as %Hl.
      iDestruct (big_sepM_lookup _ m r (γk, g2) with "Hs") as "[$|[#Hc _]]"; [exact Hl|].
      iRight. iExists r. iLeft. iExists γk, g2. by iFrame "#".
    - iDestruct "H" as (γq g2 q r0 i l) "(-> & #Hthe & #Hqd)".
      iDestruct "Hq" as "[Hno|(%γq' & %g2' & %q' & %r' & #Hthe' & Hsw)]".
      { iDestruct (pending_decided with "Hno Hthe") as %[]. }
      iDestruct (decided_agree with "Hthe Hthe'") as %[= <- <- <- <-].
      iDestruct (OneShotQueue.PR_10_none_left with "Hsw Hqd") as "[$|#Hc]".
      iRight. iExists r. iRight. iExists γq, g2, q, r0, i, l. iFrame "#". iSplit; [done|].
      by iDestruct "Hqd" as "([$ _] & _)".
  Qed.

  (** If all that may cancel a waiter is accounted for in [X], and none did, the waiter has been called. *)
  Lemma PR_10_called h γk (X : iProp Σ) :
    all_settled -∗ is_handle h γk -∗ X -∗ (X -∗ K γk -∗ False) ={⊤}=∗ all_settled ∗ Q γk.
  Proof.
    iIntros "[(%m & Hm & Hs) Hq] (%r & %k & #Hr & [(%g2 & -> & #Hin)|H]) HX HF".
    - iDestruct (ghost_map_lookup with "Hm Hin") as %Hl.
      iDestruct (big_sepM_lookup_acc _ m r (γk, g2) with "Hs") as "[[#HQ'|[#Hc H]] Hs]"; [exact Hl|..].
      { iModIntro. iFrame "HQ' Hq". iExists m. iFrame "Hm". iApply "Hs". by iLeft. }
      iDestruct "H" as "[HK|#Hf]"; [iDestruct ("HF" with "HX HK") as %[]|].
      iDestruct "Hf" as (γq q) "(_ & (%γk' & %g1 & %a & %d & %k' & _ & _ & Hin' & Hc0 & Hat & Hg1 & _))".
      iDestruct (ghost_map_elem_agree with "Hin Hin'") as %[= <-].
      iMod (cancelled_by with "Hc0 [] [] HX HF") as %[]; [solve_ndisj|..].
      + iExists a, (g1, g2). by iFrame "#".
      + iExists a, (g1, g2). by iFrame "#".
    - iDestruct "H" as (γq g2 q r0 i l) "(-> & #Hthe & #Hqd)".
      iDestruct "Hq" as "[Hno|(%γq' & %g2' & %q' & %r' & #Hthe' & Hsw)]".
      { iDestruct (pending_decided with "Hno Hthe") as %[]. }
      iDestruct (decided_agree with "Hthe Hthe'") as %[= <- <- <- <-].
      iDestruct (OneShotQueue.PR_10_none_left with "Hsw Hqd") as "#[HQ'|Hc]".
      { iModIntro. iFrame "HQ'". iSplitL "Hm Hs"; [iExists m; iFrame|].
        iRight. iExists γq, g2, q, r0. by iFrame "∗#". }
      iDestruct "Hqd" as "(Hcell & Hreg & _)".
      iMod (cancelled_by with "Hcell Hreg Hc HX HF") as %[]. solve_ndisj.
  Qed.

  (** Once it has happened, [state] holds the outcome (PR-4). *)
  Lemma PR_4_state_is_outcome (p : loc) :
    {{{ is_oneshot p ∗ R }}} ! #p
    {{{ (o : loc) v, RET InjLV #o; o ↦□ InjRV v ∗ resolved v }}}.
  Proof.
    iIntros (Φ) "[#Hi (%v & #Hv)] HΦ". iInv (N .@ "state") as (s) "[>Hp H]".
    destruct s as [|r k γk g2|o q|o v']; simpl.
    - iDestruct "H" as "(_ & _ & >H & _)". iDestruct (pending_decided with "H Hv") as %[].
    - iDestruct "H" as "(_ & _ & >H & _)". iDestruct (pending_decided with "H Hv") as %[].
    - iDestruct "H" as "(_ & >H & _)". iDestruct (pending_decided with "H Hv") as %[].
    - iDestruct "H" as "(>#Ho & >#Hv' & >Hh)". wp_load. iModIntro. iSplitL "Hp Hh".
      { iNext. iExists (OUTCOME o v'). by iFrame "∗#". }
      iApply "HΦ". by iFrame "#".
  Qed.

  (** The call of a waiter that found its queue closed, or was overtaken. *)
  Lemma deliver_spec (p r : loc) k γk :
    {{{ is_oneshot p ∗ R ∗ r ↦□ k ∗ waker γk k }}} (! #r) (outcomeOf (! #p))
    {{{ v, RET v; Q γk }}}.
  Proof.
    iIntros (Φ) "(#Hi & #HR & #Hr & [HP Hk]) HΦ".
    wp_apply (PR_4_state_is_outcome with "[$Hi $HR]"). iIntros (o v) "[#Ho #Hv]".
    wp_rec. wp_pures. wp_load. wp_pures. wp_load. iApply (wp_wand with "[HP Hk]").
    { iApply ("Hk" with "Hv HP"). }
    iIntros (w) "HQ". by iApply "HΦ".
  Qed.

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

  Notation run_state p := (inv (N .@ "state") (state_inv p)).

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
End oneshot.

(** A new one-shot has no outcome; its creator owns the other half of that knowledge. *)
Lemma newOneShot_spec `{!heapGS Σ, !oneShotG Σ} N K `{!∀ γk, Timeless (K γk)} P Q :
  {{{ True }}} newOneShot #() {{{ γ (p : loc), RET #p; is_oneshot N γ K P Q p ∗ half γ false }}}.
Proof.
  iIntros (Φ) "_ HΦ". wp_rec. wp_alloc p as "Hp".
  iMod (ghost_map_alloc_empty (K:=loc) (V:=gname*gname)) as (γw) "Hw".
  iMod (pending_alloc (A:=val)) as (γo) "Ho".
  iMod (pending_alloc (A:=q_names * gname * loc * loc)) as (γq) "Hq".
  iMod (ghost_var_alloc false) as (γh) "[Hh Hh']".
  set (γ := OsNames γw γo γq γh).
  iMod (inv_alloc (N .@ "state") _ (state_inv N γ K P Q p) with "[Hp Hw Ho Hq Hh]") as "#Hi".
  { iNext. iExists NULL. iFrame. iExists ∅. iFrame. by rewrite /others_cancelled big_sepM_empty. }
  iModIntro. iApply ("HΦ" $! γ). by iFrame "∗#".
Qed.
