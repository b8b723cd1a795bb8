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

  // Powers of two. All buffers together are 2 MiB for each front.
  private final AtomicReferenceArray<ByteBuffer> small = new AtomicReferenceArray<>(64);
  private final AtomicReferenceArray<ByteBuffer> large = new AtomicReferenceArray<>(16);

  /** An empty buffer with room for that many bytes or more; at most {@link #SEVERAL}. */
  ByteBuffer take(int size) {
    boolean one = size <= RECORD;
    AtomicReferenceArray<ByteBuffer> slots = one ? small : large;
    ByteBuffer kept = slots.getAndSet(slot(slots), null);
    return kept == null ? ByteBuffer.allocate(one ? RECORD : SEVERAL) : kept.clear();
  }

  /** Takes back a buffer that is not used any more. */
  void give(ByteBuffer buffer) {
    AtomicReferenceArray<ByteBuffer> slots = buffer.capacity() == RECORD ? small : large;
    slots.lazySet(slot(slots), buffer);
  }

  /** A thread mostly finds the buffer again that it gave back, which is in the CPU's cache. */
  private static int slot(AtomicReferenceArray<ByteBuffer> slots) {
    return (int) Thread.currentThread().threadId() & (slots.length() - 1);
  }
}
