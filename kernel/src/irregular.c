// SPDX-License-Identifier: GPL-2.0
/*
 * Calls whose arguments no row of the table can describe: messages, ioctl,
 * clone3, and those where one argument chooses what another is. Runs as capture.c does: preemption
 * off, page faults disabled.
 */
#include <asm/prctl.h>
#include <linux/fcntl.h>
#include <linux/filter.h>
#include <linux/ioctl.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <linux/sched/mm.h>
#include <linux/sem.h>
#include "capture.h"
#include "made.h"

/* ... and with this many items no further message is begun: one with descriptors has six. */
#define FX_ITEMS_MOST (U8_MAX - 8)
/* Files of one range that are named. */
#define FX_MAPPED_MAX 4
/* More than any version of struct clone_args has. */
#define FX_CLONE_ARGS_MAX_BYTES 256
/* The kernel takes no longer name of a task, nor of anonymous memory (ANON_VMA_NAME_MAX_LEN). */
#define FX_TASK_NAME_MAX_BYTES 16
#define FX_MEMORY_NAME_MAX_BYTES 80
/* The kernel takes neither a longer struct prctl_mm_map nor a longer auxiliary vector. */
#define FX_MEMORY_MAP_MAX_BYTES 512
/* The signals that a set has room for. */
#define FX_SIGSET_BYTES 8

/**
 * fx_piece - a piece of user memory as one item; what does not fit the record is cut
 * @c: the capture
 * @kind: what it holds
 * @arg: argument it belongs to
 * @from: user address; NULL gives no item
 * @bytes: how much, any value
 */
void fx_piece(struct fx_capture *c, enum fx_item_kind kind, unsigned int arg, u64 from, u64 bytes)
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

/* The head may be longer than a struct msghdr: what the kernel counted stands behind it. */
static void fx_message(struct fx_capture *c, unsigned int i, const struct fx_op *op, u64 at,
		       u32 bytes, u64 limit)
{
	bool compat = c->abi != FX_ABI_X86_64;
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
	if (op->length == FX_LENGTH_RESULT)
		fx_made_received(c, op->arg, &m);
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
	for (k = 0;
	     k < min_t(u64, n, FX_MESSAGES_MAX) && at && !c->full && c->items < FX_ITEMS_MOST;
	     k++, at += each) {
		u32 length = U32_MAX;

		if (out && fx_copy(c, (u8 *)&length, at + header, sizeof(length)) < sizeof(length))
			return;
		fx_message(c, i, op, at, out ? each : header, length);
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

/*
 * What an argument points to where another one chooses: of which call, by which
 * value, in which direction, and how long it is; 0: as the table says.
 */
#define FX_SET 1
#define FX_GOT 2

/* enum landlock_rule_type, of which 6.1 knows the first. */
#define FX_RULE_PATH_BENEATH 1
#define FX_RULE_NET_PORT 2

static const struct fx_choice {
	u8 kind;
	u8 ways;
	u16 value;
	u8 bytes;
	u8 bytes_ia32;
} fx_choices[] = {
	{ FX_OP_FCNTL, FX_SET | FX_GOT, F_GETLK, 32, 16 },
	{ FX_OP_FCNTL, FX_SET, F_SETLK, 32, 16 },
	{ FX_OP_FCNTL, FX_SET, F_SETLKW, 32, 16 },
	{ FX_OP_FCNTL, FX_SET | FX_GOT, F_OFD_GETLK, 32, 24 },
	{ FX_OP_FCNTL, FX_SET, F_OFD_SETLK, 32, 24 },
	{ FX_OP_FCNTL, FX_SET, F_OFD_SETLKW, 32, 24 },
	{ FX_OP_FCNTL, FX_SET, F_SETOWN_EX, 8, 8 },
	{ FX_OP_FCNTL, FX_GOT, F_GETOWN_EX, 8, 8 },
	{ FX_OP_PRCTL, FX_GOT, PR_GET_PDEATHSIG, 4, 4 },
	{ FX_OP_PRCTL, FX_GOT, PR_GET_TSC, 4, 4 },
	{ FX_OP_PRCTL, FX_GOT, PR_GET_CHILD_SUBREAPER, 4, 4 },
	{ FX_OP_PRCTL, FX_GOT, PR_GET_TID_ADDRESS, 8, 8 },
	{ FX_OP_ARCH_PRCTL, FX_GOT, ARCH_GET_FS, 8, 8 },
	{ FX_OP_ARCH_PRCTL, FX_GOT, ARCH_GET_GS, 8, 8 },
	{ FX_OP_ARCH_PRCTL, FX_GOT, ARCH_GET_XCOMP_SUPP, 8, 8 },
	{ FX_OP_ARCH_PRCTL, FX_GOT, ARCH_GET_XCOMP_PERM, 8, 8 },
	{ FX_OP_ARCH_PRCTL, FX_GOT, ARCH_GET_XCOMP_GUEST_PERM, 8, 8 },
	{ FX_OP_SEMCTL, FX_SET, IPC_SET },
	{ FX_OP_SEMCTL, FX_GOT, IPC_STAT },
	{ FX_OP_SEMCTL, FX_GOT, SEM_STAT },
	{ FX_OP_SEMCTL, FX_GOT, SEM_STAT_ANY },
	{ FX_OP_SEMCTL, FX_GOT, IPC_INFO, sizeof(struct seminfo), sizeof(struct seminfo) },
	{ FX_OP_SEMCTL, FX_GOT, SEM_INFO, sizeof(struct seminfo), sizeof(struct seminfo) },
	/* Packed: what follows in memory is not the call's. */
	{ FX_OP_LANDLOCK, FX_SET, FX_RULE_PATH_BENEATH, 12, 12 },
	{ FX_OP_LANDLOCK, FX_SET, FX_RULE_NET_PORT, 16, 16 },
};

/* The commands of fcntl64() for large files of 32-bit callers. */
#define FX_GETLK64 12
#define FX_SETLKW64 14
#define FX_FLOCK64_BYTES 24

static void fx_chosen(struct fx_capture *c, const struct fx_op *op)
{
	u8 way = op->length == FX_LENGTH_RESULT ? FX_GOT : FX_SET;
	bool compat = c->abi == FX_ABI_IA32;
	/* The argument before the one in question chooses. */
	u32 value = c->args[op->arg - 1], bytes = 0, i;

	for (i = 0; i < ARRAY_SIZE(fx_choices); i++) {
		const struct fx_choice *choice = &fx_choices[i];

		if (choice->kind == op->kind && choice->value == value && choice->ways & way)
			bytes = (compat ? choice->bytes_ia32 : choice->bytes) ?: op->scale;
	}
	if (compat && op->kind == FX_OP_FCNTL && value >= FX_GETLK64 && value <= FX_SETLKW64 &&
	    (way == FX_SET || value == FX_GETLK64))
		bytes = FX_FLOCK64_BYTES;
	fx_piece(c, FX_ITEM_BYTES, op->arg, c->args[op->arg], bytes);
}

/* struct sock_fprog: how many instructions, and where they are; and the instructions. */
static void fx_program(struct fx_capture *c, const struct fx_op *op)
{
	u32 bytes = c->abi == FX_ABI_X86_64 ? 16 : 8;
	u8 *raw = fx_item_begin(c);
	u64 from;
	u16 n;

	if (!c->args[op->arg] || !raw)
		return;
	if (fx_item_room(c) < bytes) {
		c->full = true;
		return;
	}
	if (fx_copy(c, raw, c->args[op->arg], bytes) < bytes) {
		fx_item_end(c, FX_ITEM_BYTES, op->arg, FX_ITEM_FAULT, 0, bytes);
		return;
	}
	n = *(const u16 *)raw;
	from = bytes == 16 ? *(const u64 *)(raw + 8) : *(const u32 *)(raw + 4);
	fx_item_end(c, FX_ITEM_BYTES, op->arg, 0, bytes, bytes);
	fx_piece(c, FX_ITEM_BYTES, op->arg, from, n * sizeof(struct sock_filter));
}

static void fx_seccomp(struct fx_capture *c, const struct fx_op *op)
{
	if (c->args[0] == SECCOMP_SET_MODE_FILTER)
		fx_program(c, op);
	else if (c->args[0] == SECCOMP_GET_ACTION_AVAIL)
		fx_piece(c, FX_ITEM_BYTES, op->arg, c->args[op->arg], sizeof(u32));
}

/* A program, or what PR_SET_MM is given, as long as the argument after it says. */
static void fx_prctl_third(struct fx_capture *c, const struct fx_op *op)
{
	u32 option = c->args[0], what = c->args[1];

	if (option == PR_SET_SECCOMP && what == SECCOMP_MODE_FILTER)
		fx_program(c, op);
	else if (option == PR_SET_MM && (what == PR_SET_MM_MAP || what == PR_SET_MM_AUXV))
		fx_piece(c, FX_ITEM_BYTES, op->arg, c->args[op->arg],
			 min_t(u64, c->args[op->arg + 1], FX_MEMORY_MAP_MAX_BYTES));
}

/* Names are text; all else that prctl() points to has a length. */
static void fx_prctl(struct fx_capture *c, const struct fx_op *op)
{
	bool out = op->length == FX_LENGTH_RESULT;
	u64 at = c->args[op->arg];
	u32 option = c->args[0];

	if (op->arg == 2) {
		fx_prctl_third(c, op);
	} else if (op->arg == 4) {
		if (option == PR_SET_VMA && c->args[1] == PR_SET_VMA_ANON_NAME)
			fx_capture_text(c, op->arg, at, FX_MEMORY_NAME_MAX_BYTES);
	} else if (option == (out ? PR_GET_NAME : PR_SET_NAME)) {
		fx_capture_text(c, op->arg, at, FX_TASK_NAME_MAX_BYTES);
	} else {
		fx_chosen(c, op);
	}
}

/* The number of semtimedop() in ipc(), as linux/ipc.h has it; its time has 32-bit fields. */
#define FX_SEMTIMEDOP 4

/*
 * semtimedop() by ipc() is recorded as ipc(), since no call with a number of its own has
 * such a time. Its arguments are semid, count of operations, nothing, operations, time.
 */
static void fx_ipc(struct fx_capture *c, const struct fx_op *op)
{
	u64 bytes = op->scale;

	/* The upper half is a version, of which it has none. */
	if ((c->args[0] & 0xffff) != FX_SEMTIMEDOP)
		return;
	/* The kernel takes fewer (SEMOPM, 500 if nobody has raised it); what is beyond a record is
	 * cut. */
	if (op->arg == 4)
		bytes *= (u32)c->args[2];
	fx_piece(c, FX_ITEM_BYTES, op->arg, c->args[op->arg], bytes);
}

/* A pointer to a set of signals and the size of the set, as pselect6() has it. */
static void fx_sigmask(struct fx_capture *c, const struct fx_op *op)
{
	u32 word = c->abi == FX_ABI_X86_64 ? 8 : 4;
	u64 set = 0, size = 0;
	u8 *pair = fx_item_begin(c);

	if (!c->args[op->arg] || !pair)
		return;
	if (fx_item_room(c) < 2 * word) {
		c->full = true;
		return;
	}
	if (fx_copy(c, pair, c->args[op->arg], 2 * word) == 2 * word) {
		memcpy(&set, pair, word);
		memcpy(&size, pair + word, word);
		fx_item_end(c, FX_ITEM_BYTES, op->arg, 0, 2 * word, 2 * word);
		fx_piece(c, FX_ITEM_BYTES, op->arg, set, size == FX_SIGSET_BYTES ? size : 0);
	} else {
		fx_item_end(c, FX_ITEM_BYTES, op->arg, FX_ITEM_FAULT, 0, 2 * word);
	}
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
		fx_message(c, i, op, c->args[op->arg], fx_message_bytes(c->abi != FX_ABI_X86_64),
			   fx_out_limit(c, op));
		break;
	case FX_OP_MMSGHDR:
		fx_messages(c, i, op);
		break;
	case FX_OP_IOCTL:
		fx_ioctl_piece(c, op);
		break;
	case FX_OP_FUTEX:
		if (fx_futex_timed(c->args[1]))
			fx_piece(c, FX_ITEM_BYTES, op->arg, c->args[op->arg], op->scale);
		break;
	case FX_OP_FCNTL:
	case FX_OP_ARCH_PRCTL:
	case FX_OP_SEMCTL:
	case FX_OP_LANDLOCK:
		fx_chosen(c, op);
		break;
	case FX_OP_PRCTL:
		fx_prctl(c, op);
		break;
	case FX_OP_SECCOMP:
		fx_seccomp(c, op);
		break;
	case FX_OP_SIGMASK:
		fx_sigmask(c, op);
		break;
	case FX_OP_MAPPED:
		fx_mapped(c, op);
		break;
	case FX_OP_IPC:
		fx_ipc(c, op);
		break;
	case FX_OP_RADDR:
		if (c->task->flags & FX_CALL_INNER)
			fx_piece(c, FX_ITEM_BYTES, op->arg, c->args[op->arg], sizeof(u32));
		break;
	case FX_OP_CLONE3:
		fx_piece(c, FX_ITEM_BYTES, op->arg, c->args[op->arg],
			 min_t(u64, c->args[op->arg + 1], FX_CLONE_ARGS_MAX_BYTES));
		break;
	default:
		fx_capture_commanded(c, i, op);
		break;
	}
}
