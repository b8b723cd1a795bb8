package io.rgate.http.origin;

import io.rgate.http.frame.Http2Exception;
import io.rgate.http.frame.Payload;
import io.rgate.http.frame.SendWindows;
import io.rgate.http.origin.StreamFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one connection. A place is reserved for each one before it is made, so that there
 * are never more than the origin allows. For any number of threads; the lock is held for moments.
 */
final class OriginStreams {
  /** More streams than this go over further connections, whatever the origin allows. */
  static final int MOST = 1000;

  private static final int LAST_ID = Integer.MAX_VALUE - 2;

  private final SendWindows windows;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, OriginStream> open = new ConcurrentHashMap<>();
  private final Set<OriginStream> all = ConcurrentHashMap.newKeySet();
  private int most = MOST;
  private int taken;
  private volatile int next = 1;
  private volatile boolean leaving;

  OriginStreams(SendWindows windows) {
    this.windows = windows;
  }

  /** Takes a place for a stream, if there is one. */
  boolean reserve() {
    lock.lock();
    try {
      if (leaving || taken >= most) {
        return false;
      }
      taken++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is a place. */
  boolean hasPlace() {
    lock.lock();
    try {
      return !leaving && taken < most;
    } finally {
      lock.unlock();
    }
  }

  /** Gives back a place; true if that was the last one of a connection that is to end. */
  boolean release() {
    lock.lock();
    try {
      taken--;
      return leaving && taken == 0;
    } finally {
      lock.unlock();
    }
  }

  /** How many places are taken. */
  int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** The origin allows so many streams at a time from now on. */
  void most(int allowed) {
    lock.lock();
    try {
      most = Math.min(allowed, MOST);
    } finally {
      lock.unlock();
    }
  }

  /** Makes the window of a stream that has a place and no id yet. */
  SendWindows.OfStream add(OriginStream stream) {
    lock.lock();
    try {
      all.add(stream);
      return windows.ofStream();
    } finally {
      lock.unlock();
    }
  }

  /** Sets the first window of streams, also of those that are there (RFC 9113, 6.9.2). */
  boolean initialWindow(int size) {
    lock.lock();
    try {
      int change = windows.initial(size);
      boolean fine = true;
      for (OriginStream stream : all) {
        fine &= stream.window().add(change);
      }
      return fine;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives a stream its id. Called in the order in which streams are opened on the wire.
   *
   * @throws StreamFailure if no stream may be opened any more
   */
  int open(OriginStream stream) throws StreamFailure {
    lock.lock();
    try {
      if (leaving) {
        throw new StreamFailure(Kind.NOT_PROCESSED, "the origin is leaving");
      }
      int id = next;
      next = id + 2;
      leaving = next >= LAST_ID;
      open.put(id, stream);
      return id;
    } finally {
      lock.unlock();
    }
  }

  /** The open stream of a frame; null if it has ended. */
  @Nullable OriginStream find(Payload payload, String what) throws Http2Exception {
    return find(payload.stream, what);
  }

  /** The open stream with that id; null if it has ended. */
  @Nullable OriginStream find(int id, String what) throws Http2Exception {
    if (id == 0) {
      throw Http2Exception.protocol(what + " without a stream");
    }
    OriginStream found = open.get(id);
    if (found == null && (id >= next || id % 2 == 0)) {
      throw Http2Exception.protocol(what + " on a stream that was never opened");
    }
    return found;
  }

  /** Called once for each stream that was added, at its end. */
  void remove(OriginStream stream) {
    all.remove(stream);
    open.remove(stream.id(), stream);
  }

  /** Takes no more streams. */
  void leave() {
    lock.lock();
    try {
      leaving = true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more streams if there is none; whether that is so. */
  boolean leaveIfUnused() {
    lock.lock();
    try {
      leaving |= taken == 0;
      return taken == 0;
    } finally {
      lock.unlock();
    }
  }

  boolean isLeaving() {
    return leaving;
  }

  /** All streams that have not ended. */
  List<OriginStream> all() {
    return new ArrayList<>(all);
  }
}
