package org.chroma.plugin.lustre.internal.targets;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chroma.model.action.SetConfParam;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Sets or clears a persistent parameter, and reads the MGS's configuration logs afterwards: lctl answers success to
 * parameters that it does not know, and records nothing.
 */
@Component
public final class SetConfParamPlugin implements ActionPlugin<SetConfParam, Void> {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Pattern KEY = Pattern.compile(
            "(?<owner>(?<fsname>[A-Za-z0-9][A-Za-z0-9_-]{0,7}?)(-(MDT|OST)[0-9a-f]{4})?)\\.(?<parameter>[A-Za-z0-9_.]+)");

    @Override
    public Class<SetConfParam> action() {
        return SetConfParam.class;
    }

    @Override
    public @Nullable Void run(SetConfParam action, ActionContext context) throws IOException, InterruptedException {
        Matcher key = KEY.matcher(action.key());
        if (!key.matches()) {
            throw new IllegalArgumentException(
                    "not a parameter with its filesystem or target in front: " + action.key());
        }
        Machine machine = context.machine();
        String value = action.value();
        if (value == null) {
            if (recorded(machine, key).isEmpty()) {
                return null;
            }
            machine.run(LIMIT, "lctl", "conf_param", "-d", action.key()).expectSuccess();
            if (!recorded(machine, key).isEmpty()) {
                throw new IOException(action.key() + " was not cleared: the MGS still records it");
            }
            return null;
        }
        if (value.isBlank() || value.lines().count() > 1) {
            throw new IllegalArgumentException("not a value of one line: " + value);
        }
        machine.run(LIMIT, "lctl", "conf_param", action.key() + "=" + value).expectSuccess();
        List<String> values = recorded(machine, key);
        if (!values.contains(value)) {
            throw new IOException("%s was not set to %s: the MGS records %s. Lustre does not know such a parameter"
                    .formatted(action.key(), value, values.isEmpty() ? "nothing" : values));
        }
        return null;
    }

    /** The values that the configuration logs of the parameter's owner hold for it. */
    private static List<String> recorded(Machine machine, Matcher key) throws IOException, InterruptedException {
        List<String> values = new ArrayList<>();
        String owner = key.group("owner");
        String client = key.group("fsname") + "-client";
        List<String> logs = owner.equals(key.group("fsname")) ? List.of(client) : List.of(owner, client);
        for (String log : logs) {
            Output output = machine.run(LIMIT, "lctl", "--device", "MGS", "llog_print", log);
            // A filesystem whose targets never registered has no log yet.
            if (output.succeeded()) {
                values.addAll(values(output.stdout(), owner, key.group("parameter")));
            }
        }
        return values;
    }

    static List<String> values(String log, String owner, String parameter) {
        Pattern record = Pattern.compile("(?:device: (?<device>[^,]+), .*|set_timeout, .*)parameter: "
                + Pattern.quote(parameter) + "=(?<value>.*?) }$");
        return log.lines()
                .map(record::matcher)
                .filter(Matcher::find)
                .filter(found -> {
                    String device = found.group("device");
                    return device == null || device.startsWith(owner);
                })
                .map(found -> found.group("value"))
                .toList();
    }
}
