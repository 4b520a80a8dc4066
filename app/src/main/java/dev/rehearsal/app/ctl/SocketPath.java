package dev.rehearsal.app.ctl;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The way to a socket. A system takes about a hundred bytes of path only, and folders of runs may
 * lie deeper: such a one is reached through a short link, which is gone again at once.
 */
final class SocketPath {
  /** Of 104 bytes on some systems and 108 on others, one is the end. */
  static final int MOST_BYTES = 100;

  /** What is done with an address. */
  interface Use {
    void at(UnixDomainSocketAddress address) throws IOException;
  }

  private SocketPath() {}

  static void use(Path socket, Use use) throws IOException {
    Path absolute = socket.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    if (absolute.toString().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
        || folder == null) {
      use.at(UnixDomainSocketAddress.of(absolute));
      return;
    }
    // Of its own folder, which nobody else may enter.
    Path near = Files.createTempDirectory("rehearsal-");
    Path link = near.resolve("run");
    try {
      Files.createSymbolicLink(link, folder);
      use.at(UnixDomainSocketAddress.of(link.resolve(absolute.getFileName())));
    } finally {
      Files.deleteIfExists(link);
      Files.delete(near);
    }
  }
}
