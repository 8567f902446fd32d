(** What the closed programs report of their waiters: each has a record of two counters of its own, how often its
    callback was called, and how often a cancel of it returned true. *)
From iris.base_logic.lib Require Import invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost.

(** What the records say: a list of pairs, called and cancelled. *)
Definition report : val := rec: "report" "records" :=
  match: "records" with
    NONE => NONE
  | SOME "p" =>
      let: "called" := ! (Fst (Fst "p")) in
      let: "cancelled" := ! (Snd (Fst "p")) in
      let: "rest" := "report" (Snd "p") in
      SOME (("called", "cancelled"), "rest")
  end.
(** The report of waiters of which each was called, once, and not cancelled (true), or cancelled, once, and
    not called (false). *)
Definition once (y : bool) : Z := if y then 1 else 0.
Fixpoint one_fate_each (ys : list bool) : val :=
  match ys with
  | [] => NONEV
  | y :: ys => SOMEV ((#(once y), #(once (negb y))), one_fate_each ys)
  end.

(** The record of one waiter, and a list of records. *)
Section records.
  Context `{!heapGS Σ, !decisionG Σ bool}.
  Notation NC := (nroot .@ "record").

  (** Nothing is decided, and both counters are 0; or the fate is decided, and counted once. *)
  Definition record_inv (c x : loc) (γk : gname) : iProp Σ :=
    (c ↦ #0 ∗ x ↦ #0 ∗ half_pending bool γk) ∨
    (∃ y : bool, c ↦ #(once y) ∗ x ↦ #(once (negb y)) ∗ decided γk y).
  Definition is_record (c x : loc) (γk : gname) : iProp Σ := inv NC (record_inv c x γk).
  (** [n] records, of each of which [Φ] holds. *)
  Fixpoint records (Φ : gname → iProp Σ) (n : nat) (v : val) : iProp Σ :=
    match n with
    | 0 => ⌜v = NONEV⌝
    | S n => ∃ (c x : loc) v' γk, ⌜v = SOMEV ((#c, #x), v')⌝ ∗ is_record c x γk ∗ Φ γk ∗ records Φ n v'
    end%I.

  (** A new record for a decision, and the right to count in it. *)
  Lemma record_of (c x : loc) γk M :
    c ↦ #0 -∗ x ↦ #0 -∗ pending bool γk ={M}=∗ is_record c x γk ∗ half_pending bool γk.
  Proof.
    iIntros "Hc Hx H". rewrite pending_halves. iDestruct "H" as "[H $]".
    iMod (inv_alloc NC _ (record_inv c x γk) with "[Hc Hx H]") as "$"; [|done]. iNext. iLeft. iFrame.
  Qed.
  (** The same, with a new decision. *)
  Lemma record_alloc (c x : loc) M :
    c ↦ #0 -∗ x ↦ #0 ={M}=∗ ∃ γk, is_record c x γk ∗ half_pending bool γk.
  Proof.
    iIntros "Hc Hx". iMod (pending_alloc (A:=bool)) as (γk) "H". iExists γk. iApply (record_of with "Hc Hx H").
  Qed.

  (** Whoever has the right counts, and that decides the fate. *)
  Lemma count_once (c x : loc) γk (y : bool) :
    {{{ is_record c x γk ∗ half_pending bool γk }}}
      FAA #(if y then c else x) #1 {{{ (z : Z), RET #z; decided γk y }}}.
  Proof.
    iIntros (Φ) "[#Hi Ht] HΦ". iInv "Hi" as "[>(Hc & Hx & Ht')|>(%z & _ & _ & Hd)]"; last first.
    { iDestruct (half_pending_decided with "Ht Hd") as %[]. }
    iCombine "Ht Ht'" as "Ht". rewrite -pending_halves. iMod (decide_now _ y with "Ht") as "#Hd".
    destruct y; wp_faa; (iModIntro; iSplitR "HΦ"; [iNext; iRight|by iApply "HΦ"]).
    - iExists true. rewrite /=. by iFrame "∗#".
    - iExists false. rewrite /=. by iFrame "∗#".
  Qed.

  (** When the fate is decided, each counter says so, for good. *)
  Lemma read_record (c x : loc) γk (b y : bool) :
    {{{ is_record c x γk ∗ decided γk y }}}
      ! #(if b then c else x) {{{ RET #(once (if b then y else negb y)); True }}}.
  Proof.
    iIntros (Φ) "[#Hi #Hd] HΦ". iInv "Hi" as "[>(_ & _ & Ht)|>(%y' & Hc & Hx & Hd')]".
    { iDestruct (half_pending_decided with "Ht Hd") as %[]. }
    iDestruct (decided_agree with "Hd Hd'") as %<-.
    destruct b; wp_load; (iModIntro; iSplitL "Hc Hx"; [iNext; iRight; iExists y; by iFrame "∗#"|by iApply "HΦ"]).
  Qed.

  (** What holds of each record may be changed, with a resource that goes through all. *)
  Lemma records_change Φ1 Φ2 (X : iProp Σ) n v M :
    □ (∀ γk, X -∗ Φ1 γk ={M}=∗ X ∗ Φ2 γk) -∗ X -∗ records Φ1 n v ={M}=∗ X ∗ records Φ2 n v.
  Proof.
    iIntros "#H HX Hr". iInduction n as [|n] "IH" forall (v); simpl; [by iFrame|].
    iDestruct "Hr" as (c x v' γk) "(-> & #Hc & H1 & Hr)". iMod ("H" with "HX H1") as "[HX H1]".
    iMod ("IH" with "HX Hr") as "[$ Hr]". iModIntro. iExists c, x, v', γk. by iFrame "∗#".
  Qed.

  (** When every fate is decided, the report says so. *)
  Lemma report_spec n v :
    {{{ records (λ γk, ∃ y : bool, decided γk y) n v }}} report v
    {{{ ys, RET (one_fate_each ys); ⌜length ys = n⌝ }}}.
  Proof.
    iIntros (Φ) "Hr HΦ". iInduction n as [|n] "IH" forall (v Φ); wp_rec; simpl.
    { iDestruct "Hr" as "->". wp_pures. by iApply ("HΦ" $! []). }
    iDestruct "Hr" as (c x v' γk) "(-> & #Hi & [%y #Hd] & Hr)". wp_pures.
    wp_apply (read_record c x γk true y with "[$Hi $Hd]"). iIntros "_". wp_pures.
    wp_apply (read_record c x γk false y with "[$Hi $Hd]"). iIntros "_". wp_pures.
    wp_apply ("IH" with "Hr"). iIntros (ys) "%Hys". wp_pures. iModIntro.
    iApply ("HΦ" $! (y :: ys)). iPureIntro. simpl. lia.
  Qed.
End records.
