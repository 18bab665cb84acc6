/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between the kernels the module builds on: 6.1 and later.
 */
#ifndef FX_COMPAT_H
#define FX_COMPAT_H

#include <crypto/blake2s.h>
#include <linux/capability.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/io_uring_types.h>
#include <linux/mm.h>
#include <linux/timekeeping.h>
#include <linux/timer.h>
#include <linux/version.h>

/* vm_flags became read-only in 6.3. */
static inline void fx_vma_flags(struct vm_area_struct *vma, vm_flags_t set, vm_flags_t clear)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	vm_flags_mod(vma, set, clear);
#else
	vma->vm_flags = (vma->vm_flags | set) & ~clear;
#endif
}

/* Capabilities became one number in 6.3. */
static inline u64 fx_cap_bits(const kernel_cap_t *cap)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	return cap->val;
#else
	return cap->cap[0] | (u64)cap->cap[1] << 32;
#endif
}

/* get_mm_exe_file() is not exported; get_file_rcu() changed in 6.7. */
static inline struct file *fx_exe_file(struct mm_struct *mm)
{
	struct file *file;

	rcu_read_lock();
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
	file = get_file_rcu(&mm->exe_file);
#else
	file = rcu_dereference(mm->exe_file);
	if (file && !get_file_rcu(file))
		file = NULL;
#endif
	rcu_read_unlock();
	return file;
}

/* ktime_get_snapshot() was given a clock by 7.3. */
static inline void fx_time_snapshot(struct system_time_snapshot *snapshot)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(7, 0, 0)
	ktime_get_snapshot_id(CLOCK_MONOTONIC, snapshot);
#else
	ktime_get_snapshot(snapshot);
#endif
}

/* A ring without an array of indices came in 6.6. */
static inline bool fx_uring_direct(const struct io_ring_ctx *ring)
{
#ifdef IORING_SETUP_NO_SQARRAY
	return ring->flags & IORING_SETUP_NO_SQARRAY;
#else
	return false;
#endif
}

/* Who submitted a request moved in 6.13. */
static inline struct task_struct *fx_uring_task(const struct io_kiocb *request)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	return request->tctx ? request->tctx->task : NULL;
#else
	return request->task;
#endif
}

/* del_timer_sync() was renamed in 6.2 and removed in 6.15. */
static inline void fx_timer_stop(struct timer_list *timer)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
	timer_delete_sync(timer);
#else
	del_timer_sync(timer);
#endif
}

/* The state of BLAKE2s was renamed in 6.19. */
struct fx_blake2s {
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 19, 0)
	struct blake2s_ctx state;
#else
	struct blake2s_state state;
#endif
};

static inline void fx_blake2s_begin(struct fx_blake2s *sum, const u8 *key)
{
	blake2s_init_key(&sum->state, BLAKE2S_HASH_SIZE, key, BLAKE2S_KEY_SIZE);
}

static inline void fx_blake2s_add(struct fx_blake2s *sum, const void *bytes, size_t n)
{
	blake2s_update(&sum->state, bytes, n);
}

/* Wipes the state. */
static inline void fx_blake2s_end(struct fx_blake2s *sum, u8 *to)
{
	blake2s_final(&sum->state, to);
}

#endif
