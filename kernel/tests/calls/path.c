// SPDX-License-Identifier: GPL-2.0
/* Names in directories. */
#include <linux/fs.h>
#include <sys/sysmacros.h>
#include "calls.h"

static char buf[256];

FAMILY(names, "mkdir mkdirat rmdir link linkat unlink unlinkat symlink symlinkat readlink "
	      "readlinkat rename renameat renameat2 mknod mknodat chdir fchdir getcwd chroot")
{
	expect("mkdir(\"d\", 0755)", SYS_mkdir, "d", 0755);
	expect("mkdir(\"d\", 01777)", SYS_mkdir, "d", 01777);
	expect("mkdir(NULL, 000)", SYS_mkdir, NULL, 0);
	unsaid(SYS_mkdir, "no/x", 0170644);
	expect("mkdirat(AT_FDCWD, \"e\", 0700)", SYS_mkdirat, AT_FDCWD, "e", 0700);
	expect("mkdirat(-1, \"e\", 0700)", SYS_mkdirat, -1, "e", 0700);
	expect("open(\"d\", O_RDONLY|O_DIRECTORY)", SYS_open, "d", O_RDONLY | O_DIRECTORY, 0);
	expect("mknod(\"f\", S_IFREG|0644)", SYS_mknod, "f", S_IFREG | 0644, 0);
	expect("mknod(\"g\", 0644)", SYS_mknod, "g", 0644, 0);
	expect("mknod(\"p\", S_IFIFO|0600)", SYS_mknod, "p", S_IFIFO | 0600, 0);
	expect("mknod(\"c\", S_IFCHR|0600, makedev(0x1, 0x3))", SYS_mknod, "c", S_IFCHR | 0600,
	       makedev(1, 3));
	unsaid(SYS_mknod, "q", 0170600, 0);
	unsaid(SYS_mknod, NULL, S_IFBLK, makedev(300, 70000));
	expect("mknodat(AT_FDCWD, \"b\", S_IFBLK|0600, makedev(0x7, 0))", SYS_mknodat, AT_FDCWD,
	       "b", S_IFBLK | 0600, makedev(7, 0));
	expect("mknodat(3, \"s\", S_IFSOCK|0600)", SYS_mknodat, 3, "s", S_IFSOCK | 0600, 5);
	expect("mknodat(3, \"s\", S_IFSOCK|0600)", SYS_mknodat, 3, "s", S_IFSOCK | 0600, 5);
	expect("link(\"f\", \"l\")", SYS_link, "f", "l");
	expect("link(\"f\", NULL)", SYS_link, "f", NULL);
	expect("link(\"no\", \"l2\")", SYS_link, "no", "l2");
	expect("linkat(AT_FDCWD, \"f\", 3, \"l3\", 0)", SYS_linkat, AT_FDCWD, "f", 3, "l3", 0);
	expect("linkat(AT_FDCWD, \"f\", 3, \"l3\", AT_SYMLINK_FOLLOW)", SYS_linkat, AT_FDCWD, "f",
	       3, "l3", AT_SYMLINK_FOLLOW);
	unsaid(SYS_linkat, 3, "", -100, "l4", AT_EMPTY_PATH);
	unsaid(SYS_linkat, 3, "", 99, "l4", 0x80000001);
	expect("symlink(\"f\", \"sym\")", SYS_symlink, "f", "sym");
	expect("symlink(\"\", \"sym2\")", SYS_symlink, "", "sym2");
	expect("symlinkat(\"/no/where\", 3, \"sym\")", SYS_symlinkat, "/no/where", 3, "sym");
	expect("symlinkat(NULL, 3, \"sym\")", SYS_symlinkat, NULL, 3, "sym");
	expect("readlink(\"sym\", \"f\", 100)", SYS_readlink, "sym", buf, 100);
	unsaid(SYS_readlink, "f", buf, 100);
	unsaid(SYS_readlink, "sym", NULL, 100);
	unsaid(SYS_readlink, "sym", buf, 0);
	unsaid(SYS_readlink, "sym", buf, -1);
	expect("readlinkat(3, \"sym\", \"/no/whe\", 7)", SYS_readlinkat, 3, "sym", buf, 7);
	unsaid(SYS_readlinkat, -8, "sym", buf, 7);
	expect("rename(\"l\", \"l2\")", SYS_rename, "l", "l2");
	expect("rename(\"l\", \"l2\")", SYS_rename, "l", "l2");
	expect("rename(NULL, 0x1000)", SYS_rename, NULL, FX_NOWHERE);
	expect("renameat(AT_FDCWD, \"l2\", 3, \"l2\")", SYS_renameat, AT_FDCWD, "l2", 3, "l2");
	expect("renameat(99, \"l2\", AT_FDCWD, \"\")", SYS_renameat, 99, "l2", AT_FDCWD, "");
	expect("renameat2(AT_FDCWD, \"f\", AT_FDCWD, \"g\", RENAME_NOREPLACE)", SYS_renameat2,
	       AT_FDCWD, "f", AT_FDCWD, "g", RENAME_NOREPLACE);
	expect("renameat2(AT_FDCWD, \"f\", AT_FDCWD, \"g\", RENAME_EXCHANGE)", SYS_renameat2,
	       AT_FDCWD, "f", AT_FDCWD, "g", RENAME_EXCHANGE);
	unsaid(SYS_renameat2, AT_FDCWD, "f", AT_FDCWD, "g", 0x17);
	expect("unlink(\"g\")", SYS_unlink, "g");
	expect("unlink(\"g\")", SYS_unlink, "g");
	expect("unlink(\"d\")", SYS_unlink, "d");
	expect("unlink(0x1000)", SYS_unlink, FX_NOWHERE);
	expect("unlinkat(3, \"l2\", 0)", SYS_unlinkat, 3, "l2", 0);
	expect("unlinkat(AT_FDCWD, \"e\", AT_REMOVEDIR)", SYS_unlinkat, AT_FDCWD, "e",
	       AT_REMOVEDIR);
	unsaid(SYS_unlinkat, AT_FDCWD, "e", 0x1300);
	expect("rmdir(\"d\")", SYS_rmdir, "d");
	expect("rmdir(\"f\")", SYS_rmdir, "f");
	expect("rmdir(\"\")", SYS_rmdir, "");
	expect("chdir(\"d\")", SYS_chdir, "d");
	unsaid(SYS_getcwd, buf, sizeof(buf));
	unsaid(SYS_getcwd, buf, 3);
	expect("getcwd(NULL, 100)", SYS_getcwd, NULL, 100);
	expect("chdir(\"no\")", SYS_chdir, "no");
	expect("chdir(NULL)", SYS_chdir, NULL);
	expect("fchdir(3)", SYS_fchdir, 3);
	expect("fchdir(0)", SYS_fchdir, 0);
	expect("chroot(\"no\")", SYS_chroot, "no");
	expect("chroot(\".\")", SYS_chroot, ".");
	expect("chroot(NULL)", SYS_chroot, NULL);
	unsaid(SYS_getcwd, buf, sizeof(buf));
	/* A name of 4000 bytes is shown whole. */
	memset((char *)FX_PAGES, 'n', 4000);
	((char *)FX_PAGES)[4000] = 0;
	unsaid(SYS_unlink, FX_PAGES);
	memset((char *)FX_PAGES, 'n', 5000);
	unsaid(SYS_unlink, FX_PAGES);
	/* One that runs into memory that is not there. */
	memset((char *)FX_PAGES + 2 * FX_PAGE - 8, 'e', 8);
	unsaid(SYS_unlink, FX_PAGES + 2 * FX_PAGE - 8);
}
