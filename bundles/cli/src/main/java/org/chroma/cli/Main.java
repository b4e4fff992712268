package org.chroma.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.chroma.cli.client.ApiException;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.GlobalOptions;
import org.chroma.cli.client.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chroma}: manages Lustre filesystems from the command line. */
@Command(
        name = "chroma",
        mixinStandardHelpOptions = true,
        version = "Chroma 2.0.0",
        usageHelpAutoWidth = true,
        description = "Manages Lustre filesystems.",
        footer = {
            "",
            "Commands may be typed as one word or several: server-list, server list,",
            "filesystem lfs ost-list, server oss1 lnet-stop.",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 manager not reachable."
        })
public final class Main implements Runnable {
    @Mixin
    private final GlobalOptions options = new GlobalOptions();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private Main() {}

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Which command? See chroma --help");
        }
    }

    /** Runs one command and ends with its exit code. */
    public static void main(String... arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream progress = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(out, progress, arguments));
    }

    public static int run(PrintStream out, PrintStream progress, String... arguments) {
        Main main = new Main();
        Client client = new Client(main.options, out, progress);
        Vocabulary vocabulary = new Vocabulary(client);
        CommandLine line = new CommandLine(main);
        vocabulary.verbs().forEach((name, verb) -> {
            CommandLine subcommand = new CommandLine(verb);
            if (!vocabulary.description(name).isEmpty()) {
                subcommand.getCommandSpec().usageMessage().description(vocabulary.description(name));
            }
            line.addSubcommand(name, subcommand);
        });
        CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
        line.addSubcommand("completion", completion);
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(progress, true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((thrown, failed, parsed) -> explain(thrown, client, progress));
        return line.execute(vocabulary.normalised(List.of(arguments)).toArray(String[]::new));
    }

    private static int explain(Exception thrown, Client client, PrintStream progress) throws Exception {
        if (thrown instanceof UsageException) {
            progress.println(thrown.getMessage());
            return Exit.USAGE;
        }
        if (thrown instanceof ApiException) {
            progress.println(thrown.getMessage());
            return Exit.FAILED;
        }
        if (thrown instanceof ConnectException || thrown instanceof HttpConnectTimeoutException) {
            progress.println("No manager answers at " + client.settings().url());
            return Exit.UNREACHABLE;
        }
        if (thrown instanceof SSLException) {
            progress.println("The manager at %s cannot be trusted: %s. Name its certificate authority with --ca-file"
                    .formatted(client.settings().url(), thrown.getMessage()));
            return Exit.UNREACHABLE;
        }
        if (thrown instanceof FileSystemException failed && failed.getReason() == null) {
            progress.println(thrown.getMessage() + ": " + trouble(failed));
            return Exit.FAILED;
        }
        if (thrown instanceof IOException) {
            progress.println(thrown.getMessage());
            return Exit.FAILED;
        }
        throw thrown;
    }

    /** What the system says of a file without words. */
    private static String trouble(FileSystemException failed) {
        if (failed instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failed instanceof AccessDeniedException) {
            return "this is not permitted";
        }
        return failed instanceof FileAlreadyExistsException ? "exists already" : "the file cannot be used";
    }
}
