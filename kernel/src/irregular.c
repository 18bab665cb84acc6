// SPDX-License-Identifier: GPL-2.0
/*
 * Calls whose arguments no row of the table can describe: messages, ioctl,
 * fcntl, clone3. Runs as capture.c does: preemption off, page faults disabled.
 */
#include <linux/fcntl.h>
#include <linux/ioctl.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/sched/mm.h>
#include "capture.h"

/* Messages of one sendmmsg or recvmmsg that are laid down: items are counted in a byte. */
#define FX_MESSAGES_MAX 48
/* Files of one range that are named. */
#define FX_MAPPED_MAX 4
/* More than any version of struct clone_args has. */
#define FX_CLONE_ARGS_MAX_BYTES 256
/* struct flock, of 64-bit and of 32-bit callers. */
#define FX_FLOCK_BYTES 32
#define FX_FLOCK_IA32_BYTES 16

/* A piece of user memory as one item; what does not fit the record is cut. */
static void fx_piece(struct fx_capture *c, enum fx_item_kind kind, unsigned int arg, u64 from,
		     u64 bytes)
{
	u8 *to = fx_item_begin(c);
	u64 want, got;
	u8 flags = 0;

	if (!from || !bytes || !to)
		return;
	want = min(bytes, fx_item_room(c) & ~(u64)(FX_ALIGN_BYTES - 1));
	if (want < bytes) {
		flags = FX_ITEM_LIMIT;
		if (!c->exit) {
			c->full = true;
			return;
		}
	}
	got = fx_copy(c, to, from, want);
	if (got < want)
		flags = FX_ITEM_FAULT;
	fx_item_end(c, kind, arg, flags, got, bytes);
}

/**
 * fx_message_bytes - size of a message header
 * @compat: of a 32-bit caller
 *
 * Return: bytes.
 */
u32 fx_message_bytes(bool compat)
{
	return compat ? 28 : 56;
}

/**
 * fx_message_parse - take a message header apart
 * @m: what it says
 * @raw: fx_message_bytes() of a struct msghdr
 * @compat: of a 32-bit caller
 */
void fx_message_parse(struct fx_message *m, const u8 *raw, bool compat)
{
	if (compat) {
		const u32 *f = (const u32 *)raw;

		*m = (struct fx_message){ .name = f[0],
					  .name_bytes = f[1],
					  .vec = f[2],
					  .count = f[3],
					  .control = f[4],
					  .control_bytes = f[5] };
	} else {
		const u64 *f = (const u64 *)raw;

		*m = (struct fx_message){ .name = f[0],
					  .name_bytes = (u32)f[1],
					  .vec = f[2],
					  .count = f[3],
					  .control = f[4],
					  .control_bytes = min_t(u64, f[5], UINT_MAX) };
	}
}

static void fx_message(struct fx_capture *c, unsigned int i, const struct fx_op *op, u64 at,
		       u64 limit)
{
	bool compat = c->abi != FX_ABI_X86_64;
	u32 bytes = fx_message_bytes(compat);
	u8 *raw = fx_item_begin(c);
	struct fx_message m;

	if (!at || !raw)
		return;
	if (fx_item_room(c) < ALIGN(bytes, FX_ALIGN_BYTES)) {
		c->full = true;
		return;
	}
	if (fx_copy(c, raw, at, bytes) < bytes)
		return;
	fx_message_parse(&m, raw, compat);
	fx_item_end(c, FX_ITEM_BYTES, op->arg, 0, bytes, bytes);
	fx_piece(c, FX_ITEM_NAME, op->arg, m.name, min_t(u32, m.name_bytes, FX_NAME_MAX_BYTES));
	/* Before the payload: control data is what must not be cut. */
	fx_piece(c, FX_ITEM_CONTROL, op->arg, m.control, m.control_bytes);
	fx_capture_vector(c, i, op, m.vec, m.count, limit);
}

/* struct mmsghdr: the header, then the length of what was sent or received. */
static void fx_messages(struct fx_capture *c, unsigned int i, const struct fx_op *op)
{
	bool compat = c->abi != FX_ABI_X86_64;
	u32 header = fx_message_bytes(compat), each = compat ? 32 : 64;
	bool out = op->length == FX_LENGTH_RESULT;
	u64 at = c->args[op->arg], n = (u32)c->args[op->arg + 1], k;

	if (out)
		n = min_t(u64, n, c->ret > 0 ? c->ret : 0);
	for (k = 0; k < min_t(u64, n, FX_MESSAGES_MAX) && at && !c->full; k++, at += each) {
		u32 length = U32_MAX;

		if (out && fx_copy(c, (u8 *)&length, at + header, sizeof(length)) < sizeof(length))
			return;
		fx_message(c, i, op, at, length);
		/* What of one message does not fit is cut; the others follow. */
		c->task->rest &= ~(1 << i);
	}
}

/* Old ioctls whose number does not say size and direction. */
static const struct fx_old_ioctl {
	u32 command;
	u16 bytes;
	u16 direction;
} fx_old_ioctls[] = {
	{ 0x5401, 36, _IOC_READ }, /* TCGETS */
	{ 0x5402, 36, _IOC_WRITE }, /* TCSETS */
	{ 0x5403, 36, _IOC_WRITE }, /* TCSETSW */
	{ 0x5404, 36, _IOC_WRITE }, /* TCSETSF */
	{ 0x540f, 4, _IOC_READ }, /* TIOCGPGRP */
	{ 0x5410, 4, _IOC_WRITE }, /* TIOCSPGRP */
	{ 0x5412, 1, _IOC_WRITE }, /* TIOCSTI */
	{ 0x5413, 8, _IOC_READ }, /* TIOCGWINSZ */
	{ 0x5414, 8, _IOC_WRITE }, /* TIOCSWINSZ */
	{ 0x541b, 4, _IOC_READ }, /* FIONREAD */
	{ 0x5421, 4, _IOC_WRITE }, /* FIONBIO */
	{ 0x5429, 4, _IOC_READ }, /* TIOCGSID */
};

static void fx_ioctl_piece(struct fx_capture *c, const struct fx_op *op)
{
	u32 command = c->args[op->arg - 1];
	u32 bytes = _IOC_SIZE(command), direction = _IOC_DIR(command), i;

	for (i = 0; i < ARRAY_SIZE(fx_old_ioctls); i++) {
		if (fx_old_ioctls[i].command == command) {
			bytes = fx_old_ioctls[i].bytes;
			direction = fx_old_ioctls[i].direction;
		}
	}
	if (!(direction & (op->length == FX_LENGTH_RESULT ? _IOC_READ : _IOC_WRITE)))
		return;
	fx_piece(c, FX_ITEM_BYTES, op->arg, c->args[op->arg], bytes);
}

static void fx_fcntl_piece(struct fx_capture *c, const struct fx_op *op)
{
	bool compat = c->abi == FX_ABI_IA32, out = op->length == FX_LENGTH_RESULT;
	bool locks = false;

	switch ((u32)c->args[op->arg - 1]) {
	case F_GETLK:
	case F_OFD_GETLK:
		locks = true;
		break;
	case F_SETLK:
	case F_SETLKW:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		locks = !out;
		break;
	}
	if (locks)
		fx_piece(c, FX_ITEM_BYTES, op->arg, c->args[op->arg],
			 compat ? FX_FLOCK_IA32_BYTES : FX_FLOCK_BYTES);
}

/*
 * Identities of the files that are mapped in a range. The lock of the address
 * space is only tried: who waits here would sleep. Where somebody else changes the
 * mappings at this moment, the record says that it could not look.
 */
static void fx_mapped(struct fx_capture *c, const struct fx_op *op)
{
	u64 from = c->args[op->arg], to = from + c->args[op->from], found = 0;
	bool makes_writable = c->task->row->flags & FX_ROW_MAPS && c->args[2] & PROT_WRITE;
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;

	if (!mm || to <= from)
		return;
	if (!mmap_read_trylock(mm)) {
		if (fx_item_begin(c))
			fx_item_end(c, FX_ITEM_FILE, op->arg, FX_ITEM_FAULT, 0, 0);
		return;
	}
	for (vma = find_vma(mm, from); vma && vma->vm_start < to && found < FX_MAPPED_MAX;
	     vma = find_vma(mm, vma->vm_end)) {
		if (!vma->vm_file)
			continue;
		fx_capture_struct_file(c, op->arg, vma->vm_file);
		found++;
		if (vma->vm_flags & VM_SHARED &&
		    vma->vm_flags & (makes_writable ? VM_MAYWRITE : VM_WRITE))
			c->task->flags |= FX_CALL_UNSEEN;
	}
	mmap_read_unlock(mm);
}

/**
 * fx_capture_irregular - capture an argument by a function of its own
 * @c: the capture
 * @i: index of the op in its row
 * @op: what to do; op->length says whether it is an input or an output
 */
void fx_capture_irregular(struct fx_capture *c, unsigned int i, const struct fx_op *op)
{
	switch (op->kind) {
	case FX_OP_MSGHDR:
		fx_message(c, i, op, c->args[op->arg], fx_out_limit(c, op));
		break;
	case FX_OP_MMSGHDR:
		fx_messages(c, i, op);
		break;
	case FX_OP_IOCTL:
		fx_ioctl_piece(c, op);
		break;
	case FX_OP_FCNTL:
		fx_fcntl_piece(c, op);
		break;
	case FX_OP_MAPPED:
		fx_mapped(c, op);
		break;
	case FX_OP_CLONE3:
		fx_piece(c, FX_ITEM_BYTES, op->arg, c->args[op->arg],
			 min_t(u64, c->args[op->arg + 1], FX_CLONE_ARGS_MAX_BYTES));
		break;
	}
}
