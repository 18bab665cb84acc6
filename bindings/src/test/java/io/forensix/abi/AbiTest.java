// SPDX-License-Identifier: Apache-2.0
package io.forensix.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the committed bindings against the header, as the C compiler sees it. The header's own text
 * says which names there are, so that one which is missing in the bindings is noticed; a program
 * compiled against it prints what each of them is.
 */
class AbiTest {
  private static final Path ROOT = Path.of(System.getProperty("forensix.root", "..")).normalize();
  private static final Path INCLUDE = ROOT.resolve("kernel/include/uapi");
  private static final Pattern INCLUDED =
      Pattern.compile("(?m)^#include \"(forensix_(?!layout)\\w+\\.h)\"");
  private static final Pattern DEFINE = Pattern.compile("(?m)^#define\\s+(FX_\\w+)\\s+\\S");
  private static final Pattern TEXT = Pattern.compile("(?m)^#define\\s+(FX_\\w+)\\s+\"");
  private static final Pattern ENUM = Pattern.compile("(?ms)^enum\\s+fx_\\w+\\s*\\{(.*?)^\\};");
  private static final Pattern ENUM_NAME = Pattern.compile("(?m)^\\s*(FX_\\w+)\\s*[=,]");
  private static final Pattern STRUCT =
      Pattern.compile("(?ms)^struct\\s+(fx_\\w+)\\s*\\{(.*?)^\\};");
  private static final Pattern FIELD = Pattern.compile("(?m)^\\s*[\\w ]+\\s(\\w+)(\\[\\w+\\])?;");

  @TempDir static Path work;
  private static final Set<String> CONSTANTS = new TreeSet<>();
  private static final Set<String> TEXTS = new TreeSet<>();
  private static final Map<String, List<String>> STRUCTS = new TreeMap<>();
  private static Map<String, String> c = Map.of();

  @BeforeAll
  static void readTheHeaderAndAskTheCompiler() throws Exception {
    String text = header("forensix.h");
    text = Pattern.compile("(?s)/\\*.*?\\*/").matcher(text).replaceAll("");
    DEFINE.matcher(text).results().forEach(match -> CONSTANTS.add(match.group(1)));
    TEXT.matcher(text).results().forEach(match -> TEXTS.add(match.group(1)));
    Matcher enums = ENUM.matcher(text);
    while (enums.find()) {
      ENUM_NAME.matcher(enums.group(1)).results().forEach(name -> CONSTANTS.add(name.group(1)));
    }
    Matcher structs = STRUCT.matcher(text);
    while (structs.find()) {
      List<String> fields = new ArrayList<>();
      FIELD.matcher(structs.group(2)).results().forEach(field -> fields.add(field.group(1)));
      STRUCTS.put(structs.group(1), fields);
    }
    c = askTheCompiler();
  }

  /** The text of a header, with that of the parts it includes; the layout only asserts. */
  private static String header(String name) throws IOException {
    String text = Files.readString(INCLUDE.resolve(name));
    Matcher parts = INCLUDED.matcher(text);
    StringBuilder all = new StringBuilder(text);
    while (parts.find()) {
      all.append(header(parts.group(1)));
    }
    return all.toString();
  }

  private static Map<String, String> askTheCompiler() throws IOException, InterruptedException {
    StringBuilder program = new StringBuilder("#include <stdio.h>\n#include \"forensix.h\"\n");
    program.append("int main(void)\n{\n");
    for (String name : CONSTANTS) {
      String line =
          TEXTS.contains(name)
              ? "printf(\"%s %%s\\n\", %s);\n"
              : "printf(\"%s %%lld\\n\", (long long)%s);\n";
      program.append(line.formatted(name, name));
    }
    STRUCTS.forEach((struct, fields) -> {
      program.append("printf(\"%s %%zu\\n\", sizeof(struct %s));\n".formatted(struct, struct));
      for (String field : fields) {
        program.append(
            "printf(\"%s.%s %%zu %%zu\\n\", __builtin_offsetof(struct %s, %s), sizeof(((struct %s *)0)->%s));\n"
                .formatted(struct, field, struct, field, struct, field));
      }
    });
    program.append("return 0;\n}\n");
    Path source = Files.writeString(work.resolve("abi.c"), program);
    Path binary = work.resolve("abi");
    run("gcc", "-Wall", "-Werror", "-I", INCLUDE.toString(), "-o", "" + binary, "" + source);
    Map<String, String> answers = new TreeMap<>();
    for (String line : run(binary.toString()).lines().toList()) {
      int space = line.indexOf(' ');
      answers.put(line.substring(0, space), line.substring(space + 1));
    }
    return answers;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(work, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
    String text = Files.readString(output);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  @Test
  void theHeaderIsUnderstood() {
    assertThat(CONSTANTS)
        .contains("FX_ABI_VERSION", "FX_REC_CALL", "FX_IOC_WAKE", "FX_MARK_SNAPSHOT");
    assertThat(STRUCTS).containsKeys("fx_producer", "fx_record", "fx_call", "fx_info");
    assertThat(STRUCTS.get("fx_call")).contains("record", "items", "args");
    assertThat(STRUCTS.get("fx_info")).contains("recording_id");
  }

  @Test
  void everyConstantHasTheValueItHasInC() throws Exception {
    for (String name : CONSTANTS) {
      if (TEXTS.contains(name)) {
        MemorySegment text = (MemorySegment) constant(name).invoke(null);
        assertThat(text.getString(0)).as(name).isEqualTo(c.get(name));
        continue;
      }
      Number value = (Number) constant(name).invoke(null);
      long expected = Long.parseLong(c.get(name));
      // An int in Java may be an unsigned int in C, as with ioctl numbers.
      long actual =
          value instanceof Integer i ? (expected < 0 ? i : i & 0xffff_ffffL) : value.longValue();
      assertThat(actual).as(name).isEqualTo(expected);
    }
  }

  private static Method constant(String name) {
    try {
      return forensix_h.class.getMethod(name);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(
          name + " is in the header and not in the bindings: run scripts/bindings", e);
    }
  }

  @Test
  void theBindingsHaveNoConstantThatTheHeaderLacks() {
    Set<String> bound = new TreeSet<>();
    for (Method method : forensix_h.class.getMethods()) {
      if (method.getName().startsWith("FX_")) {
        bound.add(method.getName());
      }
    }
    assertThat(bound).isEqualTo(CONSTANTS);
  }

  @Test
  void everyStructureIsLaidOutAsInC() throws Exception {
    for (Map.Entry<String, List<String>> struct : STRUCTS.entrySet()) {
      GroupLayout layout = layout(struct.getKey());
      assertThat(layout.byteSize() + "").as(struct.getKey()).isEqualTo(c.get(struct.getKey()));
      List<String> members = new ArrayList<>();
      for (MemoryLayout member : layout.memberLayouts()) {
        if (!(member instanceof PaddingLayout)) {
          members.add(member.name().orElseThrow());
        }
      }
      assertThat(members).as(struct.getKey()).isEqualTo(struct.getValue());
      for (String field : struct.getValue()) {
        PathElement path = PathElement.groupElement(field);
        String place = layout.byteOffset(path) + " " + layout.select(path).byteSize();
        String name = struct.getKey() + "." + field;
        assertThat(place).as(name).isEqualTo(c.get(name));
      }
    }
  }

  private static GroupLayout layout(String struct) throws ReflectiveOperationException {
    try {
      Class<?> type = Class.forName("io.forensix.abi." + struct);
      return (GroupLayout) type.getMethod("layout").invoke(null);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(
          struct + " is in the header and not in the bindings: run scripts/bindings", e);
    }
  }

  @Test
  void numbersAreLittleEndian() {
    assertThat(forensix_h.C_INT.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(ValueLayout.JAVA_LONG.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
  }
}
