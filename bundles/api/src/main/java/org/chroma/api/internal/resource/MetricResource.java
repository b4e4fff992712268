package org.chroma.api.internal.resource;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import javax.ws.rs.Path;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.describe.Description;
import org.chroma.api.internal.describe.Field;
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.describe.Listing;
import org.chroma.api.internal.describe.Lookup;
import org.chroma.metrics.DeclaredMetrics;
import org.chroma.metrics.DeclaredMetrics.Declared;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What is measured, as plugins declare it. */
@Path("metric")
@Component(service = RestResource.class)
public final class MetricResource extends Listing<Declared> {
    private static final Description<Declared> DESCRIPTION = Description.of(
            "metric",
            "What is measured, as plugins declare it",
            Field.<Declared>text("id", "the name", MetricResource::name).filtered(Lookup.IN),
            Field.text("resource_uri", "address", each -> Links.to("metric", name(each))),
            Field.<Declared>text(
                            "name",
                            "as in metric queries; one that ends in * stands for all that begin so",
                            MetricResource::name)
                    .filtered(Lookup.IN, Lookup.STARTSWITH)
                    .sortable(),
            Field.text(
                    "unit",
                    "what a reading counts; the values of a counter are in these per second",
                    each -> each.metric().unit()),
            Field.text("help", "what it tells", each -> each.metric().help()),
            Field.<Declared>text(
                            "kind",
                            "gauge, counter, derive or absolute: how readings become values",
                            each -> word(each.metric().kind()))
                    .filtered(Lookup.IN),
            Field.<Declared>text(
                            "about",
                            "server, target, mdt, ost, job or resource",
                            each -> word(each.metric().about()))
                    .filtered(Lookup.IN),
            Field.<Declared>text(
                            "total",
                            "what a filesystem's value is: the sum or average of all that the metric is about, the"
                                    + " sum of its osts or mdts, or none",
                            each -> word(each.metric().total()))
                    .filtered(Lookup.IN),
            Field.<Declared>text("prometheus", "name of its samples in /metrics and in remote write", Declared::sample)
                    .filtered(Lookup.IN),
            Field.<Declared>text(
                            "chart",
                            "title of the chart that shows it by default; empty for none",
                            each -> each.metric().chart().title())
                    .filtered(Lookup.IN),
            Field.text(
                    "line",
                    "what its line in the chart is called",
                    each -> each.metric().chart().line()),
            Field.<Declared>text("plugin", "name of the plugin that declares it", Declared::plugin)
                    .filtered(Lookup.IN)
                    .sortable(),
            Field.<Declared>bool(
                            "present", "whether the plugin is there now; what it measured stays", Declared::present)
                    .filtered());

    private final DeclaredMetrics declared;

    @Activate
    public MetricResource(@Reference DeclaredMetrics declared) {
        this.declared = declared;
    }

    private static String name(Declared each) {
        return each.metric().name();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Description<Declared> description() {
        return DESCRIPTION;
    }

    @Override
    protected Collection<Declared> all(Caller caller) {
        return declared.all();
    }

    @Override
    protected Optional<Declared> find(String id, Caller caller) {
        return declared.all().stream().filter(each -> name(each).equals(id)).findFirst();
    }
}
