/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Waking the reader: at once when much waits, a little later when little does.
 */
#ifndef FX_WAKE_H
#define FX_WAKE_H

#include <linux/poll.h>
#include "ring.h"

/**
 * enum fx_wake_state - what the reader does
 * @FX_AWAKE: it drains, or there is none: nobody needs to be woken
 * @FX_ASLEEP: it sleeps, and nothing was written since
 * @FX_ARMED: it sleeps, and a timer runs that will wake it
 */
enum fx_wake_state {
	FX_AWAKE,
	FX_ASLEEP,
	FX_ARMED,
};

extern int fx_wake_state;

void fx_wake_written(struct fx_ring *ring);
__poll_t fx_wake_poll(struct file *file, poll_table *table);
void fx_wake_now(void);
int fx_wake_init(void);
void fx_wake_exit(void);

/* The reader is woken at once when a ring is filled to this part of its size. */
#define FX_WAKE_PART 8

/* Is there something to be done about the reader, once a record is committed? */
static inline bool fx_wake_due(const struct fx_ring *ring)
{
	int state = READ_ONCE(fx_wake_state);

	if (likely(state == FX_AWAKE))
		return false;
	return state == FX_ASLEEP || fx_ring_waiting(ring) >= ring->size / FX_WAKE_PART;
}

/**
 * fx_wake_check - a record was committed
 * @ring: to this ring, the current CPU's
 *
 * There is no full barrier between the store of head and this load: that is
 * what fx_wake_poll()'s timer is for.
 */
static inline void fx_wake_check(struct fx_ring *ring)
{
	if (unlikely(fx_wake_due(ring)))
		fx_wake_written(ring);
}

#endif
