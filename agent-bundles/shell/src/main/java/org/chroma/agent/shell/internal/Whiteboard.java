package org.chroma.agent.shell.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.chroma.spi.Machine;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The services of a type that are published right now. */
final class Whiteboard {
    private final BundleContext context;

    Whiteboard(BundleContext context) {
        this.context = context;
    }

    /** Every service of the type, with who published it. */
    <T> List<Published<T>> all(Class<T> type) {
        List<Published<T>> all = new ArrayList<>();
        for (ServiceReference<T> reference : references(type)) {
            Object name = reference.getProperty("plugin.name");
            all.add(new Published<>(
                    name == null ? "" : name.toString(), reference.getBundle().getSymbolicName(), reference));
        }
        return all;
    }

    /** Calls a function with the first service that fits, and lets it go afterwards. */
    <T, R> R with(Class<T> type, Predicate<T> fits, String missing, Throwing<T, R> use) throws Exception {
        for (ServiceReference<T> reference : references(type)) {
            T service = context.getService(reference);
            try {
                if (service != null && fits.test(service)) {
                    return use.apply(service);
                }
            } finally {
                context.ungetService(reference);
            }
        }
        throw new IllegalArgumentException(missing);
    }

    /** The machine of that node name; the only one where none is named. */
    <R> R withMachine(@Nullable String nodename, Throwing<Machine, R> use) throws Exception {
        if (nodename == null && references(Machine.class).size() > 1) {
            throw new IllegalArgumentException("There are several machines here: choose one with --machine");
        }
        return with(
                Machine.class,
                machine -> nodename == null || machine.nodename().equals(nodename),
                "There is no machine " + nodename + " here",
                use);
    }

    <T, R> List<R> map(Class<T> type, Function<T, R> function) {
        List<R> results = new ArrayList<>();
        for (ServiceReference<T> reference : references(type)) {
            T service = context.getService(reference);
            if (service != null) {
                results.add(function.apply(service));
                context.ungetService(reference);
            }
        }
        return results;
    }

    private <T> Collection<ServiceReference<T>> references(Class<T> type) {
        try {
            return context.getServiceReferences(type, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param name the plugin's name; empty where it has none */
    record Published<T>(String name, String bundle, ServiceReference<T> reference) {}

    @FunctionalInterface
    interface Throwing<T, R> {
        R apply(T service) throws Exception;
    }
}
