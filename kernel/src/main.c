// SPDX-License-Identifier: GPL-2.0
/*
 * Forensix: a flight recorder. What is set up when the module is loaded, and in
 * which order it is taken down.
 */
#include <linux/module.h>
#include "capture.h"
#include "clock.h"
#include "control.h"
#include "filter.h"
#include "hook.h"
#include "recording.h"
#include "rings.h"
#include "seal.h"
#include "stat.h"
#include "throttle.h"
#include "wake.h"

static ulong ring_bytes = 4 << 20;
module_param(ring_bytes, ulong, 0444);
MODULE_PARM_DESC(ring_bytes, "bytes of the ring of each CPU, a power of two (default: 4194304)");

static int __init fx_init(void)
{
	int err;

	fx_capture_init();
	fx_filter_init();
	err = fx_hook_find();
	if (err)
		goto free_filter;
	err = fx_rings_alloc(ring_bytes);
	if (err)
		goto free_filter;
	err = fx_throttle_init();
	if (err)
		goto free_rings;
	err = fx_wake_init();
	if (err)
		goto free_rings;
	err = fx_clock_init();
	if (err)
		goto stop_wake;
	err = fx_seal_init();
	if (err)
		goto stop_clock;
	err = fx_stat_init();
	if (err)
		goto stop_seal;
	err = fx_control_init();
	if (err)
		goto remove_stat;
	return 0;

remove_stat:
	fx_stat_exit();
stop_seal:
	fx_seal_exit();
stop_clock:
	fx_clock_exit();
stop_wake:
	fx_wake_exit();
free_rings:
	fx_rings_free();
free_filter:
	/* Parameters are set before we are called. */
	fx_filter_exit();
	return err;
}

/* What nobody read is gone now; say so, once. */
static void fx_say_unread(void)
{
	u64 records = 0, lost = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		struct fx_ring *ring = &per_cpu(fx_cpu_ring, cpu)->ring;

		fx_ring_refresh(ring);
		records += fx_ring_waiting(ring) ? fx_ring_waiting_records(ring) : 0;
		lost += ring->loss.count;
	}
	if (records || lost)
		pr_notice("unloaded with %llu records that no reader took and %llu that found no "
			  "room\n",
			  records, lost);
}

static void __exit fx_exit(void)
{
	/* No new reader; then no hook; then nobody on the slow path; then no sealer. */
	fx_control_exit();
	fx_recording_end();
	fx_stat_exit();
	fx_seal_exit();
	fx_clock_exit();
	fx_wake_exit();
	fx_say_unread();
	fx_rings_free();
	fx_filter_exit();
}

module_init(fx_init);
module_exit(fx_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Forensix: records every system call, with its data, and loses none");
MODULE_VERSION("0.1.0");
