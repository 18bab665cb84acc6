// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A record of Java's as a line of a file: its components in their order, with tabs between them.
 */
final class TabLine {
  private TabLine() {}

  /** Returns the line of a record. */
  static String of(Record row) {
    return Arrays.stream(row.getClass().getRecordComponents())
        .map(component -> value(row, component).toString())
        .collect(Collectors.joining("\t"));
  }

  private static Object value(Record row, RecordComponent component) {
    try {
      return component.getAccessor().invoke(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component.toString(), e);
    }
  }

  /**
   * Returns the record of a line.
   *
   * @throws IllegalArgumentException when it is none
   */
  static <R extends Record> R parse(Class<R> type, String line) {
    String[] fields = line.split("\t", -1);
    RecordComponent[] components = type.getRecordComponents();
    if (fields.length != components.length) {
      throw new IllegalArgumentException("no " + type.getSimpleName() + ": " + line);
    }
    Class<?>[] types = new Class<?>[fields.length];
    Object[] values = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(types[i], fields[i]);
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.toString(), e);
    }
  }

  private static Object value(Class<?> type, String field) {
    if (type == int.class) {
      return Integer.valueOf(field);
    }
    if (type == long.class) {
      return Long.valueOf(field);
    }
    if (type == double.class) {
      return Double.valueOf(field);
    }
    return type.isEnum() ? constant(type, field) : field;
  }

  private static Object constant(Class<?> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no '" + name + "'"));
  }
}
