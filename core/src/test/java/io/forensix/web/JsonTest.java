// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JsonTest {
  private static final int WIDTH = 100;

  private static JsonNode written(Object value) {
    Json json = new Json(WIDTH);
    byte[] bytes = json.begin().put("value", value).put("cut", json.cut()).end().bytes();
    return Description.parse(new String(bytes, StandardCharsets.UTF_8));
  }

  /** Any text comes back as it went in, or as its beginning with a mark. */
  @Test
  void textsOfAnyKind() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      StringBuilder any = new StringBuilder();
      for (int n = random.nextInt(2 * WIDTH); n > 0; n--) {
        int point = random.nextInt(4) == 0 ? 0x1f600 + random.nextInt(64) : random.nextInt(0xd800);
        any.appendCodePoint(random.nextInt(3) == 0 ? random.nextInt(32) : point);
      }
      String text = any.toString();
      JsonNode json = written(text);
      String back = json.get("value").asString();
      if (text.length() <= WIDTH) {
        assertThat(back).isEqualTo(text);
        assertThat(json.get("cut").asInt()).isZero();
      } else {
        assertThat(back).endsWith("…").hasSizeBetween(WIDTH - 1, WIDTH);
        assertThat(text).startsWith(back.substring(0, back.length() - 1));
        assertThat(Character.isHighSurrogate(back.charAt(back.length() - 2))).isFalse();
        assertThat(json.get("cut").asInt()).isEqualTo(1);
      }
    }
  }

  @Test
  void valuesOfAnyLength() {
    assertThat(written("x".repeat(100 << 20)).get("value").asString()).hasSize(WIDTH);
    JsonNode bytes = written(new byte[100 << 20]);
    assertThat(Base64.getDecoder().decode(bytes.get("value").asString())).hasSize(WIDTH);
    List<String> list = new ArrayList<>(Collections.nCopies(1_000_000, "x".repeat(50)));
    assertThat(written(list).get("value").size()).isBetween(1, 4096);
  }

  @Test
  void numbersThatJavaScriptCannotHoldAreTexts() {
    long safe = (1L << 53) - 1;
    for (long number : new long[] {0, 7, safe, -safe}) {
      assertThat(written(number).get("value").asLong()).isEqualTo(number);
      assertThat(written(number).get("value").isNumber()).isTrue();
    }
    for (long number : new long[] {safe + 1, -safe - 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(written(number).get("value").isString()).isTrue();
      assertThat(written(number).get("value").asString()).isEqualTo(Long.toString(number));
    }
    BigInteger huge = BigInteger.TWO.pow(127);
    assertThat(written(huge).get("value").asString()).isEqualTo(huge.toString());
    assertThat(written(Double.NaN).get("value").asString()).isEqualTo("NaN");
    assertThat(written(0.5).get("value").asDouble()).isEqualTo(0.5);
  }
}
