(** Mutex.java: a semaphore of one permit, asynchronous as in Permits.v, and what it protects.

    A user of a mutex has a slot of its semaphore. Who waits for a broadcast with a mutex has two: one for itself,
    and one that goes with the place in line which a broadcaster takes for it. *)
From iris.base_logic.lib Require Import ghost_map invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost ThreadWaiter Cells Cell Cqs CellValue CqsValue Permits PermitsQueue PermitsGive
  Semaphore.

(** [new Mutex(ASYNC)]. *)
Definition newMutex : val := λ: <>, newPermits #1.
(** [Mutex.lock(waiter)]: locks for the waiter, or lets it wait in line. *)
Definition lockFor : val := λ: "m" "w", takeOrSuspend "m" "w".
(** [Mutex.lock()]. *)
Definition lock : val := λ: "m", Semaphore.acquire "m".
(** [Mutex.requireLocked]: no permit is free. *)
Definition requireLocked : val := λ: "m", if: ! (state "m") ≤ #0 then #() else throw.
(** [Mutex.unlock] (SEM-10). *)
Definition unlock : val := λ: "m", requireLocked "m" ;; Semaphore.release "m".

Section mutex.
  Context `{!heapGS Σ, !permitsG Σ} (N : namespace) (γ : permits_names) (γo : gname) (slots : gset nat).
  (** [A]: what the mutex protects. It is timeless because it changes hands between two steps. *)
  Context (A : iProp Σ) `{HA : !Timeless A}.
  Notation slot := (slot γ).
  Notation is_permits := (is_permits (N .@ "permits") γ 1 slots).

  (** Unlocked: what is protected lies here. Locked: the permit of whoever has locked lies here instead. *)
  Definition mutex_inv : iProp Σ := (A ∗ pending unit γo) ∨ ∃ j, slot j Hold.
  Definition is_mutex (m : val) : iProp Σ := is_permits m ∗ inv (N .@ "mutex") mutex_inv.
  (** The caller has locked the mutex. *)
  Definition locked : iProp Σ := pending unit γo.
  (** A slot that is used for nothing at present. *)
  Definition spare : iProp Σ := ∃ j, slot j Idle.

  Global Instance is_mutex_persistent m : Persistent (is_mutex m).
  Proof. apply _. Qed.
  Global Instance locked_timeless : Timeless locked.
  Proof. apply _. Qed.
  Global Instance mutex_inv_timeless : Timeless mutex_inv.
  Proof. apply _. Qed.

  (** One has locked at a time. *)
  Lemma SEM_1_one_holder : locked -∗ locked -∗ False.
  Proof. iApply pending_excl. Qed.

  (** Who has the permit takes what the mutex protects: nobody else has it. *)
  Lemma take_protected m j : is_mutex m -∗ slot j Hold ={⊤}=∗ locked ∗ A.
  Proof.
    iIntros "[#Hp #Hi] Hj". iInv "Hi" as ">[[HA Ht]|(%j' & Hj')]".
    { iModIntro. iSplitL "Hj"; [iNext; iRight; by iExists j|]. by iFrame. }
    destruct (decide (j = j')) as [->|Hne].
    { by iDestruct (ghost_map_elem_ne with "Hj Hj'") as %[]. }
    iMod (SEM_1_at_most_n_holders _ _ _ _ _ {[j; j']} with "Hp [Hj Hj']") as "[%Hn _]"; [solve_ndisj| |].
    { rewrite big_sepS_union; [|set_solver]. rewrite !big_sepS_singleton. by iFrame. }
    rewrite size_union in Hn; [|set_solver]. rewrite !size_singleton in Hn. lia.
  Qed.

  (** Who gives back what the mutex protects has the permit again. *)
  Lemma give_back_protected m : is_mutex m -∗ locked -∗ A ={⊤}=∗ ∃ j, slot j Hold.
  Proof.
    iIntros "[_ #Hi] Ht HA". iInv "Hi" as ">[[_ Ht']|Hj]".
    { iDestruct (SEM_1_one_holder with "Ht Ht'") as %[]. }
    iModIntro. iSplitR "Hj"; [iNext; iLeft; by iFrame|]. by iFrame "Hj".
  Qed.

  (** Locking gives what the mutex protects. *)
  Lemma SEM_1_lock m j : {{{ is_mutex m ∗ slot j Idle }}} lock m {{{ RET #(); locked ∗ A }}}.
  Proof.
    iIntros (Φ) "[#Hm Hj] HΦ". iPoseProof "Hm" as "#[Hp _]". wp_rec. iApply wp_fupd.
    wp_apply (SEM_1_acquire with "[$Hp $Hj]"). iIntros "Hj".
    iMod (take_protected with "Hm Hj") as "H". iModIntro. by iApply "HΦ".
  Qed.

  (** A mutex that somebody has locked is found locked. *)
  Lemma SEM_10_found_locked m j :
    {{{ is_mutex m ∗ slot j Hold }}} requireLocked m {{{ RET #(); slot j Hold }}}.
  Proof.
    iIntros (Φ) "[[#Hp _] Hj] HΦ". wp_rec. wp_apply (SEM_10_not_all_free with "[$Hp $Hj]").
    iIntros (s) "[%Hs Hj]". wp_pures. rewrite bool_decide_eq_true_2; [|lia]. wp_pures. by iApply "HΦ".
  Qed.

  (** The same, by whoever has locked it. *)
  Lemma SEM_10_require_locked m :
    {{{ is_mutex m ∗ locked ∗ A }}} requireLocked m {{{ RET #(); locked ∗ A }}}.
  Proof.
    iIntros (Φ) "(#Hm & Hlk & HA) HΦ". iMod (give_back_protected with "Hm Hlk HA") as (j) "Hj".
    iApply wp_fupd. wp_apply (SEM_10_found_locked with "[$Hm $Hj]"). iIntros "Hj".
    iMod (take_protected with "Hm Hj") as "H". iModIntro. by iApply "HΦ".
  Qed.

  (** Unlocking gives it up, and leaves a slot. *)
  Lemma SEM_2_unlock m : {{{ is_mutex m ∗ locked ∗ A }}} unlock m {{{ RET #(); spare }}}.
  Proof.
    iIntros (Φ) "(#Hm & Hlk & HA) HΦ". iMod (give_back_protected with "Hm Hlk HA") as (j) "Hj".
    wp_rec. wp_apply (SEM_10_found_locked with "[$Hm $Hj]"). iIntros "Hj". wp_pures.
    iPoseProof "Hm" as "#[Hp _]". wp_apply (SEM_2_give with "[$Hp $Hj]"). iIntros "Hj".
    iApply "HΦ". by iExists j.
  Qed.

  (** The waiter whose call is known as [γf] was put in line: it has been called, or it waits there, and nobody else
      has its handle, so nobody cancels it. *)
  Definition lined_up (γf : gname) : iProp Σ :=
    decided γf () ∨
    ∃ j i h k, CqsValue.is_handle (N .@ "permits" .@ "cqs") (p_queue γ) (V γ) (Permits.P γ) Permits.Q i
      (name j γf) h k.
  Global Instance lined_up_persistent γf : Persistent (lined_up γf).
  Proof. apply _. Qed.

  (** A waiter that locks is called with the mutex locked: at once, or when its turn comes. *)
  Lemma SEM_1_lock_for m (r : loc) k γf :
    {{{ is_mutex m ∗ r ↦□ k ∗ spare ∗ (locked -∗ A -∗ WP k NULLV {{ _, decided γf () }}) }}}
      lockFor m #r {{{ v, RET v; lined_up γf }}}.
  Proof.
    iIntros (Φ) "(#Hm & #Hr & (%j & Hj) & Hk) HΦ". iPoseProof "Hm" as "#[Hp _]". wp_rec. wp_pures.
    wp_apply (SEM_1_take_or_suspend with "[$Hp $Hr $Hj Hk]").
    { iIntros "Hj". iMod (take_protected with "Hm Hj") as "[Hlk HA]". iApply ("Hk" with "Hlk HA"). }
    iIntros (v) "[[-> #Hd]|(%h & -> & (%i & %k' & #Hh & _))]"; iApply "HΦ".
    - by iLeft.
    - iRight. iExists j, i, h, k'. iExact "Hh".
  Qed.
End mutex.

(** A new mutex is unlocked and protects [A]; all slots are spare. *)
Lemma newMutex_spec `{!heapGS Σ, !permitsG Σ} N (slots : gset nat) (A : iProp Σ) `{!Timeless A} :
  {{{ A }}} newMutex #()
  {{{ γ γo m, RET m; is_mutex N γ γo slots A m ∗ [∗ set] j ∈ slots, slot γ j Idle }}}.
Proof.
  iIntros (Φ) "HA HΦ". wp_rec. iApply wp_fupd. wp_apply (newPermits_spec (N .@ "permits") 1 slots); [done|].
  iIntros (γ m) "[#Hp Hs]". iMod (pending_alloc (A:=unit)) as (γo) "Ho".
  iMod (inv_alloc (N .@ "mutex") _ (mutex_inv γ γo A) with "[HA Ho]") as "#Hi"; [iNext; iLeft; by iFrame|].
  iModIntro. iApply ("HΦ" $! γ γo). by iFrame "∗#".
Qed.
