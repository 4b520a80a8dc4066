package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads a JUnit report as a CI system would, after holding it against the format's schema. */
public final class JunitXml {
  private JunitXml() {}

  /** The one suite of a report that is valid. */
  public static Element suite(String xml) {
    try {
      SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
          .newSchema(Objects.requireNonNull(JunitXml.class.getResource("/junit.xsd")))
          .newValidator()
          .validate(new StreamSource(new StringReader(xml)));
      return (Element)
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(xml)))
              .getDocumentElement()
              .getElementsByTagName("testsuite")
              .item(0);
    } catch (SAXException | IOException | ParserConfigurationException invalid) {
      return fail("not valid: " + xml, invalid);
    }
  }

  /** The elements of a name, in order. */
  public static List<Element> all(Element suite, String name) {
    List<Element> all = new ArrayList<>();
    NodeList found = suite.getElementsByTagName(name);
    for (int i = 0; i < found.getLength(); i++) {
      all.add((Element) found.item(i));
    }
    return all;
  }
}
