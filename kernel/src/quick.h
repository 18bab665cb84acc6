/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The probes of system calls, and the usual calls in a straight line.
 */
#ifndef FX_QUICK_H
#define FX_QUICK_H

#include <asm/ptrace.h>

void fx_on_sys_enter(void *unused, struct pt_regs *regs, long id);
void fx_on_sys_exit(void *unused, struct pt_regs *regs, long ret);

#endif
