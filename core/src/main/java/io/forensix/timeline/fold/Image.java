// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.FileId;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;
import io.forensix.timeline.span.FileKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a program is, as an EXEC or TASK record says it; shared by all processes that run it. */
record Image(String path, FileKey file, List<String> arguments, List<String> environment) {
  static final Image UNKNOWN = new Image("", FileKey.UNKNOWN, List.of(), List.of());

  static Image of(ItemCursor items) {
    String path = "";
    FileKey file = FileKey.UNKNOWN;
    List<String> arguments = List.of();
    List<String> environment = List.of();
    while (items.next()) {
      ItemKind kind = items.kind();
      if (items.arg() == 0 && kind == ItemKind.CSTR) {
        path = items.text();
      } else if (items.arg() == 0 && kind == ItemKind.FILE && items.size() >= FileId.BYTES) {
        file = OpenFile.key(items.file());
      } else if (kind == ItemKind.STRV && items.arg() == 1) {
        arguments = text(items.strings());
      } else if (kind == ItemKind.STRV && items.arg() == 2) {
        environment = text(items.strings());
      }
    }
    return new Image(path, file, arguments, environment);
  }

  private static List<String> text(List<byte[]> strings) {
    return strings.stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
  }
}
