// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What is served, and how.
 *
 * @param folder an archive, or a collector's folder with one for each host
 * @param index where the tables are: of an archive the file, of a collector's folder a folder; null
 *     for within each archive
 * @param fill whether to fill the tables; else they are asked as they are
 * @param listen where to listen; port 0 for any
 * @param names other names of this machine, by which it is asked
 * @param token what who asks has to know; null for nothing
 * @param tls how certificates are shown and wanted; null for no TLS
 */
public record WebOptions(
    Path folder,
    @Nullable Path index,
    boolean fill,
    InetSocketAddress listen,
    Set<String> names,
    @Nullable String token,
    @Nullable SSLContext tls) {
  /** Copies the names. */
  public WebOptions {
    names = Set.copyOf(names);
  }
}
