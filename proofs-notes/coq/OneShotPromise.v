(** OneShotPromise.java: its blocking form and its look at the outcome. The outcome is a value; failures are values
    too. *)
From iris.base_logic.lib Require Import ghost_map ghost_var mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From iris.heap_lang.lib Require Import nondet_bool.
From CqsKernel Require Import Ghost ThreadWaiter Cells Cell Sweep OneShotQueue OneShot OneShotSuspend OneShotCancel.

(** [OneShotPromise.peek], [OneShot.outcome]: the outcome, or None (PR-4). *)
Definition peek : val := λ: "p",
  let: "s" := ! "p" in
  match: "s" with
    InjR <> => NONE
  | InjL "o" =>
      if: "s" = NONEV then NONE
      else match: ! "o" with InjR "v" => SOME "v" | InjL <> => NONE end
  end.
(** [OneShotPromise.park]: an interrupted thread leaves before it registers (PR-8); else it registers and waits, and
    an interrupt or a time-out cancels (PR-7). None: it has not got the outcome, and has left. *)
Definition park : val := λ: "p",
  if: nondet_bool #() then NONE
  else
    let: "t" := newThread #() in
    match: OneShot.suspend "p" (newThreadWaiter "t") with
      NONE => awaitUninterruptibly "t" ;; SOME (value "t")
    | SOME "h" =>
        if: ThreadWaiter.await "t" (λ: <>, OneShot.cancel "p" "h") then SOME (value "t") else NONE
    end.
(** [OneShotPromise.await], both forms (PR-5, PR-7). *)
Definition await : val := λ: "p",
  match: peek "p" with SOME "v" => SOME "v" | NONE => park "p" end.

Section promise.
  Context `{!heapGS Σ, !oneShotG Σ, !decisionG Σ unit} (N : namespace) (γ : os_names).
  Context (K P Q : gname → iProp Σ) `{HK : !∀ γk, Timeless (K γk)} `{HQ : !∀ γk, Persistent (Q γk)}.
  Notation is_oneshot := (is_oneshot N γ K P Q).
  Notation resolved := (resolved γ).

  (** A look: nothing yet, or the outcome. *)
  Lemma PR_4_peek (p : loc) :
    {{{ is_oneshot p }}} peek #p
    {{{ w, RET w; ⌜w = NONEV⌝ ∨ ∃ v, ⌜w = SOMEV v⌝ ∗ resolved v }}}.
  Proof.
    iIntros (Φ) "#Hi HΦ". wp_rec. wp_bind (! _)%E. iInv (N .@ "state") as (s) "[>Hp H]".
    destruct s as [|r k γk g2|o q|o v]; simpl.
    - wp_load. iModIntro. iSplitL "Hp H". { iNext. iExists NULL. iFrame. }
      wp_pures. iApply "HΦ". by iLeft.
    - wp_load. iModIntro. iSplitL "Hp H". { iNext. iExists (FIRST _ _ _ _). iFrame. }
      wp_pures. iApply "HΦ". by iLeft.
    - iDestruct "H" as "(>#Ho & H)". wp_load. iModIntro.
      iSplitL "Hp H". { iNext. iExists (QUEUE o q). by iFrame "∗#". }
      wp_pures. wp_load. wp_pures. iApply "HΦ". by iLeft.
    - iDestruct "H" as "(>#Ho & >#Hv & >Hh)". wp_load. iModIntro. iSplitL "Hp Hh".
      { iNext. iExists (OUTCOME o v). by iFrame "∗#". }
      wp_pures. wp_load. wp_pures. iApply "HΦ". iRight. iExists v. by iFrame "#".
  Qed.

  (** State before wake: who knows that the promise is resolved finds the outcome, and that one (PR-2, PR-3). *)
  Lemma PR_3_peek_resolved (p : loc) v :
    {{{ is_oneshot p ∗ resolved v }}} peek #p {{{ RET (SOMEV v); True }}}.
  Proof.
    iIntros (Φ) "[#Hi #Hv] HΦ". wp_rec.
    wp_apply (PR_4_state_is_outcome N γ K P Q p with "[$Hi]"); [by iExists v|]. iIntros (o v') "[#Ho #Hv']".
    iDestruct (decided_agree with "Hv Hv'") as %<-. wp_pures. wp_load. wp_pures. by iApply "HΦ".
  Qed.

  (** An [await] that returns has the outcome, or it has cancelled and has left: what its callback owned is back,
      therefore the callback was not called and will not be. One result is never both. *)
  Lemma PR_7_await (p : loc) γk :
    {{{ is_oneshot p ∗ K γk ∗ P γk ∗ (P γk ==∗ Q γk) }}} await #p
    {{{ w, RET w; (∃ v, ⌜w = SOMEV v⌝ ∗ resolved v) ∨ (⌜w = NONEV⌝ ∗ P γk) }}}.
  Proof.
    iIntros (Φ) "(#Hi & HK & HP & Hcall) HΦ". wp_rec. wp_apply (PR_4_peek with "Hi").
    iIntros (w) "[->|(%v & -> & #Hv)]"; wp_pures; last first.
    { iApply "HΦ". iLeft. iExists v. by iFrame "#". }
    wp_rec. wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures.
    { iApply "HΦ". iRight. by iFrame. }
    wp_apply (newThread_spec (N .@ "thread") resolved); [done|].
    iIntros (th γf γt) "(#Hth & Hw & Ht)". wp_pures. wp_rec. wp_rec. wp_pures. wp_alloc r as "Hr".
    wp_apply (PR_5_suspend N γ K P Q p r _ γk with "[$Hi $Hr $HP Hcall Hw]").
    { iIntros (v) "#Hv HP". iMod ("Hcall" with "HP") as "#HQ'". iApply (wp_wand with "[Hw]").
      { iApply (resumed_spec with "Hth Hw Hv"). done. }
      iIntros (?) "_". iExact "HQ'". }
    iIntros (w) "[[-> _]|(%h & -> & #Hh)]"; wp_pures.
    { wp_apply (await_uninterruptibly_spec with "[$Hth $Ht]"). iIntros (v) "(Hv & #Hres & _)". wp_pures.
      wp_apply (CQS_19_value with "Hv"). iIntros "_". wp_pures. iApply "HΦ". iLeft. iExists v. by iFrame "#". }
    wp_apply (CQS_19_PR_7_await (N .@ "thread") resolved th γf γt _ (K γk) (P γk) with "[$Hth $Ht $HK]").
    { iIntros "HK". wp_pures. wp_apply (PR_7_cancel with "[$Hi $Hh $HK]"). iIntros (b) "H". iExists b.
      iSplit; [done|]. destruct b; iDestruct "H" as "[$ _]". }
    iIntros ([]) "H"; wp_pures.
    - iDestruct "H" as (v) "(Hv & #Hres & _)". wp_apply (CQS_19_value with "Hv"). iIntros "_". wp_pures.
      iApply "HΦ". iLeft. iExists v. by iFrame "#".
    - iApply "HΦ". iRight. by iFrame.
  Qed.
End promise.
