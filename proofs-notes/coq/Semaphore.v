(** Semaphore.java: its blocking forms, and closed programs that use them. *)
From stdpp Require Import fin_maps.
From iris.base_logic.lib Require Import ghost_map invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par nondet_bool assert.
From CqsKernel Require Import Ghost Closed ThreadWaiter Cells Cell Cqs CellValue CqsValue Permits PermitsQueue PermitsGive.

(** [Semaphore.acquireUninterruptibly] (SEM-1). *)
Definition acquire : val := λ: "p",
  if: takeOrCount "p" then #()
  else
    let: "t" := newThread #() in
    match: suspendCounted "p" (newThreadWaiter "t") with
      NONE => #()
    | SOME <> => awaitUninterruptibly "t"
    end.
(** [Semaphore.tryAcquire(timeout)] and the interruptible forms (SEM-3). True: it has a permit. *)
Definition acquireTimed : val := λ: "p",
  if: takeOrCount "p" then #true
  else
    let: "t" := newThread #() in
    match: suspendCounted "p" (newThreadWaiter "t") with
      NONE => #true
    | SOME "h" => await "t" (λ: <>, Cqs.cancel "h")
    end.
(** [Semaphore.tryAcquire] (SEM-1). *)
Definition tryAcquire : val := tryTake.
(** [Semaphore.release] (SEM-2). *)
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

  (** What comes to a thread that waits: the permit. *)
  Definition permit (j : nat) (_ : val) : iProp Σ := slot j Hold.
  Global Instance permit_timeless j v : Timeless (permit j v).
  Proof. apply _. Qed.
  Notation is_thread j := (is_thread (N .@ "thread") (permit j)).

  (** A thread that is counted waits, or the permit is there. *)
  Lemma suspend_thread_spec p (th : val) γf γt j :
    {{{ is_permits p ∗ slot j Counted ∗ is_thread j th γf γt ∗ wake_right th γf }}}
      suspendCounted p (newThreadWaiter th)
    {{{ v, RET v; (⌜v = NONEV⌝ ∗ decided γf ()) ∨ (∃ h, ⌜v = SOMEV h⌝ ∗ waits N γ j γf h) }}}.
  Proof.
    iIntros (Φ) "(#Hp & Hj & #Hth & Hw) HΦ". wp_rec. wp_rec. wp_pures. wp_alloc r as "Hr".
    iMod (mapsto_persist with "Hr") as "#Hr".
    wp_apply (SEM_2_suspend_counted with "[$Hp $Hr $Hj Hw]"); [|done].
    iIntros "Hj". iApply (resumed_spec with "Hth Hw Hj"). done.
  Qed.

  (** Who acquires has a permit. *)
  Lemma SEM_1_acquire p j :
    {{{ is_permits p ∗ slot j Idle }}} acquire p {{{ RET #(); slot j Hold }}}.
  Proof.
    iIntros (Φ) "[#Hp Hj] HΦ". wp_rec. wp_apply (SEM_2_take_or_count with "[$Hp $Hj]").
    iIntros ([]) "Hj"; wp_pures; [by iApply "HΦ"|].
    wp_apply (newThread_spec (N .@ "thread") (permit j)); [done|]. iIntros (th γf γt) "(#Hth & Hw & Ht)". wp_pures.
    wp_apply (suspend_thread_spec with "[$Hp $Hj $Hth $Hw]").
    iIntros (v) "[(-> & #Hf)|(%h & -> & _)]"; wp_pures.
    - iMod (take_woken with "Hth Ht Hf") as (v) "[_ Hj]". iModIntro. by iApply "HΦ".
    - wp_apply (await_uninterruptibly_spec with "[$Hth $Ht]"). iIntros (v) "(_ & Hj & _)". by iApply "HΦ".
  Qed.

  (** A timed or interruptible acquire says whether it has a permit; if not, it has left nothing behind. *)
  Lemma SEM_3_acquire_timed p j :
    {{{ is_permits p ∗ slot j Idle }}} acquireTimed p
    {{{ (b : bool), RET #b; slot j (if b then Hold else Idle) }}}.
  Proof.
    iIntros (Φ) "[#Hp Hj] HΦ". wp_rec. wp_apply (SEM_2_take_or_count with "[$Hp $Hj]").
    iIntros ([]) "Hj"; wp_pures; [by iApply "HΦ"|].
    wp_apply (newThread_spec (N .@ "thread") (permit j)); [done|]. iIntros (th γf γt) "(#Hth & Hw & Ht)". wp_pures.
    wp_apply (suspend_thread_spec with "[$Hp $Hj $Hth $Hw]").
    iIntros (v) "[(-> & #Hf)|(%h & -> & Hwait)]"; wp_pures.
    - iMod (take_woken with "Hth Ht Hf") as (v) "[_ Hj]". iModIntro. by iApply "HΦ".
    - wp_apply (CQS_19_PR_7_await (N .@ "thread") (permit j) th γf γt _ (waits N γ j γf h) (slot j Idle) with "[$Hth $Ht $Hwait]").
      { iIntros "Hwait". wp_pures. wp_apply (SEM_3_cancel with "[$Hp $Hwait]"). iIntros (b) "H".
        iExists b. iSplit; [done|]. by destruct b. }
      iIntros ([]) "H"; iApply "HΦ"; [|done]. iDestruct "H" as (v) "(_ & Hj & _)". iExact "Hj".
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
        + wp_apply (SEM_1_try_take with "[$Hp $Hj]"). iIntros (b) "Hj". iExists b. by iFrame. }
    iIntros (v) "(%b & -> & Hj)". wp_pures. destruct b; wp_pures; [|by iApply "HΦ"].
    wp_apply (SEM_1_section with "[$Hp $Hi $Hj]"). iIntros "Hj". wp_pures.
    by wp_apply (SEM_2_give with "[$Hp $Hj]").
  Qed.

  (** A user that comes again and again leaves nothing behind. *)
  Lemma rounds_spec p γi (c : loc) j (m : nat) :
    {{{ is_permits p ∗ inv (N .@ "inside") (inside_inv γi c) ∗ slot j Idle }}}
      rounds #m p #c #n {{{ RET #(); slot j Idle }}}.
  Proof.
    iIntros (Φ) "(#Hp & #Hi & Hj) HΦ". iInduction m as [|m] "IH"; wp_rec; wp_pures; [by iApply "HΦ"|].
    wp_apply (user_spec with "[$Hp $Hi $Hj]"). iIntros "Hj". wp_pures.
    replace (S m - 1)%Z with (Z.of_nat m) by lia. by iApply ("IH" with "Hj HΦ").
  Qed.

  (** All users leave nothing behind. *)
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

(** The proof of [semaphore_users]. *)
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
Theorem SEM_1_SEM_3_semaphore (n k m : nat) :
  0 < n → every_execution (semaphore_users n k m) (λ v, v = #n).
Proof.
  intros Hn. apply (every_execution_wp #[heapΣ; spawnΣ; permitsΣ]). iIntros (?).
  iApply semaphore_users_spec; [done|done|]. by iIntros "!> _".
Qed.
