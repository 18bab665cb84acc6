// SPDX-License-Identifier: GPL-2.0
/* What a file is. */
#include <sys/statfs.h>
#include "calls.h"

static struct stat st;

FAMILY(stats, "stat lstat fstat newfstatat statx access faccessat faccessat2 statfs fstatfs ustat "
	      "getdents getdents64")
{
	static struct statx sx;
	static struct statfs fs;
	static char entries[1024];

	expect("openat(AT_FDCWD, \"f\", O_RDWR|O_CREAT, 0644)", SYS_openat, AT_FDCWD, "f",
	       O_RDWR | O_CREAT, 0644);
	unsaid(SYS_ftruncate, 3, 1234);
	unsaid(SYS_symlink, "f", "s");
	unsaid(SYS_mkdir, "d", 01777);
	unsaid(SYS_mknod, "p", S_IFIFO | 0600, 0);
	unsaid(SYS_mknod, "k", S_IFSOCK | 04755, 0);
	unsaid(SYS_mknod, "c", S_IFCHR | 0600, 0x103);
	expect("stat(\"f\", {st_mode=S_IFREG|0644, st_size=1234, ...})", SYS_stat, "f", &st);
	unsaid(SYS_stat, "d", &st);
	unsaid(SYS_stat, "p", &st);
	unsaid(SYS_stat, "k", &st);
	expect("stat(\"c\", {st_mode=S_IFCHR|0600, st_rdev=makedev(0x1, 0x3), ...})", SYS_stat, "c",
	       &st);
	unsaid(SYS_stat, "/dev/ttyS0", &st);
	unsaid(SYS_stat, "no", &st);
	unsaid(SYS_stat, "f", NULL);
	expect("stat(NULL, NULL)", SYS_stat, NULL, NULL);
	unsaid(SYS_lstat, "s", &st);
	unsaid(SYS_lstat, "s", FX_NOWHERE);
	unsaid(SYS_fstat, 3, &st);
	unsaid(SYS_fstat, 0, &st);
	unsaid(SYS_fstat, -1, &st);
	unsaid(SYS_newfstatat, AT_FDCWD, "s", &st, 0);
	unsaid(SYS_newfstatat, AT_FDCWD, "s", &st, AT_SYMLINK_NOFOLLOW);
	unsaid(SYS_newfstatat, 3, "", &st, AT_EMPTY_PATH);
	unsaid(SYS_newfstatat, 3, "", &st, AT_EMPTY_PATH | AT_NO_AUTOMOUNT | 1);
	unsaid(SYS_newfstatat, 99, "x", &st, 0x80000000);
	unsaid(SYS_statx, AT_FDCWD, "f", 0, STATX_BASIC_STATS, &sx);
	unsaid(SYS_statx, AT_FDCWD, "f", AT_SYMLINK_NOFOLLOW | AT_STATX_SYNC_AS_STAT, STATX_ALL,
	       &sx);
	unsaid(SYS_statx, AT_FDCWD, "s", AT_STATX_DONT_SYNC, STATX_ALL, &sx);
	unsaid(SYS_statx, AT_FDCWD, "c", AT_STATX_FORCE_SYNC | AT_SYMLINK_NOFOLLOW,
	       STATX_MODE | STATX_SIZE, &sx);
	unsaid(SYS_statx, AT_FDCWD, "f", 0, 0x80000000, &sx);
	unsaid(SYS_statx, AT_FDCWD, "f", AT_STATX_DONT_SYNC | AT_STATX_FORCE_SYNC, 0, &sx);
	unsaid(SYS_statx, AT_FDCWD, "f", 0, 0x20000, &sx);
	unsaid(SYS_statx, AT_FDCWD, NULL, 0, STATX_ALL, NULL);
	expect("access(\"f\", R_OK)", SYS_access, "f", R_OK);
	expect("access(\"no\", F_OK)", SYS_access, "no", F_OK);
	expect("access(NULL, R_OK|W_OK|X_OK)", SYS_access, NULL, 7);
	unsaid(SYS_access, "f", 8);
	unsaid(SYS_access, "f", 9);
	expect("faccessat(AT_FDCWD, \"f\", W_OK)", SYS_faccessat, AT_FDCWD, "f", W_OK);
	expect("faccessat(77, \"f\", X_OK)", SYS_faccessat, 77, "f", X_OK);
	expect("faccessat2(AT_FDCWD, \"f\", F_OK, AT_SYMLINK_NOFOLLOW|AT_EACCESS)", SYS_faccessat2,
	       AT_FDCWD, "f", F_OK, AT_EACCESS | AT_SYMLINK_NOFOLLOW);
	unsaid(SYS_faccessat2, 3, "", R_OK, AT_EMPTY_PATH);
	unsaid(SYS_faccessat2, 3, "", R_OK, 0x7);
	unsaid(SYS_statfs, ".", &fs);
	unsaid(SYS_statfs, "/proc", &fs);
	unsaid(SYS_statfs, "/", &fs);
	unsaid(SYS_statfs, "no", &fs);
	unsaid(SYS_fstatfs, 3, &fs);
	unsaid(SYS_fstatfs, -1, &fs);
	unsaid(SYS_fstatfs, 3, NULL);
	unsaid(SYS_ustat, 0x103, &fs);
	unsaid(SYS_ustat, 0, NULL);
	unsaid(SYS_openat, AT_FDCWD, ".", O_RDONLY | O_DIRECTORY);
	unsaid(SYS_getdents64, 4, entries, sizeof(entries));
	unsaid(SYS_getdents64, 4, entries, sizeof(entries));
	unsaid(SYS_getdents64, 4, NULL, sizeof(entries));
	unsaid(SYS_getdents64, 3, entries, 10);
	unsaid(SYS_lseek, 4, 0, SEEK_SET);
	unsaid(SYS_getdents, 4, entries, sizeof(entries));
	unsaid(SYS_getdents, 4, entries, sizeof(entries));
	unsaid(SYS_getdents, 99, entries, sizeof(entries));
}
