package org.chroma.api.internal.resource;

import java.util.LinkedHashMap;
import java.util.Map;
import org.chroma.core.ClusterView;
import org.chroma.model.ConfParamRule;
import org.chroma.model.ConfParamRule.Owner;
import org.chroma.model.TargetKind;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/** The configuration parameters of filesystems and targets, as callers see and send them. */
final class ConfParams {
    private ConfParams() {}

    /** Every parameter that can be set, with its value; null for those that are not set. */
    static Map<String, @Nullable String> all(ClusterView view, ObjectId<?> id, Owner owner) {
        Map<String, String> set = view.confParams(id);
        Map<String, @Nullable String> result = new LinkedHashMap<>();
        for (ConfParamRule rule : ConfParamRule.of(owner)) {
            result.put(rule.key(), set.get(rule.key()));
        }
        return result;
    }

    static Owner owner(TargetKind kind) {
        return kind == TargetKind.MDT ? Owner.MDT : Owner.OST;
    }
}
