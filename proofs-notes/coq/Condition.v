(** Condition.java: a broadcast after a registration is never missed.

    [await] and [loopNoMutex] are cut at the point where the thread goes to sleep: a waiter is a flag
    that its callback raises, and the closed programs look at the flag at the end. *)
From iris.base_logic.lib Require Import ghost_map ghost_var mono_nat invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par spin_lock.
From CqsKernel Require Import Ghost Cells Cell Sweep Cqs Broadcast.

Definition newCondition : val := newBroadcast.
(** [Condition.broadcast]. *)
Definition broadcast : val := Broadcast.resumeAll.
(** [ThreadWaiter]: its callback raises the flag. *)
Definition newWaiter : val := λ: "flag" <>, "flag" <- #true.

(** [Condition.await(lock)] up to its sleep: registered before the lock is let go (COND-1). *)
Definition awaitRegister : val := λ: "b" "lock" "flag",
  Broadcast.suspend "b" (newWaiter "flag") ;;
  release "lock".

(** A user of [await]: looks under the lock, and waits if the state is not as wanted. Returns
    whether it was. *)
Definition lookAndAwait : val := λ: "b" "lock" "state" "flag",
  acquire "lock" ;;
  if: ! "state" then release "lock" ;; #true
  else awaitRegister "b" "lock" "flag" ;; #false.
Definition changeAndBroadcast : val := λ: "b" "lock" "state",
  acquire "lock" ;; "state" <- #true ;; release "lock" ;; broadcast "b".

(** [Condition.loopNoMutex], one round, up to its sleep: registers, then looks (COND-8). *)
Definition loopNoMutexRound : val := λ: "b" "state" "flag",
  Broadcast.suspend "b" (newWaiter "flag") ;;
  ! "state".

Definition with_lock : expr :=
  let: "b" := newCondition #() in
  let: "state" := ref #false in
  let: "flag" := ref #false in
  let: "lock" := newlock #() in
  let: "r" := (lookAndAwait "b" "lock" "state" "flag" |||
               changeAndBroadcast "b" "lock" "state") in
  acquire "lock" ;;
  Fst "r" || ! "flag".
Definition without_lock : expr :=
  let: "b" := newCondition #() in
  let: "state" := ref #false in
  let: "flag" := ref #false in
  let: "r" := (loopNoMutexRound "b" "state" "flag" |||
               ("state" <- #true ;; broadcast "b")) in
  Fst "r" || ! "flag".

Class conditionG Σ := ConditionG {
  cond_cqsG :> cqsG Σ; cond_spawnG :> spawnG Σ; cond_lockG :> lockG Σ;
  cond_natG :> decisionG Σ nat; cond_varG :> ghost_varG Σ nat; cond_unitG :> decisionG Σ unit }.
Definition conditionΣ : gFunctors :=
  #[cqsΣ; spawnΣ; lockΣ; decisionΣ nat; ghost_varΣ nat; decisionΣ unit].
Global Instance subG_conditionΣ {Σ} : subG conditionΣ Σ → conditionG Σ.
Proof. solve_inG. Qed.

Section condition.
  Context `{!heapGS Σ, !conditionG Σ} (γ : cqs_names) (γn γd γf : gname).
  Notation NB := (nroot .@ "broadcast").
  Notation NF := (nroot .@ "flag").
  Notation NE := (nroot .@ "enq").

  Definition P (_ : gname) : iProp Σ := True.
  (** The evidence of the call: the flag is up. *)
  Definition Q (_ : gname) : iProp Σ := decided γf ().
  Definition flag_inv (f : loc) : iProp Σ :=
    (f ↦ #false ∗ pending unit γf) ∨ (f ↦ #true ∗ decided γf ()).
  Definition enq_inv : iProp Σ := ∃ n, enq_half γ n.

  (** The state, and with it a note [n]: the waiter that saw it false has an index below [n]. The
      note is fixed when the state changes. *)
  Definition state_inv (s : loc) : iProp Σ :=
    ∃ (x : bool) n, s ↦ #x ∗ enq_lb γ n ∗ ghost_var γn (1/2) n ∗
      if x then decided γd n else pending nat γd.

  Global Instance state_inv_timeless s : Timeless (state_inv s).
  Proof. rewrite /state_inv. do 2 apply bi.exist_timeless => ?. case_match; apply _. Qed.

  (** A waiter that saw the state false is called, or registered below the note. *)
  Definition asleep (n : nat) : iProp Σ :=
    ghost_var γn (1/2) n ∗
      (Q γf ∨ ∃ i h k r, is_handle (NB .@ "cqs") γ True P Q i γf h k ∗
         registered (g_cells γ) i γf r ∗ cancel_right γ i ∗ ⌜i < n⌝).
  (** What the broadcaster knows: the note is fixed, and all below it is settled. *)
  Definition broadcasted (n : nat) : iProp Σ :=
    ∃ t, decided γd n ∗ ⌜n ≤ t⌝ ∗ [∗ list] i ∈ seq 0 t, settled (g_cells γ) Q i.

  Lemma same_note (s : loc) n n' : state_inv s -∗ broadcasted n -∗ asleep n' -∗ ⌜n = n'⌝.
  Proof.
    iIntros "(%x & %m & Hs & _ & Hm & Hx) (%t & #Hd & _) [Hn _]".
    iDestruct (ghost_var_agree with "Hm Hn") as %<-. destruct x; last first.
    { iDestruct (pending_decided with "Hx Hd") as %[]. }
    by iDestruct (decided_agree with "Hx Hd") as %->.
  Qed.

  (** A broadcast after the registration is never missed: with one note, the flag is up. *)
  Lemma COND_4_no_lost_wakeup n : broadcasted n -∗ asleep n ={⊤}=∗ Q γf.
  Proof.
    iIntros "(%t & #Hd & %Hnt & #Hset) [Hn H]".
    iDestruct "H" as "[$|(%i & %h & %k & %r & #Hh & #Hr & Hc & %Hi)]"; [done|].
    iDestruct (big_sepL_lookup _ _ i i with "Hset") as "Hsi"; [apply lookup_seq; lia|].
    iDestruct (Cell.BC_4_called_or_cancelled with "Hsi Hr") as "[$|Hcan]"; [done|].
    by iMod (BC_6_not_cancelled with "Hh Hcan Hc") as %[].
  Qed.

  (** The registration of a waiter. *)
  Lemma register_spec (b f : loc) :
    {{{ is_broadcast NB γ True P Q b ∗ inv NF (flag_inv f) ∗ inv NE enq_inv }}}
      Broadcast.suspend #b (newWaiter #f)
    {{{ v, RET v; Q γf ∨ ∃ i h k r, is_handle (NB .@ "cqs") γ True P Q i γf h k ∗
          registered (g_cells γ) i γf r ∗ cancel_right γ i ∗ enq_lb γ (S i) }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hf & #He) HΦ". wp_rec. wp_pures.
    wp_apply (Broadcast.BC_3_suspend NB γ True P Q b γf _ (λ _, True)%I with "[$Hb]").
    { iSplitL.
      - iSplitR; [done|]. iIntros (i) "_ _ _". wp_pures.
        iInv NF as "[>[Hl Hp]|>[Hl #Hd]]".
        + wp_store. iMod (decide_now _ () with "Hp") as "#Hd". iModIntro.
          iSplitL; [|done]. iNext. iRight. by iFrame.
        + wp_store. iModIntro. iSplitL; [|done]. iNext. iRight. by iFrame.
      - iIntros (i) "H". iInv NE as (n) ">H'".
        iDestruct (mono_nat_auth_own_agree with "H H'") as %[_ <-]. iCombine "H H'" as "H".
        iMod (mono_nat_own_update (S i) with "H") as "[[H H'] _]"; [lia|].
        iModIntro. iSplitL "H'"; [by iExists _|by iFrame]. }
    iIntros (i v) "[_ [(_ & #HQ & _)|(%h & %r & _ & #Hh & #Hr & #Hlb & HC)]]"; iApply "HΦ".
    - by iLeft.
    - iRight. iExists i, h, _, r. by iFrame "∗#".
  Qed.

  (** The one broadcaster, after the state has changed and the note is fixed. *)
  Lemma broadcast_spec (b : loc) n :
    {{{ is_broadcast NB γ True P Q b ∗ decided γd n ∗ enq_lb γ n ∗ deq_half γ 0 }}}
      broadcast #b {{{ RET #(); broadcasted n }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hd & #Hlb & Hdeq) HΦ".
    wp_apply (BC_11_sole_broadcaster NB γ True P Q b 0 n with "[$Hb $Hlb $Hdeq]").
    { by simpl. }
    iIntros (t) "([_ %Hnt] & _ & #Hs)". iApply "HΦ". iExists t. by iFrame "#".
  Qed.

  (** What is to be shown at the end: the state was as wanted, or the flag is up. *)
  Lemma flag_is_up (f : loc) (x : bool) :
    {{{ inv NF (flag_inv f) ∗ (⌜x = true⌝ ∨ Q γf) }}} #x || ! #f {{{ RET #true; True }}}.
  Proof.
    iIntros (Φ) "[#Hf Hx] HΦ". destruct x; wp_pures; [by iApply "HΦ"|].
    iDestruct "Hx" as "[%|#HQ]"; [done|]. iInv NF as "[>[Hl Hp]|>[Hl #Hd]]".
    { iDestruct (pending_decided with "Hp HQ") as %[]. }
    wp_load. iModIntro. iSplitL "Hl"; [iNext; iRight; by iFrame|]. by iApply "HΦ".
  Qed.

  (** Registered, then unlocked: the note is made while the lock is held (COND-1). *)
  Lemma COND_1_registered_before_unlocking (b s f : loc) γl lk :
    {{{ is_broadcast NB γ True P Q b ∗ inv NF (flag_inv f) ∗ inv NE enq_inv ∗
        is_lock γl lk (state_inv s) ∗ ghost_var γn (1/2) 0 }}}
      lookAndAwait #b lk #s #f
    {{{ (x : bool), RET #x; if x then True else ∃ n, asleep n }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hf & #He & #Hl & Hn) HΦ". wp_rec. wp_pures.
    wp_apply (acquire_spec with "Hl"). iIntros "[Hlk (%x & %n & Hs & #Hlb & Hm & Hx)]". wp_pures.
    wp_load. destruct x; wp_pures.
    { wp_apply (release_spec with "[$Hl $Hlk Hs Hm Hx]"); [iExists true, n; by iFrame "∗#"|].
      iIntros "_". wp_pures. by iApply "HΦ". }
    iDestruct (ghost_var_agree with "Hm Hn") as %->.
    wp_rec. wp_pures. wp_apply (register_spec with "[$Hb $Hf $He]").
    iIntros (v) "[#HQ|(%i & %h & %k & %r & #Hh & #Hr & HC & #Hlb')]"; wp_pures.
    - wp_apply (release_spec with "[$Hl $Hlk Hs Hm Hx]"); [iExists false, 0; by iFrame "∗#"|].
      iIntros "_". wp_pures. iApply "HΦ". iExists 0. iFrame "Hn". by iLeft.
    - iMod (ghost_var_update_halves (S i) with "Hm Hn") as "[Hm Hn]".
      wp_apply (release_spec with "[$Hl $Hlk Hs Hm Hx]"); [iExists false, (S i); by iFrame "∗#"|].
      iIntros "_". wp_pures. iApply "HΦ". iExists (S i). iFrame "Hn". iRight.
      iExists i, h, k, r. iFrame "∗#". iPureIntro. lia.
  Qed.

  (** Registered, then looked: the note is made by the look (COND-8). *)
  Lemma COND_8_registered_before_look (b s f : loc) NS :
    {{{ is_broadcast NB γ True P Q b ∗ inv NF (flag_inv f) ∗ inv NE enq_inv ∗
        inv NS (state_inv s) ∗ ghost_var γn (1/2) 0 }}}
      loopNoMutexRound #b #s #f
    {{{ (x : bool), RET #x; if x then True else ∃ n, asleep n }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hf & #He & #Hi & Hn) HΦ". wp_rec. wp_pures.
    wp_apply (register_spec with "[$Hb $Hf $He]"). iIntros (v) "H". wp_pures.
    iInv NS as ([] n) ">(Hs & #Hlb & Hm & Hx)"; wp_load;
      iDestruct (ghost_var_agree with "Hm Hn") as %->.
    { iModIntro. iSplitL "Hs Hm Hx"; [iNext; iExists true, 0; by iFrame "∗#"|]. by iApply "HΦ". }
    iDestruct "H" as "[#HQ|(%i & %h & %k & %r & #Hh & #Hr & HC & #Hlb')]".
    - iModIntro. iSplitL "Hs Hm Hx"; [iNext; iExists false, 0; by iFrame "∗#"|].
      iApply "HΦ". iExists 0. iFrame "Hn". by iLeft.
    - iMod (ghost_var_update_halves (S i) with "Hm Hn") as "[Hm Hn]".
      iModIntro. iSplitL "Hs Hm Hx"; [iNext; iExists false, (S i); by iFrame "∗#"|].
      iApply "HΦ". iExists (S i). iFrame "Hn". iRight. iExists i, h, k, r. iFrame "∗#".
      iPureIntro. lia.
  Qed.

  (** The change of the state fixes the note. *)
  Lemma fix_note (x : bool) (n : nat) :
    (if x then decided γd n else pending nat γd) ==∗ decided γd n.
  Proof. iIntros "H". destruct x; [done|]. iApply (decide_now with "H"). Qed.

  (** The change under the lock, then the broadcast. *)
  Lemma change_and_broadcast_spec (b s : loc) γl lk :
    {{{ is_broadcast NB γ True P Q b ∗ is_lock γl lk (state_inv s) ∗ deq_half γ 0 }}}
      changeAndBroadcast #b lk #s {{{ n, RET #(); broadcasted n }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hl & Hdeq) HΦ". wp_rec. wp_pures.
    wp_apply (acquire_spec with "Hl"). iIntros "[Hlk (%x & %n & Hs & #Hlb & Hm & Hx)]". wp_pures.
    wp_store. iMod (fix_note with "Hx") as "#Hd". wp_pures.
    wp_apply (release_spec with "[$Hl $Hlk Hs Hm]"); [iExists true, n; by iFrame "∗#"|].
    iIntros "_". wp_pures. wp_apply (broadcast_spec b n with "[$Hb $Hd $Hlb $Hdeq]"). iIntros "H". by iApply "HΦ".
  Qed.

  (** The change without a lock, then the broadcast. *)
  Lemma change_freely_spec (b s : loc) NS :
    {{{ is_broadcast NB γ True P Q b ∗ inv NS (state_inv s) ∗ deq_half γ 0 }}}
      #s <- #true ;; broadcast #b {{{ n, RET #(); broadcasted n }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hi & Hdeq) HΦ". wp_bind (_ <- _)%E.
    iInv NS as (x n) "(>Hs & >#Hlb & >Hm & Hx)". wp_store.
    iMod (fix_note with "Hx") as "#Hd".
    iModIntro. iSplitL "Hs Hm"; [iNext; iExists true, n; by iFrame "∗#"|]. wp_pures.
    wp_apply (broadcast_spec b n with "[$Hb $Hd $Hlb $Hdeq]"). iIntros "H". by iApply "HΦ".
  Qed.
End condition.

Notation NB := (nroot .@ "broadcast").

Lemma with_lock_spec `{!heapGS Σ, !conditionG Σ} :
  {{{ True }}} with_lock {{{ RET #true; True }}}.
Proof.
  iIntros (Φ) "_ HΦ". rewrite /with_lock.
  iMod (ghost_var_alloc 0) as (γn) "[Hn Hn']". iMod (pending_alloc (A:=nat)) as (γd) "Hd".
  iMod (pending_alloc (A:=unit)) as (γf) "Hf".
  wp_apply (newBroadcast_spec NB True P (Q γf)); [done|]. iIntros (γ b) "(#Hb & He & Hdeq)".
  wp_pures. wp_alloc s as "Hs". wp_pures. wp_alloc f as "Hfl". wp_pures.
  iMod (inv_alloc (nroot .@ "enq") _ (enq_inv γ) with "[He]") as "#He"; [iNext; by iExists 0|].
  iMod (inv_alloc (nroot .@ "flag") _ (flag_inv γf f) with "[Hf Hfl]") as "#Hf".
  { iNext. iLeft. iFrame. }
  iMod (mono_nat_lb_own_0 (g_enq γ)) as "#H0".
  wp_apply (newlock_spec (state_inv γ γn γd s) with "[Hs Hn' Hd]").
  { iExists false, 0. by iFrame "∗#". }
  iIntros (lk γl) "#Hl". wp_pures.
  wp_apply (wp_par
    (λ v, ∃ x : bool, ⌜v = #x⌝ ∗ if x then True else ∃ n, asleep γ γn γf n)%I
    (λ _, ∃ n, broadcasted γ γd γf n)%I with "[Hn] [Hdeq]").
  - wp_apply (COND_1_registered_before_unlocking γ γn γd γf b s f γl lk
      with "[$Hb $Hf $He $Hl $Hn]"). iIntros (x) "H". iExists x. by iFrame.
  - wp_apply (change_and_broadcast_spec γ γn γd γf b s γl lk with "[$Hb $Hl $Hdeq]"). iIntros (n) "H". by iExists n.
  - iIntros (v1 v2) "[(%x & -> & H) [%n Hbr]]". iNext. wp_pures.
    wp_apply (acquire_spec with "Hl"). iIntros "[_ Hst]". wp_pures.
    iAssert (|={⊤}=> ⌜x = true⌝ ∨ Q γf γf)%I with "[H Hbr Hst]" as ">Hx".
    { destruct x; [by iLeft|]. iRight. iDestruct "H" as (n') "H".
      iDestruct (same_note with "Hst Hbr H") as %->.
      iApply (COND_4_no_lost_wakeup with "Hbr H"). }
    wp_apply (flag_is_up γf f x with "[$Hf $Hx]"). done.
Qed.

(** In every execution: a waiter that looks under the lock and then registers, and a thread that
    changes the state under the lock and then broadcasts: the waiter has seen the change, or it has
    been called when both are through. *)
Theorem COND_4_with_lock σ : adequate NotStuck with_lock σ (λ v _, v = #true).
Proof.
  set Σ := #[heapΣ; conditionΣ].
  apply (heap_adequacy Σ). iIntros (?) "_". by iApply with_lock_spec; [|iIntros "!> _"].
Qed.

Lemma without_lock_spec `{!heapGS Σ, !conditionG Σ} :
  {{{ True }}} without_lock {{{ RET #true; True }}}.
Proof.
  iIntros (Φ) "_ HΦ". rewrite /without_lock.
  iMod (ghost_var_alloc 0) as (γn) "[Hn Hn']". iMod (pending_alloc (A:=nat)) as (γd) "Hd".
  iMod (pending_alloc (A:=unit)) as (γf) "Hf".
  wp_apply (newBroadcast_spec NB True P (Q γf)); [done|]. iIntros (γ b) "(#Hb & He & Hdeq)".
  wp_pures. wp_alloc s as "Hs". wp_pures. wp_alloc f as "Hfl". wp_pures.
  iMod (inv_alloc (nroot .@ "enq") _ (enq_inv γ) with "[He]") as "#He"; [iNext; by iExists 0|].
  iMod (inv_alloc (nroot .@ "flag") _ (flag_inv γf f) with "[Hf Hfl]") as "#Hf".
  { iNext. iLeft. iFrame. }
  iMod (mono_nat_lb_own_0 (g_enq γ)) as "#H0".
  iMod (inv_alloc (nroot .@ "state") _ (state_inv γ γn γd s) with "[Hs Hn' Hd]") as "#Hi".
  { iNext. iExists false, 0. by iFrame "∗#". }
  wp_apply (wp_par
    (λ v, ∃ x : bool, ⌜v = #x⌝ ∗ if x then True else ∃ n, asleep γ γn γf n)%I
    (λ _, ∃ n, broadcasted γ γd γf n)%I with "[Hn] [Hdeq]").
  - wp_apply (COND_8_registered_before_look γ γn γd γf b s f (nroot .@ "state")
      with "[$Hb $Hf $He $Hi $Hn]"). iIntros (x) "H". iExists x. by iFrame.
  - wp_apply (change_freely_spec γ γn γd γf b s (nroot .@ "state") with "[$Hb $Hi $Hdeq]").
    iIntros (n) "H". by iExists n.
  - iIntros (v1 v2) "[(%x & -> & H) [%n Hbr]]". iNext. wp_pures.
    iAssert (|={⊤}=> ⌜x = true⌝ ∨ Q γf γf)%I with "[H Hbr]" as ">Hx".
    { destruct x; [by iLeft|]. iRight. iDestruct "H" as (n') "H".
      iAssert (|={⊤}=> ⌜n = n'⌝ ∗ broadcasted γ γd γf n ∗ asleep γ γn γf n')%I
        with "[Hbr H]" as ">(-> & Hbr & H)".
      { iInv "Hi" as ">Hst". iDestruct (same_note with "Hst Hbr H") as %->.
        iModIntro. iFrame "Hst". iModIntro. by iFrame. }
      iApply (COND_4_no_lost_wakeup with "Hbr H"). }
    wp_apply (flag_is_up γf f x with "[$Hf $Hx]"). done.
Qed.

(** In every execution: a waiter that registers and then looks, and a thread that changes the state
    and then broadcasts, without a lock: the waiter has seen the change, or it has been called when
    both are through. *)
Theorem COND_8_without_lock σ : adequate NotStuck without_lock σ (λ v _, v = #true).
Proof.
  set Σ := #[heapΣ; conditionΣ].
  apply (heap_adequacy Σ). iIntros (?) "_". by iApply without_lock_spec; [|iIntros "!> _"].
Qed.
