// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.content;

import io.forensix.query.IndexException;
import io.forensix.text.Quote;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a file at a time, as far as they are on record. */
public final class Content {
  /** Ranges whose bytes are fetched at once. */
  private static final int BATCH = 256;

  private final Step.FileId id;
  private final long at;
  private final long size;
  private final boolean sized;
  private final List<Extent> extents;
  private final ContentBytes bytes;

  Content(
      Step.FileId id, long at, long size, boolean sized, List<Extent> extents, ContentBytes bytes) {
    this.id = id;
    this.at = at;
    this.size = size;
    this.sized = sized;
    this.extents = List.copyOf(extents);
    this.bytes = bytes;
  }

  /** Takes the bytes of one range after the other. */
  @FunctionalInterface
  public interface Sink {
    /** Takes a range; of one that is unknown the bytes are zeros. */
    void accept(Extent extent, byte[] bytes) throws IndexException;
  }

  /** Returns which file it is. */
  public Step.FileId id() {
    return id;
  }

  /** Returns the time, ns since 1970. */
  public long at() {
    return at;
  }

  /** Returns how long it was; where {@link #sized} is false, where its last known byte is. */
  public long size() {
    return size;
  }

  /** Returns whether it is known how long it was. */
  public boolean sized() {
    return sized;
  }

  /** Returns its ranges, from the first byte to the last that was asked for, without a gap. */
  public List<Extent> extents() {
    return extents;
  }

  /** Returns whether all that was asked for is known. */
  public boolean known() {
    return sized && extents.stream().allMatch(one -> one.certainty() == Certainty.KNOWN);
  }

  /** Returns how many bytes of its ranges are so sure. */
  public long bytes(Certainty certainty) {
    return extents.stream()
        .filter(one -> one.certainty() == certainty)
        .mapToLong(one -> one.to() - one.from())
        .sum();
  }

  /** Hands on the bytes, range by range; a long range in pieces. */
  public void read(Sink sink) throws IndexException {
    for (int from = 0; from < extents.size(); from += BATCH) {
      List<Extent> some = extents.subList(from, Math.min(extents.size(), from + BATCH));
      bytes.load(some);
      for (Extent one : some) {
        for (long at = one.from(); at < one.to(); at += ContentBytes.PIECE) {
          Extent piece = one.within(at, at + ContentBytes.PIECE);
          sink.accept(piece, bytes.of(piece));
        }
      }
    }
  }

  /** Returns the lines as they may be shown: what is unknown as marks, what is possible marked. */
  public List<String> lines() throws IndexException {
    List<String> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    read((extent, bytes) -> {
      if (extent.certainty() == Certainty.UNKNOWN) {
        line.writeBytes(("<" + bytes.length + " unknown>").getBytes(StandardCharsets.UTF_8));
        return;
      }
      int from = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          line.write(bytes, from, i - from);
          lines.add(shown(line));
          from = i + 1;
        }
      }
      line.write(bytes, from, bytes.length - from);
    });
    if (line.size() > 0) {
      lines.add(shown(line) + " \\ no newline at the end");
    }
    return lines;
  }

  private static String shown(ByteArrayOutputStream line) {
    String quoted = Quote.quoted(line.toByteArray());
    line.reset();
    return quoted.substring(1, quoted.length() - 1);
  }
}
