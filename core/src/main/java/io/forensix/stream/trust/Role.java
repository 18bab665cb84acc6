// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream.trust;

import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What a certificate is good for; it is in the certificate, so that no host can be a collector. */
public enum Role {
  /** Keeps copies: serverAuth. */
  COLLECTOR(KeyPurposeId.id_kp_serverAuth),
  /** Sends its archive: clientAuth. */
  HOST(KeyPurposeId.id_kp_clientAuth);

  private final KeyPurposeId purpose;

  Role(KeyPurposeId purpose) {
    this.purpose = purpose;
  }

  KeyPurposeId purpose() {
    return purpose;
  }
}
