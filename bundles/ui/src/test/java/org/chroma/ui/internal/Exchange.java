package org.chroma.ui.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import javax.servlet.ServletException;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** One request to a servlet or filter and its answer, without a server: the few calls that ours make. */
final class Exchange {
    int status = 200;
    final Map<String, String> headers = new HashMap<>();
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    final HttpServletRequest request;
    final HttpServletResponse response;

    Exchange(String method, @Nullable String pathInfo, Map<String, String> requestHeaders) {
        request = proxy(HttpServletRequest.class, (proxy, call, arguments) -> switch (call.getName()) {
            case "getMethod" -> method;
            case "getPathInfo" -> pathInfo;
            // As for a servlet at the root: the others ask for the path below theirs only.
            case "getRequestURI" -> pathInfo;
            case "getHeader" -> requestHeaders.get(arguments[0]);
            case "getProtocol" -> "HTTP/1.1";
            default -> throw new UnsupportedOperationException(call.getName());
        });
        response = proxy(HttpServletResponse.class, (proxy, call, arguments) -> {
            switch (call.getName()) {
                case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
                case "setContentLength" -> headers.put("Content-Length", String.valueOf(arguments[0]));
                case "setStatus", "sendError" -> status = (int) arguments[0];
                case "sendRedirect" -> {
                    status = 302;
                    headers.put("Location", (String) arguments[0]);
                }
                case "getOutputStream" -> {
                    return stream();
                }
                default -> throw new UnsupportedOperationException(call.getName());
            }
            return null;
        });
    }

    static Exchange get(HttpServlet servlet, @Nullable String pathInfo, Map<String, String> requestHeaders)
            throws ServletException, IOException {
        return call(servlet, "GET", pathInfo, requestHeaders);
    }

    static Exchange call(
            HttpServlet servlet, String method, @Nullable String pathInfo, Map<String, String> requestHeaders)
            throws ServletException, IOException {
        Exchange exchange = new Exchange(method, pathInfo, requestHeaders);
        servlet.service(exchange.request, exchange.response);
        return exchange;
    }

    private ServletOutputStream stream() {
        return new ServletOutputStream() {
            @Override
            public void write(int value) {
                body.write(value);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException("asynchronous writing");
            }
        };
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
