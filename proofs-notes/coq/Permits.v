(** Permits.java: the number and the queue of a semaphore, asynchronous, with simple cancellation.

    The Java cancels smartly; here a cancelled waiter stays in the number until a release meets its
    cell, is refused and starts again, as [give] does in either mode. *)
From stdpp Require Import fin_maps.
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell Cqs CellValue CqsValue.

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

(** How many entries of a map are [q]. *)
Section count.
  Context {A : Type} `{!EqDecision A}.
  Implicit Types m : gmap nat A.
  Definition one (x q : A) : nat := if decide (x = q) then 1 else 0.
  Definition count (q : A) m : nat := size (filter (λ e, e.2 = q) m).

  (** A new entry counts if it is [q]. *)
  Lemma count_insert q m i x : m !! i = None → count q (<[i:=x]> m) = one x q + count q m.
  Proof.
    intros Hi. rewrite /count /one map_filter_insert /=. case_decide.
    - rewrite map_size_insert_None // map_filter_lookup_None. by left.
    - by rewrite delete_notin.
  Qed.
  (** A changed entry counts as what it is now. *)
  Lemma count_update q m i x y :
    m !! i = Some x → count q (<[i:=y]> m) + one x q = count q m + one y q.
  Proof.
    intros Hi. rewrite -{2}(insert_delete m i x) // -insert_delete_insert.
    rewrite !count_insert ?lookup_delete //. lia.
  Qed.
  (** One that is [q] counts. *)
  Lemma count_pos q m i : m !! i = Some q → 1 ≤ count q m.
  Proof.
    intros Hi. rewrite -(insert_delete m i q) // count_insert ?lookup_delete //.
    rewrite /one decide_True //. lia.
  Qed.
  (** If none is [q], the count is 0. *)
  Lemma count_zero q m : (∀ i, m !! i ≠ Some q) → count q m = 0.
  Proof.
    intros Hm. apply map_size_empty_iff, map_eq => i. rewrite lookup_empty map_filter_lookup_None.
    right. intros x Hx Hq. simpl in Hq. subst. by destruct (Hm i).
  Qed.
  (** A set of entries that are all [q] is not larger than the count. *)
  Lemma count_subset q m (J : gset nat) : (∀ j, j ∈ J → m !! j = Some q) → size J ≤ count q m.
  Proof.
    intros HJ. rewrite /count -(size_dom (D:=gset nat)). apply subseteq_size. intros j Hj.
    apply elem_of_dom. exists q. by apply map_filter_lookup_Some_2; [apply HJ|].
  Qed.
End count.

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

  (** A waiter in the queue: it may be cancelled by who has this. *)
  Definition waits (j : nat) (γf : gname) (h : val) : iProp Σ :=
    ∃ i k, is_handle i (name j γf) h k ∗ cancel_right (p_queue γ) i.

  (** A counted user waits, or a permit was on the way and its callback has been called here. The callback
      is called as the owner of a permit. *)
  Lemma SEM_2_suspend_counted p (r : loc) k j γf :
    {{{ is_permits p ∗ r ↦□ k ∗ slot j Counted ∗
        (slot j Hold -∗ WP k NULLV {{ _, decided γf () }}) }}}
      suspendCounted p #r
    {{{ v, RET v; (⌜v = NONEV⌝ ∗ decided γf ()) ∨ (∃ h, ⌜v = SOMEV h⌝ ∗ waits j γf h) }}}.
  Proof.
    iIntros (Φ) "(#Hp & #Hr & Hj & Hk) HΦ". wp_rec. wp_pures. wp_apply (queue_spec with "Hp").
    iIntros (q) "#Hq". iDestruct "Hp" as (st qu) "(-> & #Hi & _)".
    wp_apply (CQS_4_suspend (N .@ "cqs") (p_queue γ) V P Q q r (name j γf) k (λ _, True)%I
      with "[$Hq $Hr Hj Hk]").
    { iIntros (i) "He".
      iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)".
      iDestruct (mono_nat_auth_own_agree with "He Hne") as %[_ <-]. iCombine "He Hne" as "He".
      iMod (mono_nat_own_update (S i) with "He") as "[[He Hne] _]"; [lia|].
      iMod (slot_move _ _ _ (Wait i) with "HH Hj") as (Hl) "[HH Hj]".
      iModIntro. iFrame "He". iSplitR "Hj Hk".
      { iNext. iExists s, (S i), nd, _, X. iFrame.
        iDestruct (all_at_update _ _ _ _ _ _ (Wait i) Hl with "[] Hw") as "Hw"; [by iIntros "!>" (? [=])|].
        iDestruct (all_at_update _ _ _ _ _ _ (Wait i) Hl with "[] Hg") as "$"; [by iIntros "!>" (? [=])|].
        iDestruct (all_at_next _ _ _ _ j with "Hw") as "$"; [by rewrite lookup_insert|].
        iPureIntro. eapply balanced_move; [done|done|..|apply Hb]; unfold one;
          repeat (case_decide; simplify_eq); lia. }
      iModIntro. iSplitR; [done|]. iSplitL "Hj". { iExists j, γf. by iFrame. }
      iIntros (v) "_ [-> HX] (%j' & %γf' & %Hn & Hj)".
      apply (inj countable.encode) in Hn as [= <- <-]. clear s nd H X Hb Hl.
      iApply fupd_wp.
      iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX' & >Hne & >Hnd & >%Hb & Hw & Hg)".
      iMod (slot_move _ _ _ Hold with "HH Hj") as (Hl) "[HH Hj]".
      iDestruct (ghost_map_lookup with "HX' HX") as %HX.
      iMod (ghost_map_update Received with "HX' HX") as "[HX' HX]".
      iMod (ghost_map_elem_persist with "HX") as "#HX".
      iModIntro. iSplitR "Hk Hj".
      { iNext. iExists s, ne, nd, _, _. iFrame.
        iDestruct (all_at_update _ _ _ _ _ _ Hold Hl with "[] Hw") as "$".
        { iIntros "!>" (i' [= <-]). by iLeft. }
        iDestruct (all_at_update _ _ _ _ _ _ Hold Hl with "[] Hg") as "$"; [by iIntros "!>" (? [=])|].
        iPureIntro. pose proof (count_update Sent _ _ _ Received HX) as Hc.
        eapply balanced_move; [done|done|..]; unfold one in *;
          repeat (case_decide; simplify_eq); try lia.
        rewrite dom_insert_lookup_L; [apply Hb|by exists Sent]. }
      iModIntro. iApply (wp_wand with "[Hk Hj]"); [by iApply "Hk"|].
      iIntros (w) "#Hd". iExists j, γf. by iFrame "#". }
    iIntros (i v) "[_ [(-> & %w & _ & (%j' & %γf' & %Hn & #Hd))|(%h & -> & #Hh & HC)]]"; iApply "HΦ".
    - apply (inj countable.encode) in Hn as [= <- <-]. iLeft. by iFrame "#".
    - iRight. iExists h. iSplit; [done|]. iExists i, k. by iFrame "∗#".
  Qed.

  (** An acquirer gets a permit at once, or waits as one who is counted. Its callback is called as the owner
      of a permit. *)
  Lemma SEM_1_take_or_suspend p (r : loc) k j γf :
    {{{ is_permits p ∗ r ↦□ k ∗ slot j Idle ∗
        (slot j Hold -∗ WP k NULLV {{ _, decided γf () }}) }}}
      takeOrSuspend p #r
    {{{ v, RET v; (⌜v = NONEV⌝ ∗ decided γf ()) ∨ (∃ h, ⌜v = SOMEV h⌝ ∗ waits j γf h) }}}.
  Proof.
    iIntros (Φ) "(#Hp & #Hr & Hj & Hk) HΦ". wp_rec. wp_pures.
    wp_apply (SEM_2_take_or_count with "[$Hp $Hj]"). iIntros ([]) "Hj"; wp_pures.
    - wp_apply (queue_spec with "Hp"). iIntros (q) "_". wp_pures. wp_load. wp_bind (k _).
      iApply (wp_wand with "[Hk Hj]"); [by iApply "Hk"|]. iIntros (w) "#Hf". wp_pures.
      iApply "HΦ". iLeft. by iFrame "#".
    - wp_apply (SEM_2_suspend_counted with "[$Hp $Hr $Hj $Hk]"). iIntros (v) "H". by iApply "HΦ".
  Qed.

  (** A cancelled waiter takes no permit (SEM-3); one that cannot be cancelled gets its permit. *)
  Lemma SEM_3_cancel p j γf h :
    {{{ is_permits p ∗ waits j γf h }}} Cqs.cancel h
    {{{ (b : bool), RET #b; if b then slot j Idle else waits j γf h }}}.
  Proof.
    iIntros (Φ) "[(%st & %qu & -> & #Hi & _) (%i & %k & #Hh & HC)] HΦ".
    iApply wp_fupd. wp_apply (CQS_10_cancel with "[$Hh $HC]"). iIntros ([]) "[H1 H2]"; last first.
    { iApply "HΦ". iModIntro. iExists i, k. by iFrame "∗#". }
    iDestruct "H1" as "[(%j' & %γf' & %Hn & Hj) _]". apply (inj countable.encode) in Hn as [= <- <-].
    iDestruct "H2" as "#Hcan".
    iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)".
    iMod (slot_move _ _ _ Idle with "HH Hj") as (Hl) "[HH Hj]".
    iModIntro. iSplitR "HΦ Hj"; [|by iApply "HΦ"].
    iNext. iExists s, ne, nd, _, X. iFrame.
    iDestruct (all_at_update _ _ _ _ _ _ Idle Hl with "[] Hw") as "$".
    { iIntros "!>" (i' [= <-]). by iRight. }
    iDestruct (all_at_update _ _ _ _ _ _ Idle Hl with "[] Hg") as "$"; [by iIntros "!>" (? [=])|].
    iPureIntro. eapply balanced_move; [done|done|..|apply Hb]; unfold one;
      repeat (case_decide; simplify_eq); lia.
  Qed.

  (** The owner of a permit gives it back, to the first waiter if there is one; it is not told that it has
      released too often. The proof is long because it follows a permit through five openings of the invariant:
      the read, the compare-and-set, the index of the resumption, and its two ends. *)
  Lemma SEM_2_give p j :
    {{{ is_permits p ∗ slot j Hold }}} give p {{{ RET #(); slot j Idle }}}.
  Proof.
    iIntros (Φ) "[#Hp Hj] HΦ". iLöb as "IH".
    iPoseProof "Hp" as (st qu) "(-> & #Hi & _)". wp_rec. wp_rec. wp_pures.
    wp_bind (! _)%E.
    iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)". wp_load.
    iDestruct (ghost_map_lookup with "HH Hj") as %Hl.
    iAssert ⌜(s < n)%Z⌝%I as %Hs.
    { iPureIntro. destruct Hb as (Hb & _). pose proof (count_pos _ _ _ Hl).
      unfold free in Hb. lia. }
    iModIntro. iSplitR "Hj HΦ". { iNext. iExists s, ne, nd, H, X. by iFrame. }
    clear ne nd H X Hb Hl. wp_pures. wp_rec. wp_pures. rewrite bool_decide_eq_false_2; [|lia]. wp_pures.
    wp_rec. wp_pures. wp_bind (CmpXchg _ _ _).
    iInv "Hi" as (s' ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)".
    destruct (decide (s' = s)) as [->|Hne]; last first.
    { wp_cmpxchg_fail. iModIntro. iSplitR "Hj HΦ".
      { iNext. iExists s', ne, nd, H, X. by iFrame. }
      wp_pures. by iApply ("IH" with "Hj HΦ"). }
    wp_cmpxchg_suc. set (y := if decide (0 ≤ s)%Z then Idle else Promised).
    iMod (slot_move _ _ _ y with "HH Hj") as (Hl) "[HH Hj]".
    iModIntro. iSplitR "Hj HΦ".
    { iNext. iExists (s + 1)%Z, ne, nd, _, X. iFrame.
      iDestruct (all_at_update _ _ _ _ _ _ y Hl with "[] Hw") as "$"; [by iIntros "!>" (? [=])|].
      iDestruct (all_at_update _ _ _ _ _ _ y Hl with "[] Hg") as "$"; [by iIntros "!>" (? [=])|].
      iPureIntro. eapply balanced_move; [done|done|..|apply Hb]; unfold y, one, free, waiting;
        repeat (case_decide; simplify_eq); lia. }
    clear ne nd H X Hb Hl Hs. wp_pures. rewrite /y. clear y. destruct (decide (0 ≤ s)%Z) as [Hs|Hs].
    { rewrite bool_decide_eq_true_2 //. wp_pures. by iApply "HΦ". }
    rewrite bool_decide_eq_false_2 //. wp_pures.
    wp_apply (queue_spec with "Hp"). iIntros (q) "#Hq".
    wp_apply (CQS_18_resume (N .@ "cqs") (p_queue γ) V P Q q NULLV (λ i, slot j (Giving i))
      with "[$Hq Hj]").
    { iIntros (i) "Hd". clear s Hs.
      iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)".
      iDestruct (mono_nat_auth_own_agree with "Hd Hnd") as %[_ <-]. iCombine "Hd Hnd" as "Hd".
      iMod (mono_nat_own_update (S i) with "Hd") as "[[Hd Hnd] _]"; [lia|].
      iMod (slot_move _ _ _ (Giving i) with "HH Hj") as (Hl) "[HH Hj]".
      assert (X !! i = None) as HX.
      { apply not_elem_of_dom. destruct Hb as (_ & _ & -> & _). rewrite elem_of_set_seq. lia. }
      iMod (ghost_map_insert i Sent with "HX") as "[HX Hi']"; [done|].
      iModIntro. iFrame "Hd Hj". iSplitR "Hi'"; [|by iFrame].
      iNext. iExists s, ne, (S i), _, _. iFrame.
      iDestruct (all_at_update _ _ _ _ _ _ (Giving i) Hl with "[] Hw") as "$"; [by iIntros "!>" (? [=])|].
      iDestruct (all_at_update _ _ _ _ _ _ (Giving i) Hl with "[] Hg") as "Hg"; [by iIntros "!>" (? [=])|].
      iDestruct (all_at_next _ _ _ _ j with "Hg") as "$"; [by rewrite lookup_insert|].
      iPureIntro. pose proof (count_insert Sent _ _ Sent HX) as Hc.
      eapply balanced_move; [done|done|..]; unfold one in *;
        repeat (case_decide; simplify_eq); try lia.
      destruct Hb as (_ & _ & HdX & _). rewrite dom_insert_L HdX set_seq_S_end_union_L. done. }
    iIntros (i [|]) "[Hj H]"; wp_pures.
    - iDestruct "H" as "#Hh".
      iInv "Hi" as (s' ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & Hw & Hg)".
      iMod (slot_move _ _ _ Idle with "HH Hj") as (Hl) "[HH Hj]".
      iModIntro. iSplitR "HΦ Hj"; [|by iApply "HΦ"].
      iNext. iExists s', ne, nd, _, X. iFrame.
      iDestruct (all_at_update _ _ _ _ _ _ Idle Hl with "[] Hw") as "$"; [by iIntros "!>" (? [=])|].
      iDestruct (all_at_update _ _ _ _ _ _ Idle Hl with "[] Hg") as "$".
      { iIntros "!>" (i' [= <-]). iLeft. by iExists NULLV. }
      iPureIntro. eapply balanced_move; [done|done|..|apply Hb]; unfold one;
        repeat (case_decide; simplify_eq); lia.
    - iDestruct "H" as "[[_ HX] #Hcan]". iApply fupd_wp.
      iInv "Hi" as (s' ne nd H X) "(>Hst & >HH & >HX' & >Hne & >Hnd & >%Hb & Hw & Hg)".
      iMod (slot_move _ _ _ Hold with "HH Hj") as (Hl) "[HH Hj]".
      iDestruct (ghost_map_lookup with "HX' HX") as %HX.
      iMod (ghost_map_update Returned with "HX' HX") as "[HX' HX]".
      iMod (ghost_map_elem_persist with "HX") as "#HX".
      iModIntro. iSplitR "HΦ Hj"; [|iModIntro; by iApply ("IH" with "Hj HΦ")].
      iNext. iExists s', ne, nd, _, _. iFrame.
      iDestruct (all_at_update _ _ _ _ _ _ Hold Hl with "[] Hw") as "$"; [by iIntros "!>" (? [=])|].
      iDestruct (all_at_update _ _ _ _ _ _ Hold Hl with "[] Hg") as "$".
      { iIntros "!>" (i' [= <-]). by iRight. }
      iPureIntro. pose proof (count_update Sent _ _ _ Returned HX) as Hc.
      eapply balanced_move; [done|done|..]; unfold one in *;
        repeat (case_decide; simplify_eq); try lia.
      rewrite dom_insert_lookup_L; [apply Hb|by exists Sent].
  Qed.

  (** Nothing is lost: when no user does anything, all permits are free. *)
  Lemma SEM_3_idle p :
    0 < n →
    {{{ is_permits p ∗ [∗ set] j ∈ slots, slot j Idle }}} ! (state p) {{{ RET #n; True }}}.
  Proof.
    iIntros (Hn Φ) "[(%st & %qu & -> & #Hi & _) Hs] HΦ". wp_rec. wp_pures.
    iInv "Hi" as (s ne nd H X) "(>Hst & >HH & >HX & >Hne & >Hnd & >%Hb & #Hw & #Hg)". wp_load.
    iAssert ⌜∀ j x, H !! j = Some x → x = Idle⌝%I as %Hidle.
    { iIntros (j x Hj).
      iDestruct (big_sepS_elem_of with "Hs") as "Hs".
      { destruct Hb as (_ & _ & _ & <-). by apply elem_of_dom_2 in Hj. }
      iDestruct (ghost_map_lookup with "HH Hs") as %Hl. iPureIntro. congruence. }
    pose proof Hb as (H1 & H2 & H3 & _).
    rewrite !(count_zero _ H) in H1; [|intros j Hj; by apply Hidle in Hj..].
    rewrite !(count_zero _ H) in H2; [|intros j Hj; by apply Hidle in Hj..].
    iAssert ⌜∀ i, X !! i ≠ Some Sent⌝%I as %HX.
    { iIntros (i Hi).
      assert (i < nd) as Hnd.
      { apply elem_of_dom_2 in Hi. rewrite H3 elem_of_set_seq in Hi. lia. }
      iDestruct (big_sepL_lookup _ _ i i with "Hw") as "Hwi"; [apply lookup_seq; lia|].
      iDestruct (big_sepL_lookup _ _ i i with "Hg") as "Hgi"; [apply lookup_seq; lia|].
      iDestruct "Hwi" as "[Hwi|(%j & %Hj)]"; [|by apply Hidle in Hj].
      iDestruct "Hgi" as "[Hgi|(%j & %Hj)]"; [|by apply Hidle in Hj].
      iDestruct "Hwi" as "[Hr|Hc]"; [iDestruct (ghost_map_lookup with "HX Hr") as %?; congruence|].
      iDestruct "Hgi" as "[(%v & Hh)|Hr]"; [|iDestruct (ghost_map_lookup with "HX Hr") as %?; congruence].
      iDestruct (CQS_10_not_both with "Hh Hc") as %[]. }
    rewrite (count_zero Sent X) // in H1.
    assert (s = n) as -> by (unfold free in H1; lia).
    iModIntro. iSplitR "HΦ"; [|by iApply "HΦ"]. iNext. iExists n, ne, nd, H, X. by iFrame "∗#".
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
