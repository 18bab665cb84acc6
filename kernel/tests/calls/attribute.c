// SPDX-License-Identifier: GPL-2.0
/* Who may use a file, whose it is, and its times. */
#include <sys/time.h>
#include <utime.h>
#include "calls.h"

FAMILY(attributes, "chmod fchmod fchmodat chown fchown lchown fchownat umask utime utimes "
		   "futimesat utimensat")
{
	static struct utimbuf times = { 1000000000, 1600000000 };
	static struct timeval tv[2] = { { 1, 2 }, { 1700000000, 999999 } };
	static struct timespec ts[2] = { { 5, 6 }, { 7, UTIME_NOW } };

	expect("openat(AT_FDCWD, \"f\", O_RDWR|O_CREAT, 0644)", SYS_openat, AT_FDCWD, "f",
	       O_RDWR | O_CREAT, 0644);
	expect("chmod(\"f\", 04755)", SYS_chmod, "f", 04755);
	expect("chmod(\"no\", 000)", SYS_chmod, "no", 0);
	expect("chmod(NULL, 007)", SYS_chmod, NULL, 7);
	unsaid(SYS_chmod, "f", 0100644);
	unsaid(SYS_chmod, "f", 0270644);
	expect("fchmod(3, 0600)", SYS_fchmod, 3, 0600);
	expect("fchmod(-1, 0600)", SYS_fchmod, -1, 0600);
	expect("fchmodat(AT_FDCWD, \"f\", 0640)", SYS_fchmodat, AT_FDCWD, "f", 0640);
	expect("fchmodat(3, \"f\", 0640)", SYS_fchmodat, 3, "f", 0640);
	expect("chown(\"f\", 1, 2)", SYS_chown, "f", 1, 2);
	expect("chown(\"f\", -1, 0)", SYS_chown, "f", -1, 0);
	expect("chown(NULL, 4294967294, -1)", SYS_chown, NULL, -2, -1);
	expect("fchown(3, 0, -1)", SYS_fchown, 3, 0, -1);
	expect("fchown(9, 0, 0)", SYS_fchown, 9, 0, 0);
	expect("lchown(\"f\", 0, 0)", SYS_lchown, "f", 0, 0);
	expect("lchown(\"no\", 0, 0)", SYS_lchown, "no", 0, 0);
	expect("fchownat(AT_FDCWD, \"f\", 0, 0, AT_SYMLINK_NOFOLLOW)", SYS_fchownat, AT_FDCWD, "f",
	       0, 0, AT_SYMLINK_NOFOLLOW);
	expect("fchownat(3, \"\", 0, 0, AT_EMPTY_PATH)", SYS_fchownat, 3, "", 0, 0, AT_EMPTY_PATH);
	unsaid(SYS_fchownat, 3, "", 0, 0, 0x40000000);
	expect_as("umask(027)", "022", SYS_umask, 027);
	expect_as("umask(022)", "027", SYS_umask, 022);
	unsaid(SYS_umask, 0777777);
	unsaid(SYS_umask, 0);
	unsaid(SYS_umask, 02);
	unsaid(SYS_utime, "f", &times);
	unsaid(SYS_utime, "f", NULL);
	unsaid(SYS_utime, "no", FX_NOWHERE);
	unsaid(SYS_utimes, "f", tv);
	unsaid(SYS_utimes, "f", NULL);
	tv[0].tv_usec = 1000000;
	unsaid(SYS_utimes, "f", tv);
	unsaid(SYS_futimesat, AT_FDCWD, "f", tv);
	tv[0].tv_usec = -1;
	unsaid(SYS_futimesat, 3, NULL, tv);
	unsaid(SYS_utimensat, AT_FDCWD, "f", ts, 0);
	ts[0].tv_nsec = UTIME_OMIT;
	unsaid(SYS_utimensat, 3, NULL, ts, 0);
	unsaid(SYS_utimensat, AT_FDCWD, "f", NULL, AT_SYMLINK_NOFOLLOW);
	ts[1] = (struct timespec){ -1, -1 };
	unsaid(SYS_utimensat, AT_FDCWD, "f", ts, 0x100000);
	ts[0] = ts[1] = (struct timespec){ 3, UTIME_OMIT };
	unsaid(SYS_utimensat, AT_FDCWD, "f", ts, 0);
	unsaid(SYS_utimensat, AT_FDCWD, "no", FX_NOWHERE, 0);
}

FAMILY(xattrs, "setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr listxattr llistxattr "
	       "flistxattr removexattr lremovexattr fremovexattr")
{
	static char buf[256];

	unsaid(SYS_openat, AT_FDCWD, "f", O_RDWR | O_CREAT, 0644);
	expect("setxattr(\"f\", \"trusted.a\", \"value\", 5, 0)", SYS_setxattr, "f", "trusted.a",
	       "value", 5, 0);
	expect("setxattr(\"f\", \"trusted.a\", \"v\", 2, XATTR_CREATE)", SYS_setxattr, "f",
	       "trusted.a", "v", 2, 1);
	unsaid(SYS_setxattr, "f", "trusted.a", NULL, 0, 4);
	unsaid(SYS_setxattr, "f", "user.b", NULL, 5, 3);
	unsaid(SYS_setxattr, "f", NULL, "v", 1, 0);
	unsaid(SYS_lsetxattr, "f", "trusted.b", "0123456789012345678901234567890123456789", 40, 0);
	unsaid(SYS_lsetxattr, "f", "trusted.c", "0", 1, 2);
	unsaid(SYS_fsetxattr, 3, "trusted.c", "\0\1\2", 3, 0);
	unsaid(SYS_fsetxattr, -1, "trusted.c", "\0\1\2", 3, 0);
	expect("getxattr(\"f\", \"trusted.a\", \"value\", 256)", SYS_getxattr, "f", "trusted.a",
	       buf, 256);
	expect("getxattr(\"f\", \"trusted.a\", NULL, 0)", SYS_getxattr, "f", "trusted.a", NULL, 0);
	unsaid(SYS_getxattr, "f", "trusted.a", buf, 2);
	unsaid(SYS_getxattr, "f", "trusted.none", buf, 20);
	unsaid(SYS_getxattr, "f", "", buf, 20);
	unsaid(SYS_lgetxattr, "f", "trusted.b", buf, 256);
	unsaid(SYS_lgetxattr, "f", "trusted.b", buf, 0);
	unsaid(SYS_lgetxattr, "no", "trusted.b", buf, 10);
	unsaid(SYS_fgetxattr, 3, "trusted.c", buf, 256);
	unsaid(SYS_fgetxattr, 3, "trusted.c", FX_NOWHERE, 256);
	unsaid(SYS_listxattr, "f", buf, 256);
	unsaid(SYS_listxattr, "f", NULL, 0);
	unsaid(SYS_listxattr, "f", buf, 1);
	unsaid(SYS_llistxattr, "f", buf, 256);
	unsaid(SYS_llistxattr, NULL, buf, 256);
	unsaid(SYS_flistxattr, 3, buf, 256);
	unsaid(SYS_flistxattr, 9, buf, 256);
	expect("removexattr(\"f\", \"trusted.a\")", SYS_removexattr, "f", "trusted.a");
	expect("removexattr(\"f\", \"trusted.a\")", SYS_removexattr, "f", "trusted.a");
	expect("lremovexattr(\"f\", \"trusted.b\")", SYS_lremovexattr, "f", "trusted.b");
	expect("lremovexattr(\"f\", NULL)", SYS_lremovexattr, "f", NULL);
	expect("fremovexattr(3, \"trusted.c\")", SYS_fremovexattr, 3, "trusted.c");
	expect("fremovexattr(-3, \"trusted.c\")", SYS_fremovexattr, -3, "trusted.c");
}
