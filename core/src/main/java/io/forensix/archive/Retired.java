// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;

/**
 * What was removed from the old end of an archive on purpose, in a file of its own: so that the
 * chain's start is known, and an archive that begins later does not look like one that was cut.
 * Whoever can write the archive can write this, too; the blocks that a collector has can be
 * compared with it.
 *
 * @param number of the last block that was removed, or -1 where none was
 * @param hash of that block, which the first one that is kept carries
 * @param cycle of the last file that was removed; files up to it are not part of the archive
 * @param bytes of all blocks that were removed
 * @param written when the last of them was written, by the clock of the recorded machine
 * @param at when they were removed
 * @param recordings those that began in what was removed, in their order
 */
public record Retired(
    long number,
    byte[] hash,
    int cycle,
    long bytes,
    Instant written,
    Instant at,
    List<Begun> recordings) {
  private static final String FILE = "retired";
  private static final String VERSION = "1";

  private static final Retired NOTHING =
      new Retired(
          -1, BlockHash.none(), Integer.MIN_VALUE, 0, Instant.EPOCH, Instant.EPOCH, List.of());

  /**
   * A recording that began: tables number recordings and boots in the order in which they come.
   *
   * @param recording its identity
   * @param boot of the machine
   */
  public record Begun(UUID recording, UUID boot) {}

  /** Returns what stands where nothing was removed. */
  public static Retired nothing() {
    return NOTHING;
  }

  /**
   * Reads that of an archive.
   *
   * @throws ArchiveDamaged when the file is not what it should be
   */
  public static Retired read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      return NOTHING;
    } catch (IllegalArgumentException | MalformedInputException e) {
      throw new ArchiveDamaged(
          "%s: it does not say what was retired, so that nobody knows where the archive begins: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Takes the text of such a file apart; an empty one says that nothing was removed.
   *
   * @throws IllegalArgumentException when it is not what it should be
   */
  public static Retired parse(String text) {
    if (text.isEmpty()) {
      return NOTHING;
    }
    Map<String, String> parts = NamedLines.parse(text);
    try {
      if (!VERSION.equals(parts.get("forensix-" + FILE))) {
        throw new IllegalArgumentException("not of version " + VERSION);
      }
      byte[] hash = HexFormat.of().parseHex(part(parts, "hash"));
      long number = Long.parseLong(part(parts, "to_block"));
      if (hash.length != BlockLayout.HASH_BYTES || number < 0 || number == Long.MAX_VALUE) {
        throw new IllegalArgumentException("no such block");
      }
      List<Begun> recordings = new ArrayList<>();
      for (String word : part(parts, "recordings").split(" ", -1)) {
        if (!word.isEmpty()) {
          int slash = word.indexOf('/');
          recordings.add(
              new Begun(
                  UUID.fromString(word.substring(0, slash)),
                  UUID.fromString(word.substring(slash + 1))));
        }
      }
      return new Retired(
          number,
          hash,
          Integer.parseInt(part(parts, "cycle")),
          Long.parseLong(part(parts, "bytes")),
          Instant.parse(part(parts, "written")),
          Instant.parse(part(parts, "at")),
          List.copyOf(recordings));
    } catch (DateTimeException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static String part(Map<String, String> parts, String name) {
    String value = parts.get(name);
    if (value == null) {
      throw new IllegalArgumentException("it has no line " + name);
    }
    return value;
  }

  /** Writes it, before the files go. */
  void write(Path directory) throws IOException {
    NamedLines.write(directory.resolve(FILE), text());
  }

  /** Returns the text of the file; empty where nothing was removed. */
  public String text() {
    if (!any()) {
      return "";
    }
    StringJoiner begun = new StringJoiner(" ");
    recordings.forEach(one -> begun.add(one.recording() + "/" + one.boot()));
    return """
    forensix-%s %s
    to_block %d
    hash %s
    cycle %d
    bytes %d
    written %s
    at %s
    recordings %s
    """
        .formatted(
            FILE,
            VERSION,
            number,
            HexFormat.of().formatHex(hash),
            cycle,
            bytes,
            written,
            at,
            begun);
  }

  /** Returns whether anything was removed. */
  public boolean any() {
    return number >= 0;
  }

  /** Returns whether a recording began in what was removed. */
  public boolean begun(UUID recording) {
    return recordings.stream().anyMatch(one -> one.recording().equals(recording));
  }

  /** Returns the number of the first block that is kept. */
  public long next() {
    return number + 1;
  }

  /**
   * Returns how many recordings began before the one that the first block that is kept is of.
   *
   * @param recording that block's; it may have begun in what was removed
   */
  public int recordingsBefore(UUID recording) {
    int begun = recordings.size();
    boolean goesOn = begun > 0 && recordings.getLast().recording().equals(recording);
    return goesOn ? begun - 1 : begun;
  }

  @Override
  public String toString() {
    return any()
        ? "blocks 0 to %d, %d bytes, the last of them written %s with hash %s, were retired %s"
            .formatted(number, bytes, written, HexFormat.of().formatHex(hash), at)
        : "nothing was retired";
  }
}
