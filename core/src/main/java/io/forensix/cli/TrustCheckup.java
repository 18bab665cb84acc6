// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.stream.trust.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** Looks at what this machine proves its name with. */
final class TrustCheckup {
  private static final Duration SOON = Duration.ofDays(30);
  private static final Set<PosixFilePermission> TOO_MUCH =
      Set.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Findings findings;

  TrustCheckup(Findings findings) {
    this.findings = findings;
  }

  /**
   * Looks at a folder of certificates.
   *
   * @param wanted whether there has to be one
   */
  void run(Path folder, boolean wanted, Instant now) {
    if (!Files.exists(folder) && !wanted) {
      findings.warn(
          "certificate",
          "there is no " + folder + ": nothing is sent to another machine",
          "forensix certs: docs/two-machines.md says how");
      return;
    }
    try {
      Credentials credentials = Credentials.read(folder);
      String fault = credentials.ownFault();
      Instant expires = credentials.expires();
      if (fault != null) {
        findings.fail(
            "certificate", fault, "forensix certs makes another one, where the authority is");
      } else if (expires.isBefore(now.plus(SOON))) {
        findings.warn(
            "certificate",
            "of %s: it, or its authority, is good until %s".formatted(credentials.name(), expires),
            "renew it: forensix certs, where the authority is");
      } else {
        findings.ok("certificate", "of %s, until %s".formatted(credentials.name(), expires));
      }
      // Of another key than the certificate's it could not be read.
      credentials.client();
      key(Credentials.key(folder));
    } catch (IOException | RuntimeException e) {
      findings.fail(
          "certificate",
          String.valueOf(e.getMessage()),
          "copy what forensix certs made for this machine to " + folder);
    }
  }

  private void key(Path key) throws IOException {
    Set<PosixFilePermission> modes = new TreeSet<>(Files.getPosixFilePermissions(key));
    modes.retainAll(TOO_MUCH);
    if (modes.isEmpty()) {
      findings.ok("key", key.toString());
    } else {
      findings.fail(
          "key",
          key + " is not this machine's alone: " + modes,
          "chmod 600 " + key + "; if somebody may have read it, revoke it and make another one");
    }
  }
}
