// SPDX-License-Identifier: GPL-2.0
/*
 * Records of the life of processes: fork, exec, exit, signals.
 *
 * The hooks run in process context of the parent, the process itself, or the
 * receiver of the signal (there with its siglock held): preemption is off,
 * nothing sleeps.
 */
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched/mm.h>
#include <linux/uidgid.h>
#include "call.h"
#include "compat.h"
#include "context.h"
#include "filter.h"
#include "process.h"
#include "record.h"
#include "slow.h"
#include "throttle.h"

/**
 * fx_process_fork - a task was made
 * @parent: current
 * @child: not yet running
 *
 * The state of the child is made here, so that its return from a call that it
 * never entered is known for what it is.
 */
void fx_process_fork(struct task_struct *parent, struct task_struct *child)
{
	struct fx_task *task = fx_task_add(child);
	struct fx_fork fork = {};

	if (task) {
		task->newborn = true;
		fx_context_inherit(fx_task_find(parent), task, parent, child);
	}
	fork.record.type = FX_REC_FORK;
	fx_record_who(&fork.record, parent);
	fork.child_start = fx_start(child);
	fork.child_tgid = child->tgid;
	fork.child_tid = child->pid;
	fork.task_start = child->start_boottime;
	fx_record_emit(fx_task_find(parent), &fork.record, sizeof(fork), fx_now());
}

static enum fx_outcome fx_exec_write(struct fx_task *task, pid_t old_pid, const char *path,
				     bool final, struct fx_capture *c)
{
	struct mm_struct *mm = current->mm;
	struct fx_ring *ring = fx_this_ring();
	u64 now = fx_now();
	struct fx_exec *exec = fx_ring_reserve(ring, FX_RECORD_MAX_BYTES, now);
	struct file *exe;
	u32 size;

	if (!exec)
		return FX_NO_ROOM;
	c->task = task;
	c->at = (u8 *)(exec + 1);
	c->end = (u8 *)exec + FX_RECORD_MAX_BYTES;
	if (path) {
		char *to = fx_item_begin(c);
		size_t n = strnlen(path, PATH_MAX);

		memcpy(to, path, n);
		fx_item_end(c, FX_ITEM_CSTR, 0, 0, n, n);
	}
	rcu_read_lock();
	exe = mm ? rcu_dereference(mm->exe_file) : NULL;
	if (exe)
		fx_capture_struct_file(c, 0, exe);
	rcu_read_unlock();
	if (mm) {
		fx_capture_strings(c, 1, mm->arg_start, mm->arg_end);
		fx_capture_strings(c, 2, mm->env_start, mm->env_end);
	}
	if (c->fault && !final)
		return FX_NOT_RESIDENT;
	fx_record_who(&exec->record, current);
	exec->old_tid = old_pid;
	exec->items = c->items;
	fx_context_fill(&exec->context, current);
	memcpy(exec->comm, current->comm, FX_COMM_BYTES);
	size = c->at - (u8 *)exec;
	fx_ring_stamp(ring, &exec->record, FX_REC_EXEC, size, now);
	fx_ring_commit(ring, size);
	return FX_DONE;
}

/**
 * fx_process_exec - a task runs a new program
 * @p: current
 * @old_pid: its tid before
 * @bprm: the program
 */
void fx_process_exec(struct task_struct *p, pid_t old_pid, const struct linux_binprm *bprm)
{
	struct fx_task *task = fx_task_find(p);
	struct fx_capture c = {};

	if (task) {
		/* What of the call's inputs could not be read at entry lay in memory that is gone:
		 * at those addresses is the new program now. The record has what the kernel read.
		 */
		task->late = 0;
		task->rest = 0;
		/* The record tells who the task is now; and its program may matter to the filter.
		 */
		task->context = fx_context_mark(p);
		fx_filter_judge(task);
	}
	if (task && task->pending)
		goto late;
	if (fx_exec_write(task, old_pid, bprm->filename, !task, &c) == FX_DONE) {
		fx_record_after(task, fx_this_ring(), sizeof(struct fx_exec));
		return;
	}
late:
	if (task && fx_slow_queue(task)) {
		task->exec_late = true;
		return;
	}
	fx_record_lose(sizeof(struct fx_exec), FX_LOST_NO_ROOM);
}

/**
 * fx_exec_late - write the EXEC record on the slow path
 * @task: state of the current task
 *
 * The path as given is gone by now; it stands in the ENTER record of the call.
 */
void fx_exec_late(struct fx_task *task)
{
	unsigned int tries = 0;
	bool final = false;

	task->exec_late = false;
	for (;;) {
		struct fx_capture c = {};
		enum fx_outcome outcome;
		enum fx_wait_result wait;

		preempt_disable();
		outcome = fx_exec_write(task, current->pid, NULL, final, &c);
		if (outcome == FX_DONE)
			fx_record_after(NULL, fx_this_ring(), 0);
		preempt_enable();
		if (outcome == FX_DONE)
			return;
		if (outcome == FX_NOT_RESIDENT) {
			final = ++tries > 8 ||
				fault_in_readable((const char __user *)c.fault, c.fault_bytes);
			continue;
		}
		wait = fx_wait_for_room(task, FX_RECORD_MAX_BYTES);
		if (wait == FX_WAIT_ROOM)
			continue;
		preempt_disable();
		fx_record_lose(sizeof(struct fx_exec), fx_lost_for(wait));
		preempt_enable();
		return;
	}
}

/**
 * fx_process_exit - a thread ends
 * @p: current, or a task that never ran
 *
 * Its state goes here; work that is queued still runs, after this.
 */
void fx_process_exit(struct task_struct *p)
{
	struct fx_task *task = fx_task_find(p);
	struct fx_exit exit = {};

	exit.record.type = FX_REC_EXIT;
	fx_record_who(&exit.record, p);
	exit.code = p->exit_code;
	exit.live = atomic_read(&p->signal->live);
	exit.task_start = p->start_boottime;
	memcpy(exit.comm, p->comm, FX_COMM_BYTES);
	fx_record_emit(task, &exit.record, sizeof(exit), fx_now());
	if (fx_is_reader(p) && !exit.live)
		WRITE_ONCE(fx_reader_tgid, 0);
	if (task)
		fx_task_remove(task);
}

/* si_pid and si_uid share their memory with other fields; when are they set? */
static bool fx_has_sender(int sig, int code)
{
	if (sig == SIGCHLD && code > 0)
		return true;
	return code == SI_USER || code == SI_QUEUE || code == SI_TKILL || code == SI_MESGQ;
}

/**
 * fx_process_sent - a signal is sent by the current task
 * @sig: its number
 * @info: what comes with it, or SEND_SIG_NOINFO, SEND_SIG_PRIV
 * @target: the receiver
 * @whole: to the process, not the thread
 * @result: enum fx_sent_result, as TRACE_SIGNAL_* count
 *
 * In an interrupt it is the kernel that sends, and the ring may be in the middle
 * of a record: nothing is written there.
 */
void fx_process_sent(int sig, const struct kernel_siginfo *info, struct task_struct *target,
		     int whole, int result)
{
	struct fx_sent sent = {};

	/* The end of a child says as much, and nothing can wait for room so late in it. */
	if (!in_task() || (sig == SIGCHLD && current->flags & PF_EXITING))
		return;
	sent.record.type = FX_REC_SENT;
	fx_record_who(&sent.record, current);
	sent.target_start = fx_start(target);
	sent.target_tgid = target->tgid;
	sent.target_tid = target->pid;
	sent.signo = sig;
	if (info == SEND_SIG_NOINFO)
		sent.code = SI_USER;
	else if (info == SEND_SIG_PRIV)
		sent.code = SI_KERNEL;
	else
		sent.code = info->si_code;
	sent.whole = whole;
	sent.result = result;
	fx_record_emit(fx_task_find(current), &sent.record, sizeof(sent), fx_now());
}

/**
 * fx_process_signal - a signal is delivered to the current task
 * @sig: its number
 * @info: where it comes from, or SEND_SIG_NOINFO, SEND_SIG_PRIV
 * @ka: what is done about it
 */
void fx_process_signal(int sig, const struct kernel_siginfo *info, const struct k_sigaction *ka)
{
	struct fx_signal signal = {};

	signal.record.type = FX_REC_SIGNAL;
	fx_record_who(&signal.record, current);
	signal.signo = sig;
	signal.handled = ka->sa.sa_handler != SIG_DFL;
	if (info == SEND_SIG_NOINFO) {
		signal.code = SI_USER;
	} else if (info == SEND_SIG_PRIV) {
		signal.code = SI_KERNEL;
	} else {
		signal.code = info->si_code;
		signal.error = info->si_errno;
		if (fx_has_sender(sig, info->si_code)) {
			signal.sender_tgid = info->si_pid;
			signal.sender_uid = info->si_uid;
		}
	}
	fx_record_emit(fx_task_find(current), &signal.record, sizeof(signal), fx_now());
}
