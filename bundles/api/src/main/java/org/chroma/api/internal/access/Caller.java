package org.chroma.api.internal.access;

import java.security.Principal;
import javax.ws.rs.core.SecurityContext;
import org.chroma.core.port.UserStore.User;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking.
 *
 * @param user null where nobody is logged in
 */
public record Caller(@Nullable User user) implements Principal {
    public static final Caller ANONYMOUS = new Caller(null);

    public static Caller of(SecurityContext security) {
        return security.getUserPrincipal() instanceof Caller caller ? caller : ANONYMOUS;
    }

    /** For the records of who did what; empty where nobody is logged in. */
    @Override
    public String getName() {
        return user == null ? "" : user.username();
    }

    public boolean isIn(Group group) {
        return user != null && user.groups().contains(group.word());
    }

    public boolean isSuperuser() {
        return isIn(Group.SUPERUSERS);
    }

    public boolean isAdministrator() {
        return isSuperuser() || isIn(Group.FILESYSTEM_ADMINISTRATORS);
    }

    public boolean is(User other) {
        return user != null && user.id() == other.id();
    }
}
