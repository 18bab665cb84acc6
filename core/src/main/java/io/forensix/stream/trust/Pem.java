// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Files with certificates, keys and lists of what is revoked, as openssl writes them, too. */
final class Pem {
  private Pem() {}

  static X509Certificate certificate(Path file) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509").generateCertificate(bytes(file));
    } catch (GeneralSecurityException e) {
      throw new TrustException(file + ": not a certificate", e);
    }
  }

  static X509CRL revocations(Path file) throws IOException {
    try {
      return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(bytes(file));
    } catch (GeneralSecurityException e) {
      throw new TrustException(file + ": not a list of revoked certificates", e);
    }
  }

  private static ByteArrayInputStream bytes(Path file) throws IOException {
    return new ByteArrayInputStream(Files.readAllBytes(file));
  }

  static PrivateKey key(Path file) throws IOException {
    try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      return switch (parser.readObject()) {
        case PrivateKeyInfo info -> converter.getPrivateKey(info);
        case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
        case null, default -> throw new TrustException(file + ": not a private key", null);
      };
    }
  }

  /** Writes what is for everybody. */
  static void write(Path file, Object content) throws IOException {
    write(file, content, "rw-r--r--");
  }

  /** Writes what only its owner may read. */
  static void writeKey(Path file, PrivateKey key) throws IOException {
    write(file, new JcaPKCS8Generator(key, null), "rw-------");
  }

  /** Writes all of it, or nothing. */
  private static void write(Path file, Object content, String mode) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(content);
    }
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(draft, text.toString().getBytes(StandardCharsets.US_ASCII));
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(mode));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
