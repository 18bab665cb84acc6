/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How many calls of which number each thread made, by the records, to be compared
 * with what the programs say of themselves: lines "made TID NR COUNT", and
 * "forks COUNT" for all that they and their children made.
 */
#ifndef FX_TALLY_H
#define FX_TALLY_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../include/uapi/forensix.h"

/* More than there are pairs of thread and call in any test. */
#define TALLY_SLOTS (1u << 20)

struct tally_slot {
	uint32_t tid;
	uint32_t nr;
	uint64_t count;
};

static struct tally_slot tally_slots[TALLY_SLOTS];
static unsigned long tally_forks;

static inline struct tally_slot *tally_find(uint32_t tid, uint32_t nr)
{
	uint32_t i = (tid * 2654435761u ^ nr * 40503u) % TALLY_SLOTS, n;

	for (n = 0; n < TALLY_SLOTS; n++, i = (i + 1) % TALLY_SLOTS) {
		struct tally_slot *s = &tally_slots[i];

		if (!s->count || (s->tid == tid && s->nr == nr))
			return s;
	}
	abort();
}

static inline void tally_add(uint32_t tid, uint32_t nr)
{
	struct tally_slot *s = tally_find(tid, nr);

	s->tid = tid;
	s->nr = nr;
	s->count++;
}

/* Whose forks and calls are none of the programs': of the kernel's own threads. */
#define KTHREADD 2

static inline void tally_record(const struct fx_record *r)
{
	if (r->type == FX_REC_CALL)
		tally_add(r->tid, ((const struct fx_call *)r)->nr);
	else if (r->type == FX_REC_FORK && r->tgid != KTHREADD && r->tgid != (uint32_t)getpid())
		tally_forks++;
}

/*
 * Compares with what was made; what is not said to have been made may be any.
 * Each pair may lack calls, but none may have more than were made; returns how
 * many are missing in all, or -1.
 */
static inline long tally_check(const char *path)
{
	unsigned long tid, nr, count, made = 0, recorded = 0, forks = 0;
	FILE *f = fopen(path, "r");
	char line[256];
	int bad = 0;

	while (f && fgets(line, sizeof(line), f)) {
		const struct tally_slot *s;

		if (sscanf(line, "forks %lu", &count) == 1)
			forks += count;
		if (sscanf(line, "made %lu %lu %lu", &tid, &nr, &count) != 3)
			continue;
		s = tally_find(tid, nr);
		made += count;
		recorded += s->count;
		if (s->count != count)
			printf("tally: thread %lu call %lu: made %lu, recorded %lu\n", tid, nr,
			       count, (unsigned long)s->count);
		bad |= s->count > count;
	}
	if (!f || fclose(f) || !(made + forks)) {
		printf("tally: %s does not say what was made\n", path);
		return -1;
	}
	if (forks && forks != tally_forks) {
		printf("tally: made %lu forks, recorded %lu\n", forks, tally_forks);
		bad = 1;
	}
	printf("tally: made %lu recorded %lu missing %ld\n", made, recorded,
	       (long)(made - recorded));
	return bad ? -1 : (long)(made - recorded);
}

#endif
