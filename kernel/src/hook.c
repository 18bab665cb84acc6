// SPDX-License-Identifier: GPL-2.0
/*
 * Where the kernel calls us: tracepoints. The probes of system calls are in
 * quick.c. All our code counts on preemption being off, so each probe takes its
 * own guard; where it is off already that costs two instructions.
 */
#include <linux/io_uring_types.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/tracepoint.h>
#include <linux/version.h>
#include "alloc.h"
#include "hook.h"
#include "process.h"
#include "quick.h"
#include "throttle.h"
#include "uring.h"

static void fx_on_fork(void *unused, struct task_struct *parent, struct task_struct *child)
{
	preempt_disable_notrace();
	fx_process_fork(parent, child);
	preempt_enable_notrace();
}

static void fx_on_exec(void *unused, struct task_struct *p, pid_t old_pid,
		       struct linux_binprm *bprm)
{
	preempt_disable_notrace();
	fx_process_exec(p, old_pid, bprm);
	preempt_enable_notrace();
}

static void fx_on_exit(void *unused, struct task_struct *p)
{
	preempt_disable_notrace();
	fx_process_exit(p);
	preempt_enable_notrace();
}

static void fx_on_signal(void *unused, int sig, struct kernel_siginfo *info, struct k_sigaction *ka)
{
	preempt_disable_notrace();
	fx_process_signal(sig, info, ka);
	preempt_enable_notrace();
}

static void fx_on_sent(void *unused, int sig, struct kernel_siginfo *info,
		       struct task_struct *target, int whole, int result)
{
	/* May run in an interrupt, where no record is written. */
	fx_throttle_signal(sig, target);
	preempt_disable_notrace();
	fx_process_sent(sig, info, target, whole, result);
	preempt_enable_notrace();
}

/* 6.1 gives one more argument, which is of no interest. */
static void fx_on_uring_submit(void *unused, struct io_kiocb *request)
{
	preempt_disable_notrace();
	fx_uring_submitted(request);
	preempt_enable_notrace();
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 15, 0)
static void fx_on_uring_complete(void *unused, struct io_ring_ctx *ring, void *request,
				 struct io_uring_cqe *cqe)
{
	preempt_disable_notrace();
	fx_uring_completed(ring, request, cqe->user_data, cqe->res, cqe->flags);
	preempt_enable_notrace();
}
#else
static void fx_on_uring_complete(void *unused, void *ring, void *request, u64 user_data, int result,
				 unsigned int flags)
{
	preempt_disable_notrace();
	fx_uring_completed(ring, request, user_data, result, flags);
	preempt_enable_notrace();
}
#endif

/**
 * struct fx_hook - one tracepoint
 * @name: as the kernel has it
 * @probe: what is called
 * @optional: a kernel may be without it
 * @point: found at load; tracepoints of the kernel itself stay where they are
 */
struct fx_hook {
	const char *name;
	void *probe;
	bool optional;
	struct tracepoint *point;
};

/*
 * In the order in which they begin. Exit is first and so ends last: no state of
 * a task is made before somebody is there to remove it. Calls end first.
 */
/* clang-format off: a row a line */
static struct fx_hook fx_hooks[] = {
	{ "sched_process_exit", fx_on_exit },
	{ "sched_process_fork", fx_on_fork },
	{ "sched_process_exec", fx_on_exec },
	{ "signal_deliver", fx_on_signal },
	{ "signal_generate", fx_on_sent },
	/* Renamed in 6.3. */
	{ "io_uring_submit_sqe", fx_on_uring_submit, true },
	{ "io_uring_submit_req", fx_on_uring_submit, true },
	{ "io_uring_complete", fx_on_uring_complete, true },
	{ "sys_exit", fx_on_sys_exit },
	{ "sys_enter", fx_on_sys_enter },
};
/* clang-format on */

static void fx_hook_match(struct tracepoint *point, void *unused)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fx_hooks); i++)
		if (!strcmp(point->name, fx_hooks[i].name))
			fx_hooks[i].point = point;
}

/**
 * fx_hook_find - look the tracepoints up
 *
 * Return: 0, or -ENOENT when this kernel lacks one.
 */
int fx_hook_find(void)
{
	unsigned int i;

	for_each_kernel_tracepoint(fx_hook_match, NULL);
	for (i = 0; i < ARRAY_SIZE(fx_hooks); i++) {
		if (!fx_hooks[i].point && !fx_hooks[i].optional) {
			pr_err("this kernel has no tracepoint %s (CONFIG_FTRACE_SYSCALLS is "
			       "needed)\n",
			       fx_hooks[i].name);
			return -ENOENT;
		}
	}
	return 0;
}

static void fx_hook_remove(unsigned int n)
{
	while (n--)
		if (fx_hooks[n].point)
			tracepoint_probe_unregister(fx_hooks[n].point, fx_hooks[n].probe, NULL);
	/* No probe runs after this. */
	tracepoint_synchronize_unregister();
}

/**
 * fx_hook_start - begin to be called
 *
 * Return: 0 or a negative errno; then none is left registered.
 */
int fx_hook_start(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(fx_hooks); i++) {
		if (!fx_hooks[i].point)
			continue;
		err = -ENOMEM;
		if (!fx_alloc_denied(FX_SITE_HOOK))
			err = tracepoint_probe_register(fx_hooks[i].point, fx_hooks[i].probe, NULL);
		if (err) {
			pr_err("cannot hook %s: error %d\n", fx_hooks[i].name, err);
			fx_hook_remove(i);
			return err;
		}
	}
	return 0;
}

/**
 * fx_hook_stop - end being called; when it returns no probe runs
 */
void fx_hook_stop(void)
{
	fx_hook_remove(ARRAY_SIZE(fx_hooks));
}
