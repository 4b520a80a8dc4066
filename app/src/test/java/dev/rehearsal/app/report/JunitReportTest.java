package dev.rehearsal.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.JunitXml;
import dev.rehearsal.testing.ForAll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class JunitReportTest {
  private static final Instant WHEN = Instant.parse("2026-06-16T08:09:10.987Z");

  @TempDir Path folder;

  @Test
  void countsWhatDidNotPassAsFailures() {
    Element suite =
        JunitXml.suite(
            report(
                    "quickstart",
                    passed("lies", "rate below 2 %"),
                    failed("insults", "rate below 1 %", "UNDECIDED", "nobody knows yet"))
                .xml());

    assertThat(suite.getAttribute("name")).isEqualTo("quickstart");
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("timestamp")).isEqualTo("2026-06-16T08:09:10");
    List<Element> cases = JunitXml.all(suite, "testcase");
    assertThat(cases.get(0).getAttribute("classname")).isEqualTo("lies");
    assertThat(JunitXml.all(cases.get(0), "failure")).isEmpty();
    Element failure = JunitXml.all(cases.get(1), "failure").get(0);
    assertThat(failure.getAttribute("type")).isEqualTo("UNDECIDED");
    assertThat(failure.getAttribute("message")).isEqualTo("nobody knows yet");
    assertThat(failure.getTextContent()).isEqualTo("nobody knows yet");
  }

  @Test
  void isValidWithoutAnyGate() {
    assertThat(JunitXml.suite(report("empty").xml()).getAttribute("tests")).isEqualTo("0");
  }

  @Test
  void carriesWhatIdentifiesTheResultAndTheNotes() {
    Element suite = JunitXml.suite(report("plan").xml());

    assertThat(JunitXml.all(suite, "property").get(0).getAttribute("value")).isEqualTo("runs/a&b");
    assertThat(JunitXml.all(suite, "system-out").get(0).getTextContent())
        .isEqualTo("graders are NOT CHECKED\nsecond <note>");
  }

  @Test
  void marksCharactersThatXmlCannotHold() {
    Element suite =
        JunitXml.suite(report("a\u0000b", failed("c", "d", "FAILED", "x\u0008\ud800y")).xml());

    assertThat(suite.getAttribute("name")).isEqualTo("a\ufffdb");
    assertThat(JunitXml.all(suite, "failure").get(0).getTextContent()).isEqualTo("x\ufffd\ufffdy");
  }

  @Test
  void anyTextComesBackFromAParser() {
    ForAll.forAll(
        200,
        random -> {
          StringBuilder text = new StringBuilder("x");
          for (int i = 0; i < 40; i++) {
            text.appendCodePoint("<>&\"'] \u00e9\u6f22\t".codePointAt(random.nextInt(10)));
            text.append(random.nextInt(20) == 0 ? "]]>" : "");
            text.append(random.nextInt(20) == 0 ? "\ud83d\ude00" : "");
          }
          Element suite =
              JunitXml.suite(report("s", failed("c", "n", "FAILED", text.toString())).xml());
          Element failure = JunitXml.all(suite, "failure").get(0);

          assertThat(failure.getTextContent()).isEqualTo(text.toString());
          assertThat(failure.getAttribute("message").replaceAll("\\s", " "))
              .isEqualTo(text.toString().replaceAll("\\s", " "));
        });
  }

  @Test
  void saysWhereItCannotBeWritten() throws Exception {
    Path file = folder.resolve("new-folder/gates.xml");
    report("plan").write(file);
    assertThat(JunitXml.suite(Files.readString(file)).getAttribute("name")).isEqualTo("plan");

    Path nowhere = file.resolve("under-a-file.xml");
    assertThatThrownBy(() -> report("plan").write(nowhere))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining(nowhere.toString())
        .hasMessageContaining("--junit");
  }

  private static JunitReport report(String suite, JunitReport.Case... cases) {
    return new JunitReport(
        suite,
        WHEN,
        Map.of("run", "runs/a&b"),
        List.of(cases),
        List.of("graders are NOT CHECKED", "second <note>"));
  }

  private static JunitReport.Case passed(String group, String name) {
    return new JunitReport.Case(group, name, Optional.empty());
  }

  private static JunitReport.Case failed(String group, String name, String kind, String message) {
    return new JunitReport.Case(group, name, Optional.of(new JunitReport.Failure(kind, message)));
  }
}
