(** Broadcast.java: a signal without memory. The queue is made for the first waiter and stays. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell Sweep Cqs CqsResumeAll.

(** [new Broadcast()]: null, no queue (BC-1). *)
Definition newBroadcast : val := λ: <>, ref NONEV.

(** [Broadcast.queueForSuspend]: the queue, made by one compare-and-set if there is none; the loser
    takes the winner's (BC-1). *)
Definition queueForSuspend : val := λ: "b",
  match: ! "b" with
    SOME "q" => "q"
  | NONE =>
      let: "q" := newCqs #() in
      match: Fst (CmpXchg "b" NONEV (SOME "q")) with
        NONE => "q"
      | SOME "winner" => "winner"
      end
  end.

(** [Broadcast.suspend(Runnable)]: None if the callback was called here, else the handle (BC-3). *)
Definition suspend : val := λ: "b" "k",
  let: "w" := ref "k" in
  Cqs.suspend (queueForSuspend "b") "w".

(** [Broadcast.resumeAll] with a queue (RALL-2). *)
Definition queueResumeAll : val := λ: "b",
  match: ! "b" with SOME "q" => Cqs.resumeAll "q" | NONE => throw end.
(** [Broadcast.resumeAll]: without a queue, replacing null by null publishes (COND-11). *)
Definition resumeAll : val := λ: "b",
  if: (match: ! "b" with NONE => ~ (CAS "b" NONEV NONEV) | SOME <> => #true end)
  then queueResumeAll "b"
  else #().

Section broadcast.
  Context `{!heapGS Σ, !cqsG Σ} (N : namespace) (γ : cqs_names).
  Context (R : iProp Σ) (P Q : gname → iProp Σ).
  Context `{HR : !Persistent R} `{HQ : !∀ γk, Persistent (Q γk)}.

  Notation is_cqs := (is_cqs (N .@ "cqs") γ R P Q).

  (** Null, with the ghost state of a queue that is to come, or a queue for good. *)
  Definition queue_inv (b : loc) : iProp Σ :=
    (b ↦ NONEV ∗ new_ghost γ) ∨ (∃ q : loc, b ↦□ SOMEV #q ∗ is_cqs q).
  Definition is_broadcast (b : loc) : iProp Σ := inv (N .@ "queue") (queue_inv b).

  Global Instance is_broadcast_persistent b : Persistent (is_broadcast b).
  Proof. apply _. Qed.

  Notation waker := (waker γ R P Q).
  Notation settled := (settled (g_cells γ) Q).
  Notation registered := (registered (g_cells γ)).
  Notation overtaken := (overtaken (g_cells γ)).
  Notation is_handle := (is_handle (N .@ "cqs") γ R P Q).

  (** All suspenders get one queue. *)
  Lemma BC_1_one_queue (b : loc) :
    {{{ is_broadcast b }}} queueForSuspend #b {{{ (q : loc), RET #q; is_cqs q }}}.
  Proof.
    iIntros (Φ) "#Hb HΦ". wp_rec. wp_bind (! _)%E.
    iInv (N .@ "queue") as "[[>Hl >Hg]|(%q & >#Hl & #Hq)]"; last first.
    { wp_load. iModIntro. iSplitR. { iNext. iRight. iExists q. by iFrame "#". }
      wp_pures. by iApply "HΦ". }
    wp_load. iModIntro. iSplitL "Hl Hg". { iNext. iLeft. iFrame. }
    wp_pures. wp_apply newCqs_spec; [done|]. iIntros (q) "Hnew". wp_pures.
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

  (** A waiter waits, or was overtaken by a broadcast and has been called here. *)
  Lemma BC_3_suspend (b : loc) γk k (U : nat → iProp Σ) :
    {{{ is_broadcast b ∗ waker γk k ∗
        (∀ i, enq_half γ i ={⊤ ∖ ↑N}=∗ enq_half γ (S i) ∗ U i) }}}
      suspend #b k
    {{{ i v, RET v; U i ∗
        ((⌜v = NONEV⌝ ∗ Q γk ∗ overtaken i ∗ deq_lb γ (S i)) ∨
         (∃ h r, ⌜v = SOMEV h⌝ ∗ is_handle i γk h k ∗ registered i γk r ∗ enq_lb γ (S i) ∗
            cancel_right γ i)) }}}.
  Proof.
    iIntros (Φ) "(#Hb & Hk & HU) HΦ". wp_rec. wp_pures.
    wp_alloc r as "Hr". iMod (mapsto_persist with "Hr") as "#Hr". wp_pures.
    wp_apply (BC_1_one_queue with "Hb"). iIntros (q) "#Hq".
    wp_apply (Cqs.BC_3_suspend (N .@ "cqs") γ R P Q q r γk k U with "[$Hq $Hr $Hk HU]").
    { iIntros (i) "Hh". iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
      iMod ("HU" with "Hh") as "$". by iMod "Hclose". }
    iIntros (i v) "[HU [H|(%h & -> & H1 & H2 & H3 & H4)]]"; iApply "HΦ"; iFrame "HU".
    - by iLeft.
    - iRight. iExists h, r. by iFrame.
  Qed.

  (** The cells of the claim from [s] up to [stop], each settled. *)
  Definition range_settled (s stop : nat) : iProp Σ :=
    [∗ list] i ∈ seq s (stop - s), in_claim γ i s stop ∗ settled i.
  Global Instance range_settled_persistent s stop : Persistent (range_settled s stop).
  Proof. apply _. Qed.

  (** A broadcast with a queue. *)
  Lemma queueResumeAll_spec (b q : loc) (V : nat → nat → iProp Σ) :
    {{{ b ↦□ SOMEV #q ∗ is_cqs q ∗ R ∗
        (∀ stop, enq_half γ stop ={⊤ ∖ ↑N}=∗ enq_half γ stop ∗
           ∀ s, claimed_range γ s stop -∗ deq_half γ s ={⊤ ∖ ↑N}=∗
             deq_half γ (s `max` stop) ∗ V s stop) }}}
      queueResumeAll #b
    {{{ s stop, RET #(); V s stop ∗ deq_lb γ stop ∗ range_settled s stop }}}.
  Proof.
    iIntros (Φ) "(#Hl & #Hq & #HR' & HV) HΦ". wp_rec. wp_load. wp_pures.
    wp_apply (CqsResumeAll.RALL_2_coverage (N .@ "cqs") γ R P Q q V with "[$Hq $HR' HV]"); [|done].
    iIntros (stop) "Hh". iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
    iMod ("HV" with "Hh") as "[$ HV]". iMod "Hclose" as "_". iIntros "!>" (s) "Hc Hh".
    iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
    iMod ("HV" with "Hc Hh") as "$". by iMod "Hclose".
  Qed.

  (** One broadcast, and the queue that it has found, if there is one. *)
  Lemma coverage_and_queue (b : loc) (V : nat → nat → iProp Σ) :
    {{{ is_broadcast b ∗ R ∗
        (∀ stop, enq_half γ stop ={⊤ ∖ ↑N}=∗ enq_half γ stop ∗
           ∀ s, claimed_range γ s stop -∗ deq_half γ s ={⊤ ∖ ↑N}=∗
             deq_half γ (s `max` stop) ∗ V s stop) }}}
      resumeAll #b
    {{{ s stop, RET #(); V s stop ∗ deq_lb γ stop ∗ range_settled s stop ∗ (⌜stop = 0⌝ ∨ ∃ q, is_cqs q) }}}.
  Proof.
    iIntros (Φ) "(#Hb & #HR' & HV) HΦ". wp_rec. wp_bind (! _)%E.
    iInv (N .@ "queue") as "[[>Hl >Hg]|(%q & >#Hl & #Hq)]"; last first.
    { wp_load. iModIntro. iSplitR. { iNext. iRight. iExists q. by iFrame "#". }
      wp_pures. wp_apply (queueResumeAll_spec b q V with "[$Hl $Hq $HR' $HV]"); [done..|].
      iIntros (s stop) "(HV & Hd & Hs)". iApply "HΦ". iFrame. iRight. by iExists q. }
    wp_load. iModIntro. iSplitL "Hl Hg". { iNext. iLeft. iFrame. }
    wp_pures. wp_bind (CmpXchg _ _ _).
    iInv (N .@ "queue") as "[[>Hl >Hg]|(%q & >#Hl & #Hq)]"; last first.
    { wp_apply (wp_cmpxchg_fail with "Hl"); [done|by left|]. iIntros "_".
      iModIntro. iSplitR. { iNext. iRight. iExists q. by iFrame "#". }
      wp_pures. wp_apply (queueResumeAll_spec b q V with "[$Hl $Hq $HR' $HV]"); [done..|].
      iIntros (s stop) "(HV & Hd & Hs)". iApply "HΦ". iFrame. iRight. by iExists q. }
    wp_cmpxchg_suc. iDestruct "Hg" as "(Hc & Hne & Hnd & Hg)".
    iMod (fupd_mask_subseteq (⊤ ∖ ↑N)) as "Hclose"; [solve_ndisj|].
    iMod ("HV" with "Hne") as "[Hne HV]". iMod ("HV" with "[] Hnd") as "[Hnd HV]".
    { iIntros "!>" (i Hi). lia. }
    iMod "Hclose" as "_". iDestruct (mono_nat_lb_own_get with "Hnd") as "#Hdlb".
    iModIntro. iSplitR "HV HΦ". { iNext. iLeft. iFrame. }
    wp_pures. iApply ("HΦ" $! 0 0). iFrame "HV Hdlb".
    rewrite /range_settled /=. iModIntro. iSplit; [done|]. by iLeft.
  Qed.

  (** One broadcast. It takes the snapshot [stop] of the suspend index once, first; then claims the
      range from the resume index [s] up to [stop] by one step, or nothing if there is none; then
      settles each cell of its claim. When it returns, every cell below the snapshot is in a claim,
      of this call or of an earlier one; the cells of an earlier one need not be settled (RALL-5). *)
  Lemma RALL_2_coverage (b : loc) (V : nat → nat → iProp Σ) :
    {{{ is_broadcast b ∗ R ∗
        (∀ stop, enq_half γ stop ={⊤ ∖ ↑N}=∗ enq_half γ stop ∗
           ∀ s, claimed_range γ s stop -∗ deq_half γ s ={⊤ ∖ ↑N}=∗
             deq_half γ (s `max` stop) ∗ V s stop) }}}
      resumeAll #b
    {{{ s stop, RET #(); V s stop ∗ deq_lb γ stop ∗ range_settled s stop }}}.
  Proof.
    iIntros (Φ) "H HΦ". wp_apply (coverage_and_queue with "H"). iIntros (s stop) "(H1 & H2 & H3 & _)".
    iApply "HΦ". iFrame.
  Qed.

  (** When a broadcast returns, every cell that was registered before the call is in exactly one claim, of
      this broadcast or of another. [V]: as in [RALL_2_coverage]. *)
  Lemma RALL_2_each_cell_in_one_claim (b : loc) (n : nat) (V : nat → nat → iProp Σ) :
    {{{ is_broadcast b ∗ R ∗ enq_lb γ n ∗
        (∀ stop s, claimed_range γ s stop -∗ deq_half γ s ={⊤ ∖ ↑N}=∗
           deq_half γ (s `max` stop) ∗ V s stop) }}}
      resumeAll #b
    {{{ s stop, RET #(); V s stop ∗ ⌜n ≤ stop⌝ ∗ range_settled s stop ∗
        [∗ list] i ∈ seq 0 n, in_exactly_one_claim γ i }}}.
  Proof.
    iIntros (Φ) "(#Hb & #HR' & #Hn & HV) HΦ". iApply wp_fupd.
    wp_apply (coverage_and_queue b (λ s stop, V s stop ∗ ⌜n ≤ stop⌝)%I with "[$Hb $HR' HV]").
    { iIntros (stop) "He". iDestruct (mono_nat_lb_own_valid with "He Hn") as %[_ Hle].
      iModIntro. iFrame "He". iIntros (s) "Hc Hd". iMod ("HV" with "Hc Hd") as "[$ $]". done. }
    iIntros (s stop) "([HV %Hle] & #Hlb & #Hs & #Hq)". iApply "HΦ". iFrame "HV Hs".
    iApply fupd_frame_l. iSplit; [done|]. iApply big_sepL_fupd. iApply big_sepL_intro.
    iIntros "!>" (j i Hj). apply lookup_seq in Hj as [-> Hj].
    iDestruct "Hq" as "[->|(%q & Hq)]"; [lia|].
    iApply (RALL_2_exactly_one_claim with "Hq"). iApply (mono_nat_lb_own_le with "Hlb"). lia.
  Qed.

  (** Order: when a broadcast calls the waiter of cell [i], the waiter of each cell before it in the same claim is
      through: called, or cancelled. A waiter that was overtaken calls itself, when it comes (G-13). *)
  Lemma RALL_3_called_in_order i j s t γk γj r :
    s ≤ j < i → in_claim γ i s t -∗ turn γ Q i γk -∗ registered j γj r -∗
    (fate_is (g_cells γ) j γj r Claimed ∗ Q γj) ∨ fate_is (g_cells γ) j γj r Cancelled ∨ overtaken i.
  Proof.
    iIntros (Hj) "#Hin (%s' & %t' & Hin' & _ & [(%r' & _ & _ & Hs)|Ho]) Hr"; [|by iRight; iRight].
    iDestruct (RALL_1_exclusive_claim with "Hin Hin'") as %[<- <-].
    iDestruct (big_sepL_lookup _ _ (j - s) j with "Hs") as "Hsj"; [apply lookup_seq; lia|].
    iDestruct (BC_4_called_xor_cancelled with "Hsj Hr") as "[H|H]"; [by iLeft|by iRight; iLeft].
  Qed.

  (** A registered waiter below the snapshot of a broadcast that claimed it has been called or was
      cancelled when that broadcast returns. *)
  Lemma BC_4_called_or_cancelled i s stop γk r :
    s ≤ i < stop → range_settled s stop -∗ registered i γk r -∗
    Q γk ∨ cancelled (g_cells γ) i.
  Proof.
    iIntros (Hi) "H Hreg".
    iDestruct (big_sepL_lookup _ _ (i - s) i with "H") as "[_ Hs]".
    { apply lookup_seq. lia. }
    iApply (Cell.BC_4_called_or_cancelled with "Hs Hreg").
  Qed.

  (** With one broadcaster at a time, which owns half of the resume index and has settled all below
      it, every waiter registered before the call has been called or cancelled at its return. *)
  Lemma BC_11_sole_broadcaster (b : loc) (s n : nat) :
    {{{ is_broadcast b ∗ R ∗ enq_lb γ n ∗ deq_half γ s ∗ [∗ list] i ∈ seq 0 s, settled i }}}
      resumeAll #b
    {{{ t, RET #(); ⌜s ≤ t ∧ n ≤ t⌝ ∗ deq_half γ t ∗ [∗ list] i ∈ seq 0 t, settled i }}}.
  Proof.
    iIntros (Φ) "(#Hb & #HR' & #Hn & Hd & #Hs) HΦ".
    wp_apply (RALL_2_coverage b (λ s' stop, ⌜s' = s ∧ n ≤ stop⌝ ∗ deq_half γ (s `max` stop))%I
      with "[$Hb $HR' Hd]").
    { iIntros (stop) "He". iDestruct (mono_nat_lb_own_valid with "He Hn") as %[_ Hle].
      iModIntro. iFrame "He". iIntros (s') "_ Hd'".
      iDestruct (mono_nat_auth_own_agree with "Hd Hd'") as %[_ <-]. iCombine "Hd Hd'" as "Hd".
      iMod (mono_nat_own_update (s `max` stop) with "Hd") as "[[$ $] _]"; [lia|done]. }
    iIntros (s' stop) "([[-> %Hn] Hd] & _ & H)". iApply "HΦ". iFrame "Hd". iSplit; [iPureIntro; lia|].
    destruct (decide (s ≤ stop)) as [Hle|Hle].
    - rewrite Nat.max_r //. replace stop with (s + (stop - s)) at 2 by lia.
      rewrite seq_app big_sepL_app /=. iFrame "Hs". rewrite /range_settled big_sepL_sep.
      by iDestruct "H" as "[_ $]".
    - rewrite Nat.max_l //. lia.
  Qed.

  (** An empty broadcast changes nothing: if the resume index has come up to the suspend index, both are as
      before. That no later registration finds a trace of it is [RALL_6_later_registration_waits]. *)
  Lemma RALL_6_empty_call (b : loc) (n : nat) :
    {{{ is_broadcast b ∗ R ∗ enq_half γ n ∗ deq_half γ n }}}
      resumeAll #b
    {{{ RET #(); enq_half γ n ∗ deq_half γ n }}}.
  Proof.
    iIntros (Φ) "(#Hb & #HR' & He & Hd) HΦ".
    wp_apply (RALL_2_coverage b (λ s' stop, enq_half γ n ∗ deq_half γ n)%I with "[$Hb $HR' He Hd]").
    { iIntros (stop) "He'". iDestruct (mono_nat_auth_own_agree with "He He'") as %[_ <-].
      iModIntro. iFrame "He'". iIntros (s) "_ Hd'".
      iDestruct (mono_nat_auth_own_agree with "Hd Hd'") as %[_ <-]. rewrite Nat.max_id.
      iModIntro. iFrame. }
    iIntros (s stop) "[[He Hd] _]". iApply "HΦ". iFrame.
  Qed.

  (** While both indices are equal, as after an empty broadcast, whoever registers next waits: there is no
      trace of an earlier broadcast that it could find, and its callback is not called there. *)
  Lemma RALL_6_later_registration_waits (b : loc) (n : nat) γk k :
    {{{ is_broadcast b ∗ waker γk k ∗ enq_half γ n ∗ deq_half γ n }}}
      suspend #b k
    {{{ h r, RET (SOMEV h); is_handle n γk h k ∗ registered n γk r ∗ cancel_right γ n ∗
        enq_half γ (S n) ∗ deq_half γ n }}}.
  Proof.
    iIntros (Φ) "(#Hb & Hk & He & Hd) HΦ".
    wp_apply (BC_3_suspend b γk k (λ i, ⌜i = n⌝ ∗ enq_half γ (S n))%I with "[$Hb $Hk He]").
    { iIntros (i) "He'". iDestruct (mono_nat_auth_own_agree with "He He'") as %[_ <-].
      iCombine "He He'" as "He". iMod (mono_nat_own_update (S n) with "He") as "[[$ $] _]"; [lia|done]. }
    iIntros (i v) "[[-> He] [(-> & _ & _ & Hlb)|(%h & %r & -> & Hh & Hr & _ & Hc)]]".
    - iDestruct (mono_nat_lb_own_valid with "Hd Hlb") as %[_ Hle]. lia.
    - iApply "HΦ". iFrame.
  Qed.
End broadcast.

(** A new broadcast has no waiters, and its creator owns its half of both indices. What resumers publish and
    what callbacks own may speak of its names. *)
Lemma newBroadcast_spec_names `{!heapGS Σ, !cqsG Σ} N
    (R : cqs_names → iProp Σ) (P Q : cqs_names → gname → iProp Σ) :
  {{{ True }}} newBroadcast #()
  {{{ γ (b : loc), RET #b; is_broadcast N γ (R γ) (P γ) (Q γ) b ∗ enq_half γ 0 ∗ deq_half γ 0 }}}.
Proof.
  iIntros (Φ) "_ HΦ". wp_rec. wp_alloc b as "Hb".
  iMod new_ghost_alloc as (γ) "(Hg & He & Hd)".
  iMod (inv_alloc (N .@ "queue") _ (queue_inv N γ (R γ) (P γ) (Q γ) b) with "[Hb Hg]") as "#Hi".
  { iNext. iLeft. iFrame. }
  iModIntro. iApply ("HΦ" $! γ). by iFrame "∗#".
Qed.

(** The same, where they do not. *)
Lemma newBroadcast_spec `{!heapGS Σ, !cqsG Σ} N R P Q :
  {{{ True }}} newBroadcast #()
  {{{ γ (b : loc), RET #b; is_broadcast N γ R P Q b ∗ enq_half γ 0 ∗ deq_half γ 0 }}}.
Proof. apply (newBroadcast_spec_names N (λ _, R) (λ _, P) (λ _, Q)). Qed.
