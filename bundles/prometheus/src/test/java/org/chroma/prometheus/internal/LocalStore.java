package org.chroma.prometheus.internal;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.chroma.statistics.internal.StatisticsService;
import org.osgi.framework.BundleContext;

/** Chroma's own store on a database of its own. */
final class LocalStore {
    private LocalStore() {}

    static StatisticsService open(Path directory) throws IOException {
        EmbeddedDataSource source = new EmbeddedDataSource();
        source.setDatabaseName(directory.resolve("database").toString());
        source.setCreateDatabase("create");
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                LocalStore.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getProperty")) {
                        return directory.toString();
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
        return new StatisticsService(context, source, Options.of(StatisticsService.Config.class, Map.of()));
    }
}
