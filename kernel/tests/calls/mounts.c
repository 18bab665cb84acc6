// SPDX-License-Identifier: GPL-2.0
/* Mounts, in a namespace of the family's own: nobody else sees them. */
#include <linux/mount.h>
#include <sched.h>
#include <sys/mount.h>
#include "calls.h"

FAMILY(mounts, "fsopen fsconfig fsmount fspick move_mount open_tree mount_setattr setns pivot_root")
{
	static struct {
		uint64_t set, clear, propagation, user_namespace, more;
	} attr = { .set = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOATIME, .clear = 0x70 };
	long fs, mount, tree, space;

	unsaid(SYS_unshare, CLONE_NEWNS);
	expect("mount(\"none\", \"/\", NULL, MS_REC|MS_PRIVATE, NULL)", SYS_mount, "none", "/",
	       NULL, MS_REC | MS_PRIVATE, NULL);
	unsaid(SYS_mkdirat, AT_FDCWD, "mnt", 0755);
	expect("fsopen(\"no such\", FSOPEN_CLOEXEC)", SYS_fsopen, "no such", 1);
	unsaid(SYS_fsopen, NULL, 0);
	unsaid(SYS_fsopen, FX_NOWHERE, 0xfe);
	fs = unsaid(SYS_fsopen, "tmpfs", 0);
	expect(text("fsconfig(%ld, FSCONFIG_SET_STRING, \"size\", \"1M\", 0)", fs), SYS_fsconfig,
	       fs, 1, "size", "1M", 0);
	unsaid(SYS_fsconfig, fs, 1, "no such option", "a value of more bytes than are shown of it",
	       0);
	unsaid(SYS_fsconfig, fs, 1, "size", NULL, 5);
	unsaid(SYS_fsconfig, fs, 1, FX_NOWHERE, FX_NOWHERE, 0);
	expect(text("fsconfig(%ld, FSCONFIG_SET_FLAG, \"inode64\", NULL, 0)", fs), SYS_fsconfig, fs,
	       0, "inode64", NULL, 0);
	unsaid(SYS_fsconfig, fs, 0, NULL, "value", 1);
	unsaid(SYS_fsconfig, fs, 2, "binary", "\1\2data", 6);
	unsaid(SYS_fsconfig, fs, 2, "binary", FX_NOWHERE, 6);
	unsaid(SYS_fsconfig, fs, 2, "binary", "much", -1);
	unsaid(SYS_fsconfig, fs, 3, "path", "mnt", AT_FDCWD);
	unsaid(SYS_fsconfig, fs, 4, "path", "", 0);
	unsaid(SYS_fsconfig, fs, 5, "fd", NULL, 0);
	unsaid(SYS_fsconfig, fs, 5, "fd", "x", 0);
	unsaid(SYS_fsconfig, -1, 1, "a", "b", 0);
	unsaid(SYS_fsconfig, fs, 99, "a", "b", -1);
	unsaid(SYS_fsmount, fs, 0, 0);
	expect(text("fsconfig(%ld, FSCONFIG_CMD_CREATE, NULL, NULL, 0)", fs), SYS_fsconfig, fs, 6,
	       NULL, NULL, 0);
	unsaid(SYS_fsconfig, fs, 7, FX_NOWHERE, "x", 0);
	unsaid(SYS_fsmount, fs, 2, 0xff);
	mount = unsaid(SYS_fsmount, fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NODEV);
	unsaid(SYS_fsmount, -1, 0, MOUNT_ATTR_STRICTATIME);
	expect(text("move_mount(%ld, \"\", AT_FDCWD, \"mnt\", MOVE_MOUNT_F_EMPTY_PATH)", mount),
	       SYS_move_mount, mount, "", AT_FDCWD, "mnt", MOVE_MOUNT_F_EMPTY_PATH);
	unsaid(SYS_move_mount, AT_FDCWD, "mnt", AT_FDCWD, "nowhere", MOVE_MOUNT_T_SYMLINKS);
	unsaid(SYS_move_mount, -1, NULL, 0, FX_NOWHERE, 0xf000);
	tree = unsaid(SYS_open_tree, AT_FDCWD, "mnt", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
	unsaid(SYS_open_tree, AT_FDCWD, "nowhere", AT_EMPTY_PATH | AT_RECURSIVE);
	unsaid(SYS_open_tree, tree, NULL, 0x20);
	expect(text("mount_setattr(%ld, \"\", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_NOSUID|"
		    "MOUNT_ATTR_NOATIME, attr_clr=MOUNT_ATTR_NOATIME|MOUNT_ATTR_STRICTATIME|0x40, "
		    "propagation=0 /* MS_??? */, "
		    "userns_fd=0}, 32)",
		    tree),
	       SYS_mount_setattr, tree, "", AT_EMPTY_PATH, &attr, 32);
	attr.propagation = MS_SLAVE;
	unsaid(SYS_mount_setattr, AT_FDCWD, "mnt", AT_RECURSIVE, &attr, 32);
	attr.set = MOUNT_ATTR_IDMAP | 0xf000000000;
	unsaid(SYS_mount_setattr, AT_FDCWD, "mnt", 0, &attr, 40);
	unsaid(SYS_mount_setattr, AT_FDCWD, "mnt", 0x4000, &attr, 5);
	unsaid(SYS_mount_setattr, -1, "", 0, NULL, 32);
	unsaid(SYS_mount_setattr, AT_FDCWD, FX_NOWHERE, 0, FX_NOWHERE, 32);
	unsaid(SYS_fspick, AT_FDCWD, "mnt", FSPICK_CLOEXEC);
	unsaid(SYS_fspick, AT_FDCWD, "nowhere", FSPICK_SYMLINK_NOFOLLOW | FSPICK_NO_AUTOMOUNT);
	unsaid(SYS_fspick, -1, FX_NOWHERE, 0xf0);
	space = unsaid(SYS_openat, AT_FDCWD, "/proc/self/ns/mnt", O_RDONLY);
	unsaid(SYS_setns, space, CLONE_NEWUTS);
	unsaid(SYS_setns, -1, 0);
	unsaid(SYS_setns, 0, 0x80);
	unsaid(SYS_chdir, "mnt");
	unsaid(SYS_mkdirat, AT_FDCWD, "old", 0755);
	unsaid(SYS_pivot_root, "nowhere", "old");
	unsaid(SYS_pivot_root, NULL, FX_NOWHERE);
	unsaid(SYS_pivot_root, "old", "old");
	expect("pivot_root(\".\", \"old\")", SYS_pivot_root, ".", "old");
	expect(text("setns(%ld, CLONE_NEWNS)", space), SYS_setns, space, CLONE_NEWNS);
	unsaid(SYS_umount2, "/old", MNT_DETACH);
}
