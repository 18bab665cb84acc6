// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command with all its commands. */
@Command(
    name = "forensix",
    header = "A flight recorder for Linux: every system call with its data, and none lost.",
    description = {
      "",
      "A kernel module records; this program takes the records to an archive, and answers"
          + " questions about it afterwards."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Forensix.Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%nArguments:%n",
    footerHeading = "%nBegin, ask, end:%n",
    footer = {
      "  forensix load",
      "  forensix record /var/lib/forensix   until Ctrl-C or kill -TERM",
      "  forensix ps /var/lib/forensix",
      "  forensix print /var/lib/forensix --pid 1234",
      "  forensix unload",
      "",
      "Each command has its own --help with examples."
    },
    subcommands = {
      LoadCommand.class,
      RecordCommand.class,
      StatCommand.class,
      UnloadCommand.class,
      PrintCommand.class,
      PsCommand.class,
      InfoCommand.class,
      VerifyCommand.class,
      SyscallsCommand.class,
      CompletionCommand.class,
      WarmUpCommand.class,
      HelpCommand.class
    })
final class Forensix implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "When something fails, show where in the program.")
  private boolean debug;

  /** What {@code --version} shows. */
  static final class Version implements IVersionProvider {
    static String text() {
      String version = Forensix.class.getPackage().getImplementationVersion();
      return "forensix " + (version == null ? "(not from a jar)" : version);
    }

    @Override
    public String[] getVersion() {
      return new String[] {
        text(), "Java " + Runtime.version() + ", " + System.getProperty("os.version")
      };
    }
  }

  boolean debug() {
    return debug;
  }

  @Override
  public void run() {
    root(spec).usage(root(spec).getOut());
  }

  /** Returns the command line with all commands. */
  static CommandLine line(Forensix root) {
    CommandLine line = new CommandLine(root);
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(Integer.toString(code.number()), code.meaning());
    }
    line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
    line.setUsageHelpAutoWidth(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(true);
    return line;
  }

  static CommandLine root(CommandSpec spec) {
    return spec.root().commandLine();
  }
}
