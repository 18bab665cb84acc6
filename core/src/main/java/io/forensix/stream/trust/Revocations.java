// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What the authority has revoked: a file that is read again when it is another one than before. One
 * that cannot be read, or was not signed by the authority, revokes everything: an attacker who can
 * damage it must not get in by that.
 */
final class Revocations {
  private final Path file;
  private final X509Certificate authority;
  private @Nullable FileTime read;
  private @Nullable X509CRL list;

  Revocations(Path file, X509Certificate authority) {
    this.file = file;
    this.authority = authority;
  }

  /** Says why a certificate is not to be trusted any more; null when it is. */
  synchronized @Nullable String reason(X509Certificate certificate) {
    try {
      FileTime now = Files.getLastModifiedTime(file);
      if (list == null || !now.equals(read)) {
        list = null;
        X509CRL fresh = Pem.revocations(file);
        fresh.verify(authority.getPublicKey());
        list = fresh;
        read = now;
      }
    } catch (IOException | GeneralSecurityException e) {
      return "whether it is revoked cannot be told: " + file + ": " + e.getMessage();
    }
    X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
    return entry == null ? null : "it was revoked on " + entry.getRevocationDate().toInstant();
  }
}
