// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
      "Each command has its own --help with examples. scripts/forensix has one more, which",
      "measures what recording costs: forensix bench"
    })
final class Forensix implements Runnable {
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

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
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("load", LoadCommand::new);
    commands.put("seal", SealCommand::new);
    commands.put("seal-keys", SealKeysCommand::new);
    commands.put("record", RecordCommand::new);
    commands.put("stat", StatCommand::new);
    commands.put("throughput", ThroughputCommand::new);
    commands.put("retain", RetainCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("filter", FilterCommand::new);
    commands.put("unload", UnloadCommand::new);
    commands.put("print", PrintCommand::new);
    commands.put("ps", PsCommand::new);
    commands.put("info", InfoCommand::new);
    commands.put("verify", VerifyCommand::new);
    commands.put("timeline", TimelineCommand::new);
    commands.put("index", IndexCommand::new);
    commands.put("sql", SqlCommand::new);
    commands.put("schema", SchemaCommand::new);
    commands.put("writers", WritersCommand::new);
    commands.put("readers", ReadersCommand::new);
    commands.put("io", IoCommand::new);
    commands.put("content", ContentCommand::new);
    commands.put("fds", FdsCommand::new);
    commands.put("ancestors", AncestorsCommand::new);
    commands.put("descendants", DescendantsCommand::new);
    commands.put("trace-back", TraceBackCommand::new);
    commands.put("trace-forward", TraceForwardCommand::new);
    commands.put("shell", ShellCommand::new);
    commands.put("sessions", SessionsCommand::new);
    commands.put("session", SessionCommand::new);
    commands.put("replay", ReplayCommand::new);
    commands.put("web", WebCommand::new);
    commands.put("certs", CertsCommand::new);
    commands.put("collect", CollectCommand::new);
    commands.put("send", SendCommand::new);
    commands.put("syscalls", SyscallsCommand::new);
    commands.put("completion", CompletionCommand::new);
    commands.put("warm-up", WarmUpCommand::new);
    return commands;
  }

  /** Returns the command line with all commands. */
  static CommandLine all() {
    return line(new Forensix());
  }

  /**
   * Returns the command line for some arguments. Where they begin with the name of a command, only
   * that one is there: to take apart what all of them say of themselves costs more than most of
   * them do.
   */
  static CommandLine line(Forensix root, String... args) {
    CommandLine line = new CommandLine(root);
    String named = args.length == 0 ? "" : args[0];
    Supplier<Object> only = COMMANDS.get(named);
    if (only != null) {
      line.addSubcommand(named, only.get());
    } else {
      COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
      line.addSubcommand("help", new HelpCommand());
    }
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
}
