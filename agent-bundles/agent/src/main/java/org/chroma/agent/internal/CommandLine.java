package org.chroma.agent.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.chroma.protocol.ActionResult;
import org.chroma.protocol.Json;
import org.chroma.protocol.Limits;
import org.chroma.protocol.RegistrationOrder;

/** The commands of {@code chroma-agent}, for one agent. */
final class CommandLine {
    private static final String USAGE = "usage: chroma-agent status | register < ORDER | ACTION [--args JSON]";

    private final Agent agent;

    CommandLine(Agent agent) {
        this.agent = agent;
    }

    int run(List<String> arguments, InputStream in, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        try {
            return perform(arguments, in, out, err);
        } catch (IOException e) {
            say(err, String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private int perform(List<String> arguments, InputStream in, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        String command = arguments.isEmpty() ? "" : arguments.get(0);
        if (arguments.size() == 1 && command.equals("status")) {
            print(out, agent.status());
            return 0;
        }
        if (arguments.size() == 1 && command.equals("register")) {
            byte[] order = in.readNBytes(Limits.MESSAGE_BYTES + 1);
            print(out, agent.register(Json.read(order, RegistrationOrder.class)));
            return 0;
        }
        boolean withArguments = arguments.size() == 3 && arguments.get(1).equals("--args");
        if (command.matches("[a-z][a-z0-9-]*") && (arguments.size() == 1 || withArguments)) {
            String json = withArguments ? arguments.get(2) : "{}";
            ActionResult result =
                    agent.actions().start(command, json.getBytes(UTF_8)).follow(line -> print(err, line));
            print(out, result);
            ActionResult.Failure failure = result.failure();
            if (failure != null) {
                say(err, failure.message());
            }
            return result.success() ? 0 : 1;
        }
        say(err, USAGE);
        return 2;
    }

    private static void print(OutputStream out, Record document) throws IOException {
        out.write(Json.write(document));
        out.write('\n');
        out.flush();
    }

    private static void say(OutputStream err, String sentence) throws IOException {
        err.write((sentence + "\n").getBytes(UTF_8));
        err.flush();
    }

    private static void print(OutputStream err, String line) {
        try {
            say(err, line);
        } catch (IOException e) {
            // Nobody reads any more; the action goes on.
        }
    }
}
