(** OneShot.java: something that happens once, and those who wait for it: the promise.

    Here are the programs, what the field [state] holds, and what follows from that. OneShotSuspend.v, OneShotResume.v
    and OneShotCancel.v have [suspend], [tryResumeAll] and [cancel]. *)
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
