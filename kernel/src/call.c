// SPDX-License-Identifier: GPL-2.0
/*
 * The record of a system call: the fast path, for all that quick.c is not for.
 *
 * Everything here runs in the sys_enter and sys_exit tracepoints, with
 * preemption off: nothing sleeps, no page fault is served. What would need
 * either is left to slow.c, which runs before the same call returns to user
 * mode.
 *
 * Register arguments are read from pt_regs at exit, where they still stand: user
 * mode cannot reach them, a tracer is past its stop at entry and not yet at its
 * stop at exit. The calls that replace all registers (exec, sigreturn) are those
 * whose number and arguments are kept from the entry.
 */
#include <linux/mman.h>
#include "call.h"
#include "file.h"
#include "inner.h"
#include "made.h"
#include "recheck.h"
#include "record.h"
#include "slow.h"
#include "socket.h"
#include "throttle.h"

static inline void fx_copy_args(u64 *to, const u64 *from)
{
	to[0] = from[0];
	to[1] = from[1];
	to[2] = from[2];
	to[3] = from[3];
	to[4] = from[4];
	to[5] = from[5];
}

/**
 * fx_data_write - write one FX_REC_DATA record
 * @task: state of the current task; progress[i] says from where
 * @i: index of the op in its row
 * @source: the bytes
 * @kind: enum fx_item_kind
 * @flags: enum fx_item_flag to set
 * @final: write what can be had when a page cannot be read
 * @c: arguments and ABI; learns of a fault
 *
 * Preemption is off. On FX_DONE progress[i].at has moved on.
 */
enum fx_outcome fx_data_write(struct fx_task *task, unsigned int i, const struct fx_source *source,
			      u8 kind, unsigned int flags, bool final, struct fx_capture *c)
{
	struct fx_progress *progress = &task->progress[i];
	const struct fx_op *op = &fx_ops[task->row->ops + i];
	struct fx_ring *ring = fx_this_ring();
	u64 now = fx_now();
	u64 want = min_t(u64, progress->full - progress->at, FX_PAYLOAD_MAX_BYTES);
	struct fx_data *data;
	u64 got, size;

	size = sizeof(*data) + ALIGN(want, FX_ALIGN_BYTES);
	data = fx_ring_reserve(ring, size, now);
	if (!data)
		return FX_NO_ROOM;
	got = fx_source_copy(c, source, progress->at, (u8 *)(data + 1), want);
	if (got < want) {
		if (!final)
			return FX_NOT_RESIDENT;
		flags |= FX_ITEM_FAULT;
	}
	memset((u8 *)(data + 1) + got, 0, -got & (FX_ALIGN_BYTES - 1));
	size = sizeof(*data) + ALIGN(got, FX_ALIGN_BYTES);
	fx_ring_stamp(ring, &data->record, FX_REC_DATA, size, now);
	fx_record_who(&data->record, current);
	data->entered = task->entered;
	data->offset = progress->at;
	data->item.kind = kind;
	data->item.arg = op->arg;
	if (progress->at + got < progress->full && !(flags & FX_ITEM_FAULT))
		flags |= FX_ITEM_MORE;
	data->item.flags = flags;
	data->item.size = got;
	data->item.full = progress->full;
	fx_ring_commit(ring, size);
	progress->at += got;
	if (flags & FX_ITEM_FAULT)
		progress->full = progress->at;
	return FX_DONE;
}

/* An input too long for the stash goes to the ring at once. */
static bool fx_enter_data(struct fx_task *task, struct fx_capture *c, unsigned int i,
			  const struct fx_op *op)
{
	struct fx_source source = { .base = c->args[op->arg] };
	u64 full = fx_op_length(c, op);
	struct fx_ring *ring = fx_this_ring();
	struct fx_capture data = *c;

	if (op->kind != FX_OP_BYTES || fx_throttle_due(ring) || task->pending)
		return false;
	source.full = full;
	task->progress[i].at = 0;
	task->progress[i].full = fx_payload_limit(full);
	if (fx_data_write(task, i, &source, FX_ITEM_BYTES, 0, false, &data) != FX_DONE)
		return false;
	task->progress[i].data = ring->head - ALIGN(task->progress[i].at, FX_ALIGN_BYTES);
	fx_record_after(task, ring, task->progress[i].at);
	if (task->progress[i].at < task->progress[i].full)
		task->rest |= 1 << i;
	if (!fx_item_begin(c))
		return true;
	fx_item_end(c, FX_ITEM_BYTES, op->arg,
		    FX_ITEM_MORE | (task->progress[i].full < full ? FX_ITEM_LIMIT : 0), 0, full);
	return true;
}

/* One op at entry: into the stash, into the ring, or left for the exit. */
static void fx_enter_op(struct fx_task *task, struct fx_capture *c, unsigned int i,
			const struct fx_op *op)
{
	u8 *at = c->at;
	u8 items = c->items;

	fx_capture_op(c, i, op);
	if (likely(!c->fault && !c->full))
		return;
	c->at = at;
	c->items = items;
	if (c->full && !c->fault && op->kind != FX_OP_BYTES) {
		task->stash_used = c->at - task->stash;
		if (fx_stash_grow(task)) {
			c->at = task->stash + task->stash_used;
			c->end = task->stash + task->stash_size;
			at = c->at;
			c->full = false;
			fx_capture_op(c, i, op);
			if (!c->fault && !c->full)
				return;
			c->at = at;
			c->items = items;
		}
	} else if (c->full && !c->fault && fx_enter_data(task, c, i, op)) {
		c->full = false;
		return;
	}
	c->fault = 0;
	c->full = false;
	task->late |= 1 << i;
}

static void fx_enter_capture(struct fx_task *task, const struct fx_row *row)
{
	const struct fx_op *op = &fx_ops[row->ops];
	struct fx_capture c = {
		.at = task->stash,
		.end = task->stash + task->stash_size,
		.task = task,
		.args = task->args,
		.abi = task->abi,
	};
	unsigned int i;

	task->early_ring = fx_this_ring();
	for (i = 0; i < row->entry; i++) {
		if (op[i].kind == FX_OP_FILE)
			fx_file_meet(task->args[op[i].arg], false);
		fx_enter_op(task, &c, i, op + i);
	}
	task->stash_used = c.at - task->stash;
	task->items = c.items;
}

static void fx_call_fill(struct fx_call *call, const struct fx_task *task)
{
	fx_record_who(&call->record, current);
	call->entered = task->entered;
	call->left = task->left;
	call->ret = task->ret;
	call->nr = task->nr;
	call->flags = task->flags;
	call->abi = task->abi;
	call->items = task->items;
	fx_copy_args(call->args, task->args);
}

/* The ENTER record: what is captured so far, before the call takes effect. */
static void fx_enter_write(struct fx_task *task, u64 now)
{
	u32 size = sizeof(struct fx_call) + task->stash_used;
	struct fx_ring *ring = fx_this_ring();
	struct fx_call *call = NULL;
	struct fx_call small;

	task->ret = 0;
	task->left = 0;
	if (!task->pending)
		call = fx_ring_reserve(ring, size, now);
	if (!call) {
		/* Without the stash, which the CALL record brings again. */
		memset(&small, 0, sizeof(small));
		fx_call_fill(&small, task);
		small.items = 0;
		small.record.type = FX_REC_ENTER;
		fx_record_emit(task, &small.record, sizeof(small), now);
		return;
	}
	fx_call_fill(call, task);
	memcpy(call + 1, task->stash, task->stash_used);
	fx_ring_stamp(ring, &call->record, FX_REC_ENTER, size, now);
	fx_ring_commit(ring, size);
	fx_record_after(task, ring, size);
}

/* Goes on with the call that this one stands for; false when that cannot be told. */
static bool fx_call_inner(struct fx_task *task)
{
	if (!fx_inner_call(&task->nr, task->args))
		return false;
	task->row = fx_row(task->abi, task->nr);
	task->flags |= FX_CALL_INNER;
	return true;
}

/* The arguments of a call that has returned. */
static void fx_exit_args(struct fx_task *task, const struct pt_regs *regs)
{
	u64 args[FX_ARGS];
	u32 nr = regs->orig_ax;

	fx_args(regs, task->abi, args);
	if (likely(!(task->flags & FX_CALL_INNER))) {
		fx_copy_args(task->args, args);
		/* What its arguments are could not be read at entry: the kernel has done so now. */
		if (unlikely(task->row->flags & FX_ROW_OUTER) && !task->stash_used &&
		    fx_call_inner(task))
			task->late = (1 << task->row->entry) - 1;
	} else if (fx_inputs_shared(current) && fx_inner_call(&nr, args) &&
		   (nr != task->nr || memcmp(args, task->args, sizeof(args)))) {
		task->flags |= FX_CALL_CHANGED;
	}
}

/**
 * fx_call_enter - a call begins that is not one of the usual
 * @task: state of the current task, or NULL when this is its first call
 * @regs: registers of the caller
 * @nr: number of the call
 * @abi: enum fx_abi
 */
void fx_call_enter(struct fx_task *task, struct pt_regs *regs, u32 nr, unsigned int abi)
{
	const struct fx_row *row = fx_row(abi, nr);
	u64 now;

	if (unlikely(!task)) {
		task = fx_task_add(current);
		if (!task) {
			/* Its CALL, if it comes back, is written without what is captured here. */
			if (row->flags & FX_ROW_EARLY)
				fx_record_lose(sizeof(struct fx_call), FX_LOST_NO_MEMORY);
			return;
		}
	}
	now = fx_now();
	task->entered = now;
	task->row = row;
	task->nr = nr;
	task->abi = abi;
	task->newborn = false;
	if (fx_row_plain(row))
		return;
	task->general = true;
	fx_args(regs, abi, task->args);
	if (unlikely(row->flags & FX_ROW_OUTER) && fx_call_inner(task))
		row = task->row;
	if (row->entry)
		fx_enter_capture(task, row);
	if (row->flags & FX_ROW_EARLY)
		fx_enter_write(task, now);
}

/**
 * fx_call_over - forget the call that is on record now
 * @task: state of the current task
 */
void fx_call_over(struct fx_task *task)
{
	task->entered = 0;
	task->left = 0;
	task->flags = 0;
	task->late = 0;
	task->rest = 0;
	task->general = false;
	task->prepared = false;
	if (task->stash_used)
		fx_stash_reset(task);
}

/* An input of which the call used less has no more to be captured. */
static void fx_bound_rest(struct fx_task *task, const struct fx_row *row)
{
	const struct fx_op *op = &fx_ops[row->ops];
	unsigned int i;

	for (i = 0; i < row->entry; i++) {
		struct fx_progress *p = &task->progress[i];

		if (!(task->rest & 1 << i))
			continue;
		if (task->ret < 0)
			p->full = p->at;
		else if (op[i].flags & FX_OP_BY_RESULT)
			p->full = min_t(u64, p->full, task->ret);
		if (p->at >= p->full)
			task->rest &= ~(1 << i);
	}
}

/* Open files that come with this call and are not on record; false when there is no room. */
static bool fx_call_files(struct fx_task *task)
{
	const struct fx_row *row = task->row;
	const struct fx_op *op = &fx_ops[row->ops];
	bool done = true;
	unsigned int i;
	u64 fd;

	for (i = 0; unlikely(task->late >> i); i++)
		if (task->late & 1 << i && op[i].kind == FX_OP_FILE)
			done &= fx_file_meet(task->args[op[i].arg], false);
	if (row->flags & FX_ROW_ADDRESS && fx_socket_addressed(task, &fd))
		done &= fx_file_meet(fd, true);
	if (task->ret < 0)
		return done;
	for (i = row->entry; i < row->entry + row->exit; i++)
		done &= op[i].kind == FX_OP_RESULT_FILE
				? fx_file_meet(task->ret, row->flags & FX_ROW_MAKES)
				: fx_made_meet(task, op + i);
	return done;
}

/* Does the call leave a way to write a file without a call? */
static bool fx_call_unseen(const struct fx_task *task)
{
	u64 prot = task->args[2], flags = task->args[3], type = flags & MAP_TYPE;

	return task->ret >= 0 || task->ret < -4095
		       ? prot & PROT_WRITE && !(flags & MAP_ANONYMOUS) &&
				 (type == MAP_SHARED || type == MAP_SHARED_VALIDATE)
		       : false;
}

/**
 * fx_call_prepare - what is looked at when a call returns, before its record is
 * laid down
 * @task: state of the current task: arguments, result and times are in place
 *
 * Preemption is off. Where there is no room for that there is none for the record
 * either, and it is done again when there is.
 */
void fx_call_prepare(struct fx_task *task)
{
	if (task->prepared)
		return;
	if (task->row->flags & FX_ROW_MAPS && task->row->entry &&
	    fx_ops[task->row->ops].kind == FX_OP_FILE && fx_call_unseen(task))
		task->flags |= FX_CALL_UNSEEN;
	if (fx_inputs_changed(task))
		task->flags |= FX_CALL_CHANGED;
	task->prepared = fx_call_files(task);
}

/**
 * fx_call_write - write the CALL record of a task
 * @task: its state: arguments, result and times are in place
 * @c: on return, which page is missing
 * @late: on the slow path
 *
 * Preemption is off. Nothing is visible unless FX_DONE is returned.
 */
enum fx_outcome fx_call_write(struct fx_task *task, struct fx_capture *c, bool late)
{
	const struct fx_row *row = task->row;
	const struct fx_op *op = &fx_ops[row->ops];
	bool plain = !task->late && (!row->exit || task->ret < 0);
	u32 most = plain ? sizeof(struct fx_call) + task->stash_used : FX_RECORD_MAX_BYTES;
	struct fx_ring *ring = fx_this_ring();
	u64 now = late ? fx_now() : task->left;
	struct fx_call *call;
	unsigned int i;
	u32 size;

	call = fx_ring_reserve(ring, most, now);
	if (unlikely(!call))
		return FX_NO_ROOM;
	memcpy(call + 1, task->stash, task->stash_used);
	c->at = (u8 *)(call + 1) + task->stash_used;
	c->end = (u8 *)call + most;
	c->task = task;
	c->args = task->args;
	c->ret = task->ret;
	c->abi = task->abi;
	c->items = task->items;
	c->exit = true;
	c->flags = FX_ITEM_AT_EXIT;
	for (i = 0; unlikely(task->late >> i); i++)
		if (task->late & 1 << i)
			fx_capture_op(c, i, op + i);
	c->flags = 0;
	for (i = row->entry; task->ret >= 0 && i < row->entry + row->exit; i++)
		fx_capture_op(c, i, op + i);
	if (unlikely(c->fault) && !c->final)
		return FX_NOT_RESIDENT;
	fx_bound_rest(task, row);
	fx_call_fill(call, task);
	call->items = c->items;
	if (late)
		call->flags |= FX_CALL_LATE;
	if (task->rest)
		call->flags |= FX_CALL_MORE;
	size = c->at - (u8 *)call;
	fx_ring_stamp(ring, &call->record, FX_REC_CALL, size, now);
	fx_ring_commit(ring, size);
	return FX_DONE;
}

static void fx_exit_general(struct fx_task *task, long ret, u64 now)
{
	struct fx_capture c = {};

	task->ret = ret;
	task->left = now;
	if (fx_row_plain(task->row) || task->pending)
		task->prepared = fx_row_plain(task->row);
	else
		fx_call_prepare(task);
	if (task->pending || task->working || fx_call_write(task, &c, false) != FX_DONE) {
		if (!fx_slow_queue(task)) {
			fx_record_lose(sizeof(struct fx_call), FX_LOST_NO_ROOM);
			fx_call_over(task);
		}
		return;
	}
	fx_record_after(task, fx_this_ring(), sizeof(struct fx_call));
	if (task->rest && fx_slow_queue(task)) {
		/* Only the rest is left to do. */
		task->left = 0;
		return;
	}
	fx_call_over(task);
}

/* The entry was not seen: what is known is in the registers. */
static void fx_exit_unseen(struct fx_task *task, struct pt_regs *regs, u64 now)
{
	task->nr = regs->orig_ax;
	task->abi = fx_abi(&task->nr);
	task->entered = 0;
	task->flags = FX_CALL_NO_ENTRY;
	task->row = fx_row(task->abi, task->nr);
	task->late = (1 << task->row->entry) - 1;
	fx_args(regs, task->abi, task->args);
	if (unlikely(task->row->flags & FX_ROW_OUTER) && fx_call_inner(task))
		task->late = (1 << task->row->entry) - 1;
}

/**
 * fx_call_exit - a call returns that is not one of the usual
 * @task: state of the current task, or NULL when this is the first we see of it
 * @regs: registers of the caller
 * @ret: its result
 */
void fx_call_exit(struct fx_task *task, struct pt_regs *regs, long ret)
{
	u64 now;

	if (unlikely(!task)) {
		task = fx_task_add(current);
		if (!task) {
			fx_record_lose(sizeof(struct fx_call), FX_LOST_NO_MEMORY);
			return;
		}
	}
	now = fx_now();
	if (unlikely(!task->entered)) {
		if (task->skipped) {
			task->skipped = false;
			return;
		}
		/* A child returns from the call its parent made. */
		if (task->newborn) {
			task->newborn = false;
			return;
		}
		fx_exit_unseen(task, regs, now);
	} else if (!(task->row->flags & FX_ROW_EARLY)) {
		fx_exit_args(task, regs);
	}
	fx_exit_general(task, ret, now);
}
