// SPDX-License-Identifier: Apache-2.0
package io.forensix.syscall;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The system calls, as {@code kernel/syscalls.tbl} describes them. The head comment of that file
 * holds its grammar. A recording carries the text it was made with, so any text can be parsed, not
 * only the one this version was built with.
 */
public final class SyscallTable {
  private static final String RESOURCE = "/io/forensix/syscall/syscalls.tbl";

  private final String text;
  private final int crc;
  private final Map<Abi, @Nullable Syscall[]> byNumber = new EnumMap<>(Abi.class);
  private final Map<Abi, List<Syscall>> rows = new EnumMap<>(Abi.class);
  private final Map<Abi, Map<String, Integer>> sizes = new EnumMap<>(Abi.class);
  private final Map<String, String> groups;
  private final Map<String, String> types;

  SyscallTable(
      String text,
      int crc,
      Map<Abi, List<Syscall>> rows,
      Map<Abi, Map<String, Integer>> sizes,
      Map<String, String> groups,
      Map<String, String> types) {
    this.text = text;
    this.crc = crc;
    this.groups = Collections.unmodifiableMap(groups);
    this.types = Collections.unmodifiableMap(types);
    for (Abi abi : Abi.values()) {
      List<Syscall> section = List.copyOf(rows.getOrDefault(abi, List.of()));
      this.rows.put(abi, section);
      this.sizes.put(abi, Collections.unmodifiableMap(sizes.getOrDefault(abi, Map.of())));
      byNumber.put(abi, indexed(section));
    }
  }

  private static @Nullable Syscall[] indexed(List<Syscall> section) {
    // Rows are sorted by number, which the parser has checked.
    int most = section.isEmpty() ? -1 : section.get(section.size() - 1).number();
    @Nullable Syscall[] index = new Syscall[most + 1];
    for (Syscall call : section) {
      index[call.number()] = call;
    }
    return index;
  }

  /**
   * Returns the table that this version was built with.
   *
   * @throws IllegalStateException when the build left it out
   */
  public static SyscallTable builtIn() {
    return BuiltIn.TABLE;
  }

  /** Parsed once, when first asked for. */
  private static final class BuiltIn {
    static final SyscallTable TABLE = load();

    private static SyscallTable load() {
      try (InputStream in = SyscallTable.class.getResourceAsStream(RESOURCE)) {
        if (in == null) {
          throw new IllegalStateException(
              "the jar holds no " + RESOURCE + ": it was built without kernel/syscalls.tbl");
        }
        return parse(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + RESOURCE, e);
      }
    }
  }

  /**
   * Parses the text of a table.
   *
   * @throws TableException naming the line, when the text breaks the grammar
   */
  public static SyscallTable parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Parses the bytes of a table's text, UTF-8.
   *
   * @throws TableException naming the line, when the text breaks the grammar
   */
  public static SyscallTable parse(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return new TableParser().parse(text, (int) crc.getValue());
  }

  /** Returns the text the table was parsed from. */
  public String text() {
    return text;
  }

  /** Returns the CRC-32 (IEEE 802.3) of the text, to be compared with {@code fx_info.table_crc}. */
  public int crc() {
    return crc;
  }

  /** Returns the row of a call, empty where the table has none. */
  public Optional<Syscall> call(Abi abi, int number) {
    @Nullable Syscall[] section = byNumber.get(abi.table());
    return section != null && number >= 0 && number < section.length
        ? Optional.ofNullable(section[number])
        : Optional.empty();
  }

  /** Returns the row of a call whose ABI is as in {@code fx_call.abi}. */
  public Optional<Syscall> call(int abi, int number) {
    return Abi.of(abi).flatMap(known -> call(known, number));
  }

  /** Returns the rows of a section, by number. */
  public List<Syscall> calls(Abi abi) {
    return rows.getOrDefault(abi.table(), List.of());
  }

  /** Returns the rows with a name: one for each ABI that has it. */
  public List<Syscall> named(String name) {
    List<Syscall> found = new ArrayList<>();
    for (List<Syscall> section : rows.values()) {
      for (Syscall call : section) {
        if (call.name().equals(name)) {
          found.add(call);
        }
      }
    }
    return found;
  }

  /** Returns the bytes of a structure in an ABI, empty where it is not declared. */
  public Optional<Integer> sizeOf(Abi abi, String type) {
    return Optional.ofNullable(sizes.getOrDefault(abi.table(), Map.of()).get(type));
  }

  /** Returns the structures that an ABI's section declares, with their sizes in bytes. */
  public Map<String, Integer> structures(Abi abi) {
    return sizes.getOrDefault(abi.table(), Map.of());
  }

  /** Returns the groups with what they mean; those without an explanation have an empty one. */
  public Map<String, String> groups() {
    Map<String, String> all = new LinkedHashMap<>(groups);
    TreeSet<String> used = new TreeSet<>();
    rows.values().forEach(section -> section.forEach(call -> used.addAll(call.groups())));
    used.forEach(group -> all.putIfAbsent(group, ""));
    return all;
  }

  /** Returns the plain types that the head comment explains, each with its explanation. */
  public Map<String, String> types() {
    return types;
  }
}
