// SPDX-License-Identifier: GPL-2.0
/* Address spaces. */
#include <linux/membarrier.h>
#include <sys/mman.h>
#include "calls.h"

#define AT 0x30000000l

FAMILY(memory, "mmap munmap mprotect mremap msync mincore madvise brk mlock munlock mlock2 "
	       "mlockall munlockall remap_file_pages membarrier pkey_alloc pkey_free "
	       "pkey_mprotect mbind set_mempolicy get_mempolicy migrate_pages move_pages "
	       "process_madvise process_mrelease userfaultfd")
{
	static unsigned char vec[16];
	static unsigned long nodes[16] = { 1 };
	static int mode;
	int i;

	expect_as("mmap(0x30000000, 8192, PROT_READ|PROT_WRITE, "
		  "MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0)",
		  "0x30000000", SYS_mmap, AT, 8192, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
		  0);
	unsaid(SYS_mmap, NULL, 4096, PROT_NONE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	expect("mmap(NULL, 0, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)", SYS_mmap, NULL, 0,
	       PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	expect("mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 99, 0x5000)", SYS_mmap, NULL, 4096,
	       PROT_READ, MAP_PRIVATE, 99, 0x5000);
	unsaid(SYS_mmap, 5, 4096, 0xff, 0, -1, 0);
	unsaid(SYS_mmap, AT + 0x100000, 4096, 7, 0xffff02 & ~0x40000, 99, 0);
	unsaid(SYS_mmap, NULL, 4096, 7, 3, -1, -4096);
	unsaid(SYS_mmap, NULL, 4096, 1, MAP_PRIVATE | MAP_HUGETLB | 21 << 26, 99, 0);
	expect("mprotect(0x30000000, 4096, PROT_READ)", SYS_mprotect, AT, 4096, PROT_READ);
	expect("mprotect(0x30000000, 4096, PROT_READ|PROT_WRITE|PROT_EXEC)", SYS_mprotect, AT, 4096,
	       7);
	expect("mprotect(0x1, 4096, PROT_NONE)", SYS_mprotect, 1, 4096, 0);
	unsaid(SYS_mprotect, AT, 4096, 0x3000010);
	unsaid(SYS_mprotect, AT, 4096, 0x10);
	unsaid(SYS_mprotect, AT, 8192, PROT_READ | PROT_WRITE);
	expect_as("mremap(0x30000000, 8192, 16384, MREMAP_MAYMOVE|MREMAP_FIXED, 0x31000000)",
		  "0x31000000", SYS_mremap, AT, 8192, 16384, 3, AT + 0x1000000);
	unsaid(SYS_mremap, AT + 0x1000000, 16384, 8192, 0);
	unsaid(SYS_mremap, AT + 0x1000000, 4096, 8192, 0);
	unsaid(SYS_mremap, AT, 8192, 8192, 0x19);
	unsaid(SYS_mremap, AT + 0x1000000, 8192, 4096, 1);
	expect("msync(0x31000000, 4096, MS_SYNC)", SYS_msync, AT + 0x1000000, 4096, MS_SYNC);
	unsaid(SYS_msync, AT, 4096, MS_ASYNC | MS_INVALIDATE);
	unsaid(SYS_msync, AT, 4096, 0x18);
	unsaid(SYS_mincore, AT + 0x1000000, 4096, vec);
	unsaid(SYS_mincore, FX_PAGES, 8192, vec);
	unsaid(SYS_mincore, FX_PAGES, 4097, vec);
	unsaid(SYS_mincore, FX_PAGES, 0, vec);
	unsaid(SYS_mincore, AT, 4096, vec);
	unsaid(SYS_mincore, 1, 4096, vec);
	unsaid(SYS_mincore, FX_PAGES, 4096, NULL);
	for (i = 0; i < 26; i++)
		unsaid(SYS_madvise, AT + 0x1000000, 4096, i);
	unsaid(SYS_madvise, AT, 4096, -1);
	unsaid(SYS_brk, 0);
	unsaid(SYS_brk, 1);
	expect("mlock(0x31000000, 4096)", SYS_mlock, AT + 0x1000000, 4096);
	expect("mlock(NULL, 18446744073709551615)", SYS_mlock, NULL, -1);
	expect("munlock(0x31000000, 4096)", SYS_munlock, AT + 0x1000000, 4096);
	expect("munlock(0x30000000, 4096)", SYS_munlock, AT, 4096);
	expect("mlock2(0x31000000, 4096, MLOCK_ONFAULT)", SYS_mlock2, AT + 0x1000000, 4096, 1);
	unsaid(SYS_mlock2, AT, 4096, 0);
	unsaid(SYS_mlock2, AT, 4096, 2);
	expect("mlockall(MCL_CURRENT|MCL_ONFAULT)", SYS_mlockall, 5);
	unsaid(SYS_mlockall, 0);
	unsaid(SYS_mlockall, 0xf0);
	expect("munlockall()", SYS_munlockall);
	unsaid(SYS_remap_file_pages, AT, 4096, 0, 0, 0);
	unsaid(SYS_remap_file_pages, AT, 4096, 1, 70000, MAP_NONBLOCK);
	unsaid(SYS_membarrier, MEMBARRIER_CMD_QUERY, 0, 0);
	unsaid(SYS_membarrier, MEMBARRIER_CMD_GLOBAL_EXPEDITED, 0, 0);
	unsaid(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);
	unsaid(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, -1);
	unsaid(SYS_membarrier, 3, 1, 2);
	unsaid(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, 1, 0);
	unsaid(SYS_pkey_alloc, 0, 0);
	unsaid(SYS_pkey_alloc, 1, 7);
	unsaid(SYS_pkey_alloc, 0, 2);
	unsaid(SYS_pkey_free, 77);
	unsaid(SYS_pkey_free, -1);
	unsaid(SYS_pkey_mprotect, AT + 0x1000000, 4096, 3, -1);
	unsaid(SYS_pkey_mprotect, AT + 0x1000000, 4096, 3, 77);
	unsaid(SYS_get_mempolicy, &mode, nodes, 1024, NULL, 0);
	unsaid(SYS_get_mempolicy, &mode, NULL, 0, FX_PAGES, 2);
	unsaid(SYS_get_mempolicy, NULL, NULL, 0, NULL, 0x19);
	nodes[0] = 1;
	unsaid(SYS_set_mempolicy, 0, NULL, 0);
	unsaid(SYS_set_mempolicy, 2, nodes, 64);
	unsaid(SYS_set_mempolicy, 0x8003, nodes, 64);
	unsaid(SYS_set_mempolicy, 99, NULL, 0);
	unsaid(SYS_mbind, FX_PAGES, 4096, 2, nodes, 64, 1);
	unsaid(SYS_mbind, FX_PAGES, 4096, 77, NULL, 0, 0x11);
	unsaid(SYS_migrate_pages, 0, 64, nodes, nodes);
	unsaid(SYS_migrate_pages, -1, 0, NULL, NULL);
	unsaid(SYS_move_pages, 0, 0, NULL, NULL, NULL, 2);
	unsaid(SYS_move_pages, 0, 1, NULL, NULL, NULL, 0x10);
	unsaid(SYS_process_madvise, -1, NULL, 0, MADV_COLD, 0);
	unsaid(SYS_process_mrelease, -1, 0);
	unsaid(SYS_process_mrelease, 0, 1);
	unsaid(SYS_userfaultfd, 0x80001);
	unsaid(SYS_userfaultfd, 0x100);
	expect("munmap(0x31000000, 8192)", SYS_munmap, AT + 0x1000000, 8192);
	expect("munmap(0x7, 8192)", SYS_munmap, 7, 8192);
	expect("munmap(NULL, 0)", SYS_munmap, NULL, 0);
}
