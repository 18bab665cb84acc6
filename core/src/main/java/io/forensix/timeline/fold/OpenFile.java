// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.FileId;
import io.forensix.record.FileRecord;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.FileKey;
import io.forensix.timeline.span.FileSpan;
import io.forensix.timeline.span.Source;
import java.util.Arrays;
import java.util.Set;

/**
 * An open file. All descriptors that were copied from one another refer to one of these, so that
 * what one of them lets us learn is known of all.
 */
final class OpenFile {
  static final byte[] NOTHING = {};

  FileKey key = FileKey.UNKNOWN;
  byte[] path = NOTHING;
  byte[] address = NOTHING;
  byte[] peer = NOTHING;
  int flags;
  int family;
  int socketType;
  int protocol;
  long opened;
  long from;
  Cause cause = Cause.FOUND;
  Source begun = Source.NONE;

  /** The process that a pidfd is of; 0 for all else. */
  int pidfdOf;

  /** How many descriptors refer to it, messages that are under way not counted. */
  int references;

  OpenFile(long time, Source source) {
    opened = time;
    from = time;
    begun = source;
  }

  /** Copies what a record says. */
  static OpenFile of(FileRecord record, Source source) {
    OpenFile file = new OpenFile(record.time(), source);
    file.key = key(record.id());
    file.flags = record.flags();
    file.family = record.family();
    file.socketType = record.socketType();
    file.protocol = record.protocol();
    ItemCursor items = record.items();
    while (items.next()) {
      if (items.kind() == ItemKind.CSTR) {
        file.path = items.copy();
      } else if (items.kind() == ItemKind.NAME && items.arg() == FileRecord.OWN_ADDRESS) {
        file.address = items.copy();
      } else if (items.kind() == ItemKind.NAME && items.arg() == FileRecord.PEER_ADDRESS) {
        file.peer = items.copy();
      }
    }
    return file;
  }

  static FileKey key(FileId id) {
    return new FileKey(id.file(), id.inode(), id.dev(), id.mode());
  }

  /** Takes over what another says of the same file, but for since when it is open and why. */
  void describe(OpenFile other) {
    key = other.key;
    path = other.path;
    address = other.address;
    peer = other.peer;
    flags = other.flags;
    family = other.family;
    socketType = other.socketType;
    protocol = other.protocol;
  }

  boolean is(FileId id) {
    return key.file() == id.file() && key.inode() == id.inode() && key.dev() == id.dev();
  }

  boolean same(OpenFile other) {
    return key.file() == other.key.file()
        && key.inode() == other.key.inode()
        && key.dev() == other.key.dev();
  }

  boolean sameAddresses(OpenFile other) {
    return Arrays.equals(address, other.address) && Arrays.equals(peer, other.peer);
  }

  FileSpan span(long to, End end, Source ended) {
    Set<Doubt> doubts = cause == Cause.FOUND ? Set.of(Doubt.ORIGIN) : Set.of();
    if (!key.known()) {
      doubts = Doubt.with(doubts, Doubt.FILE);
    }
    return new FileSpan(
        key,
        path,
        flags,
        family,
        socketType,
        protocol,
        address,
        peer,
        opened,
        from,
        to,
        cause,
        begun,
        end,
        ended,
        doubts);
  }
}
