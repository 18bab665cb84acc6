// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. A page of somebody else's, in the same browser, must not: neither by a name of its
 * own that it has led here (Host), nor from where it is (Origin). Who comes from another machine
 * has to know the token, or has shown a certificate before anything else.
 */
final class Guard {
  static final String COOKIE = "forensix";
  private static final String BEARER = "Bearer ";
  private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]]+)(:\\d{1,5})?");

  /** Nothing but what is ours, no code that is not a file, and no page around this one. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'"
          + " data:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  private final Set<String> names;
  private final boolean tls;
  private final @Nullable String token;

  /**
   * Makes one.
   *
   * @param names what this server is called, in small letters; at which port does not matter, as
   *     what leads here may have another
   * @param tls whether it speaks TLS
   * @param token what who asks has to know; null for nothing
   */
  Guard(Set<String> names, boolean tls, @Nullable String token) {
    this.names = Set.copyOf(names);
    this.tls = tls;
    this.token = token;
  }

  /** Says what a browser is to do with the answer. */
  static void head(Headers headers) {
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  }

  /**
   * Lets a request pass.
   *
   * @param api whether it asks for what was recorded
   * @throws Problem when it must not
   */
  void check(HttpExchange exchange, boolean api) throws Problem {
    Headers headers = exchange.getRequestHeaders();
    String host = one(headers, "Host");
    if (host == null || !names.contains(name(host))) {
      throw refused(
          "it was sent to a host that this server does not go by",
          "use the address that was printed at the start, or start it with --name");
    }
    String origin = one(headers, "Origin");
    String own = (tls ? "https://" : "http://") + host;
    if (origin != null && !origin.equalsIgnoreCase(own)) {
      throw refused("it comes from the page of another site", "open this server's own page");
    }
    String site = headers.getFirst("Sec-Fetch-Site");
    if (api && site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw refused("it comes from the page of another site", "open this server's own page");
    }
    if (api && !known(headers)) {
      throw new Problem(
          Problem.Kind.UNAUTHORIZED,
          "it has no token, or a wrong one",
          "open the address with ?token= that was printed at the start");
    }
  }

  /** Returns the host of HOST:PORT; empty where it is none. */
  private static String name(String host) {
    Matcher parts = HOST.matcher(host.toLowerCase(Locale.ROOT));
    return parts.matches() ? parts.group(1) : "";
  }

  private static Problem refused(String why, String action) {
    return new Problem(Problem.Kind.FORBIDDEN, why, action);
  }

  /** Returns a header; null where there is none, and where there are several. */
  private static @Nullable String one(Headers headers, String name) throws Problem {
    List<String> values = headers.get(name);
    if (values != null && values.size() > 1) {
      throw refused("it has several headers " + name, "send one");
    }
    return values == null || values.isEmpty() ? null : values.getFirst();
  }

  private boolean known(Headers headers) {
    if (token == null) {
      return true;
    }
    String bearer = headers.getFirst("Authorization");
    if (bearer != null && bearer.startsWith(BEARER)) {
      return isToken(bearer.substring(BEARER.length()));
    }
    List<String> cookies = headers.getOrDefault("Cookie", List.of());
    for (String line : cookies) {
      for (String cookie : line.split(";")) {
        String[] parts = cookie.strip().split("=", 2);
        if (parts.length == 2 && parts[0].equals(COOKIE) && isToken(parts[1])) {
          return true;
        }
      }
    }
    return false;
  }

  /** Compares in a time that does not tell how much of it is right. */
  boolean isToken(String text) {
    return token != null
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the cookie that keeps the token where no script sees it. */
  String cookie() {
    return COOKIE + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" + (tls ? "; Secure" : "");
  }
}
