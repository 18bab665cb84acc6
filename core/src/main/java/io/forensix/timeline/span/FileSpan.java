// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

import java.util.Set;

/**
 * An open file, and for a socket, its addresses: from its opening, or from when its addresses
 * became these, until nothing refers to it or they change again. (file, from) names it. A socket
 * with a peer is a connection.
 *
 * @param key the open file
 * @param path the kernel's path; empty where it is not known
 * @param flags open flags (O_*)
 * @param family AF_* of a socket, else 0
 * @param socketType SOCK_* of a socket, else 0
 * @param protocol of a socket, else 0
 * @param address a socket's own address, as in memory; empty where it has none
 * @param peer the address of its peer, as in memory; empty where it has none
 * @param opened when the file itself was opened: {@code from} of its first span
 * @param from from when on it is as said here
 * @param to until when
 * @param cause {@link Cause#OPEN}, {@link Cause#SOCKET}, {@link Cause#ACCEPT} ...; {@link
 *     Cause#BIND}, {@link Cause#CONNECT} when the addresses changed; {@link Cause#FOUND} when it
 *     was met without its opening
 * @param begun the FILE record, or that of the call
 * @param end {@link End#UNUSED}, {@link End#CHANGED} or none
 * @param ended the record of the end
 * @param doubts what is not certain
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares spans; the arrays are not copied.
public record FileSpan(
    FileKey key,
    byte[] path,
    int flags,
    int family,
    int socketType,
    int protocol,
    byte[] address,
    byte[] peer,
    long opened,
    long from,
    long to,
    Cause cause,
    Source begun,
    End end,
    Source ended,
    Set<Doubt> doubts)
    implements Span {
  /** Returns whether it is a socket with a peer. */
  public boolean connection() {
    return family != 0 && peer.length > 0;
  }
}
