// SPDX-License-Identifier: GPL-2.0
/*
 * Waking the reader.
 *
 * A producer may hold the scheduler's or a signal lock, so it must not wake
 * anybody itself: it queues an irq_work, which wakes the reader or starts the
 * timer that will.
 */
#include <linux/irq_work.h>
#include <linux/jiffies.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include "compat.h"
#include "rings.h"
#include "wake.h"

/* A reader that need not be woken at once is, so long after the first record. */
#define FX_WAKE_MS 10

int fx_wake_state;

static DECLARE_WAIT_QUEUE_HEAD(fx_reader_wait);
static DEFINE_PER_CPU(struct irq_work, fx_wake_work);

/* Once at the end of a sleep: are there records? Runs in soft interrupt. */
static void fx_wake_timer_fn(struct timer_list *unused)
{
	if (fx_rings_any_data())
		fx_wake_now();
}
static DEFINE_TIMER(fx_wake_timer, fx_wake_timer_fn);

static void fx_wake_work_fn(struct irq_work *work)
{
	if (READ_ONCE(fx_wake_state) == FX_AWAKE)
		wake_up_interruptible(&fx_reader_wait);
	else
		mod_timer(&fx_wake_timer, jiffies + msecs_to_jiffies(FX_WAKE_MS));
}

/**
 * fx_wake_written - a record was committed while the reader sleeps
 * @ring: the ring of this CPU; preemption is off
 *
 * Two CPUs may both do this; then the work is queued twice, to no harm.
 */
void fx_wake_written(struct fx_ring *ring)
{
	int state = READ_ONCE(fx_wake_state);

	if (fx_ring_waiting(ring) >= ring->size / FX_WAKE_PART)
		WRITE_ONCE(fx_wake_state, FX_AWAKE);
	else if (state == FX_ASLEEP)
		WRITE_ONCE(fx_wake_state, FX_ARMED);
	else
		return;
	irq_work_queue(this_cpu_ptr(&fx_wake_work));
}

/**
 * fx_wake_poll - poll(2) on the device
 * @file: the device
 * @table: as for any poll
 *
 * The state is set before the rings are looked at. A producer on another CPU
 * may store its head and then still see the old state, since its store may be
 * late; so the timer looks once more, when any such store is long visible.
 *
 * Return: EPOLLIN when there are records.
 */
__poll_t fx_wake_poll(struct file *file, poll_table *table)
{
	poll_wait(file, &fx_reader_wait, table);
	WRITE_ONCE(fx_wake_state, FX_ASLEEP);
	/* Pairs with the coherence of the producer's store, at the latest when
	 * the timer runs.
	 */
	smp_mb();
	if (fx_rings_any_data()) {
		WRITE_ONCE(fx_wake_state, FX_AWAKE);
		return EPOLLIN | EPOLLRDNORM;
	}
	mod_timer(&fx_wake_timer, jiffies + msecs_to_jiffies(FX_WAKE_MS));
	return 0;
}

/**
 * fx_wake_now - wake the reader from process context
 */
void fx_wake_now(void)
{
	WRITE_ONCE(fx_wake_state, FX_AWAKE);
	wake_up_interruptible(&fx_reader_wait);
}

/**
 * fx_wake_init - before the first record
 *
 * Return: 0.
 */
int fx_wake_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		init_irq_work(per_cpu_ptr(&fx_wake_work, cpu), fx_wake_work_fn);
	return 0;
}

/**
 * fx_wake_exit - after the last record: no work and no timer is left
 */
void fx_wake_exit(void)
{
	int cpu;

	WRITE_ONCE(fx_wake_state, FX_AWAKE);
	for_each_possible_cpu(cpu)
		irq_work_sync(per_cpu_ptr(&fx_wake_work, cpu));
	fx_timer_stop(&fx_wake_timer);
}
