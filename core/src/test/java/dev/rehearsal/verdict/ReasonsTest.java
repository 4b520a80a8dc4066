package dev.rehearsal.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonsTest {

  @Test
  void everyReasonThatIsNamedHereIsOurs() throws IllegalAccessException {
    List<String> named = new ArrayList<>();
    for (Field field : Reasons.class.getFields()) {
      assertThat(Modifier.isStatic(field.getModifiers())).as(field.getName()).isTrue();
      named.add((String) field.get(null));
    }

    assertThat(named).contains("process died").containsExactlyInAnyOrderElementsOf(Reasons.ours());
  }

  @Test
  void onlyOurReasonsAreTold() {
    assertThat(Reasons.told("no label")).isEqualTo("no label");
    assertThat(Reasons.told("I cannot judge \"my name is …\"")).isEqualTo("other");
  }
}
