(** Cells.java, Segment.java, Position.java: the infinite array.

    A segment of the model has one cell (order 0, which the Java allows) and is never removed; the
    search starts at the first segment. A segment is two words, the cell and [next]. The user of
    the array picks a persistent assertion [Ψ i ℓ] for the cell of index [i] at [ℓ]; it is set up
    when the segment is made. *)
From iris.base_logic.lib Require Import ghost_map invariants.
From iris.heap_lang Require Import proofmode notation.

(** [new Segment(...)]: its cell is EMPTY, its [next] is null (ARR-2). *)
Definition newSegment : val := λ: <>, AllocN #2 NONEV.

(** [Segment.nextOrAppend]: the successor, appended by one compare-and-exchange if there is none; the
    loser drops its segment and goes on with the winner's (ARR-1). *)
Definition nextOrAppend : val := λ: "s",
  match: !("s" +ₗ #1) with
    SOME "m" => "m"
  | NONE =>
      let: "m" := newSegment #() in
      match: Fst (CmpXchg ("s" +ₗ #1) NONEV (SOME "m")) with
        NONE => "m"
      | SOME "winner" => "winner"
      end
  end.

(** [Segment.find], [Cells.find]: the segment [i] steps to the right of [s] (ARR-10). *)
Definition find : val := rec: "find" "s" "i" :=
  if: "i" = #0 then "s" else "find" (nextOrAppend "s") ("i" - #1).

Class cellsG Σ := CellsG { cells_mapG :> ghost_mapG Σ nat loc }.
Definition cellsΣ : gFunctors := #[ghost_mapΣ nat loc].
Global Instance subG_cellsΣ {Σ} : subG cellsΣ Σ → cellsG Σ.
Proof. solve_inG. Qed.

Section cells.
  Context `{!heapGS Σ, !cellsG Σ} (N : namespace) (γ : gname).
  Context (Ψ : nat → loc → iProp Σ) `{HΨ : !∀ i l, Persistent (Ψ i l)}.

  (** How the cell of a new segment is set up. The first segment is set up by its creator. *)
  Definition cell_init : iProp Σ :=
    □ ∀ i l, l ↦ NONEV -∗ meta_token l ⊤ ={⊤}=∗ Ψ i l.

  (** [ls] are the segments with a successor, [z] is the tail. *)
  Definition cells_inv : iProp Σ :=
    ∃ (ls : list loc) (z : loc),
      ghost_map_auth γ 1 (map_seq 0 (ls ++ [z]) : gmap nat loc) ∗
      (z +ₗ 1) ↦ NONEV ∗
      [∗ list] i ↦ l ∈ ls, ∃ l' : loc, ⌜(ls ++ [z]) !! S i = Some l'⌝ ∗
        (l +ₗ 1) ↦□ SOMEV #l' ∗ S i ↪[γ]□ l' ∗ Ψ (S i) l'.

  Definition is_cell (i : nat) (l : loc) : iProp Σ := i ↪[γ]□ l ∗ Ψ i l.
  Definition is_cells (a : loc) : iProp Σ := cell_init ∗ inv N cells_inv ∗ is_cell 0 a.

  Global Instance is_cell_persistent i l : Persistent (is_cell i l).
  Proof. apply _. Qed.
  Global Instance is_cells_persistent a : Persistent (is_cells a).
  Proof. apply _. Qed.

  (** Two searches for one index give one cell, for ever. *)
  Lemma ARR_1_one_location_per_index i l l' : is_cell i l -∗ is_cell i l' -∗ ⌜l = l'⌝.
  Proof. iIntros "[H1 _] [H2 _]". by iApply (ghost_map_elem_agree with "H1 H2"). Qed.

  (** A new segment has an empty cell and no successor. *)
  Lemma ARR_2_fresh_segment_content :
    {{{ True }}} newSegment #()
    {{{ (l : loc), RET #l; l ↦ NONEV ∗ (l +ₗ 1) ↦ NONEV ∗ meta_token l ⊤ }}}.
  Proof.
    iIntros (Φ) "_ HΦ". wp_rec. wp_apply wp_allocN; [lia|done|]. iIntros (l) "[Hl Hm]".
    replace (Z.to_nat 2) with 2 by lia. simpl.
    rewrite !array_cons array_nil !loc_add_0.
    iDestruct "Hl" as "(Hl0 & Hl1 & _)". iDestruct "Hm" as "[Hm _]".
    iApply "HΦ". iFrame.
  Qed.

  (** A segment becomes the first of an array; its creator has set up its cell. *)
  Lemma cells_alloc l E :
    cell_init -∗ ghost_map_auth γ 1 (∅ : gmap nat loc) -∗ (l +ₗ 1) ↦ NONEV -∗
    (0 ↪[γ]□ l ={E}=∗ Ψ 0 l) ={E}=∗ is_cells l.
  Proof.
    iIntros "#Hinit Hγ Hn HΨ".
    iMod (ghost_map_insert_persist 0 l with "Hγ") as "[Hγ #Hel]"; [done|].
    iMod ("HΨ" with "Hel") as "#HΨ".
    iMod (inv_alloc N _ cells_inv with "[Hγ Hn]") as "#Hinv".
    { iNext. iExists [], l. simpl. rewrite insert_empty. iFrame. }
    iModIntro. by iFrame "#".
  Qed.

  (** The successor has the cell of the next index, whoever has appended it. *)
  Lemma ARR_1_next_or_append a i l :
    {{{ is_cells a ∗ is_cell i l }}} nextOrAppend #l {{{ l', RET #l'; is_cell (S i) l' }}}.
  Proof.
    iIntros (Φ) "[(#Hinit & #Hinv & _) #[Hel HΨi]] HΦ". wp_rec. wp_pures.
    wp_bind (! _)%E. iInv N as (ls z) "(>Hγ & >Hz & #Hls)".
    iDestruct (ghost_map_lookup with "Hγ Hel") as %Hi.
    rewrite lookup_map_seq_0 in Hi.
    destruct (decide (i < length ls)) as [Hlt|Hge].
    { rewrite lookup_app_l // in Hi.
      iDestruct (big_sepL_lookup with "Hls") as (l') "(>%Hl' & >Hnext & Hel' & HΨ')"; [exact Hi|].
      wp_load. iModIntro. iSplitL "Hγ Hz". { iNext. iExists _, _. iFrame "∗#". }
      wp_pures. iApply "HΦ". by iFrame "#". }
    rewrite lookup_app_r in Hi; [|lia].
    apply list_lookup_singleton_Some in Hi as [Hi <-].
    wp_load. iModIntro. iSplitL "Hγ Hz". { iNext. iExists _, _. iFrame "∗#". }
    iClear "Hls". clear ls Hge Hi. wp_pures. wp_apply ARR_2_fresh_segment_content; [done|].
    iIntros (m) "(Hm & Hmn & Hmt)".
    iMod ("Hinit" $! (S i) with "Hm Hmt") as "#HΨm". wp_pures.
    wp_bind (CmpXchg _ _ _). iInv N as (ls z') "(>Hγ & >Hz & #Hls2)".
    iDestruct (ghost_map_lookup with "Hγ Hel") as %Hi.
    rewrite lookup_map_seq_0 in Hi.
    destruct (decide (i < length ls)) as [Hlt|Hge].
    { rewrite lookup_app_l // in Hi.
      iDestruct (big_sepL_lookup with "Hls2") as (l') "(>%Hl' & >Hnext & Hel' & HΨ')"; [exact Hi|].
      wp_apply (wp_cmpxchg_fail with "Hnext"); [done|by left|]. iIntros "_".
      iModIntro. iSplitL "Hγ Hz". { iNext. iExists _, _. iFrame "∗#". }
      wp_pures. iApply "HΦ". by iFrame "#". }
    rewrite lookup_app_r in Hi; [|lia].
    apply list_lookup_singleton_Some in Hi as [Hi ->].
    assert (i = length ls) as -> by lia.
    wp_cmpxchg_suc.
    iMod (mapsto_persist with "Hz") as "#Hz".
    iMod (ghost_map_insert_persist (S (length ls)) m with "Hγ") as "[Hγ #Helm]".
    { apply lookup_map_seq_None. right. rewrite app_length /=. lia. }
    iModIntro. iSplitL "Hγ Hmn".
    { iNext. iExists (ls ++ [z]), m. iFrame "Hmn".
      rewrite (map_seq_snoc 0 (ls ++ [z])) app_length /= Nat.add_comm /=. iFrame "Hγ".
      iApply big_sepL_app. iSplit.
      - iApply (big_sepL_impl with "Hls2"). iIntros "!>" (k x Hk).
        iIntros "(%l' & %Hl' & #H1 & #H2 & #H3)". iExists l'. iFrame "#". iPureIntro.
        by apply lookup_app_l_Some.
      - iSplit; [|done]. iExists m. rewrite Nat.add_0_r. iFrame "#". iPureIntro.
        rewrite lookup_app_r app_length /=; [|lia].
        by replace (S (length ls) - (length ls + 1)) with 0 by lia. }
    wp_pures. iApply "HΦ". by iFrame "#".
  Qed.

  (** A search from the cell of index [i] goes [j] steps. *)
  Lemma find_from_spec a i l (j : nat) :
    {{{ is_cells a ∗ is_cell i l }}} find #l #j {{{ l', RET #l'; is_cell (i + j) l' }}}.
  Proof.
    iIntros (Φ) "[#Ha #Hc] HΦ". iInduction j as [|j] "IH" forall (i l) "Hc"; wp_rec; wp_pures.
    - rewrite Nat.add_0_r. by iApply "HΦ".
    - wp_apply ARR_1_next_or_append; [by iFrame "#"|]. iIntros (l') "#Hc'". wp_pures.
      replace (S j - 1)%Z with (Z.of_nat j) by lia.
      iApply ("IH" with "[HΦ] Hc'"). iIntros "!>" (l'') "H".
      rewrite Nat.add_succ_r. by iApply "HΦ".
  Qed.

  (** A search finds the cell of its index. *)
  Lemma ARR_10_find a (i : nat) :
    {{{ is_cells a }}} find #a #i {{{ l, RET #l; is_cell i l }}}.
  Proof.
    iIntros (Φ) "#Ha HΦ". iApply (find_from_spec a 0 a); [|done].
    iDestruct "Ha" as "(H1 & H2 & H3)". by iFrame "#".
  Qed.
End cells.
