(** Ghost state that every file uses: decisions that are taken once, and tickets. *)
From iris.algebra Require Import csum frac agree.
From iris.base_logic.lib Require Import own ghost_map.
From iris.proofmode Require Import proofmode.

(** What at most one place owns. *)
Class Unique {PROP : bi} (P : PROP) := unique : P -∗ P -∗ False.
Global Hint Mode Unique + ! : typeclass_instances.

(** A decision: pending, owned by whoever may take it, or taken, once and for all. *)
Notation decisionR A := (csumR fracR (agreeR (leibnizO A))).

Class decisionG Σ (A : Type) := DecisionG { decision_inG :> inG Σ (decisionR A) }.
Definition decisionΣ (A : Type) : gFunctors := #[GFunctor (decisionR A)].
Global Instance subG_decisionΣ {Σ A} : subG (decisionΣ A) Σ → decisionG Σ A.
Proof. solve_inG. Qed.

Section decision.
  Context {A : Type} `{!decisionG Σ A}.

  Definition pending (γ : gname) : iProp Σ := own γ (Cinl 1%Qp : decisionR A).
  (** Half of the right to take the decision: two parties must agree to take it. *)
  Definition half_pending (γ : gname) : iProp Σ := own γ (Cinl (1/2)%Qp : decisionR A).
  Definition decided (γ : gname) (x : A) : iProp Σ :=
    own γ (Cinr (to_agree (x : leibnizO A)) : decisionR A).

  Global Instance decided_persistent γ x : Persistent (decided γ x).
  Proof. apply _. Qed.
  Global Instance pending_timeless γ : Timeless (pending γ).
  Proof. apply _. Qed.
  Global Instance half_pending_timeless γ : Timeless (half_pending γ).
  Proof. apply _. Qed.
  Global Instance decided_timeless γ x : Timeless (decided γ x).
  Proof. apply _. Qed.

  (** There is a decision that nobody has taken. *)
  Lemma pending_alloc : ⊢ |==> ∃ γ, pending γ.
  Proof. by apply own_alloc. Qed.
  (** There are [n] different decisions that nobody has taken. *)
  Lemma pending_alloc_list n : ⊢ |==> ∃ γs, ⌜length γs = n ∧ NoDup γs⌝ ∗ [∗ list] γ ∈ γs, pending γ.
  Proof.
    iInduction n as [|n] "IH".
    { iModIntro. iExists []. iSplit; [|done]. iPureIntro. split; [done|constructor]. }
    iMod "IH" as (γs) "[[%Hl %Hn] H]".
    iMod (own_alloc_cofinite (Cinl 1%Qp : decisionR A) (list_to_set γs : gset gname)) as (γ) "[%Hγ Hp]"; [done|].
    iModIntro. iExists (γ :: γs). iFrame. iPureIntro. split; [simpl; lia|]. constructor; [|done].
    by rewrite elem_of_list_to_set in Hγ.
  Qed.
  (** The right to take a decision is two halves of it. *)
  Lemma pending_halves γ : pending γ ⊣⊢ half_pending γ ∗ half_pending γ.
  Proof. by rewrite /pending /half_pending -own_op -Cinl_op frac_op Qp.half_half. Qed.
  (** Who has half of the right knows that the decision is not taken. *)
  Lemma half_pending_decided γ (x : A) : half_pending γ -∗ decided γ x -∗ False.
  Proof. iIntros "H1 H2". by iDestruct (own_valid_2 with "H1 H2") as %[]. Qed.
  (** Both halves are all there is. *)
  Lemma half_pending_pending γ : half_pending γ -∗ pending γ -∗ False.
  Proof.
    iIntros "H1 H2". iDestruct (own_valid_2 with "H1 H2") as %H.
    rewrite -Cinl_op Cinl_valid frac_op frac_valid in H. by apply Qp.not_add_le_r in H.
  Qed.
  (** A decision is taken. *)
  Lemma decide_now γ (x : A) : pending γ ==∗ decided γ x.
  Proof. apply own_update. by apply cmra_update_exclusive. Qed.
  (** There is a decision that has been taken from the start. *)
  Lemma decided_alloc (x : A) : ⊢ |==> ∃ γ, decided γ x.
  Proof. iMod pending_alloc as (γ) "H". iExists γ. by iApply decide_now. Qed.
  (** One place has the right to take a decision. *)
  Lemma pending_excl γ : pending γ -∗ pending γ -∗ False.
  Proof.
    iIntros "H1 H2". rewrite {1}pending_halves. iDestruct "H1" as "[H1 _]".
    iApply (half_pending_pending with "H1 H2").
  Qed.
  (** A decision is pending or taken. *)
  Lemma pending_decided γ (x : A) : pending γ -∗ decided γ x -∗ False.
  Proof. iIntros "H1 H2". by iDestruct (own_valid_2 with "H1 H2") as %[]. Qed.
  (** A decision is taken once. *)
  Lemma decided_agree γ (x y : A) : decided γ x -∗ decided γ y -∗ ⌜x = y⌝.
  Proof.
    iIntros "H1 H2". iDestruct (own_valid_2 with "H1 H2") as %H.
    rewrite -Cinr_op Cinr_valid in H. by apply to_agree_op_inv_L in H.
  Qed.
End decision.
Global Arguments pending A {_ _} _.
Global Arguments half_pending A {_ _} _.
Global Typeclasses Opaque pending half_pending decided.

(** Tickets: an index of a counter is handed out at most once. *)
Class ticketG Σ := TicketG { ticket_mapG :> ghost_mapG Σ nat unit }.
Definition ticketΣ : gFunctors := #[ghost_mapΣ nat unit].
Global Instance subG_ticketΣ {Σ} : subG ticketΣ Σ → ticketG Σ.
Proof. solve_inG. Qed.

Section tickets.
  Context `{!ticketG Σ}.

  Definition tickets (γ : gname) (n : nat) : iProp Σ :=
    ghost_map_auth γ 1 (gset_to_gmap () (set_seq 0 n) : gmap nat unit).
  Definition ticket (γ : gname) (i : nat) : iProp Σ := i ↪[γ] ().

  Global Instance tickets_timeless γ n : Timeless (tickets γ n).
  Proof. apply _. Qed.
  Global Instance ticket_timeless γ i : Timeless (ticket γ i).
  Proof. apply _. Qed.

  (** A ticket is in one place. *)
  Lemma ticket_excl γ i : ticket γ i -∗ ticket γ i -∗ False.
  Proof. iIntros "H1 H2". by iDestruct (ghost_map_elem_ne with "H1 H2") as %[]. Qed.
  Global Instance ticket_unique γ i : Unique (ticket γ i).
  Proof. rewrite /Unique. iApply ticket_excl. Qed.
  (** A ticket has been handed out: its index is below the counter. *)
  Lemma ticket_lt γ n i : tickets γ n -∗ ticket γ i -∗ ⌜i < n⌝.
  Proof.
    iIntros "H1 H2". iDestruct (ghost_map_lookup with "H1 H2") as %H.
    apply lookup_gset_to_gmap_Some in H as [H _]. iPureIntro. set_solver by lia.
  Qed.
  (** A new counter has handed out nothing. *)
  Lemma tickets_alloc : ⊢ |==> ∃ γ, tickets γ 0.
  Proof. iMod ghost_map_alloc_empty as (γ) "H". iExists γ. by rewrite /tickets gset_to_gmap_empty. Qed.
  (** A counter hands out its next ticket. *)
  Lemma tickets_S γ n : tickets γ n ==∗ tickets γ (S n) ∗ ticket γ n.
  Proof.
    iIntros "H". rewrite /tickets /ticket set_seq_S_end_union_L gset_to_gmap_union_singleton.
    iApply (ghost_map_insert with "H").
    rewrite lookup_gset_to_gmap_None elem_of_set_seq. lia.
  Qed.
  (** A counter hands out its next [m] tickets. *)
  Lemma tickets_add γ n m :
    tickets γ n ==∗ tickets γ (n + m) ∗ [∗ list] i ∈ seq n m, ticket γ i.
  Proof.
    iIntros "H". iInduction m as [|m] "IH" forall (n).
    - rewrite Nat.add_0_r /=. iModIntro. by iFrame.
    - iMod (tickets_S with "H") as "[H Ht]". iMod ("IH" with "H") as "[H Hl]".
      rewrite Nat.add_succ_r /=. by iFrame.
  Qed.
End tickets.
Global Typeclasses Opaque tickets ticket.
