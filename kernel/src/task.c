// SPDX-License-Identifier: GPL-2.0
/*
 * What the module remembers of a task between two hooks.
 *
 * Entries are added by the fork hook and at the first call of a task that was
 * there before, and removed by the exit hook, all of them with preemption off.
 * The chains are read without a lock; writers of all chains share one lock,
 * which is taken twice in the life of a task.
 */
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include "alloc.h"
#include "task.h"

struct hlist_head fx_tasks[1 << FX_TASK_BITS];

/* Taken in process context only (no hook runs in an interrupt), but under the
 * scheduler's and signal handling's locks, with interrupts off: hence raw and
 * irqsave.
 */
static DEFINE_RAW_SPINLOCK(fx_tasks_lock);

/**
 * fx_task_add - begin to remember a task
 * @key: the task: current, or the child that current has just made
 *
 * Must not sleep. Where there is no memory the task is recorded without what is
 * captured at entry (FX_CALL_NO_ENTRY), and the failure is counted.
 *
 * Return: the state or NULL.
 */
struct fx_task *fx_task_add(struct task_struct *key)
{
	struct fx_task *task;
	unsigned long flags;

	task = fx_alloc(FX_SITE_TASK, sizeof(*task), GFP_ATOMIC);
	if (!task)
		return NULL;
	memset(task, 0, offsetof(struct fx_task, inline_stash));
	task->key = key;
	task->stash = task->inline_stash;
	task->stash_size = sizeof(task->inline_stash);
	task->pending_end = &task->pending;
	task->held_cpu = -1;
	raw_spin_lock_irqsave(&fx_tasks_lock, flags);
	hlist_add_head_rcu(&task->node, fx_task_bucket(key));
	raw_spin_unlock_irqrestore(&fx_tasks_lock, flags);
	return task;
}

/* Frees what is no longer in the table; no work of it is queued. */
static void fx_task_free(struct fx_task *task)
{
	struct fx_pending *pending = task->pending;

	while (pending) {
		struct fx_pending *next = pending->next;

		kfree(pending);
		pending = next;
	}
	fx_stash_reset(task);
	kfree_rcu(task, rcu);
}

/**
 * fx_task_remove - forget a task that ends
 * @task: state of the current task
 *
 * Where work is still queued it runs later in the same exit, and frees.
 */
void fx_task_remove(struct fx_task *task)
{
	unsigned long flags;
	bool busy;

	raw_spin_lock_irqsave(&fx_tasks_lock, flags);
	hlist_del_rcu(&task->node);
	task->dying = true;
	busy = task->working;
	raw_spin_unlock_irqrestore(&fx_tasks_lock, flags);
	if (!busy)
		fx_task_free(task);
}

/**
 * fx_task_work_done - the slow path of the current task has ended
 * @task: its state; may be gone afterwards
 *
 * Under the lock, so that of this and fx_task_remove_all() on another CPU
 * exactly one sees both flags and frees.
 */
void fx_task_work_done(struct fx_task *task)
{
	unsigned long flags;
	bool dying;

	raw_spin_lock_irqsave(&fx_tasks_lock, flags);
	task->working = false;
	dying = task->dying;
	raw_spin_unlock_irqrestore(&fx_tasks_lock, flags);
	if (dying)
		fx_task_free(task);
}

/**
 * fx_task_remove_all - forget all tasks
 *
 * Called when no hook runs any more. A task with work queued keeps its state
 * until that has run; the caller waits for it before the module goes.
 */
void fx_task_remove_all(void)
{
	struct fx_task *task;
	struct hlist_node *next;
	unsigned long flags;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fx_tasks); i++) {
		raw_spin_lock_irqsave(&fx_tasks_lock, flags);
		hlist_for_each_entry_safe(task, next, &fx_tasks[i], node) {
			hlist_del_rcu(&task->node);
			task->dying = true;
			if (!task->working)
				fx_task_free(task);
		}
		raw_spin_unlock_irqrestore(&fx_tasks_lock, flags);
		cond_resched();
	}
}

/**
 * fx_stash_grow - more room for what is captured at entry
 * @task: state of the current task
 *
 * Must not sleep. Return: false when there is no memory, or it was grown before.
 */
bool fx_stash_grow(struct fx_task *task)
{
	u8 *stash;

	if (task->stash != task->inline_stash)
		return false;
	stash = fx_alloc(FX_SITE_STASH, FX_STASH_MAX_BYTES, GFP_ATOMIC);
	if (!stash) {
		task->flags |= FX_CALL_NO_MEMORY;
		return false;
	}
	memcpy(stash, task->stash, task->stash_used);
	task->stash = stash;
	task->stash_size = FX_STASH_MAX_BYTES;
	return true;
}

/**
 * fx_stash_reset - forget what was captured at entry
 * @task: state of the current task
 */
void fx_stash_reset(struct fx_task *task)
{
	if (unlikely(task->stash != task->inline_stash)) {
		kfree(task->stash);
		task->stash = task->inline_stash;
		task->stash_size = sizeof(task->inline_stash);
	}
	task->stashed = 0;
}
