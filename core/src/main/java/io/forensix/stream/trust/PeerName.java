// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The name in a certificate. A host's is also that of the folder with its copy. */
public final class PeerName {
  /** What a DNS name may be, in lower case: no folder outside of the store has such a name. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  private static final Integer DNS = 2;

  private PeerName() {}

  /** Returns whether something may be a name. */
  public static boolean valid(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Returns the name a certificate is for: its first DNS name.
   *
   * @throws TrustException when it has none, or one that is no name of ours
   */
  public static String of(X509Certificate certificate) throws TrustException {
    try {
      var names = certificate.getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        if (Objects.equals(name.get(0), DNS) && valid(String.valueOf(name.get(1)))) {
          return String.valueOf(name.get(1));
        }
      }
    } catch (CertificateParsingException e) {
      throw new TrustException("the names of the certificate cannot be read", e);
    }
    throw new TrustException("the certificate names no host", null);
  }
}
