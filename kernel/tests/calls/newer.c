// SPDX-License-Identifier: GPL-2.0
/*
 * Calls that are gone, and calls newer than the oldest kernel we run on: there those fail with
 * ENOSYS, and their lines say so. Those that strace 6.1 does not know are told by what they are
 * expected to say alone.
 */
#include <linux/futex.h>
#include <sys/mman.h>
#include <time.h>
#include "calls.h"

/* The numbers, which older headers do not have. */
enum {
	CACHESTAT = 451,
	FCHMODAT2,
	MAP_SHADOW_STACK,
	FUTEX_WAKE2,
	FUTEX_WAIT2,
	FUTEX_REQUEUE2,
	STATMOUNT,
	LISTMOUNT,
	LSM_GET_SELF_ATTR,
	LSM_SET_SELF_ATTR,
	LSM_LIST_MODULES,
	MSEAL,
};

#define AT 0x32000000l

FAMILY(recent, "memfd_secret futex_waitv set_mempolicy_home_node")
{
	static uint32_t word = 5, other = 6;
	static struct futex_waitv waiters[2] = { { .val = 4, .flags = FUTEX_32 },
						 { .val = 6,
						   .flags = FUTEX_32 | FUTEX_PRIVATE_FLAG } };
	static struct timespec past = { 1, 0 };

	waiters[0].uaddr = (uint64_t)&word;
	waiters[1].uaddr = (uint64_t)&other;
	unsaid(SYS_memfd_secret, 0);
	unsaid(SYS_memfd_secret, O_CLOEXEC);
	unsaid(SYS_memfd_secret, 0xf);
	unsaid(SYS_futex_waitv, waiters, 2, 0, NULL, 0);
	waiters[0].val = 5;
	unsaid(SYS_futex_waitv, waiters, 2, 0, &past, CLOCK_MONOTONIC);
	waiters[1].flags = 0x7f00;
	unsaid(SYS_futex_waitv, waiters, 2, 0, &past, 9);
	unsaid(SYS_futex_waitv, NULL, 2, 7, NULL, 0);
	unsaid(SYS_futex_waitv, FX_NOWHERE, 1, 0, FX_NOWHERE, CLOCK_REALTIME);
	unsaid(SYS_set_mempolicy_home_node, FX_PAGES, 4096, 0, 0);
	unsaid(SYS_set_mempolicy_home_node, 5, -1, 77, 3);
}

/* Calls that no kernel has, or has no more: their registers are told as they are. */
FAMILY(gone, "uselib _sysctl create_module get_kernel_syms query_module nfsservctl getpmsg putpmsg "
	     "afs_syscall tuxcall security set_thread_area get_thread_area lookup_dcookie "
	     "epoll_ctl_old epoll_wait_old vserver")
{
	expect("uselib(\"library\")", SYS_uselib, "library");
	expect("_sysctl(NULL)", SYS__sysctl, NULL);
	expect("create_module(0, 0xffffffffffffffff)", SYS_create_module, NULL, -1);
	expect("get_kernel_syms(0x1000)", SYS_get_kernel_syms, FX_NOWHERE);
	expect("query_module(0x1, 0x2, 0x3, 0x4, 0x5)", SYS_query_module, 1, 2, 3, 4, 5);
	expect("nfsservctl(0x1, 0x2, 0)", SYS_nfsservctl, 1, 2, 0);
	expect("getpmsg(0x1, 0x2, 0x3, 0x4, 0x5)", SYS_getpmsg, 1, 2, 3, 4, 5);
	expect("putpmsg(0x1, 0x2, 0x3, 0x4, 0x5)", SYS_putpmsg, 1, 2, 3, 4, 5);
	expect("afs_syscall(0x1, 0x2, 0x3, 0x4, 0x5)", SYS_afs_syscall, 1, 2, 3, 4, 5);
	expect("tuxcall(0x1, 0x2, 0x3)", SYS_tuxcall, 1, 2, 3);
	expect("security(0x1, 0x2, 0x3)", SYS_security, 1, 2, 3);
	expect("set_thread_area(0x1000)", SYS_set_thread_area, FX_NOWHERE);
	expect("get_thread_area(0x1000)", SYS_get_thread_area, FX_NOWHERE);
	unsaid(SYS_lookup_dcookie, 5, NULL, 0);
	expect("epoll_ctl_old(0x1, 0x2, 0x3, 0x4)", SYS_epoll_ctl_old, 1, 2, 3, 4);
	expect("epoll_wait_old(0x1, 0x2, 0x3, 0x4)", SYS_epoll_wait_old, 1, 2, 3, 4);
	expect("vserver(0x1, 0x2, 0x3, 0x4, 0x5)", SYS_vserver, 1, 2, 3, 4, 5);
}

/* Where strace does not know the call, what it says of it cannot be compared: not run under it. */
UNKNOWN_FAMILY(newer,
	       "cachestat fchmodat2 map_shadow_stack futex_wake futex_wait futex_requeue "
	       "statmount listmount lsm_get_self_attr lsm_set_self_attr lsm_list_modules mseal")
{
	static uint64_t range[2] = { 0, 4096 }, cached[5], ids[8];
	static struct {
		uint32_t size, spare;
		uint64_t id, param, space;
	} wanted = { .size = 24, .id = -1, .param = 0 };
	static uint32_t word = 5, other = 6, modules[1] = { sizeof(ids) }, bytes = 64;
	static struct futex_waitv waiters[2] = { { .val = 5, .flags = 2 },
						 { .val = 6, .flags = 2 } };
	static struct timespec past = { 1, 0 };
	static char buf[512];
	long ret;

	unsaid(SYS_openat, AT_FDCWD, "f", O_RDWR | O_CREAT, 0600);
	unsaid(SYS_pwrite64, 3, buf, 512, 0);
	ret = made(CACHESTAT, 3, range, cached, 0);
	told(ret ? text("cachestat(3, {off=0, len=4096}, %p, 0)", (void *)cached)
		 : text("cachestat(3, {off=0, len=4096}, {nr_cache=%lu, nr_dirty=%lu, nr_writeback=%lu, "
			"nr_evicted=%lu, nr_recently_evicted=%lu}, 0)",
			cached[0], cached[1], cached[2], cached[3], cached[4]),
	     ret);
	expect(text("cachestat(-1, NULL, %p, 0)", (void *)cached), CACHESTAT, -1, NULL, cached, 0);
	expect("fchmodat2(AT_FDCWD, \"f\", 0640, AT_SYMLINK_NOFOLLOW)", FCHMODAT2, AT_FDCWD, "f",
	       0640, AT_SYMLINK_NOFOLLOW);
	expect("fchmodat2(3, \"\", 04711, AT_EMPTY_PATH)", FCHMODAT2, 3, "", 04711, AT_EMPTY_PATH);
	expect("fchmodat2(-1, \"nowhere\", 000, 0)", FCHMODAT2, -1, "nowhere", 0, 0);
	expect("map_shadow_stack(NULL, 4097, SHADOW_STACK_SET_TOKEN)", MAP_SHADOW_STACK, NULL, 4097,
	       1);
	expect("map_shadow_stack(0x5, 4096, 0x70 /* SHADOW_STACK_??? */)", MAP_SHADOW_STACK, 5,
	       4096, 0x70);
	expect(text("futex_wake(%p, 0xffffffff, 1, FUTEX2_SIZE_U32|FUTEX2_PRIVATE)", (void *)&word),
	       FUTEX_WAKE2, &word, 0xffffffff, 1, 0x82);
	expect("futex_wake(NULL, 1, -1, FUTEX2_SIZE_U8)", FUTEX_WAKE2, NULL, 1, -1, 0);
	expect(text("futex_wait(%p, 4, 0xffffffff, FUTEX2_SIZE_U32, NULL, CLOCK_REALTIME)",
		    (void *)&word),
	       FUTEX_WAIT2, &word, 4, 0xffffffff, 2, NULL, 0);
	expect(text("futex_wait(%p, 5, 0xffffffff, FUTEX2_SIZE_U32, {tv_sec=1, tv_nsec=0}, "
		    "CLOCK_MONOTONIC)",
		    (void *)&word),
	       FUTEX_WAIT2, &word, 5, 0xffffffff, 2, &past, 1);
	waiters[0].uaddr = (uint64_t)&word;
	waiters[1].uaddr = (uint64_t)&other;
	expect(text("futex_requeue([{val=0x5, uaddr=%p, flags=FUTEX_32}, {val=0x6, uaddr=%p, "
		    "flags=FUTEX_32}], 0, 1, 2)",
		    (void *)&word, (void *)&other),
	       FUTEX_REQUEUE2, waiters, 0, 1, 2);
	expect("futex_requeue(NULL, 5, 0, 0)", FUTEX_REQUEUE2, NULL, 5, 0, 0);
	ret = made(LISTMOUNT, &wanted, ids, 1, 0);
	told(ret < 0 ? text("listmount({size=24, mnt_id=0xffffffffffffffff, param=0, mnt_ns_id=0}, %p, 1, 0)",
			    (void *)ids)
		     : text("listmount({size=24, mnt_id=0xffffffffffffffff, param=0, mnt_ns_id=0}, [%lu], 1, 0)",
			    ids[0]),
	     ret);
	wanted.id = ids[0];
	wanted.param = 1; /* STATMOUNT_SB_BASIC */
	ret = made(STATMOUNT, &wanted, buf, sizeof(buf), 0);
	told(NULL, ret);
	expect(text("statmount(NULL, %p, 512, 7)", (void *)buf), STATMOUNT, NULL, buf, sizeof(buf),
	       7);
	expect(text("listmount(0x1000, %p, 8, 0)", (void *)ids), LISTMOUNT, FX_NOWHERE, ids, 8, 0);
	ret = made(LSM_LIST_MODULES, ids, modules, 0);
	/* A kernel with more modules says how much room they need; what a failed call left behind
	 * is not on record.
	 */
	if (ret < 0)
		told(text("lsm_list_modules(%p, [%zu], 0)", (void *)ids, sizeof(ids)), ret);
	else
		told(NULL, ret);
	unsaid(LSM_GET_SELF_ATTR, 100, buf, &bytes, 0);
	expect("lsm_get_self_attr(LSM_ATTR_EXEC, NULL, NULL, 0)", LSM_GET_SELF_ATTR, 101, NULL,
	       NULL, 0);
	expect("lsm_set_self_attr(LSM_ATTR_CURRENT, \"label\", 5, 0)", LSM_SET_SELF_ATTR, 100,
	       "label", 5, 0);
	unsaid(SYS_mmap, AT, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	expect("mseal(0x32000000, 4096, 0)", MSEAL, AT, 4096, 0);
	expect("mseal(0x1, 4096, 7)", MSEAL, 1, 4096, 7);
}
