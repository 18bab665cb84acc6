/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The record of a system call.
 */
#ifndef FX_CALL_H
#define FX_CALL_H

#include <asm/ptrace.h>
#include "capture.h"
#include "task.h"

/**
 * enum fx_outcome - how an attempt to write a record ended
 * @FX_DONE: it is in the ring
 * @FX_NO_ROOM: the reader is too far behind
 * @FX_NOT_RESIDENT: a page of the caller has to be brought in first
 */
enum fx_outcome {
	FX_DONE,
	FX_NO_ROOM,
	FX_NOT_RESIDENT,
};

void fx_on_sys_enter(void *unused, struct pt_regs *regs, long id);
void fx_on_sys_exit(void *unused, struct pt_regs *regs, long ret);
enum fx_outcome fx_call_write(struct fx_task *task, struct fx_capture *c, bool late);
enum fx_outcome fx_data_write(struct fx_task *task, unsigned int i, const struct fx_source *source,
			      u8 kind, unsigned int flags, bool final, struct fx_capture *c);
void fx_call_over(struct fx_task *task);

#endif
