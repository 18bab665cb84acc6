// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes of a recording as text of a column. */
final class Words {
  private Words() {}

  /**
   * Returns the text, where the bytes are UTF-8; else with each byte that is not ASCII as \xNN, so
   * that different names stay different.
   */
  static String of(byte[] bytes) {
    for (byte one : bytes) {
      if (one < 0) {
        return strict(bytes);
      }
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String strict(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      StringBuilder text = new StringBuilder(bytes.length + 16);
      for (byte one : bytes) {
        if (one < 0) {
          text.append(String.format("\\x%02x", one & 0xff));
        } else {
          text.append((char) one);
        }
      }
      return text.toString();
    }
  }

  /** Returns strings that each end with a NUL. */
  static List<String> list(byte[] bytes) {
    List<String> strings = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= bytes.length; at++) {
      if (at == bytes.length ? from < at : bytes[at] == 0) {
        strings.add(of(Arrays.copyOfRange(bytes, from, at)));
        from = at + 1;
      }
    }
    return strings;
  }
}
