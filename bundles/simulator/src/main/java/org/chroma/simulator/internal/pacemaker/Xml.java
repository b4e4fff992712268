package org.chroma.simulator.internal.pacemaker;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** An XML element as Pacemaker's tools print it: attributes in their order, two blanks for each level. */
public final class Xml {
    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Xml> children = new ArrayList<>();

    /** @param attributes names and values in turn */
    public Xml(String name, String... attributes) {
        this.name = name;
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            this.attributes.put(attributes[i], attributes[i + 1]);
        }
    }

    /** Reads one element. */
    public static Xml parse(String text) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
        List<Xml> open = new ArrayList<>();
        Xml root = null;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                Xml element = new Xml(reader.getLocalName());
                for (int i = 0; i < reader.getAttributeCount(); i++) {
                    element.attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
                }
                if (open.isEmpty()) {
                    root = element;
                } else {
                    open.get(open.size() - 1).children.add(element);
                }
                open.add(element);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                open.remove(open.size() - 1);
            }
        }
        if (root == null) {
            throw new XMLStreamException("no element");
        }
        return root;
    }

    public String name() {
        return name;
    }

    public @Nullable String get(String attribute) {
        return attributes.get(attribute);
    }

    public String get(String attribute, String otherwise) {
        return attributes.getOrDefault(attribute, otherwise);
    }

    public Xml set(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    public List<Xml> children() {
        return children;
    }

    public Xml add(Xml child) {
        children.add(child);
        return child;
    }

    public List<Xml> all(String child) {
        return children.stream().filter(c -> c.name.equals(child)).toList();
    }

    public Optional<Xml> child(String child) {
        return children.stream().filter(c -> c.name.equals(child)).findFirst();
    }

    public Optional<Xml> child(String child, String id) {
        return children.stream()
                .filter(c -> c.name.equals(child) && id.equals(c.attributes.get("id")))
                .findFirst();
    }

    /** The child, made where it is missing. */
    public Xml need(String child) {
        return child(child).orElseGet(() -> add(new Xml(child)));
    }

    /** Takes over another element's attributes, and its children by their ids. */
    public void merge(Xml other) {
        attributes.putAll(other.attributes);
        for (Xml theirs : other.children) {
            String id = theirs.attributes.get("id");
            Optional<Xml> mine = id == null ? child(theirs.name) : child(theirs.name, id);
            if (mine.isPresent()) {
                mine.get().merge(theirs);
            } else {
                children.add(theirs);
            }
        }
    }

    /** The element with all below it. */
    public String print() {
        StringBuilder text = new StringBuilder();
        print(text, 0);
        return text.toString();
    }

    private void print(StringBuilder text, int depth) {
        String indent = "  ".repeat(depth);
        text.append(indent).append('<').append(name);
        attributes.forEach((key, value) ->
                text.append(' ').append(key).append("=\"").append(escape(value)).append('"'));
        if (children.isEmpty()) {
            text.append("/>\n");
            return;
        }
        text.append(">\n");
        children.forEach(child -> child.print(text, depth + 1));
        text.append(indent).append("</").append(name).append(">\n");
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
