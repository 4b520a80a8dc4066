package dev.rehearsal.app.purge;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that closes its socket while a purge is waited for. */
@Timeout(20)
class PurgeOfAnEndingRunTest {
  private static final String BEGUN =
      """
      {"version":1,"ok":true,"lines":[],"purge":{"number":1,"done":false}}
      """;

  @TempDir Path folder;

  @Test
  void saysThatTheProcessIsEndingAndNotThatItDoesNotAnswer() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    PurgeAtWork purge =
        new PurgeAtWork(run, Duration.ofMinutes(1), InstantSource.system(), notice -> {});
    Wanted wanted = new Wanted(List.of("c1"), Optional.empty(), Optional.empty());
    try (RunLock unused = run.lock();
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(run.ctl()));
      CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answerOnce(server));

      assertThatThrownBy(() -> purge.ask(wanted))
          .isInstanceOf(RehearsalException.class)
          .hasMessageContaining("its process ended, or is ending")
          .hasMessageContaining("once it has ended, purge again");
      answered.join();
    }
  }

  private static void answerOnce(ServerSocketChannel server) {
    try (server;
        SocketChannel caller = server.accept()) {
      server.close();
      for (int c = 0; c != '\n'; ) {
        c = Channels.newInputStream(caller).read();
      }
      caller.write(ByteBuffer.wrap(BEGUN.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
