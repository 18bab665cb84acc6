/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Records of the life of processes: fork, exec, exit, signals.
 */
#ifndef FX_PROCESS_H
#define FX_PROCESS_H

#include <linux/binfmts.h>
#include <linux/sched/signal.h>
#include "task.h"

void fx_process_fork(struct task_struct *parent, struct task_struct *child);
void fx_process_exec(struct task_struct *p, pid_t old_pid, const struct linux_binprm *bprm);
void fx_process_exit(struct task_struct *p);
void fx_process_signal(int sig, const struct kernel_siginfo *info, const struct k_sigaction *ka);
void fx_process_sent(int sig, const struct kernel_siginfo *info, struct task_struct *target,
		     int whole, int result);
void fx_exec_late(struct fx_task *task);

#endif
