package io.rgate.http.h2;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The streams of one connection, and how the last ones ended. */
final class Streams {
  /** Not known: so long ago that it is forgotten, or never there. */
  static final byte UNKNOWN = 0;

  static final byte ENDED = 1;
  static final byte RESET_HERE = 2;
  static final byte RESET_THERE = 3;

  private static final int REMEMBERED = 256;

  private final ConcurrentMap<Integer, Http2Stream> open = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private int @Nullable [] ids;
  private byte @Nullable [] ends;
  private int next;

  /** How many streams are open as the client sees it. */
  int count() {
    return count.get();
  }

  /** How many requests are being served, those too whose stream was reset. */
  AtomicInteger running() {
    return running;
  }

  void add(Http2Stream stream) {
    open.put(stream.id(), stream);
    count.incrementAndGet();
  }

  @Nullable Http2Stream get(int id) {
    return open.get(id);
  }

  List<Http2Stream> all() {
    return new ArrayList<>(open.values());
  }

  /** Removes a stream; further calls for it do nothing. */
  void remove(Http2Stream stream, byte how) {
    Integer id = stream.id();
    if (open.containsKey(id)) {
      remember(id, how); // before, so that the reader always finds one or the other
      if (open.remove(id) != null) {
        count.decrementAndGet();
      }
    }
  }

  /** Keeps in mind how a stream ended. */
  void remember(int id, byte how) {
    lock.lock();
    try {
      int[] known = ids;
      byte[] hows = ends;
      if (known == null || hows == null) {
        known = new int[REMEMBERED];
        hows = new byte[REMEMBERED];
        ids = known;
        ends = hows;
      }
      known[next] = id;
      hows[next] = how;
      next = (next + 1) % REMEMBERED;
    } finally {
      lock.unlock();
    }
  }

  /** How a stream ended that is not open. */
  byte how(int id) {
    lock.lock();
    try {
      int[] known = ids;
      byte[] hows = ends;
      for (int i = 1; known != null && hows != null && i <= REMEMBERED; i++) {
        int at = (next - i + REMEMBERED) % REMEMBERED; // the last word counts
        if (known[at] == id) {
          return hows[at];
        }
      }
      return UNKNOWN;
    } finally {
      lock.unlock();
    }
  }
}
