// SPDX-License-Identifier: GPL-2.0
/*
 * Where memory comes from. See alloc.h.
 *
 * A test names a site in fail_site and a number in fail_every, and each so-manyth
 * allocation there gets nothing: what we do then is tried on any kernel, while
 * the machine has all the memory it wants.
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "alloc.h"

const char *const fx_site_names[FX_SITES] = {
	[FX_SITE_RING] = "ring",	   [FX_SITE_RING_PAGES] = "ring_pages",
	[FX_SITE_RING_PAGE] = "ring_page", [FX_SITE_RING_TWICE] = "ring_twice",
	[FX_SITE_RING_MAP] = "ring_map",   [FX_SITE_PROC] = "proc",
	[FX_SITE_DEVICE] = "device",	   [FX_SITE_HOOK] = "hook",
	[FX_SITE_TASK] = "task",	   [FX_SITE_STASH] = "stash",
	[FX_SITE_PENDING] = "pending",	   [FX_SITE_VECTOR] = "vector",
	[FX_SITE_SNAPSHOT] = "snapshot",   [FX_SITE_SNAPSHOT_TASKS] = "snapshot_tasks",
	[FX_SITE_FILTER] = "filter",	   [FX_SITE_SETTINGS] = "settings",
	[FX_SITE_SEAL] = "seal",
};

struct fx_alloc_count fx_alloc_counts[FX_SITES];

/* No site has this number. */
#define FX_SITE_NONE -1

static int fx_fail_site = FX_SITE_NONE;

static int fx_fail_site_set(const char *text, const struct kernel_param *unused)
{
	unsigned int site;

	for (site = 0; site < FX_SITES; site++)
		if (sysfs_streq(text, fx_site_names[site]))
			break;
	if (site == FX_SITES && (kstrtouint(text, 10, &site) || site >= FX_SITES))
		return -EINVAL;
	WRITE_ONCE(fx_fail_site, site);
	return 0;
}

static int fx_fail_site_get(char *to, const struct kernel_param *unused)
{
	int site = READ_ONCE(fx_fail_site);

	return sprintf(to, "%s\n", site == FX_SITE_NONE ? "" : fx_site_names[site]);
}

static const struct kernel_param_ops fx_fail_site_ops = {
	.set = fx_fail_site_set,
	.get = fx_fail_site_get,
};
module_param_cb(fail_site, &fx_fail_site_ops, NULL, 0644);
MODULE_PARM_DESC(fail_site, "for tests: allocations fail at this site of /proc/auditinfo, by name "
			    "or number");

static uint fail_every;
module_param(fail_every, uint, 0644);
MODULE_PARM_DESC(fail_every, "for tests: each so-manyth allocation of fail_site fails (default: 0, "
			     "none)");

static bool fx_alloc_chosen(enum fx_site site)
{
	static atomic_t turn;
	uint every = READ_ONCE(fail_every);

	return every && (int)site == READ_ONCE(fx_fail_site) &&
	       (uint)atomic_inc_return(&turn) % every == 0;
}

/**
 * fx_alloc_denied - count an allocation; is it to fail?
 * @site: what it is for
 *
 * For what the kernel allocates for us in its own ways: who gets false goes on
 * and hands what came of it to fx_alloc_got().
 *
 * Return: true when a test wants it to fail.
 */
bool fx_alloc_denied(enum fx_site site)
{
	atomic64_inc(&fx_alloc_counts[site].tried);
	if (likely(!fx_alloc_chosen(site)))
		return false;
	atomic64_inc(&fx_alloc_counts[site].failed);
	return true;
}

/**
 * fx_alloc_got - note whether there was memory
 * @site: what it is for
 * @p: what the kernel gave, or NULL
 *
 * Return: @p.
 */
void *fx_alloc_got(enum fx_site site, void *p)
{
	if (unlikely(!p))
		atomic64_inc(&fx_alloc_counts[site].failed);
	return p;
}

/**
 * fx_alloc_node - memory for a purpose, on a node
 * @site: the purpose
 * @bytes: how much
 * @gfp: as for fx_alloc()
 * @node: where it is best had
 *
 * Return: the memory or NULL.
 */
void *fx_alloc_node(enum fx_site site, size_t bytes, gfp_t gfp, int node)
{
	gfp |= __GFP_NOWARN;
	if (fx_alloc_denied(site))
		return NULL;
	return fx_alloc_got(site, gfpflags_allow_blocking(gfp) ? kvmalloc_node(bytes, gfp, node)
							       : kmalloc_node(bytes, gfp, node));
}

/**
 * fx_alloc_page - a page for a purpose; __free_page() gives it back
 * @site: the purpose
 * @gfp: as for alloc_pages()
 * @node: where it is best had
 *
 * Return: the page or NULL.
 */
struct page *fx_alloc_page(enum fx_site site, gfp_t gfp, int node)
{
	if (fx_alloc_denied(site))
		return NULL;
	return fx_alloc_got(site, alloc_pages_node(node, gfp | __GFP_NOWARN, 0));
}

/**
 * fx_free - give back what fx_alloc() gave
 * @p: the memory or NULL
 */
void fx_free(const void *p)
{
	kvfree(p);
}

/**
 * fx_alloc_failures - allocations that got nothing, at all sites
 *
 * Return: how many, since the module was loaded.
 */
u64 fx_alloc_failures(void)
{
	unsigned int site;
	u64 sum = 0;

	for (site = 0; site < FX_SITES; site++)
		sum += atomic64_read(&fx_alloc_counts[site].failed);
	return sum;
}
