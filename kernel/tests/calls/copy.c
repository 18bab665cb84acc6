// SPDX-License-Identifier: GPL-2.0
/* Bytes from one descriptor to another, and where they are to be. */
#include <sys/uio.h>
#include "calls.h"

FAMILY(copy, "sendfile splice tee vmsplice copy_file_range fallocate ftruncate truncate fsync "
	     "fdatasync sync_file_range syncfs sync fadvise64 readahead")
{
	static int64_t offset, other;
	static int fds[2], more[2];
	static struct iovec vec;

	unsaid(SYS_openat, AT_FDCWD, "a", O_RDWR | O_CREAT | O_EXCL, 0600);
	unsaid(SYS_openat, AT_FDCWD, "b", O_RDWR | O_CREAT | O_EXCL, 0600);
	unsaid(SYS_openat, AT_FDCWD, "b", O_RDWR | O_CREAT | O_EXCL, 0600);
	unsaid(SYS_write, 3, "0123456789", 10);
	offset = 2;
	expect("sendfile(4, 3, [2] => [7], 5)", SYS_sendfile, 4, 3, &offset, 5);
	unsaid(SYS_sendfile, 4, 3, NULL, 5);
	offset = -1;
	unsaid(SYS_sendfile, 4, 3, &offset, 5);
	unsaid(SYS_sendfile, 4, -3, FX_NOWHERE, 5);
	unsaid(SYS_pipe2, fds, 0);
	unsaid(SYS_pipe2, more, O_NONBLOCK);
	offset = 0;
	unsaid(SYS_splice, 3, &offset, fds[1], NULL, 6, 3);
	unsaid(SYS_splice, 3, NULL, -1, NULL, 6, 0x10);
	unsaid(SYS_splice, 3, FX_NOWHERE, fds[1], NULL, 6, 0);
	expect("tee(5, 8, 4, SPLICE_F_NONBLOCK)", SYS_tee, fds[0], more[1], 4, 2);
	unsaid(SYS_tee, 3, 4, 4, 0);
	unsaid(SYS_tee, 3, 4, -1, 0xff);
	vec = (struct iovec){ "spliced", 7 };
	expect("vmsplice(6, [{iov_base=\"spliced\", iov_len=7}], 1, 0)", SYS_vmsplice, fds[1], &vec,
	       1, 0);
	unsaid(SYS_vmsplice, 3, &vec, 1, 8);
	unsaid(SYS_vmsplice, fds[1], NULL, 1, 0);
	offset = 0;
	other = 20;
	unsaid(SYS_copy_file_range, 3, &offset, 4, &other, 5, 0);
	unsaid(SYS_copy_file_range, 3, NULL, 4, NULL, 5, 0);
	unsaid(SYS_copy_file_range, 3, NULL, 4, NULL, 5, 1);
	unsaid(SYS_copy_file_range, 3, FX_NOWHERE, 4, NULL, 5, 0);
	expect("fallocate(3, 0, 0, 100)", SYS_fallocate, 3, 0, 0, 100);
	expect("fallocate(3, FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE, 4096, 4096)", SYS_fallocate,
	       3, 3, 4096, 4096);
	unsaid(SYS_fallocate, 3, 0x10, -1, 10);
	unsaid(SYS_fallocate, 3, 0xff00, 1l << 33, 10);
	unsaid(SYS_fallocate, -1, 0, 0, 10);
	expect("ftruncate(3, 50)", SYS_ftruncate, 3, 50);
	expect("ftruncate(3, 18446744073709551615)", SYS_ftruncate, 3, -1);
	expect("ftruncate(99, 0)", SYS_ftruncate, 99, 0);
	expect("truncate(\"a\", 4294967296)", SYS_truncate, "a", 1l << 32);
	expect("truncate(\"no\", 1)", SYS_truncate, "no", 1);
	expect("truncate(NULL, 1)", SYS_truncate, NULL, 1);
	expect("truncate(\"a\", 18446744073709551611)", SYS_truncate, "a", -5);
	expect("fsync(3)", SYS_fsync, 3);
	expect("fsync(-1)", SYS_fsync, -1);
	expect("fdatasync(4)", SYS_fdatasync, 4);
	expect("fdatasync(5)", SYS_fdatasync, 5);
	expect("sync_file_range(3, 0, 100, SYNC_FILE_RANGE_WRITE)", SYS_sync_file_range, 3, 0, 100,
	       2);
	unsaid(SYS_sync_file_range, 3, 0, 100, 7);
	unsaid(SYS_sync_file_range, 3, -1, 100, 8);
	expect("syncfs(3)", SYS_syncfs, 3);
	expect("syncfs(77)", SYS_syncfs, 77);
	expect("sync()", SYS_sync);
	expect("fadvise64(3, 0, 0, POSIX_FADV_DONTNEED)", SYS_fadvise64, 3, 0, 0, 4);
	unsaid(SYS_fadvise64, 3, -1, 10, 99);
	unsaid(SYS_fadvise64, 5, 0, 10, 1);
	expect("readahead(3, 0, 10)", SYS_readahead, 3, 0, 10);
	unsaid(SYS_readahead, 5, 0, 10);
	unsaid(SYS_readahead, -1, 1l << 40, 10);
}
