// SPDX-License-Identifier: GPL-2.0
/*
 * The memory of all rings, and how user space sees it.
 *
 * All memory is had when the module is loaded, for every CPU that may ever come
 * online: a hook never has to ask whether its ring is there, and taking a CPU
 * offline leaves its ring, with what is in it, to the reader.
 */
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>
#include "alloc.h"
#include "compat.h"
#include "rings.h"

/* Pages of a ring before its data: producer and consumer. */
#define FX_HEAD_PAGES 2

DEFINE_PER_CPU(struct fx_cpu_ring *, fx_cpu_ring);

static u64 fx_ring_size;

static void fx_ring_release(struct fx_cpu_ring *r)
{
	unsigned long i, n = FX_HEAD_PAGES + fx_ring_size / PAGE_SIZE;

	if (!r)
		return;
	if (r->ring.data)
		vunmap(r->ring.data);
	for (i = 0; r->pages && i < n && r->pages[i]; i++)
		__free_page(r->pages[i]);
	fx_free(r->pages);
	fx_free(r);
}

static struct fx_cpu_ring *fx_ring_create(unsigned int cpu)
{
	unsigned long i, n = fx_ring_size / PAGE_SIZE;
	struct fx_cpu_ring *r;
	struct page **twice;
	u8 *data;

	r = fx_alloc_node(FX_SITE_RING, sizeof(*r), GFP_KERNEL | __GFP_ZERO, cpu_to_node(cpu));
	if (!r)
		return NULL;
	init_waitqueue_head(&r->room);
	r->pages = fx_alloc(FX_SITE_RING_PAGES, (FX_HEAD_PAGES + n) * sizeof(*r->pages),
			    GFP_KERNEL | __GFP_ZERO);
	if (!r->pages)
		goto fail;
	for (i = 0; i < FX_HEAD_PAGES + n; i++) {
		r->pages[i] =
			fx_alloc_page(FX_SITE_RING_PAGE, GFP_KERNEL | __GFP_ZERO, cpu_to_node(cpu));
		if (!r->pages[i])
			goto fail;
	}
	twice = fx_alloc(FX_SITE_RING_TWICE, 2 * n * sizeof(*twice), GFP_KERNEL);
	if (!twice)
		goto fail;
	memcpy(twice, r->pages + FX_HEAD_PAGES, n * sizeof(*twice));
	memcpy(twice + n, r->pages + FX_HEAD_PAGES, n * sizeof(*twice));
	data = NULL;
	if (!fx_alloc_denied(FX_SITE_RING_MAP))
		data = fx_alloc_got(FX_SITE_RING_MAP, vmap(twice, 2 * n, VM_MAP, PAGE_KERNEL));
	fx_free(twice);
	if (!data)
		goto fail;
	fx_ring_init(&r->ring, cpu, data, fx_ring_size, page_address(r->pages[0]),
		     page_address(r->pages[1]));
	return r;

fail:
	fx_ring_release(r);
	return NULL;
}

/**
 * fx_rings_alloc - make the rings
 * @ring_bytes: size of each, a power of two
 *
 * Return: 0, -EINVAL for an impossible size, or -ENOMEM; then nothing is left.
 */
int fx_rings_alloc(u64 ring_bytes)
{
	int cpu;

	BUILD_BUG_ON(PAGE_SIZE != FX_PAGE_BYTES);
	if (ring_bytes < FX_RING_MIN_BYTES || ring_bytes > FX_RING_MAX_BYTES ||
	    !is_power_of_2(ring_bytes)) {
		pr_err("ring_bytes=%llu: must be a power of two from %d to %d\n", ring_bytes,
		       FX_RING_MIN_BYTES, FX_RING_MAX_BYTES);
		return -EINVAL;
	}
	fx_ring_size = ring_bytes;
	for_each_possible_cpu(cpu) {
		struct fx_cpu_ring *r = fx_ring_create(cpu);

		if (!r) {
			pr_err("no memory for the ring of CPU %d (%llu bytes); try a smaller "
			       "ring_bytes\n",
			       cpu, ring_bytes);
			fx_rings_free();
			return -ENOMEM;
		}
		per_cpu(fx_cpu_ring, cpu) = r;
	}
	return 0;
}

/**
 * fx_rings_free - give the rings back
 *
 * No hook runs and nobody has them mapped: a mapping holds the file, the file
 * holds the module.
 */
void fx_rings_free(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		fx_ring_release(per_cpu(fx_cpu_ring, cpu));
		per_cpu(fx_cpu_ring, cpu) = NULL;
	}
}

/* Data pages come around again in the second copy. */
static struct page *fx_ring_page(struct fx_cpu_ring *r, unsigned long i)
{
	if (i == 0)
		return r->pages[0];
	return r->pages[FX_HEAD_PAGES + (i - 1) % (fx_ring_size / PAGE_SIZE)];
}

static int fx_map_producer(struct fx_cpu_ring *r, struct vm_area_struct *vma)
{
	unsigned long i, n = vma_pages(vma);
	int err;

	if (n != 1 + 2 * (fx_ring_size / PAGE_SIZE))
		return -EINVAL;
	if (vma->vm_flags & (VM_WRITE | VM_EXEC))
		return -EPERM;
	/* Not even mprotect() makes it writable later. */
	fx_vma_flags(vma, VM_DONTCOPY | VM_DONTEXPAND | VM_DONTDUMP, VM_MAYWRITE | VM_MAYEXEC);
	for (i = 0; i < n; i++) {
		err = vm_insert_page(vma, vma->vm_start + i * PAGE_SIZE, fx_ring_page(r, i));
		if (err)
			return err;
	}
	return 0;
}

static int fx_map_consumer(struct fx_cpu_ring *r, struct vm_area_struct *vma)
{
	if (vma_pages(vma) != 1)
		return -EINVAL;
	if (vma->vm_flags & VM_EXEC)
		return -EPERM;
	fx_vma_flags(vma, VM_DONTCOPY | VM_DONTEXPAND | VM_DONTDUMP, VM_MAYEXEC);
	return vm_insert_page(vma, vma->vm_start, r->pages[1]);
}

/**
 * fx_rings_mmap - map a ring into user space
 * @vma: where; its offset says which ring and which part (FX_MMAP_*)
 *
 * A fork does not inherit the mapping, mremap() cannot grow it. Every page is
 * inserted at once: the reader never faults.
 *
 * Return: 0, -EINVAL for an offset or length that is not a ring's, -EPERM when
 * more access is asked for than there is.
 */
int fx_rings_mmap(struct vm_area_struct *vma)
{
	u64 offset = (u64)vma->vm_pgoff << PAGE_SHIFT;
	bool consumer = offset >= FX_MMAP_CONSUMER;
	u64 cpu;

	if (!(vma->vm_flags & VM_SHARED))
		return -EINVAL;
	if (consumer)
		offset -= FX_MMAP_CONSUMER;
	if (offset % FX_MMAP_STRIDE)
		return -EINVAL;
	cpu = offset / FX_MMAP_STRIDE;
	if (cpu >= nr_cpu_ids || !cpu_possible(cpu))
		return -EINVAL;
	if (consumer)
		return fx_map_consumer(per_cpu(fx_cpu_ring, cpu), vma);
	return fx_map_producer(per_cpu(fx_cpu_ring, cpu), vma);
}

/**
 * fx_rings_any_data - does any ring hold records?
 *
 * What another CPU is about to commit may be missed.
 *
 * Return: true when the reader would find something.
 */
bool fx_rings_any_data(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct fx_ring *ring = &per_cpu(fx_cpu_ring, cpu)->ring;

		if (READ_ONCE(ring->producer->head) != READ_ONCE(ring->consumer->tail))
			return true;
	}
	return false;
}

/**
 * fx_rings_bytes - size of the data area of each ring
 *
 * Return: bytes.
 */
u64 fx_rings_bytes(void)
{
	return fx_ring_size;
}

/**
 * fx_rings_count - how many CPU numbers there are
 *
 * Return: one more than the highest.
 */
unsigned int fx_rings_count(void)
{
	return nr_cpu_ids;
}
