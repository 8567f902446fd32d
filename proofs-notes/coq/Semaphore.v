(** Semaphore.java: its blocking forms, and closed programs that use them. *)
From stdpp Require Import fin_maps.
From iris.base_logic.lib Require Import ghost_map invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par nondet_bool assert.
From CqsKernel Require Import Ghost Cells Cell Cqs CellValue CqsValue Permits.

(** [ThreadWaiter]: its callback ends the waiting. A thread that is parked looks again and again. *)
Definition newThreadWaiter : val := λ: "thread", ref (λ: <>, "thread" <- #true).
Definition awaitUninterruptibly : val := rec: "again" "thread" :=
  if: ! "thread" then #() else "again" "thread".

(** [ThreadWaiter.await]: at any look it may be interrupted or timed out, and then cancels; if it is too
    late for that, it waits on. True if it has been resumed. *)
Definition await : val := rec: "again" "thread" "h" :=
  if: ! "thread" then #true
  else if: nondet_bool #() then
    (if: Cqs.cancel "h" then #false else awaitUninterruptibly "thread" ;; #true)
  else "again" "thread" "h".

(** [Semaphore.acquireUninterruptibly]. *)
Definition acquire : val := λ: "p",
  if: takeOrCount "p" then #()
  else
    let: "thread" := ref #false in
    match: suspendCounted "p" (newThreadWaiter "thread") with
      NONE => #()
    | SOME <> => awaitUninterruptibly "thread"
    end.
(** [Semaphore.tryAcquire(timeout)] and the interruptible forms. True: it has a permit. *)
Definition acquireTimed : val := λ: "p",
  if: takeOrCount "p" then #true
  else
    let: "thread" := ref #false in
    match: suspendCounted "p" (newThreadWaiter "thread") with
      NONE => #true
    | SOME "h" => await "thread" "h"
    end.
(** [Semaphore.tryAcquire], [Semaphore.release]. *)
Definition tryAcquire : val := tryTake.
Definition release : val := give.

(** A user asks for a permit in one of the three ways, and if it gets one enters the section, where no
    more than [n] may be: else the program is stuck. *)
Definition section : val := λ: "inside" "n",
  assert: (FAA "inside" #1 < "n") ;;
  FAA "inside" #(-1) ;; #().
Definition user : val := λ: "p" "inside" "n",
  let: "got" :=
    if: nondet_bool #() then acquire "p" ;; #true
    else if: nondet_bool #() then acquireTimed "p"
    else tryAcquire "p" in
  if: "got" then section "inside" "n" ;; release "p" else #().
(** A user comes [m] times. *)
Definition rounds : val := rec: "rounds" "m" "p" "inside" "n" :=
  if: "m" = #0 then #() else user "p" "inside" "n" ;; "rounds" ("m" - #1) "p" "inside" "n".
(** [k] users in parallel. *)
Definition users : val := rec: "users" "k" "m" "p" "inside" "n" :=
  if: "k" = #0 then #()
  else (rounds "m" "p" "inside" "n" ||| "users" ("k" - #1) "m" "p" "inside" "n") ;; #().
Definition semaphore_users (n k m : nat) : expr :=
  let: "p" := newPermits #n in
  let: "inside" := ref #0 in
  users #k #m "p" "inside" #n ;;
  ! (state "p").

Section semaphore.
  Context `{!heapGS Σ, !permitsG Σ} (N : namespace) (γ : permits_names) (n : nat) (slots : gset nat).
  Notation is_permits := (is_permits N γ n slots).
  Notation slot := (slot γ).

  (** What the waiting thread and the one who resumes it share: the permit comes with the end of the
      waiting, and the thread takes it with the one token [γt]. *)
  Definition thread_inv (t : loc) (j : nat) (γf γt : gname) : iProp Σ :=
    (t ↦ #false ∗ pending unit γf) ∨ (t ↦ #true ∗ decided γf () ∗ (slot j Hold ∨ pending unit γt)).
  Definition is_thread (t : loc) (j : nat) (γf γt : gname) : iProp Σ :=
    inv (N .@ "thread") (thread_inv t j γf γt).

  (** A thread that is counted waits, or the permit is there. *)
  Lemma suspend_thread_spec p (t : loc) j :
    {{{ is_permits p ∗ slot j Counted ∗ t ↦ #false }}}
      suspendCounted p (newThreadWaiter #t)
    {{{ γf γt v, RET v; is_thread t j γf γt ∗ pending unit γt ∗
        ((⌜v = NONEV⌝ ∗ decided γf ()) ∨ (∃ h, ⌜v = SOMEV h⌝ ∗ waits N γ j γf h)) }}}.
  Proof.
    iIntros (Φ) "(#Hp & Hj & Ht) HΦ". wp_rec. wp_pures. wp_alloc r as "Hr".
    iMod (mapsto_persist with "Hr") as "#Hr".
    iMod (pending_alloc (A:=unit)) as (γf) "Hf". iMod (pending_alloc (A:=unit)) as (γt) "Hγt".
    iMod (inv_alloc (N .@ "thread") _ (thread_inv t j γf γt) with "[Ht Hf]") as "#Hi".
    { iNext. iLeft. iFrame. }
    wp_apply (SEM_2_suspend_counted with "[$Hp $Hr $Hj]").
    { iIntros "Hj". wp_pures. iInv "Hi" as "[>[Ht Hf]|>(Ht & #Hf & _)]"; wp_store.
      - iMod (decide_now _ () with "Hf") as "#Hf". iModIntro. iSplitL; [|done]. iNext. iRight. by iFrame "∗#".
      - iModIntro. iSplitL; [|done]. iNext. iRight. by iFrame "∗#". }
    iIntros (v) "H". iApply ("HΦ" $! γf γt v). by iFrame "∗#".
  Qed.

  (** The thread takes the permit that has come. *)
  Lemma take_permit t j γf γt :
    is_thread t j γf γt -∗ pending unit γt -∗ decided γf () ={⊤}=∗ slot j Hold.
  Proof.
    iIntros "#Hi Ht #Hf". iInv "Hi" as "[[_ >Hf']|(>Hl & _ & [>Hj|>Ht'])]".
    - iDestruct (pending_decided with "Hf' Hf") as %[].
    - iModIntro. iSplitR "Hj"; [|done]. iNext. iRight. by iFrame "∗#".
    - iDestruct (pending_excl with "Ht Ht'") as %[].
  Qed.

  (** Who waits to the end has a permit. *)
  Lemma await_uninterruptibly_spec (t : loc) j γf γt :
    {{{ is_thread t j γf γt ∗ pending unit γt }}} awaitUninterruptibly #t {{{ RET #(); slot j Hold }}}.
  Proof.
    iIntros (Φ) "[#Hi Ht] HΦ". iLöb as "IH". wp_rec. wp_bind (! _)%E.
    iInv "Hi" as "[>[Hl Hf]|(>Hl & >#Hf & H)]"; wp_load.
    - iModIntro. iSplitL "Hl Hf"; [iNext; iLeft; by iFrame|]. wp_pures. by iApply ("IH" with "Ht HΦ").
    - iModIntro. iSplitL "Hl H"; [iNext; iRight; by iFrame "∗#"|].
      iMod (take_permit with "Hi Ht Hf") as "Hj". wp_pures. by iApply "HΦ".
  Qed.

  (** An acquire that returns has a permit. *)
  Lemma SEM_1_acquire p j :
    {{{ is_permits p ∗ slot j Idle }}} acquire p {{{ RET #(); slot j Hold }}}.
  Proof.
    iIntros (Φ) "[#Hp Hj] HΦ". wp_rec. wp_apply (SEM_2_take_or_count with "[$Hp $Hj]").
    iIntros ([]) "Hj"; wp_pures; [by iApply "HΦ"|]. wp_alloc t as "Ht". wp_pures.
    wp_apply (suspend_thread_spec with "[$Hp $Hj $Ht]").
    iIntros (γf γt v) "(#Hi & Ht & [(-> & #Hf)|(%h & -> & _)])"; wp_pures.
    - iMod (take_permit with "Hi Ht Hf") as "Hj". iModIntro. by iApply "HΦ".
    - by wp_apply (await_uninterruptibly_spec with "[$Hi $Ht]").
  Qed.

  (** A timed or interruptible acquire says whether it has a permit; if not, it has left nothing behind. *)
  Lemma SEM_3_acquire_timed p j :
    {{{ is_permits p ∗ slot j Idle }}} acquireTimed p
    {{{ (b : bool), RET #b; slot j (if b then Hold else Idle) }}}.
  Proof.
    iIntros (Φ) "[#Hp Hj] HΦ". wp_rec. wp_apply (SEM_2_take_or_count with "[$Hp $Hj]").
    iIntros ([]) "Hj"; wp_pures; [by iApply "HΦ"|]. wp_alloc t as "Ht". wp_pures.
    wp_apply (suspend_thread_spec with "[$Hp $Hj $Ht]").
    iIntros (γf γt v) "(#Hi & Ht & [(-> & #Hf)|(%h & -> & Hw)])"; wp_pures.
    { iMod (take_permit with "Hi Ht Hf") as "Hj". iModIntro. by iApply "HΦ". }
    iLöb as "IH". wp_rec. wp_pures. wp_bind (! _)%E.
    iInv "Hi" as "[>[Hl Hf]|(>Hl & >#Hf & H)]"; wp_load; last first.
    { iModIntro. iSplitL "Hl H"; [iNext; iRight; by iFrame "∗#"|].
      iMod (take_permit with "Hi Ht Hf") as "Hj". wp_pures. by iApply "HΦ". }
    iModIntro. iSplitL "Hl Hf"; [iNext; iLeft; by iFrame|]. wp_pures.
    wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures; [|by iApply ("IH" with "HΦ Ht Hw")].
    wp_apply (SEM_3_cancel with "[$Hp $Hw]"). iIntros ([]) "H"; wp_pures; [by iApply "HΦ"|].
    wp_apply (await_uninterruptibly_spec with "[$Hi $Ht]"). iIntros "Hj". wp_pures. by iApply "HΦ".
  Qed.

  (** The section: who is inside has left its permit here. *)
  Definition inside_inv (γi : gname) (c : loc) : iProp Σ :=
    ∃ m : gmap nat unit, c ↦ #(size m) ∗ ghost_map_auth γi 1 m ∗ [∗ map] j ↦ _ ∈ m, slot j Hold.

  (** No more than [n] are inside at a time: the assertion holds. *)
  Lemma SEM_1_section p γi (c : loc) j :
    {{{ is_permits p ∗ inv (N .@ "inside") (inside_inv γi c) ∗ slot j Hold }}}
      section #c #n {{{ RET #(); slot j Hold }}}.
  Proof.
    iIntros (Φ) "(#Hp & #Hi & Hj) HΦ". wp_rec. wp_pures.
    iAssert (WP FAA #c #1 {{ v, ∃ z : Z, ⌜v = #z ∧ (z < n)%Z⌝ ∗ j ↪[γi] () }})%I with "[Hj]" as "Henter".
    { iInv "Hi" as (m) "(>Hc & >Hm & >HJ)".
      destruct (m !! j) as [[]|] eqn:Hl.
      { iDestruct (big_sepM_lookup with "HJ") as "Hj'"; [exact Hl|].
        by iDestruct (ghost_map_elem_ne with "Hj Hj'") as %[]. }
      iMod (ghost_map_insert j () with "Hm") as "[Hm Hin]"; [done|].
      iAssert ([∗ map] j ↦ _ ∈ <[j:=()]> m, slot j Hold)%I with "[HJ Hj]" as "HJ".
      { iApply big_sepM_insert; [done|]. by iFrame. }
      rewrite big_sepM_dom.
      iMod (SEM_1_at_most_n_holders with "Hp HJ") as "[%Hn HJ]"; [solve_ndisj|].
      rewrite -big_sepM_dom. rewrite size_dom map_size_insert_None // in Hn.
      wp_faa. iModIntro. iSplitR "Hin".
      - iNext. iExists _. iFrame. rewrite map_size_insert_None //.
        by replace (size m + 1)%Z with (Z.of_nat (S (size m))) by lia.
      - iExists _. iFrame. iPureIntro. split; [done|lia]. }
    wp_apply (wp_assert with "[Henter HΦ]"). wp_bind (FAA _ _).
    iApply (wp_wand with "Henter"). iIntros (v) "(%z & [-> %Hz] & Hin)". wp_pures.
    rewrite bool_decide_eq_true_2 //. iModIntro. iSplit; [done|]. iNext. wp_pures. wp_bind (FAA _ _).
    iInv "Hi" as (m) "(>Hc & >Hm & >HJ)". iDestruct (ghost_map_lookup with "Hm Hin") as %Hl.
    iMod (ghost_map_delete with "Hm Hin") as "Hm". rewrite big_sepM_delete //.
    iDestruct "HJ" as "[Hj HJ]". wp_faa. iModIntro. iSplitR "Hj HΦ".
    { iNext. iExists _. iFrame. rewrite map_size_delete_Some //.
      assert (size m ≠ 0). { intros Hs%map_size_empty_iff. by rewrite Hs in Hl. }
      by replace (size m + -1)%Z with (Z.of_nat (pred (size m))) by lia. }
    wp_pures. by iApply "HΦ".
  Qed.

  (** A user leaves nothing behind, however it asks. *)
  Lemma user_spec p γi (c : loc) j :
    {{{ is_permits p ∗ inv (N .@ "inside") (inside_inv γi c) ∗ slot j Idle }}}
      user p #c #n {{{ RET #(); slot j Idle }}}.
  Proof.
    iIntros (Φ) "(#Hp & #Hi & Hj) HΦ". wp_rec. wp_pures.
    wp_bind (if: _ then _ else _)%E.
    iApply (wp_wand _ _ _ (λ v, ∃ b : bool, ⌜v = #b⌝ ∗ slot j (if b then Hold else Idle))%I with "[Hj]").
    { wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures.
      - wp_apply (SEM_1_acquire with "[$Hp $Hj]"). iIntros "Hj". wp_pures. iExists true. by iFrame.
      - wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures.
        + wp_apply (SEM_3_acquire_timed with "[$Hp $Hj]"). iIntros (b) "Hj". iExists b. by iFrame.
        + wp_apply (SEM_9_try_take with "[$Hp $Hj]"). iIntros (b) "Hj". iExists b. by iFrame. }
    iIntros (v) "(%b & -> & Hj)". wp_pures. destruct b; wp_pures; [|by iApply "HΦ"].
    wp_apply (SEM_1_section with "[$Hp $Hi $Hj]"). iIntros "Hj". wp_pures.
    by wp_apply (SEM_2_give with "[$Hp $Hj]").
  Qed.

  Lemma rounds_spec p γi (c : loc) j (m : nat) :
    {{{ is_permits p ∗ inv (N .@ "inside") (inside_inv γi c) ∗ slot j Idle }}}
      rounds #m p #c #n {{{ RET #(); slot j Idle }}}.
  Proof.
    iIntros (Φ) "(#Hp & #Hi & Hj) HΦ". iInduction m as [|m] "IH"; wp_rec; wp_pures; [by iApply "HΦ"|].
    wp_apply (user_spec with "[$Hp $Hi $Hj]"). iIntros "Hj". wp_pures.
    replace (S m - 1)%Z with (Z.of_nat m) by lia. by iApply ("IH" with "Hj HΦ").
  Qed.

  Lemma users_spec `{!spawnG Σ} p γi (c : loc) (k m : nat) :
    {{{ is_permits p ∗ inv (N .@ "inside") (inside_inv γi c) ∗ [∗ list] j ∈ seq 0 k, slot j Idle }}}
      users #k #m p #c #n {{{ RET #(); [∗ list] j ∈ seq 0 k, slot j Idle }}}.
  Proof.
    iIntros (Φ) "(#Hp & #Hi & Hjs) HΦ". iInduction k as [|k] "IH" forall (Φ); wp_rec; wp_pures.
    { by iApply "HΦ". }
    rewrite seq_S big_sepL_app /=. iDestruct "Hjs" as "(Hjs & Hj & _)".
    replace (S k - 1)%Z with (Z.of_nat k) by lia.
    wp_apply (wp_par (λ _, slot k Idle) (λ _, [∗ list] j ∈ seq 0 k, slot j Idle)%I with "[Hj] [Hjs]").
    - wp_apply (rounds_spec with "[$Hp $Hi $Hj]"). by iIntros "$".
    - wp_pures. replace (S k - 1)%Z with (Z.of_nat k) by lia.
      iApply ("IH" with "Hjs"). by iIntros "!> $".
    - iIntros (v1 v2) "[Hj Hjs]". iNext. wp_pures. iApply "HΦ". by iFrame.
  Qed.
End semaphore.

Lemma semaphore_users_spec `{!heapGS Σ, !spawnG Σ, !permitsG Σ} (n k m : nat) :
  0 < n → {{{ True }}} semaphore_users n k m {{{ RET #n; True }}}.
Proof.
  iIntros (Hn Φ) "_ HΦ". rewrite /semaphore_users.
  wp_apply (newPermits_spec (nroot .@ "semaphore") n (list_to_set (seq 0 k))); [done|].
  iIntros (γ p) "[#Hp Hjs]". rewrite big_sepS_list_to_set; [|apply NoDup_seq]. wp_pures.
  wp_alloc c as "Hc". wp_pures. iMod (ghost_map_alloc_empty (K:=nat) (V:=unit)) as (γi) "Hm".
  iMod (inv_alloc (nroot .@ "semaphore" .@ "inside") _ (inside_inv γ γi c) with "[Hc Hm]") as "#Hi".
  { iNext. iExists ∅. iFrame. by rewrite big_sepM_empty. }
  wp_apply (users_spec with "[$Hp $Hi $Hjs]"). iIntros "Hjs". wp_pures.
  wp_apply (SEM_3_idle with "[$Hp Hjs]"); [done| |done].
  rewrite big_sepS_list_to_set; [done|apply NoDup_seq].
Qed.

(** In every execution: [k] users come [m] times each, for a permit of [n], with and without waiting, and
    some are timed out while they wait. Never are more than [n] inside, no release throws, and when all have
    gone all [n] permits are free. *)
Theorem SEM_1_SEM_3_semaphore (n k m : nat) σ :
  0 < n → adequate NotStuck (semaphore_users n k m) σ (λ v _, v = #n).
Proof.
  intros Hn. set Σ := #[heapΣ; spawnΣ; permitsΣ].
  apply (heap_adequacy Σ). iIntros (?) "_". by iApply semaphore_users_spec; [| |iIntros "!> _"].
Qed.
