// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.syscall.Abi;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A structure in a caller's memory.
 *
 * @param name its name, as in {@code syscalls.tbl}
 * @param bytes its size, the padding at the end included
 * @param align what its address is a multiple of
 * @param grows whether a caller may know but its beginning
 * @param fields what it holds, in order
 */
record Structure(String name, int bytes, int align, boolean grows, List<Field> fields) {
  /** Marks of fields that a device has, and that all else has. */
  private static final String DEVICE_MARKS = "%/";

  /** Writes a piece of memory. */
  @FunctionalInterface
  interface Text {
    void print(Line line, Bytes bytes);
  }

  /**
   * A field.
   *
   * @param name its name; "_" for padding
   * @param offset where it starts, bytes
   * @param bytes how many bytes one of it has
   * @param count how many of it there are
   * @param hidden not shown unless everything is asked for
   * @param unlessZero shown only when it is not 0
   * @param device whether it is shown of a device, or of all else, or of both: %, / or blank
   * @param text how one of it is written
   */
  record Field(
      String name,
      int offset,
      int bytes,
      int count,
      boolean hidden,
      boolean unlessZero,
      char device,
      Text text) {}

  /** What is known of a type that a field can have. */
  private record Type(int bytes, int align, Text text) {}

  Structure {
    fields = List.copyOf(fields);
  }

  /** Lays out the row of {@code structs.txt}: the name, then the fields. */
  static Structure of(Abi abi, String[] row) {
    boolean packed = row.length > 1 && row[1].equals("packed");
    boolean grows = row.length > 1 && row[1].equals("grows");
    List<Field> fields = new ArrayList<>();
    int at = 0;
    int end = 0;
    int most = 1;
    for (int i = packed || grows ? 2 : 1; i < row.length; i++) {
      String[] parts = row[i].split(":", 2);
      String[] placed = parts[1].split("@", 2);
      String[] counted = placed[0].split("\\*", 2);
      boolean text = counted[0].equals("text");
      int count = counted.length < 2 || text ? 1 : Integer.parseInt(counted[1]);
      Type type = text ? text(Integer.parseInt(counted[1])) : type(abi, counted[0]);
      int align = packed ? 1 : type.align;
      at = placed.length < 2 ? aligned(at, align) : Integer.parseInt(placed[1]);
      fields.add(field(parts[0], at, count, type));
      at += type.bytes * count;
      end = Math.max(end, at);
      most = Math.max(most, align);
    }
    return new Structure(row[0], aligned(end, most), most, grows, fields);
  }

  private static Field field(String marked, int at, int count, Type type) {
    boolean hidden = marked.startsWith("-");
    boolean unlessZero = marked.endsWith("?");
    char device = DEVICE_MARKS.indexOf(marked.charAt(0)) >= 0 ? marked.charAt(0) : ' ';
    int from = hidden || device != ' ' ? 1 : 0;
    String name = marked.substring(from, marked.length() - (unlessZero ? 1 : 0));
    return new Field(name, at, type.bytes, count, hidden, unlessZero, device, type.text);
  }

  private static int aligned(int at, int align) {
    return (at + align - 1) / align * align;
  }

  private static Type text(int bytes) {
    return new Type(
        bytes, 1, (line, at) -> line.name(at.array(), at.from(), at.from() + at.nul(0)));
  }

  private static Type type(Abi abi, String field) {
    String[] parts = field.split("/", 2);
    PlainType plain = PlainTypes.get(parts[0]);
    if (plain != null) {
      int bytes = parts.length < 2 ? plain.bytesIn(abi) : width(abi, parts[1]);
      boolean signed = plain.signed();
      PlainType.Text text = plain.text();
      return new Type(
          bytes,
          // An eight-byte number of the 32-bit ABI stands at multiples of four.
          abi == Abi.IA32 ? Math.min(bytes, 4) : bytes,
          (line, at) -> text.print(line, signed ? at.signed(0, bytes) : at.unsigned(0, bytes)));
    }
    Text special = Memory.special(parts[0]);
    if (special != null) {
      int bytes = parts[0].equals("old_sigset") ? 4 : 8;
      return new Type(bytes, Math.min(bytes, abi.pointerBytes()), special);
    }
    Structure structure = Structures.get(abi, parts[0]);
    if (structure == null) {
      throw new IllegalStateException("structs.txt: no type " + parts[0]);
    }
    return new Type(structure.bytes, structure.align, structure::print);
  }

  private static int width(Abi abi, String given) {
    return given.equals("w") ? abi.pointerBytes() : Integer.parseInt(given);
  }

  /** Says how a field is written in another way than by its type. */
  @FunctionalInterface
  interface Instead {
    /** Returns how to write the field with a name, or null: as its type says. */
    @Nullable Text of(String field);
  }

  /** Writes it, as far as the bytes go. */
  void print(Line line, Bytes at) {
    print(line, at, field -> null);
  }

  /** Writes it, some fields in another way. */
  void print(Line line, Bytes at, Instead instead) {
    line.add('{');
    String separator = "";
    boolean left = false;
    for (Field field : fields) {
      if (field.name.equals("_") || (field.device != ' ' && field.device != device(at))) {
        continue;
      }
      if (!at.has(field.offset, field.bytes * field.count)) {
        left |= !grows;
        continue;
      }
      if (field.hidden && !line.options().verbose()) {
        left = true;
      } else if (!field.unlessZero || !zero(at, field)) {
        line.add(separator).add(field.name).add('=');
        Text other = instead.of(field.name);
        if (other != null) {
          other.print(line, at.part(field.offset, field.bytes));
        } else {
          values(line, at, field);
        }
        separator = ", ";
      }
    }
    line.add(left ? separator + "...}" : "}");
  }

  private char device(Bytes at) {
    Field mode = field("st_mode");
    if (mode == null || !at.has(mode.offset, mode.bytes)) {
      return '/';
    }
    long kind = at.unsigned(mode.offset, mode.bytes) & 0170000;
    return kind == 0020000 || kind == 0060000 ? '%' : '/';
  }

  private static boolean zero(Bytes at, Field field) {
    for (int i = 0; i < field.bytes * field.count; i++) {
      if (at.unsigned(field.offset + i, 1) != 0) {
        return false;
      }
    }
    return true;
  }

  private static void values(Line line, Bytes at, Field field) {
    if (field.count == 1) {
      field.text.print(line, at.part(field.offset, field.bytes));
      return;
    }
    line.add('[');
    for (int i = 0; i < field.count; i++) {
      line.add(i == 0 ? "" : ", ");
      field.text.print(line, at.part(field.offset + i * field.bytes, field.bytes));
    }
    line.add(']');
  }

  /** Returns the field with a name, or null. */
  @Nullable Field field(String wanted) {
    for (Field field : fields) {
      if (field.name.equals(wanted)) {
        return field;
      }
    }
    return null;
  }
}
