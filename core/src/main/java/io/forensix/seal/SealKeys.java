// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * First keys in a file that its owner alone may read: a line "ID KEY" for each, in the order in
 * which they are used, or "ID KEY TIME" with the time at which it was handed out. Where a key was
 * taken off the file, dashes stand in its place.
 */
public final class SealKeys {
  /** Keys in a file at most: one an hour, for a century. */
  public static final int MOST = 1_000_000;

  private static final String FOLDER = ".seal-keys";
  private static final HexFormat HEX = HexFormat.of();
  private static final FileAttribute<Set<PosixFilePermission>> OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Map<UUID, FirstKey> keys = new LinkedHashMap<>();

  private SealKeys(List<FirstKey> keys) {
    keys.forEach(key -> this.keys.put(key.id(), key));
  }

  /**
   * Returns where a collector keeps the keys of a host: beside the copies, under a name that no
   * host can have.
   */
  public static Path ofHost(Path store, String host) {
    return store.resolve(FOLDER).resolve(host);
  }

  /**
   * Reads a file.
   *
   * @throws SealKeyException when a line is not what it should be
   * @throws IOException when it cannot be read
   */
  public static SealKeys read(Path file) throws IOException {
    List<FirstKey> keys = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
      number++;
      String[] parts = line.strip().split("\\s+");
      try {
        if (!line.isBlank() && !parts[1].startsWith("-")) {
          keys.add(
              new FirstKey(
                  UUID.fromString(parts[0]),
                  HEX.parseHex(parts[1]),
                  parts.length > 2 ? Instant.parse(parts[2]) : null));
        }
      } catch (IllegalArgumentException
          | DateTimeParseException
          | ArrayIndexOutOfBoundsException e) {
        throw new SealKeyException(
            "%s: line %d is no key: an id, 64 hexadecimal digits, perhaps a time"
                .formatted(file, number),
            e);
      }
    }
    return new SealKeys(keys);
  }

  /**
   * Makes a file of new keys.
   *
   * @throws SealKeyException when there is one already
   */
  public static void create(Path file, int count) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(line(FirstKey.random(null)));
    }
    try (FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER)) {
      write(channel, text.toString());
    } catch (FileAlreadyExistsException e) {
      throw new SealKeyException(file + ": there is such a file; keys are never overwritten", e);
    }
  }

  /**
   * Makes a key and notes it in a file, which is made where there is none. It is on the disk when
   * this returns.
   */
  public static FirstKey issue(Path file, Instant now) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FirstKey key = FirstKey.random(now);
    try (FileChannel channel =
            FileChannel.open(
                file,
                Set.of(
                    StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                OWNER);
        FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      dropHalf(channel);
      if (channel.size() > (long) MOST * line(key).length()) {
        throw new SealKeyException(file + ": there are " + MOST + " keys in it already", null);
      }
      channel.position(channel.size());
      write(channel, line(key));
      names.force(true);
    }
    return key;
  }

  /** Half a line at the end is of a machine that went down: nobody was given that key. */
  private static void dropHalf(FileChannel channel) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    long end = channel.size();
    while (end > 0 && channel.read(one.clear(), end - 1) == 1 && one.get(0) != '\n') {
      end--;
    }
    channel.truncate(end);
  }

  /**
   * Takes the next key off a file, in which it is then overwritten. What the disk may have kept of
   * it elsewhere is not reached.
   *
   * @throws SealKeyException when there is none left
   */
  public static FirstKey take(Path file) throws IOException {
    byte[] text = Files.readAllBytes(file);
    List<FirstKey> left = read(file).all();
    if (left.isEmpty()) {
      throw new SealKeyException(
          file + ": no key is left: make a new file (forensix seal-keys), and keep a copy of it",
          null);
    }
    FirstKey next = left.getFirst();
    String secret = HEX.formatHex(next.secret());
    int at = new String(text, StandardCharsets.US_ASCII).indexOf(secret);
    if (at < 0) {
      throw new SealKeyException(file + ": write keys in small letters", null);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.position(at);
      write(channel, "-".repeat(secret.length()));
    }
    return next;
  }

  private static String line(FirstKey key) {
    return key.id()
        + " "
        + HEX.formatHex(key.secret())
        + key.given().map(time -> " " + time).orElse("")
        + "\n";
  }

  private static void write(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  /** Returns all keys, in the order of their use. */
  public List<FirstKey> all() {
    return List.copyOf(keys.values());
  }

  /** Returns the key with a name. */
  public Optional<FirstKey> find(UUID id) {
    return Optional.ofNullable(keys.get(id));
  }
}
