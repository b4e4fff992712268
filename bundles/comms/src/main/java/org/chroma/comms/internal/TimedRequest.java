package org.chroma.comms.internal;

import java.io.IOException;
import java.time.Duration;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;

/** A request whose body cannot be read any more after a time, also by what only reads to be rid of it. */
final class TimedRequest extends HttpServletRequestWrapper {
    private final long begin = System.nanoTime();
    private final Duration limit;

    TimedRequest(HttpServletRequest request, Duration limit) {
        super(request);
        this.limit = limit;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new Timed(super.getInputStream());
    }

    private final class Timed extends ServletInputStream {
        private final ServletInputStream body;

        Timed(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            check();
            return body.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            check();
            return body.read(bytes, from, length);
        }

        private void check() throws IOException {
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new IOException("The body arrives too slowly");
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
