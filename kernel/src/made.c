// SPDX-License-Identifier: GPL-2.0
/*
 * Descriptors that a call makes and does not always return: what it stores (pipe,
 * socketpair, messages with SCM_RIGHTS, pidfds), and results of calls that only
 * sometimes are descriptors (bpf, seccomp, ioctl).
 *
 * Runs as capture.c does: preemption off, page faults disabled, at the exit of the
 * call. It goes through the descriptors twice: to put their files on record, before
 * anything is reserved for the call (fx_made_meet), and to lay down which they are
 * (fx_made_capture). Each time the numbers are read anew from where the kernel has
 * stored them. Another thread may overwrite them there, or close them, at any moment:
 * what is on record is a number and the file that is behind that number now, read
 * together, and so true whatever the memory says. A page that is gone again ends the
 * walk; the slow path brings it in.
 *
 * No file is held: see fx_file_peek() for why its memory stays, and fx_file_meet()
 * for when a reference is taken.
 */
#include <linux/bpf.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/socket.h>
#include <net/scm.h>
#include "file.h"
#include "made.h"

/* Parts of one control message that are looked at; the kernel stores a handful. */
#define FX_CONTROLS_MAX 64
/* Descriptors of one message: those the kernel lets pass (SCM_MAX_FD), and pidfds. */
#define FX_MADE_MAX (SCM_MAX_FD + 8)
/* Newer than the headers of some kernels that we build on. */
#define FX_SCM_PIDFD 4
#define FX_SO_PEERPIDFD 77

/**
 * struct fx_made_walk - what is done with each descriptor
 * @c: the capture
 * @to: where the next one is laid down; NULL: its file is put on record
 * @from: the first one that was laid down
 * @anew: its file has just been opened
 * @left: how many may still come
 * @done: no file is without a record for want of room
 */
struct fx_made_walk {
	struct fx_capture *c;
	struct fx_made *to;
	struct fx_made *from;
	bool anew;
	u32 left;
	bool done;
};

static void fx_made_one(struct fx_made_walk *w, u32 fd)
{
	if ((s32)fd < 0 || !w->left)
		return;
	w->left--;
	if (!w->to) {
		w->done &= fx_file_meet(fd, w->anew);
	} else if ((u8 *)(w->to + 1) > w->c->end) {
		w->c->full = true;
	} else if (fx_file_made(w->to, fd)) {
		w->to++;
	}
}

/* Numbers that stand one after the other. */
static void fx_made_stored(struct fx_made_walk *w, u64 from, u32 count)
{
	u32 fd;

	for (; from && count && w->left; count--, from += sizeof(fd)) {
		if (fx_copy(w->c, (u8 *)&fd, from, sizeof(fd)) < sizeof(fd))
			return;
		fx_made_one(w, fd);
	}
}

/*
 * The control data of a message that was received; its length is what the kernel has
 * stored. Parts are walked as the kernel lays them out (struct cmsghdr).
 */
static void fx_made_control(struct fx_made_walk *w, u64 at, u64 bytes)
{
	u32 word = w->c->abi == FX_ABI_X86_64 ? 8 : 4, head = word + 8, parts;

	for (parts = 0; at && bytes >= head && parts < FX_CONTROLS_MAX; parts++) {
		u8 raw[16] __aligned(8);
		u64 length;
		u32 kind[2];

		if (fx_copy(w->c, raw, at, head) < head)
			return;
		length = word == 8 ? *(const u64 *)raw : *(const u32 *)raw;
		memcpy(kind, raw + word, sizeof(kind));
		if (length < head || length > bytes)
			return;
		if (kind[0] == SOL_SOCKET && (kind[1] == SCM_RIGHTS || kind[1] == FX_SCM_PIDFD)) {
			w->anew = kind[1] == FX_SCM_PIDFD;
			fx_made_stored(w, at + head, (length - head) / sizeof(u32));
		}
		length = min_t(u64, ALIGN(length, word), bytes);
		at += length;
		bytes -= length;
	}
}

/*
 * An input, as it was captured at entry: it may be another one by now. Where it could
 * not be, as it is.
 */
static bool fx_made_input(struct fx_capture *c, unsigned int arg, u64 *to, u32 bytes)
{
	const u8 *at = c->task->stash, *end = at + c->task->stash_used;

	while (at < end) {
		const struct fx_item *item = (const struct fx_item *)at;

		if (item->arg == arg && item->kind == FX_ITEM_BYTES && item->size >= bytes) {
			memcpy(to, item + 1, bytes);
			return true;
		}
		at += sizeof(*item) + ALIGN(item->size, FX_ALIGN_BYTES);
	}
	return c->args[arg] && fx_copy(c, (u8 *)to, c->args[arg], bytes) == bytes;
}

/* clone3() stores a pidfd where its structure says: flags and that address come first. */
static void fx_made_clone3(struct fx_made_walk *w)
{
	u64 args[2];

	if (fx_made_input(w->c, 0, args, sizeof(args)) && args[0] & CLONE_PIDFD)
		fx_made_stored(w, args[1], 1);
}

/* What a call has stored. */
static void fx_made_walk(struct fx_made_walk *w, const struct fx_op *op)
{
	const u64 *args = w->c->args;

	switch (op->kind) {
	case FX_OP_MADE:
		fx_made_stored(w, args[op->arg], 2);
		break;
	case FX_OP_MADE_CLONE:
		if (args[0] & CLONE_PIDFD)
			fx_made_stored(w, args[2], 1);
		break;
	case FX_OP_MADE_CLONE3:
		fx_made_clone3(w);
		break;
	case FX_OP_MADE_GETSOCKOPT:
		if ((u32)args[1] == SOL_SOCKET && (u32)args[2] == FX_SO_PEERPIDFD)
			fx_made_stored(w, args[3], 1);
		break;
	}
}

/* Commands of bpf() that return a descriptor; BPF_TOKEN_CREATE is newer than 6.1. */
static bool fx_made_bpf(u32 command)
{
	static const u64 made = 1ull << BPF_MAP_CREATE | 1ull << BPF_PROG_LOAD |
				1ull << BPF_OBJ_GET | 1ull << BPF_PROG_GET_FD_BY_ID |
				1ull << BPF_MAP_GET_FD_BY_ID | 1ull << BPF_RAW_TRACEPOINT_OPEN |
				1ull << BPF_BTF_LOAD | 1ull << BPF_BTF_GET_FD_BY_ID |
				1ull << BPF_LINK_CREATE | 1ull << BPF_LINK_GET_FD_BY_ID |
				1ull << BPF_ENABLE_STATS | 1ull << BPF_ITER_CREATE | 1ull << 36;

	return command < 64 && made >> command & 1;
}

/*
 * Commands of ioctl() that return a descriptor, by number: one of several drivers may
 * have one to itself. What it returns is then taken for what it would be elsewhere,
 * and the file behind that number, if there is one, is named: true, but of no use.
 */
static bool fx_made_ioctl(u32 command)
{
	static const u32 commands[] = {
		0x5441, /* TIOCGPTPEER: the slave of a pseudo terminal */
		0x894c, /* SIOCGSKNS: the network namespace of a socket */
		0xb701,	    0xb702, /* NS_GET_USERNS, NS_GET_PARENT */
		0x8010b70b, 0x8010b70c, /* NS_MNT_GET_NEXT, NS_MNT_GET_PREV */
		0xaa00, /* USERFAULTFD_IOC_NEW */
		0xae01,	    0xae41,
		0xaece, /* KVM_CREATE_VM, KVM_CREATE_VCPU, KVM_GET_STATS_FD */
		0xc040aed4, /* KVM_CREATE_GUEST_MEMFD */
		0x3b6a, /* VFIO_GROUP_GET_DEVICE_FD */
		0x40187542, 0x40087543, /* UDMABUF_CREATE, UDMABUF_CREATE_LIST */
	};
	u32 i;

	/* PIDFD_GET_*_NAMESPACE, from 6.11 on. */
	if (command >= 0xff01 && command <= 0xff0a)
		return true;
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (commands[i] == command)
			return true;
	return false;
}

static bool fx_made_result(const struct fx_capture *c, const struct fx_op *op)
{
	switch (op->kind) {
	case FX_OP_MADE_BPF:
		return fx_made_bpf(c->args[0]);
	case FX_OP_MADE_SECCOMP:
		return (u32)c->args[0] == SECCOMP_SET_MODE_FILTER &&
		       c->args[1] & SECCOMP_FILTER_FLAG_NEW_LISTENER;
	case FX_OP_MADE_LANDLOCK_CREATE_RULESET:
		return !(u32)c->args[2];
	case FX_OP_MADE_IOCTL:
		return fx_made_ioctl(c->args[1]);
	}
	return false;
}

/* struct seccomp_notif_addfd: which of the caller's descriptors another process gets. */
static bool fx_made_given(struct fx_capture *c, u32 *fd)
{
	u32 command = c->args[1];
	u64 raw[3];

	if (_IOC_TYPE(command) != '!' || _IOC_NR(command) != 3 || _IOC_DIR(command) != _IOC_WRITE ||
	    _IOC_SIZE(command) < sizeof(raw) || !fx_made_input(c, 2, raw, sizeof(raw)))
		return false;
	*fd = raw[1] >> 32;
	return true;
}

/*
 * The number is the other process's, the file is that of the caller's descriptor: as of
 * now, when another thread may have closed it; then nothing is laid down.
 */
static void fx_made_lay_given(struct fx_capture *c)
{
	struct fx_made *to = fx_item_begin(c);
	u32 fd;

	if (!to || !fx_made_given(c, &fd))
		return;
	if (fx_item_room(c) < sizeof(*to)) {
		c->full = true;
	} else if (fx_file_made(to, fd)) {
		to->fd = c->ret;
		to->flags = 0;
		fx_item_end(c, FX_ITEM_MADE, 2, 0, sizeof(*to), sizeof(*to));
	}
}

static struct fx_made_walk fx_made_begin(struct fx_capture *c)
{
	struct fx_made *to = fx_item_begin(c);

	return (struct fx_made_walk){ .c = c, .to = to, .from = to, .left = FX_MADE_MAX };
}

static void fx_made_end(const struct fx_made_walk *w, unsigned int arg)
{
	u32 bytes = (u8 *)w->to - (u8 *)w->from;

	if (bytes)
		fx_item_end(w->c, FX_ITEM_MADE, arg, w->c->full ? FX_ITEM_LIMIT : 0, bytes, bytes);
}

/**
 * fx_made_received - lay down the descriptors that came with a message
 * @c: the capture
 * @arg: argument that the message belongs to
 * @m: the message
 */
void fx_made_received(struct fx_capture *c, unsigned int arg, const struct fx_message *m)
{
	struct fx_made_walk w = fx_made_begin(c);

	if (!w.to)
		return;
	fx_made_control(&w, m->control, m->control_bytes);
	fx_made_end(&w, arg);
}

/**
 * fx_made_capture - lay down the descriptors that a call has made
 * @c: the capture
 * @op: FX_OP_MADE or one that follows it
 */
void fx_made_capture(struct fx_capture *c, const struct fx_op *op)
{
	static const u8 args[] = { [FX_OP_MADE_CLONE] = 2, [FX_OP_MADE_GETSOCKOPT] = 3 };
	struct fx_made_walk w;

	if (fx_made_result(c, op)) {
		fx_capture_file(c, FX_ARG_RESULT, c->ret);
		return;
	}
	if (op->kind == FX_OP_MADE_IOCTL) {
		fx_made_lay_given(c);
		return;
	}
	w = fx_made_begin(c);
	if (!w.to)
		return;
	fx_made_walk(&w, op);
	fx_made_end(&w, op->kind < ARRAY_SIZE(args) && args[op->kind] ? args[op->kind] : op->arg);
}

/* The header of each message that was received, and the control data that it says. */
static void fx_made_messages(struct fx_made_walk *w, const struct fx_op *op)
{
	bool compat = w->c->abi != FX_ABI_X86_64;
	bool many = op->kind == FX_OP_MMSGHDR;
	u32 bytes = fx_message_bytes(compat), each = compat ? 32 : 64;
	u64 at = w->c->args[op->arg], n = 1;

	if (many)
		n = min3((u64)(u32)w->c->args[op->arg + 1], (u64)w->c->ret, (u64)FX_MESSAGES_MAX);
	for (; at && n; n--, at += each) {
		u8 raw[56] __aligned(8);
		struct fx_message m;

		if (fx_copy(w->c, raw, at, bytes) < bytes)
			return;
		fx_message_parse(&m, raw, compat);
		w->left = FX_MADE_MAX;
		fx_made_control(w, m.control, m.control_bytes);
	}
}

/**
 * fx_made_meet - have the files that a call has made put on record
 * @task: state of the current task: arguments and result are in place
 * @op: any op of the exit
 *
 * Preemption is off, and nothing is reserved in the ring.
 *
 * Return: false when one is not on record now, for want of room or of a page.
 */
bool fx_made_meet(struct fx_task *task, const struct fx_op *op)
{
	struct fx_capture c = {
		.task = task,
		.args = task->args,
		.ret = task->ret,
		.abi = task->abi,
		.exit = true,
	};
	struct fx_made_walk w = { .c = &c, .anew = true, .left = FX_MADE_MAX, .done = true };
	u32 fd;

	if ((op->kind == FX_OP_MSGHDR || op->kind == FX_OP_MMSGHDR) &&
	    op->length == FX_LENGTH_RESULT) {
		fx_made_messages(&w, op);
	} else if (op->kind >= FX_OP_MADE) {
		if (fx_made_result(&c, op))
			return fx_file_meet(c.ret, true);
		if (op->kind != FX_OP_MADE_IOCTL)
			fx_made_walk(&w, op);
		else if (fx_made_given(&c, &fd))
			w.done = fx_file_meet(fd, false);
	}
	return w.done && !c.fault;
}
