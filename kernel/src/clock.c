// SPDX-License-Identifier: GPL-2.0
/*
 * CLOCK_MONOTONIC from the time stamp counter.
 *
 * ktime_get_mono_fast_ns() costs 45 instructions, and each call asks twice.
 * While recording, a work item looks at both clocks once a second and lays the
 * line from cycles to nanoseconds for the next: it begins where the last one is
 * now, so that time never jumps, and is inclined so that it meets
 * CLOCK_MONOTONIC a second later.
 *
 * Lines are two, used in turn. A probe holds its line with preemption off, so a
 * grace period is waited for before a line is written again.
 */
#include <linux/jiffies.h>
#include <linux/rcupdate.h>
#include <linux/suspend.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>
#include "clock.h"
#include "compat.h"

/* A line is used for so long. */
#define FX_CLOCK_MS 1000
/* The best of so many looks at both clocks: an interrupt may come between. */
#define FX_CLOCK_LOOKS 5
/* Beyond this the clocks have parted (suspend, a stopped machine): jump. */
#define FX_CLOCK_JUMP_NS 1000000

const struct fx_clock_line *fx_clock;

static struct fx_clock_line fx_clock_lines[2];
static unsigned int fx_clock_turn;
static bool fx_clock_on;
/* The last look. */
static u64 fx_clock_cycles, fx_clock_ns;

/* Reads both clocks at one moment, as nearly as can be. */
static void fx_clock_look(u64 *cycles, u64 *ns)
{
	u64 best = U64_MAX;
	int i;

	for (i = 0; i < FX_CLOCK_LOOKS; i++) {
		u64 before, after, now;
		unsigned long flags;

		local_irq_save(flags);
		before = rdtsc_ordered();
		now = ktime_get_mono_fast_ns();
		after = rdtsc_ordered();
		local_irq_restore(flags);
		if (after - before < best) {
			best = after - before;
			*cycles = before + best / 2;
			*ns = now;
		}
	}
}

/*
 * Does the kernel itself keep its time by the counter? Then it is steady, the
 * same on all CPUs, and watched; should the kernel turn away from it, so do we.
 */
static bool fx_clock_usable(void)
{
	struct system_time_snapshot snapshot;
	u64 before, after;

	if (check_tsc_unstable() || !tsc_khz)
		return false;
	before = rdtsc_ordered();
	fx_time_snapshot(&snapshot);
	after = rdtsc_ordered();
	return snapshot.cycles >= before && snapshot.cycles <= after;
}

static void fx_clock_publish(u64 cycles, u64 ns, u64 mult)
{
	struct fx_clock_line *line = &fx_clock_lines[++fx_clock_turn & 1];

	line->cycles = cycles;
	line->ns = ns;
	line->mult = mult;
	/* Pairs with the dependent load in fx_now(). */
	smp_store_release(&fx_clock, line);
	fx_clock_cycles = cycles;
}

static void fx_clock_begin(void)
{
	u64 cycles, ns;

	if (!fx_clock_usable())
		return;
	fx_clock_look(&cycles, &ns);
	fx_clock_ns = ns;
	fx_clock_publish(cycles, ns, div64_u64(1000000ULL << FX_CLOCK_SHIFT, tsc_khz));
}

static void fx_clock_next(void)
{
	const struct fx_clock_line *old = fx_clock;
	u64 cycles, ns, ours, took;
	s64 behind;

	if (!old)
		return;
	if (!fx_clock_usable()) {
		WRITE_ONCE(fx_clock, NULL);
		return;
	}
	/* Nobody uses the line that is written next any more. */
	synchronize_rcu();
	fx_clock_look(&cycles, &ns);
	took = cycles - fx_clock_cycles;
	ours = old->ns + mul_u64_u64_shr(cycles - old->cycles, old->mult, FX_CLOCK_SHIFT);
	behind = ns - ours;
	if (!took || abs(behind) > FX_CLOCK_JUMP_NS) {
		fx_clock_begin();
		return;
	}
	/* What passed in the last second, and what we are behind, in the next. */
	fx_clock_publish(cycles, ours,
			 mul_u64_u64_div_u64(ns - fx_clock_ns + behind, 1ULL << FX_CLOCK_SHIFT,
					     took));
	fx_clock_ns = ns;
}

static void fx_clock_work_fn(struct work_struct *work);
static DECLARE_DELAYED_WORK(fx_clock_work, fx_clock_work_fn);

static void fx_clock_work_fn(struct work_struct *work)
{
	fx_clock_next();
	schedule_delayed_work(&fx_clock_work, msecs_to_jiffies(FX_CLOCK_MS));
}

/* Across a suspend the counter may begin anew: the kernel's clock until then. */
static int fx_clock_pm(struct notifier_block *unused, unsigned long event, void *data)
{
	if (!READ_ONCE(fx_clock_on))
		return NOTIFY_DONE;
	switch (event) {
	case PM_SUSPEND_PREPARE:
	case PM_HIBERNATION_PREPARE:
		cancel_delayed_work_sync(&fx_clock_work);
		WRITE_ONCE(fx_clock, NULL);
		break;
	case PM_POST_SUSPEND:
	case PM_POST_HIBERNATION:
		synchronize_rcu();
		fx_clock_begin();
		schedule_delayed_work(&fx_clock_work, msecs_to_jiffies(FX_CLOCK_MS));
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block fx_clock_notifier = { .notifier_call = fx_clock_pm };

/**
 * fx_clock_init - before recording
 *
 * Return: 0 or a negative errno.
 */
int fx_clock_init(void)
{
	return register_pm_notifier(&fx_clock_notifier);
}

/**
 * fx_clock_exit - after recording
 */
void fx_clock_exit(void)
{
	unregister_pm_notifier(&fx_clock_notifier);
	fx_clock_stop();
}

/**
 * fx_clock_start - recording begins: from here on fx_now() is cheap
 */
void fx_clock_start(void)
{
	fx_clock_begin();
	WRITE_ONCE(fx_clock_on, true);
	schedule_delayed_work(&fx_clock_work, msecs_to_jiffies(FX_CLOCK_MS));
}

/**
 * fx_clock_stop - recording has ended
 */
void fx_clock_stop(void)
{
	WRITE_ONCE(fx_clock_on, false);
	cancel_delayed_work_sync(&fx_clock_work);
	WRITE_ONCE(fx_clock, NULL);
	synchronize_rcu();
}
