package org.chroma.plugin.ha.internal;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads the XML that Pacemaker's tools print. */
final class Xml {
    private Xml() {}

    /** All elements with a name, at any depth, in the document's order. */
    static List<Element> elements(String document, String name) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // The default one prints to standard error.
            builder.setErrorHandler(new DefaultHandler());
            return list(
                    builder.parse(new InputSource(new StringReader(document))).getElementsByTagName(name));
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException("cannot parse Pacemaker's answer: " + e.getMessage(), e);
        }
    }

    /** An element's children with a name. */
    static List<Element> children(Element parent, String name) {
        return list(parent.getChildNodes()).stream()
                .filter(each -> each.getTagName().equals(name))
                .toList();
    }

    private static List<Element> list(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
