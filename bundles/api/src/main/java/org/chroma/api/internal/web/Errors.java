package org.chroma.api.internal.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import javax.ws.rs.ext.Provider;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.chroma.core.InvalidRequestException;
import org.chroma.statistics.StatisticsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever goes wrong into an answer: what the caller can do something about in words, anything else as a
 * reference to the log.
 */
@Provider
public final class Errors implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    @Override
    public Response toResponse(Throwable problem) {
        if (problem instanceof InvalidRequestException invalid) {
            return answer(400, invalid.errors());
        }
        if (problem instanceof ChromaException chroma) {
            return chroma.code() == ErrorCode.INTERNAL ? internal(problem) : answer(chroma);
        }
        if (problem instanceof StatisticsException statistics) {
            return switch (statistics.fault()) {
                case CALLER -> answer(400, message(problem));
                case UNAVAILABLE -> answer(503, message(problem));
                case SERVER -> internal(problem);
            };
        }
        if (problem instanceof JsonProcessingException json) {
            return answer(400, Body.explain(json));
        }
        if (problem instanceof WebApplicationException http) {
            return answer(http);
        }
        if (problem instanceof IOException) {
            // The caller went away while it was being answered.
            LOG.debug("A request could not be answered", problem);
            return answer(500, "The connection was lost");
        }
        return internal(problem);
    }

    private static Response answer(ChromaException problem) {
        int status = switch (problem.code()) {
            case INVALID -> 400;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case ACTION_FAILED, AGENT_BROKEN -> 502;
            case UNREACHABLE, NOT_READY -> 503;
            case INTERNAL -> 500;
        };
        if (status == 503 && problem.getCause() != null) {
            LOG.warn("{}", problem.getMessage(), problem.getCause());
        }
        return answer(status, message(problem));
    }

    private static Response answer(WebApplicationException problem) {
        Response old = problem.getResponse();
        if (old.hasEntity()) {
            return old;
        }
        String words = switch (old.getStatus()) {
            case 404 -> "There is nothing at this address";
            case 405 -> "This method is not supported here";
            case 406 -> "Answers are application/json";
            case 415 -> "The body must be application/json";
            default -> message(problem);
        };
        return Response.fromResponse(old)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(bytes(Map.of(InvalidRequestException.ALL, List.of(words))))
                .build();
    }

    private static Response internal(Throwable problem) {
        String reference = UUID.randomUUID().toString();
        LOG.error("A request failed ({})", reference, problem);
        return answer(
                500,
                Map.of(
                        "error_message",
                        "The manager failed; its log says why under " + reference,
                        "reference",
                        reference));
    }

    private static String message(Throwable problem) {
        String message = problem.getMessage();
        return message == null ? problem.getClass().getSimpleName() : message;
    }

    /** An answer with one sentence that belongs to no field. */
    public static Response answer(int status, String sentence) {
        return answer(status, Map.of(InvalidRequestException.ALL, List.of(sentence)));
    }

    /**
     * An answer with sentences by field. It is text already: how it is written must not depend on what a method would
     * have returned.
     */
    private static Response answer(int status, Map<String, ?> body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(bytes(body))
                .build();
    }

    /** The same where no resource was reached yet. */
    public static void send(HttpServletResponse response, int status, String sentence) throws IOException {
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_JSON);
        response.getOutputStream().write(bytes(Map.of(InvalidRequestException.ALL, List.of(sentence))));
    }

    private static byte[] bytes(Map<String, ?> body) {
        try {
            return JsonWriter.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
