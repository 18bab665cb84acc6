// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.record.FileId;
import io.forensix.syscall.Abi;
import io.forensix.timeline.OpenFile;

/** Open files: what strace -yy shows of one between angle brackets, and the whole of it. */
public final class FileText {
  private static final int TYPE_BITS = 0170000;
  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int NETLINK = 16;

  private FileText() {}

  /** Writes what a descriptor stands for, as in {@code </etc/passwd>}. */
  static void bracketed(Line line, OpenFile file) {
    line.add('<');
    name(line, file);
    line.add('>');
  }

  /** Returns a socket by protocol and addresses; empty for what is none, or of no known family. */
  public static String socket(OpenFile file) {
    StringBuilder text = new StringBuilder();
    boolean known = socket(new Line(text, TextOptions.USUAL, Abi.X86_64), file);
    return known ? text.toString() : "";
  }

  /** Returns an address of a socket in few words; empty where it has none. */
  public static String address(byte[] address) {
    StringBuilder text = new StringBuilder();
    SocketAddress.brief(new Line(text, TextOptions.USUAL, Abi.X86_64), new Bytes(address));
    return text.toString();
  }

  private static void name(Line line, OpenFile file) {
    if (!file.socket() || !socket(line, file)) {
      // As strace does: what would end the name is escaped, too.
      StringBuilder path = new StringBuilder();
      Quote.escape(path, file.path(), 0, file.path().length);
      line.add(path.toString().replace("<", "\\074").replace(">", "\\076"));
    }
  }

  /** Writes a socket by protocol and addresses; false where it is of no family known here. */
  private static boolean socket(Line line, OpenFile file) {
    String protocol =
        switch (file.family()) {
          case UNIX -> "UNIX-" + type(file);
          case INET -> internet(file);
          case INET6 -> internet(file) + "v6";
          case NETLINK -> "NETLINK";
          default -> "";
        };
    if (protocol.isEmpty()) {
      return false;
    }
    line.add(protocol).add(":[");
    Bytes own = new Bytes(file.address());
    Bytes peer = new Bytes(file.peer());
    if (file.family() == NETLINK) {
      netlink(line, file, own);
    } else if (!SocketAddress.brief(line, own)) {
      line.unsigned(file.inode());
    }
    if (SocketAddress.bound(peer)) {
      line.add("->");
      SocketAddress.brief(line, peer);
    }
    line.add(']');
    return true;
  }

  private static String type(OpenFile file) {
    String name = Constants.need("socket_type").name(file.socketType());
    return name == null ? Integer.toString(file.socketType()) : name.substring("SOCK_".length());
  }

  private static String internet(OpenFile file) {
    String name = Constants.need("ip_protocol").name(Integer.toUnsignedLong(file.protocol()));
    return name == null ? "IP-" + type(file) : name.substring("IPPROTO_".length());
  }

  private static void netlink(Line line, OpenFile file, Bytes own) {
    String name = Constants.need("netlink_protocol").name(Integer.toUnsignedLong(file.protocol()));
    line.add(name == null ? "" + file.protocol() : name.substring("NETLINK_".length())).add(':');
    if (!SocketAddress.brief(line, own)) {
      line.unsigned(file.inode());
    }
  }

  /** Writes all that a FILE record says, without its number. */
  static void whole(Line line, OpenFile file) {
    line.name(file.path(), 0, file.path().length).add(' ');
    Constants.need("open_flags").print(line, Integer.toUnsignedLong(file.flags()));
    line.add(kind(file.mode()));
    if (file.socket()) {
      line.add(' ');
      Constants.need("socket_domain").print(line, file.family());
      line.add(' ');
      Constants.need("socket_type").print(line, file.socketType());
      int from = line.length();
      line.add(' ');
      if (!socket(line, file)) {
        line.cut(from);
      }
    }
    place(line, file.dev(), file.inode());
  }

  /** Writes an identity, where nothing else is known of a file. */
  static void identity(Line line, FileId id) {
    line.add("file ").hex(id.file()).add(kind(id.mode()));
    place(line, id.dev(), id.inode());
  }

  private static void place(Line line, int dev, long inode) {
    line.add(" dev ");
    device(line, dev);
    line.add(" inode ").unsigned(inode);
  }

  /** Writes a device as the kernel has it in memory: 12 bits major, 20 bits minor. */
  static void device(Line line, int dev) {
    line.decimal(dev >>> 20).add(':').decimal(dev & 0xfffff);
  }

  private static String kind(int mode) {
    return switch (mode & TYPE_BITS) {
      case 0140000 -> " socket";
      case 0120000 -> " symlink";
      case 0100000 -> " regular";
      case 0060000 -> " block device";
      case 0040000 -> " directory";
      case 0020000 -> " character device";
      case 0010000 -> " pipe";
      default -> "";
    };
  }
}
