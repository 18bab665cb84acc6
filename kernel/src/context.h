/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who a task is: credentials, session, terminal, cgroup, namespaces.
 */
#ifndef FX_CONTEXT_H
#define FX_CONTEXT_H

#include <linux/cred.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include "task.h"

/* Changes whenever all contexts are to be put on record again, and all tasks judged by the
 * filter again.
 */
extern u64 fx_context_epoch;

/**
 * fx_context_mark - a number that changes when the context of a task does
 * @task: current, or a child that has not run yet
 *
 * All that makes up a context hangs on pointers that are replaced, never changed
 * in place, and the one before is still held when the next is allocated; so a
 * change shows. The audit session is a number, new at each login.
 *
 * Return: the number, not 0 in practice.
 */
static __always_inline u64 fx_context_mark(const struct task_struct *task)
{
	const struct signal_struct *signal = task->signal;
	u64 mark = READ_ONCE(fx_context_epoch);

	mark ^= (u64)rcu_access_pointer(task->cred);
	mark ^= (u64)task->nsproxy;
	mark ^= (u64)rcu_access_pointer(task->cgroups);
	mark ^= (u64)READ_ONCE(signal->tty);
	mark ^= (u64)signal->pids[PIDTYPE_SID];
#ifdef CONFIG_AUDIT
	mark ^= (u64)task->sessionid;
#endif
	return mark;
}

void fx_context_fill(struct fx_context *to, struct task_struct *task);
void fx_context_changed(struct fx_task *task);
void fx_context_inherit(const struct fx_task *from, struct fx_task *to, struct task_struct *parent,
			struct task_struct *child);
void fx_context_renew(void);

#endif
