(** Waiters of a promise with callbacks, whom others cancel. *)
From iris.base_logic.lib Require Import ghost_map ghost_var invariants.
From iris.heap_lang Require Import proofmode notation.
From iris.heap_lang.lib Require Import par nondet_bool assert.
From CqsKernel Require Import Ghost ThreadWaiter Cells Cell OneShotQueue OneShot OneShotSuspend OneShotCancel OneShotPromise Records.

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

Class promiseClientG Σ := PromiseClientG {
  pc_oneShotG :> oneShotG Σ; pc_spawnG :> spawnG Σ; pc_boolG :> decisionG Σ bool;
  pc_ticketG :> ticketG Σ; pc_unitG :> decisionG Σ unit }.
Definition promiseClientΣ : gFunctors :=
  #[oneShotΣ; spawnΣ; decisionΣ bool; ticketΣ; decisionΣ unit].
Global Instance subG_promiseClientΣ {Σ} : subG promiseClientΣ Σ → promiseClientG Σ.
Proof. solve_inG. Qed.

Section promise.
  Context `{!heapGS Σ, !promiseClientG Σ} (γ : os_names).
  Notation NP := (nroot .@ "promise").

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
