// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.fx_file;

/**
 * An open file, when it is first seen and when its addresses change: {@code struct fx_file}. Its
 * items are CSTR (the path), and for a socket NAME with arg 0 (its address) and NAME with arg 1
 * (that of its peer), where there is one.
 */
public final class FileRecord extends RecordHead {
  /** {@code arg} of the item with the socket's own address. */
  public static final int OWN_ADDRESS = 0;

  /** {@code arg} of the item with the address of the peer. */
  public static final int PEER_ADDRESS = 1;

  private static final long ID = fx_file.id$offset();
  private static final long FLAGS = fx_file.flags$offset();
  static final long ITEMS = fx_file.items$offset();
  private static final long FAMILY = fx_file.family$offset();
  private static final long SOCKET_TYPE = fx_file.type$offset();
  private static final long PROTOCOL = fx_file.protocol$offset();
  private static final int FIXED_BYTES = RecordType.FILE.fixedBytes();

  private final FileId id = new FileId();
  private final ItemCursor items = new ItemCursor();

  /** Returns what other records call the file; the same view each time. */
  public FileId id() {
    id.move(segment, offset + ID);
    return id;
  }

  /** Returns the open flags (O_*), as F_GETFL has them. */
  public int flags() {
    return i32(FLAGS);
  }

  /** Returns AF_* of a socket, else 0. */
  public int family() {
    return u16(FAMILY);
  }

  /** Returns SOCK_* of a socket, else 0. */
  public int socketType() {
    return u16(SOCKET_TYPE);
  }

  /** Returns the protocol of a socket, else 0. */
  public int protocol() {
    return i32(PROTOCOL);
  }

  /** Returns how many items follow. */
  public int itemCount() {
    return i32(ITEMS);
  }

  /** Returns a cursor before the first item; the same cursor each time. */
  public ItemCursor items() {
    return items.over(segment, offset + FIXED_BYTES, end(), itemCount());
  }
}
