package org.chroma.plugin.lustre.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One parameter as {@code lctl get_param} prints it: {@code class.device.name=value}, where a value of several lines
 * begins on the next one.
 *
 * @param type for example {@code obdfilter}; empty for one that belongs to no device, such as {@code stats}
 * @param device for example {@code lfs-OST0000}; empty likewise
 * @param name for example {@code num_exports}
 */
public record Parameter(String type, String device, String name, String value) {
    private static final Pattern BEGIN =
            Pattern.compile("(?<path>[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_@:-]+)*)=(?<value>.*)");

    /** As lctl writes it, without the value. */
    String path() {
        return Stream.of(type, device, name).filter(part -> !part.isEmpty()).collect(Collectors.joining("."));
    }

    /** The target or other device that it belongs to, without what lies below that. */
    public String target() {
        return device.split("\\.", 2)[0];
    }

    public static List<Parameter> parse(String getParam) {
        List<Parameter> parameters = new ArrayList<>();
        String path = "";
        StringBuilder value = new StringBuilder();
        for (String line : getParam.lines().toList()) {
            Matcher begin = BEGIN.matcher(line);
            if (begin.matches()) {
                add(parameters, path, value);
                path = begin.group("path");
                value = new StringBuilder(begin.group("value"));
            } else {
                value.append(value.isEmpty() ? "" : "\n").append(line);
            }
        }
        add(parameters, path, value);
        return parameters;
    }

    private static void add(List<Parameter> parameters, String path, StringBuilder value) {
        if (path.isEmpty()) {
            return;
        }
        int first = path.indexOf('.');
        int last = path.lastIndexOf('.');
        parameters.add(
                last < 0
                        ? new Parameter("", "", path, value.toString())
                        : new Parameter(
                                path.substring(0, first),
                                first == last ? "" : path.substring(first + 1, last),
                                path.substring(last + 1),
                                value.toString()));
    }
}
