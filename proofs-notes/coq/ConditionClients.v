(** Closed programs that use a Condition: a broadcast after a registration is never missed.

    A program that sleeps for ever has no value, and a theorem about values would say nothing of it. Therefore
    [await] and [loopNoMutex] are cut here where the thread goes to sleep: a waiter is a callback that counts, and
    the report at the end says who would have slept on. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par spin_lock nondet_bool.
From CqsKernel Require Import Ghost Closed Cells Cell Sweep Cqs Broadcast Records Claims Condition.

(** The end of a wait: the waiter may cancel, and counts it. *)
Definition mayCancel : val := λ: "h" "record",
  match: "h" with
    NONE => #()
  | SOME "h" =>
      if: nondet_bool #() then
        (if: Cqs.cancel "h" then FAA (Snd "record") #1 ;; #() else #())
      else #()
  end.
(** A user of [await]: looks under the lock; registers, and only then lets the lock go, if the state is not as wanted
    (COND-1). Returns whether it was. *)
Definition lookAndAwait : val := λ: "b" "lock" "state" "record",
  acquire "lock" ;;
  if: ! "state" then release "lock" ;; #true
  else
    let: "h" := awaitRegister "b" "lock" (λ: <>, FAA (Fst "record") #1) in
    mayCancel "h" "record" ;;
    #false.
(** One round of [loopNoMutex]: registers, then looks (COND-8). *)
Definition loopRound : val := λ: "b" "state" "record",
  let: "h" := Broadcast.suspend "b" (λ: <>, FAA (Fst "record") #1) in
  let: "saw" := ! "state" in
  mayCancel "h" "record" ;;
  "saw".
(** [n] users in parallel; the list of their records, each with what the user saw. *)
Definition users : val := rec: "users" "n" "user" :=
  if: "n" = #0 then NONE
  else
    let: "record" := (ref #0, ref #0) in
    let: "r" := ("user" "record" ||| "users" ("n" - #1) "user") in
    SOME (("record", Fst "r"), Snd "r").
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

(** [n] users of [await], a changer and [m] other broadcasters, all at the same time. *)
Definition with_lock (n m : nat) : expr :=
  let: "b" := newCondition #() in
  let: "state" := ref #false in
  let: "lock" := newlock #() in
  let: "r" := (users #n (λ: "record", lookAndAwait "b" "lock" "state" "record") |||
               (changeAndBroadcast "b" "lock" "state" ||| others #m "b")) in
  nobodySleeps (Fst "r").
(** The same without a lock. *)
Definition without_lock (n m : nat) : expr :=
  let: "b" := newCondition #() in
  let: "state" := ref #false in
  let: "r" := (users #n (λ: "record", loopRound "b" "state" "record") |||
               (changeFreely "b" "state" ||| others #m "b")) in
  nobodySleeps (Fst "r").
(** A wait begins; is the lock free then? *)
Definition lock_while_waiting : expr :=
  let: "b" := newCondition #() in
  let: "lock" := newlock #() in
  acquire "lock" ;;
  awaitRegister "b" "lock" (λ: <>, #()) ;;
  try_acquire "lock".

Class conditionG Σ := ConditionG { cond_clientG :> clientG Σ; cond_lockG :> lockG Σ }.
Definition conditionΣ : gFunctors := #[clientΣ; lockΣ].
Global Instance subG_conditionΣ {Σ} : subG conditionΣ Σ → conditionG Σ.
Proof. solve_inG. Qed.

Section condition.
  Context `{!heapGS Σ, !conditionG Σ} (γ : cqs_names) (γc γn γd : gname).
  Notation NB := (nroot .@ "broadcast").
  Notation NE := (nroot .@ "enq").
  Notation ND := (nroot .@ "claims").
  Notation P := Claims.P.
  Notation Q := Claims.Q.
  Notation is_broadcast := (is_broadcast NB γ True P Q).

  (** The index of a registration is below the note. *)
  Definition noted (i : nat) : iProp Σ := mono_nat_lb_own γn (S i).
  Notation waited := (waited γ True noted).
  (** The state, and with it a note [n], of which everybody who saw the state unchanged is below. Whoever changes the
      state takes half of the note away, and it is fixed. *)
  Definition state_inv (s : loc) : iProp Σ :=
    ∃ (x : bool) n, s ↦ #x ∗ enq_lb γ n ∗
      if x then mono_nat_auth_own γn (1/2) n ∗ decided γd () else mono_nat_auth_own γn 1 n.
  Global Instance state_inv_timeless s : Timeless (state_inv s).
  Proof. rewrite /state_inv. do 2 apply bi.exist_timeless => ?. case_match; apply _. Qed.
  (** The change has been made, and broadcast: the note is fixed, and all below it are claimed. *)
  Definition broadcasted : iProp Σ := ∃ n, mono_nat_auth_own γn (1/2) n ∗ deq_lb γ n.

  (** A registration: the callback has been called, or it waits in cell [i], of which [B] holds. *)
  Definition registration (B : nat → iProp Σ) (h : val) (γk : gname) : iProp Σ :=
    (⌜h = NONEV⌝ ∗ decided γk true) ∨
    (∃ i h' k r, ⌜h = SOMEV h'⌝ ∗ is_handle (NB .@ "cqs") γ True P Q i γk h' k ∗
       registered (g_cells γ) i γk r ∗ cancel_right γ i ∗ B i).
  Notation new_registration := (registration (λ i, enq_lb γ (S i))).

  (** The registration of a waiter that counts. *)
  Lemma register_spec (b c x : loc) γk :
    {{{ is_broadcast b ∗ inv NE (Claims.enq_inv γ) ∗ is_record c x γk ∗ half_pending bool γk }}}
      Broadcast.suspend #b (λ: <>, FAA (Fst (#c, #x)%V) #1)%V
    {{{ h, RET h; new_registration h γk }}}.
  Proof.
    iIntros (Φ) "(#Hb & #He & #Hc & Ht) HΦ".
    wp_apply (Broadcast.BC_3_suspend NB γ True%I P Q b γk _ (λ _, True)%I with "[$Hb Ht]").
    { iSplitL; [|iIntros (i) "H"; by iApply register_freely].
      iSplitL "Ht"; [iExact "Ht"|]. iIntros (i) "_ _ Ht". wp_pures. wp_apply (count_once c x γk true with "[$Hc $Ht]"). iIntros (z) "#Hd". iExact "Hd". }
    iIntros (i v) "[_ [(-> & #HQ & _)|(%h & %r & -> & #Hh & #Hr & #Hlb & HC)]]"; iApply "HΦ".
    - iLeft. by iFrame "#".
    - iRight. iExists i, h, _, r. by iFrame "∗#".
  Qed.

  (** The end of a wait that may be cancelled. *)
  Lemma may_cancel_spec (c x : loc) h γk :
    {{{ is_record c x γk ∗ registration noted h γk }}} mayCancel h (#c, #x)%V {{{ RET #(); waited γk }}}.
  Proof.
    iIntros (Φ) "(#Hc & [[-> #Hd]|(%i & %h' & %k & %r & -> & #Hh & #Hr & HC & #Hn)]) HΦ"; wp_rec; wp_pures.
    { iApply "HΦ". iLeft. by iExists true. }
    wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures; last first.
    { iApply "HΦ". iRight. iExists i, h', k, r. by iFrame "∗#". }
    wp_apply (BC_2_BC_5_cancel with "[$Hh $HC]"). iIntros ([]) "[H H']"; wp_pures.
    - iDestruct "H" as "[Ht _]".
      wp_apply (count_once c x γk false with "[$Hc $Ht]"). iIntros (v) "#Hf". wp_pures.
      iApply "HΦ". iLeft. by iExists false.
    - iApply "HΦ". iRight. iExists i, h', k, r. by iFrame "∗#".
  Qed.

  (** Who sees the state unchanged is written into the note. *)
  Lemma note_spec (s : loc) h γk n :
    s ↦ #false -∗ enq_lb γ n -∗ mono_nat_auth_own γn 1 n -∗ new_registration h γk ==∗
    state_inv s ∗ registration noted h γk.
  Proof.
    iIntros "Hs #Hlb Hn [H|(%i & %h' & %k & %r & -> & #Hh & #Hr & HC & #Hi)]".
    - iModIntro. iSplitR "H"; [iExists false, n; by iFrame "∗#"|by iLeft].
    - iMod (mono_nat_own_update (n `max` S i) with "Hn") as "[Hn #Hni]"; [lia|]. iModIntro. iSplitL "Hs Hn".
      { iExists false, (n `max` S i). iFrame. by destruct (Nat.max_spec n (S i)) as [[_ ->]|[_ ->]]. }
      iRight. iExists i, h', k, r. iFrame "∗#". iSplit; [done|].
      iApply (mono_nat_lb_own_le with "Hni"). lia.
  Qed.

  (** What a user leaves behind: it saw the change, or it waits, noted, or its wait is over. *)
  Definition used (saw : bool) (γk : gname) : iProp Σ := ⌜saw = true⌝ ∨ waited γk.

  (** Registered, then unlocked: it is noted while the lock is held (COND-1). *)
  Lemma COND_1_registered_before_unlocking (b s c x : loc) γl lk γk :
    {{{ is_broadcast b ∗ inv NE (Claims.enq_inv γ) ∗ is_lock γl lk (state_inv s) ∗ is_record c x γk ∗
        half_pending bool γk }}}
      lookAndAwait #b lk #s (#c, #x)%V
    {{{ (saw : bool), RET #saw; used saw γk }}}.
  Proof.
    iIntros (Φ) "(#Hb & #He & #Hl & #Hc & Ht) HΦ". wp_rec. wp_pures.
    wp_apply (acquire_spec with "Hl"). iIntros "[Hlk (%y & %n & Hs & #Hlb & Hn)]". wp_pures.
    wp_load. destruct y; wp_pures.
    { wp_apply (release_spec with "[$Hl $Hlk Hs Hn]"); [iExists true, n; by iFrame "∗#"|].
      iIntros "_". wp_pures. iApply "HΦ". by iLeft. }
    wp_rec. wp_pures. wp_apply (register_spec with "[$Hb $He $Hc $Ht]"). iIntros (h) "Hreg".
    iMod (note_spec with "Hs Hlb Hn Hreg") as "[Hst Hreg]". wp_pures.
    wp_apply (release_spec with "[$Hl $Hlk $Hst]"). iIntros "_". wp_pures.
    wp_apply (may_cancel_spec with "[$Hc $Hreg]"). iIntros "Hw". wp_pures. iApply "HΦ". by iRight.
  Qed.

  (** Registered, then looked: the look writes it into the note (COND-8). *)
  Lemma COND_8_registered_before_look (b s c x : loc) NS γk :
    {{{ is_broadcast b ∗ inv NE (Claims.enq_inv γ) ∗ inv NS (state_inv s) ∗ is_record c x γk ∗
        half_pending bool γk }}}
      loopRound #b #s (#c, #x)%V
    {{{ (saw : bool), RET #saw; used saw γk }}}.
  Proof.
    iIntros (Φ) "(#Hb & #He & #Hi & #Hc & Ht) HΦ". wp_rec. wp_pures.
    wp_apply (register_spec with "[$Hb $He $Hc $Ht]"). iIntros (h) "Hreg". wp_pures.
    wp_bind (! _)%E. iInv "Hi" as ">(%y & %n & Hs & #Hlb & Hn)". wp_load. destruct y.
    - iModIntro. iSplitL "Hs Hn"; [iNext; iExists true, n; by iFrame "∗#"|]. wp_pures. wp_rec. wp_pures.
      iDestruct "Hreg" as "[[-> #Hd]|(%i & %h' & %k & %r & -> & #Hh & #Hr & HC & _)]"; wp_pures.
      { iApply "HΦ". by iLeft. }
      wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures; [|by (iApply "HΦ"; iLeft)].
      wp_apply (BC_2_BC_5_cancel with "[$Hh $HC]"). iIntros ([]) "[H H']"; wp_pures; [|by (iApply "HΦ"; iLeft)].
      iDestruct "H" as "[Ht _]". wp_apply (count_once c x γk false with "[$Hc $Ht]"). iIntros (v) "#Hf". wp_pures.
      iApply "HΦ". by iLeft.
    - iMod (note_spec with "Hs Hlb Hn Hreg") as "[Hst Hreg]". iModIntro. iFrame "Hst". wp_pures.
      wp_apply (may_cancel_spec with "[$Hc $Hreg]"). iIntros "Hw". wp_pures. iApply "HΦ". by iRight.
  Qed.

  (** The list of [n] users, of each of which [Ψ] holds. *)
  Fixpoint users_left (Ψ : bool → gname → iProp Σ) (n : nat) (v : val) : iProp Σ :=
    match n with
    | 0 => ⌜v = NONEV⌝
    | S n => ∃ (c x : loc) (saw : bool) v' γk, ⌜v = SOMEV (((#c, #x), #saw), v')⌝ ∗ is_record c x γk ∗
        Ψ saw γk ∗ users_left Ψ n v'
    end%I.

  (** All users, whatever each does with its record. *)
  Lemma users_spec (user : val) n :
    {{{ □ ∀ (c x : loc) γk, is_record c x γk -∗ half_pending bool γk -∗
          WP user (#c, #x)%V {{ v, ∃ saw : bool, ⌜v = #saw⌝ ∗ used saw γk }} }}}
      users #n user {{{ v, RET v; users_left used n v }}}.
  Proof.
    iIntros (Φ) "#Hu HΦ". iInduction n as [|n] "IH" forall (Φ); wp_rec; wp_pures.
    { by iApply "HΦ". }
    wp_alloc x as "Hx". wp_alloc c as "Hc". iMod (record_alloc with "Hc Hx") as (γk) "[#Hi Ht]". wp_pures.
    wp_apply (wp_par (λ v, ∃ saw : bool, ⌜v = #saw⌝ ∗ used saw γk)%I (users_left used n) with "[Ht] []").
    - wp_pures. by iApply ("Hu" with "Hi Ht").
    - wp_pures. replace (S n - 1)%Z with (Z.of_nat n) by lia. wp_apply "IH". by iIntros (v) "$".
    - iIntros (v1 v2) "[(%saw & -> & H1) H2]". iNext. wp_pures. iApply "HΦ". iModIntro.
      iExists c, x, saw, v2, γk. by iFrame "∗#".
  Qed.

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
  wp_bind (! _)%E. iInv "Hi" as "[>(_ & _ & Ht)|>(%y' & Hc & Hx & Hd')]".
  { iDestruct (half_pending_decided with "Ht Hd") as %[]. }
  iDestruct (decided_agree with "Hd Hd'") as %<-. wp_load. iModIntro.
  iSplitL "Hc Hx"; [iNext; iRight; iExists y; by iFrame "∗#"|]. wp_pures.
  wp_bind (! _)%E. iInv "Hi" as "[>(_ & _ & Ht)|>(%y2 & Hc & Hx & Hd2)]".
  { iDestruct (half_pending_decided with "Ht Hd") as %[]. }
  iDestruct (decided_agree with "Hd Hd2") as %<-. wp_load. iModIntro.
  iSplitL "Hc Hx"; [iNext; iRight; iExists y; by iFrame "∗#"|]. wp_pures.
  assert (once y + once (negb y) = 1)%Z as -> by by destruct y.
  rewrite bool_decide_eq_true_2; [|done]. wp_pures.
  wp_apply ("IH" with "Hus"). iIntros "_". wp_pures. by iApply "HΦ".
Qed.

(** In every execution: [n] users look under the lock and register before they let it go; a thread changes the state
    under the lock and then broadcasts, while [m] others broadcast as well. When all are through, each user has seen
    the change, or was called, once, or has cancelled, once: nobody would sleep on. *)
Theorem COND_4_with_lock (n m : nat) : every_execution (with_lock n m) (λ v, v = #true).
Proof.
  apply (every_execution_wp #[heapΣ; conditionΣ]). iIntros (?). rewrite /with_lock.
  iMod (mono_nat_own_alloc 0) as (γn) "[Hn _]". iMod (pending_alloc (A:=unit)) as (γd) "Hd".
  wp_apply (newBroadcast_spec (nroot .@ "broadcast") True%I Claims.P Claims.Q); [done|].
  iIntros (γ b) "(#Hb & He & Hdq)". wp_pures. wp_alloc s as "Hs". wp_pures.
  iMod (inv_alloc (nroot .@ "enq") _ (Claims.enq_inv γ) with "[He]") as "#He"; [iNext; iExists 0; iFrame|].
  iMod (client_alloc γ (S m) with "Hdq") as (γc) "[#Hi Hj]".
  iMod (mono_nat_lb_own_0 (g_enq γ)) as "#H0".
  wp_apply (newlock_spec (state_inv γ γn γd s) with "[Hs Hn]"); [iExists false, 0; by iFrame "∗#"|].
  iIntros (lk γl) "#Hl". wp_pures.
  rewrite seq_S big_sepL_app /=. iDestruct "Hj" as "(Hjs & Hj & _)".
  wp_apply (wp_par (users_left (used γ γn) n)
    (λ _, (broadcasted γ γn ∗ quiet γc m) ∗ [∗ list] j ∈ seq 0 m, quiet γc j)%I with "[] [Hd Hj Hjs]").
  - wp_pures. wp_apply (users_spec γ γn); [|by iIntros (v) "$"]. iIntros "!>" (c x γk) "#Hc Ht". wp_pures.
    wp_apply (COND_1_registered_before_unlocking with "[$Hb $He $Hl $Hc $Ht]").
    iIntros (saw) "H". iExists saw. by iFrame.
  - wp_pures. wp_apply (wp_par (λ _, broadcasted γ γn ∗ quiet γc m)%I (λ _, [∗ list] j ∈ seq 0 m, quiet γc j)%I
      with "[Hd Hj] [Hjs]").
    + wp_apply (change_and_broadcast_spec γ γc γn γd with "[$Hb $Hl $Hi $Hd $Hj]"). by iIntros "$".
    + wp_apply (others_spec γ γc b m (S m) with "[$Hb $Hi $Hjs]"). by iIntros "$".
    + by iIntros (v1 v2) "[$ $]".
  - iIntros (v1 v2) "[Hu [[Hbr Hj] Hjs]]". iNext. wp_pures.
    iMod (COND_4_no_lost_wakeup γ γc γn n (S m) with "Hi [Hjs Hj] Hbr Hu") as "Hu".
    { rewrite seq_S big_sepL_app /=. by iFrame. }
    by wp_apply (nobody_sleeps_spec with "Hu").
Qed.

(** In every execution: [n] users register and then look; a thread changes the state and then broadcasts, while [m]
    others broadcast as well; there is no lock. When all are through, each user has seen the change, or was called,
    once, or has cancelled, once. *)
Theorem COND_8_without_lock (n m : nat) : every_execution (without_lock n m) (λ v, v = #true).
Proof.
  apply (every_execution_wp #[heapΣ; conditionΣ]). iIntros (?). rewrite /without_lock.
  iMod (mono_nat_own_alloc 0) as (γn) "[Hn _]". iMod (pending_alloc (A:=unit)) as (γd) "Hd".
  wp_apply (newBroadcast_spec (nroot .@ "broadcast") True%I Claims.P Claims.Q); [done|].
  iIntros (γ b) "(#Hb & He & Hdq)". wp_pures. wp_alloc s as "Hs". wp_pures.
  iMod (inv_alloc (nroot .@ "enq") _ (Claims.enq_inv γ) with "[He]") as "#He"; [iNext; iExists 0; iFrame|].
  iMod (client_alloc γ (S m) with "Hdq") as (γc) "[#Hi Hj]".
  iMod (mono_nat_lb_own_0 (g_enq γ)) as "#H0".
  iMod (inv_alloc (nroot .@ "state") _ (state_inv γ γn γd s) with "[Hs Hn]") as "#Hst".
  { iNext. iExists false, 0. by iFrame "∗#". }
  rewrite seq_S big_sepL_app /=. iDestruct "Hj" as "(Hjs & Hj & _)".
  wp_apply (wp_par (users_left (used γ γn) n)
    (λ _, (broadcasted γ γn ∗ quiet γc m) ∗ [∗ list] j ∈ seq 0 m, quiet γc j)%I with "[] [Hd Hj Hjs]").
  - wp_pures. wp_apply (users_spec γ γn); [|by iIntros (v) "$"]. iIntros "!>" (c x γk) "#Hc Ht". wp_pures.
    wp_apply (COND_8_registered_before_look with "[$Hb $He $Hst $Hc $Ht]").
    iIntros (saw) "H". iExists saw. by iFrame.
  - wp_pures. wp_apply (wp_par (λ _, broadcasted γ γn ∗ quiet γc m)%I (λ _, [∗ list] j ∈ seq 0 m, quiet γc j)%I
      with "[Hd Hj] [Hjs]").
    + wp_apply (change_freely_spec γ γc γn γd with "[$Hb $Hst $Hi $Hd $Hj]"). by iIntros "$".
    + wp_apply (others_spec γ γc b m (S m) with "[$Hb $Hi $Hjs]"). by iIntros "$".
    + by iIntros (v1 v2) "[$ $]".
  - iIntros (v1 v2) "[Hu [[Hbr Hj] Hjs]]". iNext. wp_pures.
    iMod (COND_4_no_lost_wakeup γ γc γn n (S m) with "Hi [Hjs Hj] Hbr Hu") as "Hu".
    { rewrite seq_S big_sepL_app /=. by iFrame. }
    by wp_apply (nobody_sleeps_spec with "Hu").
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
