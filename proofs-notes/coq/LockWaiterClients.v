(** A closed program of threads that wait for a broadcast with a mutex. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par nondet_bool assert.
From CqsKernel Require Import Ghost Closed ThreadWaiter Cells Cell Sweep Permits Mutex Cqs Broadcast Condition LockWaiter.

(** What is done under the mutex: nobody else is inside, else the program is stuck. No step of it is atomic with the
    next. *)
Definition alone : val := λ: "inside",
  assert: (! "inside" = #0) ;;
  "inside" <- #1 ;;
  "inside" <- #0.
(** [while (!state) condition.await(mutex)], in a thread that has the mutex. An interrupted wait begins again. *)
Definition awaitChange : val := rec: "again" "b" "m" "state" "inside" :=
  alone "inside" ;;
  if: ! "state" then #()
  else awaitMutex "b" "m" ;; "again" "b" "m" "state" "inside".
(** A user locks, waits for the change, and unlocks. *)
Definition waitingUser : val := λ: "b" "m" "state" "inside",
  lock "m" ;; awaitChange "b" "m" "state" "inside" ;; unlock "m".
(** [n] of them in parallel. *)
Definition waitingUsers : val := rec: "users" "n" "b" "m" "state" "inside" :=
  if: "n" = #0 then #()
  else (waitingUser "b" "m" "state" "inside" ||| "users" ("n" - #1) "b" "m" "state" "inside") ;; #().
(** The changer changes the state and broadcasts, both under the mutex. *)
Definition changer : val := λ: "b" "m" "state" "inside",
  lock "m" ;; alone "inside" ;; "state" <- #true ;; broadcast "b" ;; unlock "m".
(** [m] others that broadcast, for whatever reason, at whatever time, without the mutex. *)
Definition otherBroadcasters : val := rec: "others" "k" "b" :=
  if: "k" = #0 then #() else (broadcast "b" ||| "others" ("k" - #1) "b") ;; #().
(** [n] users, the changer and [k] others, all at the same time; then a look under the mutex. *)
Definition with_mutex (n k : nat) : expr :=
  let: "state" := ref #false in
  let: "inside" := ref #0 in
  let: "m" := newMutex #() in
  let: "b" := newCondition #() in
  (waitingUsers #n "b" "m" "state" "inside" ||| (changer "b" "m" "state" "inside" ||| otherBroadcasters #k "b")) ;;
  lock "m" ;;
  (! "state", ! "inside").

Class mutexClientG Σ := MutexClientG { mc_cqsG :> cqsG Σ; mc_permitsG :> permitsG Σ; mc_spawnG :> spawnG Σ }.
Definition mutexClientΣ : gFunctors := #[cqsΣ; permitsΣ; spawnΣ].
Global Instance subG_mutexClientΣ {Σ} : subG mutexClientΣ Σ → mutexClientG Σ.
Proof. solve_inG. Qed.

Section client.
  Context `{!heapGS Σ, !mutexClientG Σ} (γ : cqs_names) (γm : permits_names) (γo γd : gname).
  Context (slots : gset nat) (s c : loc).
  Notation NB := (nroot .@ "broadcast").
  Notation NM := (nroot .@ "mutex").

  (** What the mutex protects: the state, whose change is decided once, and the number of those inside. *)
  Definition protected : iProp Σ :=
    ∃ x : bool, s ↦ #x ∗ c ↦ #0 ∗ if x then decided γd () else half_pending unit γd.
  Global Instance protected_timeless : Timeless protected.
  Proof. apply bi.exist_timeless => x. destruct x; apply _. Qed.
  (** Anybody may broadcast. *)
  Definition deq_inv : iProp Σ := ∃ n, deq_half γ n.

  Notation is_mutex := (is_mutex NM γm γo slots protected).
  Notation is_broadcast := (is_broadcast NB γ True (P γm) (Q NM γm)).
  Notation locked := (locked γo).
  Notation spare := (spare γm).
  (** What all share. *)
  Definition shared (b : loc) (m : val) : iProp Σ :=
    is_broadcast b ∗ inv (nroot .@ "enq") (enq_inv γ) ∗ inv (nroot .@ "deq") deq_inv ∗ is_mutex m.
  Global Instance shared_persistent b m : Persistent (shared b m).
  Proof. apply _. Qed.

  (** Anybody broadcasts. *)
  Lemma broadcast_freely (b : loc) :
    {{{ is_broadcast b ∗ inv (nroot .@ "deq") deq_inv }}} broadcast #b {{{ RET #(); True }}}.
  Proof.
    iIntros (Φ) "[#Hb #Hi] HΦ".
    wp_apply (Broadcast.RALL_2_coverage NB γ True%I (P γm) (Q NM γm) b (λ _ _, True)%I with "[$Hb]").
    { iSplit; [done|]. iIntros (stop) "He". iModIntro. iFrame "He". iIntros (i) "_ Hd". iInv "Hi" as (n) ">Hd'".
      iDestruct (mono_nat_auth_own_agree with "Hd Hd'") as %[_ <-]. iCombine "Hd Hd'" as "Hd".
      iMod (mono_nat_own_update (i `max` stop) with "Hd") as "[[Hd Hd'] _]"; [lia|].
      iModIntro. iSplitL "Hd'"; [by iExists _|by iFrame]. }
    iIntros (i stop) "_". by iApply "HΦ".
  Qed.

  (** Whoever has the mutex is alone. *)
  Lemma alone_spec : {{{ c ↦ #0 }}} alone #c {{{ RET #(); c ↦ #0 }}}.
  Proof.
    iIntros (Φ) "Hc HΦ". wp_rec. wp_pures. wp_apply (wp_assert with "[Hc HΦ]"). wp_load. wp_pures. iModIntro.
    iSplit; [done|]. iNext. wp_pures. wp_store. wp_pures. wp_store. by iApply "HΦ".
  Qed.

  (** Who waits for the change has the mutex after each wait, and sees the change at the end. *)
  Lemma await_change_spec (b : loc) m :
    {{{ shared b m ∗ locked ∗ protected ∗ spare }}} awaitChange #b m #s #c
    {{{ RET #(); locked ∗ protected ∗ spare }}}.
  Proof.
    iIntros (Φ) "(#Hs & Hlk & HA & Hsp) HΦ". iPoseProof "Hs" as "#(Hb & He & Hd & Hm)".
    iLöb as "IH". wp_rec. wp_pures. iDestruct "HA" as (x) "(Hst & Hc & Hx)".
    wp_apply (alone_spec with "Hc"). iIntros "Hc". wp_pures. wp_load. destruct x; wp_pures.
    { iApply "HΦ". iFrame "Hlk Hsp". iExists true. by iFrame. }
    wp_apply (COND_2_await_mutex NB NM γ γm γo slots protected b m with "[$Hb $He $Hm $Hlk Hst Hc Hx $Hsp]").
    { solve_ndisj. }
    { iExists false. by iFrame. }
    iIntros (x) "(Hlk & HA & Hsp)". wp_pures. by iApply ("IH" with "Hlk HA Hsp HΦ").
  Qed.

  (** A user has two slots, and comes back with two. *)
  Lemma waiting_user_spec (b : loc) m :
    {{{ shared b m ∗ spare ∗ spare }}} waitingUser #b m #s #c {{{ RET #(); True }}}.
  Proof.
    iIntros (Φ) "(#Hs & (%j & Hj) & Hsp) HΦ". iPoseProof "Hs" as "#(Hb & He & Hd & Hm)". wp_rec. wp_pures.
    wp_apply (SEM_1_lock with "[$Hm $Hj]"). iIntros "[Hlk HA]". wp_pures.
    wp_apply (await_change_spec with "[$Hs $Hlk $HA $Hsp]"). iIntros "(Hlk & HA & _)". wp_pures.
    wp_apply (SEM_2_unlock with "[$Hm $Hlk $HA]"). iIntros "_". by iApply "HΦ".
  Qed.

  (** Slots for [n] users, two each. *)
  Fixpoint two_each (n : nat) : iProp Σ :=
    match n with 0 => True | S n => spare ∗ spare ∗ two_each n end%I.
  (** As many as that are enough. *)
  Lemma two_each_of_slots i n : ([∗ list] j ∈ seq i (2 * n), slot γm j Idle) -∗ two_each n.
  Proof.
    iIntros "H". iInduction n as [|n] "IH" forall (i); [done|].
    replace (2 * S n) with (S (S (2 * n))) by lia. simpl. iDestruct "H" as "(H1 & H2 & H)".
    iSplitL "H1"; [by iExists i|]. iSplitL "H2"; [by iExists (S i)|]. by iApply "IH".
  Qed.

  (** All users. *)
  Lemma waiting_users_spec (b : loc) m (n : nat) :
    {{{ shared b m ∗ two_each n }}} waitingUsers #n #b m #s #c {{{ RET #(); True }}}.
  Proof.
    iIntros (Φ) "[#Hs Hj] HΦ". iInduction n as [|n] "IH" forall (Φ); wp_rec; wp_pures; [by iApply "HΦ"|].
    simpl. iDestruct "Hj" as "(H1 & H2 & Hj)". replace (S n - 1)%Z with (Z.of_nat n) by lia.
    wp_apply (wp_par (λ _, True)%I (λ _, True)%I with "[H1 H2] [Hj]").
    - wp_apply (waiting_user_spec with "[$Hs $H1 $H2]"). by iIntros.
    - wp_pures. replace (S n - 1)%Z with (Z.of_nat n) by lia. wp_apply ("IH" with "Hj"). by iIntros.
    - iIntros (v1 v2) "_". iNext. wp_pures. by iApply "HΦ".
  Qed.

  (** The changer. *)
  Lemma changer_spec (b : loc) m :
    {{{ shared b m ∗ spare ∗ half_pending unit γd }}} changer #b m #s #c {{{ RET #(); decided γd () }}}.
  Proof.
    iIntros (Φ) "(#Hs & (%j & Hj) & Hp) HΦ". iPoseProof "Hs" as "#(Hb & He & Hd & Hm)". wp_rec. wp_pures.
    wp_apply (SEM_1_lock with "[$Hm $Hj]"). iIntros "[Hlk (%x & Hst & Hc & Hx)]". wp_pures.
    wp_apply (alone_spec with "Hc"). iIntros "Hc". wp_pures. wp_store. destruct x.
    { iDestruct (half_pending_decided with "Hp Hx") as %[]. }
    iCombine "Hp Hx" as "Hp". rewrite -pending_halves. iMod (decide_now _ () with "Hp") as "#Hd'". wp_pures.
    wp_apply (broadcast_freely with "[$Hb $Hd]"). iIntros "_". wp_pures.
    wp_apply (SEM_2_unlock with "[$Hm $Hlk Hst Hc]"); [iExists true; by iFrame "∗#"|].
    iIntros "_". by iApply "HΦ".
  Qed.

  (** The others. *)
  Lemma other_broadcasters_spec (b : loc) (k : nat) :
    {{{ is_broadcast b ∗ inv (nroot .@ "deq") deq_inv }}} otherBroadcasters #k #b {{{ RET #(); True }}}.
  Proof.
    iIntros (Φ) "#[Hb Hi] HΦ". iInduction k as [|k] "IH" forall (Φ); wp_rec; wp_pures; [by iApply "HΦ"|].
    replace (S k - 1)%Z with (Z.of_nat k) by lia.
    wp_apply (wp_par (λ _, True)%I (λ _, True)%I).
    - wp_apply (broadcast_freely with "[$Hb $Hi]"). by iIntros.
    - wp_pures. replace (S k - 1)%Z with (Z.of_nat k) by lia. wp_apply "IH". by iIntros.
    - iIntros (v1 v2) "_". iNext. wp_pures. by iApply "HΦ".
  Qed.
End client.

(** In every execution: [n] users wait with the mutex for a change of the state, and may be interrupted at any time;
    one thread changes the state and broadcasts under the mutex, while [k] others broadcast as well. Whoever returns
    from a wait has the mutex, and is the only one: no assertion fails. When all have returned the state is changed,
    and the mutex can be locked again. *)
Theorem COND_2_with_mutex (n k : nat) : every_execution (with_mutex n k) (λ v, v = (#true, #0)%V).
Proof.
  apply (every_execution_wp #[heapΣ; mutexClientΣ]). iIntros (?). rewrite /with_mutex.
  iMod (pending_alloc (A:=unit)) as (γd) "Hd". rewrite pending_halves. iDestruct "Hd" as "[Hd Hd']".
  wp_alloc s as "Hst". wp_pures. wp_alloc c as "Hc". wp_pures.
  wp_apply (newMutex_spec (nroot .@ "mutex") (list_to_set (seq 0 (2 * n + 2))) (protected γd s c) with "[Hst Hc Hd]").
  { iExists false. by iFrame. }
  iIntros (γm γo m) "[#Hm Hj]". rewrite big_sepS_list_to_set; [|apply NoDup_seq]. wp_pures.
  iAssert ([∗ list] j ∈ seq 0 (2 * n) ++ seq (0 + 2 * n) 2, slot γm j Idle)%I with "[Hj]" as "[Hj Hj']".
  { by rewrite -seq_app. }
  iEval (simpl) in "Hj'". iDestruct "Hj'" as "(Hj1 & Hj2 & _)".
  iDestruct (two_each_of_slots with "Hj") as "Hj".
  wp_apply (newBroadcast_spec (nroot .@ "broadcast") True%I (P γm) (Q (nroot .@ "mutex") γm)); [done|].
  iIntros (γ b) "(#Hb & He & Hdq)". wp_pures.
  iMod (inv_alloc (nroot .@ "enq") _ (enq_inv γ) with "[He]") as "#He"; [iNext; iExists 0; iFrame|].
  iMod (inv_alloc (nroot .@ "deq") _ (deq_inv γ) with "[Hdq]") as "#Hdq"; [iNext; iExists 0; iFrame|].
  iAssert (shared γ γm γo γd (list_to_set (seq 0 (2 * n + 2))) s c b m) as "#Hs".
  { rewrite /shared. iFrame "Hb He Hdq Hm". }
  wp_apply (wp_par (λ _, True)%I (λ _, decided γd ())%I with "[Hj] [Hd' Hj1]").
  - wp_apply (waiting_users_spec with "[$Hs $Hj]"). by iIntros.
  - wp_pures. wp_apply (wp_par (λ _, decided γd ())%I (λ _, True)%I with "[Hd' Hj1] []").
    + wp_apply (changer_spec with "[$Hs $Hd' Hj1]"); [by iExists _|]. by iIntros "$".
    + wp_apply (other_broadcasters_spec with "[$Hb $Hdq]"). by iIntros.
    + by iIntros (v1 v2) "[$ _]".
  - iIntros (v1 v2) "[_ #Hch]". iNext. wp_pures.
    wp_apply (SEM_1_lock with "[$Hm $Hj2]"). iIntros "[_ (%x & Hst & Hc & Hx)]". wp_pures.
    destruct x; [|iDestruct (half_pending_decided with "Hx Hch") as %[]].
    wp_load. wp_load. by wp_pures.
Qed.
