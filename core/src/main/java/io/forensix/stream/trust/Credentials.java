// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream.trust;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What a machine proves its name with, and knows others by: the folder that {@link Authority#issue}
 * lays down.
 *
 * <pre>
 * ca.crt       the authority
 * peer.crt     this machine's certificate
 * peer.key     its key
 * revoked.crl  what the authority has revoked; read again whenever it changes
 * </pre>
 */
public final class Credentials {
  static final String CERTIFICATE = "peer.crt";
  static final String KEY = "peer.key";
  private static final String PROTOCOL = "TLSv1.3";

  private final X509Certificate authority;
  private final X509Certificate own;
  private final PrivateKey key;
  private final Revocations revocations;

  private Credentials(
      X509Certificate authority, X509Certificate own, PrivateKey key, Revocations revocations) {
    this.authority = authority;
    this.own = own;
    this.key = key;
    this.revocations = revocations;
  }

  /**
   * Reads those of a folder.
   *
   * @throws TrustException when a file is missing, or is not what it should be
   */
  public static Credentials read(Path folder) throws IOException {
    for (String name : new String[] {Authority.CERTIFICATE, CERTIFICATE, KEY, Authority.REVOKED}) {
      if (!Files.exists(folder.resolve(name))) {
        throw new TrustException(
            "%s: there is no %s: forensix certs makes it, on the machine with the authority"
                .formatted(folder, name),
            null);
      }
    }
    X509Certificate authority = Pem.certificate(folder.resolve(Authority.CERTIFICATE));
    return new Credentials(
        authority,
        Pem.certificate(folder.resolve(CERTIFICATE)),
        Pem.key(folder.resolve(KEY)),
        new Revocations(folder.resolve(Authority.REVOKED), authority));
  }

  /** Returns our own name. */
  public String name() throws TrustException {
    return PeerName.of(own);
  }

  /** Returns when our own certificate, or our authority's, is good no more. */
  public Instant expires() {
    Instant ours = own.getNotAfter().toInstant();
    Instant theirs = authority.getNotAfter().toInstant();
    return ours.isBefore(theirs) ? ours : theirs;
  }

  /** Returns where the key is, in a folder. */
  public static Path key(Path folder) {
    return folder.resolve(KEY);
  }

  /** Says why our own certificate is of no use; null when it is. */
  public @Nullable String ownFault() {
    return fault(own);
  }

  /** Says why a certificate is not to be trusted, other than for its names; null when it is. */
  public @Nullable String fault(X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey());
    } catch (GeneralSecurityException e) {
      return "it is not of our authority (%s) but of %s"
          .formatted(authority.getSubjectX500Principal(), certificate.getIssuerX500Principal());
    }
    Date now = Date.from(Instant.now());
    if (now.after(certificate.getNotAfter())) {
      return "it expired on " + certificate.getNotAfter().toInstant();
    }
    if (now.before(certificate.getNotBefore())) {
      return "it is not good before " + certificate.getNotBefore().toInstant();
    }
    return revocations.reason(certificate);
  }

  /**
   * Returns how a collector talks to hosts: TLS 1.3, and only with those who have a certificate.
   */
  public SslContext server() throws IOException {
    try {
      return GrpcSslContexts.configure(SslContextBuilder.forServer(keys()), SslProvider.JDK)
          .trustManager(new PeerTrust(this, authority))
          .clientAuth(ClientAuth.REQUIRE)
          .protocols(PROTOCOL)
          .build();
    } catch (GeneralSecurityException e) {
      throw new TrustException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the same for a server of Java's own; it still has to ask for certificates.
   *
   * @throws TrustException when this Java cannot
   */
  public SSLContext serverContext() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance(PROTOCOL);
      context.init(
          keys().getKeyManagers(), new TrustManager[] {new PeerTrust(this, authority)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new TrustException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** Returns how a host talks to a collector. */
  public SslContext client() throws IOException {
    try {
      return GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
          .keyManager(keys())
          .trustManager(new PeerTrust(this, authority))
          .protocols(PROTOCOL)
          .build();
    } catch (GeneralSecurityException e) {
      throw new TrustException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private KeyManagerFactory keys() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] none = new char[0];
    store.setKeyEntry("own", key, none, new X509Certificate[] {own});
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, none);
    return factory;
  }

  /** Returns a text for people that tells a certificate from others. */
  static String describe(X509Certificate certificate) {
    return certificate.getSubjectX500Principal()
        + " (number "
        + certificate.getSerialNumber().toString(16)
        + ")";
  }

  /** Throws what the TLS of Java wants to hear. */
  void check(X509Certificate[] chain) throws CertificateException {
    String fault = chain.length == 0 ? "there is none" : fault(chain[0]);
    if (fault != null) {
      throw new CertificateException(fault);
    }
  }
}
