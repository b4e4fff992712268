package org.chroma.agent.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.chroma.protocol.ActionResult;
import org.chroma.protocol.Json;
import org.chroma.protocol.Limits;
import org.chroma.protocol.ProtocolException;
import org.chroma.spi.Action;
import org.chroma.spi.ActionContext;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;

/**
 * Runs actions on one machine. An action that is asked for again while it runs is not run twice: anyone who asks joins
 * the one under way. So a manager that lost its connection while a disk is being formatted can simply ask again.
 */
final class ActionRunner {
    private final Machine machine;
    private final ActionRegistry registry;
    private final Workers workers;
    private final Map<Action<?>, ActionRun> running = new HashMap<>();

    ActionRunner(Machine machine, ActionRegistry registry, Workers workers) {
        this.machine = machine;
        this.registry = registry;
        this.workers = workers;
    }

    /**
     * Begins an action, or joins it.
     *
     * @param arguments JSON in UTF-8
     * @return a run that may have failed already, for example because there is no such action
     */
    ActionRun start(String name, byte[] arguments) {
        ActionRegistry.Offer<?, ?> offer = registry.find(name);
        if (offer == null) {
            return failed(new IOException("This server's agent offers no action " + name));
        }
        return start(offer, arguments);
    }

    private <A extends Action<R>, R> ActionRun start(ActionRegistry.Offer<A, R> offer, byte[] arguments) {
        A action;
        try {
            action = offer.type().readArguments(arguments);
        } catch (ProtocolException e) {
            return failed(e);
        }
        synchronized (running) {
            ActionRun known = running.get(action);
            if (known != null) {
                known.joined();
                return known;
            }
            ActionRun run = new ActionRun();
            run.joined();
            running.put(action, run);
            try {
                workers.actions.execute(() -> perform(offer, action, run));
            } catch (Throwable e) { // there is no thread for it
                running.remove(action);
                run.complete(ActionResult.of(ActionResult.Failure.of(e)));
            }
            return run;
        }
    }

    private static ActionRun failed(IOException problem) {
        ActionRun run = new ActionRun();
        run.joined();
        run.complete(ActionResult.of(ActionResult.Failure.of(problem)));
        return run;
    }

    private <A extends Action<R>, R> void perform(ActionRegistry.Offer<A, R> offer, A action, ActionRun run) {
        ActionResult result;
        try {
            run.begin();
            result = answer(offer, action, run);
        } catch (Throwable e) { // whatever it is, the administrator must read it
            result = ActionResult.of(ActionResult.Failure.of(e));
        } finally {
            run.end();
        }
        // The repetition of an action may begin only when nothing of the first is left.
        synchronized (running) {
            running.remove(action, run);
        }
        run.complete(result);
    }

    private <A extends Action<R>, R> ActionResult answer(ActionRegistry.Offer<A, R> offer, A action, ActionRun run)
            throws Exception {
        Duration limit = action.timeLimit();
        ActionResult late = ActionResult.of(ActionResult.Failure.of(new IOException(
                "%s did not end within %d s".formatted(offer.type().name(), limit.toSeconds()))));
        Future<?> limiter = workers.timer.schedule(() -> run.giveUp(late), limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            R answer = offer.plugin().run(action, new Context(new EchoingMachine(machine, run), run));
            ActionResult result = ActionResult.of(offer.type().writeAnswer(answer));
            int size = Json.write(result).length;
            if (size > Limits.ACTION_BYTES) {
                throw new IOException("The answer of %s has %,d bytes; at most %,d are allowed"
                        .formatted(offer.type().name(), size, Limits.ACTION_BYTES));
            }
            return result;
        } finally {
            limiter.cancel(false);
        }
    }

    /** The machine that an action works on, without the echo to its console. */
    static Machine original(Machine machine) {
        return machine instanceof EchoingMachine echoing ? echoing.machine() : machine;
    }

    private record Context(Machine machine, OutputListener console) implements ActionContext {}

    /** A machine whose programs are heard on the action's console. */
    private record EchoingMachine(Machine machine, OutputListener console) implements Machine {

        @Override
        public String nodename() {
            return machine.nodename();
        }

        @Override
        public Output run(Duration limit, OutputListener listener, List<String> command)
                throws IOException, InterruptedException {
            OutputListener both = line -> {
                listener.line(line);
                console.line(line);
            };
            return machine.run(limit, both, command);
        }

        @Override
        public boolean has(String program) {
            return machine.has(program);
        }

        @Override
        public String read(String path) throws IOException {
            return machine.read(path);
        }

        @Override
        public List<String> list(String path) throws IOException {
            return machine.list(path);
        }

        @Override
        public boolean exists(String path) {
            return machine.exists(path);
        }

        @Override
        public String realPath(String path) throws IOException {
            return machine.realPath(path);
        }

        @Override
        public void write(String path, String content) throws IOException {
            machine.write(path, content);
        }

        @Override
        public void createDirectories(String path) throws IOException {
            machine.createDirectories(path);
        }

        @Override
        public void delete(String path) throws IOException {
            machine.delete(path);
        }
    }
}
