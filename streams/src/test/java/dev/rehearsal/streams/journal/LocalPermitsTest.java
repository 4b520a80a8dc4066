package dev.rehearsal.streams.journal;

import dev.rehearsal.actors.limiter.LocalPermits;
import dev.rehearsal.actors.limiter.SharedPermits;

class LocalPermitsTest extends PermitsContract {
  private final LocalPermits memory = new LocalPermits(System::nanoTime);

  @Override
  SharedPermits another() {
    return memory;
  }
}
