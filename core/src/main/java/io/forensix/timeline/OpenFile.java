// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.record.FileId;
import io.forensix.record.FileRecord;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;

/**
 * An open file, as a FILE record describes it.
 *
 * @param since from when on, ns of CLOCK_MONOTONIC
 * @param inode inode number
 * @param dev device of the file system, (major << 20) | minor
 * @param mode type and permission bits, as {@code st_mode}
 * @param flags open flags (O_*)
 * @param family AF_* of a socket, else 0
 * @param socketType SOCK_* of a socket, else 0
 * @param protocol of a socket, else 0
 * @param path the kernel's path, any bytes; empty where it is not known
 * @param address a socket's own address; empty where it has none
 * @param peer the address of a socket's peer; empty where it has none
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares files; the arrays are not copied.
public record OpenFile(
    long since,
    long inode,
    int dev,
    int mode,
    int flags,
    int family,
    int socketType,
    int protocol,
    byte[] path,
    byte[] address,
    byte[] peer) {
  private static final byte[] NOTHING = {};

  /** Copies what a record says. */
  public static OpenFile of(FileRecord record) {
    byte[] path = NOTHING;
    byte[] address = NOTHING;
    byte[] peer = NOTHING;
    ItemCursor items = record.items();
    while (items.next()) {
      if (items.kind() == ItemKind.CSTR) {
        path = items.copy();
      } else if (items.kind() == ItemKind.NAME && items.arg() == FileRecord.OWN_ADDRESS) {
        address = items.copy();
      } else if (items.kind() == ItemKind.NAME && items.arg() == FileRecord.PEER_ADDRESS) {
        peer = items.copy();
      }
    }
    FileId id = record.id();
    return new OpenFile(
        record.time(),
        id.inode(),
        id.dev(),
        id.mode(),
        record.flags(),
        record.family(),
        record.socketType(),
        record.protocol(),
        path,
        address,
        peer);
  }

  /** Returns whether it is a socket. */
  public boolean socket() {
    return family != 0;
  }

  /** Returns whether an identity on another record can be that of this file. */
  boolean fits(FileId id) {
    return inode == id.inode() && dev == id.dev();
  }
}
