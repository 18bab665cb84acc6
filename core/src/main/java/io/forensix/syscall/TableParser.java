// SPDX-License-Identifier: Apache-2.0
package io.forensix.syscall;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the text of {@code syscalls.tbl}. One parser reads one text. */
final class TableParser {
  /** What x86 has registers for; also {@code FX_ARGS}. */
  private static final int MOST_ARGUMENTS = 6;

  /** Calls are looked up by an array; no kernel comes near this number. */
  private static final int MOST_NUMBER = 0xffff;

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** COUNT[*N][+N], where COUNT is an argument, ret, or *ARGUMENT. */
  private static final Pattern SUM =
      Pattern.compile("(\\*?)([A-Za-z_][A-Za-z0-9_]*)(?:\\*(\\d{1,6}))?(?:\\+(\\d{1,6}))?");

  /** An explanation in the head comment: "plain int a number, signed". */
  private static final Pattern EXPLAINED =
      Pattern.compile("#\\s*(plain|capture|group)\\s+([A-Za-z_][A-Za-z0-9_]*)\\s+(.*)");

  private final Map<Abi, List<Syscall>> rows = new EnumMap<>(Abi.class);
  private final Map<Abi, Map<String, Integer>> sizes = new EnumMap<>(Abi.class);
  private final Map<String, String> groups = new LinkedHashMap<>();
  private final Map<String, String> types = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private @Nullable Abi section;
  private int line;

  SyscallTable parse(String text, int crc) {
    for (String row : text.lines().toList()) {
      line++;
      explanation(row);
      int hash = row.indexOf('#');
      String fields = (hash < 0 ? row : row.substring(0, hash)).strip();
      if (!fields.isEmpty()) {
        String remark = hash < 0 ? "" : row.substring(hash + 1).strip();
        row(BLANKS.split(fields), remark);
      }
    }
    if (rows.isEmpty()) {
      line = 1;
      throw wrong("there is no section; the text has to have a line like 'abi x86_64'");
    }
    return new SyscallTable(text, crc, rows, sizes, groups, types);
  }

  private TableException wrong(String what) {
    return new TableException(line, what);
  }

  private void explanation(String row) {
    if (section != null || !row.startsWith("#")) {
      return;
    }
    Matcher explained = EXPLAINED.matcher(row);
    if (explained.matches()) {
      String what = explained.group(3).strip();
      (explained.group(1).equals("group") ? groups : types).put(explained.group(2), what);
    }
  }

  private void row(String[] fields, String remark) {
    switch (fields[0]) {
      case "abi" -> section(fields);
      case "type" -> type(fields);
      default -> call(fields, remark);
    }
  }

  private void section(String[] fields) {
    if (fields.length != 2) {
      throw wrong("a section is 'abi NAME'");
    }
    Abi abi =
        Abi.named(fields[1]).orElseThrow(() -> wrong("'" + fields[1] + "' is no ABI known here"));
    if (rows.put(abi, new ArrayList<>()) != null) {
      throw wrong("there is a section for " + abi.label() + " already");
    }
    sizes.put(abi, new LinkedHashMap<>());
    names.clear();
    section = abi;
  }

  private Abi section() {
    if (section == null) {
      throw wrong("no section has begun; a line like 'abi x86_64' has to come first");
    }
    return section;
  }

  private void type(String[] fields) {
    if (fields.length != 3) {
      throw wrong("a structure is 'type NAME SIZE'");
    }
    if (declared().put(name(fields[1]), number(fields[2])) != null) {
      throw wrong("the structure " + fields[1] + " is declared already");
    }
  }

  private Map<String, Integer> declared() {
    return sizes.computeIfAbsent(section(), abi -> new LinkedHashMap<>());
  }

  private void call(String[] fields, String remark) {
    Abi abi = section();
    List<Syscall> calls = rows.computeIfAbsent(abi, any -> new ArrayList<>());
    int number = number(fields[0]);
    if (number > MOST_NUMBER) {
      throw wrong("the number " + number + " is more than " + MOST_NUMBER);
    }
    if (fields.length < 4) {
      throw wrong("a call is 'NUMBER NAME GROUPS RETURN ARG...'");
    }
    if (fields.length > 4 + MOST_ARGUMENTS) {
      throw wrong("more than " + MOST_ARGUMENTS + " arguments");
    }
    if (!calls.isEmpty() && calls.get(calls.size() - 1).number() >= number) {
      throw wrong("the number " + number + " does not come after the one before it");
    }
    String name = name(fields[1]);
    if (!names.add(name)) {
      throw wrong("the call " + name + " is there already");
    }
    calls.add(
        new Syscall(
            abi,
            number,
            name,
            groups(fields[2]),
            name(fields[3]),
            arguments(fields),
            remark,
            line));
  }

  private List<String> groups(String field) {
    if (field.equals("-")) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    for (String group : field.split(",", -1)) {
      found.add(name(group));
    }
    return found;
  }

  private List<Argument> arguments(String[] fields) {
    List<String> order = new ArrayList<>();
    for (int i = 4; i < fields.length; i++) {
      int colon = fields[i].indexOf(':');
      if (colon < 0) {
        throw wrong("the argument '" + fields[i] + "' is not NAME:TYPE");
      }
      String name = name(fields[i].substring(0, colon));
      if (order.contains(name)) {
        throw wrong("there are two arguments " + name);
      }
      order.add(name);
    }
    List<Argument> arguments = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      String rest = fields[4 + i].substring(order.get(i).length() + 1);
      arguments.add(argument(order.get(i), rest, order));
    }
    return arguments;
  }

  /** Reads TYPE[@DIR[:LEN]] of an argument. */
  private Argument argument(String name, String rest, List<String> order) {
    int at = rest.indexOf('@');
    if (at < 0) {
      return new Argument(name, name(rest), Direction.VALUE, Length.OWN);
    }
    String type = name(rest.substring(0, at));
    String[] how = rest.substring(at + 1).split(":", 2);
    Direction direction =
        switch (how[0]) {
          case "in" -> Direction.IN;
          case "out" -> Direction.OUT;
          case "inout" -> Direction.INOUT;
          default -> throw wrong("'" + how[0] + "' of " + name + " is not in, out or inout");
        };
    return new Argument(name, type, direction, length(name, type, how, order));
  }

  private Length length(String name, String type, String[] how, List<String> order) {
    if (how.length == 1) {
      if (!type.equals("cstr") && !type.equals("strv") && !declared().containsKey(type)) {
        throw wrong("the type " + type + " of " + name + " has no size: it is not declared");
      }
      return Length.OWN;
    }
    String rule = how[1];
    if (rule.startsWith("!")) {
      return new Length(Length.Kind.FUNCTION, -1, 1, 0, name(rule.substring(1)));
    }
    if (!rule.isEmpty() && Character.isDigit(rule.charAt(0))) {
      return new Length(Length.Kind.FIXED, -1, 1, number(rule), "");
    }
    Matcher sum = SUM.matcher(rule);
    if (!sum.matches()) {
      throw wrong("the length '" + rule + "' of " + name + " is none of N, SUM or !FUNCTION");
    }
    int factor = sum.group(3) == null ? 1 : number(sum.group(3));
    int plus = sum.group(4) == null ? 0 : number(sum.group(4));
    boolean pointed = !sum.group(1).isEmpty();
    if (!pointed && sum.group(2).equals("ret")) {
      return new Length(Length.Kind.RESULT, -1, factor, plus, "");
    }
    int argument = order.indexOf(sum.group(2));
    if (argument < 0) {
      throw wrong("the length of " + name + " names no argument of the call: " + sum.group(2));
    }
    Length.Kind kind = pointed ? Length.Kind.POINTED : Length.Kind.ARGUMENT;
    return new Length(kind, argument, factor, plus, "");
  }

  private String name(String field) {
    if (!NAME.matcher(field).matches()) {
      throw wrong("'" + field + "' is no name");
    }
    return field;
  }

  private int number(String field) {
    try {
      int value = Integer.parseInt(field);
      if (value >= 0 && field.charAt(0) != '+') {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, with the line.
    }
    throw wrong("'" + field + "' is no number");
  }
}
