/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The throttle: who writes faster than the reader reads is made to wait.
 */
#ifndef FX_THROTTLE_H
#define FX_THROTTLE_H

#include <linux/sched.h>
#include "rings.h"
#include "task.h"

/**
 * enum fx_wait_result - how a wait for room ended
 * @FX_WAIT_ROOM: there is room
 * @FX_WAIT_KILLED: the task is being killed
 * @FX_WAIT_STALLED: the reader makes no progress and on_stall is drop
 * @FX_WAIT_OVER: recording has ended and nobody will make room
 */
enum fx_wait_result {
	FX_WAIT_ROOM,
	FX_WAIT_KILLED,
	FX_WAIT_STALLED,
	FX_WAIT_OVER,
};

/* Why a record is lost when a wait ended without room. */
static inline enum fx_lost_reason fx_lost_for(enum fx_wait_result result)
{
	switch (result) {
	case FX_WAIT_KILLED:
		return FX_LOST_KILLED;
	case FX_WAIT_OVER:
		return FX_LOST_UNLOAD;
	default:
		return FX_LOST_STALLED;
	}
}

/**
 * struct fx_throttle_count - what the throttle did
 * @held: how often a task was held
 * @held_ns: for how long in all
 * @now: tasks held at this moment
 */
struct fx_throttle_count {
	atomic64_t held;
	atomic64_t held_ns;
	atomic_t now;
};

extern struct fx_throttle_count fx_throttle_count;
extern u64 fx_throttle_bytes;
extern u64 fx_throttle_events;
extern pid_t fx_reader_tgid;

int fx_throttle_init(void);
bool fx_throttle_full(struct fx_ring *ring);
enum fx_wait_result fx_wait_for_room(struct fx_task *task, u64 bytes);
void fx_throttle_hold(struct fx_task *task);
void fx_throttle_leave(struct fx_task *task);
void fx_throttle_left(struct fx_task *task);
void fx_throttle_signal(int sig, const struct task_struct *to);
void fx_throttle_release(void);
void fx_throttle_wake(void);
void fx_throttle_resume(void);

/* The reader's own calls are not recorded, lest it reads of its reading. */
static inline bool fx_is_reader(const struct task_struct *task)
{
	return unlikely(task->tgid == READ_ONCE(fx_reader_tgid));
}

/* Above the limits, as far as a cheap look can tell. */
static inline bool fx_throttle_due(const struct fx_ring *ring)
{
	return unlikely(fx_ring_waiting(ring) > READ_ONCE(fx_throttle_bytes)) ||
	       unlikely(READ_ONCE(fx_throttle_events));
}

bool fx_throttle_spent(struct fx_task *task, u32 bytes);
bool fx_may_hold(const struct task_struct *task);

#endif
