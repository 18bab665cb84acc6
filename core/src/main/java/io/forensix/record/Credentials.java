// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.fx_cred;

/** Credentials of a task, in the initial user namespace: {@code struct fx_cred}. */
public final class Credentials extends Flyweight {
  private static final long UID = fx_cred.uid$offset();
  private static final long EUID = fx_cred.euid$offset();
  private static final long GID = fx_cred.gid$offset();
  private static final long EGID = fx_cred.egid$offset();

  Credentials() {}

  /** Returns the real user, unsigned. */
  public long uid() {
    return u32(UID);
  }

  /** Returns the effective user, unsigned. */
  public long euid() {
    return u32(EUID);
  }

  /** Returns the real group, unsigned. */
  public long gid() {
    return u32(GID);
  }

  /** Returns the effective group, unsigned. */
  public long egid() {
    return u32(EGID);
  }
}
