package dev.rehearsal.streams.source;

/** Is told what happens to a source while it is read. Called on any thread; must not block. */
@FunctionalInterface
public interface SourceEvents {
  /** Tells nobody. */
  SourceEvents NONE = (kind, detail) -> {};

  /**
   * Something that a person should know.
   *
   * @param kind short and stable
   * @param detail for people; without text of conversations and without secrets
   */
  void happened(String kind, String detail);
}
