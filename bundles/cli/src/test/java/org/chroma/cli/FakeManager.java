package org.chroma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A manager as the client sees it: log-in, CSRF, and canned objects that a test puts in. */
final class FakeManager implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Answer> answers = new TreeMap<>();
    final List<String> requests = new ArrayList<>();

    FakeManager() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** @param request method and path with query, for example {@code GET /api/host/1/} */
    FakeManager on(String request, int status, String body) {
        answers.put(request, new Answer(status, body));
        return this;
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(body.isEmpty() ? request : request + " " + body);
            Answer answer = answer(exchange, request, body);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer answer(HttpExchange exchange, String request, String body) throws IOException {
        if (request.equals("GET /api/session/")) {
            exchange.getResponseHeaders().add("Set-Cookie", "csrftoken=t0ken; Path=/");
            return answers.getOrDefault(request, new Answer(200, "{}"));
        }
        if (!exchange.getRequestMethod().equals("GET")
                && !"t0ken".equals(exchange.getRequestHeaders().getFirst("X-CSRFToken"))) {
            return new Answer(401, "");
        }
        if (request.equals("POST /api/session/")) {
            JsonNode credentials = JSON.readTree(body);
            if (!credentials.path("password").asText().equals("right")) {
                return new Answer(403, "");
            }
            exchange.getResponseHeaders().add("Set-Cookie", "sessionid=s; Path=/");
            return new Answer(201, "");
        }
        @Nullable String cookies = exchange.getRequestHeaders().getFirst("Cookie");
        if (!exchange.getRequestMethod().equals("GET") && (cookies == null || !cookies.contains("sessionid"))) {
            return new Answer(401, "");
        }
        Answer answer = answers.get(request);
        return answer != null ? answer : new Answer(404, "");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record Answer(int status, String body) {}
}
