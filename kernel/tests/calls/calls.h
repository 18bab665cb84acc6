/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Test programs of system calls: a family is a few calls that belong together,
 * run in a process of its own, in an empty directory of its own, with nothing
 * open but 0, 1 and 2.
 *
 * Between its two markers (access(2) of FX_CALLS_BEGIN and FX_CALLS_END) a
 * family makes no call but by expect(), expect_as() and unsaid(), so that the
 * lines it expects, those of strace and those of forensix are the same in
 * number and can be compared one by one.
 */
#ifndef FX_CALLS_H
#define FX_CALLS_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FX_CALLS_BEGIN "/forensix/begin"
#define FX_CALLS_END "/forensix/end"

struct fx_family {
	const char *name;
	const char *calls; /* those that it tests, by the names of syscalls.tbl */
	void (*run)(void);
	int unknown; /* to strace: its lines are not compared */
};

/* FAMILY(name, "call call ...") { calls } */
#define FAMILY(id, list) FX_FAMILY(id, list, 0)
#define UNKNOWN_FAMILY(id, list) FX_FAMILY(id, list, 1)
#define FX_FAMILY(id, list, unknown)                                            \
	static void id(void);                                                   \
	static const struct fx_family id##_family = { #id, list, id, unknown }; \
	static const struct fx_family *const id##_entry                         \
		__attribute__((used, section("families"))) = &id##_family;      \
	static void id(void)

/* Registers that a call does not use are 0. */
#define FX_SIX(nr, a, b, c, d, e, f, ...) \
	(long)(nr), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f)

/* Makes a call whose line up to the ")" is known; the result is told by the call. */
#define expect(line, ...) fx_expect(line, NULL, FX_SIX(__VA_ARGS__, 0, 0, 0, 0, 0, 0))
/* Makes a call whose result is told in another way than as a number. */
#define expect_as(line, result, ...) fx_expect(line, result, FX_SIX(__VA_ARGS__, 0, 0, 0, 0, 0, 0))
/* Makes a call of whose line only the others know more. */
#define unsaid(...) fx_expect(NULL, NULL, FX_SIX(__VA_ARGS__, 0, 0, 0, 0, 0, 0))
/* Makes a call whose line is known once it was made: the next thing to do is told(). */
#define made(...) fx_made(FX_SIX(__VA_ARGS__, 0, 0, 0, 0, 0, 0))
/* The same by int 0x80: a call of the 32-bit ABI. */
#define expect32(line, ...) fx_expect32(line, NULL, FX_SIX(__VA_ARGS__, 0, 0, 0, 0, 0, 0))
#define expect32_as(line, result, ...) \
	fx_expect32(line, result, FX_SIX(__VA_ARGS__, 0, 0, 0, 0, 0, 0))

long fx_expect(const char *line, const char *result, long nr, long a, long b, long c, long d,
	       long e, long f);
long fx_made(long nr, long a, long b, long c, long d, long e, long f);
void told(const char *line, long ret);
long fx_expect32(const char *line, const char *result, long nr, long a, long b, long c, long d,
		 long e, long f);

/* Of the family, which may not ask between its markers. */
extern int fx_pid;

/* vfork, whose child ends at once. */
long fx_vfork(void);

/* As printf(3); the text lives until it was called eight times more. */
const char *text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Two pages that can be used, then one that cannot: at the same address always. */
#define FX_PAGES 0x20000000ul
#define FX_PAGE 4096ul
/* Where nothing is mapped. */
#define FX_NOWHERE 0x1000ul

static inline __attribute__((always_inline)) long fx_raw(long nr, long a, long b, long c, long d,
							 long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long ret;

	__asm__ volatile("syscall"
			 : "=a"(ret)
			 : "0"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return ret;
}

#endif
