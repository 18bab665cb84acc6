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

/* A record with the items it may have: what it works on, and the descriptor that it made. */
struct fx_uring_record {
	struct fx_uring uring;
	u8 items[2 * sizeof(struct fx_item) + sizeof(struct fx_file_id) + sizeof(struct fx_made)];
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

/*
 * What has to be known of an operation when it completes and is said only when it is
 * submitted, in a table of words, in any order; 0 is a free place:
 * - requests whose file goes to a slot of registered files, so that their result is no
 *   descriptor (the address of the request),
 * - accepts that go on (multishot): their results come without the request (ring and
 *   user data, see fx_uring_stream()).
 * Both are rare, and leave the table when they end. Any CPU may add and remove: each does
 * so by one compare-and-exchange, and nothing else hangs on the order. Once it was full no
 * descriptor of io_uring is named any more when it is made, for it might be a slot;
 * it is named when it is first used, then.
 */
#define FX_NOTES_BITS 12
#define FX_NOTES_PROBES 16

static u64 fx_notes[1 << FX_NOTES_BITS];
static bool fx_notes_full;

/* Puts @to where @from is, among the places for @key. */
static bool fx_note_swap(u64 key, u64 from, u64 to)
{
	u64 at = key * 0x61C8864680B583EBull >> (64 - FX_NOTES_BITS), i;

	for (i = 0; i < FX_NOTES_PROBES; i++) {
		u64 *place = &fx_notes[(at + i) % ARRAY_SIZE(fx_notes)];

		if (READ_ONCE(*place) == from && cmpxchg(place, from, to) == from)
			return true;
	}
	return false;
}

static bool fx_noted(u64 key)
{
	return fx_note_swap(key, key, key);
}

static void fx_note(u64 key, bool is)
{
	if (!is)
		fx_note_swap(key, key, 0);
	else if (!fx_noted(key) && !fx_note_swap(key, 0, key))
		WRITE_ONCE(fx_notes_full, true);
}

/* Odd, which the address of a request is not. */
static u64 fx_uring_stream(const void *ring, u64 user_data)
{
	return (((u64)ring ^ user_data * 0x9E3779B97F4A7C15ull) * fx_file_factor) | 1;
}

/* Not in the headers of 6.1. */
#define FX_URING_FIXED_FD_INSTALL 54

static bool fx_uring_maker(u8 opcode)
{
	return opcode == IORING_OP_ACCEPT || opcode == IORING_OP_OPENAT ||
	       opcode == IORING_OP_OPENAT2 || opcode == IORING_OP_SOCKET ||
	       opcode == FX_URING_FIXED_FD_INSTALL;
}

/* An operation that may make a descriptor begins: an address that is used again is noted anew. */
static void fx_uring_begin(const struct io_kiocb *request, const struct io_uring_sqe *entry)
{
	bool slot = request->opcode != FX_URING_FIXED_FD_INSTALL && READ_ONCE(entry->file_index);
	/* It will not complete, as far as we see, unless it fails. */
	bool silent = READ_ONCE(entry->flags) & IOSQE_CQE_SKIP_SUCCESS;
	bool stream = request->opcode == IORING_OP_ACCEPT &&
		      READ_ONCE(entry->ioprio) & IORING_ACCEPT_MULTISHOT;

	fx_note((u64)request, slot && !silent);
	if (stream)
		fx_note(fx_uring_stream(request->ctx, request->cqe.user_data), !slot);
}

/* Has an operation made a descriptor, and is the table of the current task where it is? */
static bool fx_uring_made(const void *ring, const struct io_kiocb *request, u64 user_data,
			  s32 result, u32 flags)
{
	u64 stream = fx_uring_stream(ring, user_data);
	bool made;

	if (request) {
		made = fx_uring_maker(request->opcode) && !fx_noted((u64)request);
		if (made && request->opcode == IORING_OP_ACCEPT && !(flags & IORING_CQE_F_MORE))
			fx_note(stream, false);
		/* Of another task's, at the end of a ring, say. */
		made = made && fx_uring_task(request) &&
		       READ_ONCE(fx_uring_task(request)->files) == current->files;
	} else {
		made = flags & IORING_CQE_F_MORE && !(current->flags & PF_KTHREAD) &&
		       fx_noted(stream);
	}
	return made && result >= 0 && !READ_ONCE(fx_notes_full);
}

static void fx_uring_lay_made(struct fx_capture *c, u32 fd)
{
	struct fx_made *to = fx_item_begin(c);

	if (to && fx_file_made(to, fd))
		fx_item_end(c, FX_ITEM_MADE, FX_ARG_RESULT, 0, sizeof(*to), sizeof(*to));
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

	if (entry && fx_uring_maker(request->opcode))
		fx_uring_begin(request, entry);
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
	bool made;
	struct fx_capture c = { .at = r.items, .end = r.items + sizeof(r.items), .task = task };

	if (!in_task()) {
		atomic64_inc(&fx_missed);
		return;
	}
	made = fx_uring_made(ring, request, user_data, result, flags);
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
	if (made) {
		fx_file_meet(result, true);
		fx_uring_lay_made(&c, result);
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
