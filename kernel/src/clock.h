/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CLOCK_MONOTONIC, twice in every call: cheaply.
 */
#ifndef FX_CLOCK_H
#define FX_CLOCK_H

#include <linux/ktime.h>
#include <linux/math64.h>
#include <asm/asm.h>
#include <asm/msr.h>
#include <asm/tsc.h>

/* Nanoseconds per cycle are a fraction of 2^FX_CLOCK_SHIFT. */
#define FX_CLOCK_SHIFT 32

/**
 * struct fx_clock_line - a straight line from cycles to nanoseconds
 * @cycles: time stamp counter where it begins
 * @ns: CLOCK_MONOTONIC there
 * @mult: nanoseconds per cycle, times 2^FX_CLOCK_SHIFT
 */
struct fx_clock_line {
	u64 cycles;
	u64 ns;
	u64 mult;
};

extern const struct fx_clock_line *fx_clock;

/* (a * b) >> FX_CLOCK_SHIFT. The compiler's own __int128 would want an aligned stack for it. */
static __always_inline u64 fx_scale(u64 a, u64 b)
{
	u64 high;

	asm("mulq %[b]\n\t"
	    "shrdq %[shift], %[high], %[a]"
	    : [a] "+a"(a), [high] "=&d"(high)
	    : [b] "rm"(b), [shift] "i"(FX_CLOCK_SHIFT)
	    : "cc");
	return a;
}

/*
 * The kernel's clock, by a call that keeps all registers (thunk.S): else who asks for the time
 * would have to keep them, and pay for it when the counter is used, too.
 */
static __always_inline u64 fx_clock_call(void)
{
	u64 now;

	asm volatile("call fx_clock_slow" : "=a"(now), ASM_CALL_CONSTRAINT : : "cc", "memory");
	return now;
}

/**
 * fx_now - CLOCK_MONOTONIC
 *
 * Preemption is off, or the time may be a little late. Where the time stamp
 * counter cannot be used this is the kernel's own fast clock, for 30 more
 * instructions. Within a microsecond of CLOCK_MONOTONIC; runs on smoothly where
 * that is adjusted.
 *
 * Return: ns.
 */
static inline u64 fx_now(void)
{
	/* Pairs with the release in clock.c: who sees the line sees its numbers. */
	const struct fx_clock_line *line = READ_ONCE(fx_clock);

	if (unlikely(!line))
		return fx_clock_call();
	return line->ns + fx_scale(rdtsc_ordered() - line->cycles, line->mult);
}

int fx_clock_init(void);
void fx_clock_exit(void);
void fx_clock_start(void);
void fx_clock_stop(void);

#endif
