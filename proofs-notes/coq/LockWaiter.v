(** LockWaiter.java, [OfMutex]: [Condition.await] with a mutex. The broadcast takes a place in the mutex's line for the
    thread that waits, and the thread is woken once, with the mutex. LockWaiterWithdraw.v has [withdraw]. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From iris.heap_lang.lib Require Import nondet_bool.
From CqsKernel Require Import Ghost ThreadWaiter Cells Cell Sweep Permits Mutex Cqs Broadcast Condition.

(** [new OfMutex(mutex)]: a thread waiter; the mutex must be locked (COND-14). *)
Definition newOfMutex : val := λ: "m", let: "t" := newThread #() in requireLocked "m" ;; "t".
(** [new Turn()]: its [resumed] wakes the thread. *)
Definition newTurn : val := λ: "t", ref (λ: <>, wake "t" NULLV).
(** [OfMutex.resumed], as the callback of the waiter: the broadcaster lines up for the thread, and does not wait. *)
Definition resumedOfMutex : val := λ: "m" "t", λ: <>, lockFor "m" (newTurn "t").
(** [OfMutex.lockAgain]: who was resumed has the mutex (COND-2). *)
Definition lockAgain : val := λ: "m" "resumed", if: "resumed" then #() else lock "m".
(** [Condition.await(mutex)], both forms: registered before the mutex is let go (COND-1); an interrupted thread leaves
    with it (COND-3). True: there was a broadcast. *)
Definition awaitMutex : val := λ: "b" "m",
  let: "t" := newOfMutex "m" in
  if: nondet_bool #() then #false
  else
    let: "h" := Broadcast.suspend "b" (resumedOfMutex "m" "t") in
    unlock "m" ;;
    let: "end" := sleep "t" "h" in
    lockAgain "m" "end" ;;
    "end".

Section hand_over.
  Context `{!heapGS Σ, !cqsG Σ, !permitsG Σ} (N NM : namespace) (γ : cqs_names) (γm : permits_names) (γo : gname).
  Context (slots : gset nat) (A : iProp Σ) `{HA : !Timeless A}.
  Notation NT := (nroot .@ "thread").
  Notation is_mutex := (is_mutex NM γm γo slots A).
  Notation locked := (locked γo).
  Notation spare := (spare γm).

  (** What the callback of a waiter owns: a slot, for the place in line. It is given back with a cancel. *)
  Definition P (_ : gname) : iProp Σ := spare.
  (** The evidence of its call: the waiter was put in line. The waiter is known by the name of its waking. *)
  Definition Q (γf : gname) : iProp Σ := lined_up NM γm γf.
  (** What comes to the thread when it is woken: the mutex, and all that it protects. *)
  Definition handed_over (_ : val) : iProp Σ := locked ∗ A.
  Global Instance Q_persistent γf : Persistent (Q γf).
  Proof. apply _. Qed.
  Global Instance handed_over_timeless v : Timeless (handed_over v).
  Proof. apply _. Qed.

  Notation is_broadcast := (is_broadcast N γ True P Q).
  Notation is_thread := (is_thread NT handed_over).
  Notation enq_inv := (enq_inv γ).

  (** A new waiter of a thread that has locked the mutex. *)
  Lemma new_of_mutex_spec m :
    {{{ is_mutex m ∗ locked ∗ A }}} newOfMutex m
    {{{ th γf γt, RET th; is_thread th γf γt ∗ wake_right th γf ∗ pending unit γt ∗ locked ∗ A }}}.
  Proof.
    iIntros (Φ) "(#Hm & Hlk & HA) HΦ". wp_rec.
    wp_apply (newThread_spec NT handed_over); [done|]. iIntros (th γf γt) "(#Hth & Hw & Ht)". wp_pures.
    wp_apply (SEM_10_require_locked with "[$Hm $Hlk $HA]"). iIntros "[Hlk HA]". wp_pures.
    iApply ("HΦ" $! th γf γt). by iFrame "Hth Hw Ht Hlk HA".
  Qed.

  (** A broadcast that meets the waiter puts it in line, and it is woken with the mutex. *)
  Lemma COND_2_line_up m (th : val) γf γt :
    {{{ is_mutex m ∗ is_thread th γf γt ∗ wake_right th γf ∗ spare }}}
      (λ: <>, lockFor m (newTurn th))%V #() {{{ v, RET v; Q γf }}}.
  Proof.
    iIntros (Φ) "(#Hm & #Hth & Hw & Hs) HΦ". wp_pures. wp_rec. wp_pures. wp_alloc r as "Hr".
    iMod (mapsto_persist with "Hr") as "#Hr".
    wp_apply (SEM_1_lock_for NM γm γo slots A m r _ γf with "[$Hm $Hr $Hs Hw]").
    { iIntros "Hlk HA". wp_pures. iAssert (handed_over NULLV) with "[Hlk HA]" as "HS"; [by iFrame|].
      wp_apply (wake_spec with "[$Hth $Hw $HS]"). by iIntros "$". }
    iIntros (v) "H". by iApply "HΦ".
  Qed.

  (** An [await] that returns has the mutex and all that it protects, however the wait has ended: handed over by a
      broadcast, locked again after a cancel, or never let go. *)
  Lemma COND_2_await_mutex (b : loc) m :
    nroot .@ "enq" ## N →
    {{{ is_broadcast b ∗ inv (nroot .@ "enq") enq_inv ∗ is_mutex m ∗ locked ∗ A ∗ spare }}}
      awaitMutex #b m
    {{{ (x : bool), RET #x; locked ∗ A ∗ spare }}}.
  Proof.
    iIntros (HN Φ) "(#Hb & #He & #Hm & Hlk & HA & Hs) HΦ". wp_rec. wp_pures.
    wp_apply (new_of_mutex_spec with "[$Hm $Hlk $HA]").
    iIntros (th γf γt) "(#Hth & Hw & Ht & Hlk & HA)". wp_pures.
    wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures; [iApply "HΦ"; by iFrame|].
    wp_rec. wp_pures.
    wp_apply (COND_12_register N γ P Q b γf with "[$Hb $He Hs Hw]"); [done| |].
    { iSplitL "Hs"; [iExact "Hs"|]. iIntros (i) "_ Hs".
      wp_apply (COND_2_line_up with "[$Hm $Hth $Hw $Hs]"). by iIntros (v) "$". }
    iIntros (i h) "Hreg". wp_pures.
    wp_apply (SEM_2_unlock with "[$Hm $Hlk $HA]"). iIntros "Hs". wp_pures.
    wp_apply (COND_5_sleep with "[$Hreg $Hth $Ht]"). iIntros ([]) "H"; wp_pures; wp_rec; wp_pures.
    - iDestruct "H" as (v) "[[Hlk HA] _]". iApply "HΦ". by iFrame.
    - iDestruct "H" as "[_ (%j & Hj)]".
      wp_apply (SEM_1_lock with "[$Hm $Hj]"). iIntros "[Hlk HA]". wp_pures. iApply "HΦ". by iFrame.
  Qed.

  (** A broadcast after a registration is not missed: when the one broadcaster returns, whoever had registered before,
      below [n], was put in line for the mutex, or is cancelled. *)
  Lemma COND_4_lined_up (b : loc) (s n : nat) :
    {{{ is_broadcast b ∗ enq_lb γ n ∗ deq_half γ s ∗ [∗ list] i ∈ seq 0 s, settled (g_cells γ) Q i }}}
      broadcast #b
    {{{ t, RET #(); ⌜n ≤ t⌝ ∗ deq_half γ t ∗ ([∗ list] i ∈ seq 0 t, settled (g_cells γ) Q i) ∗
        ∀ i γf r, ⌜i < n⌝ -∗ registered (g_cells γ) i γf r -∗ lined_up NM γm γf ∨ cancelled (g_cells γ) i }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hn & Hd & #Hs) HΦ".
    wp_apply (BC_11_sole_broadcaster N γ True%I P Q b s n with "[$Hb $Hn $Hd $Hs]").
    iIntros (t) "([_ %Ht] & Hd & #Hs')". iApply "HΦ". iFrame "Hd Hs'". iSplit; [done|].
    iIntros (i γf r Hi) "Hr". iDestruct (big_sepL_lookup _ _ i i with "Hs'") as "Hsi"; [apply lookup_seq; lia|].
    iApply (Cell.BC_4_called_or_cancelled with "Hsi Hr").
  Qed.
End hand_over.
