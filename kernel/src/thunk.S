/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fx_clock_slow: ktime_get_mono_fast_ns() for a caller that has its registers
 * elsewhere. All but rax and the flags are as before.
 */
#include <linux/linkage.h>
#include <asm/frame.h>

SYM_FUNC_START(fx_clock_slow)
	FRAME_BEGIN
	push %rdi
	push %rsi
	push %rdx
	push %rcx
	push %r8
	push %r9
	push %r10
	push %r11
	call ktime_get_mono_fast_ns
	pop %r11
	pop %r10
	pop %r9
	pop %r8
	pop %rcx
	pop %rdx
	pop %rsi
	pop %rdi
	FRAME_END
	RET
SYM_FUNC_END(fx_clock_slow)
