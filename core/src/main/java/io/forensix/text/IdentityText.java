// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.timeline.Identity;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Who a task is, and what of that changed. */
final class IdentityText {
  /** One field: its name in the kernel's header, and how it is written. */
  private record Field(String name, Function<Identity, String> text) {}

  private static final List<Field> FIELDS =
      List.of(
          number("uid", Identity::uid),
          number("euid", Identity::euid),
          number("suid", Identity::suid),
          number("fsuid", Identity::fsuid),
          number("gid", Identity::gid),
          number("egid", Identity::egid),
          number("sgid", Identity::sgid),
          number("fsgid", Identity::fsgid),
          number("login_uid", Identity::loginUid),
          number("audit_session", Identity::auditSession),
          number("session", Identity::session),
          number("group", Identity::group),
          new Field("tty", who -> ProcessText.terminal(who.tty())),
          number("pid_ns", Identity::pidNamespace),
          number("mnt_ns", Identity::mountNamespace),
          number("user_ns", Identity::userNamespace),
          new Field("cgroup", who -> Long.toUnsignedString(who.cgroup())),
          new Field("capabilities", who -> "0x" + Long.toHexString(who.capabilities())));

  private IdentityText() {}

  private static Field number(String name, ToLongFunction<Identity> value) {
    return new Field(name, who -> id(value.applyAsLong(who)));
  }

  /** Returns an id, -1 for none as the calls that set ids have it. */
  private static String id(long value) {
    return value == Identity.NONE ? "-1" : Long.toString(value);
  }

  /** Writes what is not as it was, or all of it where nothing is known of before. */
  static void print(Line line, @Nullable Identity before, Identity now) {
    String separator = " ";
    for (Field field : FIELDS) {
      String is = field.text.apply(now);
      String was = before == null ? "" : field.text.apply(before);
      if (!is.equals(was)) {
        line.add(separator).add(field.name).add('=');
        line.add(before == null ? "" : was + " => ").add(is);
        separator = ", ";
      }
    }
    if (before != null && before.equals(now)) {
      line.add(" unchanged");
    }
  }
}
