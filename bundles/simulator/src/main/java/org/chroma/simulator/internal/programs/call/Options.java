package org.chroma.simulator.internal.programs.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Command-line options as getopt_long reads them. */
public final class Options {

    /** An option that the program does not have, or one that lacks its value. */
    public static final class BadOptionException extends Exception {

        public BadOptionException(String message) {
            super(message);
        }
    }

    private final Map<String, List<String>> values;
    private final List<String> operands;

    private Options(Map<String, List<String>> values, List<String> operands) {
        this.values = values;
        this.operands = operands;
    }

    /**
     * Reads a program's arguments.
     *
     * @param known the options, separated by spaces: short and long names of one option separated by {@code |}, with
     *     {@code :} behind those that take a value and {@code ?} behind those that may take one after {@code =}
     */
    public static Options parse(List<String> arguments, String known) throws BadOptionException {
        Map<String, String> names = new HashMap<>();
        Map<String, Character> kinds = new HashMap<>();
        for (String option : known.trim().split("\\s+", -1)) {
            char last = option.isEmpty() ? ' ' : option.charAt(option.length() - 1);
            String plain = last == ':' || last == '?' ? option.substring(0, option.length() - 1) : option;
            String[] aliases = plain.split("\\|", -1);
            String main = aliases[aliases.length - 1];
            for (String alias : aliases) {
                names.put(alias, main);
            }
            kinds.put(main, last);
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--")) {
                operands.addAll(arguments.subList(i + 1, arguments.size()));
                break;
            }
            if (argument.startsWith("--")) {
                int equals = argument.indexOf('=');
                String name = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
                String main = name.length() < 2 ? null : names.get(name);
                if (main == null) {
                    throw new BadOptionException("unrecognized option '--%s'".formatted(name));
                }
                if (equals >= 0) {
                    add(values, main, argument.substring(equals + 1));
                } else if (kinds.getOrDefault(main, ' ') == ':') {
                    if (++i >= arguments.size()) {
                        throw new BadOptionException("option '--%s' requires an argument".formatted(name));
                    }
                    add(values, main, arguments.get(i));
                } else {
                    add(values, main, "");
                }
            } else if (argument.startsWith("-") && argument.length() > 1) {
                for (int c = 1; c < argument.length(); c++) {
                    String name = argument.substring(c, c + 1);
                    String main = names.get(name);
                    if (main == null) {
                        throw new BadOptionException("invalid option -- '%s'".formatted(name));
                    }
                    if (kinds.getOrDefault(main, ' ') == ':') {
                        if (c + 1 < argument.length()) {
                            add(values, main, argument.substring(c + 1));
                        } else if (++i < arguments.size()) {
                            add(values, main, arguments.get(i));
                        } else {
                            throw new BadOptionException("option requires an argument -- '%s'".formatted(name));
                        }
                        break;
                    }
                    add(values, main, "");
                }
            } else {
                operands.add(argument);
            }
        }
        return new Options(values, operands);
    }

    private static void add(Map<String, List<String>> values, String name, String value) {
        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    /** Asked for by the last name of the option. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The last value given, null where the option was not. */
    @Nullable
    public String value(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.get(all.size() - 1);
    }

    public String value(String name, String otherwise) {
        String value = value(name);
        return value == null ? otherwise : value;
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public List<String> operands() {
        return operands;
    }

    /** What util-linux and others print for a bad option. */
    public static int complain(Call call, BadOptionException e, int exitCode) {
        call.errf(
                "%1$s: %2$s%nTry '%1$s --help' for more information.%n",
                call.program(), String.valueOf(e.getMessage()));
        return exitCode;
    }
}
