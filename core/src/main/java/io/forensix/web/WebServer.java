// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Serves the page and the questions, until it is closed. */
public final class WebServer implements AutoCloseable {
  private static final String API = "/api";

  /** Who comes at once may find the tables open; who has much to index sees how far it is. */
  private static final long FILL_MILLIS = 1000;

  /** Streams at once; each is a thread, and asks again and again. */
  private static final int STREAMS = 64;

  private static final int CONNECTIONS = 256;

  /** A request that comes in drops keeps a thread only for so long. */
  private static final int REQUEST_SECONDS = 30;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Hosts hosts;
  private final Questions questions = new Questions();
  private final Router router;
  private final Page page = new Page();
  private final Guard guard;
  private final Semaphore streams = new Semaphore(STREAMS);
  private final Consumer<Throwable> faults;
  private final URI address;

  private WebServer(WebOptions options, Consumer<Throwable> faults) throws IOException {
    this.faults = faults;
    hosts = new Hosts(options.folder(), options.index(), options.fill());
    hosts.await(FILL_MILLIS);
    router = Routes.of(hosts, questions);
    limit("jdk.httpserver.maxConnections", CONNECTIONS);
    limit("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
    server = listen(options);
    InetSocketAddress bound = server.getAddress();
    guard =
        new Guard(
            names(bound.getAddress(), options.names()), options.tls() != null, options.token());
    String scheme = options.tls() == null ? "http://" : "https://";
    String name = shown(bound.getAddress(), options.names());
    address = URI.create(scheme + name + ":" + bound.getPort());
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /**
   * Opens the tables, as far as there are any, and begins to serve.
   *
   * @param faults is told what should not have happened
   * @throws IOException when there is no archive, or the address cannot be had
   */
  public static WebServer start(WebOptions options, Consumer<Throwable> faults) throws IOException {
    return new WebServer(options, faults);
  }

  /** Returns where it is. */
  public URI address() {
    return address;
  }

  /** The server reads its limits once, from there alone. */
  private static void limit(String name, int value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, Integer.toString(value));
    }
  }

  private static HttpServer listen(WebOptions options) throws IOException {
    InetSocketAddress given = options.listen();
    InetSocketAddress at =
        given.isUnresolved()
            ? new InetSocketAddress(given.getHostString(), given.getPort())
            : given;
    SSLContext tls = options.tls();
    try {
      return tls == null ? HttpServer.create(at, 0) : listen(at, tls);
    } catch (SocketException e) {
      throw new IOException(
          "%s:%d: %s: choose another with --listen"
              .formatted(at.getHostString(), at.getPort(), e.getMessage()),
          e);
    }
  }

  private static HttpServer listen(InetSocketAddress at, SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(at, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = tls.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            wanted.setProtocols(new String[] {"TLSv1.3"});
            parameters.setSSLParameters(wanted);
          }
        });
    return server;
  }

  /** Returns an address as it stands in another one. */
  private static String name(InetAddress host) {
    String text = host.getHostAddress().replaceFirst("%.*", "");
    return text.contains(":") ? "[" + text + "]" : text;
  }

  /** Returns by which name it can be asked: of a server that listens to all, one of its own. */
  private static String shown(InetAddress bound, Set<String> given) throws IOException {
    if (!bound.isAnyLocalAddress()) {
      return name(bound);
    }
    Stream<String> own =
        addresses().stream()
            .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
            .map(WebServer::name);
    return Stream.concat(given.stream().sorted(), own.sorted()).findFirst().orElse("localhost");
  }

  private static Set<String> names(InetAddress bound, Set<String> given) throws IOException {
    Set<String> names = new HashSet<>();
    names.add(name(bound));
    if (bound.isLoopbackAddress() || bound.isAnyLocalAddress()) {
      names.add("localhost");
    }
    if (bound.isAnyLocalAddress()) {
      addresses().forEach(own -> names.add(name(own)));
    }
    given.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    return names;
  }

  private static Set<InetAddress> addresses() throws IOException {
    Set<InetAddress> all = new HashSet<>();
    java.net.NetworkInterface.networkInterfaces()
        .flatMap(java.net.NetworkInterface::inetAddresses)
        .forEach(all::add);
    return all;
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      Guard.head(exchange.getResponseHeaders());
      try {
        serve(exchange);
      } catch (Problem problem) {
        send(exchange, problem.reply());
      } catch (IOException | RuntimeException | Error e) {
        if (exchange.getResponseCode() >= 0) {
          // The client has gone, in the middle of the answer.
          return;
        }
        faults.accept(e instanceof UncheckedIOException io ? io.getCause() : e);
        send(exchange, Problem.internal("something failed that should not").reply());
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    boolean api = path != null && (path.equals(API) || path.startsWith(API + "/"));
    guard.check(exchange, api);
    if (api) {
      api(exchange, path);
    } else if (!reads(exchange)) {
      throw new Problem(Problem.Kind.METHOD, "files can only be read", "use GET");
    } else if (!token(exchange)) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Cache-Control", "no-cache");
      send(exchange, page.find(path == null || path.isEmpty() ? "/" : path));
    }
  }

  private static boolean reads(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("GET") || exchange.getRequestMethod().equals("HEAD");
  }

  /** Where the address has the token, it becomes a cookie, and leaves the address. */
  private boolean token(HttpExchange exchange) throws IOException {
    String given = new Request(exchange, java.util.Map.of()).text("token");
    if (given == null) {
      return false;
    }
    if (!guard.isToken(given)) {
      throw new Problem(
          Problem.Kind.UNAUTHORIZED,
          "the token is wrong",
          "take the address that was printed when this server was started last");
    }
    exchange.getResponseHeaders().set("Set-Cookie", guard.cookie());
    exchange.getResponseHeaders().set("Location", "/");
    send(exchange, new Reply(303, "", new byte[0]));
    return true;
  }

  private void api(HttpExchange exchange, String path) throws IOException {
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    String method = exchange.getRequestMethod();
    if (method.equals("POST")) {
      posted(exchange);
    }
    Router.Found found = router.find(method.equals("HEAD") ? "GET" : method, path);
    Request request = new Request(exchange, found.parts());
    switch (found.target()) {
      case Router.Whole whole -> send(exchange, whole.answer(request));
      case Router.Streamed streamed when method.equals("HEAD") ->
          throw new Problem(Problem.Kind.METHOD, "a stream has no end to tell of", "use GET");
      case Router.Streamed streamed -> stream(exchange, request, streamed);
    }
  }

  /** A form of another page can send neither of these types without asking first. */
  private static void posted(HttpExchange exchange) throws Problem {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    boolean empty = "0".equals(length) || length == null && type == null;
    if (!empty && (type == null || !type.split(";")[0].strip().equals(Reply.JSON))) {
      throw new Problem(Problem.Kind.QUERY, "its body is no JSON", "send " + Reply.JSON);
    }
  }

  private void stream(HttpExchange exchange, Request request, Router.Streamed streamed)
      throws IOException {
    if (!streams.tryAcquire()) {
      throw new Problem(
          Problem.Kind.BUSY, STREAMS + " streams are open, which is all there may be", "close one");
    }
    EventStream out = new EventStream(new Begun(exchange));
    try {
      streamed.answer(request, out);
    } catch (Problem problem) {
      if (exchange.getResponseCode() < 0) {
        throw problem;
      }
      out.send("problem", null, problem.reply().body());
      out.flush();
    } finally {
      streams.release();
    }
  }

  /** The body of a stream: the head goes out with the first byte, so that a problem can be one. */
  private static final class Begun extends OutputStream {
    private final HttpExchange exchange;
    private @Nullable OutputStream body;

    Begun(HttpExchange exchange) {
      this.exchange = exchange;
    }

    private OutputStream body() throws IOException {
      OutputStream there = body;
      if (there == null) {
        exchange.getResponseHeaders().set("Content-Type", EventStream.TYPE);
        exchange.sendResponseHeaders(200, 0);
        there = exchange.getResponseBody();
        body = there;
      }
      return there;
    }

    @Override
    public void write(int one) throws IOException {
      body().write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      body().write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      body().flush();
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    if (!reply.type().isEmpty()) {
      exchange.getResponseHeaders().set("Content-Type", reply.type());
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(reply.body().length));
    }
    boolean empty = head || reply.body().length == 0;
    exchange.sendResponseHeaders(reply.status(), empty ? -1 : reply.body().length);
    if (!empty) {
      exchange.getResponseBody().write(reply.body());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    questions.close();
    threads.shutdownNow();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    hosts.close();
  }
}
