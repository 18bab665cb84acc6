/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Was what a call was given changed while it ran?
 */
#ifndef FX_RECHECK_H
#define FX_RECHECK_H

#include <linux/sched.h>
#include <linux/mm_types.h>
#include "task.h"

/* Can another thread write what this one has given to a call? Memory that is shared between
 * processes is not looked at.
 */
static inline bool fx_inputs_shared(const struct task_struct *task)
{
	/* Who makes a call came from user mode, and has memory there. */
	return atomic_read(&task->mm->mm_users) > 1;
}

bool fx_inputs_changed(struct fx_task *task);

#endif
