// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.syscall.Syscall;
import io.forensix.timeline.Call;

/** What quotactl(2) has after the file system: by its command, an identity and a structure. */
final class QuotaText {
  private static final int COMMAND_SHIFT = 8;

  private QuotaText() {}

  /** Returns the type of an argument: that of the table where the command does not matter. */
  static String type(Syscall row, int argument, Call call) {
    String name = row.arguments().get(argument).name();
    String command =
        String.valueOf(
            Constants.need("quota_cmd")
                .name((call.args()[row.indexOf("cmd")] & 0xffff_ffffL) >> COMMAND_SHIFT));
    boolean id = name.equals("id");
    if (!id && !name.equals("addr")) {
      return row.arguments().get(argument).type();
    }
    return switch (command) {
      case "Q_SYNC", "Q_QUOTAOFF", "Q_XQUOTASYNC" -> Refinements.NONE;
      case "Q_QUOTAON" -> id ? "quota_format" : "cstr";
      case "Q_GETQUOTA" -> id ? "uid" : "quota_block:out";
      case "Q_SETQUOTA" -> id ? "uid" : "quota_block:in";
      case "Q_GETNEXTQUOTA" -> id ? "uid" : "quota_next:out";
      case "Q_GETFMT" -> id ? Refinements.NONE : "quota_format_ptr:out";
      case "Q_GETINFO" -> id ? Refinements.NONE : "quota_info:out";
      case "Q_SETINFO" -> id ? Refinements.NONE : "quota_info:in";
      default -> id ? "uint" : "ptr";
    };
  }

  /** Whether there is a command to look at. */
  static boolean speaksOf(Syscall row) {
    return row.name().startsWith("quotactl");
  }
}
