(** A closed program that sees the order in which the callbacks of one claim are called (RALL-3). *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par nondet_bool assert.
From CqsKernel Require Import Ghost Closed Cells Cell Sweep Cqs Broadcast Records Claims.

(** The waiter with number [i]: its callback leaves its number in [last], and finds a smaller one there, else the
    program is stuck. *)
Definition numbered : val := λ: "b" "last" "i" "record",
  Broadcast.suspend "b" (λ: <>, assert: (Xchg "last" "i" < "i") ;; FAA (Fst "record") #1).
(** [n] of them, from number [i] on, one after another; the list of their records and handles. *)
Definition numberedWaiters : val := rec: "waiters" "i" "n" "b" "last" :=
  if: "n" = #0 then NONE
  else
    let: "record" := (ref #0, ref #0) in
    let: "h" := numbered "b" "last" "i" "record" in
    SOME (("record", "h"), "waiters" ("i" + #1) ("n" - #1) "b" "last").
(** All of them may be cancelled, at the same time; the list of their records. *)
Definition cancellers : val := rec: "cancellers" "l" :=
  match: "l" with
    NONE => NONE
  | SOME "p" =>
      let: "record" := Fst (Fst "p") in
      let: "r" := (mayCancel (Snd (Fst "p")) "record" ||| "cancellers" (Snd "p")) in
      SOME ("record", Snd "r")
  end.
(** [n] waiters register, in the order of their numbers; then one broadcast claims all of them, while each may be
    cancelled; then the report. *)
Definition in_order (n : nat) : expr :=
  let: "b" := newBroadcast #() in
  let: "last" := ref #(-1) in
  let: "l" := numberedWaiters #0 #n "b" "last" in
  let: "r" := (cancellers "l" ||| Broadcast.resumeAll "b") in
  report (Fst "r").

Section order.
  Context `{!heapGS Σ, !clientG Σ} (γ : cqs_names) (γo γs : gname).
  (** The names of the waiters, in the order of their numbers. *)
  Context (ks : list gname) (Hks : NoDup ks).
  Notation n := (length ks).
  Notation NB := (nroot .@ "broadcast").
  Notation NO := (nroot .@ "order").
  Notation NL := (nroot .@ "last").
  Notation is_broadcast := (is_broadcast NB γ True P Q).
  Notation settled := (settled (g_cells γ) Q).
  Notation registered := (registered (g_cells γ)).
  Notation waited := (waited γ True (λ i, ⌜i < n⌝)%I).

  (** Before the broadcast nothing is claimed. After its claim all waiters are in one claim, each in the cell of its
      number. *)
  Definition order_inv : iProp Σ :=
    (deq_half γ 0 ∗ half_pending unit γs) ∨
    (deq_half γ n ∗ decided γs () ∗
     [∗ list] i ↦ γk ∈ ks, in_claim γ i 0 n ∗ ∃ r, registered i γk r).
  Global Instance order_inv_timeless : Timeless order_inv.
  Proof. apply _. Qed.
  (** The number that was left last belongs to a waiter that has left its ticket, and all before it are settled. *)
  Definition last_inv (l : loc) : iProp Σ :=
    ∃ z : Z, l ↦ #z ∗ (⌜z = (-1)%Z⌝ ∨ ∃ i : nat, ⌜z = i⌝ ∗ ticket γo i ∗ [∗ list] j ∈ seq 0 i, settled j).

  (** A callback is called in its own cell, by a sweep that has claimed it, when all cells before it are settled. *)
  Lemma called_in_turn i i' γk :
    ks !! i = Some γk →
    inv NO order_inv -∗ turn γ Q i' γk ={⊤}=∗
    ∃ r, registered i γk r ∗ fate_is (g_cells γ) i γk r Claimed ∗ [∗ list] j ∈ seq 0 i, settled j.
  Proof.
    iIntros (Hi) "#Ho (%s & %t & #Hin & #Hlb & Hturn)". iInv "Ho" as ">[[Hd _]|(Hd & #Hd' & #Hall)]".
    { iDestruct (mono_nat_lb_own_valid with "Hd Hlb") as %[_ ?]. lia. }
    iDestruct (mono_nat_lb_own_valid with "Hd Hlb") as %[_ Hlt].
    destruct (lookup_lt_is_Some_2 ks i') as [γk' Hi']; [lia|].
    iDestruct (big_sepL_lookup with "Hall") as "[Hin' (%r' & Hr')]"; [exact Hi'|].
    iModIntro. iSplitL "Hd"; [iNext; iRight; by iFrame "∗#"|].
    iDestruct "Hturn" as "[(%r & #Hr & #Hf & #Hs)|#Hot]"; last first.
    { iDestruct (BC_3_waits_or_overtaken with "Hr' Hot") as %[]. }
    iDestruct (BC_1_one_waiter_per_cell with "Hr Hr'") as %[<- _].
    assert (i' = i) as -> by (by eapply NoDup_lookup).
    iDestruct (RALL_1_exclusive_claim with "Hin' Hin") as %[<- _]. rewrite Nat.sub_0_r.
    iModIntro. iExists r. by iFrame "#".
  Qed.

  (** The callback finds a smaller number than its own: who has left a greater one was called after the cell of this
      one was settled, that is called or cancelled, and it is neither. *)
  Lemma RALL_3_callback (l c x : loc) i i' γk :
    ks !! i = Some γk →
    inv NO order_inv -∗ inv NL (last_inv l) -∗ is_record c x γk -∗ ticket γo i -∗
    turn γ Q i' γk -∗ half_pending bool γk -∗
    WP (λ: <>, assert: (Xchg #l #i < #i) ;; FAA (Fst (#c, #x)%V) #1)%V #() {{ _, decided γk true }}.
  Proof.
    iIntros (Hi) "#Ho #Hl #Hc Ht Hturn Hp".
    iMod (called_in_turn with "Ho Hturn") as (r) "(#Hreg & #Hf & #Hs)"; [exact Hi|].
    wp_pures. wp_apply wp_assert. wp_bind (Xchg _ _). iInv "Hl" as (z) ">[Hz Hlast]". wp_xchg.
    iAssert ⌜(z < i)%Z⌝%I as %Hz.
    { iDestruct "Hlast" as "[->|(%i0 & -> & Ht0 & #Hs0)]"; [iPureIntro; lia|].
      destruct (decide (i0 < i)); [iPureIntro; lia|].
      destruct (decide (i0 = i)) as [->|]; [iDestruct (ticket_excl with "Ht Ht0") as %[]|].
      iDestruct (big_sepL_lookup _ _ i i with "Hs0") as "Hsi"; [apply lookup_seq; lia|].
      iDestruct (BC_4_called_xor_cancelled with "Hsi Hreg") as "[[_ HQ]|Hcan]".
      - iDestruct (half_pending_decided with "Hp HQ") as %[].
      - by iDestruct (BC_4_at_most_one with "Hf Hcan") as %[=]. }
    iModIntro. iSplitL "Hz Ht".
    { iNext. iExists i. iFrame "Hz". iRight. iExists i. iSplit; [done|]. by iFrame "Ht Hs". }
    wp_pures. rewrite bool_decide_eq_true_2 //. iModIntro. iSplit; [done|]. iNext. wp_pures.
    wp_apply (count_once c x γk true with "[$Hc $Hp]"). by iIntros (v) "$".
  Qed.

  (** What those who have registered leave: each its record, its handle, and its cell. *)
  Fixpoint waiting (i : nat) (ks' : list gname) (v : val) : iProp Σ :=
    match ks' with
    | [] => ⌜v = NONEV⌝
    | γk :: ks' => ∃ (c x : loc) h v', ⌜v = SOMEV (((#c, #x), h), v')⌝ ∗ is_record c x γk ∗
        registration γ True (λ i, ⌜i < n⌝)%I h γk ∗ (∃ r, registered i γk r) ∗ waiting (S i) ks' v'
    end%I.

  (** Each is in the cell of its number. *)
  Lemma waiting_registered i ks' v : waiting i ks' v -∗ [∗ list] j ↦ γk ∈ ks', ∃ r, registered (i + j) γk r.
  Proof.
    iIntros "H". iInduction ks' as [|γk ks'] "IH" forall (i v); [done|]. simpl.
    iDestruct "H" as (c x h v') "(-> & _ & _ & Hr & H)". rewrite Nat.add_0_r. iFrame "Hr".
    iDestruct ("IH" with "H") as "H". iApply (big_sepL_impl with "H").
    iIntros "!>" (j γk' _) "(%r & Hr)". iExists r. rewrite Nat.add_succ_r. iExact "Hr".
  Qed.

  (** All register, before the broadcast. *)
  Lemma numbered_waiters_spec (b l : loc) (pre ks' : list gname) :
    ks = pre ++ ks' →
    {{{ is_broadcast b ∗ inv NO order_inv ∗ inv NL (last_inv l) ∗ half_pending unit γs ∗ enq_half γ (length pre) ∗
        ([∗ list] γk ∈ ks', pending bool γk) ∗ [∗ list] j ∈ seq (length pre) (length ks'), ticket γo j }}}
      numberedWaiters #(length pre) #(length ks') #b #l
    {{{ v, RET v; half_pending unit γs ∗ enq_half γ n ∗ waiting (length pre) ks' v }}}.
  Proof.
    iIntros (Hpre Φ) "(#Hb & #Ho & #Hl & Hs & He & Hk & Ht) HΦ".
    iInduction ks' as [|γk ks'] "IH" forall (pre Hpre Φ); wp_rec; wp_pures.
    { iApply "HΦ". rewrite Hpre app_nil_r. by iFrame. }
    simpl. iDestruct "Hk" as "[Hk Hks]". iDestruct "Ht" as "[Ht Hts]".
    assert (length (pre ++ [γk]) = S (length pre)) as Hlen by (rewrite app_length /=; lia).
    wp_alloc x as "Hx". wp_alloc c as "Hc". iMod (record_of with "Hc Hx Hk") as "[#Hrec Hk]". wp_pures.
    wp_rec. wp_pures.
    wp_apply (Broadcast.BC_3_suspend NB γ True%I P Q b γk _ (λ i, ⌜i = length pre⌝ ∗ enq_half γ (S i))%I
      with "[$Hb Hk Ht He]").
    { iSplitL "Hk Ht".
      - iSplitL "Hk"; [iExact "Hk"|]. iIntros (i') "Hturn _ Hk".
        iApply (RALL_3_callback with "Ho Hl Hrec Ht Hturn Hk"). by rewrite Hpre list_lookup_middle.
      - iIntros (i') "He'". iDestruct (mono_nat_auth_own_agree with "He He'") as %[_ <-]. iCombine "He He'" as "He".
        iMod (mono_nat_own_update (S (length pre)) with "He") as "[[$ $] _]"; [lia|done]. }
    iIntros (i v) "[[-> He] [(-> & _ & _ & #Hlb)|(%h & %r & -> & #Hh & #Hreg & _ & HC)]]".
    { iApply fupd_wp. iInv "Ho" as ">[[Hd _]|(_ & #Hd & _)]".
      - iDestruct (mono_nat_lb_own_valid with "Hd Hlb") as %[_ ?]. lia.
      - iDestruct (half_pending_decided with "Hs Hd") as %[]. }
    wp_pures. replace (S (length ks') - 1)%Z with (Z.of_nat (length ks')) by lia.
    replace (length pre + 1)%Z with (Z.of_nat (length (pre ++ [γk]))) by lia.
    wp_apply ("IH" $! (pre ++ [γk]) with "[%] Hs [He] Hks [Hts]").
    { by rewrite -app_assoc. }
    { by rewrite Hlen. }
    { by rewrite Hlen. }
    iIntros (v) "(Hs & He & Hw)". wp_pures. iApply "HΦ". iFrame "Hs He". iModIntro. iExists c, x, _, v.
    rewrite Hlen. iSplit; [done|]. iFrame "Hrec Hw". iSplitL "HC"; [|by iExists r].
    iRight. iExists (length pre), h, _, r. iFrame "∗#". iPureIntro. split; [done|].
    rewrite Hpre app_length /=. lia.
  Qed.

  (** All may be cancelled. *)
  Lemma cancellers_spec i ks' v :
    {{{ waiting i ks' v }}} cancellers v {{{ v', RET v'; records waited (length ks') v' }}}.
  Proof.
    iIntros (Φ) "Hw HΦ". iInduction ks' as [|γk ks'] "IH" forall (i v Φ); wp_rec; simpl.
    { iDestruct "Hw" as "->". wp_pures. by iApply "HΦ". }
    iDestruct "Hw" as (c x h v') "(-> & #Hc & Hreg & _ & Hw)". wp_pures.
    wp_apply (wp_par (λ _, waited γk) (λ v, records waited (length ks') v) with "[Hreg] [Hw]").
    - wp_pures. wp_apply (may_cancel_spec with "[$Hc $Hreg]"). by iIntros "$".
    - wp_pures. wp_apply ("IH" with "Hw"). by iIntros (v2) "$".
    - iIntros (v1 v2) "[H1 H2]". iNext. wp_pures. iApply "HΦ". iModIntro.
      iExists c, x, v2, γk. by iFrame "∗#".
  Qed.

  (** The broadcast claims all, in one claim, and settles all. *)
  Lemma one_claim_spec (b : loc) :
    {{{ is_broadcast b ∗ inv NO order_inv ∗ half_pending unit γs ∗ enq_half γ n ∗
        [∗ list] i ↦ γk ∈ ks, ∃ r, registered i γk r }}}
      Broadcast.resumeAll #b {{{ RET #(); [∗ list] i ∈ seq 0 n, settled i }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Ho & Hs & He & #Hr) HΦ".
    wp_apply (Broadcast.RALL_2_coverage NB γ True%I P Q b (λ s stop, ⌜s = 0 ∧ stop = n⌝)%I with "[$Hb Hs He]").
    { iSplit; [done|]. iIntros (stop) "He'". iDestruct (mono_nat_auth_own_agree with "He He'") as %[_ <-].
      iModIntro. iFrame "He'". iIntros (s) "#Hcl Hd". iInv "Ho" as ">[[Hd' Hs']|(_ & #Hd' & _)]"; last first.
      { iDestruct (half_pending_decided with "Hs Hd'") as %[]. }
      iDestruct (mono_nat_auth_own_agree with "Hd Hd'") as %[_ ->]. iCombine "Hd Hd'" as "Hd".
      iMod (mono_nat_own_update (0 `max` n) with "Hd") as "[[Hd Hd'] _]"; [lia|].
      iCombine "Hs Hs'" as "Hs". rewrite -pending_halves. iMod (decide_now _ () with "Hs") as "#Hdec".
      iModIntro. iFrame "Hd". iSplitL; [|done]. iNext. iRight. rewrite Nat.max_0_l. iFrame "Hd' Hdec".
      iApply (big_sepL_impl with "Hr"). iIntros "!>" (i γk Hi) "$". iApply "Hcl". iPureIntro.
      apply lookup_lt_Some in Hi. lia. }
    iIntros (s stop) "([-> ->] & _ & Hset)". iApply "HΦ". rewrite /range_settled Nat.sub_0_r big_sepL_sep.
    by iDestruct "Hset" as "[_ $]".
  Qed.
End order.

(** In every execution: [n] waiters have registered one after another, and may be cancelled at any time; one broadcast
    claims all of them. Callbacks are called in the order of registration: none finds that a later one was called
    before it. Each waiter has been called, once, or was cancelled. *)
Theorem RALL_3_in_order (n : nat) :
  every_execution (in_order n) (λ v, ∃ ys, length ys = n ∧ v = one_fate_each ys).
Proof.
  apply (every_execution_wp #[heapΣ; clientΣ]). iIntros (?). rewrite /in_order.
  iMod (pending_alloc_list (A:=bool) n) as (ks) "[[%Hn %Hks] Hk]". subst n.
  iMod tickets_alloc as (γo) "Ht". iMod (tickets_add _ 0 (length ks) with "Ht") as "[_ Ht]".
  iMod (pending_alloc (A:=unit)) as (γs) "Hs". rewrite pending_halves. iDestruct "Hs" as "[Hs Hs']".
  wp_apply (newBroadcast_spec (nroot .@ "broadcast") True%I P Q); [done|].
  iIntros (γ b) "(#Hb & He & Hd)". wp_pures. wp_alloc l as "Hl". wp_pures.
  iMod (inv_alloc (nroot .@ "order") _ (order_inv γ γs ks) with "[Hd Hs']") as "#Ho"; [iNext; iLeft; iFrame|].
  iMod (inv_alloc (nroot .@ "last") _ (last_inv γ γo l) with "[Hl]") as "#Hl".
  { iNext. iExists (-1)%Z. iFrame. by iLeft. }
  wp_apply (numbered_waiters_spec γ γo γs ks Hks b l [] ks with "[$Hb $Ho $Hl $Hs $He $Hk $Ht]"); [done|].
  iIntros (v) "(Hs & He & Hw)". wp_pures. iDestruct (waiting_registered with "Hw") as "#Hr".
  wp_apply (wp_par (λ v, records (waited γ True (λ i, ⌜i < length ks⌝)%I) (length ks) v)
    (λ _, [∗ list] i ∈ seq 0 (length ks), settled (g_cells γ) Q i)%I with "[Hw] [Hs He]").
  - wp_apply (cancellers_spec with "Hw"). by iIntros (v') "$".
  - wp_apply (one_claim_spec with "[$Hb $Ho $Hs $He $Hr]"). by iIntros "$".
  - iIntros (v1 v2) "[Hrec Hset]". iNext. wp_pures.
    iMod (all_decided with "Hset Hrec") as "Hrec". wp_apply (report_spec with "Hrec").
    iIntros (ys) "%Hys". iPureIntro. by exists ys.
Qed.
