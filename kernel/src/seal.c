// SPDX-License-Identifier: GPL-2.0
/*
 * Seals: the kernel authenticates what stands in each ring, with a key that it
 * forgets. See uapi/forensix_seal.h, and sealer.c for a single ring.
 *
 * No caller pays for it: each ring has a work, on its own CPU, that reads the
 * records behind the producer and now and then writes a SEAL among them. The
 * producer may overwrite only what the work has read (fx_ring_free_to()); when a
 * sixteenth of the ring is unread it calls the work, through an irq_work since it
 * may hold the scheduler's locks. A timer calls it where little is written.
 *
 * Works sleep and are preempted; nothing here runs in an interrupt but the
 * queueing. Memory is had at load.
 */
#include <linux/cpu.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/wait.h>
#include "alloc.h"
#include "seal.h"
#include "sealer.h"

#define FX_SEAL_INTERVAL_MAX_MS 3600000u

/* For so long the first or last seals of all rings are waited for: turns, and their length. */
#define FX_SETTLE_TURNS 20
#define FX_SETTLE_MS 5

static uint seal_interval_ms = 200;
module_param(seal_interval_ms, uint, 0444);
MODULE_PARM_DESC(seal_interval_ms,
		 "a ring that is written to is sealed so often, once the reader has "
		 "brought a key; 0: never (default: 200)");

static DEFINE_PER_CPU(struct fx_sealer, fx_sealers);
static struct workqueue_struct *fx_seal_queue;

static void fx_seal_work_fn(struct work_struct *work)
{
	struct fx_sealer *s = container_of(work, struct fx_sealer, work);

	if (!fx_sealer_run(s, false))
		queue_work_on(s->cpu, fx_seal_queue, work);
}

/* Is the first seal of a ring still to be written, or its last one? */
static bool fx_seal_owed(const struct fx_sealer *s)
{
	return smp_load_acquire(&s->open) &&
	       (READ_ONCE(fx_sealing.mode) == FX_SEAL_CLOSING || !READ_ONCE(s->turn));
}

/* Is there something to be sealed? */
static bool fx_seal_due(const struct fx_sealer *s)
{
	const struct fx_ring *ring = &per_cpu(fx_cpu_ring, s->cpu)->ring;

	return READ_ONCE(s->open) &&
	       (READ_ONCE(ring->producer->head) != READ_ONCE(s->from) || fx_seal_owed(s));
}

/* Has every ring sealed that is to be. Sleeps. */
static void fx_seal_all(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		struct fx_sealer *s = per_cpu_ptr(&fx_sealers, cpu);

		if (!fx_seal_due(s))
			continue;
		cpus_read_lock();
		if (cpu_online(cpu))
			queue_work_on(cpu, fx_seal_queue, &s->work);
		else
			fx_sealer_run(s, true);
		cpus_read_unlock();
	}
}

static void fx_seal_timer_fn(struct work_struct *unused);
static DECLARE_DELAYED_WORK(fx_seal_timer, fx_seal_timer_fn);

static void fx_seal_timer_fn(struct work_struct *unused)
{
	fx_seal_all();
	queue_delayed_work(system_unbound_wq, &fx_seal_timer, msecs_to_jiffies(seal_interval_ms));
}

/* In an interrupt. */
static void fx_seal_kick_fn(struct irq_work *kick)
{
	struct fx_sealer *s = container_of(kick, struct fx_sealer, kick);

	queue_work_on(s->cpu, fx_seal_queue, &s->work);
}

/* The producer's call: it is on the ring's CPU, where the irq_work will run as well. */
static void fx_seal_piled(struct fx_ring *ring)
{
	irq_work_queue(&per_cpu_ptr(&fx_sealers, ring->cpu)->kick);
}

static bool fx_seal_settled(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		if (fx_seal_owed(per_cpu_ptr(&fx_sealers, cpu)))
			return false;
	return true;
}

/* Waits a little for the first or last seals of all rings; 0 or -EAGAIN. Sleeps. */
static int fx_seal_settle(void)
{
	unsigned int turn;

	for (turn = 0; turn < FX_SETTLE_TURNS && !fx_seal_settled(); turn++) {
		fx_seal_all();
		wait_event_timeout(fx_sealing.wait, fx_seal_settled(),
				   msecs_to_jiffies(FX_SETTLE_MS));
	}
	return fx_seal_settled() ? 0 : -EAGAIN;
}

/* Each ring gets its own first key. */
static void fx_seal_open(const struct fx_seal_key *first, const u8 *recording_id)
{
	unsigned int cpu;

	memcpy(fx_sealing.id, first->id, sizeof(fx_sealing.id));
	atomic64_set(&fx_sealing.number, 0);
	WRITE_ONCE(fx_sealing.mode, FX_SEAL_OPEN);
	for_each_possible_cpu(cpu)
		fx_sealer_open(per_cpu_ptr(&fx_sealers, cpu), first, recording_id);
}

/**
 * fx_seal_begin - seal what is recorded from here on
 * @first: the first key; the caller wipes it
 * @recording_id: 16 bytes, part of each ring's key
 *
 * Sleeps. Nothing is being recorded; calls are one at a time.
 *
 * Return: 0; -EALREADY when it is sealed with that key, or -EBUSY with another;
 * -EAGAIN when a first or, of the sealing before, last seal finds no room:
 * the reader has to drain, and to ask again. -EOPNOTSUPP when seals are off.
 */
int fx_seal_begin(const struct fx_seal_key *first, const u8 *recording_id)
{
	if (!seal_interval_ms)
		return -EOPNOTSUPP;
	if (fx_sealing.mode == FX_SEAL_CLOSING && fx_seal_finish())
		return -EAGAIN;
	if (fx_sealing.mode == FX_SEAL_OFF) {
		fx_seal_open(first, recording_id);
		queue_delayed_work(system_unbound_wq, &fx_seal_timer,
				   msecs_to_jiffies(seal_interval_ms));
	} else if (memcmp(first->id, fx_sealing.id, sizeof(fx_sealing.id))) {
		return -EBUSY;
	} else if (fx_seal_settled()) {
		return -EALREADY;
	}
	return fx_seal_settle();
}

/**
 * fx_seal_finish - write the last seals and forget the keys
 *
 * Sleeps. Nothing is being recorded; calls are one at a time.
 *
 * Return: 0 when nothing is sealed any more; -EAGAIN when a last seal finds no
 * room: the reader has to drain, and to ask again.
 */
int fx_seal_finish(void)
{
	int err;

	if (fx_sealing.mode == FX_SEAL_OFF)
		return 0;
	WRITE_ONCE(fx_sealing.mode, FX_SEAL_CLOSING);
	err = fx_seal_settle();
	if (err)
		return err;
	cancel_delayed_work_sync(&fx_seal_timer);
	WRITE_ONCE(fx_sealing.mode, FX_SEAL_OFF);
	return 0;
}

/**
 * fx_seal_resume - recording begins: sealed if there is a key, and no half of it
 *
 * Return: as fx_seal_finish(), which an earlier reader may have left undone.
 */
int fx_seal_resume(void)
{
	return fx_sealing.mode == FX_SEAL_CLOSING ? fx_seal_finish() : 0;
}

/**
 * fx_seal_on - is what is recorded being sealed?
 *
 * Return: true when it is.
 */
bool fx_seal_on(void)
{
	return READ_ONCE(fx_sealing.mode) == FX_SEAL_OPEN;
}

/**
 * fx_seal_interval_ms - how often rings are sealed
 *
 * Return: milliseconds; 0: never.
 */
u32 fx_seal_interval_ms(void)
{
	return seal_interval_ms;
}

/**
 * fx_seal_count - seals with the key that is in force, or the last one that was
 *
 * Return: how many.
 */
u64 fx_seal_count(void)
{
	return atomic64_read(&fx_sealing.number);
}

/**
 * fx_seal_bytes - bytes that seals cover
 *
 * Return: how many, since the module was loaded.
 */
u64 fx_seal_bytes(void)
{
	return atomic64_read(&fx_sealing.covered);
}

/**
 * fx_seal_init - before the first record; the rings are there
 *
 * Return: 0, -EINVAL or -ENOMEM.
 */
int fx_seal_init(void)
{
	unsigned int cpu;

	if (seal_interval_ms > FX_SEAL_INTERVAL_MAX_MS) {
		pr_err("seal_interval_ms=%u: at most %u\n", seal_interval_ms,
		       FX_SEAL_INTERVAL_MAX_MS);
		return -EINVAL;
	}
	if (fx_alloc_denied(FX_SITE_SEAL))
		return -ENOMEM;
	/* It may be what a task waits for that frees memory. */
	fx_seal_queue = fx_alloc_got(
		FX_SITE_SEAL, alloc_workqueue("forensix_seal",
					      WQ_HIGHPRI | WQ_MEM_RECLAIM | WQ_CPU_INTENSIVE, 0));
	if (!fx_seal_queue)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		struct fx_sealer *s = per_cpu_ptr(&fx_sealers, cpu);

		s->cpu = cpu;
		mutex_init(&s->lock);
		INIT_WORK(&s->work, fx_seal_work_fn);
		init_irq_work(&s->kick, fx_seal_kick_fn);
		per_cpu(fx_cpu_ring, cpu)->ring.piled = fx_seal_piled;
	}
	return 0;
}

/**
 * fx_seal_exit - after the last record: no work is left, nor a key
 *
 * Who queues goes first: the timer, then the irq_works that producers left.
 */
void fx_seal_exit(void)
{
	unsigned int cpu;

	cancel_delayed_work_sync(&fx_seal_timer);
	for_each_possible_cpu(cpu) {
		struct fx_sealer *s = per_cpu_ptr(&fx_sealers, cpu);

		irq_work_sync(&s->kick);
		cancel_work_sync(&s->work);
		/* A work that wrote a seal may have queued the irq_work again. */
		irq_work_sync(&s->kick);
		cancel_work_sync(&s->work);
		fx_sealer_shut(s);
	}
	destroy_workqueue(fx_seal_queue);
}
