package org.chroma.core.internal.foreign;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** Whose code something is. */
public final class Origin {
    private Origin() {}

    /** What a class is called, also where it has no name of its own. */
    public static String nameOf(Class<?> type) {
        return type.getName().replaceFirst("^.*\\.", "");
    }

    /** The symbolic name of the bundle that brought a class; outside of a framework, its own name. */
    public static String of(Class<?> type) {
        Bundle bundle = FrameworkUtil.getBundle(type);
        return bundle == null || bundle.getSymbolicName() == null ? type.getName() : bundle.getSymbolicName();
    }
}
