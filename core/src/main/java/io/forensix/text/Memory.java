// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.syscall.Abi;
import io.forensix.text.Structure.Text;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The captured types that are no plain structure: one small formatter each. */
final class Memory {
  private static final int SIGNALS = 64;
  private static final int OLD_SIGNALS = 32;
  static final int SEGMENT_BYTES = 16;
  private static final long UTIME_NOW = 0x3fffffff;
  private static final long UTIME_OMIT = 0x3ffffffe;

  private static final Map<String, Text> SPECIAL =
      Map.ofEntries(
          Map.entry("bytes", (line, at) -> line.data(at.array(), at.from(), at.to())),
          Map.entry("cstr", (line, at) -> line.name(at.array(), at.from(), at.to())),
          Map.entry("text", Memory::text),
          Map.entry("hex_bytes", Memory::hexBytes),
          Map.entry("file_handle", Memory::fileHandle),
          Map.entry("cap_data", Memory::capabilities),
          Map.entry("key_capabilities", Memory::keyCapabilities),
          Map.entry("ldt_entry", Memory::segment),
          Map.entry("user_desc", Memory::segment),
          Map.entry("perf_event_attr", PerfText::attributes),
          Map.entry("msgbuf", Memory::message),
          Map.entry("sockopt_value", Memory::option),
          Map.entry("utimes", Memory::fileTimes),
          Map.entry("sigevent", SignalText::event),
          Map.entry("sigset", (line, at) -> signals(line, at, SIGNALS)),
          Map.entry("old_sigset", (line, at) -> signals(line, at, OLD_SIGNALS)),
          Map.entry("siginfo", SignalText::info),
          Map.entry("sockaddr", SocketAddress::print),
          Map.entry("fd_set", Memory::bits),
          Map.entry("cpu_set", Memory::bits),
          Map.entry("nodemask", Memory::bits),
          Map.entry("fd_pair", (line, at) -> numbers(line, at, "fd")),
          Map.entry("wait_status", Memory::waitStatus),
          Map.entry("dirents", (line, at) -> directory(line, at, false)),
          Map.entry("dirents64", (line, at) -> directory(line, at, true)));

  private Memory() {}

  /** Returns the formatter of a type, or null. */
  static @Nullable Text special(String type) {
    return SPECIAL.get(type);
  }

  /** Returns the plain type that a NAME_ptr points to, or null. */
  static @Nullable PlainType pointed(String type) {
    return type.endsWith("_ptr")
        ? PlainTypes.get(type.substring(0, type.length() - "_ptr".length()))
        : null;
  }

  /** Writes an array of numbers in brackets. */
  static void numbers(Line line, Bytes at, String type) {
    PlainType plain = PlainTypes.get(type);
    if (plain == null) {
      throw new IllegalArgumentException("no plain type " + type);
    }
    int width = plain.bytesIn(line.abi());
    line.add('[');
    for (int offset = 0; at.has(offset, width); offset += width) {
      line.add(offset == 0 ? "" : ", ");
      if (line.abbreviated(offset / width)) {
        line.add("...");
        break;
      }
      long value = plain.signed() ? at.signed(offset, width) : at.unsigned(offset, width);
      plain.text().print(line, value);
    }
    line.add(']');
  }

  /** Writes bytes that may end with a NUL. */
  private static void text(Line line, Bytes at) {
    boolean ended = at.length() > 0 && at.unsigned(at.length() - 1, 1) == 0;
    line.data(at.array(), at.from(), at.to() - (ended ? 1 : 0));
  }

  /** Writes bytes of which none is text, as much of them as of other data. */
  private static void hexBytes(Line line, Bytes at) {
    int shown = Math.min(at.length(), line.options().strings());
    hex(line, at.part(0, shown)).add(shown < at.length() ? "..." : "");
  }

  private static Line hex(Line line, Bytes at) {
    line.add('"');
    for (int i = 0; at.has(i, 1); i++) {
      line.add(String.format("\\x%02x", at.unsigned(i, 1)));
    }
    return line.add('"');
  }

  private static void fileHandle(Line line, Bytes at) {
    if (!at.has(0, 8)) {
      line.add("{...}");
      return;
    }
    line.add("{handle_bytes=").unsigned(at.unsigned(0, 4));
    line.add(", handle_type=").decimal(at.signed(4, 4)).add(", f_handle=");
    hex(line, at.part(8, at.length())).add('}');
  }

  /** Writes two struct __user_cap_data_struct: three sets, the low words first. */
  private static void capabilities(Line line, Bytes at) {
    String[] names = {"{effective=", ", permitted=", ", inheritable="};
    for (int i = 0; i < names.length && at.has(4 * i, 4); i++) {
      long high = at.has(12 + 4 * i, 4) ? at.unsigned(12 + 4 * i, 4) : 0;
      line.add(names[i]);
      capabilities(line, high << 32 | at.unsigned(4 * i, 4));
    }
    line.add('}');
  }

  private static void capabilities(Line line, long bits) {
    ConstantSet names = Constants.need("capability");
    String separator = "";
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((bits >>> bit & 1) != 0) {
        String name = names.name(bit);
        line.add(separator).add("1<<").add(name != null ? name : Integer.toString(bit));
        separator = "|";
      }
    }
    line.add(bits == 0 ? "0" : "");
  }

  /** Writes bytes of which each has bits of its own. */
  private static void keyCapabilities(Line line, Bytes at) {
    line.add('[');
    for (int i = 0; at.has(i, 1); i++) {
      line.add(i == 0 ? "" : ", ");
      if (i < 2) {
        Constants.need("key_caps" + i).print(line, at.unsigned(i, 1));
      } else {
        line.hex(at.unsigned(i, 1));
      }
    }
    line.add(']');
  }

  /** Writes struct user_desc, whose last word is bits. */
  private static void segment(Line line, Bytes at) {
    if (!at.has(0, SEGMENT_BYTES)) {
      line.add("{...}");
      return;
    }
    long entry = at.unsigned(0, 4);
    line.add("{entry_number=").decimal(entry == 0xffff_ffffL ? -1 : entry);
    // As printf() does with %#08x.
    line.add(String.format(", base_addr=0x%06x", at.unsigned(4, 4)));
    line.add(String.format(", limit=0x%06x", at.unsigned(8, 4)));
    String[] names = {
      "seg_32bit",
      "contents",
      "read_exec_only",
      "limit_in_pages",
      "seg_not_present",
      "useable",
      "lm"
    };
    long bits = at.unsigned(12, 4);
    for (String name : names) {
      int width = name.equals("contents") ? 2 : 1;
      if (!name.equals("lm") || line.abi() != Abi.IA32) {
        line.add(", ").add(name).add('=').decimal(bits & ((1 << width) - 1));
      }
      bits >>>= width;
    }
    line.add('}');
  }

  /** Writes struct msgbuf: a long, then the text. */
  private static void message(Line line, Bytes at) {
    int width = line.abi().pointerBytes();
    if (at.has(0, width)) {
      line.add("{mtype=").decimal(at.signed(0, width)).add(", mtext=");
      line.data(at.array(), at.from() + width, at.to()).add('}');
    }
  }

  /** Writes the value of a socket option: most are an int. */
  private static void option(Line line, Bytes at) {
    if (at.length() == 4) {
      numbers(line, at, "int");
    } else {
      line.data(at.array(), at.from(), at.to());
    }
  }

  /** Writes the two times of utimensat(2), where a number of nanoseconds may be a word. */
  private static void fileTimes(Line line, Bytes at) {
    Structure time = Structures.get(line.abi(), "timespec");
    int bytes = time == null ? 0 : time.bytes();
    line.add('[');
    for (int offset = 0; bytes != 0 && at.has(offset, bytes); offset += bytes) {
      line.add(offset == 0 ? "" : ", ");
      long ns = at.unsigned(offset + bytes / 2, bytes / 2);
      if (ns == UTIME_NOW || ns == UTIME_OMIT) {
        line.add(ns == UTIME_NOW ? "UTIME_NOW" : "UTIME_OMIT");
      } else {
        time.print(line, at.part(offset, bytes));
      }
    }
    line.add(']');
  }

  private static void signals(Line line, Bytes at, int signals) {
    int width = signals / 8;
    if (at.has(0, width)) {
      SignalText.set(line, at.unsigned(0, width), signals);
    } else {
      line.add("[...]");
    }
  }

  /** Writes the numbers of the bits that are set. */
  static void bits(Line line, Bytes at) {
    line.add('[');
    String separator = "";
    for (int bit = 0; at.has(bit / 8, 1); bit++) {
      if ((at.unsigned(bit / 8, 1) >> (bit % 8) & 1) != 0) {
        line.add(separator).decimal(bit);
        separator = " ";
      }
    }
    line.add(']');
  }

  private static void waitStatus(Line line, Bytes at) {
    line.add('[');
    if (at.has(0, 4)) {
      SignalText.waitStatus(line, at.signed(0, 4));
    }
    line.add(']');
  }

  /** Writes what getdents brought: how many entries, or all of them. */
  private static void directory(Line line, Bytes at, boolean wide) {
    int word = wide ? 8 : line.abi().pointerBytes();
    int name = 2 * word + 2 + (wide ? 1 : 0);
    boolean all = line.options().verbose();
    int entries = 0;
    line.add(all ? "[" : "");
    int offset = 0;
    while (at.has(offset, name)) {
      int size = (int) at.unsigned(offset + 2 * word, 2);
      if (size < name || !at.has(offset, size)) {
        break;
      }
      if (all) {
        line.add(entries == 0 ? "" : ", ");
        entry(line, at.part(offset, size), word, wide);
      }
      entries++;
      offset += size;
    }
    line.add(all ? "]" : "/* " + entries + " entries */");
  }

  /** The type of an entry has a place of its own, or else is its last byte. */
  private static void entry(Line line, Bytes entry, int word, boolean wide) {
    ConstantSet types = Constants.need("dirent_type");
    int name = 2 * word + 2 + (wide ? 1 : 0);
    line.add("{d_ino=").unsigned(entry.unsigned(0, word));
    line.add(", d_off=").decimal(entry.signed(word, word));
    line.add(", d_reclen=").decimal(entry.length());
    if (wide) {
      types.print(line.add(", d_type="), entry.unsigned(2 * word + 2, 1));
    }
    line.add(", d_name=").name(entry.array(), entry.from() + name, entry.from() + entry.nul(name));
    if (!wide) {
      types.print(line.add(", d_type="), entry.unsigned(entry.length() - 1, 1));
    }
    line.add('}');
  }
}
