// SPDX-License-Identifier: GPL-2.0
/*
 * io_submit: the array of pointers, and of each operation its struct iocb and the bytes that it is
 * to write. Runs as capture.c does: preemption off, page faults disabled.
 */
#include <linux/aio_abi.h>
#include <linux/kernel.h>
#include <linux/uio.h>
#include "capture.h"

/*
 * Operations of one call that are laid down: each is up to three items, and those are counted in a
 * byte. What is beyond shows as an array that is cut (FX_ITEM_LIMIT).
 */
#define FX_IOCBS_MAX 32

/**
 * fx_payload - bytes as one item, of which payload_max_bytes are kept
 * @c: the capture
 * @kind: what it holds
 * @arg: argument it belongs to
 * @from: user address; NULL gives no item
 * @bytes: how much, any value
 *
 * At entry what does not fit is left for the exit; there it is cut at the record's end.
 */
void fx_payload(struct fx_capture *c, enum fx_item_kind kind, unsigned int arg, u64 from, u64 bytes)
{
	u64 limit = fx_payload_limit(bytes), want, got;
	u8 *to = fx_item_begin(c);
	u8 flags = limit < bytes ? FX_ITEM_LIMIT : 0;

	if (!from || !bytes || !to)
		return;
	want = min(limit, fx_item_room(c) & ~(u64)(FX_ALIGN_BYTES - 1));
	if (want < limit) {
		if (!c->exit) {
			c->full = true;
			return;
		}
		flags = FX_ITEM_LIMIT;
	}
	got = fx_copy(c, to, from, want);
	if (got < want)
		flags = FX_ITEM_FAULT;
	fx_item_end(c, kind, arg, flags, got, bytes);
}

/* The array of an operation on many pieces, and what is to be written. */
static void fx_iocb_vector(struct fx_capture *c, unsigned int i, const struct fx_op *op,
			   const struct iocb *iocb)
{
	bool writes = iocb->aio_lio_opcode == IOCB_CMD_PWRITEV;

	fx_capture_vector(c, i, op, iocb->aio_buf, iocb->aio_nbytes, writes ? U64_MAX : 0);
	/* What does not fit is cut; the other operations follow. */
	c->task->rest &= ~(1 << i);
}

/* Where there is none, an empty item stands in its place. */
static void fx_iocb(struct fx_capture *c, unsigned int i, const struct fx_op *op, u64 at)
{
	u8 *raw = fx_item_begin(c);
	struct iocb iocb;

	if (!raw)
		return;
	if (fx_item_room(c) < sizeof(iocb)) {
		c->full = true;
		return;
	}
	if (fx_copy(c, raw, at, sizeof(iocb)) < sizeof(iocb)) {
		fx_item_end(c, FX_ITEM_BYTES, op->arg, FX_ITEM_FAULT, 0, sizeof(iocb));
		return;
	}
	/* What stands on record is what says how much more there is. */
	memcpy(&iocb, raw, sizeof(iocb));
	fx_item_end(c, FX_ITEM_BYTES, op->arg, 0, sizeof(iocb), sizeof(iocb));
	if (iocb.aio_lio_opcode == IOCB_CMD_PWRITE)
		fx_payload(c, FX_ITEM_GATHER, op->arg, iocb.aio_buf, iocb.aio_nbytes);
	else if (iocb.aio_lio_opcode == IOCB_CMD_PWRITEV || iocb.aio_lio_opcode == IOCB_CMD_PREADV)
		fx_iocb_vector(c, i, op, &iocb);
}

/**
 * fx_capture_iocbs - the operations of io_submit
 * @c: the capture
 * @i: index of the op in its row
 * @op: which argument; the one before it says how many there are
 */
void fx_capture_iocbs(struct fx_capture *c, unsigned int i, const struct fx_op *op)
{
	u32 word = c->abi == FX_ABI_X86_64 ? 8 : 4, k, want;
	u64 at = c->args[op->arg], count = c->args[op->arg - 1];
	u64 where[FX_IOCBS_MAX] = {};
	u8 *to = fx_item_begin(c);
	u64 full;
	u32 got;

	if (word == 4)
		count = (s32)count;
	/* A negative count is none: the call will say so. */
	if (!at || !to || (s64)count < 0)
		return;
	want = min_t(u64, count, FX_IOCBS_MAX) * word;
	full = min_t(u64, count, U32_MAX) * word;
	if (fx_item_room(c) < ALIGN(want, FX_ALIGN_BYTES)) {
		c->full = true;
		return;
	}
	got = fx_copy(c, to, at, want) / word;
	for (k = 0; k < got; k++)
		memcpy(&where[k], to + k * word, word);
	fx_item_end(c, FX_ITEM_BYTES, op->arg,
		    got * word < want ? FX_ITEM_FAULT
		    : want < full     ? FX_ITEM_LIMIT
				      : 0,
		    got * word, full);
	for (k = 0; k < got && !c->full; k++)
		fx_iocb(c, i, op, where[k]);
}
