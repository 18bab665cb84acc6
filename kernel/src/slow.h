/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The slow path: task work on the way out of a system call.
 */
#ifndef FX_SLOW_H
#define FX_SLOW_H

#include "task.h"

bool fx_slow_queue(struct fx_task *task);
bool fx_slow_idle(void);
void fx_slow_wait(void);
u64 fx_slow_trips(void);

#endif
