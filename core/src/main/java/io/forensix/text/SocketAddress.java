// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

/** A socket address, by its family. */
final class SocketAddress {
  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int NETLINK = 16;
  private static final int GROUPS = 8;

  private SocketAddress() {}

  static void print(Line line, Bytes at) {
    if (!at.has(0, 2)) {
      line.data(at.array(), at.from(), at.to());
      return;
    }
    int family = (int) at.unsigned(0, 2);
    line.add("{sa_family=");
    Constants.need("socket_domain").print(line, family);
    if (family == UNIX) {
      unix(line, at);
    } else if (family == INET && at.has(0, 8)) {
      line.add(", sin_port=htons(").decimal(port(at)).add("), sin_addr=inet_addr(\"");
      inet(line, at.part(4, 4)).add("\")");
    } else if (family == INET6 && at.has(0, 24)) {
      inet6(line, at);
    } else if (family == NETLINK && at.has(0, 12)) {
      line.add(", nl_pid=").decimal(at.signed(4, 4)).add(", nl_groups=");
      long groups = at.unsigned(8, 4);
      line.add(groups == 0 ? "00000000" : String.format("0x%06x", groups));
    } else if (at.length() > 2) {
      line.add(", sa_data=").data(at.array(), at.from() + 2, at.to());
    }
    line.add('}');
  }

  /** Returns whether there is an address at all, rather than its family alone, or zeros. */
  static boolean bound(Bytes at) {
    for (int i = 2; i < at.length(); i++) {
      if (at.unsigned(i, 1) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Writes an address in few words, as in 127.0.0.1:80; false where there is none. */
  static boolean brief(Line line, Bytes at) {
    if (!bound(at)) {
      return false;
    }
    int family = (int) at.unsigned(0, 2);
    if (family == UNIX) {
      path(line, at);
    } else if (family == INET && at.has(0, 8)) {
      inet(line, at.part(4, 4)).add(':').decimal(port(at));
    } else if (family == INET6 && at.has(0, 24)) {
      line.add('[');
      groups(line, at.part(8, 16));
      line.add("]:").decimal(port(at));
    } else if (family == NETLINK && at.has(0, 12)) {
      line.unsigned(at.unsigned(4, 4));
    } else {
      line.data(at.array(), at.from(), at.to());
    }
    return true;
  }

  /** A path ends at a NUL; an abstract name begins with one and holds any bytes. */
  private static void unix(Line line, Bytes at) {
    if (at.length() == 2) {
      return;
    }
    line.add(", sun_path=");
    path(line, at);
  }

  private static void path(Line line, Bytes at) {
    if (at.unsigned(2, 1) == 0) {
      line.add('@').name(at.array(), at.from() + 3, at.to());
    } else {
      line.name(at.array(), at.from() + 2, at.from() + at.nul(2));
    }
  }

  private static long port(Bytes at) {
    return at.unsigned(2, 1) << 8 | at.unsigned(3, 1);
  }

  private static Line inet(Line line, Bytes at) {
    line.decimal(at.unsigned(0, 1)).add('.').decimal(at.unsigned(1, 1)).add('.');
    return line.decimal(at.unsigned(2, 1)).add('.').decimal(at.unsigned(3, 1));
  }

  private static void inet6(Line line, Bytes at) {
    long flow = Integer.toUnsignedLong(Integer.reverseBytes((int) at.unsigned(4, 4)));
    line.add(", sin6_port=htons(").decimal(port(at)).add("), sin6_flowinfo=htonl(");
    line.decimal(flow).add("), inet_pton(AF_INET6, \"");
    groups(line, at.part(8, 16));
    line.add("\", &sin6_addr)");
    if (at.has(24, 4)) {
      line.add(", sin6_scope_id=").decimal(at.unsigned(24, 4));
    }
  }

  /** Writes an address as inet_ntop(3) does: the longest run of zero groups becomes "::". */
  private static void groups(Line line, Bytes at) {
    int[] group = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      group[i] = (int) (at.unsigned(2 * i, 1) << 8 | at.unsigned(2 * i + 1, 1));
    }
    int best = -1;
    int longest = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = 0;
      while (i + run < GROUPS && group[i + run] == 0) {
        run++;
      }
      if (run > longest) {
        best = i;
        longest = run;
      }
    }
    boolean mapped = best == 0 && longest == 5 && group[5] == 0xffff;
    boolean compatible = best == 0 && longest == 6;
    for (int i = 0; i < GROUPS; i++) {
      if (i == best) {
        line.add("::");
        i += longest - 1;
      } else if (i == 6 && (mapped || compatible)) {
        line.add(mapped ? ":" : "");
        inet(line, at.part(12, 4));
        return;
      } else {
        line.add(i == 0 || i == best + longest && best >= 0 ? "" : ":");
        line.add(Integer.toHexString(group[i]));
      }
    }
  }
}
