(** How many entries of a finite map are [q]: the arithmetic of Permits.v. *)
From stdpp Require Import gmap fin_sets.
From iris.prelude Require Import prelude.

Section count.
  Context {A : Type} `{!EqDecision A}.
  Implicit Types m : gmap nat A.
  Definition one (x q : A) : nat := if decide (x = q) then 1 else 0.
  Definition count (q : A) m : nat := size (filter (λ e, e.2 = q) m).

  (** A new entry counts if it is [q]. *)
  Lemma count_insert q m i x : m !! i = None → count q (<[i:=x]> m) = one x q + count q m.
  Proof.
    intros Hi. rewrite /count /one map_filter_insert /=. case_decide.
    - rewrite map_size_insert_None // map_filter_lookup_None. by left.
    - by rewrite delete_notin.
  Qed.
  (** A changed entry counts as what it is now. *)
  Lemma count_update q m i x y :
    m !! i = Some x → count q (<[i:=y]> m) + one x q = count q m + one y q.
  Proof.
    intros Hi. rewrite -{2}(insert_delete m i x) // -insert_delete_insert.
    rewrite !count_insert ?lookup_delete //. lia.
  Qed.
  (** One that is [q] counts. *)
  Lemma count_pos q m i : m !! i = Some q → 1 ≤ count q m.
  Proof.
    intros Hi. rewrite -(insert_delete m i q) // count_insert ?lookup_delete //.
    rewrite /one decide_True //. lia.
  Qed.
  (** If none is [q], the count is 0. *)
  Lemma count_zero q m : (∀ i, m !! i ≠ Some q) → count q m = 0.
  Proof.
    intros Hm. apply map_size_empty_iff, map_eq => i. rewrite lookup_empty map_filter_lookup_None.
    right. intros x Hx Hq. simpl in Hq. subst. by destruct (Hm i).
  Qed.
  (** A set of entries that are all [q] is not larger than the count. *)
  Lemma count_subset q m (J : gset nat) : (∀ j, j ∈ J → m !! j = Some q) → size J ≤ count q m.
  Proof.
    intros HJ. rewrite /count -(size_dom (D:=gset nat)). apply subseteq_size. intros j Hj.
    apply elem_of_dom. exists q. by apply map_filter_lookup_Some_2; [apply HJ|].
  Qed.
End count.
