// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What has to be known to read the records of a session of recording: the content of a META block.
 * Its text is a line "name value" for each part, then a line "table" with the number of bytes that
 * follow, and the text of syscalls.tbl.
 *
 * @param abiVersion FX_ABI_VERSION of the kernel module
 * @param program which program wrote it, and its version
 * @param host the machine
 * @param recordingId random, new at each load of the module
 * @param cpus number of rings
 * @param ringBytes bytes of each ring
 * @param monotonic CLOCK_MONOTONIC when the session began, ns
 * @param realtime CLOCK_REALTIME at the same moment, ns since 1970
 * @param boottime CLOCK_BOOTTIME at the same moment, ns
 * @param tableCrc CRC-32 of syscalls.tbl that the module was built with
 * @param table the full text of syscalls.tbl
 */
public record RecordingMeta(
    int abiVersion,
    String program,
    HostIdentity host,
    UUID recordingId,
    int cpus,
    long ringBytes,
    long monotonic,
    long realtime,
    long boottime,
    int tableCrc,
    String table) {
  private static final String FORMAT = "forensix-meta";
  private static final String FORMAT_VERSION = "1";
  private static final String TABLE = "table";

  /** Returns the machine that was recorded. */
  public UUID hostId() {
    return host.hostId();
  }

  /** Returns the boot of that machine. */
  public UUID bootId() {
    return host.bootId();
  }

  /** Returns the text as it is kept in an archive. */
  public byte[] toBytes() {
    byte[] rows = table.getBytes(StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder(1024);
    line(text, FORMAT, FORMAT_VERSION);
    line(text, "abi_version", abiVersion);
    line(text, "program", program);
    line(text, "host_name", host.hostName());
    line(text, "host_id", host.hostId());
    line(text, "boot_id", host.bootId());
    line(text, "kernel_release", host.kernelRelease());
    line(text, "recording_id", recordingId);
    line(text, "cpus", cpus);
    line(text, "ring_bytes", ringBytes);
    line(text, "monotonic", monotonic);
    line(text, "realtime", realtime);
    line(text, "boottime", boottime);
    line(text, "table_crc", Integer.toUnsignedString(tableCrc));
    line(text, TABLE, rows.length);
    byte[] head = text.toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + rows.length);
    System.arraycopy(rows, 0, all, head.length, rows.length);
    return all;
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(' ').append(value.toString().replace('\n', ' ')).append('\n');
  }

  /**
   * Reads the text of a META block. Lines it does not know are passed over.
   *
   * @throws IllegalArgumentException when a part is missing or is not what it should be
   */
  public static RecordingMeta of(byte[] bytes) {
    Map<String, String> parts = new LinkedHashMap<>();
    int at = 0;
    while (at < bytes.length && !parts.containsKey(TABLE)) {
      int end = at;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      String line = new String(bytes, at, end - at, StandardCharsets.UTF_8);
      int space = line.indexOf(' ');
      if (space > 0) {
        parts.put(line.substring(0, space), line.substring(space + 1));
      }
      at = end + 1;
    }
    if (!FORMAT_VERSION.equals(parts.get(FORMAT))) {
      throw new IllegalArgumentException(
          "not a description of a recording of version " + FORMAT_VERSION);
    }
    int tableBytes = Integer.parseInt(part(parts, TABLE));
    if (tableBytes < 0 || tableBytes > bytes.length - at) {
      throw new IllegalArgumentException("the table of system calls is cut");
    }
    HostIdentity host =
        new HostIdentity(
            part(parts, "host_name"),
            UUID.fromString(part(parts, "host_id")),
            UUID.fromString(part(parts, "boot_id")),
            part(parts, "kernel_release"));
    return new RecordingMeta(
        Integer.parseInt(part(parts, "abi_version")),
        part(parts, "program"),
        host,
        UUID.fromString(part(parts, "recording_id")),
        Integer.parseInt(part(parts, "cpus")),
        Long.parseLong(part(parts, "ring_bytes")),
        Long.parseLong(part(parts, "monotonic")),
        Long.parseLong(part(parts, "realtime")),
        Long.parseLong(part(parts, "boottime")),
        Integer.parseUnsignedInt(part(parts, "table_crc")),
        new String(bytes, at, tableBytes, StandardCharsets.UTF_8));
  }

  private static String part(Map<String, String> parts, String name) {
    String value = parts.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the description of the recording has no " + name);
    }
    return value;
  }
}
