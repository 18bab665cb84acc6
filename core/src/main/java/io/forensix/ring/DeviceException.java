// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import java.io.IOException;

/** The kernel module refuses, and why: the message says what to do about it. */
public final class DeviceException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why the device could not be used. */
  public enum Kind {
    /** There is no device: the module is not loaded. */
    NOT_LOADED,
    /** The caller may not open it. */
    NOT_PERMITTED,
    /** Another reader has it open. */
    BUSY,
    /** The module speaks another version of the interface. */
    OTHER_ABI,
    /** Anything else. */
    FAILED
  }

  private final Kind kind;

  DeviceException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Returns why the device could not be used. */
  public Kind kind() {
    return kind;
  }

  /** Makes an exception of the errno of an open. */
  static DeviceException ofOpen(String path, int errno) {
    return switch (errno) {
      case Posix.ENOENT, Posix.ENXIO, Posix.ENODEV ->
          new DeviceException(
              Kind.NOT_LOADED,
              path + ": the Forensix kernel module is not loaded: forensix load does that");
      case Posix.EPERM, Posix.EACCES ->
          new DeviceException(
              Kind.NOT_PERMITTED, path + ": not permitted: recording needs root (CAP_SYS_ADMIN)");
      case Posix.EBUSY ->
          new DeviceException(
              Kind.BUSY,
              path + ": busy: another process records; /proc/auditinfo names it as reader");
      default -> failed(path + ": open", errno);
    };
  }

  /** Makes an exception of the refusal of FX_IOC_VERSION. */
  static DeviceException otherAbi(String path, int ours, int theirs) {
    return new DeviceException(
        Kind.OTHER_ABI,
        "%s: the kernel module has ABI version %s, this program %s: install both from one release"
            .formatted(path, Integer.toUnsignedString(theirs), Integer.toUnsignedString(ours)));
  }

  /** Makes an exception of any other errno. */
  static DeviceException failed(String what, int errno) {
    return new DeviceException(Kind.FAILED, what + ": " + Posix.strerror(errno));
  }
}
