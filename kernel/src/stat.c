// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/auditinfo: the counters, for people.
 *
 * Read without a lock while producers run: each number is right, their sum may
 * be a record apart. Addresses are never shown.
 */
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include "alloc.h"
#include "filter.h"
#include "recording.h"
#include "rings.h"
#include "seal.h"
#include "slow.h"
#include "stat.h"
#include "throttle.h"
#include "uring.h"

#define FX_STAT_NAME "auditinfo"

/* What one ring says of itself. */
struct fx_stat {
	u64 records;
	u64 bytes;
	u64 waiting;
	u64 waiting_bytes;
	u64 high_water;
	u64 lost;
	u64 lost_bytes;
	u64 bad_tail;
};

static void fx_stat_read(const struct fx_ring *ring, struct fx_stat *s)
{
	u64 head = READ_ONCE(ring->head);
	u64 tail = READ_ONCE(ring->consumer->tail);

	s->bytes = head;
	s->lost = READ_ONCE(ring->lost);
	s->lost_bytes = READ_ONCE(ring->lost_bytes);
	s->records = READ_ONCE(ring->seq) - s->lost;
	s->waiting_bytes = head - tail <= ring->size ? head - tail : 0;
	s->waiting = s->waiting_bytes ? fx_ring_waiting_records(ring) : 0;
	s->high_water = max(READ_ONCE(ring->high_water), s->waiting_bytes);
	s->bad_tail = READ_ONCE(ring->bad_tail);
}

static void fx_stat_add(struct fx_stat *sum, const struct fx_stat *s)
{
	sum->records += s->records;
	sum->bytes += s->bytes;
	sum->waiting += s->waiting;
	sum->waiting_bytes += s->waiting_bytes;
	sum->high_water = max(sum->high_water, s->high_water);
	sum->lost += s->lost;
	sum->lost_bytes += s->lost_bytes;
	sum->bad_tail += s->bad_tail;
}

static void fx_stat_total(struct seq_file *m, const struct fx_stat *s)
{
	seq_printf(m, "forensix %d\n", FX_ABI_VERSION);
	seq_printf(m, "recording %d\n", fx_recording_on());
	seq_printf(m, "reader %d\n", READ_ONCE(fx_reader_tgid));
	seq_printf(m, "records %llu\n", s->records);
	seq_printf(m, "bytes %llu\n", s->bytes);
	seq_printf(m, "waiting %llu\n", s->waiting);
	seq_printf(m, "waiting_bytes %llu\n", s->waiting_bytes);
	seq_printf(m, "high_water_bytes %llu\n", s->high_water);
	seq_printf(m, "throttled %lld\n", atomic64_read(&fx_throttle_count.held));
	seq_printf(m, "throttled_ns %lld\n", atomic64_read(&fx_throttle_count.held_ns));
	seq_printf(m, "held_now %d\n", atomic_read(&fx_throttle_count.now));
	seq_printf(m, "lost %llu\n", s->lost);
	seq_printf(m, "lost_bytes %llu\n", s->lost_bytes);
	seq_printf(m, "no_memory %llu\n", fx_alloc_failures());
	seq_printf(m, "filtered %llu\n", fx_filter_count());
	seq_printf(m, "uring_missed %llu\n", fx_uring_missed());
	seq_printf(m, "slow_path %llu\n", fx_slow_trips());
	seq_printf(m, "bad_tail %llu\n", s->bad_tail);
	seq_printf(m, "sealing %d\n", fx_seal_on());
	seq_printf(m, "seals %llu\n", fx_seal_count());
	seq_printf(m, "sealed_bytes %llu\n", fx_seal_bytes());
}

static void fx_stat_alloc(struct seq_file *m)
{
	unsigned int site;

	seq_puts(m, "site allocations failures\n");
	for (site = 0; site < FX_SITES; site++)
		seq_printf(m, "%s %lld %lld\n", fx_site_names[site],
			   atomic64_read(&fx_alloc_counts[site].tried),
			   atomic64_read(&fx_alloc_counts[site].failed));
}

static int fx_stat_show(struct seq_file *m, void *unused)
{
	struct fx_stat sum = {}, s;
	int cpu;

	for_each_possible_cpu(cpu) {
		fx_stat_read(&per_cpu(fx_cpu_ring, cpu)->ring, &s);
		fx_stat_add(&sum, &s);
	}
	fx_stat_total(m, &sum);
	seq_puts(m, "cpu records bytes waiting_bytes high_water_bytes lost\n");
	for_each_possible_cpu(cpu) {
		fx_stat_read(&per_cpu(fx_cpu_ring, cpu)->ring, &s);
		seq_printf(m, "%d %llu %llu %llu %llu %llu\n", cpu, s.records, s.bytes,
			   s.waiting_bytes, s.high_water, s.lost);
	}
	fx_stat_alloc(m);
	return 0;
}

/**
 * fx_stat_init - make the file; the rings are there
 *
 * Return: 0 or -ENOMEM.
 */
int fx_stat_init(void)
{
	if (fx_alloc_denied(FX_SITE_PROC) ||
	    !fx_alloc_got(FX_SITE_PROC, proc_create_single(FX_STAT_NAME, 0444, NULL, fx_stat_show)))
		return -ENOMEM;
	return 0;
}

/**
 * fx_stat_exit - remove the file; waits for those who read it
 */
void fx_stat_exit(void)
{
	remove_proc_entry(FX_STAT_NAME, NULL);
}
