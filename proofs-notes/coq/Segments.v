(** Segment.java and Position.java: an infinite array in segments of [k] cells, with two positions, each
    a segment and an index. Nothing is removed.

    This is the array below [Cqs] as the Java has it but for removal; [Cells] is its case [k = 1] without
    positions. The user of the array picks a persistent assertion [Ψ i ℓ] for the cell of index [i] at
    [ℓ]; it is set up when its segment is made. *)
From iris.base_logic.lib Require Import ghost_map mono_nat invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells.

Section programs.
  Context (k : nat).

  (** A segment: [id], [next], then [k] cells, each EMPTY, which is null (ARR-2). *)
  Definition newSegment : val := λ: "id",
    let: "s" := AllocN #(S (S k)) NONEV in "s" <- "id" ;; "s".
  Definition id : val := λ: "s", ! "s".

  (** [Segment.nextOrAppend]: one compare-and-exchange appends; the loser goes on with the winner's
      segment (ARR-1). *)
  Definition nextOrAppend : val := λ: "s",
    match: !("s" +ₗ #1) with
      SOME "m" => "m"
    | NONE =>
        let: "m" := newSegment (id "s" + #1) in
        match: Fst (CmpXchg ("s" +ₗ #1) NONEV (SOME "m")) with
          NONE => "m"
        | SOME "winner" => "winner"
        end
    end.

  (** [Segment.find]: the segment [id], to the right of [s]. *)
  Definition find : val := rec: "find" "s" "id" :=
    if: "id" ≤ id "s" then "s" else "find" (nextOrAppend "s") "id".

  (** [Position.issue]. *)
  Definition issue : val := λ: "p", FAA (Snd "p") #1.
  (** [Position.moveForward]: moves the position to the right, never back (ARR-12). *)
  Definition moveForward : val := rec: "again" "p" "to" :=
    let: "from" := ! (Fst "p") in
    if: id "to" ≤ id "from" then #()
    else if: CAS (Fst "p") "from" "to" then #() else "again" "p" "to".
  (** [Position.advance]. *)
  Definition advance : val := λ: "p" "start" "id",
    let: "to" := find "start" "id" in moveForward "p" "to" ;; "to".

  (** [Cells.place], [Cells.nextResume]: reads the segment, then issues the index (ITER-3). *)
  Definition place : val := λ: "p",
    let: "start" := ! (Fst "p") in
    let: "i" := issue "p" in
    let: "id" := "i" `quot` #k in
    let: "s" := if: id "start" = "id" then "start" else advance "p" "start" "id" in
    "s" +ₗ (#2 + "i" `rem` #k).
End programs.

Class segmentsG Σ := SegmentsG {
  sg_mapG :> ghost_mapG Σ nat loc; sg_monoG :> mono_natG Σ; sg_ticketG :> ticketG Σ }.
Definition segmentsΣ : gFunctors := #[ghost_mapΣ nat loc; mono_natΣ; ticketΣ].
Global Instance subG_segmentsΣ {Σ} : subG segmentsΣ Σ → segmentsG Σ.
Proof. solve_inG. Qed.

Section segments.
  Context `{!heapGS Σ, !segmentsG Σ} (N : namespace) (γ : gname) (k : nat) (Hk : 0 < k).
  Context (Ψ : nat → loc → iProp Σ) `{HΨ : !∀ i l, Persistent (Ψ i l)}.

  (** How a new cell is set up. *)
  Definition cell_init : iProp Σ :=
    □ ∀ i l, l ↦ NONEV -∗ meta_token l ⊤ ={⊤}=∗ Ψ i l.

  (** Segment [j] at [s], and its cells, of the indices from [j * k]. *)
  Definition segment_cells (j : nat) (s : loc) : iProp Σ :=
    s ↦□ #j ∗ [∗ list] o ∈ seq 0 k, Ψ (j * k + o) (s +ₗ (2 + o)%nat).
  Definition is_segment (j : nat) (s : loc) : iProp Σ := j ↪[γ]□ s ∗ segment_cells j s.
  (** [ss] are the segments with a successor, [z] is the tail. *)
  Definition list_inv : iProp Σ :=
    ∃ (ss : list loc) (z : loc),
      ghost_map_auth γ 1 (map_seq 0 (ss ++ [z]) : gmap nat loc) ∗ (z +ₗ 1) ↦ NONEV ∗
      [∗ list] j ↦ s ∈ ss, ∃ s' : loc, ⌜(ss ++ [z]) !! S j = Some s'⌝ ∗
        (s +ₗ 1) ↦□ SOMEV #s' ∗ is_segment (S j) s'.
  Definition is_list : iProp Σ := cell_init ∗ inv (N .@ "list") list_inv.
  Definition is_cell (i : nat) (l : loc) : iProp Σ :=
    ∃ s, is_segment (i / k) s ∗ ⌜l = s +ₗ (2 + i mod k)%nat⌝.

  (** A position: its segment is never beyond its index (ITER-6). *)
  Definition position_inv (γn γt : gname) (sg ix : loc) : iProp Σ :=
    ∃ (n j : nat) (s : loc), sg ↦ #s ∗ is_segment j s ∗ ix ↦ #n ∗ ⌜j * k ≤ n⌝ ∗
      mono_nat_auth_own γn 1 n ∗ tickets γt n.
  Definition is_position (γn γt : gname) (p : val) : iProp Σ :=
    ∃ sg ix : loc, ⌜p = (#sg, #ix)%V⌝ ∗ inv (N .@ "position") (position_inv γn γt sg ix).

  Global Instance is_segment_persistent j s : Persistent (is_segment j s).
  Proof. apply _. Qed.
  Global Instance is_cell_persistent i l : Persistent (is_cell i l).
  Proof. apply _. Qed.

  (** Both positions, and every search, find one cell for one index. *)
  Lemma ARR_1_one_cell_per_index i l l' : is_cell i l -∗ is_cell i l' -∗ ⌜l = l'⌝.
  Proof.
    iIntros "(%s & [H1 _] & ->) (%s' & [H2 _] & ->)".
    by iDestruct (ghost_map_elem_agree with "H1 H2") as %->.
  Qed.

  (** The cell of an index is the one that was set up for it. *)
  Lemma ARR_2_cell_of_index i l : is_cell i l -∗ Ψ i l.
  Proof.
    iIntros "(%s & (_ & _ & H) & ->)".
    iDestruct (big_sepL_lookup _ _ (i mod k) (i mod k) with "H") as "H".
    { apply lookup_seq. split; [done|]. apply Nat.mod_upper_bound. lia. }
    replace (i / k * k + i mod k) with i; [done|].
    rewrite {1}(Nat.div_mod_eq i k). lia.
  Qed.

  (** A new segment has empty cells and no successor. *)
  Lemma ARR_2_new_segment (j : nat) :
    {{{ cell_init }}} newSegment k #j
    {{{ s, RET #s; segment_cells j s ∗ (s +ₗ 1) ↦ NONEV }}}.
  Proof.
    iIntros (Φ) "#Hinit HΦ". wp_rec. wp_apply wp_allocN; [lia|done|]. iIntros (s) "[Hs Hm]".
    rewrite Nat2Z.id /= !array_cons. iDestruct "Hs" as "(Hid & Hn & Hs)".
    iDestruct "Hm" as "(_ & _ & Hm)". wp_pures. wp_store.
    iMod (mapsto_persist with "Hid") as "#Hid".
    rewrite /array loc_add_assoc. replace (replicate k NONEV) with ((λ _, NONEV) <$> seq 0 k); last first.
    { apply list_eq. intros o. rewrite list_lookup_fmap. destruct (decide (o < k)).
      - by rewrite lookup_seq_lt // lookup_replicate_2.
      - rewrite lookup_seq_ge /=; [|lia]. symmetry. apply lookup_replicate_None. lia. }
    rewrite big_sepL_fmap -(fmap_S_seq 1) -(fmap_S_seq 0) !big_sepL_fmap.
    iCombine "Hs Hm" as "H". rewrite -big_sepL_sep.
    iAssert (|={⊤}=> [∗ list] o ∈ seq 0 k, Ψ (j * k + o) (s +ₗ (2 + o)%nat))%I with "[H]" as ">#H".
    { iApply big_sepL_fupd. iApply (big_sepL_impl with "H"). iIntros "!>" (o o' Ho) "[H Hm]".
      apply lookup_seq in Ho as [-> Ho]. rewrite loc_add_assoc.
      replace (1 + 1 + o)%Z with (Z.of_nat (S (S o))) by lia. by iApply ("Hinit" with "H Hm"). }
    iModIntro. iApply "HΦ". iSplitR "Hn"; [|iExact "Hn"].
    iSplit; [iExact "Hid"|iExact "H"].
  Qed.

  (** [id] of a segment. *)
  Lemma id_spec j s : {{{ is_segment j s }}} id #s {{{ RET #j; True }}}.
  Proof. iIntros (Φ) "(_ & #Hid & _) HΦ". wp_rec. wp_load. by iApply "HΦ". Qed.

  (** The successor is the next segment, whoever has appended it. *)
  Lemma ARR_1_next_or_append j s :
    {{{ is_list ∗ is_segment j s }}} nextOrAppend k #s {{{ s', RET #s'; is_segment (S j) s' }}}.
  Proof.
    iIntros (Φ) "[[#Hinit #Hinv] #Hs] HΦ". wp_rec. wp_pures.
    iPoseProof "Hs" as "[Hel _]".
    wp_bind (! _)%E. iInv "Hinv" as (ss z) "(>Hγ & >Hz & #Hss)".
    iDestruct (ghost_map_lookup with "Hγ Hel") as %Hj. rewrite lookup_map_seq_0 in Hj.
    destruct (decide (j < length ss)) as [Hlt|Hge].
    { rewrite lookup_app_l // in Hj.
      iDestruct (big_sepL_lookup with "Hss") as (s') "(>%Hs' & >Hnext & Hs')"; [exact Hj|].
      wp_load. iModIntro. iSplitL "Hγ Hz". { iNext. iExists _, _. iFrame "∗#". }
      wp_pures. by iApply "HΦ". }
    rewrite lookup_app_r in Hj; [|lia]. apply list_lookup_singleton_Some in Hj as [Hj <-].
    wp_load. iModIntro. iSplitL "Hγ Hz". { iNext. iExists _, _. iFrame "∗#". }
    iClear "Hss". clear ss Hge Hj. wp_pures. wp_apply (id_spec with "Hs"). iIntros "_". wp_pures.
    replace (j + 1)%Z with (Z.of_nat (S j)) by lia.
    wp_apply (ARR_2_new_segment with "Hinit"). iIntros (m) "[#Hm Hmn]". wp_pures.
    wp_bind (CmpXchg _ _ _). iInv "Hinv" as (ss z') "(>Hγ & >Hz & #Hss)".
    iDestruct (ghost_map_lookup with "Hγ Hel") as %Hj. rewrite lookup_map_seq_0 in Hj.
    destruct (decide (j < length ss)) as [Hlt|Hge].
    { rewrite lookup_app_l // in Hj.
      iDestruct (big_sepL_lookup with "Hss") as (s') "(>%Hs' & >Hnext & Hs')"; [exact Hj|].
      wp_apply (wp_cmpxchg_fail with "Hnext"); [done|by left|]. iIntros "_".
      iModIntro. iSplitL "Hγ Hz". { iNext. iExists _, _. iFrame "∗#". }
      wp_pures. by iApply "HΦ". }
    rewrite lookup_app_r in Hj; [|lia]. apply list_lookup_singleton_Some in Hj as [Hj ->].
    assert (j = length ss) as -> by lia. wp_cmpxchg_suc.
    iMod (mapsto_persist with "Hz") as "#Hz".
    iMod (ghost_map_insert_persist (S (length ss)) m with "Hγ") as "[Hγ #Helm]".
    { apply lookup_map_seq_None. right. rewrite app_length /=. lia. }
    iModIntro. iSplitL "Hγ Hmn".
    { iNext. iExists (ss ++ [z]), m. iFrame "Hmn".
      rewrite (map_seq_snoc 0 (ss ++ [z])) app_length /= Nat.add_comm /=. iFrame "Hγ".
      iApply big_sepL_app. iSplit.
      - iApply (big_sepL_impl with "Hss"). iIntros "!>" (o x Ho).
        iIntros "(%s' & %Hs' & #H1 & #H2)". iExists s'. iFrame "#". iPureIntro.
        by apply lookup_app_l_Some.
      - iSplit; [|done]. iExists m. rewrite Nat.add_0_r. iFrame "#". iPureIntro.
        rewrite lookup_app_r app_length /=; [|lia].
        by replace (S (length ss) - (length ss + 1)) with 0 by lia. }
    wp_pures. iApply "HΦ". by iFrame "#".
  Qed.

  (** A search to the right finds the segment. *)
  Lemma ARR_10_find j s (d : nat) :
    {{{ is_list ∗ is_segment j s }}} find k #s #(j + d)%nat {{{ s', RET #s'; is_segment (j + d) s' }}}.
  Proof.
    iIntros (Φ) "[#Hl #Hs] HΦ". iInduction d as [|d] "IH" forall (j s) "Hs"; wp_rec; wp_pures.
    - wp_apply (id_spec with "Hs"). iIntros "_". wp_pures. rewrite Nat.add_0_r.
      rewrite bool_decide_eq_true_2 //. wp_pures. by iApply "HΦ".
    - wp_apply (id_spec with "Hs"). iIntros "_". wp_pures.
      rewrite bool_decide_eq_false_2; [|lia]. wp_pures.
      wp_apply (ARR_1_next_or_append with "[$Hl $Hs]"). iIntros (s') "#Hs'".
      replace (j + S d) with (S j + d) by lia. by iApply ("IH" with "HΦ Hs'").
  Qed.

  (** The position does not go back, and stays behind its index. *)
  Lemma ARR_12_move_forward γn γt p j s :
    {{{ is_position γn γt p ∗ is_segment j s ∗ mono_nat_lb_own γn (j * k) }}}
      moveForward p #s {{{ RET #(); True }}}.
  Proof.
    iIntros (Φ) "#((%sg & %ix & -> & Hi) & Hs & Hlb) HΦ". iLöb as "IH". wp_rec. wp_pures.
    wp_bind (! _)%E. iInv "Hi" as (n j' s') "(>Hsg & #Hs' & >Hix & >%Hn & >Ha & >Ht)". wp_load.
    iModIntro. iSplitL "Hsg Hix Ha Ht". { iNext. iExists n, j', s'. by iFrame "∗#". }
    clear Hn n. wp_pures. wp_apply (id_spec with "Hs'"). iIntros "_".
    wp_apply (id_spec with "Hs"). iIntros "_". wp_pures. case_bool_decide; wp_pures.
    { by iApply "HΦ". }
    wp_bind (CmpXchg _ _ _). iInv "Hi" as (n j2 s2) "(>Hsg & #Hs2 & >Hix & >%Hn & >Ha & >Ht)".
    destruct (decide (s2 = s')) as [->|Hne].
    - wp_cmpxchg_suc. iDestruct (mono_nat_lb_own_valid with "Ha Hlb") as %[_ Hle].
      iModIntro. iSplitL "Hsg Hix Ha Ht". { iNext. iExists n, j, s. by iFrame "∗#". }
      wp_pures. by iApply "HΦ".
    - wp_cmpxchg_fail. iModIntro.
      iSplitL "Hsg Hix Ha Ht". { iNext. iExists n, j2, s2. by iFrame "∗#". }
      wp_pures. by iApply "IH".
  Qed.

  (** Whoever comes gets the next index, alone, and its cell: the segment is read before the index is
      issued, therefore the search starts at or before the cell (ITER-1, ITER-3). *)
  Lemma ITER_1_ITER_3_place γn γt p :
    {{{ is_list ∗ is_position γn γt p }}} place k p
    {{{ i l, RET #l; is_cell i l ∗ ticket γt i }}}.
  Proof.
    iIntros (Φ) "#(Hl & Hp) HΦ". iPoseProof "Hp" as (sg ix) "[-> Hi]". wp_rec. wp_pures.
    wp_bind (! _)%E. iInv "Hi" as (n j s) "(>Hsg & #Hs & >Hix & >%Hn & >Ha & >Ht)". wp_load.
    iDestruct (mono_nat_lb_own_get with "Ha") as "#Hlb".
    iModIntro. iSplitL "Hsg Hix Ha Ht". { iNext. iExists n, j, s. by iFrame "∗#". }
    wp_pures. wp_rec. wp_pures. wp_bind (FAA _ _).
    iInv "Hi" as (i j2 s2) "(>Hsg & #Hs2 & >Hix & >%Hn2 & >Ha & >Ht)". wp_faa.
    iDestruct (mono_nat_lb_own_valid with "Ha Hlb") as %[_ Hi].
    iMod (mono_nat_own_update (S i) with "Ha") as "[Ha #Hlb2]"; [lia|].
    iMod (tickets_S with "Ht") as "[Ht Hticket]".
    iModIntro. iSplitL "Hsg Hix Ha Ht".
    { iNext. iExists (S i), j2, s2. replace (i + 1)%Z with (Z.of_nat (S i)) by lia.
      iFrame "∗#". iPureIntro. lia. }
    iClear "Hs2". clear Hn2 j2 s2. wp_pures.
    rewrite Z.quot_div_nonneg; [|lia..]. rewrite -Nat2Z.inj_div.
    assert (j ≤ i / k) as Hj. { apply Nat.div_le_lower_bound; lia. }
    wp_bind (if: _ then _ else _)%E.
    iApply (wp_wand _ _ _ (λ v, ∃ s' : loc, ⌜v = #s'⌝ ∗ is_segment (i / k) s')%I).
    { wp_apply (id_spec with "Hs"). iIntros "_". wp_pures. case_bool_decide as Heq; wp_pures.
      - iModIntro. iExists s. iSplit; [done|]. by replace (i / k) with j by (simplify_eq; lia).
      - wp_rec. wp_pures. replace (i / k) with (j + (i / k - j)) by lia.
        wp_apply (ARR_10_find with "[$Hl $Hs]"). iIntros (s') "#Hs'". wp_pures.
        replace (j + (i / k - j)) with (i / k) by lia.
        wp_apply (ARR_12_move_forward with "[$Hp $Hs']").
        { iApply (mono_nat_lb_own_le with "Hlb2"). rewrite {2}(Nat.div_mod_eq i k). lia. }
        iIntros "_". wp_pures. iExists s'. by iFrame "#". }
    iIntros (v) "(%s' & -> & #Hs')". wp_pures. iApply ("HΦ" $! i). iFrame "Hticket". iModIntro.
    iExists s'. iFrame "Hs'". iPureIntro. f_equal.
    rewrite Z.rem_mod_nonneg; [|lia..]. rewrite -Nat2Z.inj_mod. lia.
  Qed.
End segments.

(** A list of one segment, with two positions at its start. *)
Lemma two_positions_alloc `{!heapGS Σ, !segmentsG Σ} N k Ψ `{!∀ i l, Persistent (Ψ i l)} (s sg1 ix1 sg2 ix2 : loc) :
  cell_init Ψ -∗ segment_cells k Ψ 0 s -∗ (s +ₗ 1) ↦ NONEV -∗
  sg1 ↦ #s -∗ ix1 ↦ #0 -∗ sg2 ↦ #s -∗ ix2 ↦ #0 ={⊤}=∗
  ∃ γ γn1 γt1 γn2 γt2, is_list N γ k Ψ ∗
    is_position N γ k Ψ γn1 γt1 (#sg1, #ix1) ∗ is_position N γ k Ψ γn2 γt2 (#sg2, #ix2).
Proof.
  iIntros "#Hinit #Hs Hn Hsg1 Hix1 Hsg2 Hix2".
  iMod (ghost_map_alloc_empty (K:=nat) (V:=loc)) as (γ) "Hγ".
  iMod (ghost_map_insert_persist 0 s with "Hγ") as "[Hγ #Hel]"; [done|].
  iMod (inv_alloc (N .@ "list") _ (list_inv γ k Ψ) with "[Hγ Hn]") as "#Hlist".
  { iNext. iExists [], s. simpl. rewrite insert_empty. by iFrame. }
  iMod (mono_nat_own_alloc 0) as (γn1) "[Ha1 _]". iMod tickets_alloc as (γt1) "Ht1".
  iMod (mono_nat_own_alloc 0) as (γn2) "[Ha2 _]". iMod tickets_alloc as (γt2) "Ht2".
  iMod (inv_alloc (N .@ "position") _ (position_inv γ k Ψ γn1 γt1 sg1 ix1) with "[Hsg1 Hix1 Ha1 Ht1]") as "#H1".
  { iNext. iExists 0, 0, s. iFrame "∗#". done. }
  iMod (inv_alloc (N .@ "position") _ (position_inv γ k Ψ γn2 γt2 sg2 ix2) with "[Hsg2 Hix2 Ha2 Ht2]") as "#H2".
  { iNext. iExists 0, 0, s. iFrame "∗#". done. }
  iModIntro. iExists γ, γn1, γt1, γn2, γt2. iFrame "Hinit Hlist".
  iSplit; [iExists sg1, ix1|iExists sg2, ix2]; by iFrame "#".
Qed.
