package org.chroma.cli.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes. */
public final class GlobalOptions {
    @Option(
            names = {"--api-url", "--api_url"},
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "address of the manager (default: " + Settings.DEFAULT_URL + ")")
    @Nullable
    String url;

    @Option(names = "--username", scope = ScopeType.INHERIT, paramLabel = "NAME", description = "who asks")
    @Nullable
    String username;

    @Option(
            names = "--password",
            scope = ScopeType.INHERIT,
            arity = "0..1",
            interactive = true,
            paramLabel = "PASSWORD",
            description = "prompts if no value is given; a value is visible to other users of this machine")
    char @Nullable [] password;

    @Option(
            names = "--password-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "file that holds the password")
    @Nullable
    Path passwordFile;

    @Option(
            names = "--ca-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "PEM certificate of the manager's certificate authority")
    @Nullable
    String certificateAuthority;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            description = "human, json, yaml, csv or tsv")
    @Nullable
    String output;

    @Option(
            names = {"-n", "--nowait"},
            scope = ScopeType.INHERIT,
            description = "do not wait for commands to end")
    boolean nowait;

    @Option(
            names = {"-f", "--force"},
            scope = ScopeType.INHERIT,
            description = "skip questions and connectivity checks")
    boolean force;
}
