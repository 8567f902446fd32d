(** Closed programs that use a promise, and what holds of every execution. *)
From iris.base_logic.lib Require Import ghost_map ghost_var invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par nondet_bool assert.
From CqsKernel Require Import Ghost Closed ThreadWaiter Cells Cell OneShotQueue OneShot OneShotPromise Records.

(** Whoever has the handle may cancel, once or not at all, and counts it if it has. *)
Definition canceller : val := λ: "p" "h" "record",
  if: nondet_bool #() then
    (if: OneShot.cancel "p" "h" then FAA (Snd "record") #1 ;; #() else #())
  else #().
(** A waiter with a callback has a record of two counters: how often it was called, and how often a cancel of it
    returned true. The callback finds that the promise is resolved, else the program is stuck. Two cancellers
    race for it. *)
Definition promiseWaiter : val := λ: "p" "record",
  match: OneShot.suspend "p"
           (ref (λ: <>, assert: (match: peek "p" with NONE => #false | SOME <> => #true end) ;;
                        FAA (Fst "record") #1)) with
    NONE => #()
  | SOME "h" => (canceller "p" "h" "record" ||| canceller "p" "h" "record") ;; #()
  end.
(** [n] of them in parallel; the list of their records. *)
Definition promiseWaiters : val := rec: "waiters" "n" "p" :=
  if: "n" = #0 then NONE
  else
    let: "record" := (ref #0, ref #0) in
    let: "r" := (promiseWaiter "p" "record" ||| "waiters" ("n" - #1) "p") in
    SOME ("record", Snd "r").
(** A thread that awaits, and with the outcome in hand looks once more. *)
Definition promiseThread : val := λ: "p",
  match: OneShotPromise.await "p" with
    NONE => NONE
  | SOME "v" => SOME ("v", peek "p")
  end.
(** [m] of them in parallel; the list of what they return. *)
Definition promiseThreads : val := rec: "threads" "m" "p" :=
  if: "m" = #0 then NONE
  else
    let: "r" := (promiseThread "p" ||| "threads" ("m" - #1) "p") in
    SOME "r".
(** [n] waiters with their cancellers and [m] threads that await, each of which may be interrupted at any time, race
    with two resolvers. *)
Definition promise_race (n m : nat) : expr :=
  let: "p" := newOneShot #() in
  let: "r" := ((promiseWaiters #n "p" ||| promiseThreads #m "p") |||
               (OneShot.tryResumeAll "p" #1 ||| OneShot.tryResumeAll "p" #2)) in
  ((report (Fst (Fst "r")), Snd (Fst "r")), Snd "r").

(** What the threads have returned: each the value [x], which it has found in the promise when it looked once
    more (true), or nothing, as it has cancelled (false). *)
Fixpoint value_or_cancelled (x : val) (ys : list bool) : val :=
  match ys with
  | [] => NONEV
  | y :: ys => SOMEV ((if y then SOMEV (x, SOMEV x) else NONEV), value_or_cancelled x ys)
  end.

Class promiseClientG Σ := PromiseClientG {
  pc_oneShotG :> oneShotG Σ; pc_spawnG :> spawnG Σ; pc_boolG :> decisionG Σ bool;
  pc_ticketG :> ticketG Σ; pc_unitG :> decisionG Σ unit }.
Definition promiseClientΣ : gFunctors :=
  #[oneShotΣ; spawnΣ; decisionΣ bool; ticketΣ; decisionΣ unit].
Global Instance subG_promiseClientΣ {Σ} : subG promiseClientΣ Σ → promiseClientG Σ.
Proof. solve_inG. Qed.

Section promise.
  Context `{!heapGS Σ, !promiseClientG Σ} (γ : os_names) (γr γd : gname).
  Notation NP := (nroot .@ "promise").
  Notation NR := (nroot .@ "race").

  (** A waiter is known as a pair: the name of its record, and the name of its right to be cancelled. *)
  Definition name (γb γc : gname) : gname := countable.encode (γb, γc).
  (** Each of the two cancellers of a waiter brings one half of the right. *)
  Definition K (γk : gname) : iProp Σ := ∃ γb γc, ⌜γk = name γb γc⌝ ∗ half_pending unit γc.
  (** What a callback owns: the right to count in its record. *)
  Definition P (γk : gname) : iProp Σ := ∃ γb γc, ⌜γk = name γb γc⌝ ∗ half_pending bool γb.
  (** The evidence of a call: the fate of the record is decided to be true. *)
  Definition Q (γk : gname) : iProp Σ := ∃ γb γc, ⌜γk = name γb γc⌝ ∗ decided γb true.

  Notation is_oneshot := (is_oneshot NP γ K P Q).
  Notation is_handle := (is_handle NP γ K P Q).
  Notation all_settled := (all_settled NP γ K P Q).
  Notation resolved := (resolved γ).

  (** There is no third canceller. *)
  Lemma three_halves γk : K γk ∗ K γk -∗ K γk -∗ False.
  Proof.
    iIntros "[(%γb & %γc & -> & H1) (%γb' & %γc' & %H2 & H2)] (%γb2 & %γc2 & %H3 & H3)".
    apply (inj countable.encode) in H2 as [= <- <-]. apply (inj countable.encode) in H3 as [= <- <-].
    iCombine "H1 H2" as "H". rewrite -pending_halves. iApply (half_pending_pending with "H3 H").
  Qed.

  (** The callback counts, and that decides the fate of its record. *)
  Lemma count_in_record (c x : loc) γb γc (y : bool) :
    {{{ is_record c x γb ∗ P (name γb γc) }}} FAA #(if y then c else x) #1 {{{ (z : Z), RET #z; decided γb y }}}.
  Proof.
    iIntros (Φ) "[#Hi (%γb' & %γc' & %Heq & HP)] HΦ". apply (inj countable.encode) in Heq as [= <- <-].
    by wp_apply (count_once with "[$Hi $HP]").
  Qed.

  (** A waiter's fate is decided, or it is registered and no canceller has succeeded. *)
  Definition awaited (γb : gname) : iProp Σ :=
    (∃ y : bool, decided γb y) ∨
    ∃ γc h, is_handle h (name γb γc) ∗ K (name γb γc) ∗ K (name γb γc).

  (** A canceller decides the fate, or leaves no trace. *)
  Lemma canceller_spec (p c x : loc) h γb γc :
    {{{ is_oneshot p ∗ is_record c x γb ∗ is_handle h (name γb γc) ∗ K (name γb γc) }}}
      canceller #p h (#c, #x)%V
    {{{ RET #(); decided γb false ∨ K (name γb γc) }}}.
  Proof.
    iIntros (Φ) "(#Hp & #Hc & #Hh & HK) HΦ". wp_rec. wp_pures.
    wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures; last by (iApply "HΦ"; iRight).
    wp_apply (PR_7_cancel with "[$Hp $Hh $HK]"). iIntros ([]) "[H _]"; wp_pures.
    - wp_apply (count_in_record c x γb γc false with "[$Hc $H]"). iIntros (v) "#Hf".
      wp_pures. iApply "HΦ". by iLeft.
    - iApply "HΦ". by iRight.
  Qed.

  (** One waiter and its two cancellers. *)
  Lemma promise_waiter_spec (p c x : loc) γb γc :
    {{{ is_oneshot p ∗ is_record c x γb ∗ half_pending bool γb ∗ pending unit γc }}}
      promiseWaiter #p (#c, #x)%V {{{ RET #(); awaited γb }}}.
  Proof.
    iIntros (Φ) "(#Hp & #Hc & Ht & HK) HΦ". rewrite pending_halves. iDestruct "HK" as "[HK1 HK2]".
    wp_rec. wp_pures. wp_alloc r as "Hr".
    wp_apply (PR_5_suspend NP γ K P Q p r _ (name γb γc) with "[$Hp $Hr Ht]").
    { iSplitL "Ht"; [iExists γb, γc; by iFrame|]. iIntros (v) "#Hv HP". wp_pures.
      wp_apply wp_assert. wp_apply (PR_3_peek_resolved with "[$Hp $Hv]"). iIntros "_". wp_pures.
      iModIntro. iSplit; [done|]. iNext. wp_pures.
      wp_apply (count_in_record c x γb γc true with "[$Hc $HP]"). iIntros (z) "#Hd".
      iExists γb, γc. by iFrame "#". }
    iIntros (v) "[[-> #HQ]|(%h & -> & #Hh)]"; wp_pures.
    { iApply "HΦ". iLeft. iDestruct "HQ" as (γb' γc' Heq) "HQ".
      apply (inj countable.encode) in Heq as [= <- <-]. by iExists true. }
    wp_apply (wp_par (λ _, decided γb false ∨ K (name γb γc))%I (λ _, decided γb false ∨ K (name γb γc))%I
      with "[HK1] [HK2]").
    - wp_apply (canceller_spec p c x h γb γc with "[$Hp $Hc $Hh HK1]"); [iExists γb, γc; by iFrame|]. by iIntros "$".
    - wp_apply (canceller_spec p c x h γb γc with "[$Hp $Hc $Hh HK2]"); [iExists γb, γc; by iFrame|]. by iIntros "$".
    - iIntros (v1 v2) "[H1 H2]". iNext. wp_pures. iApply "HΦ". iModIntro.
      iDestruct "H1" as "[H1|H1]"; [iLeft; by iExists false|].
      iDestruct "H2" as "[H2|H2]"; [iLeft; by iExists false|].
      iRight. iExists γc, h. by iFrame "∗#".
  Qed.

  (** All waiters, each with its record. *)
  Lemma promise_waiters_spec (p : loc) (n : nat) :
    {{{ is_oneshot p }}} promiseWaiters #n #p {{{ v, RET v; records awaited n v }}}.
  Proof.
    iIntros (Φ) "#Hp HΦ". iInduction n as [|n] "IH" forall (Φ); wp_rec; wp_pures.
    { by iApply "HΦ". }
    wp_alloc x as "Hx". wp_alloc c as "Hc". iMod (record_alloc with "Hc Hx") as (γb) "[#Hi Ht]".
    iMod (pending_alloc (A:=unit)) as (γc) "HK". wp_pures.
    wp_apply (wp_par (λ _, awaited γb) (λ v, records awaited n v) with "[Ht HK] []").
    - wp_apply (promise_waiter_spec with "[$Hp $Hi $Ht $HK]"). by iIntros "$".
    - wp_pures. replace (S n - 1)%Z with (Z.of_nat n) by lia. wp_apply "IH". by iIntros (v) "$".
    - iIntros (v1 v2) "[H1 H2]". iNext. wp_pures. iApply "HΦ". iModIntro.
      iExists c, x, v2, γb. by iFrame "∗#".
  Qed.

  (** What a thread returns: the value and the same value, or nothing. *)
  Definition returned (w : val) : iProp Σ :=
    (∃ v, ⌜w = SOMEV (v, SOMEV v)⌝ ∗ resolved v) ∨ ⌜w = NONEV⌝.
  Fixpoint all_returned (m : nat) (l : val) : iProp Σ :=
    match m with
    | 0 => ⌜l = NONEV⌝
    | S m => ∃ w l', ⌜l = SOMEV (w, l')⌝ ∗ returned w ∗ all_returned m l'
    end%I.

  (** One thread. *)
  Lemma promise_thread_spec (p : loc) :
    {{{ is_oneshot p }}} promiseThread #p {{{ w, RET w; returned w }}}.
  Proof.
    iIntros (Φ) "#Hp HΦ". wp_rec. iMod (pending_alloc (A:=bool)) as (γb) "Hb".
    iMod (pending_alloc (A:=unit)) as (γc) "Hc". rewrite !pending_halves.
    iDestruct "Hb" as "[Hb Hb']". iDestruct "Hc" as "[Hc _]".
    wp_apply (PR_7_await NP γ K P Q p (name γb γc) with "[$Hp Hb Hb' Hc]").
    { iSplitL "Hc"; [iExists γb, γc; by iFrame|]. iSplitL "Hb"; [iExists γb, γc; by iFrame|].
      iIntros "(%γb' & %γc' & %Heq & Hb)". apply (inj countable.encode) in Heq as [= <- <-].
      iCombine "Hb Hb'" as "Hb". rewrite -pending_halves. iMod (decide_now _ true with "Hb") as "#Hd".
      iModIntro. iExists γb, γc. by iFrame "#". }
    iIntros (w) "[(%v & -> & #Hv)|[-> _]]"; wp_pures; last first.
    { iApply "HΦ". by iRight. }
    wp_apply (PR_3_peek_resolved with "[$Hp $Hv]"). iIntros "_". wp_pures. iApply "HΦ". iLeft.
    iExists v. by iFrame "#".
  Qed.

  (** All threads. *)
  Lemma promise_threads_spec (p : loc) (m : nat) :
    {{{ is_oneshot p }}} promiseThreads #m #p {{{ l, RET l; all_returned m l }}}.
  Proof.
    iIntros (Φ) "#Hp HΦ". iInduction m as [|m] "IH" forall (Φ); wp_rec; wp_pures.
    { by iApply "HΦ". }
    wp_apply (wp_par returned (all_returned m)).
    - wp_apply (promise_thread_spec with "Hp"). by iIntros (w) "$".
    - wp_pures. replace (S m - 1)%Z with (Z.of_nat m) by lia. wp_apply "IH". by iIntros (v) "$".
    - iIntros (v1 v2) "[H1 H2]". iNext. wp_pures. iApply "HΦ". iModIntro.
      iExists v1, v2. by iFrame.
  Qed.

  (** All threads that have a value have the same, the one that the promise is resolved with. *)
  Lemma all_agree m l x :
    resolved x -∗ all_returned m l -∗ ∃ ys, ⌜length ys = m ∧ l = value_or_cancelled x ys⌝.
  Proof.
    iIntros "#Hx H". iInduction m as [|m] "IH" forall (l); simpl.
    { iDestruct "H" as %->. by iExists []. }
    iDestruct "H" as (w l') "(-> & Hw & Hl)". iDestruct ("IH" with "Hl") as %(ys & Hlen & ->).
    iDestruct "Hw" as "[(%v & -> & Hv)| ->]".
    - iDestruct (decided_agree with "Hv Hx") as %->. iExists (true :: ys). iPureIntro.
      split; [simpl; lia|done].
    - iExists (false :: ys). iPureIntro. split; [simpl; lia|done].
  Qed.

  (** The race of the resolvers: the winner decides [γd] and leaves its ticket. *)
  Definition race_inv : iProp Σ :=
    (half γ false ∗ pending unit γd) ∨ (half γ true ∗ decided γd () ∗ (ticket γr 0 ∨ ticket γr 1)).
  Definition raced (i : nat) (v w : val) : iProp Σ :=
    ∃ b : bool, ⌜w = #b⌝ ∗ if b then resolved v ∗ all_settled else decided γd () ∗ ticket γr i.

  (** One resolver. *)
  Lemma resolver_spec (p : loc) (i : nat) (v : val) :
    i = 0 ∨ i = 1 →
    {{{ is_oneshot p ∗ inv NR race_inv ∗ ticket γr i }}} OneShot.tryResumeAll #p v
    {{{ w, RET w; raced i v w }}}.
  Proof.
    iIntros (Hi Φ) "(#Hp & #Hr & Ht) HΦ".
    wp_apply (PR_1_resolved_once NP γ K P Q p v
      (λ b, if b then decided γd () ∗ ticket γr i else True)%I with "[$Hp Ht]").
    { iIntros (b) "Hh". iInv NR as "[>[Hh' Hd]|>(Hh' & #Hd & Hts)]";
        iDestruct (ghost_var_agree with "Hh Hh'") as %->.
      - iMod (ghost_var_update_halves true with "Hh Hh'") as "[Hh Hh']".
        iMod (decide_now _ () with "Hd") as "#Hd". iModIntro. iFrame "Hh". iSplitL; [|done].
        iNext. iRight. iFrame "Hh' Hd". destruct Hi as [-> | ->]; [by iLeft|by iRight].
      - iModIntro. iFrame "Hh". iSplitL "Hh' Hts"; [|by iFrame "∗#"].
        iNext. iRight. by iFrame "∗#". }
    iIntros ([]) "[HV H]"; iApply "HΦ".
    - iExists false. by iFrame.
    - iExists true. iSplit; [done|]. by iFrame.
  Qed.

  (** Of two resolvers exactly one wins, and it has settled everybody. *)
  Lemma one_winner x1 x2 v1 v2 :
    inv NR race_inv -∗ raced 0 x1 v1 -∗ raced 1 x2 v2 ={⊤}=∗
    ∃ b : bool, ⌜v1 = #b ∧ v2 = #(negb b)⌝ ∗ resolved (if b then x1 else x2) ∗ all_settled.
  Proof.
    iIntros "#Hr (%b1 & -> & H1) (%b2 & -> & H2)". destruct b1, b2.
    - iDestruct "H1" as "[_ [(%m1 & H1 & _) _]]". iDestruct "H2" as "[_ [(%m2 & H2 & _) _]]".
      by iDestruct (ghost_map_auth_valid_2 with "H1 H2") as %[Hv _].
    - iModIntro. iExists true. iSplit; [done|]. iExact "H1".
    - iModIntro. iExists false. iSplit; [done|]. iExact "H2".
    - iDestruct "H1" as "[#Hd H1]". iDestruct "H2" as "[_ H2]".
      iInv NR as "[>[_ Hd']|>(_ & _ & [H|H])]".
      + iDestruct (pending_decided with "Hd' Hd") as %[].
      + iDestruct (ticket_excl with "H1 H") as %[].
      + iDestruct (ticket_excl with "H2 H") as %[].
  Qed.

  (** When one has won, every waiter has one fate. *)
  Lemma fates_decided n v :
    all_settled -∗ records awaited n v ={⊤}=∗ records (λ γb, ∃ y : bool, decided γb y) n v.
  Proof.
    iIntros "Hs Hr". iMod (records_change _ _ all_settled with "[] Hs Hr") as "[_ $]"; [|done].
    iIntros "!>" (γb) "Hs [#H|(%γc & %h & Hh & HK)]"; [by iFrame "∗#"|].
    iMod (PR_10_called with "Hs Hh HK []") as "[$ #HQ]"; [iApply three_halves|]. iModIntro.
    iDestruct "HQ" as (γb' γc' Heq) "HQ". apply (inj countable.encode) in Heq as [= <- <-]. by iExists true.
  Qed.
End promise.

(** The proof of [promise_race]. *)
Lemma promise_race_spec `{!heapGS Σ, !promiseClientG Σ} (n m : nat) :
  {{{ True }}} promise_race n m
  {{{ ys zs (b : bool), RET ((one_fate_each ys, value_or_cancelled #(if b then 1 else 2) zs), (#b, #(negb b)));
      ⌜length ys = n ∧ length zs = m⌝ }}}.
Proof.
  iIntros (Φ) "_ HΦ". rewrite /promise_race.
  iMod tickets_alloc as (γr) "Hr". iMod (tickets_add _ 0 2 with "Hr") as "[_ (Hr0 & Hr1 & _)]".
  iMod (pending_alloc (A:=unit)) as (γd) "Hd".
  wp_apply (newOneShot_spec (nroot .@ "promise") K P Q); [done|].
  iIntros (γ p) "[#Hos Hh]". wp_pures.
  iMod (inv_alloc (nroot .@ "race") _ (race_inv γ γr γd) with "[Hh Hd]") as "#Hrace".
  { iNext. iLeft. iFrame. }
  wp_apply (wp_par
    (λ v, ∃ v1 v2, ⌜v = (v1, v2)%V⌝ ∗ records (awaited γ) n v1 ∗ all_returned γ m v2)%I
    (λ v, ∃ v1 v2, ⌜v = (v1, v2)%V⌝ ∗ raced γ γr γd 0 #1 v1 ∗ raced γ γr γd 1 #2 v2)%I
    with "[] [Hr0 Hr1]").
  - wp_pures. wp_apply (wp_par (records (awaited γ) n) (all_returned γ m)).
    + wp_apply (promise_waiters_spec with "Hos"). by iIntros (v) "$".
    + wp_apply (promise_threads_spec with "Hos"). by iIntros (v) "$".
    + iIntros (v1 v2) "[H1 H2]". iNext. iExists v1, v2. by iFrame.
  - wp_pures. wp_apply (wp_par (raced γ γr γd 0 #1) (raced γ γr γd 1 #2) with "[Hr0] [Hr1]").
    + wp_apply (resolver_spec with "[$Hos $Hrace $Hr0]"); [by left|]. by iIntros (w) "$".
    + wp_apply (resolver_spec with "[$Hos $Hrace $Hr1]"); [by right|]. by iIntros (w) "$".
    + iIntros (v1 v2) "[H1 H2]". iNext. iExists v1, v2. by iFrame.
  - iIntros (v1 v2) "[(%r & %l & -> & Ha & Hl) (%w1 & %w2 & -> & H1 & H2)]". iNext. wp_pures.
    iMod (one_winner with "Hrace H1 H2") as (b) "([-> ->] & #Hx & Hs)".
    iMod (fates_decided with "Hs Ha") as "Ha". iDestruct (all_agree with "Hx Hl") as %(zs & Hzs & ->).
    wp_pures. wp_apply (report_spec with "Ha"). iIntros (ys) "%Hys". wp_pures. iModIntro.
    iSpecialize ("HΦ" $! ys zs b). destruct b; by iApply "HΦ".
Qed.

(** In every execution: [n] waiters with callbacks, each with two that may cancel it, and [m] threads that await, each
    of which may be interrupted at any time, race with two resolvers. When all have returned exactly one
    resolver has won; each of the [n] has been called, once, with the promise resolved, and no cancel of it has
    returned true, or exactly one cancel of it has, and it has not been called; and each of the [m] has returned
    the winner's value, which was in the promise when it looked once more, or that it has cancelled. *)
Theorem PR_1_PR_2_PR_3_PR_7_PR_10_race (n m : nat) :
  every_execution (promise_race n m) (λ v, ∃ ys zs (b : bool), length ys = n ∧ length zs = m ∧
    v = ((one_fate_each ys, value_or_cancelled #(if b then 1 else 2) zs), (#b, #(negb b)))%V).
Proof.
  apply (every_execution_wp #[heapΣ; promiseClientΣ]). iIntros (?).
  iApply promise_race_spec; [done|]. iIntros "!>" (ys zs b) "[%Hys %Hzs]". iPureIntro. by exists ys, zs, b.
Qed.
