(** ThreadWaiter.java: a waiter that blocks the thread which made it.

    A thread that is parked looks again and again. At any look it may be interrupted, or its time may be over: a
    free choice. *)
From iris.base_logic.lib Require Import invariants.
From iris.heap_lang Require Import proofmode notation.
From iris.heap_lang.lib Require Import nondet_bool.
From CqsKernel Require Import Ghost.

(** [new ThreadWaiter()]: the field [thread], here whether the thread may go on, and the field [value]. *)
Definition newThread : val := λ: <>, (ref #false, ref #()).
(** [ThreadWaiter.wake]: the value, and then the store that lets the thread go on (CQS-19). *)
Definition wake : val := λ: "t" "v", Snd "t" <- "v" ;; Fst "t" <- #true.
(** [ThreadWaiter.resumed], as the callback of the waiter (CQS-19). *)
Definition resumed : val := λ: "t", λ: "v", wake "t" "v".
(** The waiter as the queues know it: an object that holds its callback (G-8). *)
Definition newThreadWaiter : val := λ: "t", ref (resumed "t").
(** [ThreadWaiter.value] (CQS-19). *)
Definition value : val := λ: "t", ! (Snd "t").
(** [ThreadWaiter.awaitUninterruptibly] (CQS-20). *)
Definition awaitUninterruptibly : val := rec: "again" "t" :=
  if: ! (Fst "t") then #() else "again" "t".
(** [ThreadWaiter.cancelOrFinish]: whoever cannot cancel any more waits on (CQS-20, BC-5). *)
Definition cancelOrFinish : val := λ: "t" "cancel",
  if: "cancel" #() then #false else awaitUninterruptibly "t" ;; #true.
(** [ThreadWaiter.await], both forms (PR-7, CQS-19). True: resumed; false: interrupted or timed out. *)
Definition await : val := rec: "again" "t" "cancel" :=
  if: ! (Fst "t") then #true
  else if: nondet_bool #() then cancelOrFinish "t" "cancel"
  else "again" "t" "cancel".

Section thread.
  Context `{!heapGS Σ, !decisionG Σ unit} (N : namespace).
  (** [S v]: what comes to the thread with the value [v]. *)
  Context (S : val → iProp Σ) `{HS : !∀ v, Timeless (S v)}.

  (** The thread waits; or it has been woken, and what has come with the value is here until the thread takes
      it with its one token [γt]. *)
  Definition thread_inv (t u : loc) (γf γt : gname) : iProp Σ :=
    (t ↦ #false ∗ half_pending unit γf) ∨
    (t ↦ #true ∗ decided γf () ∗ ((∃ v, u ↦ v ∗ S v) ∨ pending unit γt)).
  Definition is_thread (th : val) (γf γt : gname) : iProp Σ :=
    ∃ t u : loc, ⌜th = (#t, #u)%V⌝ ∗ inv N (thread_inv t u γf γt).
  (** The right to wake the thread: there is one. *)
  Definition wake_right (th : val) (γf : gname) : iProp Σ :=
    ∃ (t u : loc) w, ⌜th = (#t, #u)%V⌝ ∗ u ↦ w ∗ half_pending unit γf.
  (** The thread has been woken with [v], and has taken note. *)
  Definition woken (th : val) (v : val) : iProp Σ := ∃ t u : loc, ⌜th = (#t, #u)%V⌝ ∗ u ↦ v.

  Global Instance is_thread_persistent th γf γt : Persistent (is_thread th γf γt).
  Proof. apply _. Qed.

  (** A new thread waiter waits. *)
  Lemma newThread_spec :
    {{{ True }}} newThread #()
    {{{ th γf γt, RET th; is_thread th γf γt ∗ wake_right th γf ∗ pending unit γt }}}.
  Proof.
    iIntros (Φ) "_ HΦ". wp_rec. wp_alloc u as "Hu". wp_alloc t as "Ht". wp_pures.
    iMod (pending_alloc (A:=unit)) as (γf) "Hf". iMod (pending_alloc (A:=unit)) as (γt) "Hγt".
    rewrite pending_halves. iDestruct "Hf" as "[Hf Hf']".
    iMod (inv_alloc N _ (thread_inv t u γf γt) with "[Ht Hf]") as "#Hi".
    { iNext. iLeft. iFrame. }
    iModIntro. iApply ("HΦ" $! _ γf γt). iFrame "Hγt". iSplitR; [iExists t, u; by iFrame "#"|].
    iExists t, u, _. by iFrame.
  Qed.

  (** Whoever has the right wakes the thread, with what comes with the value. *)
  Lemma wake_spec (th : val) γf γt (v : val) :
    {{{ is_thread th γf γt ∗ wake_right th γf ∗ S v }}} wake th v {{{ RET #(); decided γf () }}}.
  Proof.
    iIntros (Φ) "((%t & %u & -> & #Hi) & (%t' & %u' & %w & %Heq & Hu & Hf) & HS) HΦ".
    simplify_eq. wp_rec. wp_pures. wp_store. wp_pures.
    iInv "Hi" as "[>[Ht Hf']|(_ & >Hd & _)]"; last first.
    { iDestruct (half_pending_decided with "Hf Hd") as %[]. }
    wp_store. iCombine "Hf Hf'" as "Hf". rewrite -pending_halves.
    iMod (decide_now _ () with "Hf") as "#Hd". iModIntro. iSplitR "HΦ"; [|by iApply "HΦ"].
    iNext. iRight. iFrame "Ht Hd". iLeft. iExists v. iFrame.
  Qed.

  (** The callback wakes the thread. *)
  Lemma resumed_spec (th : val) γf γt (k v : val) :
    k = (λ: "v", wake th "v")%V →
    is_thread th γf γt -∗ wake_right th γf -∗ S v -∗ WP k v {{ _, decided γf () }}.
  Proof.
    iIntros (->) "#Hi Hw HS". wp_pures. wp_apply (wake_spec with "[$Hi $Hw $HS]"). by iIntros.
  Qed.

  (** A thread that has been woken takes what has come. *)
  Lemma take_woken th γf γt :
    is_thread th γf γt -∗ pending unit γt -∗ decided γf () ={⊤}=∗ ∃ v, woken th v ∗ S v.
  Proof.
    iIntros "(%t & %u & -> & #Hi) Ht #Hf". iInv "Hi" as "[[_ >Hf']|(>Hl & _ & [>(%v & Hu & HS)|>Ht'])]".
    - iDestruct (half_pending_decided with "Hf' Hf") as %[].
    - iModIntro. iSplitR "Hu HS"; [iNext; iRight; by iFrame "∗#"|]. iModIntro. iExists v. iFrame.
      iExists t, u. by iFrame.
    - iDestruct (pending_excl with "Ht Ht'") as %[].
  Qed.

  (** [value], after the end of the waiting. *)
  Lemma CQS_19_value (th v : val) : {{{ woken th v }}} value th {{{ RET v; woken th v }}}.
  Proof.
    iIntros (Φ) "(%t & %u & -> & Hu) HΦ". wp_rec. wp_pures. wp_load. iApply "HΦ". iExists t, u. by iFrame.
  Qed.

  (** One look at [thread]. *)
  Lemma look_spec (th : val) γf γt :
    {{{ is_thread th γf γt ∗ pending unit γt }}} ! (Fst th)
    {{{ (b : bool), RET #b; if b then ∃ v, woken th v ∗ S v ∗ decided γf () else pending unit γt }}}.
  Proof.
    iIntros (Φ) "[(%t & %u & -> & #Hi) Ht] HΦ". wp_pures.
    iInv "Hi" as "[>[Hl Hf]|(>Hl & >#Hf & [>(%v & Hu & HS)|>Ht'])]".
    - wp_load. iModIntro. iSplitL "Hl Hf"; [iNext; iLeft; by iFrame|]. by iApply "HΦ".
    - wp_load. iModIntro. iSplitL "Hl Ht"; [iNext; iRight; by iFrame "∗#"|].
      iApply "HΦ". iExists v. iFrame "HS Hf". iExists t, u. by iFrame.
    - iDestruct (pending_excl with "Ht Ht'") as %[].
  Qed.

  (** Who waits to the end has what comes with the value. *)
  Lemma await_uninterruptibly_spec (th : val) γf γt :
    {{{ is_thread th γf γt ∗ pending unit γt }}} awaitUninterruptibly th
    {{{ v, RET #(); woken th v ∗ S v ∗ decided γf () }}}.
  Proof.
    iIntros (Φ) "[#Hi Ht] HΦ". iLöb as "IH". wp_rec. wp_apply (look_spec with "[$Hi $Ht]").
    iIntros ([]) "H"; wp_pures; [|by iApply ("IH" with "H HΦ")].
    iDestruct "H" as (v) "H". by iApply "HΦ".
  Qed.

  (** A wait ends in one of two ways: the thread has been woken and has what comes with the value, or it has
      cancelled and has what a successful cancel gives. [X]: what a cancel needs, [Y]: what it gives. *)
  Lemma CQS_19_PR_7_await (th : val) γf γt (cancel : val) (X Y : iProp Σ) :
    {{{ is_thread th γf γt ∗ pending unit γt ∗ X ∗
        (X -∗ WP cancel #() {{ w, ∃ b : bool, ⌜w = #b⌝ ∗ if b then Y else X }}) }}}
      await th cancel
    {{{ (b : bool), RET #b; if b then ∃ v, woken th v ∗ S v ∗ decided γf () ∗ X else Y }}}.
  Proof.
    iIntros (Φ) "(#Hi & Ht & HX & Hc) HΦ". iLöb as "IH". wp_rec. wp_pures.
    wp_apply (look_spec with "[$Hi $Ht]"). iIntros ([]) "H"; wp_pures.
    { iDestruct "H" as (v) "(? & ? & ?)". iApply "HΦ". iExists v. by iFrame. }
    wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures; [|by iApply ("IH" with "H HX Hc HΦ")].
    wp_rec. wp_pures. wp_bind (cancel _). iApply (wp_wand with "[HX Hc]"); [by iApply "Hc"|].
    iIntros (w) "(%b & -> & HY)". destruct b; wp_pures; [by iApply "HΦ"|].
    wp_apply (await_uninterruptibly_spec with "[$Hi $H]"). iIntros (v) "(? & ? & ?)". wp_pures.
    iApply "HΦ". iExists v. by iFrame.
  Qed.
End thread.
