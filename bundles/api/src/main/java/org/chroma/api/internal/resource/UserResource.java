package org.chroma.api.internal.resource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.ws.rs.DELETE;
import javax.ws.rs.NotAuthorizedException;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.AccessFilter;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.access.ChecksItself;
import org.chroma.api.internal.access.Group;
import org.chroma.api.internal.access.Passwords;
import org.chroma.api.internal.access.Sessions;
import org.chroma.api.internal.describe.Description;
import org.chroma.api.internal.describe.Field;
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.describe.Listing;
import org.chroma.api.internal.describe.Lookup;
import org.chroma.api.internal.describe.Shape;
import org.chroma.api.internal.web.Body;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.port.UserStore;
import org.chroma.core.port.UserStore.User;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who may log in. Superusers see and change everybody, others themselves. */
@Path("user")
@Component(service = RestResource.class)
public final class UserResource extends Listing<User> {
    static final Description<User> DESCRIPTION = Description.of(
            "user",
            "Who may log in",
            Field.<User>text("id", "number", user -> "" + user.id()).filtered(Lookup.IN),
            Field.text("resource_uri", "address", user -> Links.to("user", user.id())),
            Field.<User>text("username", "log-in name", User::username)
                    .writable()
                    .filtered()
                    .sortable(),
            Field.<User>text("first_name", "first name", User::firstName).writable(),
            Field.<User>text("last_name", "last name", User::lastName).writable(),
            Field.text("full_name", "first and last name", user -> (user.firstName() + " " + user.lastName()).strip()),
            Field.<User>text("email", "where alerts are sent to", User::email).writable(),
            Field.<User>bool(
                    "is_superuser",
                    "whether everything is allowed",
                    user -> user.groups().contains(Group.SUPERUSERS.word())),
            Field.<User>bool("is_active", "whether the user may log in", User::active)
                    .writable(),
            Field.<User>list(
                            "groups",
                            Shape.full(GroupResource.DESCRIPTION),
                            "what the user may do",
                            UserResource::groups)
                    .writable());

    private static final int SHORTEST_PASSWORD = 8;

    private final UserStore users;
    private final Passwords passwords;
    private final Sessions sessions;

    @Activate
    public UserResource(@Reference UserStore users, @Reference Passwords passwords, @Reference Sessions sessions) {
        this.users = users;
        this.passwords = passwords;
        this.sessions = sessions;
    }

    @Override
    public Description<User> description() {
        return DESCRIPTION;
    }

    @Override
    protected Collection<User> all(Caller caller) {
        return users.users().stream()
                .filter(user -> caller.isSuperuser() || caller.is(user))
                .toList();
    }

    @Override
    protected Optional<User> find(String id, Caller caller) {
        return number(id).flatMap(users::find).filter(user -> caller.isSuperuser() || caller.is(user));
    }

    @POST
    @ChecksItself
    public Response add(Body body, @Context SecurityContext security) {
        requireSuperuser(Caller.of(security));
        String username = body.requiredText("username", 255);
        if (!username.matches("[A-Za-z0-9_.@+-]*")) {
            body.error("username", "Letters, digits and _ . @ + - are allowed");
        }
        String password = body.requiredText("password1", Body.MAXIMUM_TEXT);
        String repeated = body.requiredText("password2", Body.MAXIMUM_TEXT);
        check(body, password, repeated, "password1", "password2");
        Set<String> groups = groups(body);
        Set<String> may = groups == null ? Set.of(Group.FILESYSTEM_USERS.word()) : groups;
        User draft = User.fresh(username, "", may, Instant.now())
                .introduced(or(body.text("first_name", 150), ""), or(body.text("last_name", 150), ""), email(body, ""))
                .allowed(may, !Boolean.FALSE.equals(body.bool("is_active")));
        if (users.findByName(username).isPresent()) {
            body.error("username", "There is already a user with this name");
        }
        body.verify();
        User added = users.add(draft.withPassword(passwords.hash(password)));
        return Response.status(Response.Status.CREATED)
                .entity(DESCRIPTION.render(added))
                .build();
    }

    @PUT
    @Path("{id}")
    @ChecksItself
    public Response change(
            @PathParam("id") String id, Body body, @Context SecurityContext security, @Context HttpHeaders headers) {
        Caller caller = Caller.of(security);
        requireLogin(caller);
        User user = require(id, caller);
        String username = or(body.text("username", 255), user.username());
        if (!username.equals(user.username())) {
            body.error("username", "A user's name cannot be changed");
        }
        String password = newPassword(body, user, caller);
        Set<String> groups = or(groups(body), user.groups());
        boolean active = or(body.bool("is_active"), user.active());
        User changed = user.introduced(
                        or(body.text("first_name", 150), user.firstName()),
                        or(body.text("last_name", 150), user.lastName()),
                        email(body, user.email()))
                .allowed(groups, active);
        if (!active && caller.is(user)) {
            body.error("is_active", "You cannot lock yourself out");
        }
        body.passingOver(DESCRIPTION.fieldNames()).verify();
        if ((!groups.equals(user.groups()) || active != user.active()) && !caller.isSuperuser()) {
            throw new ChromaException(ErrorCode.FORBIDDEN, "Only superusers may change groups");
        }
        if (caller.is(user) && caller.isSuperuser() && !groups.contains(Group.SUPERUSERS.word())) {
            throw new InvalidRequestException("groups", "You cannot remove yourself from the superusers");
        }
        users.put(password == null ? changed : changed.withPassword(passwords.hash(password)));
        if (password != null || !active) {
            var cookie = headers.getCookies().get(AccessFilter.SESSION_COOKIE);
            sessions.endAllOf(user.id(), caller.is(user) && cookie != null ? cookie.getValue() : null);
        }
        return Response.accepted(DESCRIPTION.render(require(id, caller))).build();
    }

    @DELETE
    @Path("{id}")
    @ChecksItself
    public Response remove(@PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        requireLogin(caller);
        User user = require(id, caller);
        if (caller.is(user)) {
            throw new InvalidRequestException("id", "You cannot delete yourself");
        }
        requireSuperuser(caller);
        users.remove(user.id());
        sessions.endAllOf(user.id(), null);
        return Response.noContent().build();
    }

    private @Nullable String newPassword(Body body, User user, Caller caller) {
        String old = body.text("old_password");
        String password = body.text("new_password1");
        String repeated = body.text("new_password2");
        if (password == null && repeated == null) {
            return null;
        }
        if (password == null) {
            body.error("new_password1", "This field is mandatory");
            return null;
        }
        check(body, password, repeated == null ? "" : repeated, "new_password1", "new_password2");
        if (caller.is(user)) {
            if (old == null) {
                body.error("old_password", "This field is mandatory");
            } else if (!passwords.matches(old, user.passwordHash())) {
                body.error("old_password", "This is not your password");
            }
        }
        return password;
    }

    private static void check(Body body, String password, String repeated, String field, String repeatedField) {
        if (password.isBlank()) {
            body.error(field, "A password must not consist of blanks only");
        } else if (password.length() < SHORTEST_PASSWORD) {
            body.error(field, "At least " + SHORTEST_PASSWORD + " characters are needed");
        }
        if (!password.equals(repeated)) {
            body.error(repeatedField, "The passwords differ");
        }
    }

    private static String email(Body body, String old) {
        String email = body.text("email", 254);
        if (email != null && !email.isEmpty() && !email.matches("[^@\\s]+@[^@\\s]+")) {
            body.error("email", "An e-mail address is expected");
        }
        return or(email, old);
    }

    /** Groups are named by text, or given as they are in answers. */
    private static @Nullable Set<String> groups(Body body) {
        if (!body.has("groups") || body.isNull("groups")) {
            return null;
        }
        Set<String> groups = new HashSet<>();
        for (String name : body.names("groups")) {
            GroupResource.find(name)
                    .ifPresentOrElse(
                            group -> groups.add(group.word()), () -> body.error("groups", "There is no group " + name));
        }
        return groups;
    }

    private static List<Map<String, @Nullable Object>> groups(User user) {
        List<Map<String, @Nullable Object>> result = new ArrayList<>();
        for (Group group : Group.values()) {
            if (user.groups().contains(group.word())) {
                result.add(GroupResource.DESCRIPTION.render(group));
            }
        }
        return result;
    }

    private static <V> V or(@Nullable V value, V otherwise) {
        return value == null ? otherwise : value;
    }

    private static void requireLogin(Caller caller) {
        if (caller.user() == null) {
            throw new NotAuthorizedException(
                    "Log in first",
                    Response.status(Response.Status.UNAUTHORIZED).build());
        }
    }

    private static void requireSuperuser(Caller caller) {
        requireLogin(caller);
        if (!caller.isSuperuser()) {
            throw new ChromaException(ErrorCode.FORBIDDEN, "Only superusers may do this");
        }
    }
}
