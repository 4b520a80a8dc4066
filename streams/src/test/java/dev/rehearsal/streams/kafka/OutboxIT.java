package dev.rehearsal.streams.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.config.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is put is written, to a real broker. */
@Tag("slow")
class OutboxIT {
  private static final int PARTITIONS = 48;
  private static final int MESSAGES = 40;

  private final List<String> trouble = new CopyOnWriteArrayList<>();

  /** A topic is there before its broker leads it, and the first requests are refused. */
  @Test
  void goesOnBehindRequestsThatCameTooEarlyForATopic() throws Exception {
    Connection oneByOne =
        new Connection(List.of(Topics.shared().address()), Map.of("batch.size", new Secret("1")));
    try (Admin admin = Admin.create(oneByOne.clientProperties());
        Outbox outbox = new Outbox(oneByOne, trouble::add)) {
      for (int again = 0; again < 10; again++) {
        String topic = "new-" + again;
        admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
        for (int i = 0; i < MESSAGES * PARTITIONS; i++) {
          byte[] text = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
          outbox.put(new ProducerRecord<>(topic, i % PARTITIONS, null, text));
        }
        assertThat(outbox.settled().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
      }
    }
    assertThat(trouble).isEmpty();
  }
}
