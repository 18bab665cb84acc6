// SPDX-License-Identifier: GPL-2.0
/*
 * Copying what the arguments of a call point to.
 *
 * All of this runs with preemption off and page faults disabled. A page that is
 * not resident ends the copy and is named in fx_capture.fault; the caller then
 * gives up what it has laid down and comes again on the slow path, which brings
 * the page in first.
 *
 * Whatever comes from user space (addresses, lengths, counts) is any value at
 * all: lengths are cut at the room there is, sums saturate, arrays are read
 * once.
 */
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/overflow.h>
#include <linux/string.h>
#include <linux/uio.h>
#include "capture.h"
#include "made.h"
#include "recording.h"
#include "user.h"

uint fx_payload_max_bytes = UINT_MAX;
uint fx_quick_max_bytes = FX_QUICK_BYTES;

static int fx_payload_set(const char *text, const struct kernel_param *param)
{
	int err = param_set_uint(text, param);

	if (err)
		return err;
	WRITE_ONCE(fx_quick_max_bytes, min_t(uint, fx_payload_max_bytes, FX_QUICK_BYTES));
	fx_recording_settings();
	return 0;
}

static const struct kernel_param_ops fx_payload_ops = {
	.set = fx_payload_set,
	.get = param_get_uint,
};
module_param_cb(payload_max_bytes, &fx_payload_ops, &fx_payload_max_bytes, 0644);
MODULE_PARM_DESC(payload_max_bytes,
		 "bytes of payload kept of one argument of a call (default: no limit)");

/* The kernel itself transfers no more in one call (MAX_RW_COUNT). */
#define FX_TRANSFER_MAX_BYTES ((u64)(INT_MAX & PAGE_MASK))
/* Strings of an array that are looked at: a limit on time, not on size. */
#define FX_STRINGS_MAX 4096

/**
 * fx_item_begin - where the bytes of the next item go
 * @c: the capture
 *
 * Return: the place, or NULL (and @c->full) when there is not even room for an
 * empty item.
 */
void *fx_item_begin(struct fx_capture *c)
{
	if (unlikely(c->end - c->at < (long)sizeof(struct fx_item))) {
		c->full = true;
		return NULL;
	}
	return c->at + sizeof(struct fx_item);
}

/**
 * fx_item_end - close an item
 * @c: the capture
 * @kind: what it holds
 * @arg: argument it belongs to
 * @flags: enum fx_item_flag
 * @size: bytes that were laid down
 * @full: bytes there were
 */
void fx_item_end(struct fx_capture *c, enum fx_item_kind kind, unsigned int arg, unsigned int flags,
		 u32 size, u64 full)
{
	struct fx_item *item = (struct fx_item *)c->at;
	u8 *end = c->at + sizeof(*item) + size;

	item->kind = kind;
	item->arg = arg;
	item->flags = flags | c->flags;
	item->size = size;
	item->full = full;
	/* Not what the ring held before. */
	while ((unsigned long)end % FX_ALIGN_BYTES)
		*end++ = 0;
	c->at = end;
	c->items++;
}

static void fx_fault(struct fx_capture *c, u64 at, u64 bytes)
{
	if (!c->fault) {
		c->fault = at;
		c->fault_bytes = bytes;
	}
}

/**
 * fx_copy - copy user memory
 * @c: the capture, which learns of a fault
 * @to: kernel memory
 * @from: user address
 * @bytes: how much
 *
 * Return: bytes copied.
 */
size_t fx_copy(struct fx_capture *c, u8 *to, u64 from, size_t bytes)
{
	size_t got = fx_user_copy(to, from, bytes);

	if (unlikely(got < bytes))
		fx_fault(c, from + got, bytes - got);
	return got;
}

static void fx_vec_element(const struct fx_source *source, u32 i, u64 *base, u64 *len)
{
	if (source->compat) {
		const u32 *e = (const u32 *)source->vec + 2 * i;

		*base = e[0];
		*len = e[1];
	} else {
		const u64 *e = (const u64 *)source->vec + 2 * i;

		*base = e[0];
		*len = e[1];
	}
}

/* Sum of the lengths, saturated at what one call can transfer. */
static u64 fx_vec_bytes(const struct fx_source *source)
{
	u64 sum = 0, base, len;
	u32 i;

	for (i = 0; i < source->count && sum < FX_TRANSFER_MAX_BYTES; i++) {
		fx_vec_element(source, i, &base, &len);
		sum += min(len, FX_TRANSFER_MAX_BYTES);
	}
	return min(sum, FX_TRANSFER_MAX_BYTES);
}

/**
 * fx_source_copy - copy a part of a source
 * @c: the capture, which learns of a fault
 * @source: the bytes
 * @offset: the first one wanted
 * @to: kernel memory
 * @bytes: how many
 *
 * Return: bytes copied; fewer only at a fault or the end of the source.
 */
size_t fx_source_copy(struct fx_capture *c, const struct fx_source *source, u64 offset, u8 *to,
		      size_t bytes)
{
	size_t done = 0;
	u64 base, len;
	u32 i;

	if (!source->vec)
		return fx_copy(c, to, source->base + offset, bytes);
	for (i = 0; i < source->count && done < bytes; i++) {
		size_t n, got;

		fx_vec_element(source, i, &base, &len);
		if (offset >= len) {
			offset -= len;
			continue;
		}
		n = min_t(u64, len - offset, bytes - done);
		got = fx_copy(c, to + done, base + offset, n);
		done += got;
		offset = 0;
		if (got < n)
			break;
	}
	return done;
}

/* An output has no more than the call returned; an input is not bounded so. */
u64 fx_out_limit(const struct fx_capture *c, const struct fx_op *op)
{
	if (op->length != FX_LENGTH_RESULT)
		return FX_TRANSFER_MAX_BYTES;
	return c->ret > 0 ? c->ret : 0;
}

/* The length of a 32-bit number at an address, 0 when it cannot be read. */
static u64 fx_length_at(struct fx_capture *c, u64 address)
{
	u32 value = 0;

	if (!address || fx_copy(c, (u8 *)&value, address, sizeof(value)) < sizeof(value))
		return 0;
	return value > INT_MAX ? 0 : value;
}

/* What a number in memory was at entry, as far as it was captured; else no bound. */
static u64 fx_length_before(const struct fx_task *task, unsigned int arg)
{
	const u8 *at = task->stash, *end = at + task->stash_used;

	while (at < end) {
		const struct fx_item *item = (const struct fx_item *)at;

		if (item->arg == arg && item->kind == FX_ITEM_BYTES && item->size == sizeof(u32))
			return *(const u32 *)(item + 1);
		at += sizeof(*item) + ALIGN(item->size, FX_ALIGN_BYTES);
	}
	return U64_MAX;
}

/**
 * fx_op_length - bytes that an argument points to
 * @c: the capture
 * @op: what to capture
 *
 * Return: bytes, at most what one call can transfer.
 */
u64 fx_op_length(struct fx_capture *c, const struct fx_op *op)
{
	u64 n = 0, bytes;

	switch (op->length) {
	case FX_LENGTH_FIXED:
		return op->scale;
	case FX_LENGTH_ARG:
		n = c->args[op->from];
		break;
	case FX_LENGTH_INT:
		n = max_t(s32, c->args[op->from], 0);
		break;
	case FX_LENGTH_UINT:
		n = (u32)c->args[op->from];
		break;
	case FX_LENGTH_PAGES:
		n = c->args[op->from];
		n = (n >> PAGE_SHIFT) + !!offset_in_page(n);
		break;
	case FX_LENGTH_RESULT:
		n = c->ret > 0 ? c->ret : 0;
		/* With MSG_TRUNC a call returns more than it stored. */
		if (op->from != op->arg)
			n = min_t(u64, n, c->args[op->from]);
		break;
	case FX_LENGTH_POINTER:
		n = fx_length_at(c, c->args[op->from]);
		if (c->exit && op->from != op->arg)
			n = min_t(u64, n, fx_length_before(c->task, op->from));
		break;
	}
	if (check_mul_overflow(n, (u64)op->scale, &bytes))
		return FX_TRANSFER_MAX_BYTES;
	return min(bytes, FX_TRANSFER_MAX_BYTES) + (n ? op->add : 0);
}

/**
 * fx_capture_source - lay down the beginning of a source
 * @c: the capture
 * @i: index of the op in its row
 * @op: what to capture
 * @kind: what the item holds
 * @source: the bytes; at exit, what does not fit is left for the slow path
 */
void fx_capture_source(struct fx_capture *c, unsigned int i, const struct fx_op *op,
		       enum fx_item_kind kind, const struct fx_source *source)
{
	u64 limit = fx_payload_limit(source->full);
	u64 want, got;
	u8 *to = fx_item_begin(c);
	u8 flags = limit < source->full ? FX_ITEM_LIMIT : 0;

	if (!to)
		return;
	want = min(limit, fx_item_room(c) & ~(u64)(FX_ALIGN_BYTES - 1));
	if (want < limit && !c->exit) {
		c->full = true;
		return;
	}
	got = fx_source_copy(c, source, 0, to, want);
	if (got < want) {
		flags |= FX_ITEM_FAULT;
	} else if (want < limit) {
		flags |= FX_ITEM_MORE;
		c->task->rest |= 1 << i;
	}
	c->task->progress[i].at = got;
	c->task->progress[i].full = limit;
	fx_item_end(c, kind, op->arg, flags, got, source->full);
}

static void fx_capture_bytes(struct fx_capture *c, unsigned int i, const struct fx_op *op)
{
	struct fx_source source = { .base = c->args[op->arg] };

	/* A negative length is none: the call will say so. */
	if (!source.base || (op->length == FX_LENGTH_INT && (s32)c->args[op->from] < 0))
		return;
	source.full = fx_op_length(c, op);
	fx_capture_source(c, i, op, FX_ITEM_BYTES, &source);
}

/**
 * fx_capture_vector - lay down an iovec array and what it points to
 * @c: the capture
 * @i: index of the op in its row
 * @op: what to capture
 * @base: user address of the array; NULL gives no items
 * @count: its elements; more than UIO_MAXIOV, which no call takes, give none
 * @limit: the most bytes that belong to it
 */
void fx_capture_vector(struct fx_capture *c, unsigned int i, const struct fx_op *op, u64 base,
		       u64 count, u64 limit)
{
	struct fx_source source = { .compat = c->abi != FX_ABI_X86_64 };
	u32 each = source.compat ? 8 : 16;
	u8 *to = fx_item_begin(c);
	u64 got, want;

	if (!base || !to || count > UIO_MAXIOV)
		return;
	want = count * each;
	if (want > fx_item_room(c)) {
		c->full = true;
		return;
	}
	got = fx_copy(c, to, base, want);
	fx_item_end(c, FX_ITEM_IOVEC, op->arg, got < want ? FX_ITEM_FAULT : 0, got, want);
	source.vec = to;
	source.count = got / each;
	source.full = min(fx_vec_bytes(&source), limit);
	fx_capture_source(c, i, op, FX_ITEM_GATHER, &source);
}

static void fx_capture_iovec(struct fx_capture *c, unsigned int i, const struct fx_op *op)
{
	fx_capture_vector(c, i, op, c->args[op->arg], c->args[op->arg + 1], fx_out_limit(c, op));
}

/* Finds where a string cannot be read any further, page by page. */
static long fx_cstr_prefix(struct fx_capture *c, u8 *to, u64 from, u64 room)
{
	u64 done = 0;

	while (done < room) {
		u64 n = min_t(u64, room - done, PAGE_SIZE - offset_in_page(from + done));
		u64 got = fx_user_copy(to + done, from + done, n);
		u8 *nul = memchr(to + done, 0, got);

		if (nul)
			return nul - to;
		done += got;
		if (got < n) {
			fx_fault(c, from + done, 1);
			return done;
		}
	}
	return done;
}

/**
 * fx_capture_text - lay down a string
 * @c: the capture
 * @arg: argument it belongs to
 * @from: user address; NULL gives no item
 * @most: the longest that the kernel takes
 */
void fx_capture_text(struct fx_capture *c, unsigned int arg, u64 from, u32 most)
{
	u8 *to = fx_item_begin(c);
	u8 flags = 0;
	u64 room;
	long n;

	if (!from || !to)
		return;
	room = min_t(u64, fx_item_room(c), most);
	n = fx_user_string(to, from, room);
	if (unlikely(n < 0)) {
		n = fx_cstr_prefix(c, to, from, room);
		if (c->fault)
			flags = FX_ITEM_FAULT;
	}
	if (unlikely(n == room && !flags)) {
		if (room < most)
			c->full = true;
		flags = FX_ITEM_LIMIT;
	}
	fx_item_end(c, FX_ITEM_CSTR, arg, flags, n, n);
}

static void fx_capture_strv(struct fx_capture *c, const struct fx_op *op)
{
	u32 each = c->abi == FX_ABI_X86_64 ? 8 : 4;
	u64 from = c->args[op->arg], used = 0, i;
	u8 *to = fx_item_begin(c);
	u8 flags = 0;

	if (!from || !to)
		return;
	for (i = 0; i < FX_STRINGS_MAX; i++) {
		u64 string = 0, room = fx_item_room(c) - used;
		long n;

		if (fx_copy(c, (u8 *)&string, from + i * each, each) < each) {
			flags = FX_ITEM_FAULT;
			break;
		}
		if (!string)
			break;
		n = fx_user_string(to + used, string, room);
		if (n < 0) {
			fx_fault(c, string, 1);
			flags = FX_ITEM_FAULT;
			break;
		}
		if (n == room) {
			flags = FX_ITEM_LIMIT;
			c->full = true;
			break;
		}
		used += n + 1;
	}
	fx_item_end(c, FX_ITEM_STRV, op->arg, flags, used, used);
}

/**
 * fx_capture_strings - lay down strings that stand one after the other
 * @c: the capture
 * @arg: argument they belong to
 * @from: user address of the first
 * @to: end of the last, its NUL included
 */
void fx_capture_strings(struct fx_capture *c, unsigned int arg, u64 from, u64 to)
{
	u8 *at = fx_item_begin(c);
	u64 full = to > from ? to - from : 0;
	u64 want, got;
	u8 flags = 0;

	if (!at)
		return;
	want = min(full, fx_item_room(c));
	got = fx_copy(c, at, from, want);
	if (got < want)
		flags = FX_ITEM_FAULT;
	else if (want < full)
		flags = FX_ITEM_LIMIT;
	fx_item_end(c, FX_ITEM_STRV, arg, flags, got, full);
}

/**
 * fx_capture_op - capture one argument
 * @c: the capture
 * @i: index of the op in its row
 * @op: what to do
 */
void fx_capture_op(struct fx_capture *c, unsigned int i, const struct fx_op *op)
{
	switch (op->kind) {
	case FX_OP_FILE:
		fx_capture_file(c, op->arg, c->args[op->arg]);
		break;
	case FX_OP_RESULT_FILE:
		fx_capture_file(c, FX_ARG_RESULT, c->ret);
		break;
	case FX_OP_BYTES:
		fx_capture_bytes(c, i, op);
		break;
	case FX_OP_CSTR:
		fx_capture_text(c, op->arg, c->args[op->arg], PATH_MAX);
		break;
	case FX_OP_STRV:
		fx_capture_strv(c, op);
		break;
	case FX_OP_IOVEC:
		fx_capture_iovec(c, i, op);
		break;
	default:
		if (op->kind >= FX_OP_MADE)
			fx_made_capture(c, op);
		else
			fx_capture_irregular(c, i, op);
		break;
	}
}
