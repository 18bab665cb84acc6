// SPDX-License-Identifier: GPL-2.0
/*
 * Who a task is: credentials, session, terminal, cgroup, namespaces.
 *
 * A task's context is compared with the one on record at the end of each call,
 * by one number (fx_context_mark()): whoever changed it, it shows before the
 * task can make use of it in another call.
 */
#include <linux/audit.h>
#include <linux/cgroup.h>
#include <linux/nsproxy.h>
#include <linux/ns_common.h>
#include <linux/pid_namespace.h>
#include <linux/sched/task.h>
#include <linux/tty.h>
#include <linux/tty_driver.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>
#include "compat.h"
#include "context.h"
#include "filter.h"
#include "record.h"

u64 fx_context_epoch = 1;

static void fx_context_cred(struct fx_context *to, const struct cred *cred)
{
	to->uid = from_kuid_munged(&init_user_ns, cred->uid);
	to->euid = from_kuid_munged(&init_user_ns, cred->euid);
	to->suid = from_kuid_munged(&init_user_ns, cred->suid);
	to->fsuid = from_kuid_munged(&init_user_ns, cred->fsuid);
	to->gid = from_kgid_munged(&init_user_ns, cred->gid);
	to->egid = from_kgid_munged(&init_user_ns, cred->egid);
	to->sgid = from_kgid_munged(&init_user_ns, cred->sgid);
	to->fsgid = from_kgid_munged(&init_user_ns, cred->fsgid);
	to->user_ns = cred->user_ns->ns.inum;
	to->capabilities = fx_cap_bits(&cred->cap_effective);
}

/*
 * The terminal of a process is let go under its siglock, and freed later: hence
 * the lock, which no hook that comes here holds. A task that is gone has none.
 */
static u32 fx_context_tty(struct task_struct *task)
{
	struct sighand_struct *sighand;
	unsigned long flags;
	u32 device = 0;

	sighand = rcu_dereference(task->sighand);
	if (!sighand)
		return 0;
	spin_lock_irqsave(&sighand->siglock, flags);
	/* The memory of a sighand is used again for another one, after an exec for one. */
	if (sighand == rcu_access_pointer(task->sighand) && task->signal->tty) {
		const struct tty_struct *tty = task->signal->tty;

		device = MKDEV(tty->driver->major, tty->driver->minor_start) + tty->index;
	}
	spin_unlock_irqrestore(&sighand->siglock, flags);
	return device;
}

/* Namespaces of another task are let go under its lock. */
static void fx_context_namespaces(struct fx_context *to, struct task_struct *task)
{
	struct pid_namespace *pid_ns = task_active_pid_ns(task);

	to->pid_ns = pid_ns ? pid_ns->ns.inum : 0;
	if (task != current)
		task_lock(task);
	/* struct mnt_namespace is the kernel's own, but begins with this in all its versions. */
	if (task->nsproxy)
		to->mnt_ns = ((const struct ns_common *)task->nsproxy->mnt_ns)->inum;
	if (task != current)
		task_unlock(task);
}

/**
 * fx_context_fill - who a task is
 * @to: in a record
 * @task: current, or one that the caller holds
 *
 * Does not sleep; takes the siglock and, for another task, its alloc_lock.
 */
void fx_context_fill(struct fx_context *to, struct task_struct *task)
{
	memset(to, 0, sizeof(*to));
	rcu_read_lock();
	fx_context_cred(to, task == current ? current_cred() : __task_cred(task));
#ifdef CONFIG_AUDIT
	to->login_uid = from_kuid(&init_user_ns, audit_get_loginuid(task));
	to->audit_session = audit_get_sessionid(task);
#else
	to->login_uid = U32_MAX;
	to->audit_session = U32_MAX;
#endif
	to->session = pid_nr(task_session(task));
	to->group = pid_nr(task_pgrp(task));
	to->tty = fx_context_tty(task);
	fx_context_namespaces(to, task);
	to->cgroup = cgroup_id(task_dfl_cgroup(task));
	rcu_read_unlock();
}

/**
 * fx_context_changed - the context of the current task is not what is on record
 * @task: its state
 *
 * Preemption is off, and nothing is reserved in the ring. Where that is full the
 * context on record stays as it is, and this is done again after the next call:
 * what says how things are now need not be lost, nor waited for.
 */
void fx_context_changed(struct fx_task *task)
{
	struct fx_ring *ring = fx_this_ring();
	struct fx_identity *to = NULL;
	u64 now = fx_now();

	fx_filter_judge(task);
	if (!task->pending)
		to = fx_ring_reserve(ring, sizeof(*to), now);
	if (!to)
		return;
	fx_record_who(&to->record, current);
	fx_context_fill(&to->context, current);
	fx_ring_stamp(ring, &to->record, FX_REC_CONTEXT, sizeof(*to), now);
	fx_ring_commit(ring, sizeof(*to));
	fx_record_after(task, ring, sizeof(*to));
	task->context = fx_context_mark(current);
}

/**
 * fx_context_inherit - a child that is as its parent needs no record of its own
 * @from: state of the parent, or NULL
 * @to: state of the child
 * @parent: current
 * @child: has not run yet
 *
 * A child has credentials of its own, which are a copy, unless it is in another
 * user namespace. Where anything may differ its first call finds out.
 */
void fx_context_inherit(const struct fx_task *from, struct fx_task *to, struct task_struct *parent,
			struct task_struct *child)
{
	/* Nobody else can change it before the child runs. */
	const struct cred *cred = rcu_dereference_protected(child->cred, true);

	if (!from || from->context != fx_context_mark(parent) ||
	    rcu_access_pointer(child->cgroups) != rcu_access_pointer(parent->cgroups) ||
	    child->nsproxy != parent->nsproxy ||
	    task_active_pid_ns(child) != task_active_pid_ns(parent) ||
	    cred->user_ns != current_cred()->user_ns)
		return;
	to->context = fx_context_mark(child);
	to->left_out = from->left_out;
}

/**
 * fx_context_renew - have all contexts put on record again, and all tasks judged again
 */
void fx_context_renew(void)
{
	/* Bits that no pointer differs in by chance: a mark of before is a mark no more. */
	WRITE_ONCE(fx_context_epoch, fx_context_epoch + (1ULL << 48) + 1);
}
