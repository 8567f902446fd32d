(** What the clients of a Broadcast share: any number of broadcasters at the same time, each of which settles what it
    has claimed, and waiters that register and cancel at any time. *)
From stdpp Require Import fin_maps.
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From iris.heap_lang.lib Require Import par nondet_bool.
From CqsKernel Require Import Ghost Cells Cell Sweep Cqs Broadcast Records.

(** The end of a wait: the waiter may cancel, and counts it in its record. *)
Definition mayCancel : val := λ: "h" "record",
  match: "h" with
    NONE => #()
  | SOME "h" =>
      if: nondet_bool #() then
        (if: Cqs.cancel "h" then FAA (Snd "record") #1 ;; #() else #())
      else #()
  end.

Class clientG Σ := ClientG {
  cl_cqsG :> cqsG Σ; cl_spawnG :> spawnG Σ; cl_boolG :> decisionG Σ bool; cl_unitG :> decisionG Σ unit;
  cl_claimG :> ghost_mapG Σ nat (option (nat * nat)) }.
Definition clientΣ : gFunctors :=
  #[cqsΣ; spawnΣ; decisionΣ bool; decisionΣ unit; ghost_mapΣ nat (option (nat * nat))].
Global Instance subG_clientΣ {Σ} : subG clientΣ Σ → clientG Σ.
Proof. solve_inG. Qed.

(** What a callback owns: the right to count in the record of its waiter. *)
Definition P `{!decisionG Σ bool} (γk : gname) : iProp Σ := half_pending bool γk.
(** The evidence of a call: the waiter's fate is decided to be true. *)
Definition Q `{!decisionG Σ bool} (γk : gname) : iProp Σ := decided γk true.
Global Instance Q_persistent `{!decisionG Σ bool} γk : Persistent (Q γk).
Proof. apply _. Qed.

Section claims.
  Context `{!heapGS Σ, !clientG Σ} (γ : cqs_names) (γc : gname).
  (** [R]: what a broadcaster publishes. *)
  Context (R : iProp Σ) `{HR : !Persistent R}.
  Notation NB := (nroot .@ "broadcast").
  Notation NE := (nroot .@ "enq").
  Notation ND := (nroot .@ "claims").

  Notation is_broadcast := (is_broadcast NB γ R P Q).
  Notation is_handle := (is_handle (NB .@ "cqs") γ R P Q).
  Notation settled := (settled (g_cells γ) Q).

  (** Anybody may register. *)
  Definition enq_inv : iProp Σ := ∃ n, enq_half γ n.
  (** What a waiter leaves behind: a fate, or its registration, of which [B] holds, and which it has not
      cancelled. *)
  Definition waited (B : nat → iProp Σ) (γk : gname) : iProp Σ :=
    (∃ y : bool, decided γk y) ∨
    ∃ i h k r, is_handle i γk h k ∗ registered (g_cells γ) i γk r ∗ cancel_right γ i ∗ B i.

  (** Anybody registers. *)
  Lemma register_freely i :
    inv NE enq_inv -∗ enq_half γ i ={⊤ ∖ ↑NB}=∗ enq_half γ (S i) ∗ True.
  Proof.
    iIntros "#He H". iInv "He" as (n) ">H'".
    iDestruct (mono_nat_auth_own_agree with "H H'") as %[_ <-]. iCombine "H H'" as "H".
    iMod (mono_nat_own_update (S i) with "H") as "[[H H'] _]"; [lia|].
    iModIntro. iSplitL "H'"; [by iExists _|by iFrame].
  Qed.

  (** A registration: the callback has been called, or it waits in cell [i], of which [B] holds. *)
  Definition registration (B : nat → iProp Σ) (h : val) (γk : gname) : iProp Σ :=
    (⌜h = NONEV⌝ ∗ decided γk true) ∨
    (∃ i h' k r, ⌜h = SOMEV h'⌝ ∗ is_handle i γk h' k ∗ registered (g_cells γ) i γk r ∗ cancel_right γ i ∗ B i).

  (** The registration of a waiter that counts its call. *)
  Lemma register_spec (b : loc) γk (k : val) :
    {{{ is_broadcast b ∗ inv NE enq_inv ∗ half_pending bool γk ∗
        (R -∗ half_pending bool γk -∗ WP k #() {{ _, decided γk true }}) }}}
      Broadcast.suspend #b k {{{ h, RET h; registration (λ i, enq_lb γ (S i)) h γk }}}.
  Proof.
    iIntros (Φ) "(#Hb & #He & Ht & Hk) HΦ".
    wp_apply (Broadcast.BC_3_suspend NB γ R P Q b γk k (λ _, True)%I with "[$Hb Ht Hk]").
    { iSplitL; [|iIntros (i) "H"; by iApply register_freely].
      iSplitL "Ht"; [iExact "Ht"|]. iIntros (i) "_ HR Ht". iApply ("Hk" with "HR Ht"). }
    iIntros (i v) "[_ [(-> & #HQ & _)|(%h & %r & -> & #Hh & #Hr & #Hlb & HC)]]"; iApply "HΦ".
    - iLeft. by iFrame "#".
    - iRight. iExists i, h, k, r. by iFrame "∗#".
  Qed.

  (** The end of a wait that may be cancelled. *)
  Lemma may_cancel_spec B (c x : loc) h γk :
    {{{ is_record c x γk ∗ registration B h γk }}} mayCancel h (#c, #x)%V {{{ RET #(); waited B γk }}}.
  Proof.
    iIntros (Φ) "(#Hc & [[-> #Hd]|(%i & %h' & %k & %r & -> & #Hh & #Hr & HC & HB)]) HΦ"; wp_rec; wp_pures.
    { iApply "HΦ". iLeft. by iExists true. }
    wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures; last first.
    { iApply "HΦ". iRight. iExists i, h', k, r. by iFrame "∗#". }
    wp_apply (BC_2_BC_5_cancel with "[$Hh $HC]"). iIntros ([]) "[H H']"; wp_pures.
    - iDestruct "H" as "[Ht _]".
      wp_apply (count_once c x γk false with "[$Hc $Ht]"). iIntros (v) "#Hf". wp_pures.
      iApply "HΦ". iLeft. by iExists false.
    - iApply "HΦ". iRight. iExists i, h', k, r. by iFrame "∗#".
  Qed.

  (** What is registered now is registered below some index. *)
  Lemma registered_so_far n v :
    inv NE enq_inv -∗ records (waited (λ i, enq_lb γ (S i))) n v ={⊤}=∗
    ∃ e, enq_lb γ e ∗ records (waited (λ i, ⌜i < e⌝)%I) n v.
  Proof.
    iIntros "#He Hr". iInv "He" as (e) ">Hn". iDestruct (mono_nat_lb_own_get with "Hn") as "#Hlb".
    iMod (records_change _ (waited (λ i, ⌜i < e⌝)%I) (enq_half γ e) with "[] Hn Hr") as "[Hn Hr]".
    { iIntros "!>" (γk) "Hn [H|(%i & %h & %k & %r & Hh & Hr & Hc & Hi)]".
      - iModIntro. iFrame "Hn". by iLeft.
      - iDestruct (mono_nat_lb_own_valid with "Hn Hi") as %[_ Hlt]. iModIntro. iFrame "Hn". iRight.
        iExists i, h, k, r. iFrame. iPureIntro. lia. }
    iModIntro. iSplitL "Hn"; [by iExists e|]. iModIntro. iExists e. by iFrame "∗#".
  Qed.

  (** When all cells below [e] are settled, every fate is decided: who registered was called, or has cancelled. *)
  Lemma all_decided n v e :
    ([∗ list] i ∈ seq 0 e, settled i) -∗ records (waited (λ i, ⌜i < e⌝)%I) n v ={⊤}=∗
    records (λ γk, ∃ y : bool, decided γk y) n v.
  Proof.
    iIntros "#Hs Hr". iMod (records_change _ _ True%I with "[] [//] Hr") as "[_ $]"; [|done].
    iIntros "!>" (γk) "_ [$|(%i & %h & %k & %r & #Hh & #Hr & Hc & %Hi)]"; [done|].
    iDestruct (big_sepL_lookup _ _ i i with "Hs") as "Hsi"; [by apply lookup_seq|].
    iDestruct (Cell.BC_4_called_or_cancelled with "Hsi Hr") as "[HQ|Hcan]".
    - iModIntro. iSplit; [done|]. by iExists true.
    - by iMod (BC_6_not_cancelled with "Hh Hcan Hc") as %[].
  Qed.

  (** Each broadcaster has a note of the claim that it has not settled yet. Every cell below the resume index is
      settled, or in such a claim. *)
  Definition in_note (H : gmap nat (option (nat * nat))) (i : nat) : Prop :=
    ∃ j s t, H !! j = Some (Some (s, t)) ∧ s ≤ i < t.
  Definition claims_inv (m : nat) : iProp Σ :=
    ∃ d H, deq_half γ d ∗ ghost_map_auth γc 1 H ∗ ⌜dom H = set_seq (C:=gset nat) 0 m⌝ ∗
      [∗ list] i ∈ seq 0 d, settled i ∨ ⌜in_note H i⌝.
  (** Broadcaster [j] has settled all that it has claimed. *)
  Definition quiet (j : nat) : iProp Σ := j ↪[γc] None.

  (** One broadcast, among others: it claims, and settles what it has claimed. All cells below [n] are claimed
      then. *)
  Lemma one_of_many (b : loc) (j n m : nat) :
    {{{ is_broadcast b ∗ R ∗ inv ND (claims_inv m) ∗ enq_lb γ n ∗ quiet j }}} Broadcast.resumeAll #b
    {{{ RET #(); quiet j ∗ deq_lb γ n }}}.
  Proof.
    iIntros (Φ) "(#Hb & #HR & #Hi & #Hlb & Hj) HΦ". iApply wp_fupd.
    wp_apply (Broadcast.RALL_2_coverage NB γ R P Q b (λ s t, ⌜n ≤ t⌝ ∗ j ↪[γc] Some (s, t))%I
      with "[$Hb $HR Hj]").
    { iIntros (stop) "He". iDestruct (mono_nat_lb_own_valid with "He Hlb") as %[_ Hn].
      iModIntro. iFrame "He". iIntros (s) "_ Hd". iInv "Hi" as (d H) "(>Hd' & >HH & >%Hdom & #Hs)".
      iDestruct (mono_nat_auth_own_agree with "Hd Hd'") as %[_ <-]. iCombine "Hd Hd'" as "Hd".
      iMod (mono_nat_own_update (s `max` stop) with "Hd") as "[[Hd Hd'] _]"; [lia|].
      iDestruct (ghost_map_lookup with "HH Hj") as %Hj.
      iMod (ghost_map_update (Some (s, stop)) with "HH Hj") as "[HH Hj]".
      iModIntro. iFrame "Hd Hj". iSplitL; [|done]. iNext. iExists _, _. iFrame.
      iSplit; [by rewrite dom_insert_lookup_L|].
      replace (s `max` stop) with (s + (s `max` stop - s)) by lia. rewrite seq_app big_sepL_app. iSplit.
      - iApply (big_sepL_impl with "Hs"). iIntros "!>" (? i _) "[$|(%j' & %s' & %t' & %Hj' & %Hin)]".
        iRight. iExists j', s', t'. iPureIntro. split; [|done]. rewrite lookup_insert_ne //. congruence.
      - iApply big_sepL_intro. iIntros "!>" (o i Ho). apply lookup_seq in Ho as [-> Ho]. iRight.
        iExists j, s, stop. iPureIntro. rewrite lookup_insert. split; [done|lia]. }
    iIntros (s t) "([%Hn Hj] & #Hd & #Hset)". iInv "Hi" as (d H) "(>Hd' & >HH & >%Hdom & #Hs)".
    iDestruct (ghost_map_lookup with "HH Hj") as %Hj.
    iMod (ghost_map_update None with "HH Hj") as "[HH Hj]".
    iModIntro. iSplitR "Hj HΦ".
    { iNext. iExists _, _. iFrame. iSplit; [by rewrite dom_insert_lookup_L|].
      iApply (big_sepL_impl with "Hs"). iIntros "!>" (? i _) "[$|(%j' & %s' & %t' & %Hj' & %Hin)]".
      destruct (decide (j' = j)) as [->|Hne].
      - rewrite Hj in Hj'. simplify_eq. iLeft.
        iDestruct (big_sepL_lookup _ _ (i - s') i with "Hset") as "[_ $]". apply lookup_seq. lia.
      - iRight. iExists j', s', t'. iPureIntro. by rewrite lookup_insert_ne. }
    iModIntro. iApply "HΦ". iFrame "Hj". by iApply (mono_nat_lb_own_le with "Hd").
  Qed.

  Global Instance settled_timeless i : Timeless (settled i).
  Proof. rewrite /Cell.settled. repeat (apply bi.exist_timeless => ?). case_match; apply _. Qed.

  (** When all broadcasters are through, all that is claimed is settled. *)
  Lemma all_quiet m n :
    inv ND (claims_inv m) -∗ ([∗ list] j ∈ seq 0 m, quiet j) -∗ deq_lb γ n ={⊤}=∗
    [∗ list] i ∈ seq 0 n, settled i.
  Proof.
    iIntros "#Hi Hj #Hlb". iInv "Hi" as (d H) "(>Hd & >HH & >%Hdom & >#Hs)".
    iDestruct (mono_nat_lb_own_valid with "Hd Hlb") as %[_ Hn].
    iAssert ⌜∀ j c, H !! j = Some c → c = None⌝%I as %HH.
    { iIntros (j c Hj). assert (j < m) as Hjm.
      { apply elem_of_dom_2 in Hj. rewrite Hdom elem_of_set_seq in Hj. lia. }
      iDestruct (big_sepL_lookup _ _ j j with "Hj") as "Hj"; [by apply lookup_seq|].
      iDestruct (ghost_map_lookup with "HH Hj") as %Hl. iPureIntro. congruence. }
    iModIntro. iSplitL "Hd HH". { iNext. iExists d, H. by iFrame "∗#". }
    iModIntro. replace d with (n + (d - n)) by lia. rewrite seq_app big_sepL_app.
    iDestruct "Hs" as "[Hs _]". iApply (big_sepL_impl with "Hs").
    iIntros "!>" (? i _) "[$|(%j & %s & %t & %Hj & _)]". by apply HH in Hj.
  Qed.
End claims.

(** The ghost state of a client with [m] broadcasters. *)
Lemma client_alloc `{!heapGS Σ, !clientG Σ} γ m :
  deq_half γ 0 ={⊤}=∗ ∃ γc, inv (nroot .@ "claims") (claims_inv γ γc m) ∗ [∗ list] j ∈ seq 0 m, quiet γc j.
Proof.
  iIntros "Hd". set (H := gset_to_gmap None (set_seq 0 m) : gmap nat (option (nat * nat))).
  iMod (ghost_map_alloc H) as (γc) "[HH Hs]". iExists γc.
  iMod (inv_alloc (nroot .@ "claims") _ (claims_inv γ γc m) with "[Hd HH]") as "$".
  { iNext. iExists 0, H. iFrame. iSplit; [iPureIntro; apply dom_gset_to_gmap|done]. }
  iModIntro. iAssert ([∗ map] j ↦ _ ∈ H, quiet γc j)%I with "[Hs]" as "Hs".
  { iApply (big_sepM_impl with "Hs"). iIntros "!>" (j x [_ <-]%lookup_gset_to_gmap_Some) "$". }
  rewrite big_sepM_dom dom_gset_to_gmap -big_sepS_list_to_set; [|apply NoDup_seq].
  by rewrite list_to_set_seq.
Qed.

(** A new broadcast, for [m] broadcasters and any number of waiters. *)
Lemma new_client `{!heapGS Σ, !clientG Σ} (R : iProp Σ) `{!Persistent R} (m : nat) :
  {{{ True }}} newBroadcast #()
  {{{ γ γc (b : loc), RET #b; is_broadcast (nroot .@ "broadcast") γ R P Q b ∗ inv (nroot .@ "enq") (enq_inv γ) ∗
      inv (nroot .@ "claims") (claims_inv γ γc m) ∗ [∗ list] j ∈ seq 0 m, quiet γc j }}}.
Proof.
  iIntros (Φ) "_ HΦ". iApply wp_fupd. wp_apply (newBroadcast_spec (nroot .@ "broadcast") R P Q); [done|].
  iIntros (γ b) "(#Hb & He & Hd)".
  iMod (inv_alloc (nroot .@ "enq") _ (enq_inv γ) with "[He]") as "#He"; [iNext; iExists 0; iFrame|].
  iMod (client_alloc γ m with "Hd") as (γc) "[#Hi Hj]". iModIntro. iApply ("HΦ" $! γ γc). by iFrame "∗#".
Qed.
