(** Closed programs that use a Broadcast, and what holds of every execution of each. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par nondet_bool assert.
From CqsKernel Require Import Ghost Closed Cells Cell Sweep Cqs Broadcast Records Claims.

(** A waiter has a record of two counters of its own: how often its callback was called, and how often its
    cancel returned true. The callback finds [ready] set, else the program is stuck. *)
Definition waiter : val := λ: "b" "ready" "record",
  mayCancel (Broadcast.suspend "b" (λ: <>, assert: (! "ready") ;; FAA (Fst "record") #1)) "record".
(** [n] of them in parallel; the list of their records. *)
Definition waiters : val := rec: "waiters" "n" "b" "ready" :=
  if: "n" = #0 then NONE
  else
    let: "record" := (ref #0, ref #0) in
    let: "r" := (waiter "b" "ready" "record" ||| "waiters" ("n" - #1) "b" "ready") in
    SOME ("record", Snd "r").
(** A broadcaster sets [ready] and broadcasts, [k] times. *)
Definition broadcaster : val := rec: "again" "k" "b" "ready" :=
  if: "k" = #0 then #()
  else "ready" <- #true ;; Broadcast.resumeAll "b" ;; "again" ("k" - #1) "b" "ready".
(** [m] of them in parallel. *)
Definition broadcasters : val := rec: "broadcasters" "m" "k" "b" "ready" :=
  if: "m" = #0 then #()
  else (broadcaster "k" "b" "ready" ||| "broadcasters" ("m" - #1) "k" "b" "ready") ;; #().

(** [n] waiters that may cancel, at the same time as [m] broadcasters with [k] broadcasts each; when all have
    returned, one more broadcast, and the report. *)
Definition waiters_and_broadcasters (n m k : nat) : expr :=
  let: "b" := newBroadcast #() in
  let: "ready" := ref #false in
  let: "r" := (waiters #n "b" "ready" ||| broadcasters #m #k "b" "ready") in
  broadcaster #1 "b" "ready" ;;
  report (Fst "r").
(** [n] waiters that may cancel; when all have registered, two broadcasts at the same time, and the report. *)
Definition two_broadcasters (n : nat) : expr :=
  let: "b" := newBroadcast #() in
  let: "ready" := ref #false in
  let: "records" := waiters #n "b" "ready" in
  (broadcaster #1 "b" "ready" ||| broadcaster #1 "b" "ready") ;;
  report "records".
(** A broadcast that finds nobody, then a registration: its handle is there, and it has not been called. *)
Definition empty_broadcast : expr :=
  let: "b" := newBroadcast #() in
  let: "called" := ref #0 in
  Broadcast.resumeAll "b" ;;
  let: "h" := Broadcast.suspend "b" (λ: <>, FAA "called" #1) in
  (match: "h" with NONE => #false | SOME <> => #true end, ! "called").

Section ready.
  Context `{!heapGS Σ, !clientG Σ} (γ : cqs_names) (γr γc : gname).
  Notation NB := (nroot .@ "broadcast").
  Notation NR := (nroot .@ "ready").
  Notation NE := (nroot .@ "enq").
  Notation ND := (nroot .@ "claims").

  (** What a broadcaster publishes: [ready] is set. *)
  Definition R : iProp Σ := decided γr ().
  Definition ready_inv (r : loc) : iProp Σ :=
    (r ↦ #false ∗ pending unit γr) ∨ (r ↦ #true ∗ R).
  Global Instance R_persistent : Persistent R.
  Proof. apply _. Qed.

  Notation is_broadcast := (is_broadcast NB γ R P Q).
  Notation enq_inv := (enq_inv γ).
  Notation claims_inv := (claims_inv γ γc).
  Notation quiet := (quiet γc).

  (** One waiter: it is called when [ready] is set, or it has cancelled, or it waits. *)
  Lemma waiter_spec (b r c x : loc) γk :
    {{{ is_broadcast b ∗ inv NR (ready_inv r) ∗ inv NE enq_inv ∗ is_record c x γk ∗ half_pending bool γk }}}
      waiter #b #r (#c, #x)%V {{{ RET #(); waited γ R (λ i, enq_lb γ (S i)) γk }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hr & #He & #Hc & Ht) HΦ". wp_rec. wp_pures.
    wp_apply (register_spec γ R b γk with "[$Hb $He $Ht]").
    { iIntros "#HR Ht". wp_pures. wp_apply wp_assert. iInv "Hr" as "[>[Hl Hp]|>[Hl _]]".
      { iDestruct (pending_decided with "Hp HR") as %[]. }
      wp_load. iModIntro. iSplitL "Hl"; [iNext; iRight; by iFrame "∗#"|]. iSplit; [done|]. iNext.
      wp_pures. wp_apply (count_once c x γk true with "[$Hc $Ht]"). iIntros (z) "#Hd". iExact "Hd". }
    iIntros (h) "Hreg". wp_apply (may_cancel_spec with "[$Hc $Hreg]"). iIntros "Hw". by iApply "HΦ".
  Qed.

  (** All waiters, each with its record. *)
  Lemma waiters_spec (b r : loc) (n : nat) :
    {{{ is_broadcast b ∗ inv NR (ready_inv r) ∗ inv NE enq_inv }}}
      waiters #n #b #r {{{ v, RET v; records (waited γ R (λ i, enq_lb γ (S i))) n v }}}.
  Proof.
    iIntros (Φ) "#(Hb & Hr & He) HΦ". iInduction n as [|n] "IH" forall (Φ); wp_rec; wp_pures.
    { by iApply "HΦ". }
    wp_alloc x as "Hx". wp_alloc c as "Hc". iMod (record_alloc with "Hc Hx") as (γk) "[#Hi Ht]". wp_pures.
    replace (S n - 1)%Z with (Z.of_nat n) by lia.
    wp_apply (wp_par (λ _, waited γ R (λ i, enq_lb γ (S i)) γk)
      (λ v, records (waited γ R (λ i, enq_lb γ (S i))) n v) with "[Ht] []").
    - wp_apply (waiter_spec with "[$Hb $Hr $He $Hi $Ht]"). by iIntros "$".
    - wp_pures. replace (S n - 1)%Z with (Z.of_nat n) by lia. wp_apply "IH". by iIntros (v) "$".
    - iIntros (v1 v2) "[H1 H2]". iNext. wp_pures. iApply "HΦ". iModIntro.
      iExists c, x, v2, γk. by iFrame "∗#".
  Qed.

  (** A broadcaster, with all its broadcasts. *)
  Lemma broadcaster_spec (b r : loc) (j n m k : nat) :
    {{{ is_broadcast b ∗ inv NR (ready_inv r) ∗ inv ND (claims_inv m) ∗ enq_lb γ n ∗ quiet j }}}
      broadcaster #k #b #r {{{ RET #(); quiet j ∗ (⌜k = 0⌝ ∨ deq_lb γ n) }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hr & #Hi & #Hlb & Hj) HΦ". iInduction k as [|k] "IH" forall (Φ); wp_rec; wp_pures.
    { iApply "HΦ". iFrame. by iLeft. }
    wp_bind (_ <- _)%E.
    iAssert (WP #r <- #true {{ v, R }})%I as "Hst".
    { iInv "Hr" as "[>[Hl Hp]|>[Hl #HR]]"; wp_store.
      - iMod (decide_now _ () with "Hp") as "#HR". iModIntro. iSplitL; [|done]. iNext. iRight. by iFrame.
      - iModIntro. iSplitL; [|done]. iNext. iRight. by iFrame. }
    iApply (wp_wand with "Hst"). iIntros (v) "#HR". wp_pures.
    wp_apply (one_of_many γ γc R b j n m with "[$Hb $HR $Hi $Hlb $Hj]"). iIntros "[Hj #Hd]". wp_pures.
    replace (S k - 1)%Z with (Z.of_nat k) by lia. iApply ("IH" with "Hj").
    iIntros "!> [Hj _]". iApply "HΦ". iFrame "Hj". by iRight.
  Qed.

  (** All broadcasters. *)
  Lemma broadcasters_spec (b r : loc) (m k m' : nat) :
    {{{ is_broadcast b ∗ inv NR (ready_inv r) ∗ inv ND (claims_inv m') ∗ [∗ list] j ∈ seq 0 m, quiet j }}}
      broadcasters #m #k #b #r {{{ RET #(); [∗ list] j ∈ seq 0 m, quiet j }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hr & #Hi & Hj) HΦ". iInduction m as [|m] "IH" forall (Φ); wp_rec; wp_pures.
    { by iApply "HΦ". }
    rewrite seq_S big_sepL_app /=. iDestruct "Hj" as "(Hjs & Hj & _)".
    iMod (mono_nat_lb_own_0 (g_enq γ)) as "#H0".
    wp_apply (wp_par (λ _, quiet m) (λ _, [∗ list] j ∈ seq 0 m, quiet j)%I with "[Hj] [Hjs]").
    - wp_apply (broadcaster_spec b r m 0 m' k with "[$Hb $Hr $Hi $H0 $Hj]"). by iIntros "[$ _]".
    - wp_pures. replace (S m - 1)%Z with (Z.of_nat m) by lia. iApply ("IH" with "Hjs"). by iIntros "!> $".
    - iIntros (v1 v2) "[Hj Hjs]". iNext. wp_pures. iApply "HΦ". by iFrame.
  Qed.

End ready.

(** The proof of [waiters_and_broadcasters]. *)
Lemma waiters_and_broadcasters_spec `{!heapGS Σ, !clientG Σ} (n m k : nat) :
  {{{ True }}} waiters_and_broadcasters n m k
  {{{ ys, RET (one_fate_each ys); ⌜length ys = n⌝ }}}.
Proof.
  iIntros (Φ) "_ HΦ". rewrite /waiters_and_broadcasters.
  iMod (pending_alloc (A:=unit)) as (γr) "Hr".
  wp_apply (new_client (R γr) (S m)); [done|].
  iIntros (γ γc b) "(#Hb & #He & #Hi & Hj)". wp_pures. wp_alloc r as "Hl". wp_pures.
  iMod (inv_alloc (nroot .@ "ready") _ (ready_inv γr r) with "[Hl Hr]") as "#Hr".
  { iNext. iLeft. iFrame. }
  rewrite seq_S big_sepL_app /=. iDestruct "Hj" as "(Hjs & Hj & _)".
  wp_apply (wp_par (λ v, records (waited γ (R γr) (λ i, enq_lb γ (S i))) n v)
    (λ _, [∗ list] j ∈ seq 0 m, quiet γc j)%I with "[] [Hjs]").
  - wp_apply (waiters_spec γ γr with "[$Hb $Hr $He]"). by iIntros (v) "$".
  - wp_apply (broadcasters_spec γ γr γc b r m k (S m) with "[$Hb $Hr $Hi $Hjs]"). by iIntros "$".
  - iIntros (v1 v2) "[Ha Hjs]". iNext. wp_pures.
    iMod (registered_so_far with "He Ha") as (e) "[#Hlb Ha]".
    wp_apply (broadcaster_spec γ γr γc b r m e (S m) 1 with "[$Hb $Hr $Hi $Hlb $Hj]").
    iIntros "[Hj [%|#Hd]]"; [done|]. wp_pures.
    iMod (all_quiet γ γc (S m) e with "Hi [Hjs Hj] Hd") as "#Hs".
    { rewrite seq_S big_sepL_app /=. by iFrame. }
    iMod (all_decided with "Hs Ha") as "Ha". by wp_apply (report_spec with "Ha").
Qed.

(** In every execution: [n] waiters, some of which cancel, race with [m] broadcasters of [k] broadcasts each. After
    one more broadcast each of the [n] has been called, once, and its cancel has not returned true; or its
    cancel has returned true, once, and it has not been called. No callback runs before a broadcaster has set
    [ready]; no thread gets stuck, so no exception is thrown. *)
Theorem BC_4_RALL_1_RALL_2_n_waiters (n m k : nat) :
  every_execution (waiters_and_broadcasters n m k) (λ v, ∃ ys, length ys = n ∧ v = one_fate_each ys).
Proof.
  apply (every_execution_wp #[heapΣ; clientΣ]). iIntros (?).
  iApply waiters_and_broadcasters_spec; [done|]. iIntros "!>" (ys) "%Hys". iPureIntro. by exists ys.
Qed.

(** One waiter that may cancel, one broadcast at the same time, and one more: called or cancelled, exactly once. *)
Theorem BC_4_one_awaiter :
  every_execution (waiters_and_broadcasters 1 1 1)
    (λ v, v = one_fate_each [true] ∨ v = one_fate_each [false]).
Proof.
  intros σ t σ' Hst. destruct (BC_4_RALL_1_RALL_2_n_waiters 1 1 1 σ t σ' Hst) as [H1 H2].
  split; [done|]. intros v t' Hv. destruct (H2 v t' Hv) as (ys & Hys & ->).
  destruct ys as [|[] [|]]; simplify_eq/=; auto.
Qed.

(** The proof of [two_broadcasters]. *)
Lemma two_broadcasters_spec `{!heapGS Σ, !clientG Σ} (n : nat) :
  {{{ True }}} two_broadcasters n {{{ ys, RET (one_fate_each ys); ⌜length ys = n⌝ }}}.
Proof.
  iIntros (Φ) "_ HΦ". rewrite /two_broadcasters.
  iMod (pending_alloc (A:=unit)) as (γr) "Hr".
  wp_apply (new_client (R γr) 2); [done|].
  iIntros (γ γc b) "(#Hb & #He & #Hi & Hj)". wp_pures. wp_alloc r as "Hl". wp_pures.
  iMod (inv_alloc (nroot .@ "ready") _ (ready_inv γr r) with "[Hl Hr]") as "#Hr".
  { iNext. iLeft. iFrame. }
  iDestruct "Hj" as "(Hj0 & Hj1 & _)".
  wp_apply (waiters_spec γ γr with "[$Hb $Hr $He]"). iIntros (v) "Ha". wp_pures.
  iMod (registered_so_far with "He Ha") as (e) "[#Hlb Ha]".
  wp_apply (wp_par (λ _, quiet γc 0 ∗ deq_lb γ e)%I (λ _, quiet γc 1)%I with "[Hj0] [Hj1]").
  - wp_apply (broadcaster_spec γ γr γc b r 0 e 2 1 with "[$Hb $Hr $Hi $Hlb $Hj0]").
    by iIntros "[$ [%|$]]".
  - wp_apply (broadcaster_spec γ γr γc b r 1 e 2 1 with "[$Hb $Hr $Hi $Hlb $Hj1]"). by iIntros "[$ _]".
  - iIntros (v1 v2) "[[Hj0 #Hd] Hj1]". iNext. wp_pures.
    iMod (all_quiet γ γc 2 e with "Hi [Hj0 Hj1] Hd") as "#Hs"; [rewrite /=; by iFrame|].
    iMod (all_decided with "Hs Ha") as "Ha". by wp_apply (report_spec with "Ha").
Qed.

(** In every execution: [n] waiters have registered, and some have cancelled; then two broadcasts at the same time.
    When both have returned each of the [n] has been called, once, and not cancelled, or cancelled and not called:
    neither broadcast has missed one that was left to it, and none was called by both. *)
Theorem RALL_1_RALL_2_two_broadcasters (n : nat) :
  every_execution (two_broadcasters n) (λ v, ∃ ys, length ys = n ∧ v = one_fate_each ys).
Proof.
  apply (every_execution_wp #[heapΣ; clientΣ]). iIntros (?).
  iApply two_broadcasters_spec; [done|]. iIntros "!>" (ys) "%Hys". iPureIntro. by exists ys.
Qed.

(** In every execution: a broadcast that finds nobody leaves nothing behind that the next registration could find. It
    waits, and is not called. *)
Theorem RALL_6_empty_broadcast :
  every_execution empty_broadcast (λ v, v = (#true, #0)%V).
Proof.
  apply (every_execution_wp #[heapΣ; clientΣ]). iIntros (?). rewrite /empty_broadcast.
  iMod (pending_alloc (A:=bool)) as (γk) "Hk".
  wp_apply (newBroadcast_spec (nroot .@ "broadcast") True%I (λ _, True)%I (λ _, True)%I); [done|].
  iIntros (γ b) "(#Hb & He & Hd)". wp_pures. wp_alloc c as "Hc". wp_pures.
  wp_apply (RALL_6_empty_call with "[$Hb $He $Hd]"). iIntros "[He Hd]". wp_pures.
  iMod (inv_alloc (nroot .@ "quiet") _ (c ↦ #0 ∗ deq_half γ 0)%I with "[$Hc $Hd]") as "#Hi".
  wp_apply (Broadcast.BC_3_suspend (nroot .@ "broadcast") γ True%I (λ _, True)%I (λ _, True)%I b γk _
    (λ _, True)%I with "[$Hb He]").
  { iSplitR.
    - iSplitR; [done|]. iIntros (i) "(%s & %t & _ & #Hlb & _) _ _". iApply fupd_wp.
      iInv "Hi" as ">[_ Hd]". iDestruct (mono_nat_lb_own_valid with "Hd Hlb") as %[_ ?]. lia.
    - iIntros (i) "He'". iDestruct (mono_nat_auth_own_agree with "He He'") as %[_ <-]. iCombine "He He'" as "He".
      iMod (mono_nat_own_update 1 with "He") as "[[$ _] _]"; [lia|done]. }
  iIntros (i v) "[_ [(_ & _ & _ & #Hlb)|(%h & %r & -> & _)]]".
  { iApply fupd_wp. iInv "Hi" as ">[_ Hd]". iDestruct (mono_nat_lb_own_valid with "Hd Hlb") as %[_ ?]. lia. }
  wp_pures. wp_bind (! _)%E. iInv "Hi" as ">[Hc Hd]". wp_load. iModIntro. iSplitL; [by iFrame|].
  by wp_pures.
Qed.
