package dev.rehearsal.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a Unix domain socket in a run's folder, which nobody but its owner may enter. Whoever
 * asks gets one answer, within a time limit.
 */
final class CtlSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CtlSocket.class);
  private static final int MOST_AT_ONCE = 8;
  private static final long PATIENCE_SECONDS = 10;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS);

  private final Path path;
  private final ServerSocketChannel server;
  private final UnaryOperator<JsonNode> answers;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  private CtlSocket(Path path, ServerSocketChannel server, UnaryOperator<JsonNode> answers) {
    this.path = path;
    this.server = server;
    this.answers = answers;
  }

  /**
   * Opens it. The caller holds the run's lock, so a socket that is there is of a process that died.
   *
   * @param answers called by several threads
   * @throws IOException when this file system or this system has no such sockets
   */
  static CtlSocket open(Path path, UnaryOperator<JsonNode> answers) throws IOException {
    ServerSocketChannel server;
    try {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (UnsupportedOperationException e) {
      throw new IOException("this system has no Unix domain sockets", e);
    }
    try {
      Files.deleteIfExists(path);
      SocketPath.use(path, server::bind);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    CtlSocket socket = new CtlSocket(path, server, answers);
    thread("ctl", socket::accept).start();
    return socket;
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel caller = server.accept();
        if (places.tryAcquire()) {
          LATER.execute(() -> hangUp(caller));
          thread("ctl-caller", () -> answer(caller)).start();
        } else {
          hangUp(caller);
        }
      } catch (AsynchronousCloseException closed) {
        return;
      } catch (IOException e) {
        LOG.warn("a caller was lost", e);
      }
    }
  }

  private void answer(SocketChannel caller) {
    try (caller) {
      JsonNode answer;
      try {
        answer = answers.apply(Protocol.read(caller, Protocol.LONGEST_LINE));
      } catch (RehearsalException e) {
        answer = Protocol.refused(e);
      }
      Protocol.write(caller, answer);
    } catch (ClosedChannelException late) {
      LOG.debug("a caller took longer than {} s", PATIENCE_SECONDS);
    } catch (IOException e) {
      LOG.debug("a caller went away", e);
    } finally {
      places.release();
    }
  }

  private static void hangUp(SocketChannel caller) {
    try {
      caller.close();
    } catch (IOException e) {
      LOG.debug("a caller cannot be hung up on", e);
    }
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Takes no more callers, and takes the socket away. */
  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw RehearsalException.failed(path + ": cannot take the socket away: " + e.getMessage(), e);
    }
  }
}
