// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.record.Context;

/**
 * Who a task is; all ids are those of the initial namespaces.
 *
 * @param uid real user
 * @param euid effective user
 * @param suid saved user
 * @param fsuid user for access to files
 * @param gid real group
 * @param egid effective group
 * @param sgid saved group
 * @param fsgid group for access to files
 * @param loginUid user at login; {@link #NONE} where there was none
 * @param auditSession login session of audit; {@link #NONE} where there is none
 * @param session session of setsid(2): the number of its leader
 * @param group process group
 * @param tty device of the controlling terminal, (major << 20) | minor; 0 for none
 * @param pidNamespace inode number of the pid namespace
 * @param mountNamespace inode number of the mount namespace
 * @param userNamespace inode number of the user namespace
 * @param cgroup id of the cgroup (version 2)
 * @param capabilities the effective ones, a bit each
 */
public record Identity(
    long uid,
    long euid,
    long suid,
    long fsuid,
    long gid,
    long egid,
    long sgid,
    long fsgid,
    long loginUid,
    long auditSession,
    int session,
    int group,
    int tty,
    long pidNamespace,
    long mountNamespace,
    long userNamespace,
    long cgroup,
    long capabilities) {
  /** What stands for no user at login, and for no login session. */
  public static final long NONE = 0xffff_ffffL;

  /** Copies what a record says. */
  public static Identity of(Context context) {
    return new Identity(
        context.uid(),
        context.euid(),
        context.suid(),
        context.fsuid(),
        context.gid(),
        context.egid(),
        context.sgid(),
        context.fsgid(),
        context.loginUid(),
        context.auditSession(),
        context.session(),
        context.group(),
        context.tty(),
        context.pidNamespace(),
        context.mountNamespace(),
        context.userNamespace(),
        context.cgroup(),
        context.capabilities());
  }
}
