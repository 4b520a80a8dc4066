package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockFileTest {
  @TempDir Path folder;

  @Test
  void takesARelativeFileFromTheFolderOfTheFileThatNamesIt() throws IOException {
    Path plan = Files.createDirectories(folder.resolve("plans")).resolve("a.conf");
    Path taxonomy = Files.createDirectories(folder.resolve("taxonomies")).resolve("b.conf");
    Files.writeString(plan, "include \"../taxonomies/b.conf\"\nlabels = \"labels.jsonl\"\n");
    Files.writeString(taxonomy, "rubric = \"rubrics/c.md\"\n");

    Block block = Block.of("", ConfigFactory.parseFile(plan.toFile()), folder, new Problems());

    assertThat(block.file("rubric")).isEqualTo(folder.resolve("taxonomies/rubrics/c.md"));
    assertThat(block.file("labels")).isEqualTo(folder.resolve("plans/labels.jsonl"));
  }

  @Test
  void takesAFileThatNoFileNamesFromThePlansFolder() {
    Block block = Block.of("", ConfigFactory.parseString("a = \"x/y\""), folder, new Problems());

    assertThat(block.file("a")).isEqualTo(folder.resolve("x/y"));
  }
}
