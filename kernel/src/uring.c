// SPDX-License-Identifier: GPL-2.0
/*
 * io_uring: operations that are no system calls.
 *
 * A submission is seen in the task that submits, or in the thread of its process
 * that polls the ring for it; a completion anywhere in the kernel, but names the
 * task that submitted. Both may come with locks of io_uring held.
 */
#include <linux/io_uring.h>
#include <linux/io_uring_types.h>
#include <linux/preempt.h>
#include "capture.h"
#include "compat.h"
#include "file.h"
#include "filter.h"
#include "record.h"
#include "uring.h"

/* A record with the one item it may have. */
struct fx_uring_record {
	struct fx_uring uring;
	u8 items[sizeof(struct fx_item) + sizeof(struct fx_file_id)];
};

static atomic64_t fx_missed;

/*
 * The submission entry that a request was made of, where the kernel has just read
 * it: it is in memory that the program shares, and may have been changed since.
 */
static const struct io_uring_sqe *fx_uring_entry(const struct io_ring_ctx *ring)
{
	u32 at = (ring->cached_sq_head - 1) & (ring->sq_entries - 1);

	if (!fx_uring_direct(ring)) {
		at = READ_ONCE(ring->sq_array[at]);
		if (at >= ring->sq_entries)
			return NULL;
	}
	return &ring->sq_sqes[ring->flags & IORING_SETUP_SQE128 ? at << 1 : at];
}

static void fx_uring_fill(struct fx_uring *to, const struct io_ring_ctx *ring,
			  const struct io_kiocb *request, enum fx_uring_phase phase)
{
	memset(to, 0, sizeof(*to));
	to->record.type = FX_REC_URING;
	to->ring = ((u64)ring ^ fx_file_secret) * fx_file_factor;
	to->phase = phase;
	fx_record_who(&to->record, current);
	if (!request)
		return;
	to->request = ((u64)request ^ fx_file_secret) * fx_file_factor;
	to->opcode = request->opcode;
	if (fx_uring_task(request))
		fx_record_who(&to->record, fx_uring_task(request));
}

static bool fx_uring_left_out(const struct fx_task *task)
{
	return READ_ONCE(fx_filtering) && task && task->left_out;
}

static void fx_uring_emit(struct fx_task *task, struct fx_uring_record *r, struct fx_capture *c)
{
	r->uring.items = c->items;
	fx_record_emit(task, &r->uring.record, c->at - (u8 *)r, fx_now());
}

/**
 * fx_uring_submitted - the kernel took an operation from a ring
 * @request: it
 *
 * Preemption is off; the ring's lock is held.
 */
void fx_uring_submitted(struct io_kiocb *request)
{
	const struct io_uring_sqe *entry = fx_uring_entry(request->ctx);
	struct fx_task *task = fx_task_find(current);
	struct fx_uring_record r;
	struct fx_capture c = { .at = r.items, .end = r.items + sizeof(r.items), .task = task };
	struct fx_uring *to = &r.uring;

	if (fx_uring_left_out(task))
		return;
	fx_uring_fill(to, request->ctx, request, FX_URING_SUBMIT);
	to->user_data = request->cqe.user_data;
	if (entry) {
		to->offset = READ_ONCE(entry->off);
		to->addr = READ_ONCE(entry->addr);
		to->length = READ_ONCE(entry->len);
		to->op_flags = READ_ONCE(entry->rw_flags);
		to->fd = READ_ONCE(entry->fd);
		to->sqe_flags = READ_ONCE(entry->flags);
		/* A registered file is known by the completion. */
		if (!(to->sqe_flags & IOSQE_FIXED_FILE) && to->fd >= 0) {
			fx_file_meet(to->fd, false);
			fx_capture_file(&c, 0, to->fd);
		}
	}
	fx_uring_emit(task, &r, &c);
}

/**
 * fx_uring_completed - the result of an operation is posted
 * @ring: the io_uring instance
 * @done: the request, NULL for a further result of one that goes on
 * @user_data: as the program gave it
 * @result: of the operation
 * @flags: IORING_CQE_F_*
 *
 * Preemption is off. No kernel that this is known of posts results in an
 * interrupt, where the ring may be in the middle of a record; should one, it is
 * counted.
 */
void fx_uring_completed(void *ring, void *done, u64 user_data, s32 result, u32 flags)
{
	struct fx_task *task = fx_task_find(current);
	struct io_kiocb *request = done;
	struct fx_uring_record r;
	struct fx_capture c = { .at = r.items, .end = r.items + sizeof(r.items), .task = task };

	if (!in_task()) {
		atomic64_inc(&fx_missed);
		return;
	}
	if (fx_uring_left_out(task))
		return;
	fx_uring_fill(&r.uring, ring, request, FX_URING_COMPLETE);
	r.uring.user_data = user_data;
	r.uring.result = result;
	r.uring.cqe_flags = flags;
	if (request && request->file) {
		if (!fx_file_known(fx_file_number(request->file), file_inode(request->file)))
			fx_file_describe(request->file);
		fx_capture_struct_file(&c, 0, request->file);
	}
	fx_uring_emit(task, &r, &c);
}

/**
 * fx_uring_missed - results that were posted where nothing can be recorded
 *
 * Return: how many, since the module was loaded.
 */
u64 fx_uring_missed(void)
{
	return atomic64_read(&fx_missed);
}
