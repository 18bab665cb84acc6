/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where memory comes from: every allocation of the module has a site, is counted
 * there, and can be made to fail.
 */
#ifndef FX_ALLOC_H
#define FX_ALLOC_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/types.h>

/**
 * enum fx_site - what memory is for; the names are in alloc.c
 * @FX_SITE_RING: the state of a ring
 * @FX_SITE_RING_PAGES: the list of its pages
 * @FX_SITE_RING_PAGE: one of them
 * @FX_SITE_RING_TWICE: the list by which its data is mapped twice
 * @FX_SITE_RING_MAP: that mapping
 * @FX_SITE_PROC: /proc/auditinfo
 * @FX_SITE_DEVICE: /dev/forensix
 * @FX_SITE_HOOK: a probe of a tracepoint
 * @FX_SITE_TASK: the state of a task
 * @FX_SITE_STASH: what its call has at entry, where that is much
 * @FX_SITE_PENDING: a record that waits for room
 * @FX_SITE_VECTOR: a copy of an iovec array, on the slow path
 * @FX_SITE_SNAPSHOT: the record of a task that is alive at the start
 * @FX_SITE_SNAPSHOT_TASKS: the list of these tasks
 * @FX_SITE_FILTER: a filter
 * @FX_SITE_SETTINGS: the record of the settings
 * @FX_SITE_SEAL: the queue of works that seal
 * @FX_SITES: how many there are
 */
enum fx_site {
	FX_SITE_RING,
	FX_SITE_RING_PAGES,
	FX_SITE_RING_PAGE,
	FX_SITE_RING_TWICE,
	FX_SITE_RING_MAP,
	FX_SITE_PROC,
	FX_SITE_DEVICE,
	FX_SITE_HOOK,
	FX_SITE_TASK,
	FX_SITE_STASH,
	FX_SITE_PENDING,
	FX_SITE_VECTOR,
	FX_SITE_SNAPSHOT,
	FX_SITE_SNAPSHOT_TASKS,
	FX_SITE_FILTER,
	FX_SITE_SETTINGS,
	FX_SITE_SEAL,
	FX_SITES,
};

/**
 * struct fx_alloc_count - what became of a site's allocations
 * @tried: how many there were
 * @failed: how many of these got nothing
 */
struct fx_alloc_count {
	atomic64_t tried;
	atomic64_t failed;
};

extern struct fx_alloc_count fx_alloc_counts[FX_SITES];
extern const char *const fx_site_names[FX_SITES];

bool fx_alloc_denied(enum fx_site site);
void *fx_alloc_got(enum fx_site site, void *p);
void *fx_alloc_node(enum fx_site site, size_t bytes, gfp_t gfp, int node);
struct page *fx_alloc_page(enum fx_site site, gfp_t gfp, int node);
void fx_free(const void *p);
u64 fx_alloc_failures(void);

/**
 * fx_alloc - memory for a purpose
 * @site: the purpose
 * @bytes: how much
 * @gfp: as for kmalloc(); with __GFP_ZERO it is zeroed. No warning is logged when
 *	there is none, for each caller has an answer to that.
 *
 * Where @gfp may sleep, memory that is not contiguous will do: give it back with
 * fx_free(). Else kfree() and kfree_rcu() are right as well.
 *
 * Return: the memory or NULL.
 */
static inline void *fx_alloc(enum fx_site site, size_t bytes, gfp_t gfp)
{
	return fx_alloc_node(site, bytes, gfp, NUMA_NO_NODE);
}

#endif
