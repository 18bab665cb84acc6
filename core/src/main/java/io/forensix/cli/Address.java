// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads HOST:PORT, with an IPv6 address in brackets. */
final class Address implements ITypeConverter<InetSocketAddress> {
  private static final int PORT_MAX = 65_535;

  @Override
  public InetSocketAddress convert(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (!host.isEmpty()) {
      try {
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port >= 0 && port <= PORT_MAX) {
          return InetSocketAddress.createUnresolved(host, port);
        }
      } catch (NumberFormatException e) {
        // As below.
      }
    }
    throw new TypeConversionException("'" + text + "' is no HOST:PORT");
  }
}
