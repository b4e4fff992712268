package org.chroma.agent.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Executor;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.chroma.protocol.ActionResult;
import org.chroma.protocol.Json;
import org.chroma.protocol.Limits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One action over SSH: {@code NAME} with its arguments as JSON on standard input, or {@code NAME --args JSON}. Its
 * console goes to standard error while it runs, its result to standard output.
 */
final class ActionCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(ActionCommand.class);
    private static final String ARGS = " --args ";

    private final String name;
    private final byte @Nullable [] arguments;
    private final ActionRunner runner;
    private final Executor executor;

    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback exit;
    private volatile @Nullable ActionRun run;
    private volatile boolean ended;

    ActionCommand(String line, ActionRunner runner, Executor executor) {
        int options = line.indexOf(ARGS);
        name = (options < 0 ? line : line.substring(0, options)).strip();
        arguments = options < 0
                ? null
                : unquoted(line.substring(options + ARGS.length())).getBytes(UTF_8);
        this.runner = runner;
        this.executor = executor;
    }

    /** A person who types the command at a shell puts the JSON in quotes, which then arrive here. */
    private static String unquoted(String text) {
        String stripped = text.strip();
        boolean quoted = stripped.length() > 1 && stripped.startsWith("'") && stripped.endsWith("'");
        return quoted ? stripped.substring(1, stripped.length() - 1) : stripped;
    }

    @Override
    public void setInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {
        this.err = err;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        this.exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        InputStream input = in;
        OutputStream output = out;
        OutputStream console = err;
        ExitCallback callback = exit;
        if (input == null || output == null || console == null || callback == null) {
            throw new IllegalStateException("The channel has no streams");
        }
        executor.execute(() -> serve(input, output, console, callback));
    }

    private void serve(InputStream input, OutputStream output, OutputStream console, ExitCallback callback) {
        try {
            byte[] json = arguments != null ? arguments : input.readNBytes(Limits.ACTION_BYTES + 1);
            if (json.length > Limits.ACTION_BYTES) {
                throw new IOException("The arguments are larger than %,d bytes".formatted(Limits.ACTION_BYTES));
            }
            ActionRun started = runner.start(name, json.length == 0 ? "{}".getBytes(UTF_8) : json);
            run = started;
            ActionResult result = started.follow(line -> print(console, line));
            output.write(Json.write(result));
            output.flush();
            end(callback, 0);
        } catch (IOException | RuntimeException e) {
            LOG.debug("Action {} lost its caller", name, e);
            print(console, String.valueOf(e.getMessage()));
            end(callback, 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(callback, 1);
        } catch (Error e) { // a plugin's arguments are the plugin's, and the caller waits for an end
            LOG.error("Action {} cannot be run", name, e);
            print(console, e.toString());
            end(callback, 1);
        }
    }

    private void end(ExitCallback callback, int status) {
        ended = true;
        callback.onExit(status);
    }

    private static void print(OutputStream console, String line) {
        try {
            console.write((line + "\n").getBytes(UTF_8));
            console.flush();
        } catch (IOException e) {
            LOG.debug("The console is no longer being read", e);
        }
    }

    /**
     * The channel is closed. Where the manager closed it on purpose, the connection itself still stands, and the action
     * is not wanted any more; a connection that broke says nothing, and the action goes on so that asking again finds
     * it.
     */
    @Override
    public void destroy(ChannelSession channel) {
        ActionRun current = run;
        if (current != null && !ended && channel.getSession().isOpen()) {
            current.cancelled();
        }
    }
}
