// SPDX-License-Identifier: GPL-2.0
/*
 * The usual calls in a straight line.
 *
 * Nearly all calls of a running system carry no data, or a descriptor, a path, a
 * short buffer; their pages are resident and the ring has room. For these, what
 * call.c does by general means is done here again without a function call, in
 * about a third of the instructions (scripts/cost). Whenever anything is not as
 * usual, nothing has been published, and call.c begins anew.
 *
 * Registers are read from pt_regs, at exit too: see call.c.
 */
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/nospec.h>
#include "call.h"
#include "file.h"
#include "quick.h"
#include "record.h"
#include "throttle.h"
#include "user.h"
#include "wake.h"

/* The longest output that is copied here. */
#define FX_QUICK_BYTES 4096
/* Room for that, its item, and the file that the call returned. */
#define FX_QUICK_EXIT_BYTES (FX_QUICK_BYTES + 256)

/* Where the arguments of a 64-bit call stand in pt_regs. */
static const u8 fx_arg_offset[FX_ARGS] = {
	offsetof(struct pt_regs, di),  offsetof(struct pt_regs, si), offsetof(struct pt_regs, dx),
	offsetof(struct pt_regs, r10), offsetof(struct pt_regs, r8), offsetof(struct pt_regs, r9),
};

static __always_inline u64 fx_arg(const struct pt_regs *regs, unsigned int i)
{
	return *(const u64 *)((const u8 *)regs + fx_arg_offset[i]);
}

/* An item head is two words: kind, argument, flags and size; and the full size. */
static __always_inline void fx_quick_item(u8 *at, enum fx_item_kind kind, unsigned int arg,
					  u32 size, u64 full)
{
	((u64 *)at)[0] = kind | (u64)arg << 16 | (u64)size << 32;
	((u64 *)at)[1] = full;
}

/* Returns where the next item goes. See fx_capture_file() for why this is safe. */
static __always_inline u8 *fx_quick_file(u8 *at, unsigned int arg, u32 fd)
{
	struct fdtable *fdt = rcu_dereference_raw(current->files->fdt);
	struct fx_file_id *id = (struct fx_file_id *)(at + sizeof(struct fx_item));
	const struct inode *inode;
	struct file *file;

	if (fd >= fdt->max_fds)
		return at;
	file = rcu_dereference_raw(fdt->fd[array_index_nospec(fd, fdt->max_fds)]);
	if (!file)
		return at;
	inode = READ_ONCE(file->f_inode);
	if (!inode)
		return at;
	fx_quick_item(at, FX_ITEM_FILE, arg, sizeof(*id), sizeof(*id));
	id->file = fx_file_number(file);
	id->inode = inode->i_ino;
	id->dev = inode->i_sb->s_dev;
	id->mode = inode->i_mode;
	return (u8 *)(id + 1);
}

/* Returns where the next item goes, or NULL when a page is missing. */
static __always_inline u8 *fx_quick_bytes(u8 *at, unsigned int arg, u64 from, u32 bytes)
{
	u8 *to = at + sizeof(struct fx_item);

	if (!from)
		return at;
	fx_quick_item(at, FX_ITEM_BYTES, arg, bytes, bytes);
	if (!bytes)
		return to;
	/* The padding; what belongs to the item is written over it. */
	((u64 *)to)[(bytes - 1) / FX_ALIGN_BYTES] = 0;
	if (unlikely(fx_user_copy(to, from, bytes) != bytes))
		return NULL;
	return to + ALIGN(bytes, FX_ALIGN_BYTES);
}

static __always_inline u8 *fx_quick_cstr(u8 *at, unsigned int arg, u64 from, u64 room)
{
	u8 *to = at + sizeof(struct fx_item);
	long n;

	if (!from)
		return at;
	n = fx_user_string(to, from, room);
	if (unlikely(n < 0 || n == room))
		return NULL;
	fx_quick_item(at, FX_ITEM_CSTR, arg, n, n);
	/* Bytes behind the NUL are of the caller's memory, and no business of the record's. */
	if (n % FX_ALIGN_BYTES)
		*(u64 *)(to + (n & ~7UL)) &= ~0UL >> (64 - n % FX_ALIGN_BYTES * 8);
	return to + ALIGN(n, FX_ALIGN_BYTES);
}

/* Captures what a call has at entry; false when that is not as usual. */
static __always_inline bool fx_quick_stash(struct fx_task *task, const struct fx_row *row,
					   const struct pt_regs *regs)
{
	const struct fx_op *op = &fx_ops[row->ops], *last = op + row->entry;
	u8 *at = task->inline_stash, *end = at + FX_STASH_BYTES - FX_ALIGN_BYTES;
	u8 items = 0;

	for (; op < last; op++) {
		u64 value = fx_arg(regs, op->arg), room = end - at - sizeof(struct fx_item);
		u8 *next;

		if ((s64)room < (s64)sizeof(struct fx_file_id))
			return false;
		if (op->kind == FX_OP_FILE) {
			next = fx_quick_file(at, op->arg, value);
		} else if (op->kind == FX_OP_CSTR) {
			next = fx_quick_cstr(at, op->arg, value, room);
		} else if (op->kind == FX_OP_BYTES && op->length <= FX_LENGTH_ARG && !op->add) {
			u64 bytes = op->scale;

			if (op->length == FX_LENGTH_ARG) {
				u64 count = fx_arg(regs, op->from);

				if (count > FX_STASH_BYTES)
					return false;
				bytes *= count;
			}
			if (bytes > room || bytes > READ_ONCE(fx_payload_max_bytes))
				return false;
			next = fx_quick_bytes(at, op->arg, value, bytes);
		} else {
			return false;
		}
		if (unlikely(!next))
			return false;
		items += next != at;
		at = next;
	}
	task->stash_used = at - task->inline_stash;
	task->items = items;
	return true;
}

/**
 * fx_on_sys_enter - probe: a system call begins
 * @unused: nothing
 * @regs: registers of the caller
 * @id: number of the call
 *
 * Preemption: up to 6.12 a tracepoint holds it off; from 6.13 on those of system
 * calls do not. So each probe has a guard of its own.
 */
void fx_on_sys_enter(void *unused, struct pt_regs *regs, long id)
{
	struct task_struct *me = current;
	const struct fx_row *row;
	struct fx_task *task;
	unsigned int abi;
	u32 nr = id;

	if (fx_is_reader(me))
		return;
	preempt_disable_notrace();
	task = fx_task_find(me);
	abi = fx_abi(&nr);
	row = fx_row(abi, nr);
	if (likely(task) &&
	    (fx_row_plain(row) || (row->quick && abi == FX_ABI_X86_64 && !task->stash_used &&
				   fx_quick_stash(task, row, regs)))) {
		task->entered = fx_now();
		task->row = row;
		task->nr = nr;
		task->abi = abi;
		task->newborn = false;
	} else {
		fx_call_enter(task, regs, nr, abi);
	}
	preempt_enable_notrace();
}

static __always_inline void fx_quick_words(u64 *to, const u64 *from, u32 bytes)
{
	const u64 *end = from + bytes / sizeof(u64);

	while (from < end)
		*to++ = *from++;
}

/* Captures what a call has at exit; returns the end, or NULL when that is not as usual. */
static __always_inline u8 *fx_quick_outputs(struct fx_call *call, u8 *at, const struct fx_row *row,
					    const struct pt_regs *regs, long ret)
{
	const struct fx_op *op = &fx_ops[row->ops + row->entry], *last = op + row->exit;
	u8 *end = at + FX_QUICK_EXIT_BYTES;

	for (; op < last; op++) {
		u8 *next;

		if (op->kind == FX_OP_RESULT_FILE) {
			next = fx_quick_file(at, FX_ARG_RESULT, ret);
		} else if (op->kind == FX_OP_BYTES && !op->add) {
			u64 bytes = op->scale;

			if (op->length == FX_LENGTH_RESULT)
				bytes *= (u64)ret;
			else if (op->length != FX_LENGTH_FIXED)
				return NULL;
			if (bytes > FX_QUICK_BYTES || bytes > READ_ONCE(fx_payload_max_bytes) ||
			    at + bytes + 64 > end)
				return NULL;
			next = fx_quick_bytes(at, op->arg, fx_arg(regs, op->arg), bytes);
		} else {
			return NULL;
		}
		if (unlikely(!next))
			return NULL;
		call->items += next != at;
		at = next;
	}
	return at;
}

/*
 * Writes the record of a usual call; false when it is not one after all. Made
 * twice: @plain, a constant, is a call that captures nothing.
 */
static __always_inline bool fx_quick_exit(struct fx_task *task, struct task_struct *me,
					  struct pt_regs *regs, long ret, const bool plain)
{
	const struct fx_row *row = task->row;
	struct fx_ring *ring = fx_this_ring();
	u32 stash = plain ? 0 : task->stash_used, size = sizeof(struct fx_call) + stash;
	bool outputs = !plain && row->exit && ret >= 0;
	struct fx_call *call = fx_ring_quick(ring, size + (outputs ? FX_QUICK_EXIT_BYTES : 0));
	u64 now;

	if (unlikely(!call) || unlikely(fx_wake_due(ring)))
		return false;
	call->items = plain ? 0 : task->items;
	if (stash)
		fx_quick_words((u64 *)(call + 1), (u64 *)task->inline_stash, stash);
	if (outputs) {
		u8 *end = fx_quick_outputs(call, (u8 *)call + size, row, regs, ret);

		if (unlikely(!end))
			return false;
		size = end - (u8 *)call;
	}
	now = fx_now();
	fx_ring_stamp(ring, &call->record, FX_REC_CALL, size, now);
	fx_record_who(&call->record, me);
	call->entered = task->entered;
	call->left = now;
	call->ret = ret;
	call->nr = task->nr;
	call->flags = 0;
	call->abi = task->abi;
	fx_args(regs, task->abi, call->args);
	fx_ring_publish(ring, size);
	task->entered = 0;
	if (!plain) {
		task->stash_used = 0;
		task->items = 0;
	}
	return true;
}

static __always_inline bool fx_quick(struct fx_task *task, struct task_struct *me,
				     struct pt_regs *regs, long ret)
{
	if (unlikely(task->working))
		return false;
	if (fx_row_plain(task->row))
		return fx_quick_exit(task, me, regs, ret, true);
	/* Outputs are found by the registers of the 64-bit ABI. */
	if (!task->row->quick || unlikely(task->abi != FX_ABI_X86_64) ||
	    unlikely(task->late | task->rest | task->flags) ||
	    unlikely(task->stash != task->inline_stash))
		return false;
	return fx_quick_exit(task, me, regs, ret, false);
}

/**
 * fx_on_sys_exit - probe: a system call returns
 * @unused: nothing
 * @regs: registers of the caller
 * @ret: its result
 */
void fx_on_sys_exit(void *unused, struct pt_regs *regs, long ret)
{
	struct task_struct *me = current;
	struct fx_task *task;

	if (fx_is_reader(me))
		return;
	preempt_disable_notrace();
	task = fx_task_find(me);
	if (!(likely(task) && likely(task->entered) && fx_quick(task, me, regs, ret)))
		fx_call_exit(task, regs, ret);
	preempt_enable_notrace();
}
