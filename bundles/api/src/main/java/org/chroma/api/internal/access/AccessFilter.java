package org.chroma.api.internal.access;

import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Cookie;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.ext.Provider;
import org.chroma.api.internal.access.Sessions.Session;
import org.chroma.api.internal.web.Errors;
import org.chroma.core.port.UserStore;
import org.chroma.core.port.UserStore.User;
import org.jspecify.annotations.Nullable;

/** Finds out who is asking, and refuses what they may not do. */
@Provider
public final class AccessFilter implements ContainerRequestFilter {
    /** Request attribute: whether everybody may read. */
    public static final String ANONYMOUS_READ = "org.chroma.api.anonymous_read";

    public static final String SESSION_COOKIE = "sessionid";
    public static final String CSRF_COOKIE = "csrftoken";
    public static final String CSRF_HEADER = "X-CSRFToken";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Sessions sessions;
    private final UserStore users;
    private final boolean anonymousRead;

    @Context
    private @Nullable ResourceInfo resource;

    public AccessFilter(Sessions sessions, UserStore users, boolean anonymousRead) {
        this.sessions = sessions;
        this.users = users;
        this.anonymousRead = anonymousRead;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<Session> session = sessions.find(cookie(request, SESSION_COOKIE));
        Optional<User> user = session.flatMap(found -> users.find(found.user())).filter(User::active);
        Caller caller = user.map(Caller::new).orElse(Caller.ANONYMOUS);
        request.setSecurityContext(new CallerContext(caller, request.getSecurityContext()));

        boolean safe = SAFE.contains(request.getMethod());
        if (!safe && !repeatsToken(request, session.map(Session::csrf).orElse(cookie(request, CSRF_COOKIE)))) {
            refuse(request, "The header " + CSRF_HEADER + " must repeat the cookie " + CSRF_COOKIE);
            return;
        }
        Method method = resource == null ? null : resource.getResourceMethod();
        if (method != null && method.isAnnotationPresent(ChecksItself.class)) {
            return;
        }
        if (user.isEmpty() && !(safe && anonymousRead)) {
            refuse(request, "Log in first");
        } else if (!safe && !caller.isAdministrator()) {
            refuse(request, "You are not allowed to do this");
        }
    }

    private static boolean repeatsToken(ContainerRequestContext request, @Nullable String token) {
        String header = request.getHeaderString(CSRF_HEADER);
        return token != null && !token.isEmpty() && header != null && Tokens.equal(header, token);
    }

    private static @Nullable String cookie(ContainerRequestContext request, String name) {
        Cookie cookie = request.getCookies().get(name);
        return cookie == null ? null : cookie.getValue();
    }

    private static void refuse(ContainerRequestContext request, String why) {
        request.abortWith(Errors.answer(Response.Status.UNAUTHORIZED.getStatusCode(), why));
    }

    private record CallerContext(Caller caller, @Nullable SecurityContext original) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return caller.user() != null && caller.user().groups().contains(role);
        }

        @Override
        public boolean isSecure() {
            return original != null && original.isSecure();
        }

        @Override
        public String getAuthenticationScheme() {
            return FORM_AUTH;
        }
    }
}
