package org.chroma.prometheus.internal;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Makes configurations as the framework does: defaults, and what is set. */
final class Options {
    private Options() {}

    /** The options of an annotation type, by the names of its methods. */
    static <T> T of(Class<T> type, Map<String, Object> set) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    static Config config(Map<String, Object> set) {
        return of(Config.class, set);
    }
}
