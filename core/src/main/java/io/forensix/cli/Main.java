// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.ArchiveDamaged;
import io.forensix.archive.ArchiveFull;
import io.forensix.query.IndexException;
import io.forensix.ring.DeviceException;
import io.forensix.stream.Refused;
import io.forensix.stream.trust.TrustException;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Runs a command and turns what went wrong into one line and an exit code. */
public final class Main {
  /** Lines are many and short: they go out in pieces of this many characters. */
  private static final int OUT_CHARS = 1 << 16;

  private Main() {}

  /** The program. */
  public static void main(String[] args) {
    // A library that looks for a logger says so on the terminal, which belongs to the answer.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    PrintWriter out = writer(new FileOutputStream(FileDescriptor.out));
    int code = run(out, new PrintWriter(System.err, true), args);
    out.flush();
    System.exit(code);
  }

  /** Makes what a command's answer goes through. */
  public static PrintWriter writer(OutputStream out) {
    return new PrintWriter(
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), OUT_CHARS));
  }

  /** Runs a command and returns its exit code. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    Forensix root = new Forensix();
    CommandLine line = Forensix.line(root, args);
    line.setOut(out);
    line.setErr(err);
    line.setParameterExceptionHandler((wrong, arguments) -> misused(wrong));
    line.setExecutionExceptionHandler(
        (thrown, command, parsed) -> failed(thrown, command, root.debug()));
    // picocli looks for abbreviated options in each argument, and fails on an empty one.
    String[] given =
        Arrays.stream(args).map(arg -> arg.isEmpty() ? " " : arg).toArray(String[]::new);
    int code;
    try {
      code = line.execute(given);
    } catch (Error e) {
      code = failed(e, line, root.debug());
    }
    return code;
  }

  private static int misused(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    report(command.getErr(), name, wrong.getMessage() + ". Try: " + name + " --help");
    return ExitCode.USAGE.number();
  }

  private static int failed(Throwable thrown, CommandLine command, boolean debug) {
    command.getOut().flush();
    Throwable cause = thrown instanceof UncheckedIOException io ? io.getCause() : thrown;
    ExitCode code = code(cause);
    String name = command.getCommandSpec().qualifiedName();
    report(command.getErr(), name, text(cause, code));
    if (debug) {
      thrown.printStackTrace(command.getErr());
      command.getErr().flush();
    }
    return code.number();
  }

  private static void report(PrintWriter err, String name, String text) {
    // One line, whatever a message of the system holds, and nothing that a terminal would obey.
    String line = text.replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", "?");
    err.println(name + ": " + line);
    err.flush();
  }

  private static ExitCode code(Throwable cause) {
    return switch (cause) {
      case Failure failure -> failure.code();
      case DeviceException device -> ExitCode.of(device.kind());
      case ArchiveFull full -> ExitCode.ARCHIVE_UNWRITABLE;
      case ArchiveDamaged damaged -> ExitCode.ARCHIVE_DAMAGED;
      case AccessDeniedException denied -> ExitCode.NOT_PERMITTED;
      case IndexException index ->
          switch (index.kind()) {
            case MISSING -> ExitCode.NOT_INDEXED;
            case BUSY -> ExitCode.BUSY;
            case QUESTION -> ExitCode.USAGE;
            case FAILED -> ExitCode.FAILED;
          };
      case Refused refused -> ExitCode.REFUSED;
      case TrustException untrusted -> ExitCode.REFUSED;
      case IOException io -> ExitCode.FAILED;
      default -> ExitCode.INTERNAL;
    };
  }

  private static String text(Throwable cause, ExitCode code) {
    String message = String.valueOf(cause.getMessage());
    return switch (cause) {
      case AccessDeniedException denied -> message + ": permission denied: use sudo";
      case NoSuchFileException missing -> message + ": no such file or directory";
      case NotDirectoryException file -> message + ": not a directory";
      case FileSystemException file when file.getReason() == null -> message + ": cannot be used";
      default ->
          code == ExitCode.INTERNAL
              ? "a fault of this program: " + cause + "; --debug shows where, please report it"
              : message;
    };
  }
}
