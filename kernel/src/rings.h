/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The memory of all rings: one for each possible CPU.
 */
#ifndef FX_RINGS_H
#define FX_RINGS_H

#include <linux/percpu.h>
#include <linux/wait.h>
#include "ring.h"

struct vm_area_struct;

/**
 * struct fx_cpu_ring - a ring and the memory it lives in
 * @ring: the producer's side
 * @room: tasks that wait for room in it
 * @stall_tail: where the reader was when somebody first found too much waiting
 * @stall_since: when that was, in jiffies
 * @pages: producer page, consumer page, then the pages of the data
 */
struct fx_cpu_ring {
	struct fx_ring ring;
	wait_queue_head_t room;
	u64 stall_tail;
	unsigned long stall_since;
	struct page **pages;
};

DECLARE_PER_CPU(struct fx_cpu_ring *, fx_cpu_ring);

/* The ring of the current CPU; the caller keeps preemption off. */
static inline struct fx_ring *fx_this_ring(void)
{
	return &__this_cpu_read(fx_cpu_ring)->ring;
}

int fx_rings_alloc(u64 ring_bytes);
void fx_rings_free(void);
int fx_rings_mmap(struct vm_area_struct *vma);
bool fx_rings_any_data(void);
u64 fx_rings_bytes(void);
unsigned int fx_rings_count(void);

#endif
