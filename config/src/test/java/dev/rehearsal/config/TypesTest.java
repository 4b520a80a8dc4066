package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types that a jar adds to the class path. */
class TypesTest {
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @TempDir Path jar;

  /** What a jar may name. */
  public interface Fruit {
    String name();
  }

  /** One. */
  public static final class Apple implements Fruit {
    @Override
    public String name() {
      return "apple";
    }
  }

  /** Another. */
  public static final class Pear implements Fruit {
    @Override
    public String name() {
      return "pear";
    }
  }

  /** One that calls itself as another does. */
  public static final class Quince implements Fruit {
    @Override
    public String name() {
      return "pear";
    }
  }

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void areFoundByTheNameThatABlockHas() throws IOException {
    Types<Fruit> types = load(Apple.class.getName(), Pear.class.getName());
    Problems problems = new Problems();

    assertThat(types.names()).isEqualTo("apple, pear");
    assertThat(types.find(block("{ type = pear }", problems))).containsInstanceOf(Pear.class);
    assertThat(problems.messages()).isEmpty();
  }

  @Test
  void whatIsNotThereIsAProblemWithTheNearestName() throws IOException {
    Problems problems = new Problems();

    assertThat(load(Apple.class.getName()).find(block("{ type = aple }", problems), "; buy one"))
        .isEmpty();

    assertThat(problems.messages())
        .singleElement()
        .asString()
        .contains("must be one of apple, was \"aple\"; did you mean apple?; buy one");
  }

  @Test
  void twoOfOneNameAreRefusedBothNamed() {
    assertThatThrownBy(() -> load(Pear.class.getName(), Quince.class.getName()))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("two fruits are called pear")
        .hasMessageContaining(Pear.class.getName())
        .hasMessageContaining(Quince.class.getName());
  }

  @Test
  void oneThatCannotBeLoadedIsSaid() {
    assertThatThrownBy(() -> load("no.such.Fruit"))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("a fruit cannot be loaded")
        .hasMessageContaining("no.such.Fruit");
  }

  private Block block(String text, Problems problems) {
    return Block.of("", ConfigFactory.parseString(text), jar, problems);
  }

  private Types<Fruit> load(String... classes) throws IOException {
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.write(services.resolve(Fruit.class.getName()), List.of(classes));
    Thread.currentThread()
        .setContextClassLoader(new URLClassLoader(new URL[] {jar.toUri().toURL()}, before));
    return Types.load("fruit", Fruit.class, Fruit::name);
  }
}
