(** Users of a Condition, who look at the state and wait if it is not as wanted.

    A program that sleeps for ever has no value, and a theorem about values would say nothing of it. Therefore
    [await] and [loopNoMutex] are cut here where the thread goes to sleep: a waiter is a callback that counts, and
    the report at the end says who would have slept on. ConditionClients.v has the other side, and the theorems. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From iris.heap_lang.lib Require Import par spin_lock.
From CqsKernel Require Import Ghost Cells Cell Sweep Cqs Broadcast Records Claims Condition.

(** A user of [await]: looks under the lock; registers, and only then lets the lock go, if the state is not as wanted
    (COND-1). Returns whether it was. *)
Definition lookAndAwait : val := λ: "b" "lock" "state" "record",
  acquire "lock" ;;
  if: ! "state" then release "lock" ;; #true
  else
    let: "h" := awaitRegister "b" "lock" (λ: <>, FAA (Fst "record") #1) in
    mayCancel "h" "record" ;;
    #false.
(** One round of [loopNoMutex]: registers, then looks (COND-8). *)
Definition loopRound : val := λ: "b" "state" "record",
  let: "h" := Broadcast.suspend "b" (λ: <>, FAA (Fst "record") #1) in
  let: "saw" := ! "state" in
  mayCancel "h" "record" ;;
  "saw".
(** [n] users in parallel; the list of their records, each with what the user saw. *)
Definition users : val := rec: "users" "n" "user" :=
  if: "n" = #0 then NONE
  else
    let: "record" := (ref #0, ref #0) in
    let: "r" := ("user" "record" ||| "users" ("n" - #1) "user") in
    SOME (("record", Fst "r"), Snd "r").

Class conditionG Σ := ConditionG { cond_clientG :> clientG Σ; cond_lockG :> lockG Σ }.
Definition conditionΣ : gFunctors := #[clientΣ; lockΣ].
Global Instance subG_conditionΣ {Σ} : subG conditionΣ Σ → conditionG Σ.
Proof. solve_inG. Qed.

Section users.
  Context `{!heapGS Σ, !conditionG Σ} (γ : cqs_names) (γn γd : gname).
  Notation NB := (nroot .@ "broadcast").
  Notation NE := (nroot .@ "enq").
  Notation P := Claims.P.
  Notation Q := Claims.Q.
  Notation is_broadcast := (is_broadcast NB γ True P Q).
  Notation registration := (Claims.registration γ True).
  Notation new_registration := (registration (λ i, enq_lb γ (S i))).

  (** The index of a registration is below the note. *)
  Definition noted (i : nat) : iProp Σ := mono_nat_lb_own γn (S i).
  Notation waited := (waited γ True noted).
  (** The state, and with it a note [n], of which everybody who saw the state unchanged is below. Whoever changes the
      state takes half of the note away, and it is fixed. *)
  Definition state_inv (s : loc) : iProp Σ :=
    ∃ (x : bool) n, s ↦ #x ∗ enq_lb γ n ∗
      if x then mono_nat_auth_own γn (1/2) n ∗ decided γd () else mono_nat_auth_own γn 1 n.
  Global Instance state_inv_timeless s : Timeless (state_inv s).
  Proof. rewrite /state_inv. do 2 apply bi.exist_timeless => ?. case_match; apply _. Qed.

  (** The registration of a waiter that counts. *)
  Lemma register_counted (b c x : loc) γk :
    {{{ is_broadcast b ∗ inv NE (Claims.enq_inv γ) ∗ is_record c x γk ∗ half_pending bool γk }}}
      Broadcast.suspend #b (λ: <>, FAA (Fst (#c, #x)%V) #1)%V
    {{{ h, RET h; new_registration h γk }}}.
  Proof.
    iIntros (Φ) "(#Hb & #He & #Hc & Ht) HΦ".
    wp_apply (register_spec γ True%I b γk with "[$Hb $He $Ht]"); [|done]. iIntros "_ Ht". wp_pures.
    wp_apply (count_once c x γk true with "[$Hc $Ht]"). iIntros (z) "#Hd". iExact "Hd".
  Qed.

  (** Who sees the state unchanged is written into the note. *)
  Lemma note_spec (s : loc) h γk n :
    s ↦ #false -∗ enq_lb γ n -∗ mono_nat_auth_own γn 1 n -∗ new_registration h γk ==∗
    state_inv s ∗ registration noted h γk.
  Proof.
    iIntros "Hs #Hlb Hn [H|(%i & %h' & %k & %r & -> & #Hh & #Hr & HC & #Hi)]".
    - iModIntro. iSplitR "H"; [iExists false, n; by iFrame "∗#"|by iLeft].
    - iMod (mono_nat_own_update (n `max` S i) with "Hn") as "[Hn #Hni]"; [lia|]. iModIntro. iSplitL "Hs Hn".
      { iExists false, (n `max` S i). iFrame. by destruct (Nat.max_spec n (S i)) as [[_ ->]|[_ ->]]. }
      iRight. iExists i, h', k, r. iFrame "∗#". iSplit; [done|].
      iApply (mono_nat_lb_own_le with "Hni"). lia.
  Qed.

  (** What a user leaves behind: it saw the change, or it waits, noted, or its wait is over. *)
  Definition used (saw : bool) (γk : gname) : iProp Σ := ⌜saw = true⌝ ∨ waited γk.

  (** Registered, then unlocked: it is noted while the lock is held (COND-1). *)
  Lemma COND_1_registered_before_unlocking (b s c x : loc) γl lk γk :
    {{{ is_broadcast b ∗ inv NE (Claims.enq_inv γ) ∗ is_lock γl lk (state_inv s) ∗ is_record c x γk ∗
        half_pending bool γk }}}
      lookAndAwait #b lk #s (#c, #x)%V
    {{{ (saw : bool), RET #saw; used saw γk }}}.
  Proof.
    iIntros (Φ) "(#Hb & #He & #Hl & #Hc & Ht) HΦ". wp_rec. wp_pures.
    wp_apply (acquire_spec with "Hl"). iIntros "[Hlk (%y & %n & Hs & #Hlb & Hn)]". wp_pures.
    wp_load. destruct y; wp_pures.
    { wp_apply (release_spec with "[$Hl $Hlk Hs Hn]"); [iExists true, n; by iFrame "∗#"|].
      iIntros "_". wp_pures. iApply "HΦ". by iLeft. }
    wp_rec. wp_pures. wp_apply (register_counted with "[$Hb $He $Hc $Ht]"). iIntros (h) "Hreg".
    iMod (note_spec with "Hs Hlb Hn Hreg") as "[Hst Hreg]". wp_pures.
    wp_apply (release_spec with "[$Hl $Hlk $Hst]"). iIntros "_". wp_pures.
    wp_apply (may_cancel_spec with "[$Hc $Hreg]"). iIntros "Hw". wp_pures. iApply "HΦ". by iRight.
  Qed.

  (** Registered, then looked: the look writes it into the note (COND-8). *)
  Lemma COND_8_registered_before_look (b s c x : loc) NS γk :
    {{{ is_broadcast b ∗ inv NE (Claims.enq_inv γ) ∗ inv NS (state_inv s) ∗ is_record c x γk ∗
        half_pending bool γk }}}
      loopRound #b #s (#c, #x)%V
    {{{ (saw : bool), RET #saw; used saw γk }}}.
  Proof.
    iIntros (Φ) "(#Hb & #He & #Hi & #Hc & Ht) HΦ". wp_rec. wp_pures.
    wp_apply (register_counted with "[$Hb $He $Hc $Ht]"). iIntros (h) "Hreg". wp_pures.
    wp_bind (! _)%E. iInv "Hi" as ">(%y & %n & Hs & #Hlb & Hn)". wp_load. destruct y.
    - iModIntro. iSplitL "Hs Hn"; [iNext; iExists true, n; by iFrame "∗#"|]. wp_pures.
      wp_apply (may_cancel_spec with "[$Hc $Hreg]"). iIntros "_". wp_pures. iApply "HΦ". by iLeft.
    - iMod (note_spec with "Hs Hlb Hn Hreg") as "[Hst Hreg]". iModIntro. iFrame "Hst". wp_pures.
      wp_apply (may_cancel_spec with "[$Hc $Hreg]"). iIntros "Hw". wp_pures. iApply "HΦ". by iRight.
  Qed.

  (** The list of [n] users, of each of which [Ψ] holds. *)
  Fixpoint users_left (Ψ : bool → gname → iProp Σ) (n : nat) (v : val) : iProp Σ :=
    match n with
    | 0 => ⌜v = NONEV⌝
    | S n => ∃ (c x : loc) (saw : bool) v' γk, ⌜v = SOMEV (((#c, #x), #saw), v')⌝ ∗ is_record c x γk ∗
        Ψ saw γk ∗ users_left Ψ n v'
    end%I.

  (** All users, whatever each does with its record. *)
  Lemma users_spec (user : val) n :
    {{{ □ ∀ (c x : loc) γk, is_record c x γk -∗ half_pending bool γk -∗
          WP user (#c, #x)%V {{ v, ∃ saw : bool, ⌜v = #saw⌝ ∗ used saw γk }} }}}
      users #n user {{{ v, RET v; users_left used n v }}}.
  Proof.
    iIntros (Φ) "#Hu HΦ". iInduction n as [|n] "IH" forall (Φ); wp_rec; wp_pures.
    { by iApply "HΦ". }
    wp_alloc x as "Hx". wp_alloc c as "Hc". iMod (record_alloc with "Hc Hx") as (γk) "[#Hi Ht]". wp_pures.
    wp_apply (wp_par (λ v, ∃ saw : bool, ⌜v = #saw⌝ ∗ used saw γk)%I (users_left used n) with "[Ht] []").
    - wp_pures. by iApply ("Hu" with "Hi Ht").
    - wp_pures. replace (S n - 1)%Z with (Z.of_nat n) by lia. wp_apply "IH". by iIntros (v) "$".
    - iIntros (v1 v2) "[(%saw & -> & H1) H2]". iNext. wp_pures. iApply "HΦ". iModIntro.
      iExists c, x, saw, v2, γk. by iFrame "∗#".
  Qed.
End users.
