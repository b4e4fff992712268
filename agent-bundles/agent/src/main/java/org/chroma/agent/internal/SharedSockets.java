package org.chroma.agent.internal;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.jspecify.annotations.Nullable;

/** The sockets and threads of all action endpoints in this process: MINA would make some for each of them. */
final class SharedSockets implements IoServiceFactoryFactory, AutoCloseable {
    private static final int THREADS = 4;

    private final CloseableExecutorService threads = ThreadUtils.newFixedThreadPool("chroma-ssh", THREADS);
    private final CloseableExecutorService resuming = ThreadUtils.newCachedThreadPool("chroma-ssh-resume");
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Workers.named("chroma-ssh-timer"));
    private final Nio2ServiceFactory shared;

    SharedSockets() {
        SshServer defaults = SshServer.setUpDefaultServer();
        CoreModuleProperties.TCP_NODELAY.set(defaults, true);
        shared = new Nio2ServiceFactory(defaults, threads, resuming);
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public IoServiceFactory create(FactoryManager manager) {
        return new Share();
    }

    @Override
    public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
        throw new UnsupportedOperationException("The threads are shared");
    }

    @Override
    public void close() {
        shared.close(true);
        threads.shutdownNow();
        resuming.shutdownNow();
        timer.shutdownNow();
    }

    /** What one server believes to be its own; closing it leaves the others alone. */
    private final class Share extends AbstractCloseable implements IoServiceFactory {
        private @Nullable IoServiceEventListener listener;

        @Override
        public IoConnector createConnector(IoHandler handler) {
            return shared.createConnector(handler);
        }

        @Override
        public IoAcceptor createAcceptor(IoHandler handler) {
            return shared.createAcceptor(handler);
        }

        @Override
        public @Nullable IoServiceEventListener getIoServiceEventListener() {
            return listener;
        }

        @Override
        public void setIoServiceEventListener(IoServiceEventListener listener) {
            this.listener = listener;
        }
    }
}
