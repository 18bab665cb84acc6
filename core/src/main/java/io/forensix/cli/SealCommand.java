// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.ring.Device;
import io.forensix.ring.DeviceInfo;
import io.forensix.seal.FirstKey;
import io.forensix.seal.SealKeys;
import io.forensix.stream.SealKeyCall;
import io.forensix.stream.trust.Credentials;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has the kernel seal what is recorded next. */
@Command(
    name = "seal",
    header = "Have the kernel seal the next recording.",
    description = {
      "Hands the kernel a key, before \"forensix record\" begins. The kernel seals what it records with"
          + " it, and forgets it step by step: who takes the machine later cannot change what was"
          + " sealed before, whatever he rewrites, and \"forensix verify\" says so to who has the key.",
      "",
      "Needed for each recording: when one has ended, its key is gone. What is being recorded already"
          + " cannot be sealed. docs/seals.md says what it proves, and what it costs."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix seal --from logs.example.org:4626",
      "  forensix seal --key /etc/forensix/seal-keys"
    })
final class SealCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--certs",
      paramLabel = "FOLDER",
      description = "What forensix certs made for this machine (${DEFAULT-VALUE}).")
  private Path certs = SendCommand.CERTS;

  /** One of these. */
  private static final class Source {
    @Option(
        names = "--from",
        paramLabel = "HOST:PORT",
        converter = Address.class,
        description = "A collector makes the key, and keeps it.")
    private @Nullable InetSocketAddress from;

    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "Keys of forensix seal-keys: the next one is taken, and overwritten there.")
    private @Nullable Path file;
  }

  @Override
  public Integer call() throws IOException {
    try (Device device = RecordCommand.device()) {
      DeviceInfo info = device.opened();
      if (info.sealing()) {
        spec.commandLine().getOut().println("sealed already");
        return ExitCode.FINE.number();
      }
      if (info.sealIntervalMillis() == 0) {
        throw new Failure(
            ExitCode.FAILED, "seals are off: the module was loaded with seal_interval_ms=0");
      }
      if (info.recording()) {
        throw new Failure(
            ExitCode.BUSY,
            "what is being recorded cannot be sealed any more: end it, and seal before the next");
      }
      seal(device, source);
    }
    return ExitCode.FINE.number();
  }

  private void seal(Device device, Source by) throws IOException {
    FirstKey key =
        by.from == null ? taken(by.file) : SealKeyCall.ask(by.from, Credentials.read(certs));
    try {
      if (!device.seal(key.id(), key.secret())) {
        throw new Failure(
            ExitCode.FAILED,
            "the rings are full of an earlier recording: take it first with forensix record ARCHIVE");
      }
    } finally {
      key.wipe();
    }
    spec.commandLine().getOut().println("what is recorded next is sealed, with key " + key.id());
  }

  private static FirstKey taken(@Nullable Path file) throws IOException {
    if (file == null) {
      throw new Failure(ExitCode.USAGE, "--from or --key says where the key comes from");
    }
    return SealKeys.take(file);
  }
}
