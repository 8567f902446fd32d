(** LockWaiter.java, [withdraw] of both forms: [Condition.await] when unlocking throws.

    The model has no exceptions. Here [unlock] is a program of the caller that returns whether it has let the lock go;
    false: it has thrown. [await] returns None if it throws that on. What makes it throw is not said. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From iris.heap_lang.lib Require Import spin_lock nondet_bool.
From CqsKernel Require Import Ghost ThreadWaiter Cells Cell Sweep Permits PermitsGive Mutex Cqs Broadcast
  Condition LockWaiter.

(** [Waiter.cancel] of a waiter of the condition; None: it has been called already (BC-5). *)
Definition cancelWaiter : val := λ: "h",
  match: "h" with NONE => #false | SOME "h" => Cqs.cancel "h" end.
(** [OfLock.withdraw]: if a broadcast was faster, so be it. *)
Definition withdrawOfLock : val := λ: "h", cancelWaiter "h" ;; #().
(** [OfMutex.withdraw]: if a broadcast was faster, what it got for this thread is given back. *)
Definition withdrawOfMutex : val := λ: "m" "t" "h",
  if: ~ (cancelWaiter "h") then awaitUninterruptibly "t" ;; unlock "m" else #().

(** [Condition.await(LockWaiter)], both forms, with the methods of the waiter: registered before the lock is let go
    (COND-1); withdrawn if unlocking throws (COND-14); else the lock is taken again (COND-2). None: unlocking has
    thrown. Some false: interrupted or timed out; Some true: there was a broadcast. *)
Definition awaitWaiter : val := λ: "b" "t" "resumed" "unlock" "lockAgain" "withdraw",
  if: nondet_bool #() then SOME #false
  else
    let: "h" := Broadcast.suspend "b" "resumed" in
    if: "unlock" #() then
      let: "end" := sleep "t" "h" in
      "lockAgain" "end" ;;
      SOME "end"
    else "withdraw" "h" ;; NONE.
(** [Condition.await(lock)], with [OfLock]. *)
Definition awaitOfLock : val := λ: "b" "lock" "unlock",
  let: "t" := newThread #() in
  awaitWaiter "b" "t" (resumed "t") "unlock" (λ: <>, acquire "lock") withdrawOfLock.
(** [Mutex.isLocked]. *)
Definition isLocked : val := λ: "m", ! (state "m") ≤ #0.
(** [new OfMutex(mutex)]; None: it has thrown, because the mutex is not locked (COND-14). *)
Definition newOfMutexOrThrow : val := λ: "m",
  let: "t" := newThread #() in
  if: isLocked "m" then SOME "t" else NONE.
(** [Condition.await(mutex)], with [OfMutex]. *)
Definition awaitOfMutex : val := λ: "b" "m" "unlock",
  match: newOfMutexOrThrow "m" with
    NONE => NONE
  | SOME "t" =>
      awaitWaiter "b" "t" (resumedOfMutex "m" "t") "unlock" (lockAgain "m") (λ: "h", withdrawOfMutex "m" "t" "h")
  end.

(** How a registration ends, whatever callbacks own. *)
Section withdraw.
  Context `{!heapGS Σ, !cqsG Σ} (N : namespace) (γ : cqs_names).
  Context (P Q : gname → iProp Σ) `{HQ : !∀ γk, Persistent (Q γk)}.
  Notation registration := (registration N γ P Q).
  Notation claimed := (claimed (g_cells γ) (L γ True)).

  (** A broadcast was faster: it has claimed the waiter, and calls it, once; or the waiter found it and has been called. *)
  Definition called (γk : gname) (i : nat) : iProp Σ :=
    (∃ r, claimed i γk r) ∨ overtaken (g_cells γ) i ∗ Q γk.
  Global Instance called_persistent γk i : Persistent (called γk i).
  Proof. apply _. Qed.

  (** A cancel says whether the waiter is cancelled, and gives back what it owned, or a broadcast was faster. *)
  Lemma BC_5_cancel_waiter γk i (h : val) :
    {{{ registration γk i h }}} cancelWaiter h
    {{{ (b : bool), RET #b; if b then cancelled (g_cells γ) i ∗ P γk else called γk i }}}.
  Proof.
    iIntros (Φ) "[(-> & #Hot & #HQ')|(%h' & %k & -> & #Hh & HC)] HΦ"; wp_rec; wp_pures.
    { iApply ("HΦ" $! false). iRight. by iFrame "#". }
    wp_apply (BC_2_BC_5_cancel with "[$Hh $HC]"). iIntros ([]) "[H1 H2]"; iApply "HΦ".
    - iDestruct "H1" as "[$ _]". iFrame "H2".
    - by iLeft.
  Qed.

  (** With any lock: the waiter does not stay registered; it is cancelled, and what it owned is back, or it is called. *)
  Lemma COND_14_withdraw_of_lock γk i (h : val) :
    {{{ registration γk i h }}} withdrawOfLock h
    {{{ RET #(); cancelled (g_cells γ) i ∗ P γk ∨ called γk i }}}.
  Proof.
    iIntros (Φ) "H HΦ". wp_rec. wp_apply (BC_5_cancel_waiter with "H"). iIntros ([]) "H"; wp_pures; iApply "HΦ".
    - by iLeft.
    - by iRight.
  Qed.
End withdraw.

(** [await] with any lock. [T]: what the registration of the waiter owns, for as long as nobody has called it. *)
Section of_lock.
  Context `{!heapGS Σ, !cqsG Σ, !decisionG Σ unit, !lockG Σ} (N : namespace) (γ : cqs_names) (γl : gname).
  Context (T : iProp Σ).
  Notation NT := (nroot .@ "thread").

  Definition owns (_ : gname) : iProp Σ := T.
  Definition is_woken (γf : gname) : iProp Σ := decided γf ().
  Global Instance is_woken_persistent γf : Persistent (is_woken γf).
  Proof. apply _. Qed.

  Notation is_broadcast := (is_broadcast N γ True owns is_woken).
  Notation registration := (registration N γ owns is_woken).
  Notation called := (called γ is_woken).

  (** An [await] whose unlocking throws leaves what that has left, [Y], and does not stay registered: either the waiter
      is cancelled, and [T] is back, or it is called. Any other has the lock and all that it protects, or has not let
      it go, and has [X] as before. *)
  Lemma COND_14_await_of_lock (b : loc) (lk unlock : val) (A X Y : iProp Σ) :
    nroot .@ "enq" ## N →
    {{{ is_broadcast b ∗ inv (nroot .@ "enq") (enq_inv γ) ∗ is_lock γl lk A ∗ T ∗ X ∗
        (X -∗ WP unlock #() {{ v, ∃ x : bool, ⌜v = #x⌝ ∗ if x then True else Y }}) }}}
      awaitOfLock #b lk unlock
    {{{ v, RET v;
        (⌜v = NONEV⌝ ∗ Y ∗ ∃ γf i, cancelled (g_cells γ) i ∗ T ∨ called γf i) ∨
        (∃ x : bool, ⌜v = SOMEV #x⌝ ∗ (spin_lock.locked γl ∗ A ∨ ⌜x = false⌝ ∗ T ∗ X)) }}}.
  Proof.
    iIntros (HN Φ) "(#Hb & #He & #Hl & HT & HX & Hun) HΦ". wp_rec. wp_pures.
    wp_apply (newThread_spec NT nothing); [done|]. iIntros (th γf γt) "(#Hth & Hw & Ht)". wp_pures.
    wp_rec. wp_pures. wp_rec. wp_pures.
    wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures.
    { iModIntro. iApply "HΦ". iRight. iExists false. iSplit; [done|]. iRight. by iFrame. }
    wp_apply (COND_12_register N γ owns is_woken b γf with "[$Hb $He HT Hw]"); [done| |].
    { iSplitL "HT"; [iExact "HT"|]. iIntros (i) "_ _". iApply (resumed_spec with "Hth Hw []"); done. }
    iIntros (i h) "Hreg". wp_pures. wp_bind (unlock _). iApply (wp_wand with "[HX Hun]"); [by iApply "Hun"|].
    iIntros (w) "(%x & -> & Hx)". destruct x; wp_pures; last first.
    { wp_apply (COND_14_withdraw_of_lock with "Hreg"). iIntros "H". wp_pures. iModIntro. iApply "HΦ". iLeft.
      iSplitR; [done|]. iFrame "Hx". by iExists γf, i. }
    wp_apply (COND_5_sleep with "[$Hreg $Hth $Ht]"). iIntros (x) "_". wp_pures.
    wp_apply (acquire_spec with "Hl"). iIntros "H". wp_pures. iModIntro. iApply "HΦ". iRight. iExists x. iSplitR; [done|].
    by iLeft.
  Qed.
End of_lock.

(** [await] with a mutex. *)
Section of_mutex.
  Context `{!heapGS Σ, !cqsG Σ, !permitsG Σ} (N NM : namespace) (γ : cqs_names) (γm : permits_names) (γo : gname).
  Context (slots : gset nat) (A : iProp Σ) `{HA : !Timeless A}.
  Notation NT := (nroot .@ "thread").
  Notation is_mutex := (is_mutex NM γm γo slots A).
  Notation locked := (locked γo).
  Notation spare := (spare γm).
  Notation P := (P γm).
  Notation Q := (Q NM γm).
  Notation is_broadcast := (is_broadcast N γ True P Q).
  Notation registration := (registration N γ P Q).
  Notation is_thread := (is_thread NT (handed_over γo A)).

  (** A waiter that does not stay registered: cancelled, so nobody calls it; or called, by a broadcast that was faster,
      and then the thread has been woken with the mutex, once. *)
  Definition withdrawn (γf : gname) (i : nat) : iProp Σ :=
    cancelled (g_cells γ) i ∨ called γ Q γf i ∗ decided γf ().

  (** The thread does not keep the mutex: its place in line is spare again. Either the waiter was cancelled in time and
      has no place there, or the thread has waited for the mutex that a broadcast got for it, and has given it back. *)
  Lemma COND_14_withdraw_of_mutex m (th h : val) γf γt i :
    {{{ is_mutex m ∗ registration γf i h ∗ is_thread th γf γt ∗ pending unit γt }}}
      withdrawOfMutex m th h
    {{{ RET #(); spare ∗ withdrawn γf i }}}.
  Proof.
    iIntros (Φ) "(#Hm & Hreg & #Hth & Ht) HΦ". wp_rec. wp_pures.
    wp_apply (BC_5_cancel_waiter with "Hreg"). iIntros ([]) "H"; wp_pures.
    { iDestruct "H" as "[H1 Hs]". iApply "HΦ". iFrame "Hs". by iLeft. }
    wp_apply (await_uninterruptibly_spec with "[$Hth $Ht]"). iIntros (v) "(_ & [Hlk HA] & #Hd)". wp_pures.
    wp_apply (SEM_2_unlock with "[$Hm $Hlk $HA]"). iIntros "Hs". iApply "HΦ". iFrame "Hs". iRight. by iFrame.
  Qed.

  (** [await] of a waiter that is made. However it ends, the slot for the place in line is spare again. If unlocking
      throws, what it has left, [Y], is all that the thread has: it does not keep the mutex, and does not stay
      registered. Any other [await] has the mutex, or has not let it go, and has [X] as before. [Z]: what else unlocking
      gives if it does not throw. *)
  Lemma COND_14_await_waiter (b : loc) m (th unlock : val) γf γt (X Y Z : iProp Σ) :
    nroot .@ "enq" ## N →
    {{{ is_broadcast b ∗ inv (nroot .@ "enq") (enq_inv γ) ∗ is_mutex m ∗ spare ∗
        is_thread th γf γt ∗ wake_right th γf ∗ pending unit γt ∗ X ∗
        (X -∗ WP unlock #() {{ v, ∃ x : bool, ⌜v = #x⌝ ∗ if x then spare ∗ Z else Y }}) }}}
      awaitWaiter #b th (λ: <>, lockFor m (newTurn th))%V unlock
        (λ: "resumed", if: "resumed" then #() else lock m)%V (λ: "h", withdrawOfMutex m th "h")%V
    {{{ v, RET v; spare ∗
        ((⌜v = NONEV⌝ ∗ Y ∗ ∃ i, withdrawn γf i) ∨
         (∃ x : bool, ⌜v = SOMEV #x⌝ ∗ (locked ∗ A ∗ Z ∨ ⌜x = false⌝ ∗ X))) }}}.
  Proof.
    iIntros (HN Φ) "(#Hb & #He & #Hm & Hs & #Hth & Hw & Ht & HX & Hun) HΦ". wp_rec. wp_pures.
    wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures.
    { iModIntro. iApply "HΦ". iFrame "Hs". iRight. iExists false. iSplitR; [done|]. iRight. by iFrame. }
    wp_apply (COND_12_register N γ P Q b γf with "[$Hb $He Hs Hw]"); [done| |].
    { iSplitL "Hs"; [iExact "Hs"|]. iIntros (i) "_ Hs".
      wp_apply (COND_2_line_up with "[$Hm $Hth $Hw $Hs]"). by iIntros (v) "$". }
    iIntros (i h) "Hreg". wp_pures. wp_bind (unlock _). iApply (wp_wand with "[HX Hun]"); [by iApply "Hun"|].
    iIntros (w) "(%x & -> & Hx)". destruct x; wp_pures; last first.
    { wp_apply (COND_14_withdraw_of_mutex with "[$Hm $Hreg $Hth $Ht]"). iIntros "[Hs Hwd]". wp_pures. iModIntro. iApply "HΦ".
      iFrame "Hs". iLeft. iSplitR; [done|]. iFrame "Hx". by iExists i. }
    iDestruct "Hx" as "[Hx HZ]". wp_apply (COND_5_sleep with "[$Hreg $Hth $Ht]"). iIntros ([]) "H"; wp_pures.
    - iDestruct "H" as (v) "[[Hlk HA] _]". iModIntro. iApply "HΦ". iFrame "Hx". iRight. iExists true. iSplitR; [done|].
      iLeft. by iFrame.
    - iDestruct "H" as "[_ (%j & Hj)]". wp_apply (SEM_1_lock with "[$Hm $Hj]"). iIntros "[Hlk HA]". wp_pures.
      iModIntro. iApply "HΦ". iFrame "Hx". iRight. iExists false. iSplitR; [done|]. iLeft. by iFrame.
  Qed.

  (** A look at a mutex, by anybody. *)
  Lemma is_locked_spec m : {{{ is_mutex m }}} isLocked m {{{ (x : bool), RET #x; True }}}.
  Proof.
    iIntros (Φ) "[#(%st & %qu & -> & Hi & _) _] HΦ". wp_rec. wp_rec. wp_pures. wp_bind (! _)%E.
    iInv "Hi" as (s ne nd H X) "(>Hst & HH)". wp_load.
    iModIntro. iSplitL "Hst HH". { iNext. iExists s, ne, nd, H, X. by iFrame. }
    wp_pures. by iApply "HΦ".
  Qed.

  (** A look by whoever has locked it. *)
  Lemma SEM_10_is_locked m : {{{ is_mutex m ∗ locked ∗ A }}} isLocked m {{{ RET #true; locked ∗ A }}}.
  Proof.
    iIntros (Φ) "(#Hm & Hlk & HA) HΦ". iMod (give_back_protected with "Hm Hlk HA") as (j) "Hj".
    iApply wp_fupd. wp_rec. iPoseProof "Hm" as "[#Hp _]".
    wp_apply (SEM_10_not_all_free with "[$Hp $Hj]"). iIntros (s) "[%Hs Hj]". wp_pures.
    rewrite bool_decide_eq_true_2; [|lia].
    iMod (take_protected with "Hm Hj") as "H". iModIntro. by iApply "HΦ".
  Qed.

  (** A thread that has the mutex, and whose unlocking may throw. It throws only if the mutex is no longer locked by it:
      what unlocking has left is [Y]. *)
  Lemma COND_14_await_held (b : loc) m (unlock : val) (Y : iProp Σ) :
    nroot .@ "enq" ## N →
    {{{ is_broadcast b ∗ inv (nroot .@ "enq") (enq_inv γ) ∗ is_mutex m ∗ spare ∗ locked ∗ A ∗
        (locked ∗ A -∗ WP unlock #() {{ v, ∃ x : bool, ⌜v = #x⌝ ∗ if x then spare else Y }}) }}}
      awaitOfMutex #b m unlock
    {{{ v, RET v; spare ∗
        ((⌜v = NONEV⌝ ∗ Y ∗ ∃ γf i, withdrawn γf i) ∨ (∃ x : bool, ⌜v = SOMEV #x⌝ ∗ locked ∗ A)) }}}.
  Proof.
    iIntros (HN Φ) "(#Hb & #He & #Hm & Hs & Hlk & HA & Hun) HΦ". wp_rec. wp_pures. wp_rec.
    wp_apply (newThread_spec NT (handed_over γo A)); [done|]. iIntros (th γf γt) "(#Hth & Hw & Ht)". wp_pures.
    wp_apply (SEM_10_is_locked with "[$Hm $Hlk $HA]"). iIntros "H". wp_pures. wp_rec. wp_pures. wp_rec. wp_pures.
    wp_apply (COND_14_await_waiter b m th unlock γf γt (locked ∗ A)%I Y emp%I
      with "[$Hb $He $Hm $Hs $Hth $Hw $Ht $H Hun]"); [done| |].
    { iIntros "H". iApply (wp_wand with "[H Hun]"); [by iApply "Hun"|]. iIntros (v) "(%x & -> & H)".
      iExists x. iSplit; [done|]. destruct x; by iFrame. }
    iIntros (v) "[Hs H]". iApply "HΦ". iFrame "Hs". iDestruct "H" as "[(-> & HY & %i & Hwd)|(%x & -> & H)]".
    - iLeft. iFrame "HY". iSplit; [done|]. by iExists γf, i.
    - iRight. iExists x. iSplit; [done|]. iDestruct "H" as "[($ & $ & _)|[_ $]]".
  Qed.

  (** A thread that does not have the mutex, so that unlocking throws: [await] throws, before the registration if it
      finds the mutex unlocked, or it is interrupted first. It has what it had before, and nothing else. *)
  Lemma COND_14_await_unheld (b : loc) m (unlock : val) (X : iProp Σ) :
    nroot .@ "enq" ## N →
    {{{ is_broadcast b ∗ inv (nroot .@ "enq") (enq_inv γ) ∗ is_mutex m ∗ spare ∗ X ∗
        (X -∗ WP unlock #() {{ v, ⌜v = #false⌝ ∗ X }}) }}}
      awaitOfMutex #b m unlock
    {{{ v, RET v; ⌜v = NONEV ∨ v = SOMEV #false⌝ ∗ spare ∗ X }}}.
  Proof.
    iIntros (HN Φ) "(#Hb & #He & #Hm & Hs & HX & Hun) HΦ". wp_rec. wp_pures. wp_rec.
    wp_apply (newThread_spec NT (handed_over γo A)); [done|]. iIntros (th γf γt) "(#Hth & Hw & Ht)". wp_pures.
    wp_apply (is_locked_spec with "Hm"). iIntros ([]) "_"; wp_pures; last first.
    { iModIntro. iApply "HΦ". iFrame. by iLeft. }
    wp_rec. wp_pures. wp_rec. wp_pures.
    wp_apply (COND_14_await_waiter b m th unlock γf γt X X False%I with "[$Hb $He $Hm $Hs $Hth $Hw $Ht $HX Hun]"); [done| |].
    { iIntros "HX". iApply (wp_wand with "[HX Hun]"); [by iApply "Hun"|]. iIntros (v) "[-> HX]".
      iExists false. by iFrame. }
    iIntros (v) "[Hs [(-> & HX & _)|(%x & -> & [(_ & _ & [])|[-> HX]])]]"; iApply "HΦ"; iFrame.
    - by iLeft.
    - by iRight.
  Qed.
End of_mutex.
