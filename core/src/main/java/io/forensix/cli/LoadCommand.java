// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads the kernel module. */
@Command(
    name = "load",
    header = "Load the kernel module.",
    description = {
      "Loads forensix.ko: the one given, else the one built here for the running kernel, else the"
          + " one installed. Nothing is recorded yet; that begins with \"forensix record\"."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix load",
      "  forensix load ring_bytes=16777216 on_stall=drop",
      "  forensix load --filter 'exclude group=memory; include uid=1000'",
      "  forensix load --module /lib/modules/6.1.0/forensix.ko",
      "",
      "What parameters there are: modinfo forensix.ko"
    })
final class LoadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--module", paramLabel = "FILE", description = "The module to load.")
  private @Nullable Path module;

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      description = "What is left out of the recording: forensix filter --help says how.")
  private @Nullable String filter;

  @Parameters(paramLabel = "NAME=VALUE", description = "Parameters for the module.")
  private List<String> parameters = new ArrayList<>();

  @Override
  public Integer call() {
    for (String parameter : parameters) {
      if (parameter.indexOf('=') <= 0) {
        throw new Failure(ExitCode.USAGE, "'" + parameter + "' is no parameter: write NAME=VALUE");
      }
    }
    List<String> arguments = new ArrayList<>(parameters);
    if (filter != null) {
      arguments.add(ModuleParameters.FILTER + "=" + filter);
    }
    arguments.replaceAll(LoadCommand::quoted);
    Host.needRoot("loading a kernel module");
    if (KernelModule.loaded()) {
      throw new Failure(
          ExitCode.FAILED,
          "the module is loaded already; to load it anew: forensix unload, then forensix load");
    }
    Path file = file();
    List<String> command = new ArrayList<>(List.of("insmod", file.toString()));
    command.addAll(arguments);
    List<String> before = KernelModule.said();
    Host.Said said = Host.run(command);
    if (said.exit() != 0) {
      String why =
          KernelModule.saidSince(before, ModuleParameters.FILTER).orElse("dmesg may say more");
      throw new Failure(
          ExitCode.FAILED,
          "the kernel did not take %s: %s; %s".formatted(file, said.firstLine(), why));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("loaded " + file);
    return ExitCode.FINE.number();
  }

  /** The kernel takes all parameters as one text, in which blanks stand between them. */
  static String quoted(String parameter) {
    if (parameter.indexOf('"') >= 0) {
      throw new Failure(
          ExitCode.USAGE, "a parameter of a module cannot hold a quotation mark: " + parameter);
    }
    int value = parameter.indexOf('=') + 1;
    boolean plain = parameter.chars().noneMatch(Character::isWhitespace);
    return plain
        ? parameter
        : parameter.substring(0, value) + '"' + parameter.substring(value) + '"';
  }

  private Path file() {
    String release = Host.release();
    if (module == null) {
      List<String> looked = new ArrayList<>();
      return KernelModule.find(Home.folder(), release, looked)
          .orElseThrow(() ->
              new Failure(
                  ExitCode.FAILED,
                  "there is no forensix.ko for the running kernel %s; looked at %s. Build it"
                          .formatted(release, String.join(", ", looked))
                      + " (make -C kernel), or name one: forensix load --module FILE"));
    }
    if (!Files.isReadable(module)) {
      throw new Failure(ExitCode.FAILED, "there is no file " + module + " that can be read");
    }
    String made = KernelModule.madeFor(module).orElse("");
    if (!made.equals(release)) {
      throw new Failure(
          ExitCode.FAILED,
          "%s is %s, and the running kernel is %s: build it for that one (make -C kernel)"
              .formatted(module, made.isEmpty() ? "no module" : "for " + made, release));
    }
    return module;
  }
}
