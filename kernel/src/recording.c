// SPDX-License-Identifier: GPL-2.0
/*
 * Whether we record, and what begins and ends it.
 *
 * Recording goes on when the reader dies: that is what a flight recorder is for.
 * It ends when a reader says so, or with the module.
 */
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include "alloc.h"
#include "capture.h"
#include "clock.h"
#include "context.h"
#include "file.h"
#include "filter.h"
#include "hook.h"
#include "record.h"
#include "recording.h"
#include "seal.h"
#include "slow.h"
#include "snapshot.h"
#include "throttle.h"
#include "wake.h"

/* A filter, and the few other settings that are put on record. */
#define FX_SETTINGS_MAX_BYTES 4400

static DEFINE_MUTEX(fx_recording_lock);
static bool fx_on;
/* The hooks are off, but tasks are still on the slow path. */
static bool fx_ending;

/**
 * fx_recording_clocks - three clocks at about the same moment
 * @monotonic: CLOCK_MONOTONIC, ns
 * @realtime: CLOCK_REALTIME, ns
 * @boottime: CLOCK_BOOTTIME, ns
 */
void fx_recording_clocks(__u64 *monotonic, __u64 *realtime, __u64 *boottime)
{
	*monotonic = fx_now();
	*realtime = ktime_get_real_ns();
	*boottime = ktime_get_boottime_ns();
}

/**
 * fx_recording_mark - put an event of the recording itself on record
 * @kind: what happened; the head names the current task
 */
void fx_recording_mark(enum fx_mark_kind kind)
{
	struct fx_mark mark = {};

	mark.record.type = FX_REC_MARK;
	mark.kind = kind;
	fx_record_who(&mark.record, current);
	fx_recording_clocks(&mark.monotonic, &mark.realtime, &mark.boottime);
	preempt_disable();
	fx_record_emit(NULL, &mark.record, sizeof(mark), fx_now());
	preempt_enable();
}

/* A mark with one item, the settings that are in force. */
struct fx_settings {
	struct fx_mark mark;
	u8 items[sizeof(struct fx_item) + FX_SETTINGS_MAX_BYTES + FX_ALIGN_BYTES];
};

static u32 fx_settings_fill(struct fx_settings *s)
{
	struct fx_capture c = { .at = s->items, .end = s->items + sizeof(s->items) };
	char *text = fx_item_begin(&c);
	int n = scnprintf(text, FX_SETTINGS_MAX_BYTES,
			  "payload_max_bytes=%u\nfilter=", READ_ONCE(fx_payload_max_bytes));

	fx_filter_text(text + n, FX_SETTINGS_MAX_BYTES - n);
	n = strlen(text);
	fx_item_end(&c, FX_ITEM_CSTR, 0, 0, n, n);
	s->mark.items = c.items;
	return c.at - (u8 *)s;
}

/* Sleeps. */
static void fx_settings_write(void)
{
	struct fx_settings *s = fx_alloc(FX_SITE_SETTINGS, sizeof(*s), GFP_KERNEL | __GFP_ZERO);
	u32 size;

	if (s) {
		s->mark.record.type = FX_REC_MARK;
		s->mark.kind = FX_MARK_SETTINGS;
		fx_record_who(&s->mark.record, current);
		fx_recording_clocks(&s->mark.monotonic, &s->mark.realtime, &s->mark.boottime);
		size = fx_settings_fill(s);
	}
	preempt_disable();
	if (s)
		fx_record_emit(NULL, &s->mark.record, size, fx_now());
	else
		fx_record_lose(sizeof(*s), FX_LOST_NO_MEMORY);
	preempt_enable();
	fx_free(s);
}

/**
 * fx_recording_settings - what is recorded has changed: put it on record
 *
 * Sleeps. Does nothing when nothing is recorded.
 */
void fx_recording_settings(void)
{
	mutex_lock(&fx_recording_lock);
	if (fx_on)
		fx_settings_write();
	mutex_unlock(&fx_recording_lock);
}

/**
 * fx_recording_attach - there is a reader, perhaps with a new archive: what is
 * written once is written again
 */
void fx_recording_attach(void)
{
	fx_recording_mark(FX_MARK_ATTACH);
	fx_files_forget();
	fx_context_renew();
	fx_recording_settings();
}

/* Are tasks of the recording before still about to write? They need room. */
static bool fx_recording_lingers(void)
{
	if (fx_ending && fx_slow_idle())
		fx_ending = false;
	return fx_ending;
}

/**
 * fx_recording_seal - what is recorded next is to be sealed
 * @first: the first key; the caller wipes it
 * @recording_id: 16 bytes
 *
 * Return: as fx_seal_begin(); -EBUSY while something is recorded.
 */
int fx_recording_seal(const struct fx_seal_key *first, const u8 *recording_id)
{
	int err = -EBUSY;

	mutex_lock(&fx_recording_lock);
	if (!fx_on)
		err = fx_recording_lingers() ? -EAGAIN : fx_seal_begin(first, recording_id);
	mutex_unlock(&fx_recording_lock);
	return err;
}

/**
 * fx_recording_start - begin, if it has not begun
 *
 * Return: 0, or a negative errno; then nothing is recorded. -EAGAIN when tasks of
 * the recording before are still about to write: the reader has to drain, and to
 * ask again.
 */
int fx_recording_start(void)
{
	int err = 0;

	mutex_lock(&fx_recording_lock);
	if (fx_on)
		goto out;
	err = fx_recording_lingers() ? -EAGAIN : fx_seal_resume();
	if (err)
		goto out;
	fx_throttle_resume();
	fx_clock_start();
	fx_recording_mark(FX_MARK_START);
	fx_settings_write();
	err = fx_hook_start();
	if (err) {
		fx_clock_stop();
		/* The hooks that were on may have made states and queued work. */
		fx_task_remove_all();
		fx_throttle_wake();
		fx_ending = !fx_slow_idle();
		/* Else FX_IOC_STOP writes it, when they are through. */
		if (!fx_ending)
			fx_recording_mark(FX_MARK_STOP);
		goto out;
	}
	WRITE_ONCE(fx_on, true);
	fx_snapshot_start();
out:
	mutex_unlock(&fx_recording_lock);
	return err;
}

/* Ends the hooks; tasks may still be on the slow path. */
static void fx_recording_unhook(void)
{
	if (!fx_on)
		return;
	fx_snapshot_stop();
	fx_hook_stop();
	fx_clock_stop();
	WRITE_ONCE(fx_on, false);
	fx_ending = true;
	fx_task_remove_all();
	/* Nobody is held for the sake of a limit any more. */
	fx_throttle_wake();
}

/**
 * fx_recording_stop - end; the reader is there and drains
 *
 * Tasks on the slow path may wait for room that only the reader can make, so
 * this does not wait for them.
 *
 * Return: 0 when no more records will come, -EAGAIN when the reader has to
 * drain and ask again.
 */
int fx_recording_stop(void)
{
	int err = 0;

	mutex_lock(&fx_recording_lock);
	fx_recording_unhook();
	if (fx_ending) {
		if (fx_slow_idle()) {
			fx_recording_mark(FX_MARK_STOP);
			fx_ending = false;
		} else {
			err = -EAGAIN;
		}
	}
	if (!err)
		err = fx_seal_finish();
	mutex_unlock(&fx_recording_lock);
	return err;
}

/**
 * fx_recording_end - end for good: the module goes, there is no reader
 *
 * When it returns, no code of the module runs in any task.
 */
void fx_recording_end(void)
{
	mutex_lock(&fx_recording_lock);
	fx_throttle_release();
	fx_recording_unhook();
	mutex_unlock(&fx_recording_lock);
	fx_slow_wait();
}

/**
 * fx_recording_on - do we record?
 *
 * Return: true when we do.
 */
bool fx_recording_on(void)
{
	return READ_ONCE(fx_on);
}
