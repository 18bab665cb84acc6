// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.fx_context;

/** Who a task is, with ids of the initial namespaces: {@code struct fx_context}. */
public final class Context extends Flyweight {
  private static final long UID = fx_context.uid$offset();
  private static final long EUID = fx_context.euid$offset();
  private static final long SUID = fx_context.suid$offset();
  private static final long FSUID = fx_context.fsuid$offset();
  private static final long GID = fx_context.gid$offset();
  private static final long EGID = fx_context.egid$offset();
  private static final long SGID = fx_context.sgid$offset();
  private static final long FSGID = fx_context.fsgid$offset();
  private static final long LOGIN_UID = fx_context.login_uid$offset();
  private static final long AUDIT_SESSION = fx_context.audit_session$offset();
  private static final long SESSION = fx_context.session$offset();
  private static final long GROUP = fx_context.group$offset();
  private static final long TTY = fx_context.tty$offset();
  private static final long PID_NS = fx_context.pid_ns$offset();
  private static final long MNT_NS = fx_context.mnt_ns$offset();
  private static final long USER_NS = fx_context.user_ns$offset();
  private static final long CGROUP = fx_context.cgroup$offset();
  private static final long CAPABILITIES = fx_context.capabilities$offset();

  Context() {}

  /** Returns the real user, unsigned. */
  public long uid() {
    return u32(UID);
  }

  /** Returns the effective user, unsigned. */
  public long euid() {
    return u32(EUID);
  }

  /** Returns the saved user, unsigned. */
  public long suid() {
    return u32(SUID);
  }

  /** Returns the user for access to files, unsigned. */
  public long fsuid() {
    return u32(FSUID);
  }

  /** Returns the real group, unsigned. */
  public long gid() {
    return u32(GID);
  }

  /** Returns the effective group, unsigned. */
  public long egid() {
    return u32(EGID);
  }

  /** Returns the saved group, unsigned. */
  public long sgid() {
    return u32(SGID);
  }

  /** Returns the group for access to files, unsigned. */
  public long fsgid() {
    return u32(FSGID);
  }

  /** Returns the user at login, unsigned; 0xffffffff where there was none. */
  public long loginUid() {
    return u32(LOGIN_UID);
  }

  /** Returns the login session of audit, unsigned; 0xffffffff where there is none. */
  public long auditSession() {
    return u32(AUDIT_SESSION);
  }

  /** Returns the session of setsid(2): the number of its leader. */
  public int session() {
    return i32(SESSION);
  }

  /** Returns the process group. */
  public int group() {
    return i32(GROUP);
  }

  /** Returns the device of the controlling terminal, (major << 20) | minor; 0 for none. */
  public int tty() {
    return i32(TTY);
  }

  /** Returns the inode number of the pid namespace, unsigned. */
  public long pidNamespace() {
    return u32(PID_NS);
  }

  /** Returns the inode number of the mount namespace, unsigned. */
  public long mountNamespace() {
    return u32(MNT_NS);
  }

  /** Returns the inode number of the user namespace, unsigned. */
  public long userNamespace() {
    return u32(USER_NS);
  }

  /** Returns the id of the cgroup (version 2). */
  public long cgroup() {
    return i64(CGROUP);
  }

  /** Returns the effective capabilities, a bit each. */
  public long capabilities() {
    return i64(CAPABILITIES);
  }
}
