// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.record.ItemKind;
import io.forensix.timeline.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays of struct iovec with the bytes they point to, and the messages made of them. */
final class Vectors {
  private static final byte[] NOTHING = {};

  /** SCM_CREDENTIALS. */
  private static final int CREDENTIALS = 2;

  private Vectors() {}

  /** Returns the first payload of a kind, or null. */
  static @Nullable Payload first(List<Payload> payloads, ItemKind kind) {
    for (Payload payload : payloads) {
      if (payload.kind() == kind) {
        return payload;
      }
    }
    return null;
  }

  /**
   * Writes an array, and what its elements point to where that was captured.
   *
   * @param filled whether the call wrote there, be it nothing
   */
  static void iovec(Line line, Payload array, @Nullable Payload gathered, boolean filled) {
    Bytes at = new Bytes(array.bytes());
    int width = line.abi().pointerBytes();
    long left = gathered == null ? 0 : gathered.captured();
    int from = 0;
    line.add('[');
    for (int offset = 0; at.has(offset, 2 * width); offset += 2 * width) {
      long base = at.unsigned(offset, width);
      long size = at.unsigned(offset + width, width);
      line.add(offset == 0 ? "" : ", ").add("{iov_base=");
      if (base == 0 || (!filled && (gathered == null || (left == 0 && size != 0)))) {
        PlainTypes.pointer(line, base);
      } else {
        byte[] bytes = gathered == null ? NOTHING : gathered.bytes();
        long here = size < 0 ? left : Math.min(size, left);
        int kept = bytes.length;
        // Past what was kept in memory there is nothing to show, but it is on record.
        int begin = Math.min(from, kept);
        int end = (int) Math.min(begin + here, kept);
        line.data(bytes, begin, end);
        boolean told = end - begin > line.options().strings();
        line.add(!told && end - begin < here ? "..." : "");
        left -= here;
        from = (int) Math.min((long) from + here, Integer.MAX_VALUE);
      }
      line.add(", iov_len=").unsigned(size).add('}');
    }
    line.add(']');
  }

  /**
   * Writes struct msghdr with its address, its vector and its control data.
   *
   * @param filled whether the call fills it: then what it was before comes first
   */
  static void message(Line line, List<Payload> payloads, boolean filled) {
    Bytes before = filled ? new Bytes(payloads.get(0).bytes()) : null;
    if (before != null && payloads.size() == 1) {
      boolean told = before.has(line.abi().pointerBytes(), 4);
      line.add("{msg_namelen=");
      line.decimal(told ? before.signed(line.abi().pointerBytes(), 4) : 0).add('}');
      return;
    }
    message(line, filled ? payloads.subList(1, payloads.size()) : payloads, before);
  }

  private static void message(Line line, List<Payload> payloads, @Nullable Bytes before) {
    Payload head = first(payloads, ItemKind.BYTES);
    if (head == null) {
      line.add("{...}");
      return;
    }
    Bytes at = new Bytes(head.bytes());
    int width = line.abi().pointerBytes();
    if (!at.has(0, 6 * width)) {
      line.add("{...}");
      return;
    }
    Payload name = first(payloads, ItemKind.NAME);
    line.add("{msg_name=");
    if (name != null) {
      SocketAddress.print(line, new Bytes(name.bytes()));
    } else {
      PlainTypes.pointer(line, at.unsigned(0, width));
    }
    line.add(", msg_namelen=");
    if (before != null && before.has(width, 4) && before.signed(width, 4) != at.signed(width, 4)) {
      line.decimal(before.signed(width, 4)).add(" => ");
    }
    line.decimal(at.signed(width, 4)).add(", msg_iov=");
    Payload array = first(payloads, ItemKind.IOVEC);
    if (array != null) {
      iovec(line, array, first(payloads, ItemKind.GATHER), false);
    } else {
      PlainTypes.pointer(line, at.unsigned(2 * width, width));
    }
    line.add(", msg_iovlen=").unsigned(at.unsigned(3 * width, width));
    control(line, at, first(payloads, ItemKind.CONTROL), width);
    line.add(", msg_flags=");
    Constants.need("msg_flags").print(line, at.has(6 * width, 4) ? at.unsigned(6 * width, 4) : 0);
    line.add('}');
  }

  /**
   * Writes an array of messages. Each begins with its header; what the kernel counted of it stands
   * behind that, or, of those that were sent, in an array of all that comes last.
   */
  static void messages(Line line, List<Payload> payloads) {
    int header = header(line);
    int each = header + line.abi().pointerBytes();
    Payload last = payloads.get(payloads.size() - 1);
    // A header alone is no multiple of the longer structure.
    boolean sent = payloads.get(0).bytes().length == header && counts(last, each);
    Bytes counts = sent ? new Bytes(last.bytes()) : null;
    boolean none = payloads.size() == 1 && last.bytes().length == 0;
    List<Payload> shown = sent || none ? payloads.subList(0, payloads.size() - 1) : payloads;
    line.add('[');
    int from = 0;
    for (int n = 0; from < shown.size(); n++) {
      int to = from + 1;
      while (to < shown.size() && shown.get(to).kind() != ItemKind.BYTES) {
        to++;
      }
      line.add(from == 0 ? "{msg_hdr=" : ", {msg_hdr=");
      message(line, shown.subList(from, to), null);
      Bytes own = new Bytes(shown.get(from).bytes());
      if (counts != null && counts.has(n * each + header, 4)) {
        line.add(", msg_len=").unsigned(counts.unsigned(n * each + header, 4));
      } else if (own.has(header, 4)) {
        line.add(", msg_len=").unsigned(own.unsigned(header, 4));
      }
      line.add('}');
      from = to;
    }
    line.add(']');
  }

  private static boolean counts(Payload last, int each) {
    int bytes = last.bytes().length;
    return last.kind() == ItemKind.BYTES && bytes != 0 && bytes % each == 0;
  }

  /** The size of struct msghdr. */
  private static int header(Line line) {
    return line.abi().pointerBytes() == Long.BYTES ? 56 : 28;
  }

  private static void control(Line line, Bytes at, @Nullable Payload control, int width) {
    long size = at.unsigned(5 * width, width);
    if (size != 0) {
      line.add(", msg_control=");
      if (control == null) {
        PlainTypes.pointer(line, at.unsigned(4 * width, width));
      } else {
        headers(line, new Bytes(control.bytes()), width);
      }
    }
    line.add(", msg_controllen=").unsigned(size);
  }

  /** Writes control data: struct cmsghdr, each padded to the width of a pointer. */
  private static void headers(Line line, Bytes at, int width) {
    int head = width + 8;
    line.add('[');
    int offset = 0;
    while (at.has(offset, head)) {
      long size = at.unsigned(offset, width);
      if (size < head || size > at.length() - offset) {
        break;
      }
      int level = (int) at.signed(offset + width, 4);
      int type = (int) at.signed(offset + width + 4, 4);
      Bytes data = at.part(offset + head, (int) size - head);
      boolean rights = level == 1 && type == 1;
      line.add(offset == 0 ? "" : ", ").add("{cmsg_len=").decimal(size).add(", cmsg_level=");
      Constants.need("sockopt_level").print(line, level);
      line.add(", cmsg_type=");
      if (level == 1) {
        Constants.need("scm_type").print(line, type);
      } else {
        line.hex(type);
      }
      if (rights) {
        Memory.numbers(line.add(", cmsg_data="), data, "fd");
      } else if (level == 1 && type == CREDENTIALS) {
        Structure credentials = Structures.get(line.abi(), "ucred");
        line.add(", cmsg_data=");
        if (credentials != null) {
          credentials.print(line, data);
        }
      } else if (level != 1) {
        line.add(", cmsg_data=").data(data.array(), data.from(), data.to());
      }
      line.add('}');
      offset += ((int) size + width - 1) / width * width;
    }
    line.add(']');
  }
}
