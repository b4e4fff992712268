package org.chroma.api.internal.resource;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.AccessFilter;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.access.ChecksItself;
import org.chroma.api.internal.access.LoginLimit;
import org.chroma.api.internal.access.Passwords;
import org.chroma.api.internal.access.Sessions;
import org.chroma.api.internal.access.Sessions.Session;
import org.chroma.api.internal.web.Body;
import org.chroma.api.internal.web.Errors;
import org.chroma.core.port.UserStore;
import org.chroma.core.port.UserStore.User;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Logging in and out. */
@Path("session")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Component(service = RestResource.class)
public final class SessionResource implements RestResource {
    private final Sessions sessions;
    private final UserStore users;
    private final Passwords passwords;
    private final LoginLimit limit = new LoginLimit(Clock.systemUTC());

    @Activate
    public SessionResource(@Reference Sessions sessions, @Reference UserStore users, @Reference Passwords passwords) {
        this.sessions = sessions;
        this.users = users;
        this.passwords = passwords;
    }

    /** Who is logged in; gives the browser what it needs to log in. */
    @GET
    @ChecksItself
    public Response get(
            @Context SecurityContext security, @Context HttpHeaders headers, @Context HttpServletRequest request) {
        User user = Caller.of(security).user();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("user", user == null ? null : UserResource.DESCRIPTION.render(user));
        answer.put(
                "read_enabled", user != null || Boolean.TRUE.equals(request.getAttribute(AccessFilter.ANONYMOUS_READ)));
        answer.put("resource_uri", "/api/session/");
        String csrf = session(headers).map(Session::csrf).orElse(cookie(headers, AccessFilter.CSRF_COOKIE));
        return Response.ok(answer)
                .header(HttpHeaders.SET_COOKIE, csrfCookie(csrf == null || csrf.isEmpty() ? Sessions.token() : csrf))
                .build();
    }

    @POST
    @ChecksItself
    public Response logIn(Body body, @Context HttpServletRequest request, @Context HttpHeaders headers) {
        String username = body.requiredText("username", 255);
        String password = body.requiredText("password", Body.MAXIMUM_TEXT);
        body.verify();
        String address = request.getRemoteAddr();
        if (!limit.allows(username, address)) {
            return Response.fromResponse(Errors.answer(429, "Too many attempts failed. Try again later"))
                    .header("Retry-After", LoginLimit.retryAfter())
                    .build();
        }
        Optional<User> user = users.findByName(username);
        if (user.isEmpty()) {
            passwords.matchNobody(password);
        }
        if (user.isEmpty()
                || !passwords.matches(password, user.get().passwordHash())
                || !user.get().active()) {
            limit.failed(username, address);
            return Errors.answer(403, "User name or password is wrong");
        }
        limit.succeeded(username, address);
        session(headers).ifPresent(old -> sessions.end(old.id()));
        Session session = sessions.begin(user.get().id());
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.SET_COOKIE, sessionCookie(session.id()))
                .header(HttpHeaders.SET_COOKIE, csrfCookie(session.csrf()))
                .entity(Map.of("user", UserResource.DESCRIPTION.render(user.get())))
                .build();
    }

    @DELETE
    @ChecksItself
    public Response logOut(@Context HttpHeaders headers) {
        session(headers).ifPresent(session -> sessions.end(session.id()));
        return Response.noContent()
                .header(HttpHeaders.SET_COOKIE, sessionCookie("") + "; Max-Age=0")
                .header(HttpHeaders.SET_COOKIE, csrfCookie(Sessions.token()))
                .build();
    }

    private Optional<Session> session(HttpHeaders headers) {
        return sessions.find(cookie(headers, AccessFilter.SESSION_COOKIE));
    }

    private static @Nullable String cookie(HttpHeaders headers, String name) {
        var cookie = headers.getCookies().get(name);
        return cookie == null ? null : cookie.getValue();
    }

    private static String sessionCookie(String value) {
        return AccessFilter.SESSION_COOKIE + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Strict";
    }

    /** Scripts have to read it, therefore without HttpOnly. */
    private static String csrfCookie(String value) {
        return AccessFilter.CSRF_COOKIE + "=" + value + "; Path=/; Secure; SameSite=Strict";
    }
}
