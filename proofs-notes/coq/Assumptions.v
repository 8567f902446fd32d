(** The theorems that other documents cite. [check.sh] compares what this prints. *)
From CqsKernel Require Ghost Cells Cell Sweep Cqs Broadcast Clients.

Print Assumptions Cells.ARR_1_one_location_per_index.
Print Assumptions Cells.ARR_2_fresh_segment_content.
Print Assumptions Cells.ARR_10_find.
Print Assumptions Cell.BC_1_one_waiter_per_cell.
Print Assumptions Cell.BC_2_one_winner.
Print Assumptions Cell.BC_3_waits_or_overtaken.
Print Assumptions Cell.BC_4_called_or_cancelled.
Print Assumptions Sweep.BC_1_sweep_of_one_cell.
Print Assumptions Sweep.RALL_2_RALL_3_sweep_from.
Print Assumptions Sweep.RALL_2_sweep.
Print Assumptions Cqs.RALL_1_exclusive_claim.
Print Assumptions Cqs.BC_6_one_canceller.
Print Assumptions Cqs.BC_3_suspend.
Print Assumptions Cqs.BC_2_BC_5_cancel.
Print Assumptions Cqs.BC_6_not_cancelled.
Print Assumptions Cqs.RALL_2_in_some_claim.
Print Assumptions Cqs.ITER_7_resume_behind_suspend.
Print Assumptions Cqs.RALL_1_claim_up_to.
Print Assumptions Cqs.RALL_2_coverage.
Print Assumptions Broadcast.BC_1_one_queue.
Print Assumptions Broadcast.BC_3_suspend.
Print Assumptions Broadcast.RALL_2_coverage.
Print Assumptions Broadcast.BC_4_called_or_cancelled.
Print Assumptions Broadcast.BC_11_sole_broadcaster.
Print Assumptions Broadcast.RALL_6_empty_call.
Print Assumptions Clients.BC_4_one_awaiter.
Print Assumptions Clients.BC_4_n_waiters_with_canceller.
Print Assumptions Clients.RALL_1_RALL_2_two_broadcasters.
