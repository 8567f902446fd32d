(** Permits.java: the number and the queue of a semaphore, asynchronous, with simple cancellation.

    The Java cancels smartly; here a cancelled waiter stays in the number until a release meets its
    cell, is refused and starts again, as [give] does in either mode.

    Here are the programs, where each permit is, and the steps that do not touch the queue. PermitsQueue.v has those
    that wait, PermitsGive.v the release. *)
From stdpp Require Import fin_maps.
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell Cqs CellValue CqsValue Count.

(** [new Permits(permits, ASYNC)]: the fields [state] and [queue], and the capacity. *)
Definition newPermits : val := λ: "n", ((ref "n", ref NONEV), "n").
(** The fields of the object. *)
Definition state : val := λ: "p", Fst (Fst "p").
Definition queueField : val := λ: "p", Snd (Fst "p").
Definition capacity : val := λ: "p", Snd "p".

(** [Permits.queue]: made by one compare-and-set by the first who needs it (SEM-2). *)
Definition queue : val := λ: "p",
  match: ! (queueField "p") with
    SOME "q" => "q"
  | NONE =>
      let: "q" := newCqs #() in
      match: Fst (CmpXchg (queueField "p") NONEV (SOME "q")) with
        NONE => "q"
      | SOME "winner" => "winner"
      end
  end.

(** [Permits.takeOrCount]: the step that takes the last permit and the step that begins to wait are one (SEM-2). *)
Definition takeOrCount : val := λ: "p", #0 < FAA (state "p") #(-1).

(** [Permits.tryTake] (SEM-1). *)
Definition tryTake : val := rec: "again" "p" :=
  let: "s" := ! (state "p") in
  if: #0 < "s" then
    (if: CAS (state "p") "s" ("s" - #1) then #true else "again" "p")
  else #false.

(** [Permits.suspendCounted], without BROKEN (SEM-2). None if the waiter was called here, else the handle. *)
Definition suspendCounted : val := λ: "p" "w", Cqs.suspend (queue "p") "w".

(** [Permits.takeOrSuspend]: [resumeNow] calls the waiter at once (SEM-1). *)
Definition takeOrSuspend : val := λ: "p" "w",
  if: takeOrCount "p" then queue "p" ;; (! "w") NULLV ;; NONE
  else suspendCounted "p" "w".

(** [Permits.give]: a free permit, or a promise to resume one waiter (SEM-2). A release above the
    capacity throws (SEM-10). *)
Definition give : val := rec: "again" "p" :=
  let: "s" := ! (state "p") in
  if: capacity "p" ≤ "s" then throw
  else if: CAS (state "p") "s" ("s" + #1) then
    (if: #0 ≤ "s" then #()
     else if: Cqs.resume (queue "p") NULLV then #() else "again" "p")
  else "again" "p".

(** What a user of the semaphore is doing. Each has a slot that says so. *)
Inductive phase :=
  (** Nothing. *)
  | Idle
  (** It has a permit. *)
  | Hold
  (** It is counted as waiting, and has no cell yet. *)
  | Counted
  (** It waits in cell [i]. *)
  | Wait (i : nat)
  (** It has promised to resume a waiter, and has no cell yet; its permit is on the way. *)
  | Promised
  (** It resumes the waiter of cell [i], to which its permit goes. *)
  | Giving (i : nat).
Global Instance phase_eq_dec : EqDecision phase.
Proof. solve_decision. Defined.

(** What has become of the permit that goes to a cell. *)
Inductive parcel :=
  (** It is on the way. *)
  | Sent
  (** The waiter has it. *)
  | Received
  (** The waiter was cancelled, and the resumer has it again. *)
  | Returned.
Global Instance parcel_eq_dec : EqDecision parcel.
Proof. solve_decision. Defined.

Class permitsG Σ := PermitsG {
  pm_cqsG :> cqsValueG Σ; pm_phaseG :> ghost_mapG Σ nat phase;
  pm_parcelG :> ghost_mapG Σ nat parcel; pm_callG :> decisionG Σ unit }.
Definition permitsΣ : gFunctors :=
  #[cqsValueΣ; ghost_mapΣ nat phase; ghost_mapΣ nat parcel; decisionΣ unit].
Global Instance subG_permitsΣ {Σ} : subG permitsΣ Σ → permitsG Σ.
Proof. solve_inG. Qed.

(** Names: the slots, the parcels, the queue. *)
Record permits_names := PermitsNames { p_slots : gname; p_parcels : gname; p_queue : cv_names }.

Section permits.
  Context `{!heapGS Σ, !permitsG Σ} (N : namespace) (γ : permits_names) (n : nat).
  (** The slots: as many as there are users. *)
  Context (slots : gset nat).

  Definition slot (j : nat) (x : phase) : iProp Σ := j ↪[p_slots γ] x.
  Definition sent (i : nat) : iProp Σ := i ↪[p_parcels γ] Sent.
  Definition became (i : nat) (x : parcel) : iProp Σ := i ↪[p_parcels γ]□ x.

  (** A waiter is known as a pair: the slot of its user, and the name of its call. *)
  Definition name (j : nat) (γf : gname) : gname := countable.encode (j, γf).
  (** With null in cell [i] comes the permit that was sent there. *)
  Definition V (i : nat) (v : val) : iProp Σ := ⌜v = NULLV⌝ ∗ sent i.
  Definition P (i : nat) (γk : gname) : iProp Σ := ∃ j γf, ⌜γk = name j γf⌝ ∗ slot j (Wait i).
  Definition Q (γk : gname) (v : val) : iProp Σ := ∃ j γf, ⌜γk = name j γf⌝ ∗ decided γf ().

  Notation is_cqs := (is_cqs (N .@ "cqs") (p_queue γ) V P Q).
  Notation is_handle := (is_handle (N .@ "cqs") (p_queue γ) V P Q).
  Notation cancelled := (cancelled (v_cells (p_queue γ))).
  Notation handed := (handed (v_cells (p_queue γ)) Q).
  Notation enq_half := (enq_half (p_queue γ)).
  Notation deq_half := (deq_half (p_queue γ)).

  (** How a waiter's cell ends, and how a resumer's. *)
  Definition wait_end (i : nat) : iProp Σ := became i Received ∨ cancelled i.
  Definition give_end (i : nat) : iProp Σ := (∃ v, handed i v) ∨ became i Returned.
  Global Instance wait_end_persistent i : Persistent (wait_end i).
  Proof. apply _. Qed.
  Global Instance give_end_persistent i : Persistent (give_end i).
  Proof. apply _. Qed.

  (** Every cell below [m] has come to its end, or some user is at it. *)
  Definition all_at (f : nat → phase) (e : nat → iProp Σ) (m : nat) (H : gmap nat phase) : iProp Σ :=
    [∗ list] i ∈ seq 0 m, e i ∨ ⌜∃ j, H !! j = Some (f i)⌝.

  (** The number [s] says how many permits are free, or how many waiters nobody has promised to resume
      (SEM-2). Each permit is free, held, promised or in a parcel (SEM-1). *)
  Definition free (s : Z) : nat := Z.to_nat s.
  Definition waiting (s : Z) : nat := Z.to_nat (- s).
  Definition balanced (s : Z) (ne nd : nat) (H : gmap nat phase) (X : gmap nat parcel) : Prop :=
    free s + count Hold H + count Promised H + count Sent X = n ∧
    ne + count Counted H = nd + count Promised H + waiting s ∧
    dom X = set_seq (C:=gset nat) 0 nd ∧ dom H = slots.
  Definition state_inv (st : loc) : iProp Σ :=
    ∃ (s : Z) (ne nd : nat) (H : gmap nat phase) (X : gmap nat parcel),
      st ↦ #s ∗ ghost_map_auth (p_slots γ) 1 H ∗ ghost_map_auth (p_parcels γ) 1 X ∗
      enq_half ne ∗ deq_half nd ∗ ⌜balanced s ne nd H X⌝ ∗
      all_at Wait wait_end ne H ∗ all_at Giving give_end nd H.
  Definition queue_inv (qu : loc) : iProp Σ :=
    (qu ↦ NONEV ∗ new_ghost (p_queue γ)) ∨ (∃ q : loc, qu ↦□ SOMEV #q ∗ is_cqs q).
  Definition is_permits (p : val) : iProp Σ :=
    ∃ st qu : loc, ⌜p = ((#st, #qu), #n)%V⌝ ∗ inv (N .@ "state") (state_inv st) ∗
      inv (N .@ "queue") (queue_inv qu).
  Global Instance is_permits_persistent p : Persistent (is_permits p).
  Proof. apply _. Qed.

  (** A user moves on; if it was at a cell, that one has come to its end. *)
  Lemma all_at_update f e `{Hpe : !∀ i, Persistent (e i)} m H j x y :
    H !! j = Some x → □ (∀ i, ⌜x = f i⌝ -∗ e i) -∗ all_at f e m H -∗ all_at f e m (<[j:=y]> H).
  Proof.
    iIntros (Hj) "#He H". iApply (big_sepL_impl with "H").
    iIntros "!>" (k i Hk) "[$|(%j' & %Hj')]". destruct (decide (j' = j)) as [->|Hne].
    - iLeft. iApply "He". iPureIntro. congruence.
    - iRight. iExists j'. by rewrite lookup_insert_ne.
  Qed.

  (** A user comes to the next cell. *)
  Lemma all_at_next f e m H j : H !! j = Some (f m) → all_at f e m H -∗ all_at f e (S m) H.
  Proof.
    iIntros (Hj) "H". rewrite /all_at seq_S big_sepL_app /=. iFrame "H". iSplit; [|done].
    iRight. by iExists j.
  Qed.

  (** A user goes from one phase to the next. *)
  Lemma slot_move H j x y :
    ghost_map_auth (p_slots γ) 1 H -∗ slot j x ==∗
    ⌜H !! j = Some x⌝ ∗ ghost_map_auth (p_slots γ) 1 (<[j:=y]> H) ∗ slot j y.
  Proof.
    iIntros "HH Hj". iDestruct (ghost_map_lookup with "HH Hj") as %Hl. iFrame "%".
    iApply (ghost_map_update with "HH Hj").
  Qed.

  (** The balance, when the user of slot [j] moves on from [x] to [y]. *)
  Lemma balanced_move s ne nd H X j x y s' ne' nd' X' :
    H !! j = Some x → balanced s ne nd H X →
    free s' + one y Hold + one y Promised + count Sent X' =
      free s + one x Hold + one x Promised + count Sent X →
    ne' + one y Counted + nd + waiting s + one x Promised =
      ne + one x Counted + nd' + waiting s' + one y Promised →
    dom X' = set_seq (C:=gset nat) 0 nd' →
    balanced s' ne' nd' (<[j:=y]> H) X'.
  Proof.
    intros Hj (Hb1 & Hb2 & Hb3 & Hb4) Hf Hw HX.
    pose proof (count_update Hold _ _ _ y Hj). pose proof (count_update Counted _ _ _ y Hj).
    pose proof (count_update Promised _ _ _ y Hj).
    split_and!; [lia|lia|done|]. by rewrite dom_insert_lookup_L.
  Qed.

  (** At most [n] users have a permit. *)
  Lemma SEM_1_at_most_n_holders p (J : gset nat) M :
    ↑(N .@ "state") ⊆ M →
    is_permits p -∗ ([∗ set] j ∈ J, slot j Hold) ={M}=∗ ⌜size J ≤ n⌝ ∗ [∗ set] j ∈ J, slot j Hold.
  Proof.
    iIntros (HM) "(%st & %qu & -> & #Hi & _) HJ".
    iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)".
    iAssert ⌜∀ j, j ∈ J → H !! j = Some Hold⌝%I as %HJ.
    { iIntros (j Hj). iDestruct (big_sepS_elem_of with "HJ") as "HJ"; [exact Hj|].
      iApply (ghost_map_lookup with "HH HJ"). }
    iModIntro. iSplitR "HJ". { iNext. iExists s, ne, nd, H, X. by iFrame. }
    iModIntro. iFrame "HJ". iPureIntro. destruct Hb as (Hb & _).
    pose proof (count_subset Hold H J HJ). lia.
  Qed.

  (** All get one queue. *)
  Lemma queue_spec p : {{{ is_permits p }}} queue p {{{ (q : loc), RET #q; is_cqs q }}}.
  Proof.
    iIntros (Φ) "(%st & %qu & -> & _ & #Hb) HΦ". wp_rec. wp_rec. wp_pures. wp_bind (! _)%E.
    iInv (N .@ "queue") as "[[>Hl >Hg]|(%q & >#Hl & #Hq)]"; last first.
    { wp_load. iModIntro. iSplitR. { iNext. iRight. iExists q. by iFrame "#". }
      wp_pures. by iApply "HΦ". }
    wp_load. iModIntro. iSplitL "Hl Hg". { iNext. iLeft. iFrame. }
    wp_pures. wp_apply newCqs_spec; [done|]. iIntros (q) "Hnew". wp_pures. wp_rec. wp_pures.
    wp_bind (CmpXchg _ _ _).
    iInv (N .@ "queue") as "[[>Hl >Hg]|(%q' & >#Hl & #Hq)]".
    - wp_cmpxchg_suc. iMod (mapsto_persist with "Hl") as "#Hl".
      iMod (share_queue with "Hnew Hg") as "#Hq".
      iModIntro. iSplitR. { iNext. iRight. iExists q. by iFrame "#". }
      wp_pures. by iApply "HΦ".
    - wp_apply (wp_cmpxchg_fail with "Hl"); [done|by left|]. iIntros "_".
      iModIntro. iSplitR. { iNext. iRight. iExists q'. by iFrame "#". }
      wp_pures. by iApply "HΦ".
  Qed.

  (** One step takes a permit, or counts the caller as waiting. *)
  Lemma SEM_2_take_or_count p j :
    {{{ is_permits p ∗ slot j Idle }}} takeOrCount p
    {{{ (b : bool), RET #b; slot j (if b then Hold else Counted) }}}.
  Proof.
    iIntros (Φ) "[(%st & %qu & -> & #Hi & _) Hj] HΦ". wp_rec. wp_rec. wp_pures. wp_bind (FAA _ _).
    iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)". wp_faa.
    set (y := if bool_decide (0 < s)%Z then Hold else Counted).
    iMod (slot_move _ _ _ y with "HH Hj") as (Hl) "[HH Hj]". iModIntro. iSplitR "Hj HΦ".
    - iNext. iExists (s + -1)%Z, ne, nd, _, X. iFrame.
      iDestruct (all_at_update _ _ _ _ _ _ y Hl with "[] Hw") as "$"; [by iIntros "!>" (i [=])|].
      iDestruct (all_at_update _ _ _ _ _ _ y Hl with "[] Hg") as "$"; [by iIntros "!>" (i [=])|].
      iPureIntro. eapply balanced_move; [done|done|..|apply Hb]; unfold y, one, free, waiting;
        case_bool_decide; repeat (case_decide; simplify_eq); lia.
    - wp_pures. iApply "HΦ". rewrite /y. by case_bool_decide.
  Qed.

  (** [tryAcquire] without waiting: a permit, or nothing. *)
  Lemma SEM_1_try_take p j :
    {{{ is_permits p ∗ slot j Idle }}} tryTake p
    {{{ (b : bool), RET #b; slot j (if b then Hold else Idle) }}}.
  Proof.
    iIntros (Φ) "[(%st & %qu & -> & #Hi & _) Hj] HΦ". iLöb as "IH". wp_rec. wp_rec. wp_pures.
    wp_bind (! _)%E.
    iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)". wp_load.
    iModIntro. iSplitR "Hj HΦ". { iNext. iExists s, ne, nd, H, X. by iFrame. }
    clear ne nd H X Hb. wp_pures. case_bool_decide as Hs; wp_pures; [|by iApply "HΦ"].
    wp_rec. wp_pures. wp_bind (CmpXchg _ _ _).
    iInv "Hi" as (s' ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)".
    destruct (decide (s' = s)) as [->|Hne]; last first.
    { wp_cmpxchg_fail. iModIntro. iSplitR "Hj HΦ".
      { iNext. iExists s', ne, nd, H, X. by iFrame. }
      wp_pures. by iApply ("IH" with "Hj HΦ"). }
    wp_cmpxchg_suc. iMod (slot_move _ _ _ Hold with "HH Hj") as (Hl) "[HH Hj]".
    iModIntro. iSplitR "Hj HΦ".
    - iNext. iExists (s - 1)%Z, ne, nd, _, X. iFrame.
      iDestruct (all_at_update _ _ _ _ _ _ Hold Hl with "[] Hw") as "$"; [by iIntros "!>" (i [=])|].
      iDestruct (all_at_update _ _ _ _ _ _ Hold Hl with "[] Hg") as "$"; [by iIntros "!>" (i [=])|].
      iPureIntro. eapply balanced_move; [done|done|..|apply Hb]; unfold one, free, waiting;
        repeat (case_decide; simplify_eq); lia.
    - wp_pures. by iApply "HΦ".
  Qed.
End permits.

(** A new semaphore has all its permits free, and its users do nothing. *)
Lemma newPermits_spec `{!heapGS Σ, !permitsG Σ} N (n : nat) (slots : gset nat) :
  {{{ True }}} newPermits #n
  {{{ γ p, RET p; is_permits N γ n slots p ∗ [∗ set] j ∈ slots, slot γ j Idle }}}.
Proof.
  iIntros (Φ) "_ HΦ". wp_rec. wp_alloc qu as "Hqu". wp_alloc st as "Hst". wp_pures.
  iMod new_ghost_alloc as (γq) "(Hg & He & Hd)".
  iMod (ghost_map_alloc (gset_to_gmap Idle slots)) as (γs) "[HH Hs]".
  iMod (ghost_map_alloc_empty (K:=nat) (V:=parcel)) as (γx) "HX".
  set (γ := PermitsNames γs γx γq).
  iMod (inv_alloc (N .@ "queue") _ (queue_inv N γ qu) with "[Hqu Hg]") as "#Hq".
  { iNext. iLeft. iFrame. }
  iMod (inv_alloc (N .@ "state") _ (state_inv γ n slots st) with "[Hst HH HX He Hd]") as "#Hi".
  { iNext. iExists n, 0, 0, _, ∅. iFrame. rewrite /all_at /=. iSplit; [|done]. iPureIntro.
    assert (∀ q, q ≠ Idle → count q (gset_to_gmap Idle slots) = 0) as Hc.
    { intros q Hq. apply count_zero. intros j [_ Hj]%lookup_gset_to_gmap_Some. congruence. }
    split_and!.
    - rewrite !Hc // (count_zero Sent ∅); [|done]. unfold free. lia.
    - rewrite !Hc //. unfold waiting. lia.
    - by rewrite dom_empty_L.
    - by rewrite dom_gset_to_gmap. }
  iModIntro. iApply ("HΦ" $! γ). iSplitR; [iExists st, qu; by iFrame "#"|].
  iAssert ([∗ map] j ↦ _ ∈ gset_to_gmap Idle slots, slot γ j Idle)%I with "[Hs]" as "Hs".
  { iApply (big_sepM_impl with "Hs"). iIntros "!>" (j x [_ <-]%lookup_gset_to_gmap_Some) "$". }
  by rewrite big_sepM_dom dom_gset_to_gmap.
Qed.
