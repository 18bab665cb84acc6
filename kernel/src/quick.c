// SPDX-License-Identifier: GPL-2.0
/*
 * The usual calls in a straight line.
 *
 * Nearly all calls of a running system carry no data, or a descriptor, a path, a
 * short buffer; their pages are resident and the ring has room. For these, what
 * call.c does by general means is done here again without a function call, in
 * about a third of the instructions (scripts/cost). The table tells the shapes
 * apart that are met most (enum fx_in, enum fx_out). Whenever anything is not as
 * usual, nothing has been published, and call.c begins anew.
 *
 * Calls without data come first, and what has some is kept out of line, so that
 * neither pays for the other's registers.
 *
 * Registers are read from pt_regs, at exit too: see call.c.
 */
#include <linux/ptrace.h>
#include <linux/version.h>
#include "call.h"
#include "context.h"
#include "file.h"
#include "filter.h"
#include "quick.h"
#include "quick_item.h"
#include "recheck.h"
#include "record.h"
#include "throttle.h"
#include "wake.h"

/* Room in the stash for what follows a file. */
#define FX_QUICK_ROOM (FX_STASH_BYTES - sizeof(struct fx_file_item) - 2 * sizeof(struct fx_item))
/* Room for the longest output, its item, and the file that the call returned. */
#define FX_QUICK_EXIT_BYTES (FX_QUICK_BYTES + 256)
/* The longest record that is written here. */
#define FX_QUICK_CALL_BYTES (sizeof(struct fx_call) + FX_STASH_BYTES + FX_QUICK_EXIT_BYTES)

/*
 * Up to 6.12 a tracepoint holds preemption off; from 6.13 on those of system calls
 * do not, and each probe has a guard of its own.
 */
static __always_inline void fx_call_guard(void)
{
	if (LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0))
		preempt_disable_notrace();
}

static __always_inline void fx_call_unguard(void)
{
	if (LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0))
		preempt_enable_notrace();
}

/* An input of as many bytes as an argument says; only a short one is usual. */
static __always_inline bool fx_quick_counted(u8 **at, unsigned int arg, u64 from, u64 count,
					     u64 scale, u64 room)
{
	if (count > FX_STASH_BYTES || count * scale > room ||
	    count * scale > READ_ONCE(fx_payload_max_bytes))
		return false;
	return fx_quick_bytes(at, arg, from, count * scale);
}

static __always_inline bool fx_quick_op(u8 **at, const struct fx_op *op, const struct pt_regs *regs,
					u64 room)
{
	u64 value = fx_arg(regs, op->arg);

	if (op->kind == FX_OP_FILE)
		return fx_quick_file(at, op->arg, value);
	if (op->kind == FX_OP_CSTR)
		return fx_quick_cstr(at, op->arg, value, room & -FX_ALIGN_BYTES);
	/* Woken, or waiting as long as it takes: then there is nothing behind it. */
	if (op->kind == FX_OP_FUTEX)
		return !value || !fx_futex_timed(fx_arg(regs, 1));
	if (op->kind != FX_OP_BYTES || op->length > FX_LENGTH_ARG || op->add)
		return false;
	return fx_quick_counted(at, op->arg, value,
				op->length == FX_LENGTH_ARG ? fx_arg(regs, op->from) : 1, op->scale,
				room);
}

/* Any number of ops, one by one. */
static noinline bool fx_stash_ops(struct fx_task *task, const struct fx_row *row,
				  const struct pt_regs *regs)
{
	const struct fx_op *op = &fx_ops[row->ops], *last = op + row->entry;
	u8 *at = task->inline_stash, *end = at + FX_STASH_BYTES - FX_ALIGN_BYTES;
	u8 items = 0;

	for (; op < last; op++) {
		s64 room = end - at - (s64)sizeof(struct fx_item);
		u8 *item = at;

		if (room < (s64)sizeof(struct fx_file_id) || !fx_quick_op(&at, op, regs, room))
			return false;
		items += at != item;
	}
	task->stash_used = at - task->inline_stash;
	task->items = items;
	return true;
}

/* A file and what follows it, or just the latter. */
static __always_inline void fx_stash_two(struct fx_task *task, u8 *middle, u8 *end)
{
	task->stash_used = end - task->inline_stash;
	task->items = (middle != task->inline_stash) + (end != middle);
}

static __always_inline void fx_quick_begin(struct fx_task *task, const struct fx_row *row, u32 nr)
{
	task->entered = fx_now();
	task->row = row;
	task->nr = nr;
	task->newborn = false;
}

/* Not as usual after all. */
static noinline void fx_enter_again(struct fx_task *task)
{
	fx_call_enter(task, current_pt_regs(), task->nr, FX_ABI_X86_64);
}

/* What may change while the call runs has to be looked at again. */
static __always_inline void fx_enter_inputs(struct fx_task *task)
{
	if (unlikely(fx_inputs_shared(current)))
		task->general = true;
}

static noinline void fx_enter_ops(struct fx_task *task, struct pt_regs *regs)
{
	fx_enter_inputs(task);
	if (!fx_stash_ops(task, task->row, regs))
		fx_enter_again(task);
}

static noinline void fx_enter_write(struct fx_task *task, struct pt_regs *regs)
{
	u8 *at = task->inline_stash, *middle;

	fx_enter_inputs(task);
	if (unlikely(!fx_quick_file(&at, 0, regs->di)))
		return fx_enter_again(task);
	middle = at;
	if (unlikely(!fx_quick_counted(&at, 1, regs->si, regs->dx, 1, FX_QUICK_ROOM)))
		return fx_enter_again(task);
	fx_stash_two(task, middle, at);
}

static noinline void fx_enter_path(struct fx_task *task, struct pt_regs *regs)
{
	u8 *at = task->inline_stash;

	fx_enter_inputs(task);
	if (unlikely(!regs->di) || unlikely(!fx_quick_cstr(&at, 0, regs->di, FX_QUICK_ROOM)))
		return fx_enter_again(task);
	task->stash_used = at - task->inline_stash;
	task->items = 1;
}

static noinline void fx_enter_at(struct fx_task *task, struct pt_regs *regs)
{
	u8 *at = task->inline_stash, *middle;

	fx_enter_inputs(task);
	if (unlikely(!fx_quick_file(&at, 0, regs->di)))
		return fx_enter_again(task);
	middle = at;
	if (unlikely(!fx_quick_cstr(&at, 1, regs->si, FX_QUICK_ROOM)))
		return fx_enter_again(task);
	fx_stash_two(task, middle, at);
}

static noinline void fx_enter_file(struct fx_task *task, struct pt_regs *regs)
{
	u8 *at = task->inline_stash;

	if (unlikely(!fx_quick_file(&at, 0, regs->di)))
		return fx_enter_again(task);
	fx_stash_two(task, task->inline_stash, at);
}

/* A 64-bit call with data, of a task that nothing is unusual about. Ends in a jump. */
static __always_inline void fx_enter_data(struct fx_task *task, const struct fx_row *row,
					  struct pt_regs *regs)
{
	if (row->in < FX_IN_PATH) {
		if (row->in == FX_IN_FILE)
			fx_enter_file(task, regs);
		else if (row->in == FX_IN_WRITE)
			fx_enter_write(task, regs);
		else if (row->in != FX_IN_NOTHING)
			fx_enter_again(task);
	} else if (row->in == FX_IN_PATH) {
		fx_enter_path(task, regs);
	} else if (row->in == FX_IN_AT) {
		fx_enter_at(task, regs);
	} else {
		fx_enter_ops(task, regs);
	}
}

/* There is a filter, or no such call, or another convention, or something about the task. */
static noinline void fx_enter_rare(struct fx_task *task, struct pt_regs *regs, u32 nr)
{
	struct task_struct *me = current;
	unsigned int abi = fx_abi(&nr);
	const struct fx_row *row = fx_row(abi, nr);

	if (READ_ONCE(fx_filtering)) {
		task = task ?: fx_task_add(me);
		if (task && fx_filter_skips(task, abi, nr)) {
			task->newborn = false;
			task->entered = 0;
			task->skipped = true;
			return;
		}
	}
	if (!task || (!fx_row_plain(row) && (task->unusual | abi)))
		return fx_call_enter(task, regs, nr, abi);
	fx_quick_begin(task, row, nr);
	task->abi = abi;
	if (!fx_row_plain(row))
		fx_enter_data(task, row, regs);
}

static __always_inline void fx_enter(struct pt_regs *regs, u32 nr)
{
	u32 unfiltered = READ_ONCE(fx_unfiltered);
	struct task_struct *me = current;
	const struct fx_row *row;
	struct fx_task *task;

	if (fx_is_reader(me))
		return;
	task = fx_task_find(me);
	/* The number of an x32 call is beyond all rows, too. */
	if (unlikely(nr >= unfiltered) || unlikely(!task) || unlikely(task->unusual) ||
	    unlikely(in_ia32_syscall()))
		return fx_enter_rare(task, regs, nr);
	row = &fx_rows_x86_64[array_index_nospec(nr, unfiltered)];
	fx_quick_begin(task, row, nr);
	if (!fx_row_plain(row))
		fx_enter_data(task, row, regs);
}

/**
 * fx_on_sys_enter - probe: a system call begins
 * @unused: nothing
 * @regs: registers of the caller
 * @id: number of the call
 */
void fx_on_sys_enter(void *unused, struct pt_regs *regs, long id)
{
	fx_call_guard();
	fx_enter(regs, id);
	fx_call_unguard();
}

/* One output by its op. */
static __always_inline bool fx_quick_output(u8 **at, const u8 *end, const struct fx_op *op,
					    const struct pt_regs *regs, long ret)
{
	u64 bytes = op->scale;

	if (op->kind == FX_OP_RESULT_FILE)
		return fx_quick_file(at, FX_ARG_RESULT, ret);
	if (op->kind != FX_OP_BYTES || op->add)
		return false;
	if (op->length == FX_LENGTH_RESULT)
		bytes *= op->from == op->arg ? (u64)ret : min_t(u64, ret, fx_arg(regs, op->from));
	else if (op->length != FX_LENGTH_FIXED)
		return false;
	if (bytes > fx_quick_most() || *at + bytes + 64 > end)
		return false;
	return fx_quick_bytes(at, op->arg, fx_arg(regs, op->arg), bytes);
}

/* Any number of outputs, one by one. One that is missing is left to call.c, which counts. */
static noinline u8 *fx_outputs_ops(u8 *at, const struct fx_row *row, const struct pt_regs *regs,
				   long ret)
{
	const struct fx_op *op = &fx_ops[row->ops + row->entry], *last = op + row->exit;
	const u8 *end = at + FX_QUICK_EXIT_BYTES;

	for (; op < last; op++) {
		u8 *item = at;

		if (!fx_quick_output(&at, end, op, regs, ret) || at == item)
			return NULL;
	}
	return at;
}

/* Not as usual after all: nothing has been published, and all begins anew. */
static noinline void fx_exit_again(struct fx_task *task)
{
	struct pt_regs *regs = current_pt_regs();

	fx_call_exit(task, regs, syscall_get_return_value(current, regs));
}

/* Captures what a call has at exit; false when that is not as usual, or something is missing. */
static __always_inline bool fx_quick_outputs(u8 **at, const struct fx_row *row,
					     const struct pt_regs *regs, long ret,
					     const enum fx_out kind)
{
	u8 *begin = *at;

	if (kind == FX_OUT_FIXED)
		return fx_quick_fixed(at, &fx_ops[row->ops + (u32)row->entry], regs);
	if (kind == FX_OUT_FILE)
		return fx_quick_file(at, FX_ARG_RESULT, ret) && *at != begin;
	if (kind == FX_OUT_READ) {
		/* Asked for no bytes, some calls return how many there are. */
		u64 bytes = min_t(u64, ret, regs->dx);

		return likely(bytes <= fx_quick_most()) && fx_quick_bytes(at, 1, regs->si, bytes) &&
		       *at != begin;
	}
	*at = fx_outputs_ops(begin, row, regs, ret);
	return *at;
}

/* All that is known before the outputs. */
static __always_inline void fx_quick_fill(struct fx_call *call, const struct fx_task *task,
					  const struct task_struct *me, const struct pt_regs *regs,
					  long ret)
{
	call->ret = ret;
	fx_record_who(&call->record, me);
	call->entered = task->entered;
	fx_args(regs, FX_ABI_X86_64, call->args);
}

static __always_inline void fx_quick_publish(struct fx_ring *ring, struct fx_call *call,
					     const struct fx_task *task, u32 size, u64 items)
{
	u64 now = fx_now();

	call->left = now;
	/* nr, flags 0, abi FX_ABI_X86_64, items */
	*(u64 *)&call->nr = task->nr | items << 56;
	fx_ring_put(ring, &call->record, FX_REC_CALL, size, now);
}

/* Writes the record of a call without data. */
static __always_inline void fx_exit_plain(struct fx_task *task, const struct task_struct *me,
					  const struct pt_regs *regs, long ret)
{
	struct fx_ring *ring = fx_this_ring();
	struct fx_call *call = fx_ring_place(ring);

	if (unlikely(!fx_ring_quick(ring, sizeof(*call))) || unlikely(fx_wake_due(ring)))
		return fx_exit_again(task);
	fx_quick_fill(call, task, me, regs, ret);
	fx_quick_publish(ring, call, task, sizeof(*call), 0);
	task->entered = 0;
}

static __always_inline u8 *fx_quick_stash(u8 *to, const struct fx_task *task)
{
	u32 stash = task->stash_used;

	if (stash == sizeof(struct fx_file_item))
		*(struct fx_file_item *)to = *(const struct fx_file_item *)task->inline_stash;
	else
		fx_quick_words((u64 *)to, (const u64 *)task->inline_stash, stash);
	return to + stash;
}

/*
 * The same for one with data. @kind, a constant, says what it has at exit. What is only needed in
 * the beginning is used up before the rest begins: then all fits the registers that a function may
 * use without keeping them.
 */
static __always_inline void fx_exit_data(struct fx_task *task, const struct task_struct *me,
					 const struct pt_regs *regs, long ret,
					 const enum fx_out kind)
{
	struct fx_ring *ring = fx_this_ring();
	struct fx_call *call = fx_ring_place(ring);
	const struct fx_row *row;
	unsigned int made = 0;
	u8 *end;

	if (unlikely(!fx_ring_quick(ring, FX_QUICK_CALL_BYTES)) || unlikely(fx_wake_due(ring)))
		return fx_exit_again(task);
	fx_quick_fill(call, task, me, regs, ret);
	end = fx_quick_stash((u8 *)(call + 1), task);
	row = task->row;
	if (kind != FX_OUT_NOTHING) {
		if (unlikely(!fx_quick_outputs(&end, row, regs, ret, kind)))
			return fx_exit_again(task);
		made = kind == FX_OUT_OPS ? row->exit : 1;
	}
	fx_quick_publish(ring, call, task, end - (u8 *)call, task->items + made);
	task->entered = 0;
	task->stashed = 0;
}

static noinline void fx_exit_nothing(struct fx_task *task, struct task_struct *me,
				     struct pt_regs *regs, long ret)
{
	fx_exit_data(task, me, regs, ret, FX_OUT_NOTHING);
}

static noinline void fx_exit_ops(struct fx_task *task, struct task_struct *me, struct pt_regs *regs,
				 long ret)
{
	fx_exit_data(task, me, regs, ret, FX_OUT_OPS);
}

static noinline void fx_exit_read(struct fx_task *task, struct task_struct *me,
				  struct pt_regs *regs, long ret)
{
	fx_exit_data(task, me, regs, ret, FX_OUT_READ);
}

static noinline void fx_exit_fixed(struct fx_task *task, struct task_struct *me,
				   struct pt_regs *regs, long ret)
{
	fx_exit_data(task, me, regs, ret, FX_OUT_FIXED);
}

/*
 * A file that a call has opened is put on record first; but not when that, or the call, would have
 * to begin anew afterwards, which would put it on record twice.
 */
static noinline void fx_exit_file(struct fx_task *task, struct task_struct *me,
				  struct pt_regs *regs, long ret)
{
	const struct fx_ring *ring = fx_this_ring();

	if (task->row->flags & FX_ROW_MAKES &&
	    (unlikely(!fx_ring_quick(ring, FX_FILE_MAX_BYTES + FX_QUICK_CALL_BYTES)) ||
	     unlikely(fx_wake_due(ring)) || unlikely(!fx_file_meet(ret, true))))
		fx_exit_again(task);
	else
		fx_exit_data(task, me, regs, ret, FX_OUT_FILE);
}

/* Something is unusual about the task; then its call is done by general means. */
static noinline void fx_exit_unusual(struct fx_task *task, struct task_struct *me,
				     struct pt_regs *regs, long ret)
{
	if (task && task->context != fx_context_mark(me))
		fx_context_changed(task);
	fx_call_exit(task, regs, ret);
}

static __always_inline void fx_exit(struct pt_regs *regs, long ret)
{
	struct task_struct *me = current;
	const struct fx_row *row;
	struct fx_task *task;

	if (fx_is_reader(me))
		return;
	task = fx_task_find(me);
	if (unlikely(!task) || unlikely(task->context != fx_context_mark(me)) ||
	    unlikely(!task->entered) || unlikely(task->unusual))
		return fx_exit_unusual(task, me, regs, ret);
	row = task->row;
	if (fx_row_plain(row))
		fx_exit_plain(task, me, regs, ret);
	else if (row->out == FX_OUT_NOTHING || ret < 0)
		fx_exit_nothing(task, me, regs, ret);
	else if (row->out == FX_OUT_READ)
		fx_exit_read(task, me, regs, ret);
	else if (row->out == FX_OUT_FIXED)
		fx_exit_fixed(task, me, regs, ret);
	else if (row->out == FX_OUT_FILE)
		fx_exit_file(task, me, regs, ret);
	else
		fx_exit_ops(task, me, regs, ret);
}

/**
 * fx_on_sys_exit - probe: a system call returns
 * @unused: nothing
 * @regs: registers of the caller
 * @ret: its result
 */
void fx_on_sys_exit(void *unused, struct pt_regs *regs, long ret)
{
	fx_call_guard();
	fx_exit(regs, ret);
	fx_call_unguard();
}
