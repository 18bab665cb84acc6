// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import io.forensix.record.SealRecord;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The key that a recording's seals begin with: {@code struct fx_seal_key}. */
public final class FirstKey {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final UUID id;
  private final byte[] secret;
  private final @Nullable Instant given;

  /**
   * Makes one of what is known of it.
   *
   * @param id its name, which is no secret
   * @param secret its bytes, which are not copied
   * @param given when it was handed out; null where nobody noted that
   * @throws IllegalArgumentException when the secret has another length than a key
   */
  public FirstKey(UUID id, byte[] secret, @Nullable Instant given) {
    if (secret.length != SealRecord.KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key has %d bytes, and not %d".formatted(SealRecord.KEY_BYTES, secret.length));
    }
    this.id = id;
    this.secret = secret;
    this.given = given;
  }

  /** Makes a new one. */
  static FirstKey random(@Nullable Instant given) {
    byte[] name = new byte[16];
    byte[] secret = new byte[SealRecord.KEY_BYTES];
    RANDOM.nextBytes(name);
    RANDOM.nextBytes(secret);
    ByteBuffer id = ByteBuffer.wrap(name);
    return new FirstKey(new UUID(id.getLong(), id.getLong()), secret, given);
  }

  /** Returns its name. */
  public UUID id() {
    return id;
  }

  /** Returns its bytes; not a copy. */
  public byte[] secret() {
    return secret;
  }

  /** Returns when it was handed out, where somebody noted that. */
  public Optional<Instant> given() {
    return Optional.ofNullable(given);
  }

  /** Overwrites it in memory. Copies that the machine has made on its way here are not reached. */
  public void wipe() {
    Arrays.fill(secret, (byte) 0);
  }
}
