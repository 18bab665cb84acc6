/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Writing records of any type.
 */
#ifndef FX_RECORD_H
#define FX_RECORD_H

#include <linux/sched.h>
#include "clock.h"
#include "rings.h"
#include "task.h"

/* Names the process: with tgid for good. */
static inline u64 fx_start(const struct task_struct *task)
{
	return task->group_leader->start_boottime;
}

static inline void fx_record_who(struct fx_record *record, const struct task_struct *task)
{
	record->start = fx_start(task);
	record->tgid = task->tgid;
	record->tid = task->pid;
}

void fx_record_emit(struct fx_task *task, struct fx_record *record, u32 size, u64 now);
void fx_record_lose(u64 bytes, enum fx_lost_reason reason);
void fx_record_after(struct fx_task *task, struct fx_ring *ring, u32 size);

#endif
