package io.rgate.http.tls;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Buffers for encrypted bytes that no connection uses at the moment. An idle connection has none,
 * so memory is needed for the connections that are at work only. For any number of threads.
 */
final class Buffers {
  /** For one record of TLS: 16 KiB and what is around it. */
  static final int RECORD = 17 * 1024;

  /** For four records, in which large content goes. */
  static final int SEVERAL = 4 * RECORD;

  private static final int SLOTS = 64;

  private final AtomicReferenceArray<ByteBuffer> small = new AtomicReferenceArray<>(SLOTS);
  private final AtomicReferenceArray<ByteBuffer> large = new AtomicReferenceArray<>(SLOTS);

  /** An empty buffer with room for that many bytes or more; at most {@link #SEVERAL}. */
  ByteBuffer take(int size) {
    boolean one = size <= RECORD;
    ByteBuffer kept = (one ? small : large).getAndSet(slot(), null);
    return kept == null ? ByteBuffer.allocate(one ? RECORD : SEVERAL) : kept.clear();
  }

  /** Takes back a buffer that is not used any more. */
  void give(ByteBuffer buffer) {
    (buffer.capacity() == RECORD ? small : large).lazySet(slot(), buffer);
  }

  /** A thread mostly finds the buffer again that it gave back, which is in the CPU's cache. */
  private static int slot() {
    return (int) Thread.currentThread().threadId() & (SLOTS - 1);
  }
}
