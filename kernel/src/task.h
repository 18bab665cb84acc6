/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the module remembers of a task between two hooks.
 */
#ifndef FX_TASK_H
#define FX_TASK_H

#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/types.h>
#include "table.h"

struct fx_ring;

/* Items captured at entry that fit without memory of their own: a usual path
 * and a descriptor.
 */
#define FX_STASH_BYTES 512
/* ... and with it: two paths of PATH_MAX and what goes with them. */
#define FX_STASH_MAX_BYTES 9216

/**
 * struct fx_pending - a record that waits for room, in order of its task
 * @next: the next one
 * @size: bytes of the record
 * @bytes: the record; what the ring stamps is not yet filled in
 */
struct fx_pending {
	struct fx_pending *next;
	u32 size;
	u8 bytes[] __aligned(FX_ALIGN_BYTES);
};

/**
 * struct fx_progress - how far one op of a call was captured
 * @at: bytes that are on record
 * @full: bytes there are
 * @data: where the bytes of its first DATA record stand, a position in @early_ring
 */
struct fx_progress {
	u64 at;
	u64 full;
	u64 data;
};

/**
 * struct fx_task - the state of one task; only the task itself changes it
 * @node: in the table of tasks
 * @key: the task
 * @context: fx_context_mark() of the context that is on record, 0 at first
 * @entered: when the current call was entered, 0 outside of a call
 * @row: how it is captured
 * @nr: its number
 * @newborn: made by fork, has not yet returned to user mode
 * @dying: gone from the table; the last work frees it
 * @exec_late: the record of an exec is still to be written
 * @left_out: the filter leaves its calls out
 * @skipped: the filter leaves the current call out
 * @prepared: fx_call_prepare() was done for the current call
 * @killed: a SIGKILL came while the task exits, which the kernel passes over
 * @looks: how often it looked for room since it is being killed
 * @leaver: in the list of tasks that wait while they exit
 * @held_cpu: CPU whose ring the throttle holds the task for, or -1
 * @epoch: when @over was begun, in epochs of the throttle
 * @over: bytes written in that epoch while too much was waiting
 * @late: ops of the entry that are (also) done at exit, a bit each
 * @rest: ops with bytes that do not fit the CALL record, a bit each
 * @flags: enum fx_call_flag to be set in the record
 * @abi: enum fx_abi of the call
 * @working: @work is queued; so whenever something is pending
 * @general: quick.c is not to do this call
 * @unusual: the six above in one: 0 for a call that quick.c may do
 * @early_ring: ring of the CPU where the current call was entered
 * @args: the arguments, kept where they may be gone at exit
 * @ret: result of a call that is written on the slow path
 * @left: when that call returned, 0 when there is none
 * @progress: of each op
 * @stash_used: bytes used of the stash
 * @items: number of items in it
 * @stashed: the two above in one
 * @stash_size: bytes of the stash
 * @stash: items captured at entry
 * @pending: records that wait for room
 * @pending_end: where the next one goes
 * @work: the slow path
 * @rcu: frees it
 * @inline_stash: the stash where it is small
 */
struct fx_task {
	struct hlist_node node;
	struct task_struct *key;
	u64 context;
	u64 entered;
	const struct fx_row *row;
	u32 nr;
	bool newborn;
	bool dying;
	bool exec_late;
	bool left_out;
	bool skipped;
	bool prepared;
	bool killed;
	u8 looks;
	u32 epoch;
	u32 over;
	int held_cpu;
	union {
		struct {
			u16 late;
			u16 rest;
			u8 flags;
			u8 abi;
			bool working;
			bool general;
		};
		u64 unusual;
	};
	union {
		struct {
			u32 stash_used;
			u8 items;
		};
		u64 stashed;
	};
	u32 stash_size;
	u8 *stash;
	struct fx_ring *early_ring;
	u64 args[FX_ARGS];
	s64 ret;
	u64 left;
	struct fx_pending *pending;
	struct fx_pending **pending_end;
	struct list_head leaver;
	struct callback_head work;
	struct rcu_head rcu;
	struct fx_progress progress[FX_OPS_MAX];
	u8 inline_stash[FX_STASH_BYTES] __aligned(FX_ALIGN_BYTES);
};

/* Buckets of the table of tasks: short chains at 10,000 threads. */
#define FX_TASK_BITS 13

extern struct hlist_head fx_tasks[1 << FX_TASK_BITS];

static inline struct hlist_head *fx_task_bucket(const struct task_struct *key)
{
	/* As hash_ptr(), which is not inlined. */
	return &fx_tasks[((u64)key * 0x61C8864680B583EBull) >> (64 - FX_TASK_BITS)];
}

/**
 * fx_task_find - the state of a task
 * @key: the task, the current one
 *
 * Runs with preemption off: that keeps other tasks' entries of the same chain
 * alive (they are freed after a grace period), and only the task itself removes
 * its own.
 *
 * Return: the state or NULL.
 */
static inline struct fx_task *fx_task_find(const struct task_struct *key)
{
	struct fx_task *task;

	hlist_for_each_entry_rcu_notrace(task, fx_task_bucket(key), node)
		if (likely(task->key == key))
			return task;
	return NULL;
}

struct fx_task *fx_task_add(struct task_struct *key);
void fx_task_remove(struct fx_task *task);
void fx_task_work_done(struct fx_task *task);
void fx_task_remove_all(void);
bool fx_stash_grow(struct fx_task *task);
void fx_stash_reset(struct fx_task *task);

#endif
