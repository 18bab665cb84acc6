// SPDX-License-Identifier: GPL-2.0
/*
 * Writing records of any type.
 */
#include <linux/slab.h>
#include "alloc.h"
#include "record.h"
#include "slow.h"
#include "throttle.h"
#include "wake.h"

/* Keeps a record until there is room; its task cannot go on before. Returns 0, or why not. */
static enum fx_lost_reason fx_record_keep(struct fx_task *task, const struct fx_record *record,
					  u32 size)
{
	struct fx_pending *p;

	if (!task || !fx_may_hold(current))
		return FX_LOST_NO_ROOM;
	p = fx_alloc(FX_SITE_PENDING, sizeof(*p) + size, GFP_ATOMIC);
	if (!p)
		return FX_LOST_NO_MEMORY;
	p->next = NULL;
	p->size = size;
	memcpy(p->bytes, record, size);
	if (!fx_slow_queue(task)) {
		kfree(p);
		return FX_LOST_NO_ROOM;
	}
	*task->pending_end = p;
	task->pending_end = &p->next;
	return 0;
}

/**
 * fx_record_lose - a record cannot be written
 * @bytes: its size, as far as known
 * @reason: why
 *
 * Preemption is off.
 */
void fx_record_lose(u64 bytes, enum fx_lost_reason reason)
{
	fx_ring_lose(fx_this_ring(), bytes, fx_now(), reason);
}

/**
 * fx_record_after - what follows every commit: wake the reader, hold the caller
 * @task: state of the current task, or NULL
 * @ring: the ring of this CPU
 * @size: of the record
 */
void fx_record_after(struct fx_task *task, struct fx_ring *ring, u32 size)
{
	fx_wake_check(ring);
	if (fx_throttle_due(ring) && task && !task->working) {
		fx_ring_refresh(ring);
		if (fx_throttle_full(ring) && fx_throttle_spent(task, size) &&
		    fx_may_hold(current) && fx_slow_queue(task))
			task->held_cpu = ring->cpu;
	}
}

/**
 * fx_record_emit - write a record that is complete but for its stamp
 * @task: state of the current task, or NULL
 * @record: the record, in kernel memory, its type in place
 * @size: its size
 * @now: the time
 *
 * Preemption is off. Where there is no room the record is kept and written when
 * the current task leaves the kernel; a task that cannot wait loses it, and the
 * loss is on record.
 */
void fx_record_emit(struct fx_task *task, struct fx_record *record, u32 size, u64 now)
{
	struct fx_ring *ring = fx_this_ring();
	enum fx_lost_reason reason;
	void *to = NULL;

	/* Not before those that wait: records of a task stay in order. */
	if (!task || !task->pending)
		to = fx_ring_reserve(ring, size, now);
	if (to) {
		memcpy(to, record, size);
		fx_ring_stamp(ring, to, record->type, size, now);
		fx_ring_commit(ring, size);
		fx_record_after(task, ring, size);
		return;
	}
	reason = fx_record_keep(task, record, size);
	if (reason)
		fx_record_lose(size, reason);
}
