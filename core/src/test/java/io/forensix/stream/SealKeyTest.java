// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forensix.seal.FirstKey;
import io.forensix.seal.SealKeys;
import io.forensix.stream.trust.Authority;
import io.forensix.stream.trust.Credentials;
import io.forensix.stream.trust.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealKeyTest {
  @TempDir private Path directory;

  @Test
  void eachHostGetsKeysThatTheCollectorKeeps() throws Exception {
    try (Rig rig = new Rig(directory)) {
      Credentials web1 = Credentials.read(rig.issue(Role.HOST, "web1"));
      Credentials web2 = Credentials.read(rig.issue(Role.HOST, "web2"));
      Set<UUID> ids = new HashSet<>();
      FirstKey last = null;
      for (int i = 0; i < 5; i++) {
        last = SealKeyCall.ask(rig.address(), web1);
        ids.add(last.id());
      }
      SealKeyCall.ask(rig.address(), web2);
      assertThat(ids).hasSize(5);

      Path file = SealKeys.ofHost(rig.store, "web1");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
          .isEqualTo("rwx------");
      List<FirstKey> kept = SealKeys.read(file).all();
      assertThat(kept).extracting(FirstKey::id).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(kept.getLast().secret()).isEqualTo(last.secret());
      assertThat(kept).allMatch(key -> key.given().isPresent());
      assertThat(SealKeys.read(SealKeys.ofHost(rig.store, "web2")).all()).hasSize(1);
      // A line of the log names the key, and does not show it.
      assertThat(rig.log)
          .anyMatch(line -> line.contains("was given the key " + kept.getLast().id()));
      String secret = java.util.HexFormat.of().formatHex(last.secret());
      assertThat(rig.log).noneMatch(line -> line.contains(secret));
    }
  }

  @Test
  void strangersGetNone() throws Exception {
    try (Rig rig = new Rig(directory)) {
      Authority other = Authority.open(directory.resolve("other"));
      Instant now = Instant.now();
      Path stranger = other.issue(Role.HOST, "web1", List.of(), now, now.plus(Rig.DAY));
      assertThatThrownBy(() -> SealKeyCall.ask(rig.address(), Credentials.read(stranger)))
          .isInstanceOf(IOException.class);
      Path revoked = rig.issue(Role.HOST, "web3");
      rig.authority.revoke("web3");
      Files.copy(
          directory.resolve("authority/revoked.crl"),
          rig.collectorFolder().resolve("revoked.crl"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(() -> SealKeyCall.ask(rig.address(), Credentials.read(revoked)))
          .isInstanceOf(IOException.class);
      assertThat(SealKeys.ofHost(rig.store, "web1")).doesNotExist();
      assertThat(SealKeys.ofHost(rig.store, "web3")).doesNotExist();
    }
  }

  @Test
  void aKeyIsTakenOffAFileOnce() throws Exception {
    Path file = directory.resolve("keys");
    SealKeys.create(file, 2);
    List<FirstKey> all = SealKeys.read(file).all();
    FirstKey first = SealKeys.take(file);
    assertThat(first.id()).isEqualTo(all.get(0).id());
    String secret = java.util.HexFormat.of().formatHex(first.secret());
    assertThat(Files.readString(file)).contains(first.id().toString()).doesNotContain(secret);
    assertThat(SealKeys.take(file).secret()).isEqualTo(all.get(1).secret());
    assertThatThrownBy(() -> SealKeys.take(file)).hasMessageContaining("no key is left");
    assertThatThrownBy(() -> SealKeys.create(file, 2)).hasMessageContaining("never overwritten");
    Path issued = directory.resolve("folder/issued");
    FirstKey before = SealKeys.issue(issued, Instant.EPOCH);
    Files.writeString(issued, before.id() + " 00ff", java.nio.file.StandardOpenOption.APPEND);
    FirstKey after = SealKeys.issue(issued, Instant.EPOCH);
    assertThat(SealKeys.read(issued).all())
        .extracting(FirstKey::id)
        .containsExactly(before.id(), after.id());
    Files.writeString(file, "not a key\n");
    assertThatThrownBy(() -> SealKeys.read(file)).hasMessageContaining("line 1 is no key");
  }
}
