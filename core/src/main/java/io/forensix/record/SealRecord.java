// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_seal;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.UUID;

/** The kernel's seal over what stands before it in this ring: {@code struct fx_seal}. */
public final class SealRecord extends RecordHead {
  /** Where its {@link #mac} starts: the bytes before, and no others of it, are authenticated. */
  public static final int MAC = Math.toIntExact(fx_seal.mac$offset());

  /** Bytes of a key, and of a seal's {@link #mac}. */
  public static final int KEY_BYTES = forensix_h.FX_SEAL_KEY_BYTES();

  private static final long NUMBER = fx_seal.number$offset();
  private static final long TURN = fx_seal.turn$offset();
  private static final long COVERED = fx_seal.covered$offset();
  private static final long KEY_ID = fx_seal.key_id$offset();
  private static final long FLAGS = fx_seal.flags$offset();

  /** Returns what a ring's own key is made with. */
  public static byte[] ringLabel() {
    return label(forensix_h.FX_SEAL_RING());
  }

  /** Returns what the next key is made with. */
  public static byte[] nextLabel() {
    return label(forensix_h.FX_SEAL_NEXT());
  }

  private static byte[] label(MemorySegment text) {
    return text.asSlice(0, text.byteSize() - 1).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Returns its number among the seals with this first key, on all CPUs, from 0. */
  public long number() {
    return i64(NUMBER);
  }

  /** Returns its number in this ring, from 0: how often the ring's key has moved forward. */
  public long turn() {
    return i64(TURN);
  }

  /** Returns how many bytes of records lie between the seal before and this one. */
  public long covered() {
    return i64(COVERED);
  }

  /** Returns the name of the first key. */
  public UUID keyId() {
    return new UUID(Long.reverseBytes(i64(KEY_ID)), Long.reverseBytes(i64(KEY_ID + 8)));
  }

  /** Returns whether it is the first of its ring, which covers itself alone. */
  public boolean isFirst() {
    return (i32(FLAGS) & forensix_h.FX_SEAL_FIRST()) != 0;
  }

  /** Returns whether recording ended with it. */
  public boolean isFinal() {
    return (i32(FLAGS) & forensix_h.FX_SEAL_FINAL()) != 0;
  }

  /** Returns what the kernel's key made of the records and of this seal. */
  public byte[] mac() {
    return segment.asSlice(offset + MAC, KEY_BYTES).toArray(ValueLayout.JAVA_BYTE);
  }
}
