(** Closed programs that use a Condition: a broadcast after a registration is never missed. ConditionUsers.v has those
    who wait, and says where their waits are cut. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par spin_lock.
From CqsKernel Require Import Ghost Closed Cells Cell Sweep Cqs Broadcast Records Claims Condition ConditionUsers.

(** The changer: changes the state under the lock, and then broadcasts (COND-4). *)
Definition changeAndBroadcast : val := λ: "b" "lock" "state",
  acquire "lock" ;; "state" <- #true ;; release "lock" ;; broadcast "b".
(** The changer without a lock (COND-8). *)
Definition changeFreely : val := λ: "b" "state", "state" <- #true ;; broadcast "b".
(** [m] others that broadcast, for whatever reason, at whatever time. *)
Definition others : val := rec: "others" "m" "b" :=
  if: "m" = #0 then #() else (broadcast "b" ||| "others" ("m" - #1) "b") ;; #().
(** Does nobody sleep? Each user saw the state changed, or was called once, or has cancelled once, never both. *)
Definition nobodySleeps : val := rec: "nobody" "l" :=
  match: "l" with
    NONE => #true
  | SOME "p" =>
      let: "saw" := Snd (Fst "p") in
      let: "awake" := "saw" || ((! (Fst (Fst (Fst "p"))) + ! (Snd (Fst (Fst "p")))) = #1) in
      let: "rest" := "nobody" (Snd "p") in
      "awake" && "rest"
  end.

(** [n] users, a changer and [m] other broadcasters, all at the same time; then the question. *)
Definition usersAndChanger : val := λ: "n" "m" "b" "user" "change",
  let: "r" := (users "n" "user" ||| ("change" #() ||| others "m" "b")) in
  nobodySleeps (Fst "r").
(** With users of [await]. *)
Definition with_lock (n m : nat) : expr :=
  let: "b" := newCondition #() in
  let: "state" := ref #false in
  let: "lock" := newlock #() in
  usersAndChanger #n #m "b" (λ: "record", lookAndAwait "b" "lock" "state" "record")
    (λ: <>, changeAndBroadcast "b" "lock" "state").
(** The same without a lock. *)
Definition without_lock (n m : nat) : expr :=
  let: "b" := newCondition #() in
  let: "state" := ref #false in
  usersAndChanger #n #m "b" (λ: "record", loopRound "b" "state" "record") (λ: <>, changeFreely "b" "state").
(** A wait begins; is the lock free then? *)
Definition lock_while_waiting : expr :=
  let: "b" := newCondition #() in
  let: "lock" := newlock #() in
  acquire "lock" ;;
  awaitRegister "b" "lock" (λ: <>, #()) ;;
  try_acquire "lock".

Section condition.
  Context `{!heapGS Σ, !conditionG Σ} (γ : cqs_names) (γc γn γd : gname).
  Notation NB := (nroot .@ "broadcast").
  Notation NE := (nroot .@ "enq").
  Notation ND := (nroot .@ "claims").
  Notation P := Claims.P.
  Notation Q := Claims.Q.
  Notation is_broadcast := (is_broadcast NB γ True P Q).
  Notation state_inv := (state_inv γ γn γd).
  Notation used := (used γ γn).

  (** The change has been made, and broadcast: the note is fixed, and all below it are claimed. *)
  Definition broadcasted : iProp Σ := ∃ n, mono_nat_auth_own γn (1/2) n ∗ deq_lb γ n.

  (** The changer, under the lock. *)
  Lemma change_and_broadcast_spec (b s : loc) γl lk j m :
    {{{ is_broadcast b ∗ is_lock γl lk (state_inv s) ∗ inv ND (claims_inv γ γc m) ∗ pending unit γd ∗ quiet γc j }}}
      changeAndBroadcast #b lk #s {{{ RET #(); broadcasted ∗ quiet γc j }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hl & #Hi & Hd & Hj) HΦ". wp_rec. wp_pures.
    wp_apply (acquire_spec with "Hl"). iIntros "[Hlk (%y & %n & Hs & #Hlb & Hn)]". wp_pures. destruct y.
    { iDestruct "Hn" as "[_ Hd']". iDestruct (pending_decided with "Hd Hd'") as %[]. }
    wp_store. iMod (decide_now _ () with "Hd") as "#Hd". iDestruct "Hn" as "[Hn Hn']". wp_pures.
    wp_apply (release_spec with "[$Hl $Hlk Hs Hn]"); [iExists true, n; by iFrame "∗#"|]. iIntros "_". wp_pures.
    wp_apply (one_of_many γ γc True%I b j n m with "[$Hb $Hi $Hlb $Hj]"). iIntros "[Hj #Hdl]".
    iApply "HΦ". iFrame "Hj". iExists n. by iFrame.
  Qed.

  (** The changer without a lock. *)
  Lemma change_freely_spec (b s : loc) NS j m :
    {{{ is_broadcast b ∗ inv NS (state_inv s) ∗ inv ND (claims_inv γ γc m) ∗ pending unit γd ∗ quiet γc j }}}
      changeFreely #b #s {{{ RET #(); broadcasted ∗ quiet γc j }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hl & #Hi & Hd & Hj) HΦ". wp_rec. wp_pures. wp_bind (_ <- _)%E.
    iInv "Hl" as ">(%y & %n & Hs & #Hlb & Hn)". destruct y.
    { iDestruct "Hn" as "[_ Hd']". iDestruct (pending_decided with "Hd Hd'") as %[]. }
    wp_store. iMod (decide_now _ () with "Hd") as "#Hd". iDestruct "Hn" as "[Hn Hn']".
    iModIntro. iSplitL "Hs Hn"; [iNext; iExists true, n; by iFrame "∗#"|]. wp_pures.
    wp_apply (one_of_many γ γc True%I b j n m with "[$Hb $Hi $Hlb $Hj]"). iIntros "[Hj #Hdl]".
    iApply "HΦ". iFrame "Hj". iExists n. by iFrame.
  Qed.

  (** The others. *)
  Lemma others_spec (b : loc) (m m' : nat) :
    {{{ is_broadcast b ∗ inv ND (claims_inv γ γc m') ∗ [∗ list] j ∈ seq 0 m, quiet γc j }}}
      others #m #b {{{ RET #(); [∗ list] j ∈ seq 0 m, quiet γc j }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hi & Hj) HΦ". iInduction m as [|m] "IH" forall (Φ); wp_rec; wp_pures.
    { by iApply "HΦ". }
    rewrite seq_S big_sepL_app /=. iDestruct "Hj" as "(Hjs & Hj & _)".
    iMod (mono_nat_lb_own_0 (g_enq γ)) as "#H0".
    wp_apply (wp_par (λ _, quiet γc m) (λ _, [∗ list] j ∈ seq 0 m, quiet γc j)%I with "[Hj] [Hjs]").
    - wp_apply (one_of_many γ γc True%I b m 0 m' with "[$Hb $Hi $H0 $Hj]"). by iIntros "[$ _]".
    - wp_pures. replace (S m - 1)%Z with (Z.of_nat m) by lia. iApply ("IH" with "Hjs"). by iIntros "!> $".
    - iIntros (v1 v2) "[Hj Hjs]". iNext. wp_pures. iApply "HΦ". by iFrame.
  Qed.

  (** No wake-up is lost: when the change has been broadcast and all broadcasters are through, whoever has not seen it
      has been called, or has cancelled. *)
  Lemma COND_4_no_lost_wakeup n m v :
    inv ND (claims_inv γ γc m) -∗ ([∗ list] j ∈ seq 0 m, quiet γc j) -∗ broadcasted -∗
    users_left used n v ={⊤}=∗
    users_left (λ saw γk, ⌜saw = true⌝ ∨ ∃ y : bool, decided γk y)%I n v.
  Proof.
    iIntros "#Hi Hj (%e & Hn & #Hd) Hu". iMod (all_quiet γ γc m e with "Hi Hj Hd") as "#Hs".
    iInduction n as [|n] "IH" forall (v); [iModIntro; iExact "Hu"|]. simpl.
    iDestruct "Hu" as (c x saw v' γk) "(-> & #Hc & Hu & Hus)".
    iAssert (|={⊤}=> mono_nat_auth_own γn (1/2) e ∗ (⌜saw = true⌝ ∨ ∃ y : bool, decided γk y))%I
      with "[Hn Hu]" as ">[Hn Hw]".
    { iDestruct "Hu" as "[%|[H|(%i & %h & %k & %r & #Hh & #Hr & HC & Hi')]]".
      - iModIntro. iFrame. by iLeft.
      - iModIntro. iFrame "Hn". by iRight.
      - iDestruct (mono_nat_lb_own_valid with "Hn Hi'") as %[_ Hlt].
        iDestruct (big_sepL_lookup _ _ i i with "Hs") as "Hsi"; [apply lookup_seq; lia|].
        iDestruct (Cell.BC_4_called_or_cancelled with "Hsi Hr") as "[HQ|Hcan]".
        + iModIntro. iFrame "Hn". iRight. by iExists true.
        + by iMod (BC_6_not_cancelled with "Hh Hcan HC") as %[]. }
    iMod ("IH" with "Hn Hus") as "Hus". iModIntro. iExists c, x, saw, v', γk. by iFrame "∗#".
  Qed.
End condition.

(** The answer, when every user saw the change or its fate is decided. *)
Lemma nobody_sleeps_spec `{!heapGS Σ, !conditionG Σ} n v :
  {{{ users_left (λ saw γk, ⌜saw = true⌝ ∨ ∃ y : bool, decided γk y)%I n v }}} nobodySleeps v
  {{{ RET #true; True }}}.
Proof.
  iIntros (Φ) "Hu HΦ". iInduction n as [|n] "IH" forall (v Φ); wp_rec; simpl.
  { iDestruct "Hu" as "->". wp_pures. by iApply "HΦ". }
  iDestruct "Hu" as (c x saw v' γk) "(-> & #Hi & Hu & Hus)". wp_pures. destruct saw; wp_pures.
  { wp_apply ("IH" with "Hus"). iIntros "_". wp_pures. by iApply "HΦ". }
  iDestruct "Hu" as "[%|(%y & #Hd)]"; [done|].
  wp_apply (read_record c x γk false y with "[$Hi $Hd]"). iIntros "_". wp_pures.
  wp_apply (read_record c x γk true y with "[$Hi $Hd]"). iIntros "_". wp_pures.
  replace (once (if true then y else negb y) + once (if false then y else negb y))%Z with 1%Z by by destruct y.
  rewrite bool_decide_eq_true_2; [|done]. wp_pures.
  wp_apply ("IH" with "Hus"). iIntros "_". wp_pures. by iApply "HΦ".
Qed.

(** Users, a changer and others, whatever the users and the changer do: nobody sleeps. *)
Lemma users_and_changer_spec `{!heapGS Σ, !conditionG Σ} γ γc γn (n m : nat) (b : loc) (user change : val) :
  {{{ is_broadcast (nroot .@ "broadcast") γ True Claims.P Claims.Q b ∗
      inv (nroot .@ "claims") (claims_inv γ γc (S m)) ∗ ([∗ list] j ∈ seq 0 (S m), quiet γc j) ∗
      □ (∀ (c x : loc) γk, is_record c x γk -∗ half_pending bool γk -∗
           WP user (#c, #x)%V {{ v, ∃ saw : bool, ⌜v = #saw⌝ ∗ used γ γn saw γk }}) ∗
      (quiet γc m -∗ WP change #() {{ _, broadcasted γ γn ∗ quiet γc m }}) }}}
    usersAndChanger #n #m #b user change {{{ RET #true; True }}}.
Proof.
  iIntros (Φ) "(#Hb & #Hi & Hj & #Hu & Hch) HΦ". wp_rec. wp_pures.
  rewrite seq_S big_sepL_app /=. iDestruct "Hj" as "(Hjs & Hj & _)".
  wp_apply (wp_par (users_left (used γ γn) n)
    (λ _, (broadcasted γ γn ∗ quiet γc m) ∗ [∗ list] j ∈ seq 0 m, quiet γc j)%I with "[] [Hch Hj Hjs]").
  - wp_pures. wp_apply (users_spec γ γn with "Hu"). by iIntros (v) "$".
  - wp_pures. wp_apply (wp_par (λ _, broadcasted γ γn ∗ quiet γc m)%I (λ _, [∗ list] j ∈ seq 0 m, quiet γc j)%I
      with "[Hch Hj] [Hjs]").
    + wp_pures. by iApply "Hch".
    + wp_pures. wp_apply (others_spec γ γc b m (S m) with "[$Hb $Hi $Hjs]"). by iIntros "$".
    + by iIntros (v1 v2) "[$ $]".
  - iIntros (v1 v2) "[Hus [[Hbr Hj] Hjs]]". iNext. wp_pures.
    iMod (COND_4_no_lost_wakeup γ γc γn n (S m) with "Hi [Hjs Hj] Hbr Hus") as "Hus".
    { rewrite seq_S big_sepL_app /=. by iFrame. }
    by wp_apply (nobody_sleeps_spec with "Hus").
Qed.

(** In every execution: [n] users look under the lock and register before they let it go; a thread changes the state
    under the lock and then broadcasts, while [m] others broadcast as well. When all are through, each user has seen
    the change, or was called, once, or has cancelled, once: nobody would sleep on. *)
Theorem COND_4_with_lock (n m : nat) : every_execution (with_lock n m) (λ v, v = #true).
Proof.
  apply (every_execution_wp #[heapΣ; conditionΣ]). iIntros (?). rewrite /with_lock.
  iMod (mono_nat_own_alloc 0) as (γn) "[Hn _]". iMod (pending_alloc (A:=unit)) as (γd) "Hd".
  wp_apply (new_client True%I (S m)); [done|]. iIntros (γ γc b) "(#Hb & #He & #Hi & Hj)". wp_pures.
  wp_alloc s as "Hs". wp_pures. iMod (mono_nat_lb_own_0 (g_enq γ)) as "#H0".
  wp_apply (newlock_spec (state_inv γ γn γd s) with "[Hs Hn]"); [iExists false, 0; by iFrame "∗#"|].
  iIntros (lk γl) "#Hl". wp_pures.
  wp_apply (users_and_changer_spec γ γc γn n m b with "[$Hb $Hi $Hj Hd]"); [|done]. iSplitR.
  - iIntros "!>" (c x γk) "#Hc Ht". wp_pures.
    wp_apply (COND_1_registered_before_unlocking with "[$Hb $He $Hl $Hc $Ht]").
    iIntros (saw) "H". iExists saw. by iFrame.
  - iIntros "Hj". wp_pures.
    wp_apply (change_and_broadcast_spec γ γc γn γd with "[$Hb $Hl $Hi $Hd $Hj]"). by iIntros "$".
Qed.

(** In every execution: [n] users register and then look; a thread changes the state and then broadcasts, while [m]
    others broadcast as well; there is no lock. When all are through, each user has seen the change, or was called,
    once, or has cancelled, once. *)
Theorem COND_8_without_lock (n m : nat) : every_execution (without_lock n m) (λ v, v = #true).
Proof.
  apply (every_execution_wp #[heapΣ; conditionΣ]). iIntros (?). rewrite /without_lock.
  iMod (mono_nat_own_alloc 0) as (γn) "[Hn _]". iMod (pending_alloc (A:=unit)) as (γd) "Hd".
  wp_apply (new_client True%I (S m)); [done|]. iIntros (γ γc b) "(#Hb & #He & #Hi & Hj)". wp_pures.
  wp_alloc s as "Hs". wp_pures. iMod (mono_nat_lb_own_0 (g_enq γ)) as "#H0".
  iMod (inv_alloc (nroot .@ "state") _ (state_inv γ γn γd s) with "[Hs Hn]") as "#Hst".
  { iNext. iExists false, 0. by iFrame "∗#". }
  wp_apply (users_and_changer_spec γ γc γn n m b with "[$Hb $Hi $Hj Hd]"); [|done]. iSplitR.
  - iIntros "!>" (c x γk) "#Hc Ht". wp_pures.
    wp_apply (COND_8_registered_before_look with "[$Hb $He $Hst $Hc $Ht]").
    iIntros (saw) "H". iExists saw. by iFrame.
  - iIntros "Hj". wp_pures.
    wp_apply (change_freely_spec γ γc γn γd with "[$Hb $Hst $Hi $Hd $Hj]"). by iIntros "$".
Qed.

(** In every execution: when [await] has registered, it has let the lock go. *)
Theorem COND_1_lock_is_free : every_execution lock_while_waiting (λ v, v = #true).
Proof.
  apply (every_execution_wp #[heapΣ; conditionΣ]). iIntros (?). rewrite /lock_while_waiting.
  iMod (pending_alloc (A:=bool)) as (γk) "Hk".
  wp_apply (newBroadcast_spec (nroot .@ "broadcast") True%I (λ _, True)%I (λ _, True)%I); [done|].
  iIntros (γ b) "(#Hb & He & Hd)". wp_pures. wp_rec. wp_alloc l as "Hl". wp_pures.
  wp_rec. wp_rec. wp_cmpxchg_suc. wp_pures. wp_rec. wp_pures.
  wp_apply (RALL_6_later_registration_waits _ γ True%I (λ _, True)%I (λ _, True)%I b 0 γk
    with "[$Hb $He $Hd]").
  { iSplitR; [done|]. iIntros (i) "_ _ _". by wp_pures. }
  iIntros (h r) "_". wp_pures. wp_rec. wp_store. wp_pures. wp_rec. wp_cmpxchg_suc. by wp_pures.
Qed.
