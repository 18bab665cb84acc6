// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

import java.util.Locale;

/** Why a span begins. */
public enum Cause {
  /** It was there when recording began, or when the first record spoke of it. */
  FOUND,
  /** A child has what its parent had: fork, vfork, clone. */
  FORK,
  /** A child uses what its parent uses: CLONE_FILES, CLONE_FS, CLONE_THREAD. */
  SHARE,
  /** What was shared is its own from here on: unshare, close_range, exec. */
  UNSHARE,
  /** A new program. */
  EXEC,
  /** A file was opened: open, openat, openat2, creat, mq_open, io_uring and the like. */
  OPEN,
  /** A descriptor without a name: epoll, eventfd, memfd, pidfd, timerfd and the like. */
  ANONYMOUS,
  /** One end of a new pipe. */
  PIPE,
  /** A new socket. */
  SOCKET,
  /** One end of a new pair of sockets. */
  SOCKETPAIR,
  /** A connection that came in. */
  ACCEPT,
  /** dup, dup2, dup3. */
  DUP,
  /** fcntl with F_DUPFD or F_DUPFD_CLOEXEC. */
  DUPFD,
  /** Passed in a message: SCM_RIGHTS. */
  SCM_RIGHTS,
  /** Taken out of another process: pidfd_getfd. */
  PIDFD_GETFD,
  /** Put into another process by one that supervises its calls (seccomp). */
  SECCOMP_ADDFD,
  /** A socket was given an address of its own: bind, or the kernel did so. */
  BIND,
  /** A socket was given a peer. */
  CONNECT,
  /** chdir. */
  CHDIR,
  /** fchdir. */
  FCHDIR,
  /** chroot. */
  CHROOT,
  /** pivot_root. */
  PIVOT_ROOT,
  /** A file was made: open with O_CREAT, creat, mknod. */
  CREATE,
  /** mkdir. */
  MKDIR,
  /** link. */
  LINK,
  /** symlink. */
  SYMLINK,
  /** rename. */
  RENAME,
  /** mount, move_mount. */
  MOUNT,
  /** setsid. */
  SETSID,
  /** The controlling terminal changed. */
  TERMINAL,
  /** A call that changes users, groups or capabilities. */
  SET_IDENTITY;

  /** Returns the word for it in tables, in small letters. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
