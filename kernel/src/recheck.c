// SPDX-License-Identifier: GPL-2.0
/*
 * Was what a call was given changed while it ran?
 *
 * What is on record was copied when the call was entered; what the kernel worked
 * with it copied itself, a little later. When the call returns, the memory is
 * copied once more, into room of the ring that is not handed out, and compared.
 * What differs then may have differed for the kernel too: the record says so.
 */
#include "capture.h"
#include "recheck.h"
#include "record.h"

/* The end of the items that a stash holds for one argument. */
static const u8 *fx_items_end(const u8 *at, const u8 *end, unsigned int arg)
{
	while (at < end) {
		const struct fx_item *item = (const struct fx_item *)at;

		if (item->arg != arg)
			break;
		at += sizeof(*item) + ALIGN(item->size, FX_ALIGN_BYTES);
	}
	return at;
}

static bool fx_item_differs(struct fx_task *task, unsigned int i, const u8 *was, size_t bytes,
			    u8 *room)
{
	struct fx_progress progress = task->progress[i];
	struct fx_capture c = {
		.at = room,
		.end = room + FX_RECORD_MAX_BYTES,
		.task = task,
		.args = task->args,
		.abi = task->abi,
	};
	u8 flags = task->flags;

	fx_capture_op(&c, i, &fx_ops[task->row->ops + i]);
	task->progress[i] = progress;
	task->flags = flags;
	/* What cannot be read now cannot be compared. */
	if (c.fault || c.full)
		return false;
	return c.at - room != bytes || memcmp(room, was, bytes);
}

/* What went to the ring at once is compared there, as long as it was not overwritten. */
static bool fx_data_differs(struct fx_task *task, unsigned int i, u8 *room)
{
	const struct fx_progress *progress = &task->progress[i];
	const struct fx_op *op = &fx_ops[task->row->ops + i];
	struct fx_source source = { .base = task->args[op->arg], .full = progress->full };
	const struct fx_ring *ring = task->early_ring;
	struct fx_capture c = {};
	bool differs;

	if (!ring || !progress->at || progress->at > FX_PAYLOAD_MAX_BYTES)
		return false;
	if (fx_source_copy(&c, &source, 0, room, progress->at) < progress->at)
		return false;
	differs = memcmp(room, ring->data + (progress->data & (ring->size - 1)), progress->at);
	/* Another CPU's ring may have gone on under us: then it says nothing. */
	smp_rmb();
	return differs && READ_ONCE(ring->head) - progress->data < ring->size - FX_RECORD_MAX_BYTES;
}

/**
 * fx_inputs_changed - was what a call was given changed while it ran?
 * @task: state of the current task
 *
 * Preemption is off, and nothing is reserved in the ring.
 *
 * Return: true when it was; false when it was not, or cannot be told.
 */
bool fx_inputs_changed(struct fx_task *task)
{
	const struct fx_op *op = &fx_ops[task->row->ops];
	const u8 *at = task->stash, *end = at + task->stash_used;
	unsigned int i;
	u8 *room;

	/* A task that exits has no memory left. */
	if (at == end || !current->mm || !fx_inputs_shared(current))
		return false;
	room = fx_ring_reserve(fx_this_ring(), FX_RECORD_MAX_BYTES, fx_now());
	if (!room)
		return false;
	for (i = 0; i < task->row->entry && at < end; i++, op++) {
		const struct fx_item *item = (const struct fx_item *)at;
		const u8 *next;

		if (task->late & 1 << i)
			continue;
		next = fx_items_end(at, end, op->arg);
		if (next == at || op->kind == FX_OP_FILE || op->kind == FX_OP_MAPPED ||
		    op->flags & FX_OP_TWO_WAY) {
			at = next;
			continue;
		}
		if (item->flags & FX_ITEM_MORE ? fx_data_differs(task, i, room)
					       : fx_item_differs(task, i, at, next - at, room))
			return true;
		at = next;
	}
	return false;
}
