(** Condition.java: its programs, and what holds of each exit of its blocking forms, with a lock of any kind and without
    one. LockWaiter.v has [await] with a mutex. ConditionClients.v says that a broadcast after a registration is never
    missed. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From iris.heap_lang.lib Require Import spin_lock nondet_bool.
From CqsKernel Require Import Ghost ThreadWaiter Cells Cell Sweep Cqs Broadcast.

(** [new Condition()]. *)
Definition newCondition : val := newBroadcast.
(** [Condition.broadcast] (COND-4, COND-11). *)
Definition broadcast : val := Broadcast.resumeAll.
(** [Condition.registerImmediate] (COND-12). *)
Definition registerImmediate : val := Broadcast.suspend.

(** [Condition.await(lock)], its first half: registered before the lock is let go (COND-1). *)
Definition awaitRegister : val := λ: "b" "lock" "k",
  let: "h" := Broadcast.suspend "b" "k" in
  release "lock" ;;
  "h".
(** [ThreadWaiter.await] of a waiter of the condition; None: it has been called already. *)
Definition sleep : val := λ: "t" "h",
  match: "h" with
    NONE => awaitUninterruptibly "t" ;; #true
  | SOME "h" => ThreadWaiter.await "t" (λ: <>, Cqs.cancel "h")
  end.
(** [Condition.await(lock)], both forms, with [LockWaiter.OfLock]: an interrupted thread leaves with the lock held
    (COND-3); the lock is taken again however the wait ends (COND-2). True: there was a broadcast. *)
Definition await : val := λ: "b" "lock",
  if: nondet_bool #() then #false
  else
    let: "t" := newThread #() in
    let: "h" := awaitRegister "b" "lock" (resumed "t") in
    let: "end" := sleep "t" "h" in
    acquire "lock" ;;
    "end".
(** [Condition.awaitNoMutex] (COND-7). *)
Definition awaitNoMutex : val := λ: "b",
  if: nondet_bool #() then #false
  else let: "t" := newThread #() in sleep "t" (Broadcast.suspend "b" (resumed "t")).

(** The cancel on the way out of [Condition.loopNoMutex] (COND-9). *)
Definition leave : val := λ: "h",
  match: "h" with NONE => #() | SOME "h" => Cqs.cancel "h" ;; #() end.
(** [Condition.loopNoMutex]: registers, then looks (COND-8); the wait is given up on every exit (COND-9); an
    interrupt counts even if the waiter has been called (COND-10). None: interrupted. *)
Definition loopNoMutex : val := rec: "again" "b" "update" :=
  let: "t" := newThread #() in
  let: "h" := Broadcast.suspend "b" (resumed "t") in
  let: "result" := "update" #() in
  match: "result" with
    SOME "r" => leave "h" ;; SOME "r"
  | NONE =>
      if: nondet_bool #() then leave "h" ;; NONE
      else if: sleep "t" "h" then "again" "b" "update"
      else NONE
  end.

(** What the waits of a condition share, whoever waits and for whatever. *)
Section sleep.
  Context `{!heapGS Σ, !cqsG Σ, !decisionG Σ unit} (N : namespace) (γ : cqs_names).
  Notation NT := (nroot .@ "thread").
  (** [P γk]: what the callback known as [γk] owns, [Q γk]: the evidence of its call, as in Cqs.v. [S v]: what comes to
      a thread when it is woken. *)
  Context (P Q : gname → iProp Σ) `{HQ : !∀ γk, Persistent (Q γk)}.
  Context (S : val → iProp Σ) `{HS : !∀ v, Timeless (S v)}.

  Notation is_broadcast := (is_broadcast N γ True P Q).
  Notation is_handle := (is_handle (N .@ "cqs") γ True P Q).
  Notation claimed := (claimed (g_cells γ) (L γ True)).
  Notation is_thread := (is_thread NT S).

  (** Anybody may register. *)
  Definition enq_inv : iProp Σ := ∃ n, enq_half γ n.
  (** The registration [h] of cell [i]: it waits and may be cancelled, or its callback has been called. *)
  Definition registration (γk : gname) (i : nat) (h : val) : iProp Σ :=
    (⌜h = NONEV⌝ ∗ overtaken (g_cells γ) i ∗ Q γk) ∨
    (∃ h' k, ⌜h = SOMEV h'⌝ ∗ is_handle i γk h' k ∗ cancel_right γ i).
  (** Nobody waits in cell [i] any more: its waiter is cancelled, or claimed, or there was none. *)
  Definition gone (i : nat) : iProp Σ :=
    cancelled (g_cells γ) i ∨ (∃ γk r, claimed i γk r) ∨ overtaken (g_cells γ) i.

  (** A registration, of any callback: it waits, or it has been called here. *)
  Lemma COND_12_register (b : loc) γk (k : val) :
    nroot .@ "enq" ## N →
    {{{ is_broadcast b ∗ inv (nroot .@ "enq") enq_inv ∗ P γk ∗
        (∀ i, turn γ Q i γk -∗ P γk -∗ WP k #() {{ _, Q γk }}) }}}
      Broadcast.suspend #b k
    {{{ i h, RET h; registration γk i h }}}.
  Proof.
    iIntros (HN Φ) "(#Hb & #He & HP & Hk) HΦ".
    wp_apply (Broadcast.BC_3_suspend N γ True%I P Q b γk k (λ _, True)%I with "[$Hb HP Hk]").
    { iSplitL.
      - iSplitL "HP"; [iExact "HP"|]. iIntros (i) "Ht _ HP". iApply ("Hk" with "Ht HP").
      - iIntros (i) "H". iInv "He" as (n) ">H'".
        iDestruct (mono_nat_auth_own_agree with "H H'") as %[_ <-]. iCombine "H H'" as "H".
        iMod (mono_nat_own_update (Datatypes.S i) with "H") as "[[H H'] _]"; [lia|].
        iModIntro. iSplitL "H'"; [by iExists _|by iFrame]. }
    iIntros (i v) "[_ [(-> & #HQ' & #Hot & _)|(%h & %r & -> & #Hh & _ & _ & HC)]]"; iApply ("HΦ" $! i).
    - iLeft. by iFrame "#".
    - iRight. iExists h, k. by iFrame "∗#".
  Qed.

  (** A sleep ends when the thread has been woken, with what has come to it, or with a cancel that has succeeded, which
      gives back what the callback owned. *)
  Lemma COND_5_sleep i γk (h th : val) γf γt :
    {{{ registration γk i h ∗ is_thread th γf γt ∗ pending unit γt }}} sleep th h
    {{{ (b : bool), RET #b; if b then ∃ v, S v ∗ decided γf () else gone i ∗ P γk }}}.
  Proof.
    iIntros (Φ) "([(-> & #Hot & _)|(%h' & %k & -> & #Hh & HC)] & #Hth & Ht) HΦ"; wp_rec; wp_pures.
    { wp_apply (await_uninterruptibly_spec with "[$Hth $Ht]"). iIntros (v) "(_ & HS' & Hd)". wp_pures.
      iApply ("HΦ" $! true). iExists v. by iFrame. }
    wp_apply (CQS_19_PR_7_await NT S th γf γt _ (cancel_right γ i) (gone i ∗ P γk)%I
      with "[$Hth $Ht $HC]").
    { iIntros "HC". wp_pures. wp_apply (BC_2_BC_5_cancel with "[$Hh $HC]"). iIntros (b) "H".
      iExists b. iSplit; [done|]. destruct b; iDestruct "H" as "[H1 H2]"; [|done].
      iDestruct "H1" as "[$ _]". by iLeft. }
    iIntros ([]) "H"; iApply "HΦ"; [|done]. iDestruct "H" as (v) "(_ & HS' & Hd & _)". iExists v. by iFrame.
  Qed.

  (** Whoever leaves without a sleep does not stay registered. *)
  Lemma COND_9_leave i γk (h : val) :
    {{{ registration γk i h }}} leave h {{{ RET #(); gone i }}}.
  Proof.
    iIntros (Φ) "[(-> & #Hot & _)|(%h' & %k & -> & #Hh & HC)] HΦ"; wp_rec; wp_pures.
    { iApply "HΦ". iRight. by iRight. }
    wp_apply (BC_2_BC_5_cancel with "[$Hh $HC]"). iIntros ([]) "[H1 H2]"; wp_pures; iApply "HΦ".
    - by iLeft.
    - iRight. iLeft. iDestruct "H1" as (r) "H1". by iExists γk, r.
  Qed.
End sleep.

(** [await] with any lock, and [loopNoMutex]: there a broadcast brings nothing, and callbacks own nothing. *)
Section condition.
  Context `{!heapGS Σ, !cqsG Σ, !decisionG Σ unit, !lockG Σ} (N : namespace) (γ : cqs_names) (γl : gname).
  Notation NT := (nroot .@ "thread").

  Definition nothing {B} (_ : B) : iProp Σ := True.
  Global Instance nothing_timeless {B} (x : B) : Timeless (nothing x).
  Proof. apply _. Qed.
  Global Instance nothing_persistent {B} (x : B) : Persistent (nothing x).
  Proof. apply _. Qed.

  Notation is_broadcast := (is_broadcast N γ True nothing nothing).
  Notation registration := (registration N γ nothing nothing).
  Notation is_thread := (is_thread NT nothing).
  Notation enq_inv := (enq_inv γ).
  Notation gone := (gone γ).

  (** The registration of a thread. *)
  Lemma register_thread (b : loc) (th : val) γf γt :
    nroot .@ "enq" ## N →
    {{{ is_broadcast b ∗ inv (nroot .@ "enq") enq_inv ∗ is_thread th γf γt ∗ wake_right th γf }}}
      Broadcast.suspend #b (λ: "v", wake th "v")%V
    {{{ i h, RET h; registration γf i h }}}.
  Proof.
    iIntros (HN Φ) "(#Hb & #He & #Hth & Hw) HΦ".
    wp_apply (COND_12_register N γ nothing nothing b γf with "[$Hb $He Hw]"); [done| |done].
    iSplitR; [done|]. iIntros (i) "_ _". iApply (wp_wand with "[Hw]").
    { iApply (resumed_spec with "Hth Hw []"); done. }
    by iIntros.
  Qed.

  (** An [await] that returns has the lock and all that it protects, however the wait has ended: with a broadcast, an
      interrupt or a time-out, or before it began. *)
  Lemma COND_2_await (b : loc) (lk : val) (A : iProp Σ) :
    nroot .@ "enq" ## N →
    {{{ is_broadcast b ∗ inv (nroot .@ "enq") enq_inv ∗ is_lock γl lk A ∗ spin_lock.locked γl ∗ A }}}
      await #b lk
    {{{ (x : bool), RET #x; spin_lock.locked γl ∗ A }}}.
  Proof.
    iIntros (HN Φ) "(#Hb & #He & #Hl & Hlk & HA) HΦ". wp_rec. wp_pures.
    wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures; [iApply "HΦ"; by iFrame|].
    wp_apply (newThread_spec NT nothing); [done|]. iIntros (th γf γt) "(#Hth & Hw & Ht)". wp_pures.
    wp_rec. wp_pures. wp_rec. wp_pures.
    wp_apply (register_thread with "[$Hb $He $Hth $Hw]"); [done|]. iIntros (i h) "Hreg". wp_pures.
    wp_apply (release_spec with "[$Hl $Hlk $HA]"). iIntros "_". wp_pures.
    wp_apply (COND_5_sleep with "[$Hreg $Hth $Ht]"). iIntros (x) "_". wp_pures.
    wp_apply (acquire_spec with "Hl"). iIntros "H". wp_pures. by iApply "HΦ".
  Qed.

  (** A [loopNoMutex] that returns has a result of its update, or was interrupted; and however it leaves, its last
      registration is gone (COND-9), as those before it, which have been called. [A]: what the update needs, [S r]:
      what it says of a result [r]. *)
  Lemma COND_9_loop_no_mutex (b : loc) (update : val) (A : iProp Σ) (S : val → iProp Σ) :
    nroot .@ "enq" ## N →
    {{{ is_broadcast b ∗ inv (nroot .@ "enq") enq_inv ∗ A ∗
        □ (A -∗ WP update #() {{ w, A ∗ (⌜w = NONEV⌝ ∨ ∃ r, ⌜w = SOMEV r⌝ ∗ S r) }}) }}}
      loopNoMutex #b update
    {{{ w i, RET w; A ∗ gone i ∗ (⌜w = NONEV⌝ ∨ ∃ r, ⌜w = SOMEV r⌝ ∗ S r) }}}.
  Proof.
    iIntros (HN Φ) "(#Hb & #He & HA & #Hup) HΦ". iLöb as "IH". wp_rec. wp_pures.
    wp_apply (newThread_spec NT nothing); [done|]. iIntros (th γf γt) "(#Hth & Hw & Ht)". wp_pures.
    wp_rec. wp_pures.
    wp_apply (register_thread with "[$Hb $He $Hth $Hw]"); [done|]. iIntros (i h) "Hreg". wp_pures.
    wp_bind (update _). iApply (wp_wand with "[HA]"); [by iApply "Hup"|].
    iIntros (w) "[HA [->|(%r & -> & HS)]]"; wp_pures; last first.
    { wp_apply (COND_9_leave with "Hreg"). iIntros "Hg". wp_pures. iApply ("HΦ" $! _ i). iFrame "HA Hg".
      iRight. iExists r. by iFrame. }
    wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures.
    { wp_apply (COND_9_leave with "Hreg"). iIntros "Hg". wp_pures. iApply ("HΦ" $! _ i). iFrame "HA Hg". by iLeft. }
    wp_apply (COND_5_sleep with "[$Hreg $Hth $Ht]"). iIntros ([]) "H"; wp_pures.
    - by iApply ("IH" with "HA HΦ").
    - iDestruct "H" as "[H _]". iApply ("HΦ" $! _ i). iFrame "HA H". by iLeft.
  Qed.
End condition.
