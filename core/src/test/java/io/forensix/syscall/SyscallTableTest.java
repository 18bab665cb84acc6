// SPDX-License-Identifier: Apache-2.0
package io.forensix.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyscallTableTest {
  private static final SyscallTable TABLE = SyscallTable.builtIn();

  private static Path source() {
    return Path.of(System.getProperty("forensix.root"), "kernel", "syscalls.tbl");
  }

  @Test
  void theJarHoldsTheOneTable() throws IOException {
    byte[] bytes = Files.readAllBytes(source());
    CRC32 crc = new CRC32();
    crc.update(bytes);
    assertThat(TABLE.text()).isEqualTo(Files.readString(source()));
    assertThat(TABLE.crc()).isEqualTo((int) crc.getValue());
  }

  @Test
  void hasARowForEveryLineThatBeginsWithANumber() throws IOException {
    long lines = Files.lines(source()).filter(line -> line.matches("\\s*\\d+\\s.*")).count();
    assertThat(TABLE.calls(Abi.X86_64).size() + TABLE.calls(Abi.IA32).size())
        .isEqualTo((int) lines);
    assertThat(lines).isGreaterThan(700);
  }

  @Test
  void readsReadAndOpenat() {
    Syscall read = TABLE.call(Abi.X86_64, 0).orElseThrow();
    assertThat(read.name()).isEqualTo("read");
    assertThat(read.groups()).containsExactly("io", "fd");
    assertThat(read.result()).isEqualTo("size");
    assertThat(read.returns()).isTrue();
    assertThat(read.arguments())
        .containsExactly(
            new Argument("fd", "fd", Direction.VALUE, Length.OWN),
            new Argument(
                "buf", "bytes", Direction.OUT, new Length(Length.Kind.RESULT, -1, 1, 0, "")),
            new Argument("count", "size", Direction.VALUE, Length.OWN));
    Syscall openat = TABLE.call(Abi.X86_64, 257).orElseThrow();
    assertThat(openat.indexOf("flags")).isEqualTo(2);
    assertThat(openat.arguments().get(1))
        .isEqualTo(new Argument("path", "cstr", Direction.IN, Length.OWN));
    assertThat(TABLE.call(Abi.IA32, 3).orElseThrow().name()).isEqualTo("read");
    assertThat(TABLE.call(Abi.X32, 257)).contains(openat);
  }

  @Test
  void readsEveryFormOfLength() {
    String text =
        """
        abi x86_64
        type thing 12
        7 call g int a:thing@in b:bytes@out:ret*4+8 n:size c:bytes@in:n*3 d:bytes@inout:*n+8 e:bytes@in:!fun
        """;
    List<Argument> arguments =
        SyscallTable.parse(text).call(Abi.X86_64, 7).orElseThrow().arguments();
    assertThat(arguments)
        .extracting(Argument::length)
        .containsExactly(
            Length.OWN,
            new Length(Length.Kind.RESULT, -1, 4, 8, ""),
            Length.OWN,
            new Length(Length.Kind.ARGUMENT, 2, 3, 0, ""),
            new Length(Length.Kind.POINTED, 2, 1, 8, ""),
            new Length(Length.Kind.FUNCTION, -1, 1, 0, "fun"));
    assertThat(arguments.get(0).captured()).isTrue();
    assertThat(arguments.get(2).captured()).isFalse();
  }

  @Test
  void knowsNoCallThatTheTableDoesNotHave() {
    assertThat(TABLE.call(Abi.X86_64, -1)).isEmpty();
    assertThat(TABLE.call(Abi.X86_64, Integer.MAX_VALUE)).isEmpty();
    assertThat(TABLE.call(77, 0)).isEmpty();
    assertThat(TABLE.named("no_such_call")).isEmpty();
  }

  @Test
  void explainsEveryGroupAndPlainType() {
    assertThat(TABLE.groups()).allSatisfy((group, what) -> assertThat(what).as(group).isNotEmpty());
    for (Abi abi : List.of(Abi.X86_64, Abi.IA32)) {
      for (Syscall call : TABLE.calls(abi)) {
        for (Argument argument : call.arguments()) {
          if (!argument.captured()) {
            assertThat(TABLE.types()).as(call.name()).containsKey(argument.type());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 read io size                                | 1 | no section
          abi vax | 1 | is no ABI
          abi x86_64;abi x86_64                         | 2 | already
          abi x86_64;0 read io                          | 2 | NUMBER NAME
          abi x86_64;1 a - int;1 b - int                | 3 | does not come after
          abi x86_64;1 a - int;2 a - int                | 3 | is there already
          abi x86_64;x read io int                      | 2 | no number
          abi x86_64;70000 read io int                  | 2 | more than 65535
          abi x86_64;0 read io int a                    | 2 | not NAME:TYPE
          abi x86_64;0 read io int a:int a:int          | 2 | two arguments
          abi x86_64;0 read io int a:bytes@up           | 2 | not in, out or inout
          abi x86_64;0 read io int a:thing@in           | 2 | has no size
          abi x86_64;0 read io int a:bytes@in:b         | 2 | names no argument
          abi x86_64;0 read io int a:bytes@in:b**2      | 2 | is none of
          abi x86_64;0 r - int a:i b:i c:i d:i e:i f:i g:i | 2 | more than 6
          abi x86_64;type t 1;type t 2                  | 3 | declared already
          ''                                            | 1 | there is no section
          """)
  void saysWhereTheTextIsWrong(String text, int line, String what) {
    assertThatThrownBy(() -> SyscallTable.parse(text.replace(';', '\n')))
        .isInstanceOfSatisfying(
            TableException.class, wrong -> assertThat(wrong.line()).isEqualTo(line))
        .hasMessageStartingWith("syscalls.tbl line " + line + ": ")
        .hasMessageContaining(what);
  }

  @Test
  void survivesDamagedText() throws IOException {
    byte[] good = Files.readAllBytes(source());
    Random random = new Random(20261123);
    int refused = 0;
    for (int round = 0; round < 200; round++) {
      byte[] bad = good.clone();
      for (int i = 0; i < 20; i++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        SyscallTable.parse(bad);
      } catch (TableException expected) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
