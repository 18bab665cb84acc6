/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a test program says it did, for the archive to be compared with.
 *
 * A thread brackets its calls with two markers (fx_truth_begin, fx_truth_end);
 * between them it makes no call that it does not say. What it did is kept in
 * memory that was touched before, and printed after the end:
 *
 *	thread TGID TID
 *	call NR RET A0 A1 A2 A3 A4 A5		(A in hex)
 *	item KIND ARG FAULT SIZE FULL pSEED|z|tTEXT	bytes of pattern(SEED), zeros,
 *						or this text
 *	file ARG DEV INODE			identity of a descriptor, DEV in hex
 *
 * Items belong to the call before them; a call without item lines may have any.
 */
#ifndef FX_TRUTH_H
#define FX_TRUTH_H

#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* Arguments of getppid, which takes none: they mark begin and end. */
#define FX_TRUTH_BEGIN 0x666f72656e736978ul
#define FX_TRUTH_END 0x7869736e65726f66ul

struct fx_truth_item {
	int kind, arg, fault;
	uint64_t size, full;
	int64_t seed; /* -1: zeros; -2: a file, size its device, full its inode; -3: text */
	char text[64];
};

struct fx_truth_call {
	long nr, ret;
	unsigned long args[6];
	int items;
	struct fx_truth_item item[4];
};

struct fx_truth {
	int pid, tid;
	size_t count, room;
	struct fx_truth_call *calls;
};

/* Byte i of the pattern of a seed. */
static inline unsigned char fx_pattern(int64_t seed, uint64_t i)
{
	return seed < 0 ? 0 : (unsigned char)(seed + i * 7 + (i >> 8) * 13);
}

static inline void fx_fill(void *to, int64_t seed, size_t n)
{
	unsigned char *p = to;
	size_t i;

	for (i = 0; i < n; i++)
		p[i] = fx_pattern(seed, i);
}

/*
 * The system call itself, with all six registers as given. glibc's syscall()
 * does the same, but what stands in the registers it does not pass on is up to
 * the compiler.
 */
static inline long fx_raw(long nr, unsigned long a, unsigned long b, unsigned long c,
			  unsigned long d, unsigned long e, unsigned long f)
{
	register unsigned long r10 __asm__("r10") = d;
	register unsigned long r8 __asm__("r8") = e;
	register unsigned long r9 __asm__("r9") = f;
	long ret;

	__asm__ volatile("syscall"
			 : "=a"(ret)
			 : "0"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return ret;
}

static inline void fx_truth_begin(struct fx_truth *t, size_t room)
{
	t->pid = getpid();
	t->tid = (int)syscall(SYS_gettid);
	t->count = 0;
	t->room = room;
	t->calls = mmap(NULL, room * sizeof(*t->calls), PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (t->calls == MAP_FAILED) {
		perror("truth: mmap");
		exit(1);
	}
	fx_raw(SYS_getppid, FX_TRUTH_BEGIN, 0, 0, 0, 0, 0);
}

static inline void fx_truth_end(struct fx_truth *t)
{
	(void)t;
	fx_raw(SYS_getppid, FX_TRUTH_END, 0, 0, 0, 0, 0);
}

/* Makes a call and remembers it; returns what fx_raw() does. */
static inline long fx_do(struct fx_truth *t, long nr, unsigned long a, unsigned long b,
			 unsigned long c, unsigned long d, unsigned long e, unsigned long f)
{
	struct fx_truth_call *call = &t->calls[t->count];

	if (t->count == t->room)
		abort();
	t->count++;
	call->nr = nr;
	call->args[0] = a;
	call->args[1] = b;
	call->args[2] = c;
	call->args[3] = d;
	call->args[4] = e;
	call->args[5] = f;
	call->items = 0;
	call->ret = fx_raw(nr, a, b, c, d, e, f);
	return call->ret;
}

/* Says what of memory the last call must have on record. */
static inline void fx_has(struct fx_truth *t, int kind, int arg, int fault, uint64_t size,
			  uint64_t full, int64_t seed)
{
	struct fx_truth_call *call = &t->calls[t->count - 1];
	struct fx_truth_item *item = &call->item[call->items++];

	item->kind = kind;
	item->arg = arg;
	item->fault = fault;
	item->size = size;
	item->full = full;
	item->seed = seed;
}

/* Says which path an argument of the last call must be on record with. */
static inline void fx_has_path(struct fx_truth *t, int arg, const char *path)
{
	struct fx_truth_call *call = &t->calls[t->count - 1];

	memcpy(call->item[call->items].text, path, strnlen(path, sizeof(call->item[0].text) - 1));
	fx_has(t, 2, arg, 0, strlen(path), strlen(path), -3);
}

/* Says which file an argument of the last call must be on record with. */
static inline void fx_has_file(struct fx_truth *t, int arg, const struct stat *st)
{
	fx_has(t, 0, arg, 0, (uint64_t)major(st->st_dev) << 20 | minor(st->st_dev), st->st_ino, -2);
}

static inline void fx_truth_print(const struct fx_truth *t, FILE *to)
{
	size_t i;
	int j;

	fprintf(to, "thread %d %d\n", t->pid, t->tid);
	for (i = 0; i < t->count; i++) {
		const struct fx_truth_call *c = &t->calls[i];

		fprintf(to, "call %ld %ld %lx %lx %lx %lx %lx %lx\n", c->nr, c->ret, c->args[0],
			c->args[1], c->args[2], c->args[3], c->args[4], c->args[5]);
		for (j = 0; j < c->items; j++) {
			const struct fx_truth_item *it = &c->item[j];

			if (it->seed == -2)
				fprintf(to, "file %d %lx %lu\n", it->arg, it->size, it->full);
			else if (it->seed == -3)
				fprintf(to, "item %d %d %d %lu %lu t%s\n", it->kind, it->arg,
					it->fault, it->size, it->full, it->text);
			else if (it->seed < 0)
				fprintf(to, "item %d %d %d %lu %lu z\n", it->kind, it->arg,
					it->fault, it->size, it->full);
			else
				fprintf(to, "item %d %d %d %lu %lu p%ld\n", it->kind, it->arg,
					it->fault, it->size, it->full, it->seed);
		}
	}
}

#endif
