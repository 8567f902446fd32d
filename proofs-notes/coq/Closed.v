(** What a closed theorem says: every execution of a program, by the steps of HeapLang and nothing else. *)
From iris.program_logic Require Import adequacy.
From iris.heap_lang Require Import proofmode notation adequacy.

(** In every execution of [e], from any heap, whatever the threads are interleaved: after any number of steps no
    thread is stuck (a failed assertion and a thrown exception are stuck), and if the first thread has come to
    its end, its value is as [φ] says. That it comes to its end is not said. *)
Definition every_execution (e : heap_lang.expr) (φ : heap_lang.val → Prop) : Prop :=
  ∀ (σ : heap_lang.state) (threads : list heap_lang.expr) (σ' : heap_lang.state),
    rtc erased_step ([e], σ) (threads, σ') →
    (∀ e', e' ∈ threads → not_stuck e' σ') ∧
    (∀ (v : heap_lang.val) others, threads = of_val v :: others → φ v).

(** A proof in Iris gives such a theorem. *)
Lemma every_execution_wp Σ `{!heapGpreS Σ} e φ :
  (∀ `{!heapGS Σ}, ⊢ WP e {{ v, ⌜φ v⌝ }}) → every_execution e φ.
Proof.
  intros Hwp σ threads σ' Hsteps.
  assert (adequate NotStuck e σ (λ v _, φ v)) as Ha.
  { apply (heap_adequacy Σ). iIntros (?) "_". iApply Hwp. }
  destruct (proj1 (adequate_alt _ _ _ _) Ha _ _ Hsteps) as [H1 H2]. split.
  - intros e' He'. by apply H2.
  - intros v others ->. by eapply H1.
Qed.
