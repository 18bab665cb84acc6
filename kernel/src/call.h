/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The record of a system call.
 */
#ifndef FX_CALL_H
#define FX_CALL_H

#include <linux/compat.h>
#include <asm/ptrace.h>
#include <asm/syscall.h>
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

void fx_call_enter(struct fx_task *task, struct pt_regs *regs, u32 nr, unsigned int abi);
void fx_call_exit(struct fx_task *task, struct pt_regs *regs, long ret);
/* The x32 convention marks its numbers with this bit. */
#define FX_X32_BIT 0x40000000u

static inline unsigned int fx_abi(u32 *nr)
{
	if (in_ia32_syscall())
		return FX_ABI_IA32;
	/* Such a number is beyond all rows, which is a question that is asked anyway. */
	if (unlikely(*nr >= FX_X32_BIT) && (s32)*nr > 0) {
		*nr &= ~FX_X32_BIT;
		return FX_ABI_X32;
	}
	return FX_ABI_X86_64;
}

static inline void fx_args(const struct pt_regs *regs, unsigned int abi, u64 *args)
{
	if (unlikely(abi == FX_ABI_IA32)) {
		args[0] = (u32)regs->bx;
		args[1] = (u32)regs->cx;
		args[2] = (u32)regs->dx;
		args[3] = (u32)regs->si;
		args[4] = (u32)regs->di;
		args[5] = (u32)regs->bp;
		return;
	}
	args[0] = regs->di;
	args[1] = regs->si;
	args[2] = regs->dx;
	args[3] = regs->r10;
	args[4] = regs->r8;
	args[5] = regs->r9;
}

enum fx_outcome fx_call_write(struct fx_task *task, struct fx_capture *c, bool late);
enum fx_outcome fx_data_write(struct fx_task *task, unsigned int i, const struct fx_source *source,
			      u8 kind, unsigned int flags, bool final, struct fx_capture *c);
void fx_call_prepare(struct fx_task *task);
void fx_call_over(struct fx_task *task);

#endif
