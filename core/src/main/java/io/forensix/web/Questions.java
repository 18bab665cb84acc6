// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.IndexException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The questions that are being answered. They have threads of the system, since the database keeps
 * a thread for as long as it works: a virtual one would keep its carrier, and with it others.
 */
final class Questions implements AutoCloseable {
  /** How a client names a question. */
  static final String HEADER = "X-Forensix-Query";

  /** Questions at once; what they hold of the tables, they share. */
  private static final int THREADS = 8;

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long WATCH_MILLIS = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

  private final Map<String, Question> running = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, daemon("question-"));
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(daemon("watch-"));

  private static java.util.concurrent.ThreadFactory daemon(String name) {
    return Thread.ofPlatform().daemon().name(name, 0).factory();
  }

  /** Something that answers. */
  @FunctionalInterface
  interface Asked {
    /** Asks, and returns the answer. */
    Reply answer(Question question) throws IOException;
  }

  /** Asks, and waits for the answer. */
  Reply ask(Request request, HostArchive host, Asked asked) throws IOException {
    String given = request.header(HEADER);
    String name = given == null ? UUID.randomUUID().toString() : checked(given);
    Question question = new Question(request, host, LIMIT_NANOS);
    if (running.putIfAbsent(name, question) != null) {
      throw Problem.parameter(HEADER, "a question of this name is being answered");
    }
    ScheduledFuture<?> watch =
        clock.scheduleAtFixedRate(
            question::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    try {
      Future<Reply> answer = threads.submit(() -> answer(question, asked));
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      question.stop(Problem.Kind.CANCELLED);
      throw new IOException("the server ends", e);
    } finally {
      watch.cancel(false);
      running.remove(name);
    }
  }

  static String checked(String name) throws Problem {
    if (!NAME.matcher(name).matches()) {
      throw Problem.parameter(HEADER, "wants up to 64 of A-Z, a-z, 0-9 and -");
    }
    return name;
  }

  private static Reply answer(Question question, Asked asked) throws IOException {
    try (question) {
      question.open();
      return asked.answer(question);
    } catch (OutOfMemoryError e) {
      throw new Problem(
          Problem.Kind.LIMIT, "a value takes more memory than there is", "ask for less of it");
    } catch (IndexException e) {
      // Whatever the database says of a question that was ended, that is why.
      Problem why = question.ended();
      throw why == null ? Problem.of(e) : why;
    }
  }

  Optional<Question> running(String name) {
    return Optional.ofNullable(running.get(name));
  }

  @Override
  public void close() {
    running.values().forEach(question -> question.stop(Problem.Kind.CANCELLED));
    clock.shutdown();
    threads.shutdown();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
