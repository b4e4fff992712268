package org.chroma.simulator.internal.programs.pacemaker;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.chroma.simulator.internal.cluster.Pacemaker;
import org.chroma.simulator.internal.pacemaker.Cib;
import org.chroma.simulator.internal.pacemaker.Xml;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;
import org.jspecify.annotations.Nullable;

/** cibadmin. */
public final class Cibadmin implements Program {
    static final int NOT_CONNECTED = 102;
    private static final int USAGE = 64;
    private static final int NO_SUCH_OBJECT = 105;
    private static final int EXISTS = 108;
    private static final int DATA_ERROR = 65;

    @Override
    public Set<String> names() {
        return Set.of("cibadmin");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(
                    call.arguments(),
                    "Q|query C|create D|delete R|replace M|modify c|allow-create o|obj_type|scope: X|xml-text: x|xml-file:"
                            + " A|xpath: f|force V|verbose n|no-children");
        } catch (Options.BadOptionException e) {
            call.errf("cibadmin: %s%n", String.valueOf(e.getMessage()));
            return USAGE;
        }
        Pacemaker pacemaker = call.server().pair().pacemaker();
        if (!pacemaker.online(call.server())) {
            call.err("cibadmin: Could not connect to the CIB: Transport endpoint is not connected\n");
            return NOT_CONNECTED;
        }
        call.pauseMillis(200);
        Cib cib = pacemaker.cib();
        String scope = options.value("scope");
        if (options.has("query")) {
            return query(call, pacemaker, scope, options.value("xpath"));
        }
        Xml section = cib.section(scope == null ? "configuration" : scope);
        if (section == null) {
            call.errf("cibadmin: invalid scope %s%n", String.valueOf(scope));
            return USAGE;
        }
        Xml element;
        try {
            String file = options.value("xml-file");
            String text =
                    file == null ? options.value("xml-text", "") : call.files().read(file);
            element = Xml.parse(text);
        } catch (XMLStreamException e) {
            call.err("cibadmin: Couldn't parse input string: not well-formed XML\n");
            return DATA_ERROR;
        }
        Xml into = scope == null ? home(cib, section, element) : section;
        String verb = options.has("create")
                ? "create"
                : options.has("delete")
                        ? "delete"
                        : options.has("replace") ? "replace" : options.has("modify") ? "modify" : "";
        int rc = change(call, into, element, verb, options.has("allow-create"));
        if (rc == 0) {
            pacemaker.configured();
        }
        return rc;
    }

    /** Where an element belongs when no section was named. */
    private static Xml home(Cib cib, Xml configuration, Xml element) {
        return switch (element.name()) {
            case "primitive" -> configuration.need("resources");
            case "rsc_location", "rsc_order", "rsc_colocation" -> configuration.need("constraints");
            default -> cib.configuration();
        };
    }

    private static int query(Call call, Pacemaker pacemaker, @Nullable String scope, @Nullable String xpath) {
        if (xpath != null) {
            call.err("cibadmin: XPath queries are not simulated\n");
            return USAGE;
        }
        if (scope == null) {
            call.out(PacemakerView.cib(pacemaker, call.now()).print());
            return 0;
        }
        if (scope.equals("status")) {
            call.out(PacemakerView.status(pacemaker).print());
            return 0;
        }
        Xml section = pacemaker.cib().section(scope);
        if (section == null) {
            call.err("Call cib_query failed (-6): No such device or address\n");
            return NO_SUCH_OBJECT;
        }
        call.out(section.print());
        return 0;
    }

    private static int change(Call call, Xml into, Xml element, String verb, boolean create) {
        String id = element.get("id", "");
        Optional<Xml> present = into.child(element.name(), id);
        switch (verb) {
            case "create" -> {
                if (present.isPresent()) {
                    Xml failed = new Xml("failed");
                    failed.add(new Xml(
                                    "failed_update",
                                    "id",
                                    id,
                                    "object_type",
                                    element.name(),
                                    "operation",
                                    "cib_create",
                                    "reason",
                                    "File exists"))
                            .add(element);
                    call.out(failed.print());
                    call.err("Call cib_create failed: File exists\n");
                    return EXISTS;
                }
                into.add(element);
            }
            case "delete" -> present.ifPresent(into.children()::remove);
            case "replace", "modify" -> {
                if (present.isEmpty() && !create && !element.name().equals(into.name())) {
                    call.errf("Call cib_%s failed: No such device or address%n", verb);
                    return NO_SUCH_OBJECT;
                }
                if (element.name().equals(into.name())) {
                    into.children().clear();
                    into.children().addAll(element.children());
                } else if (verb.equals("replace") || present.isEmpty()) {
                    present.ifPresent(into.children()::remove);
                    into.add(element);
                } else {
                    PacemakerView.merge(present.get(), element);
                }
            }
            default -> {
                call.err("cibadmin: Must specify an action\n");
                return USAGE;
            }
        }
        return 0;
    }
}
