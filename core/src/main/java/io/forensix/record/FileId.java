// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.fx_file_id;
import java.lang.foreign.MemorySegment;

/** The open file behind a descriptor: {@code struct fx_file_id}. */
public final class FileId extends Flyweight {
  /** Bytes of the structure. */
  public static final int BYTES = Math.toIntExact(fx_file_id.layout().byteSize());

  private static final long FILE = fx_file_id.file$offset();
  private static final long INODE = fx_file_id.inode$offset();
  private static final long DEV = fx_file_id.dev$offset();
  private static final long MODE = fx_file_id.mode$offset();

  FileId() {}

  /**
   * Returns a view of an identity that was copied out of its record.
   *
   * @throws IndexOutOfBoundsException when the bytes are too few
   */
  public static FileId of(byte[] bytes) {
    FileId id = new FileId();
    id.move(MemorySegment.ofArray(bytes).asSlice(0, BYTES), 0);
    return id;
  }

  /** Returns the opaque number of the open file description. */
  public long file() {
    return i64(FILE);
  }

  /** Returns the inode number. */
  public long inode() {
    return i64(INODE);
  }

  /** Returns the device of the file system, (major << 20) | minor. */
  public int dev() {
    return i32(DEV);
  }

  /** Returns the major number of the device. */
  public int major() {
    return dev() >>> 20;
  }

  /** Returns the minor number of the device. */
  public int minor() {
    return dev() & 0xfffff;
  }

  /** Returns type and permission bits, as {@code st_mode}. */
  public int mode() {
    return i32(MODE);
  }
}
