// SPDX-License-Identifier: GPL-2.0
/*
 * The slow path: task work on the way out of a system call.
 *
 * It runs in the context of the caller, before user mode goes on, with no lock
 * held and everything allowed: it brings pages in, waits for room, and is where
 * the throttle holds. Only the caller waits for its own pages, be they behind a
 * userfaultfd, and it can be killed. It could not be while it waits for a FUSE that
 * never answers: such pages are recorded only where they are there already, as they
 * are when the call itself has read them.
 *
 * An exiting task runs it too (exit_task_work(), after its memory is gone and
 * before its parent hears of it): then there are records to be written, but no
 * pages to be had.
 */
#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/pagemap.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/task_work.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include "alloc.h"
#include "call.h"
#include "process.h"
#include "record.h"
#include "slow.h"
#include "throttle.h"

/* Pages may be taken away again before they are copied; so often we bring them
 * back, then what can be had is recorded.
 */
#define FX_FAULT_TRIES 64
/* Unload says why it waits after so long. */
#define FX_PATIENCE_MS 10000

static atomic_t fx_working;
static atomic64_t fx_trips;

static void fx_slow_lose(u64 bytes, enum fx_lost_reason reason)
{
	preempt_disable();
	fx_record_lose(bytes, reason);
	preempt_enable();
}

/* Waits for room; accounts for the record when there will be none. */
static bool fx_slow_room(struct fx_task *task, u64 most, u64 bytes)
{
	enum fx_wait_result result = fx_wait_for_room(task, most);

	if (result == FX_WAIT_ROOM)
		return true;
	fx_slow_lose(bytes, fx_lost_for(result));
	return false;
}

static bool fx_try_pending(const struct fx_pending *p)
{
	const struct fx_record *record = (const void *)p->bytes;
	struct fx_ring *ring;
	u64 now;
	void *to;

	preempt_disable();
	ring = fx_this_ring();
	now = fx_now();
	to = fx_ring_reserve(ring, p->size, now);
	if (to) {
		memcpy(to, p->bytes, p->size);
		fx_ring_stamp(ring, to, record->type, p->size, now);
		fx_ring_commit(ring, p->size);
		fx_record_after(NULL, ring, 0);
	}
	preempt_enable();
	return to;
}

static void fx_slow_pending(struct fx_task *task)
{
	struct fx_pending *p;

	while ((p = task->pending)) {
		while (!fx_try_pending(p))
			if (!fx_slow_room(task, p->size, p->size))
				break;
		task->pending = p->next;
		if (!task->pending)
			task->pending_end = &task->pending;
		kfree(p);
	}
}

/* Is any of this memory a file's whose server may never let us go? */
static bool fx_may_never_come(u64 from, u64 bytes)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	bool never = false;

	if (mmap_read_lock_killable(mm))
		return true;
	for (vma = find_vma(mm, from); vma && vma->vm_start < from + bytes && !never;
	     vma = find_vma(mm, vma->vm_end))
		never = vma->vm_file && file_inode(vma->vm_file)->i_sb->s_magic == FUSE_SUPER_MAGIC;
	mmap_read_unlock(mm);
	return never;
}

/* Brings in what was missing; false when it cannot be had. */
static bool fx_bring_in(const struct fx_capture *c, unsigned int *tries)
{
	if (++*tries > FX_FAULT_TRIES || !current->mm ||
	    fx_may_never_come(c->fault, c->fault_bytes))
		return false;
	return !fault_in_readable((const char __user *)c->fault, c->fault_bytes);
}

static void fx_slow_call(struct fx_task *task)
{
	unsigned int tries = 0;
	bool final = false;

	for (;;) {
		struct fx_capture c = { .final = final };
		enum fx_outcome outcome;

		preempt_disable();
		fx_call_prepare(task);
		outcome = fx_call_write(task, &c, true);
		if (outcome == FX_DONE)
			fx_record_after(NULL, fx_this_ring(), 0);
		preempt_enable();
		if (outcome == FX_DONE)
			return;
		if (outcome == FX_NOT_RESIDENT) {
			final = !fx_bring_in(&c, &tries);
		} else if (!fx_slow_room(task, FX_RECORD_MAX_BYTES, sizeof(struct fx_call))) {
			task->rest = 0;
			return;
		}
	}
}

static bool fx_fetch(void *to, u64 from, u64 bytes)
{
	return current->mm && !fx_may_never_come(from, bytes) &&
	       !copy_from_user(to, (const void __user *)from, bytes);
}

/* Where the iovec array of an op is, and how long it claims to be. */
static bool fx_slow_vec_at(struct fx_task *task, const struct fx_op *op, bool compat, u64 *at,
			   u64 *count)
{
	u8 raw[56] __aligned(8);
	struct fx_message m;

	*at = task->args[op->arg];
	*count = task->args[op->arg + 1];
	if (op->kind == FX_OP_IOVEC)
		return true;
	if (!fx_fetch(raw, *at, fx_message_bytes(compat)))
		return false;
	fx_message_parse(&m, raw, compat);
	*at = m.vec;
	*count = m.count;
	return true;
}

/* A copy of the iovec array of an op, as it is now. */
static bool fx_slow_vec(struct fx_task *task, const struct fx_op *op, struct fx_source *source)
{
	u64 at, count, bytes;
	void *vec;

	source->compat = task->abi != FX_ABI_X86_64;
	if (!fx_slow_vec_at(task, op, source->compat, &at, &count) || count > UIO_MAXIOV)
		return false;
	bytes = count * (source->compat ? 8 : 16);
	vec = fx_alloc(FX_SITE_VECTOR, bytes, GFP_KERNEL);
	if (!vec)
		return false;
	if (!fx_fetch(vec, at, bytes)) {
		fx_free(vec);
		return false;
	}
	source->vec = vec;
	source->count = count;
	return true;
}

static void fx_slow_rest_of(struct fx_task *task, const struct fx_row *row, unsigned int i)
{
	const struct fx_op *op = &fx_ops[row->ops + i];
	struct fx_source source = { .base = task->args[op->arg] };
	struct fx_progress *p = &task->progress[i];
	unsigned int flags = i < row->entry ? FX_ITEM_AT_EXIT : 0;
	u8 kind = FX_ITEM_BYTES;
	unsigned int tries = 0;
	bool final = false;

	if (op->kind != FX_OP_BYTES) {
		kind = FX_ITEM_GATHER;
		if (!fx_slow_vec(task, op, &source)) {
			fx_slow_lose(p->full - p->at, FX_LOST_NO_MEMORY);
			return;
		}
	}
	while (p->at < p->full) {
		struct fx_capture c = {};
		enum fx_outcome outcome;

		preempt_disable();
		outcome = fx_data_write(task, i, &source, kind, flags, final, &c);
		if (outcome == FX_DONE)
			fx_record_after(NULL, fx_this_ring(), 0);
		preempt_enable();
		if (outcome == FX_NOT_RESIDENT)
			final = !fx_bring_in(&c, &tries);
		else if (outcome == FX_DONE)
			tries = 0;
		else if (!fx_slow_room(task, FX_RECORD_MAX_BYTES, p->full - p->at))
			break;
		cond_resched();
	}
	fx_free(source.vec);
}

static void fx_slow_rest(struct fx_task *task)
{
	const struct fx_row *row = task->row;
	unsigned int i;

	for (i = 0; task->rest >> i; i++)
		if (task->rest & 1 << i)
			fx_slow_rest_of(task, row, i);
}

static void fx_slow_work(struct callback_head *head)
{
	struct fx_task *task = container_of(head, struct fx_task, work);
	bool over = task->left || task->rest;

	might_sleep();
	atomic64_inc(&fx_trips);
	if (current->flags & PF_EXITING)
		fx_throttle_leave(task);
	fx_slow_pending(task);
	if (task->exec_late)
		fx_exec_late(task);
	if (task->left)
		fx_slow_call(task);
	if (task->rest)
		fx_slow_rest(task);
	if (over)
		fx_call_over(task);
	if (task->held_cpu >= 0) {
		fx_throttle_hold(task);
		task->held_cpu = -1;
	}
	if (current->flags & PF_EXITING)
		fx_throttle_left(task);
	fx_task_work_done(task);
	/* The last access; fx_slow_wait() sees to it that we have returned. */
	atomic_dec(&fx_working);
}

/**
 * fx_slow_queue - have the slow path run before the current task goes on
 * @task: its state
 *
 * Preemption is off. What is to be done stands in @task.
 *
 * Return: false when it will not run: a kernel thread, or too late in exit.
 */
bool fx_slow_queue(struct fx_task *task)
{
	if (task->working)
		return true;
	if (current->flags & (PF_KTHREAD | PF_IO_WORKER))
		return false;
	init_task_work(&task->work, fx_slow_work);
	atomic_inc(&fx_working);
	if (task_work_add(current, &task->work, TWA_RESUME)) {
		atomic_dec(&fx_working);
		return false;
	}
	task->working = true;
	return true;
}

/**
 * fx_slow_idle - is no slow path queued or running?
 *
 * Return: true when there is none.
 */
bool fx_slow_idle(void)
{
	return !atomic_read(&fx_working);
}

/**
 * fx_slow_wait - wait until no task is on the slow path or about to be
 *
 * For unload, when no hook runs any more and all waits were released. A task
 * that its tracer has stopped at the end of a call keeps us here until it goes
 * on: its work stands queued, and there is no way to take it back. Then, since
 * the last instructions of the work run after its count, wait until every task
 * has been seen outside of kernel code.
 */
void fx_slow_wait(void)
{
	unsigned int waited = 0;

	while (!fx_slow_idle()) {
		schedule_timeout_idle(msecs_to_jiffies(10));
		waited += 10;
		if (waited == FX_PATIENCE_MS)
			pr_warn("unload waits for %d tasks that are stopped at the end of a call "
				"(by a debugger?)\n",
				atomic_read(&fx_working));
	}
	if (atomic64_read(&fx_trips))
		synchronize_rcu_tasks();
}

/**
 * fx_slow_trips - how often the slow path was taken
 *
 * Return: a count since the module was loaded.
 */
u64 fx_slow_trips(void)
{
	return atomic64_read(&fx_trips);
}
