package dev.rehearsal.app.report;

import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Gates as test cases, in the XML that CI systems read (the format of Ant's JUnit task). A gate
 * that is not known to have passed is a failure: a system that reads it must not ship on it.
 *
 * @param suite names all of them together, such as the plan's name
 * @param when they were decided
 * @param properties what identifies the result, by name
 * @param cases in the order in which they are shown
 * @param notes for people, a line each; what holds for all cases
 */
public record JunitReport(
    String suite,
    Instant when,
    Map<String, String> properties,
    List<Case> cases,
    List<String> notes) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A gate is decided, not timed. */
  private static final String NO_TIME = "0";

  /**
   * One gate.
   *
   * @param group what several gates belong to, such as the category
   * @param name what is asked, the same in every run, so that a CI system can follow it
   * @param failure why it did not pass; empty when it did
   */
  public record Case(String group, String name, Optional<Failure> failure) {}

  /**
   * Why a gate did not pass.
   *
   * @param kind one word, such as FAILED or UNDECIDED
   * @param message one sentence
   */
  public record Failure(String kind, String message) {}

  public JunitReport {
    properties = Map.copyOf(properties);
    cases = List.copyOf(cases);
    notes = List.copyOf(notes);
  }

  /**
   * Writes it to a file, in a folder that is made where there is none: a run of hours must not end
   * for want of one.
   *
   * @throws RehearsalException if that cannot be
   */
  public void write(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, xml());
    } catch (IOException e) {
      throw RehearsalException.failed(
          "%s: cannot write the JUnit report (%s); name another file with --junit"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** The document, in UTF-8. */
  public String xml() {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      newline(xml, 0);
      xml.writeStartElement("testsuites");
      write(xml);
      newline(xml, 0);
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a report could not be written to memory", e);
    }
    return text + "\n";
  }

  private void write(XMLStreamWriter xml) throws XMLStreamException {
    long failures = cases.stream().filter(one -> one.failure().isPresent()).count();
    newline(xml, 1);
    xml.writeStartElement("testsuite");
    attribute(xml, "name", suite);
    attribute(xml, "package", "rehearsal");
    attribute(xml, "id", "0");
    attribute(xml, "timestamp", TIME.format(when));
    attribute(xml, "hostname", "localhost");
    attribute(xml, "tests", Integer.toString(cases.size()));
    attribute(xml, "failures", Long.toString(failures));
    attribute(xml, "errors", "0");
    attribute(xml, "skipped", "0");
    attribute(xml, "time", NO_TIME);
    properties(xml);
    for (Case one : cases) {
      write(xml, one);
    }
    text(xml, 2, "system-out", String.join("\n", notes));
    text(xml, 2, "system-err", "");
    newline(xml, 1);
    xml.writeEndElement();
  }

  private void properties(XMLStreamWriter xml) throws XMLStreamException {
    newline(xml, 2);
    xml.writeStartElement("properties");
    for (Map.Entry<String, String> property : new TreeMap<>(properties).entrySet()) {
      newline(xml, 3);
      xml.writeEmptyElement("property");
      attribute(xml, "name", property.getKey());
      attribute(xml, "value", property.getValue());
    }
    newline(xml, 2);
    xml.writeEndElement();
  }

  private static void write(XMLStreamWriter xml, Case one) throws XMLStreamException {
    newline(xml, 2);
    xml.writeStartElement("testcase");
    attribute(xml, "name", one.name());
    attribute(xml, "classname", one.group());
    attribute(xml, "time", NO_TIME);
    if (one.failure().isPresent()) {
      newline(xml, 3);
      xml.writeStartElement("failure");
      attribute(xml, "type", one.failure().get().kind());
      attribute(xml, "message", one.failure().get().message());
      xml.writeCharacters(allowed(one.failure().get().message()));
      xml.writeEndElement();
      newline(xml, 2);
    }
    xml.writeEndElement();
  }

  private static void text(XMLStreamWriter xml, int depth, String element, String text)
      throws XMLStreamException {
    newline(xml, depth);
    xml.writeStartElement(element);
    xml.writeCharacters(allowed(text));
    xml.writeEndElement();
  }

  private static void attribute(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeAttribute(name, allowed(value));
  }

  private static void newline(XMLStreamWriter xml, int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  /** The text with a mark in place of each character that XML 1.0 cannot hold, escaped or not. */
  private static String allowed(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints().map(point -> allowed(point) ? point : 0xFFFD).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean allowed(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || (point >= ' ' && point < 0xD800)
        || (point > 0xDFFF && point < 0xFFFE)
        || point > 0xFFFF;
  }
}
