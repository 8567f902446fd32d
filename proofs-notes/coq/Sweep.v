(** Sweep.java: the resumption of a claimed range, cell by cell in index order. *)
From iris.base_logic.lib Require Import ghost_map invariants.
From iris.heap_lang Require Import proofmode notation.
From CqsKernel Require Import Ghost Cells Cell.

(** The inner loop of [Sweep.run]: read; a waiter is claimed, then called; an empty cell is filled;
    a cancelled one is skipped; whoever loses a compare-and-set reads again (BC-9, BC-10). *)
Definition sweepCell : val := rec: "again" "c" "value" :=
  let: "content" := read "c" in
  match: "content" with
    SOME "w" => if: claim "c" "w" then (! "w") "value" ;; #() else "again" "c" "value"
  | NONE =>
      if: "content" = EMPTYV then (if: fill "c" RESUMEDV then #() else "again" "c" "value")
      else if: "content" = CANCELLEDV then #()
      else throw (* resumeCancelling: "the resumer of this cell meets RESUMED" *)
  end.

(** The outer loop of [Sweep.run], over the cells from [i] up to [stop] (RALL-2, RALL-3). *)
Definition sweep : val := rec: "sweep" "cells" "i" "stop" "value" :=
  if: "i" < "stop" then
    sweepCell (find "cells" "i") "value" ;; "sweep" "cells" ("i" + #1) "stop" "value"
  else #().

Section sweep.
  Context `{!heapGS Σ, !cellG Σ} (N : namespace) (γa : gname).
  Context (E D C L : nat → iProp Σ) (W : gname → val → iProp Σ) (Q : gname → iProp Σ).
  Context `{HE : !∀ i, Timeless (E i)} `{HD : !∀ i, Timeless (D i)} `{HC : !∀ i, Timeless (C i)}.
  Context `{HL : !∀ i, Persistent (L i)} `{HQ : !∀ γk, Persistent (Q γk)}.
  Context `{HEx : !∀ i, Unique (E i)} `{HDx : !∀ i, Unique (D i)}.
  Notation Ψ := (Ψ N E D C L W).
  Notation registered := (registered γa).
  Notation settled := (settled γa Q).

  (** How the sweep calls the waiter that it claimed in cell [i]. *)
  Definition calls (v : val) (i : nat) (before : iProp Σ) : iProp Σ :=
    □ ∀ γk r k, registered i γk r -∗ fate_is γa i γk r Claimed -∗ before -∗ W γk k -∗ WP k v {{ _, Q γk }}.

  (** The one resumer of a cell leaves it settled, and calls the waiter that it claims. *)
  Lemma BC_1_sweep_of_one_cell v i l before `{!Persistent before} :
    {{{ is_cell γa Ψ i l ∗ D i ∗ L i ∗ before ∗ calls v i before }}}
      sweepCell #l v {{{ RET #(); settled i }}}.
  Proof.
    iIntros (Φ) "([#Hel (%g & #Hm & #Hcell)] & HD & #HL & #Hb & #Hcalls) HΦ".
    iLöb as "IH". wp_rec. wp_pures. wp_rec. wp_bind (! _)%E.
    iInv (N .@ "cell") as (s) "[>Hl H]". destruct s as [|r k γk| |γk r|γk r].
    - wp_load. iModIntro. iSplitL "Hl H". { iNext. iExists EMPTY. iFrame. }
      wp_pures. wp_rec. wp_pures. wp_bind (CmpXchg _ _ _).
      iInv (N .@ "cell") as (s) "[>Hl H]". destruct s as [|r k γk| |γk r|γk r].
      + iDestruct "H" as ">[H1 H2]". wp_cmpxchg_suc. iMod (decide_now _ None with "H1") as "#H1".
        iModIntro. iSplitL "Hl HD H2". { iNext. iExists OVERTAKEN. by iFrame "∗#". }
        wp_pures. iApply "HΦ". iExists l, g, None. by iFrame "#".
      + wp_cmpxchg_fail. iModIntro.
        iSplitL "Hl H". { iNext. iExists (WAITER r k γk). iFrame. }
        wp_pures. by iApply ("IH" with "HD HΦ").
      + iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
      + iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
      + wp_cmpxchg_fail. iModIntro.
        iSplitL "Hl H". { iNext. iExists (CANCELLED γk r). iFrame. }
        wp_pures. by iApply ("IH" with "HD HΦ").
    - iDestruct "H" as "(>#H1 & H2 & >#Hr & HW & HE)". wp_load. iModIntro.
      iSplitL "Hl H2 HW HE". { iNext. iExists (WAITER r k γk). by iFrame "∗#". }
      wp_pures. wp_rec. wp_pures. wp_bind (CmpXchg _ _ _).
      iInv (N .@ "cell") as (s) "[>Hl H]". destruct s as [|r' k' γk'| |γk' r'|γk' r'].
      + iDestruct "H" as ">[H1' _]". iDestruct (pending_decided with "H1' H1") as %[].
      + iDestruct "H" as "(>#H1' & >H2 & >#Hr' & HW & >HE)".
        iDestruct (decided_agree with "H1 H1'") as %[= <- <-].
        iDestruct (mapsto_agree with "Hr Hr'") as %<-.
        wp_cmpxchg_suc. iMod (decide_now _ (Some (γk, r)) with "H2") as "#H2".
        iModIntro. iSplitL "Hl HD HE". { iNext. iExists (CLAIMED γk r). by iFrame "∗#". }
        wp_pures. wp_load. wp_bind (k _). iApply (wp_wand with "[HW]").
        { iApply ("Hcalls" with "[] [] Hb HW"); iExists l, g; by iFrame "#". }
        iIntros (w) "#HQ". wp_pures. iApply "HΦ". iModIntro.
        iExists l, g, (Some (γk, r)). iSplit; [by iFrame "#"|]. iSplit; [done|]. iLeft. by iFrame "#".
      + iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
      + iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
      + wp_cmpxchg_fail. iModIntro.
        iSplitL "Hl H". { iNext. iExists (CANCELLED γk' r'). iFrame. }
        wp_pures. by iApply ("IH" with "HD HΦ").
    - iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
    - iDestruct "H" as "(_ & _ & >HD' & _)". iDestruct (unique with "HD HD'") as %[].
    - iDestruct "H" as "(>#H1 & >#H2 & H)". wp_load. iModIntro.
      iSplitL "Hl H". { iNext. iExists (CANCELLED γk r). by iFrame "∗#". }
      wp_pures. iApply "HΦ". iModIntro. iExists l, g, (Some (γk, r)).
      iSplit; [by iFrame "#"|]. iSplit; [done|]. by iRight.
  Qed.

  (** A sweep settles each cell of its range, and calls the waiter of each when all cells of the
      range before it are settled: in index order (RALL-3). *)
  Lemma RALL_2_RALL_3_sweep_from (a : loc) v (s m n : nat) :
    {{{ is_cells (N .@ "cells") γa Ψ a ∗
        ([∗ list] i ∈ seq s m, settled i) ∗
        ([∗ list] i ∈ seq (s + m) n, D i) ∗
        □ (∀ i, ⌜s ≤ i < s + m + n⌝ -∗ L i ∗ calls v i ([∗ list] j ∈ seq s (i - s), settled j)) }}}
      sweep #a #(s + m)%nat #(s + m + n)%nat v
    {{{ RET #(); [∗ list] i ∈ seq s (m + n), settled i }}}.
  Proof.
    iIntros (Φ) "(#Ha & #Hs & HDs & #Hi) HΦ".
    iInduction n as [|n] "IH" forall (m) "Hs Hi"; wp_rec; wp_pures.
    - rewrite bool_decide_eq_false_2; [|lia]. wp_pures. iApply "HΦ". rewrite (Nat.add_0_r m). by iFrame "Hs".
    - rewrite bool_decide_eq_true_2; [|lia]. wp_pures.
      iDestruct "HDs" as "[HD HDs]".
      wp_apply (ARR_10_find with "Ha"). iIntros (l) "#Hc".
      iDestruct ("Hi" $! (s + m) with "[%]") as "[#HL #Hcalls]"; [lia|].
      wp_apply (BC_1_sweep_of_one_cell with "[$HD $Hc $HL $Hcalls]").
      { replace (s + m - s) with m by lia. iApply "Hs". }
      iIntros "#Hsm". wp_pures.
      replace (Z.of_nat (s + m) + 1)%Z with (Z.of_nat (s + S m)) by lia.
      replace (s + m + S n) with (s + S m + n) by lia.
      replace (m + S n) with (S m + n) by lia.
      iApply ("IH" $! (S m) with "[HDs] [HΦ] [] []").
      + by replace (s + S m) with (S (s + m)) by lia.
      + done.
      + replace (S m) with (m + 1) by lia. rewrite seq_app big_sepL_app /=. by iFrame "#".
      + iIntros "!>" (i Hi'). iApply "Hi". iPureIntro. lia.
  Qed.

  (** A sweep of the range from [s] up to [s + n]. *)
  Lemma RALL_2_sweep (a : loc) v (s n : nat) :
    {{{ is_cells (N .@ "cells") γa Ψ a ∗ ([∗ list] i ∈ seq s n, D i) ∗
        □ (∀ i, ⌜s ≤ i < s + n⌝ -∗ L i ∗ calls v i ([∗ list] j ∈ seq s (i - s), settled j)) }}}
      sweep #a #s #(s + n)%nat v
    {{{ RET #(); [∗ list] i ∈ seq s n, settled i }}}.
  Proof.
    iIntros (Φ) "(#Ha & HDs & #Hi) HΦ".
    iPoseProof (RALL_2_RALL_3_sweep_from a v s 0 n with "[HDs] [HΦ]") as "H".
    - rewrite Nat.add_0_r /=. iFrame "∗#".
    - iExact "HΦ".
    - by rewrite Nat.add_0_r.
  Qed.
End sweep.
