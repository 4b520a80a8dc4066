package dev.rehearsal.app.node;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** This machine and process, as people tell them apart. */
final class Machine {
  private Machine() {}

  /** The host's name and the process's id. */
  static String name() {
    return host() + "-" + ProcessHandle.current().pid();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "node";
    }
  }
}
