// SPDX-License-Identifier: GPL-2.0
/*
 * Calls where a command says which structure an argument points to, and where that structure points
 * further: bpf, io_uring_register, quotactl, fsconfig, perf_event_open. Runs as capture.c does:
 * preemption off, page faults disabled. A structure is read once: pointers and counts are taken
 * from the bytes that stand on record, and may be any value.
 */
#include <linux/bpf.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/quota.h>
#include <linux/string.h>
#include "capture.h"

/* The kernel takes neither longer attributes (PAGE_SIZE) nor more registered files at once. */
#define FX_ATTR_MAX_BYTES 4096
#define FX_REGISTERED_MAX 32768
/* A license or a tracepoint is called by no longer name. */
#define FX_BPF_NAME_MAX_BYTES 128
/* FSCONFIG_SET_BINARY takes no more; strings are up to 256. */
#define FX_FSCONFIG_MAX_BYTES (1 << 20)
#define FX_FSCONFIG_TEXT_MAX_BYTES 256
/* The first version of struct perf_event_attr, and more than any has had. */
#define FX_PERF_MIN_BYTES 64
#define FX_PERF_MAX_BYTES 256

/*
 * Lays down a structure and gives its beginning, as far as it could be read, else zeros. Nothing
 * follows it where that is not on record.
 */
static bool fx_head(struct fx_capture *c, const struct fx_op *op, u64 bytes, u64 *head,
		    size_t words)
{
	const struct fx_item *item = (const struct fx_item *)c->at;
	u8 items = c->items;

	memset(head, 0, words * sizeof(u64));
	fx_piece(c, FX_ITEM_BYTES, op->arg, c->args[op->arg], bytes);
	if (c->items == items || c->full)
		return false;
	memcpy(head, item + 1, min_t(size_t, item->size, words * sizeof(u64)));
	return true;
}

static void fx_bpf(struct fx_capture *c, const struct fx_op *op)
{
	u64 bytes = min_t(u64, (u32)c->args[op->arg + 1], FX_ATTR_MAX_BYTES), head[3];

	if (!fx_head(c, op, bytes, head, ARRAY_SIZE(head)) || op->length == FX_LENGTH_RESULT)
		return;
	switch ((u32)c->args[0]) {
	case BPF_PROG_LOAD:
		/* The license, which is short; then the program, of which what does not fit is cut.
		 */
		fx_capture_text(c, op->arg, head[2], FX_BPF_NAME_MAX_BYTES);
		/* insn_cnt is the high half of the first word; each instruction has 8 bytes. */
		fx_piece(c, FX_ITEM_BYTES, op->arg, head[1], (head[0] >> 32) * sizeof(u64));
		break;
	case BPF_OBJ_PIN:
	case BPF_OBJ_GET:
		fx_capture_text(c, op->arg, head[0], PATH_MAX);
		break;
	case BPF_RAW_TRACEPOINT_OPEN:
		fx_capture_text(c, op->arg, head[0], FX_BPF_NAME_MAX_BYTES);
		break;
	}
}

/*
 * io_uring_register: what an opcode's argument is. So many bytes and so many for each of nr_args,
 * filled by the call or not; and the arrays that its structure points to: the words that hold the
 * pointers to data (of so many bytes an element) and to tags, and, counted from 1, the word that
 * holds their number; 0: it is nr_args. Those of a vector have half the size in the 32-bit ABI.
 */
static const struct fx_register {
	u8 opcode;
	u8 fixed;
	u8 each;
	bool filled;
	bool vector;
	u8 data;
	u8 each_data;
	u8 tags;
	u8 count;
} fx_registers[] = {
	{ 0, .each = 16, .vector = true }, /* BUFFERS */
	{ 2, .each = 4 }, /* FILES */
	{ 4, .each = 4 }, /* EVENTFD */
	{ 6, .fixed = 16, .data = 1, .each_data = 4 }, /* FILES_UPDATE */
	{ 7, .each = 4 }, /* EVENTFD_ASYNC */
	{ 8, .fixed = 16, .each = 8, .filled = true }, /* PROBE */
	{ 11, .each = 16 }, /* RESTRICTIONS */
	/* FILES2, FILES_UPDATE2, BUFFERS2, BUFFERS_UPDATE */
	{ 13, .fixed = 32, .data = 2, .each_data = 4, .tags = 3, .count = 1 },
	{ 14, .fixed = 32, .data = 1, .each_data = 4, .tags = 2, .count = 4 },
	{ 15, .fixed = 32, .data = 2, .each_data = 16, .tags = 3, .count = 1, .vector = true },
	{ 16, .fixed = 32, .data = 1, .each_data = 16, .tags = 2, .count = 4, .vector = true },
	{ 17, .each = 1 }, /* IOWQ_AFF */
	{ 19, .each = 4, .filled = true }, /* IOWQ_MAX_WORKERS */
	{ 20, .each = 16, .filled = true }, /* RING_FDS */
	{ 21, .each = 16 }, /* UNREGISTER_RING_FDS */
	{ 22, .fixed = 40 }, /* PBUF_RING */
	{ 23, .fixed = 40 }, /* UNREGISTER_PBUF_RING */
	{ 24, .fixed = 64 }, /* SYNC_CANCEL */
	{ 25, .fixed = 16 }, /* FILE_ALLOC_RANGE */
};

/* The opcode may say that the ring is a registered one. */
#define FX_URING_REGISTERED (1u << 31)

static void fx_uring_register(struct fx_capture *c, const struct fx_op *op,
			      const struct fx_register *r)
{
	u64 n = min_t(u32, c->args[op->arg + 1], FX_REGISTERED_MAX), head[4];
	u32 cut = r->vector && c->abi != FX_ABI_X86_64 ? 2 : 1;

	if (op->length == FX_LENGTH_RESULT && !r->filled)
		return;
	if (!fx_head(c, op, r->fixed + n * (r->each / cut), head, ARRAY_SIZE(head)))
		return;
	if (r->count)
		n = min_t(u32, head[r->count - 1], FX_REGISTERED_MAX);
	if (r->data)
		fx_piece(c, FX_ITEM_BYTES, op->arg, head[r->data], n * (r->each_data / cut));
	if (r->tags)
		fx_piece(c, FX_ITEM_BYTES, op->arg, head[r->tags], n * sizeof(u64));
}

static void fx_uring(struct fx_capture *c, const struct fx_op *op)
{
	u32 opcode = (u32)c->args[op->arg - 1] & ~FX_URING_REGISTERED, i;

	for (i = 0; i < ARRAY_SIZE(fx_registers); i++)
		if (fx_registers[i].opcode == opcode)
			fx_uring_register(c, op, &fx_registers[i]);
}

/* quotactl: a path, or a structure that is given or asked for. */
static void fx_quota(struct fx_capture *c, const struct fx_op *op)
{
	/* quotactl_fd() has a descriptor before it. */
	u32 command = (u32)c->args[op->kind == FX_OP_QUOTA_FD] >> SUBCMDSHIFT;
	bool out = op->length == FX_LENGTH_RESULT;
	u32 bytes = 0;

	switch (command) {
	case Q_QUOTAON:
		if (!out)
			fx_capture_text(c, op->arg, c->args[op->arg], PATH_MAX);
		return;
	case Q_GETFMT:
		bytes = out ? 4 : 0;
		break;
	case Q_GETINFO:
		bytes = out ? 24 : 0;
		break;
	case Q_SETINFO:
		bytes = out ? 0 : 24;
		break;
	case Q_GETQUOTA:
	case Q_GETNEXTQUOTA:
		bytes = out ? 72 : 0;
		break;
	case Q_SETQUOTA:
		bytes = out ? 0 : 72;
		break;
	}
	fx_piece(c, FX_ITEM_BYTES, op->arg, c->args[op->arg], bytes);
}

/* enum fsconfig_command; the kernel's own header of it is no longer than its use here. */
#define FX_FSCONFIG_STRING 1
#define FX_FSCONFIG_BINARY 2
#define FX_FSCONFIG_PATH 3
#define FX_FSCONFIG_PATH_EMPTY 4

static void fx_fsconfig(struct fx_capture *c, const struct fx_op *op)
{
	u64 at = c->args[op->arg];

	switch ((u32)c->args[1]) {
	case FX_FSCONFIG_STRING:
		fx_capture_text(c, op->arg, at, FX_FSCONFIG_TEXT_MAX_BYTES);
		break;
	case FX_FSCONFIG_PATH:
	case FX_FSCONFIG_PATH_EMPTY:
		fx_capture_text(c, op->arg, at, PATH_MAX);
		break;
	case FX_FSCONFIG_BINARY:
		if ((u32)c->args[op->arg + 1] <= FX_FSCONFIG_MAX_BYTES)
			fx_payload(c, FX_ITEM_BYTES, op->arg, at, (u32)c->args[op->arg + 1]);
		break;
	}
}

/* The first version of the structure, and as much more as it says that there is. */
static void fx_perf(struct fx_capture *c, const struct fx_op *op)
{
	u8 *to = fx_item_begin(c);
	u64 at = c->args[op->arg], bytes = FX_PERF_MIN_BYTES, got;

	if (!at || !to)
		return;
	if (fx_item_room(c) < FX_PERF_MAX_BYTES) {
		c->full = true;
		return;
	}
	got = fx_copy(c, to, at, bytes);
	if (got == bytes) {
		bytes = clamp_t(u32, *(const u32 *)(to + 4), FX_PERF_MIN_BYTES, FX_PERF_MAX_BYTES);
		got += fx_copy(c, to + got, at + got, bytes - got);
	}
	fx_item_end(c, FX_ITEM_BYTES, op->arg, got < bytes ? FX_ITEM_FAULT : 0, got, bytes);
}

/**
 * fx_capture_commanded - capture an argument that a command explains
 * @c: the capture
 * @i: index of the op in its row
 * @op: what to do; op->length says whether it is an input or an output
 */
void fx_capture_commanded(struct fx_capture *c, unsigned int i, const struct fx_op *op)
{
	switch (op->kind) {
	case FX_OP_KEYCTL:
		fx_capture_keyctl(c, i, op);
		break;
	case FX_OP_IOCBS:
		fx_capture_iocbs(c, i, op);
		break;
	case FX_OP_BPF:
		fx_bpf(c, op);
		break;
	case FX_OP_URING:
		fx_uring(c, op);
		break;
	case FX_OP_QUOTA:
	case FX_OP_QUOTA_FD:
		fx_quota(c, op);
		break;
	case FX_OP_FSCONFIG:
		fx_fsconfig(c, op);
		break;
	case FX_OP_PERF:
		fx_perf(c, op);
		break;
	}
}
