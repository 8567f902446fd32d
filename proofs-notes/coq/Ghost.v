(** Ghost state that every file uses: decisions that are taken once, and tickets. *)
From iris.algebra Require Import csum excl agree.
From iris.base_logic.lib Require Import own ghost_map.
From iris.proofmode Require Import proofmode.

(** What at most one place owns. *)
Class Unique {PROP : bi} (P : PROP) := unique : P -∗ P -∗ False.
Global Hint Mode Unique + ! : typeclass_instances.

(** A decision: pending, owned by whoever may take it, or taken, once and for all. *)
Notation decisionR A := (csumR (exclR unitO) (agreeR (leibnizO A))).

Class decisionG Σ (A : Type) := DecisionG { decision_inG :> inG Σ (decisionR A) }.
Definition decisionΣ (A : Type) : gFunctors := #[GFunctor (decisionR A)].
Global Instance subG_decisionΣ {Σ A} : subG (decisionΣ A) Σ → decisionG Σ A.
Proof. solve_inG. Qed.

Section decision.
  Context {A : Type} `{!decisionG Σ A}.

  Definition pending (γ : gname) : iProp Σ := own γ (Cinl (Excl ()) : decisionR A).
  Definition decided (γ : gname) (x : A) : iProp Σ :=
    own γ (Cinr (to_agree (x : leibnizO A)) : decisionR A).

  Global Instance decided_persistent γ x : Persistent (decided γ x).
  Proof. apply _. Qed.
  Global Instance pending_timeless γ : Timeless (pending γ).
  Proof. apply _. Qed.
  Global Instance decided_timeless γ x : Timeless (decided γ x).
  Proof. apply _. Qed.

  Lemma pending_alloc : ⊢ |==> ∃ γ, pending γ.
  Proof. by apply own_alloc. Qed.
  Lemma decide_now γ (x : A) : pending γ ==∗ decided γ x.
  Proof. apply own_update. by apply cmra_update_exclusive. Qed.
  Lemma decided_alloc (x : A) : ⊢ |==> ∃ γ, decided γ x.
  Proof. iMod pending_alloc as (γ) "H". iExists γ. by iApply decide_now. Qed.
  Lemma pending_excl γ : pending γ -∗ pending γ -∗ False.
  Proof. iIntros "H1 H2". by iDestruct (own_valid_2 with "H1 H2") as %[]. Qed.
  Lemma pending_decided γ (x : A) : pending γ -∗ decided γ x -∗ False.
  Proof. iIntros "H1 H2". by iDestruct (own_valid_2 with "H1 H2") as %[]. Qed.
  Lemma decided_agree γ (x y : A) : decided γ x -∗ decided γ y -∗ ⌜x = y⌝.
  Proof.
    iIntros "H1 H2". iDestruct (own_valid_2 with "H1 H2") as %H.
    rewrite -Cinr_op Cinr_valid in H. by apply to_agree_op_inv_L in H.
  Qed.
End decision.
Global Arguments pending A {_ _} _.
Global Typeclasses Opaque pending decided.

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

  Lemma ticket_excl γ i : ticket γ i -∗ ticket γ i -∗ False.
  Proof. iIntros "H1 H2". by iDestruct (ghost_map_elem_ne with "H1 H2") as %[]. Qed.
  Global Instance ticket_unique γ i : Unique (ticket γ i).
  Proof. rewrite /Unique. iApply ticket_excl. Qed.
  Lemma ticket_lt γ n i : tickets γ n -∗ ticket γ i -∗ ⌜i < n⌝.
  Proof.
    iIntros "H1 H2". iDestruct (ghost_map_lookup with "H1 H2") as %H.
    apply lookup_gset_to_gmap_Some in H as [H _]. iPureIntro. set_solver by lia.
  Qed.
  Lemma tickets_alloc : ⊢ |==> ∃ γ, tickets γ 0.
  Proof. iMod ghost_map_alloc_empty as (γ) "H". iExists γ. by rewrite /tickets gset_to_gmap_empty. Qed.
  Lemma tickets_S γ n : tickets γ n ==∗ tickets γ (S n) ∗ ticket γ n.
  Proof.
    iIntros "H". rewrite /tickets /ticket set_seq_S_end_union_L gset_to_gmap_union_singleton.
    iApply (ghost_map_insert with "H").
    rewrite lookup_gset_to_gmap_None elem_of_set_seq. lia.
  Qed.
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
