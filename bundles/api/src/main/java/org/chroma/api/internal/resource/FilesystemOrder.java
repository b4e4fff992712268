package org.chroma.api.internal.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.chroma.api.internal.web.Body;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.StateManager.NewTarget;
import org.jspecify.annotations.Nullable;

/**
 * A request for a new filesystem, with one MDT as {@code mdt} or several as {@code mdts}. Whatever is wrong with it is
 * told in its own shape: {@code {mgt: {…}, mdt: {}, osts: [{}, {…}]}}.
 */
final class FilesystemOrder {
    private final boolean dryRun;
    private final boolean oneMdt;
    private final int mdtCount;
    private final int ostCount;
    private final FilesystemRequest request;

    /**
     * Reads a request.
     *
     * @throws InvalidRequestException where fields are missing or of the wrong type
     */
    FilesystemOrder(Body body) {
        this.dryRun = Changes.dryRun(body);
        this.oneMdt = body.has("mdt") || !body.has("mdts");
        String name = body.text("name", 255);
        Body mgt = body.object("mgt");
        List<Body> mdts = mdts(body);
        List<Body> osts = body.objects("osts");
        Map<String, @Nullable String> confParams = body.textMap("conf_params");
        for (String field : List.of("name", "mgt", oneMdt ? "mdt" : "mdts", "osts")) {
            if (!body.has(field) || body.isNull(field)) {
                body.error(field, "This field is mandatory");
            }
        }
        MgtChoice mgtChoice = mgt == null ? null : mgt(mgt);
        List<NewTarget> newMdts = mdts == null ? List.of() : targets(mdts);
        List<NewTarget> newOsts = osts == null ? List.of() : targets(osts);
        body.verify();
        this.mdtCount = newMdts.size();
        this.ostCount = newOsts.size();
        this.request = new FilesystemRequest(name, mgtChoice, newMdts, newOsts, confParams);
    }

    boolean isDryRun() {
        return dryRun;
    }

    /** Hands the request to somebody; where that one finds it wrong, the errors get the shape of what was sent. */
    <R> R explained(Function<FilesystemRequest, R> receiver) {
        try {
            return receiver.apply(request);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(shaped(e.errors()));
        }
    }

    private Map<String, Object> shaped(Map<String, ?> found) {
        Map<String, Object> errors = new LinkedHashMap<>(found);
        Object mdts = errors.remove("mdts");
        errors.putIfAbsent("mgt", Map.of());
        if (oneMdt) {
            Object first = mdts instanceof List<?> list && !list.isEmpty() ? list.get(0) : mdts;
            errors.put("mdt", first instanceof String ? mdts : first == null ? Map.of() : first);
        } else {
            errors.put("mdts", mdts == null ? empty(mdtCount) : mdts);
        }
        errors.putIfAbsent("osts", empty(ostCount));
        return errors;
    }

    private static List<Map<String, Object>> empty(int count) {
        List<Map<String, Object>> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.add(Map.of());
        }
        return result;
    }

    private @Nullable List<Body> mdts(Body body) {
        if (body.has("mdt") && body.has("mdts")) {
            body.error("mdt", "Give either mdt or mdts");
        }
        if (!oneMdt) {
            return body.objects("mdts");
        }
        Body mdt = body.object("mdt");
        return mdt == null ? null : List.of(mdt);
    }

    private static MgtChoice mgt(Body body) {
        ignoredForMgt(body);
        return new MgtChoice(body.id("id", "target"), body.id("volume_id", "volume"), body.bool("reformat"));
    }

    /** Clients send these with every target; an MGT has no use for them. */
    private static void ignoredForMgt(Body body) {
        body.passingOver(List.of("conf_params", "inode_size", "bytes_per_inode", "inode_count"));
    }

    private static List<NewTarget> targets(List<Body> bodies) {
        return bodies.stream().map(FilesystemOrder::target).toList();
    }

    static NewTarget target(Body body) {
        return new NewTarget(
                body.id("volume_id", "volume"),
                body.textMap("conf_params"),
                body.integer("inode_size"),
                body.integer("bytes_per_inode"),
                body.integer("inode_count"),
                body.bool("reformat"));
    }
}
