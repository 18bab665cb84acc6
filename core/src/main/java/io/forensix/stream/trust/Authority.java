// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A small authority, in a folder of its own. It knows one thing: which machine has which name.
 *
 * <pre>
 * ca.key       its key: who has this file can be any host
 * ca.crt       its certificate
 * revoked.crl  what it has revoked
 * issued       a line for each certificate: number, role, name, last day
 * NAME/        what the machine of that name gets: see {@link Credentials}
 * </pre>
 */
public final class Authority {
  static final String CERTIFICATE = "ca.crt";
  static final String REVOKED = "revoked.crl";
  private static final String KEY = "ca.key";
  private static final String ISSUED = "issued";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final Duration LIFE = Duration.ofDays(3653);

  /** Clocks of two machines differ: what is new is good a little before. */
  private static final Duration EARLIER = Duration.ofHours(1);

  private static final int SERIAL_BITS = 120;

  private final Path folder;
  private final X509Certificate certificate;
  private final PrivateKey key;

  /**
   * A certificate that was issued.
   *
   * @param serial its number, in hexadecimal
   * @param role what it is good for
   * @param name whose it is
   * @param until when it ends
   */
  public record Issued(String serial, Role role, String name, Instant until) {
    private String line() {
      return String.join(" ", serial, role.name(), name, until.toString());
    }

    private static Issued of(String line) {
      String[] parts = line.split(" ", -1);
      return new Issued(parts[0], Role.valueOf(parts[1]), parts[2], Instant.parse(parts[3]));
    }
  }

  private Authority(Path folder, X509Certificate certificate, PrivateKey key) {
    this.folder = folder;
    this.certificate = certificate;
    this.key = key;
  }

  /** Returns whether there is one in a folder. */
  public static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(KEY));
  }

  /**
   * Opens that of a folder, or makes it.
   *
   * @throws IOException when the folder cannot be used
   */
  public static Authority open(Path folder) throws IOException {
    if (isIn(folder)) {
      return new Authority(
          folder, Pem.certificate(folder.resolve(CERTIFICATE)), Pem.key(folder.resolve(KEY)));
    }
    Files.createDirectories(folder);
    KeyPair pair = newKey();
    // Each authority has a name of its own, so that a certificate of another one is told apart.
    String name = "CN=Forensix authority " + newSerial().toString(16).substring(0, 8);
    Instant now = Instant.now();
    try {
      JcaX509v3CertificateBuilder builder =
          builder(name, name, pair.getPublic(), now.minus(EARLIER), now.plus(LIFE));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      X509Certificate certificate = sign(builder, pair.getPrivate());
      Pem.write(folder.resolve(CERTIFICATE), certificate);
      Authority authority = new Authority(folder, certificate, pair.getPrivate());
      authority.writeRevoked(List.of());
      // Last: what makes the folder an authority.
      Pem.writeKey(folder.resolve(KEY), pair.getPrivate());
      return authority;
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new TrustException("no authority can be made: " + e.getMessage(), e);
    }
  }

  /**
   * Issues a certificate, with a new key, and lays it down with all that its machine needs.
   *
   * @param addresses further names and IP addresses the machine is reached by
   * @return the folder with these files
   * @throws IOException when they cannot be written
   */
  public Path issue(Role role, String name, List<String> addresses, Instant from, Instant until)
      throws IOException {
    KeyPair pair = newKey();
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.dNSName, name));
    for (String address : addresses) {
      boolean ip = address.matches("[0-9.]+|.*:.*");
      names.add(new GeneralName(ip ? GeneralName.iPAddress : GeneralName.dNSName, address));
    }
    X509Certificate issued;
    try {
      X500Principal authority = certificate.getSubjectX500Principal();
      JcaX509v3CertificateBuilder builder =
          builder(authority.getName(), "CN=" + name, pair.getPublic(), from, until);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(role.purpose()));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(GeneralName[]::new)));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
      issued = sign(builder, key);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new TrustException("no certificate can be made: " + e.getMessage(), e);
    }
    return laid(role, name, pair.getPrivate(), issued);
  }

  private Path laid(Role role, String name, PrivateKey own, X509Certificate issued)
      throws IOException {
    Issued line =
        new Issued(
            issued.getSerialNumber().toString(16), role, name, instant(issued.getNotAfter()));
    Files.writeString(
        folder.resolve(ISSUED),
        line.line() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    Path to = folder.resolve(name);
    Files.createDirectories(to);
    Pem.writeKey(to.resolve(Credentials.KEY), own);
    Pem.write(to.resolve(Credentials.CERTIFICATE), issued);
    Pem.write(to.resolve(CERTIFICATE), certificate);
    Pem.write(to.resolve(REVOKED), Pem.revocations(folder.resolve(REVOKED)));
    return to;
  }

  /** Lists what was issued, the oldest first. */
  public List<Issued> issued() throws IOException {
    Path file = folder.resolve(ISSUED);
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Issued::of).toList()
        : List.of();
  }

  /** Returns whether a certificate is revoked. */
  public boolean revoked(Issued one) throws IOException {
    return Pem.revocations(folder.resolve(REVOKED))
            .getRevokedCertificate(new BigInteger(one.serial(), 16))
        != null;
  }

  /**
   * Revokes all certificates of a name.
   *
   * @return the list of all that is revoked, for the collectors
   * @throws TrustException when none was issued
   */
  public Path revoke(String name) throws IOException {
    List<BigInteger> serials = new ArrayList<>();
    for (Issued one : issued()) {
      if (one.name().equals(name)) {
        serials.add(new BigInteger(one.serial(), 16));
      }
    }
    if (serials.isEmpty()) {
      throw new TrustException("no certificate was issued to " + name, null);
    }
    return writeRevoked(serials);
  }

  private Path writeRevoked(List<BigInteger> more) throws IOException {
    Path file = folder.resolve(REVOKED);
    Date now = new Date();
    try {
      JcaX509v2CRLBuilder builder =
          new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), now);
      builder.setNextUpdate(certificate.getNotAfter());
      List<BigInteger> had = new ArrayList<>();
      if (Files.exists(file)) {
        var entries = Pem.revocations(file).getRevokedCertificates();
        for (X509CRLEntry entry : entries == null ? List.<X509CRLEntry>of() : entries) {
          had.add(entry.getSerialNumber());
          builder.addCRLEntry(
              entry.getSerialNumber(), entry.getRevocationDate(), CRLReason.unspecified);
        }
      }
      for (BigInteger serial : more) {
        if (!had.contains(serial)) {
          builder.addCRLEntry(serial, now, CRLReason.unspecified);
        }
      }
      Pem.write(
          file,
          new JcaX509CRLConverter()
              .getCRL(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key))));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new TrustException("nothing can be revoked: " + e.getMessage(), e);
    }
    return file;
  }

  private static JcaX509v3CertificateBuilder builder(
      String issuer, String subject, PublicKey key, Instant from, Instant until) {
    return new JcaX509v3CertificateBuilder(
        new X500Principal(issuer),
        newSerial(),
        Date.from(from.minus(EARLIER)),
        Date.from(until),
        new X500Principal(subject),
        key);
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey by)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(by)));
  }

  private static KeyPair newKey() throws TrustException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new TrustException("this Java has no keys on the curve P-256", e);
    }
  }

  private static BigInteger newSerial() {
    return new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS);
  }

  private static Instant instant(Date date) {
    return date.toInstant();
  }
}
