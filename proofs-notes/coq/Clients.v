(** Closed programs that use a Broadcast, and what holds of every execution of each, in terms of
    the operational semantics of HeapLang only. *)
From iris.base_logic.lib Require Import ghost_map ghost_var mono_nat invariants.
From iris.heap_lang Require Import proofmode notation adequacy.
From iris.heap_lang.lib Require Import par nondet_bool.
From CqsKernel Require Import Ghost Cells Cell Sweep Cqs Broadcast.

(** A waiter counts the call of its callback, and may cancel, and then counts that. *)
Definition awaiter : val := λ: "b" "called" "cancelled",
  match: Broadcast.suspend "b" (λ: <>, FAA "called" #1) with
    NONE => #()
  | SOME "h" =>
      if: nondet_bool #() then
        (if: Cqs.cancel "h" then FAA "cancelled" #1 ;; #() else #())
      else #()
  end.
(** [n] of them in parallel. *)
Definition awaiters : val := rec: "awaiters" "n" "b" "called" "cancelled" :=
  if: "n" = #0 then #()
  else (awaiter "b" "called" "cancelled" |||
        "awaiters" ("n" - #1) "b" "called" "cancelled") ;; #().

(** [n] waiters that may cancel, racing with [m] broadcasts in a row; then one more broadcast. *)
Definition broadcasts : val := rec: "broadcasts" "m" "b" :=
  if: "m" = #0 then #() else Broadcast.resumeAll "b" ;; "broadcasts" ("m" - #1) "b".
Definition waiters_and_canceller (n m : nat) : expr :=
  let: "called" := ref #0 in
  let: "cancelled" := ref #0 in
  let: "b" := newBroadcast #() in
  (awaiters #n "b" "called" "cancelled" ||| broadcasts #m "b") ;;
  Broadcast.resumeAll "b" ;;
  ! "called" + ! "cancelled".

Class clientG Σ := ClientG {
  cl_cqsG :> cqsG Σ; cl_spawnG :> spawnG Σ; cl_boolG :> decisionG Σ bool;
  cl_varG :> ghost_varG Σ (option (nat * nat)) }.
Definition clientΣ : gFunctors :=
  #[cqsΣ; spawnΣ; decisionΣ bool; ghost_varΣ (option (nat * nat))].
Global Instance subG_clientΣ {Σ} : subG clientΣ Σ → clientG Σ.
Proof. solve_inG. Qed.

(** How many waiters of [os] met fate [x]. *)
Fixpoint count (x : bool) (os : list (option bool)) : nat :=
  match os with
  | [] => 0
  | o :: os => (if decide (o = Some x) then 1 else 0) + count x os
  end.

Lemma count_insert x y os j :
  os !! j = Some None → count x (<[j:=Some y]> os) = (if decide (x = y) then 1 else 0) + count x os.
Proof.
  revert j. induction os as [|o os IH]; intros [|j] Hj; simplify_eq/=.
  - by repeat case_decide; simplify_eq/=.
  - rewrite (IH j Hj). lia.
Qed.
Lemma count_all os : Forall (λ o, o ≠ None) os → count true os + count false os = length os.
Proof. induction 1 as [|[[]|] os Ho _ IH]; simplify_eq/=; lia. Qed.
Lemma count_none x n : count x (replicate n None) = 0.
Proof. by induction n. Qed.

Section count.
  Context `{!heapGS Σ, !clientG Σ} (γt : gname) (γs : list gname).
  Notation NB := (nroot .@ "broadcast").
  Notation NC := (nroot .@ "count").
  Notation NE := (nroot .@ "enq").

  (** The evidence of a call: the waiter's fate is decided to be true. *)
  Definition Q (γk : gname) : iProp Σ := decided γk true.
  (** A fate is undecided, or called (true), or cancelled (false). Who decides it gives up the one
      ticket [j]. *)
  Definition fate (j : nat) (γk : gname) (o : option bool) : iProp Σ :=
    match o with None => pending bool γk | Some x => decided γk x ∗ ticket γt j end.
  (** The counters say how many were called and how many cancelled. *)
  Definition count_inv (c x : loc) : iProp Σ :=
    ∃ os : list (option bool), c ↦ #(count true os) ∗ x ↦ #(count false os) ∗
      [∗ list] j ↦ γk; o ∈ γs; os, fate j γk o.
  (** Anybody may register. *)
  Definition enq_inv (γ : cqs_names) : iProp Σ := ∃ n, enq_half γ n.

  Lemma register_freely γ i :
    inv NE (enq_inv γ) -∗ enq_half γ i ={⊤ ∖ ↑NB}=∗ enq_half γ (S i) ∗ True.
  Proof.
    iIntros "#Hi He". iInv NE as (n) ">He'".
    iDestruct (mono_nat_auth_own_agree with "He He'") as %[_ <-]. iCombine "He He'" as "He".
    iMod (mono_nat_own_update (S i) with "He") as "[[He He'] _]"; [lia|].
    iModIntro. iSplitL "He'"; [by iExists _|by iFrame].
  Qed.

  (** A waiter is counted once, by whoever has its ticket. *)
  Lemma count_one (c x : loc) j γk (y : bool) :
    γs !! j = Some γk →
    {{{ inv NC (count_inv c x) ∗ ticket γt j }}}
      FAA #(if y then c else x) #1 {{{ (v : Z), RET #v; decided γk y }}}.
  Proof.
    iIntros (Hj Φ) "[#Hi Ht] HΦ". iInv NC as (os) ">(Hc & Hx & Hos)".
    iDestruct (big_sepL2_length with "Hos") as %Hlen.
    destruct (lookup_lt_is_Some_2 os j) as [o Ho].
    { rewrite -Hlen. by eapply lookup_lt_Some. }
    iDestruct (big_sepL2_insert_acc with "Hos") as "[Hf Hos]"; [done..|].
    destruct o as [z|]; simpl.
    { iDestruct "Hf" as "[_ Ht']". iDestruct (ticket_excl with "Ht Ht'") as %[]. }
    iMod (decide_now _ y with "Hf") as "#Hf".
    iSpecialize ("Hos" $! γk (Some y) with "[$Ht $Hf]"). rewrite (list_insert_id γs) //.
    assert (count y (<[j:=Some y]> os) = S (count y os)) as Hy.
    { rewrite count_insert //. by destruct y. }
    assert (count (negb y) (<[j:=Some y]> os) = count (negb y) os) as Hn.
    { rewrite count_insert //. by destruct y. }
    destruct y; wp_faa; iModIntro; (iSplitR "HΦ"; [iNext|by iApply "HΦ"]);
      iExists (<[j:=Some _]> os); iFrame "Hos"; rewrite Hy Hn Nat2Z.inj_succ -Z.add_1_r; iFrame.
  Qed.

  (** What a callback owns: the ticket of its waiter. *)
  Definition P (γk : gname) : iProp Σ :=
    ∃ j, ⌜γs !! j = Some γk⌝ ∗ ticket γt j.

  (** What a waiter leaves behind: a fate, or its registration, below index [n]. *)
  Definition waiting γ (γk : gname) : iProp Σ :=
    ∃ i h k r, is_handle (NB .@ "cqs") γ True P Q i γk h k ∗ registered (g_cells γ) i γk r ∗ enq_lb γ (S i) ∗
      cancel_right γ i.
  Definition waiting_below γ (n : nat) (γk : gname) : iProp Σ :=
    ∃ i h k r, is_handle (NB .@ "cqs") γ True P Q i γk h k ∗ registered (g_cells γ) i γk r ∗ ⌜i < n⌝ ∗ cancel_right γ i.
  Definition awaited γ γk : iProp Σ := (∃ y : bool, decided γk y) ∨ waiting γ γk.
  Definition awaited_below γ n γk : iProp Σ := (∃ y : bool, decided γk y) ∨ waiting_below γ n γk.

  Lemma awaited_all_below γ (γl : list gname) n :
    enq_half γ n -∗ ([∗ list] γk ∈ γl, awaited γ γk) -∗
    enq_half γ n ∗ [∗ list] γk ∈ γl, awaited_below γ n γk.
  Proof.
    iIntros "He H". iInduction γl as [|γk γl] "IH"; [by iFrame|]. iDestruct "H" as "[H Hs]".
    iDestruct ("IH" with "He Hs") as "[He $]".
    iDestruct "H" as "[H|(%i & %h & %k & %r & Hh & Hr & Hlb & Hc)]"; [iFrame "He"; by iLeft|].
    iDestruct (mono_nat_lb_own_valid with "He Hlb") as %[_ Hlt].
    iFrame "He". iRight. iExists i, h, k, r. iFrame. iPureIntro. lia.
  Qed.

  (** When all cells below [n] are settled, so is every waiter's fate. *)
  Lemma awaited_settled γ n γk :
    ([∗ list] i ∈ seq 0 n, settled (g_cells γ) Q i) -∗ awaited_below γ n γk ={⊤}=∗
    ∃ y : bool, decided γk y.
  Proof.
    iIntros "Hs [$|(%i & %h & %k & %r & #Hh & #Hr & %Hi & Hc)]"; [done|].
    iDestruct (big_sepL_lookup _ _ i i with "Hs") as "Hsi"; [by apply lookup_seq|].
    iDestruct (Cell.BC_4_called_or_cancelled with "Hsi Hr") as "[HQ|Hcan]"; [by iExists true|].
    by iMod (BC_6_not_cancelled with "Hh Hcan Hc") as %[].
  Qed.

  Lemma fates_exist (γl : list gname) :
    ([∗ list] γk ∈ γl, ∃ y : bool, decided γk y) -∗
    ∃ ys : list bool, [∗ list] γk; y ∈ γl; ys, decided γk y.
  Proof.
    iIntros "H". iInduction γl as [|γk γl] "IH"; [by iExists []|].
    iDestruct "H" as "[[%y H] Hs]". iDestruct ("IH" with "Hs") as (ys) "Hys".
    iExists (y :: ys). by iFrame.
  Qed.
  Lemma fates_agree ys os :
    ([∗ list] γk; y ∈ γs; ys, decided γk y) -∗ ([∗ list] j ↦ γk; o ∈ γs; os, fate j γk o) -∗
    ⌜os = Some <$> ys⌝.
  Proof.
    iIntros "H1 H2". iDestruct (big_sepL2_length with "H1") as %L1.
    iDestruct (big_sepL2_length with "H2") as %L2.
    iAssert ⌜∀ j, j < length γs → os !! j = (Some <$> ys) !! j⌝%I as %Heq; last first.
    { iPureIntro. apply list_eq => j. destruct (decide (j < length γs)); [by apply Heq|].
      rewrite !lookup_ge_None_2 // ?fmap_length; lia. }
    iIntros (j Hj). destruct (lookup_lt_is_Some_2 γs j Hj) as [γk Hk].
    destruct (lookup_lt_is_Some_2 os j) as [o Ho]; [lia|].
    destruct (lookup_lt_is_Some_2 ys j) as [y Hy]; [lia|].
    iDestruct (big_sepL2_lookup with "H1") as "H1"; [exact Hk|exact Hy|].
    iDestruct (big_sepL2_lookup with "H2") as "H2"; [exact Hk|exact Ho|].
    rewrite Ho list_lookup_fmap Hy /=. destruct o as [z|]; simpl.
    - iDestruct "H2" as "[H2 _]". by iDestruct (decided_agree with "H1 H2") as %->.
    - iDestruct (pending_decided with "H2 H1") as %[].
  Qed.

  (** One waiter. *)
  Lemma awaiter_spec γ (b c x : loc) j γk :
    γs !! j = Some γk →
    {{{ is_broadcast NB γ True P Q b ∗ inv NC (count_inv c x) ∗ inv NE (enq_inv γ) ∗ ticket γt j }}}
      awaiter #b #c #x {{{ RET #(); awaited γ γk }}}.
  Proof.
    iIntros (Hj Φ) "(#Hb & #Hc & #He & Ht) HΦ". wp_rec. wp_pures.
    wp_apply (Broadcast.BC_3_suspend NB γ True P Q b γk _ (λ _, True)%I with "[$Hb Ht]").
    { iSplitL; [|iIntros (i) "H"; by iApply register_freely].
      iSplitL; [by iExists j; iFrame|]. iIntros (i) "_ _ (%j' & %Hj' & Ht)". wp_pures.
      by wp_apply (count_one c x j' γk true with "[$Hc $Ht]"); [|iIntros (v) "$"]. }
    iIntros (i v) "[_ [(-> & #HQ & _)|(%h & %r & -> & #Hh & #Hr & #Hlb & HC)]]"; wp_pures.
    { iApply "HΦ". iLeft. by iExists true. }
    wp_apply nondet_bool_spec; [done|]. iIntros ([]) "_"; wp_pures; last first.
    { iApply "HΦ". iRight. iExists i, h, _, r. by iFrame "∗#". }
    wp_apply (BC_2_BC_5_cancel with "[$Hh $HC]"). iIntros ([]) "[H H']"; wp_pures.
    - iDestruct "H" as (j' Hj') "Ht".
      wp_apply (count_one c x j' γk false with "[$Hc $Ht]"); [done|]. iIntros (v) "#Hf". wp_pures.
      iApply "HΦ". iLeft. by iExists false.
    - iApply "HΦ". iRight. iExists i, h, _, r. by iFrame "∗#".
  Qed.

  (** All waiters: the list [γl] is a first part of [γs]. *)
  Lemma awaiters_spec γ (b c x : loc) γl :
    γl `prefix_of` γs →
    {{{ is_broadcast NB γ True P Q b ∗ inv NC (count_inv c x) ∗ inv NE (enq_inv γ) ∗
        [∗ list] j ↦ _ ∈ γl, ticket γt j }}}
      awaiters #(length γl) #b #c #x {{{ RET #(); [∗ list] γk ∈ γl, awaited γ γk }}}.
  Proof.
    iIntros (Hpre Φ) "(#Hb & #Hc & #He & Ht) HΦ".
    iInduction γl as [|γk γl] "IH" using rev_ind forall (Hpre Φ); wp_rec; wp_pures.
    { by iApply "HΦ". }
    rewrite app_length /= bool_decide_eq_false_2; last first.
    { intros [= ?]. lia. }
    wp_pures. rewrite big_sepL_app /= Nat.add_0_r. iDestruct "Ht" as "(Hts & Ht & _)".
    wp_apply (wp_par (λ _, awaited γ γk) (λ _, [∗ list] γk ∈ γl, awaited γ γk)%I
      with "[Ht] [Hts]").
    - wp_apply (awaiter_spec γ b c x (length γl) γk with "[$Hb $Hc $He $Ht]"); [|by iIntros "$"].
      destruct Hpre as [γl' ->]. rewrite -app_assoc. by apply list_lookup_middle.
    - wp_pures. replace (Z.of_nat (length γl + 1) - 1)%Z with (Z.of_nat (length γl)) by lia.
      iApply ("IH" with "[] Hts"); [|by iIntros "!> $"]. iPureIntro.
      etrans; [|exact Hpre]. by exists [γk].
    - iIntros (v1 v2) "[H1 H2]". iNext. wp_pures. iApply "HΦ". iModIntro.
      rewrite big_sepL_app /=. by iFrame.
  Qed.

  (** The one broadcaster's state: its half of the resume index, and all below is settled. *)
  Definition broadcaster γ : iProp Σ :=
    ∃ s, deq_half γ s ∗ [∗ list] i ∈ seq 0 s, settled (g_cells γ) Q i.
  Lemma broadcasts_spec γ (b : loc) (m : nat) :
    {{{ is_broadcast NB γ True P Q b ∗ broadcaster γ }}} broadcasts #m #b {{{ RET #(); broadcaster γ }}}.
  Proof.
    iIntros (Φ) "[#Hb Hd] HΦ". iInduction m as [|m] "IH"; wp_rec; wp_pures.
    { by iApply "HΦ". }
    iDestruct "Hd" as (s) "[Hd #Hs]". iMod (mono_nat_lb_own_0 (g_enq γ)) as "#H0".
    wp_apply (BC_11_sole_broadcaster NB γ True P Q b s 0 with "[$Hb $Hd $Hs $H0]").
    iIntros (t) "(_ & Hd & #Ht)". wp_pures. replace (S m - 1)%Z with (Z.of_nat m) by lia.
    iApply ("IH" with "[Hd] HΦ"). iExists t. by iFrame "∗#".
  Qed.

  (** When all cells are settled every waiter has one fate, and is counted. *)
  Lemma sum_spec γ (c x : loc) n :
    {{{ inv NC (count_inv c x) ∗ ([∗ list] i ∈ seq 0 n, settled (g_cells γ) Q i) ∗
        [∗ list] γk ∈ γs, awaited_below γ n γk }}}
      ! #c + ! #x {{{ RET #(length γs); True }}}.
  Proof.
    iIntros (Φ) "(#Hc & #Hs & Ha) HΦ".
    iAssert (|={⊤}=> [∗ list] γk ∈ γs, ∃ y : bool, decided γk y)%I with "[Ha]" as ">Hf".
    { iApply big_sepL_fupd. iApply (big_sepL_impl with "Ha"). iIntros "!>" (? γk _) "Ha".
      by iApply (awaited_settled γ n with "Hs Ha"). }
    iDestruct (fates_exist with "Hf") as (ys) "#Hys".
    wp_bind (! #x)%E. iInv NC as (os) ">(Hc' & Hx & Hos)".
    iDestruct (fates_agree with "Hys Hos") as %->. wp_load.
    iModIntro. iSplitL "Hc' Hx Hos". { iNext. iExists _. iFrame. }
    wp_bind (! #c)%E. iInv NC as (os) ">(Hc' & Hx & Hos)".
    iDestruct (fates_agree with "Hys Hos") as %->. wp_load.
    iModIntro. iSplitL "Hc' Hx Hos". { iNext. iExists _. iFrame. }
    iDestruct (big_sepL2_length with "Hys") as %Hlen. wp_pures.
    rewrite -Nat2Z.inj_add count_all ?fmap_length -?Hlen; last first.
    { apply Forall_fmap, Forall_true. naive_solver. }
    by iApply "HΦ".
  Qed.

  (** What is registered now is registered below some index. *)
  Lemma registered_so_far γ :
    inv NE (enq_inv γ) -∗ ([∗ list] γk ∈ γs, awaited γ γk) ={⊤}=∗
    ∃ n, enq_lb γ n ∗ [∗ list] γk ∈ γs, awaited_below γ n γk.
  Proof.
    iIntros "#He Ha". iInv NE as (n) ">Hn".
    iDestruct (mono_nat_lb_own_get with "Hn") as "#Hlb".
    iDestruct (awaited_all_below with "Hn Ha") as "[Hn Ha]".
    iModIntro. iSplitL "Hn"; [iNext; by iExists n|]. iModIntro. iExists n. by iFrame.
  Qed.

  (** After one more broadcast every waiter has one fate, and is counted. *)
  Lemma last_broadcast_spec γ (b c x : loc) :
    {{{ is_broadcast NB γ True P Q b ∗ inv NC (count_inv c x) ∗ inv NE (enq_inv γ) ∗
        broadcaster γ ∗ [∗ list] γk ∈ γs, awaited γ γk }}}
      Broadcast.resumeAll #b ;; ! #c + ! #x {{{ RET #(length γs); True }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hc & #He & (%s & Hd & #Hs) & Ha) HΦ".
    iMod (registered_so_far with "He Ha") as (n) "[#Hlb Ha]".
    wp_apply (BC_11_sole_broadcaster NB γ True P Q b s n with "[$Hb $Hd $Hs $Hlb]").
    iIntros (t) "([_ %Hnt] & _ & #Ht)". wp_pures.
    wp_apply (sum_spec γ c x n with "[$Hc $Ha]"); [|done].
    replace t with (n + (t - n)) by lia. rewrite seq_app big_sepL_app. by iDestruct "Ht" as "[$ _]".
  Qed.

  (** Two broadcasters: each owns half of a note of its claim; together the notes cover all cells
      below the resume index. *)
  Definition covers (a : option (nat * nat)) (i : nat) : Prop :=
    match a with None => False | Some (s, t) => s ≤ i < t end.
  Definition two_inv γ (γ1 γ2 : gname) : iProp Σ :=
    ∃ a1 a2 d, ghost_var γ1 (1/2) a1 ∗ ghost_var γ2 (1/2) a2 ∗ deq_half γ d ∗
      ⌜∀ i, i < d → covers a1 i ∨ covers a2 i⌝.
  Notation ND := (nroot .@ "two").

  Lemma one_of_two γ (γ1 γ2 : gname) (b : loc) n (x : bool) :
    {{{ is_broadcast NB γ True P Q b ∗ inv ND (two_inv γ γ1 γ2) ∗ enq_lb γ n ∗
        ghost_var (if x then γ1 else γ2) (1/2) (None : option (nat * nat)) }}}
      Broadcast.resumeAll #b
    {{{ s t, RET #(); ghost_var (if x then γ1 else γ2) (1/2) (Some (s, t)) ∗ ⌜n ≤ t⌝ ∗ deq_lb γ t ∗
        range_settled γ Q s t }}}.
  Proof.
    iIntros (Φ) "(#Hb & #Hi & #Hlb & Hx) HΦ".
    wp_apply (Broadcast.RALL_2_coverage NB γ True P Q b
      (λ s t, ⌜n ≤ t⌝ ∗ ghost_var (if x then γ1 else γ2) (1/2) (Some (s, t)))%I with "[$Hb Hx]").
    { iSplit; [done|]. iIntros (stop) "He".
      iDestruct (mono_nat_lb_own_valid with "He Hlb") as %[_ Hn]. iModIntro. iFrame "He".
      iIntros (s) "_ Hd". iInv ND as (a1 a2 d) ">(H1 & H2 & Hd' & %Hcov)".
      iDestruct (mono_nat_auth_own_agree with "Hd Hd'") as %[_ <-]. iCombine "Hd Hd'" as "Hd".
      iMod (mono_nat_own_update (s `max` stop) with "Hd") as "[[Hd Hd'] _]"; [lia|].
      destruct x.
      - iDestruct (ghost_var_agree with "Hx H1") as %<-.
        iMod (ghost_var_update_halves (Some (s, stop)) with "Hx H1") as "[Hx H1]".
        iModIntro. iFrame "Hx Hd". iSplitL; [|done]. iNext. iExists _, _, _. iFrame.
        iPureIntro. simpl. intros i Hlt. destruct (decide (i < s)); [|lia].
        destruct (Hcov i) as [[]|]; auto with lia.
      - iDestruct (ghost_var_agree with "Hx H2") as %<-.
        iMod (ghost_var_update_halves (Some (s, stop)) with "Hx H2") as "[Hx H2]".
        iModIntro. iFrame "Hx Hd". iSplitL; [|done]. iNext. iExists _, _, _. iFrame.
        iPureIntro. simpl. intros i Hlt. destruct (decide (i < s)); [|lia].
        destruct (Hcov i) as [|[]]; auto with lia. }
    iIntros (s t) "((%Hn & Hx) & Hd & Hs)". iApply "HΦ". by iFrame.
  Qed.

  (** When both have returned, every cell below the snapshots is settled, whoever claimed it. *)
  Lemma both_done γ γ1 γ2 n s1 t1 s2 t2 :
    n ≤ t1 →
    inv ND (two_inv γ γ1 γ2) -∗ deq_lb γ t1 -∗
    ghost_var γ1 (1/2) (Some (s1, t1)) -∗ ghost_var γ2 (1/2) (Some (s2, t2)) -∗
    range_settled γ Q s1 t1 -∗ range_settled γ Q s2 t2 ={⊤}=∗
    [∗ list] i ∈ seq 0 n, settled (g_cells γ) Q i.
  Proof.
    iIntros (Hn) "#Hi #Hlb Hx1 Hx2 #Hs1 #Hs2". iInv ND as (a1 a2 d) ">(H1 & H2 & Hd & %Hcov)".
    iDestruct (ghost_var_agree with "Hx1 H1") as %<-.
    iDestruct (ghost_var_agree with "Hx2 H2") as %<-.
    iDestruct (mono_nat_lb_own_valid with "Hd Hlb") as %[_ Hd].
    iModIntro. iSplitL "H1 H2 Hd". { iNext. iExists _, _, _. by iFrame. }
    iModIntro. iApply big_sepL_intro. iIntros "!>" (j i Hj). apply lookup_seq in Hj as [-> Hj].
    destruct (Hcov (0 + j)) as [Hc|Hc]; [lia|..]; simpl in *.
    - iDestruct (big_sepL_lookup _ _ (j - s1) j with "Hs1") as "[_ $]". apply lookup_seq. lia.
    - iDestruct (big_sepL_lookup _ _ (j - s2) j with "Hs2") as "[_ $]". apply lookup_seq. lia.
  Qed.
End count.

Lemma fates_alloc `{!clientG Σ} n :
  ⊢ |==> ∃ γt γs, ⌜length γs = n⌝ ∗ tickets γt n ∗ ([∗ list] γk ∈ γs, pending bool γk) ∗
    [∗ list] j ↦ _ ∈ γs, ticket γt j.
Proof.
  induction n as [|n IH].
  - iMod tickets_alloc as (γt) "H". iModIntro. iExists γt, []. rewrite /=. by iFrame.
  - iMod IH as (γt γs) "(%Hlen & Hts & Hp & Ht)". iMod (tickets_S with "Hts") as "[Hts Htn]".
    iMod pending_alloc as (γk) "Hk". iModIntro. iExists γt, (γs ++ [γk]).
    rewrite !big_sepL_app app_length /= Hlen Nat.add_0_r. iFrame. iPureIntro. lia.
Qed.
Lemma fates_pending `{!clientG Σ} γt γs :
  ([∗ list] γk ∈ γs, pending bool γk) -∗
  [∗ list] j ↦ γk; o ∈ γs; replicate (length γs) None, fate γt j γk o.
Proof.
  iIntros "H". iApply big_sepL2_replicate_r; [done|]. iApply (big_sepL_impl with "H").
  by iIntros "!>" (j γk _) "H".
Qed.

Lemma waiters_and_canceller_spec `{!heapGS Σ, !clientG Σ} (n m : nat) :
  {{{ True }}} waiters_and_canceller n m {{{ RET #n; True }}}.
Proof.
  iIntros (Φ) "_ HΦ". rewrite /waiters_and_canceller. wp_alloc c as "Hc". wp_alloc x as "Hx".
  iMod (fates_alloc n) as (γt γs) "(<- & _ & Hp & Ht)". wp_pures.
  wp_apply (newBroadcast_spec (nroot .@ "broadcast") True (P γt γs) Q); [done|].
  iIntros (γ b) "(#Hb & He & Hd)". wp_pures.
  iMod (inv_alloc (nroot .@ "enq") _ (enq_inv γ) with "[He]") as "#He"; [by iNext; iExists 0; iFrame|].
  iMod (inv_alloc (nroot .@ "count") _ (count_inv γt γs c x) with "[Hc Hx Hp]") as "#Hi".
  { iNext. iExists (replicate (length γs) None). rewrite !count_none. iFrame.
    by iApply fates_pending. }
  wp_apply (wp_par (λ _, [∗ list] γk ∈ γs, awaited γt γs γ γk)%I (λ _, broadcaster γ)
    with "[Ht] [Hd]").
  - wp_apply (awaiters_spec γt γs with "[$Hb $Hi $He $Ht]"); [done|]. by iIntros "$".
  - wp_apply (broadcasts_spec γt γs with "[$Hb Hd]"); [iExists 0; by iFrame|]. by iIntros "$".
  - iIntros (v1 v2) "[Ha Hd]". iNext. wp_pures.
    wp_apply (last_broadcast_spec γt γs with "[$Hb $Hi $He $Hd $Ha]"). done.
Qed.

(** In every execution: [n] waiters, some of which cancel, race with [m] broadcasts; after one more
    broadcast each of the [n] has been called, once, or has been told once that it is cancelled,
    never both. No thread gets stuck: no exception is thrown. *)
Theorem BC_4_n_waiters_with_canceller (n m : nat) σ :
  adequate NotStuck (waiters_and_canceller n m) σ (λ v _, v = #n).
Proof.
  set Σ := #[heapΣ; clientΣ].
  apply (heap_adequacy Σ). iIntros (?) "_". by iApply waiters_and_canceller_spec; [|iIntros "!> _"].
Qed.

(** [n] waiters, some of which cancel, then two broadcasts at the same time. *)
Definition two_broadcasters (n : nat) : expr :=
  let: "called" := ref #0 in
  let: "cancelled" := ref #0 in
  let: "b" := newBroadcast #() in
  awaiters #n "b" "called" "cancelled" ;;
  (Broadcast.resumeAll "b" ||| Broadcast.resumeAll "b") ;;
  ! "called" + ! "cancelled".

Lemma two_broadcasters_spec `{!heapGS Σ, !clientG Σ} (n : nat) :
  {{{ True }}} two_broadcasters n {{{ RET #n; True }}}.
Proof.
  iIntros (Φ) "_ HΦ". rewrite /two_broadcasters. wp_alloc c as "Hc". wp_alloc x as "Hx".
  iMod (fates_alloc n) as (γt γs) "(<- & _ & Hp & Ht)". wp_pures.
  wp_apply (newBroadcast_spec (nroot .@ "broadcast") True (P γt γs) Q); [done|].
  iIntros (γ b) "(#Hb & He & Hd)". wp_pures.
  iMod (inv_alloc (nroot .@ "enq") _ (enq_inv γ) with "[He]") as "#He".
  { iNext. iExists 0. iFrame. }
  iMod (inv_alloc (nroot .@ "count") _ (count_inv γt γs c x) with "[Hc Hx Hp]") as "#Hi".
  { iNext. iExists (replicate (length γs) None). rewrite !count_none. iFrame.
    by iApply fates_pending. }
  iMod (ghost_var_alloc (None : option (nat * nat))) as (γ1) "[H1 H1']".
  iMod (ghost_var_alloc (None : option (nat * nat))) as (γ2) "[H2 H2']".
  iMod (inv_alloc (nroot .@ "two") _ (two_inv γ γ1 γ2) with "[Hd H1' H2']") as "#Htwo".
  { iNext. iExists None, None, 0. iFrame. iPureIntro. lia. }
  wp_apply (awaiters_spec γt γs with "[$Hb $Hi $He $Ht]"); [done|]. iIntros "Ha". wp_pures.
  iMod (registered_so_far with "He Ha") as (m) "[#Hlb Ha]".
  wp_apply (wp_par
    (λ _, ∃ s t, ghost_var γ1 (1/2) (Some (s, t)) ∗ ⌜m ≤ t⌝ ∗ deq_lb γ t ∗ range_settled γ Q s t)%I
    (λ _, ∃ s t, ghost_var γ2 (1/2) (Some (s, t)) ∗ ⌜m ≤ t⌝ ∗ deq_lb γ t ∗ range_settled γ Q s t)%I
    with "[H1] [H2]").
  - wp_apply (one_of_two γt γs γ γ1 γ2 b m true with "[$Hb $Htwo $Hlb $H1]").
    iIntros (s t) "H". by iExists s, t.
  - wp_apply (one_of_two γt γs γ γ1 γ2 b m false with "[$Hb $Htwo $Hlb $H2]").
    iIntros (s t) "H". by iExists s, t.
  - iIntros (v1 v2) "[(%s1 & %t1 & H1 & %Hm & #Hd1 & #Hs1) (%s2 & %t2 & H2 & _ & _ & #Hs2)]".
    iNext. wp_pures. iMod (both_done with "Htwo Hd1 H1 H2 Hs1 Hs2") as "#Hs"; [exact Hm|].
    by wp_apply (sum_spec γt γs γ c x m with "[$Hi $Hs $Ha]").
Qed.

(** In every execution: of two broadcasts at the same time, each waiter registered before both is
    claimed by exactly one; when both have returned each has been called, once, or was cancelled. *)
Theorem RALL_1_RALL_2_two_broadcasters (n : nat) σ :
  adequate NotStuck (two_broadcasters n) σ (λ v _, v = #n).
Proof.
  set Σ := #[heapΣ; clientΣ].
  apply (heap_adequacy Σ). iIntros (?) "_". by iApply two_broadcasters_spec; [|iIntros "!> _"].
Qed.

(** One waiter, one broadcast at the same time, and one more: called or cancelled, exactly once. *)
Theorem BC_4_one_awaiter σ :
  adequate NotStuck (waiters_and_canceller 1 1) σ (λ v _, v = #1).
Proof. apply (BC_4_n_waiters_with_canceller 1 1). Qed.
