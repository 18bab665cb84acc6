// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.syscall.Syscall;
import io.forensix.timeline.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of {@code refine.txt}: types of arguments that depend on the call. */
final class Refinements {
  /** A type that says that an argument is not there. */
  static final String NONE = "none";

  private static final String RESULT = "=";

  /** By call, then by argument. */
  private static final Map<String, Map<String, List<Row>>> ROWS = rows();

  private Refinements() {}

  /** An argument has this type where another one has one of these values, or has this bit. */
  private record Row(String other, boolean bit, List<String> values, String type) {
    boolean fits(Syscall row, Call call) {
      if (other.isEmpty()) {
        return true;
      }
      int index = row.indexOf(other);
      ConstantSet set = index < 0 ? null : Constants.set(Refinements.type(row, index, call));
      if (set == null) {
        return false;
      }
      long is = call.args()[index];
      for (String value : values) {
        Long wanted = set.value(value);
        if (wanted != null && (bit ? (is & wanted) == wanted : (int) is == wanted.intValue())) {
          return true;
        }
      }
      return false;
    }
  }

  /** Returns the type of an argument of a call, that of the table where no row speaks of it. */
  static String type(Syscall row, int argument, Call call) {
    if (QuotaText.speaksOf(row)) {
      return QuotaText.type(row, argument, call);
    }
    String refined = find(row, row.arguments().get(argument).name(), call);
    return refined != null ? refined : row.arguments().get(argument).type();
  }

  /** Returns the type of the result. */
  static String result(Syscall row, Call call) {
    String refined = find(row, RESULT, call);
    return refined != null ? refined : row.result();
  }

  private static @Nullable String find(Syscall row, String argument, Call call) {
    Map<String, List<Row>> rows = ROWS.get(row.name());
    List<Row> candidates = rows == null ? null : rows.get(argument);
    if (candidates == null) {
      return null;
    }
    for (Row candidate : candidates) {
      if (candidate.fits(row, call)) {
        return candidate.type;
      }
    }
    return null;
  }

  private static Map<String, Map<String, List<Row>>> rows() {
    Map<String, Map<String, List<Row>>> rows = new HashMap<>();
    Rows.read(
        "refine.txt",
        row -> {
          String[] fields = row.strip().split("\\s+");
          String type = fields[fields.length - 1];
          // The other argument's name comes first, so a lone "=" is not mistaken for a condition.
          String[] when = fields.length == 4 ? fields[2].split("[=&]", 2) : new String[] {"", ""};
          boolean bit = fields.length == 4 && fields[2].contains("&");
          List<String> values = List.of(when[1].split(","));
          for (String call : fields[0].split(",")) {
            rows.computeIfAbsent(call, any -> new HashMap<>())
                .computeIfAbsent(fields[1], any -> new ArrayList<>())
                .add(new Row(when[0], bit, values, type));
          }
        });
    return rows;
  }

  /** Returns every type that the rows name, for the check that there are formatters for them. */
  static List<String> types() {
    return ROWS.values().stream()
        .flatMap(rows -> rows.values().stream())
        .flatMap(List::stream)
        .map(row -> row.type().split(":")[0])
        .distinct()
        .toList();
  }
}
