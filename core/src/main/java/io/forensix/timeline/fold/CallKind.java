// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.syscall.Abi;
import io.forensix.syscall.Argument;
import io.forensix.syscall.Syscall;
import io.forensix.timeline.span.Cause;

/**
 * What a call means to the fold, worked out once from its row of {@code syscalls.tbl}.
 *
 * @param row the row
 * @param action what it does to descriptors, directories or names
 * @param cause of the descriptor that it returns
 * @param descriptors bit i: argument i is a descriptor, and the kernel names its file
 * @param flagsArg the argument that holds open flags; -1 for none
 */
record CallKind(Syscall row, Action action, Cause cause, int descriptors, int flagsArg) {
  /** What a call does. */
  enum Action {
    NOTHING,
    MAKE,
    /** Makes a descriptor sometimes: then the kernel says which file it is of. */
    MAY_MAKE,
    COPY,
    GETFD,
    /** Stores those that it makes. */
    PAIR,
    CLOSE,
    CLOSE_RANGE,
    FCNTL,
    IOCTL,
    SEND,
    RECEIVE,
    CLONE,
    UNSHARE,
    DIRECTORY,
    NAME,
    MOUNT
  }

  static CallKind of(Syscall row) {
    int descriptors = 0;
    int flags = -1;
    for (int i = 0; i < row.arguments().size(); i++) {
      Argument argument = row.arguments().get(i);
      if (argument.type().equals("fd") || argument.type().equals("dirfd")) {
        descriptors |= 1 << i;
      }
      if (argument.type().endsWith("_flags") || argument.type().equals("socket_type")) {
        flags = i;
      }
    }
    Action action = action(row);
    return new CallKind(row, action, cause(row), descriptors, flags);
  }

  private static Action action(Syscall row) {
    if (row.in("make")) {
      return Action.MAKE;
    }
    return switch (row.name()) {
      case "seccomp", "bpf", "landlock_create_ruleset" -> Action.MAY_MAKE;
      case "getsockopt" -> Action.PAIR;
      case "dup", "dup2", "dup3" -> Action.COPY;
      case "pidfd_getfd" -> Action.GETFD;
      case "close" -> Action.CLOSE;
      case "close_range" -> Action.CLOSE_RANGE;
      case "fcntl", "fcntl64" -> Action.FCNTL;
      case "ioctl" -> Action.IOCTL;
      case "sendmsg", "sendmmsg" -> Action.SEND;
      case "recvmsg", "recvmmsg", "recvmmsg_time64" -> Action.RECEIVE;
      case "clone", "clone3", "fork", "vfork" -> Action.CLONE;
      case "unshare" -> Action.UNSHARE;
      case "chdir", "fchdir", "chroot", "pivot_root", "getcwd" -> Action.DIRECTORY;
      case "mount", "umount2", "umount", "move_mount" -> Action.MOUNT;
      case "rename",
          "renameat",
          "renameat2",
          "link",
          "linkat",
          "unlink",
          "unlinkat",
          "rmdir",
          "mkdir",
          "mkdirat",
          "symlink",
          "symlinkat",
          "mknod",
          "mknodat" ->
          Action.NAME;
      default -> pair(row) ? Action.PAIR : Action.NOTHING;
    };
  }

  private static boolean pair(Syscall row) {
    return row.arguments().stream().anyMatch(argument -> argument.type().equals("fd_pair"));
  }

  private static Cause cause(Syscall row) {
    if (pair(row)) {
      return row.in("net") ? Cause.SOCKETPAIR : Cause.PIPE;
    }
    if (row.in("make") && row.in("net")) {
      return row.indexOf("fd") < 0 ? Cause.SOCKET : Cause.ACCEPT;
    }
    if (row.in("make")) {
      boolean named = row.in("path") || row.name().equals("mq_open");
      return named ? Cause.OPEN : Cause.ANONYMOUS;
    }
    return switch (action(row)) {
      case COPY -> Cause.DUP;
      case FCNTL -> Cause.DUPFD;
      case GETFD -> Cause.PIDFD_GETFD;
      case RECEIVE -> Cause.SCM_RIGHTS;
      case MAY_MAKE, CLONE, IOCTL, PAIR -> Cause.ANONYMOUS;
      default -> Cause.FOUND;
    };
  }

  /** Bytes of a word in the caller's memory. */
  static int word(int abi) {
    return Abi.of(abi).orElse(Abi.X86_64).pointerBytes();
  }
}
