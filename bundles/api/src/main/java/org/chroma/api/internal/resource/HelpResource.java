package org.chroma.api.internal.resource;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import org.chroma.api.RestResource;
import org.chroma.core.InvalidRequestException;
import org.chroma.model.ConfParamRule;
import org.chroma.model.ConfParamRule.Owner;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Explains configuration parameters. */
@Path("help")
@Produces(MediaType.APPLICATION_JSON)
@Component(service = RestResource.class)
public final class HelpResource implements RestResource {

    @GET
    @Path("conf_param")
    public Map<String, String> confParams(
            @QueryParam("kind") @Nullable String kind, @QueryParam("keys") @Nullable String keys) {
        if (kind == null && keys == null) {
            throw new InvalidRequestException(
                    Map.of("kind", List.of("Give kind or keys"), "keys", List.of("Give kind or keys")));
        }
        Map<String, String> answer = new LinkedHashMap<>();
        if (kind != null) {
            Owner owner = switch (kind) {
                case "OST" -> Owner.OST;
                case "MDT" -> Owner.MDT;
                case "FS" -> Owner.FILESYSTEM;
                default -> throw new InvalidRequestException("kind", "OST, MDT or FS is expected");
            };
            ConfParamRule.of(owner).forEach(rule -> answer.put(rule.key(), rule.help()));
        }
        if (keys != null) {
            Arrays.stream(keys.split(",", -1))
                    .map(String::strip)
                    .forEach(key -> answer.put(
                            key,
                            ConfParamRule.find(key)
                                    .orElseThrow(
                                            () -> new InvalidRequestException("keys", "There is no parameter " + key))
                                    .help()));
        }
        return answer;
    }
}
