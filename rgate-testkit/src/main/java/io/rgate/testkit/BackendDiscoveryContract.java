package io.rgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.rgate.api.Endpoint;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Discovered;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The contract of {@link BackendDiscovery}, as tests. */
public abstract class BackendDiscoveryContract {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** For subclasses. */
  protected BackendDiscoveryContract() {}

  /** Makes a discovery of the tested kind; it is not started yet. */
  protected abstract BackendDiscovery create() throws Exception;

  /** The endpoints that exist before {@link #change}, in any order. */
  protected abstract List<Endpoint> existing() throws Exception;

  /**
   * Changes the endpoints and returns those that exist after the change, in any order. If they
   * never change, it only returns them.
   */
  protected abstract List<Endpoint> change() throws Exception;

  /**
   * Makes the source of endpoints fail from now on, if the test can do so; by default it cannot.
   */
  protected void breakDown() throws Exception {
    // By default nothing can fail.
  }

  /** The reports in order. */
  private static final class Reports implements BackendDiscovery.Listener {
    private final BlockingQueue<List<Endpoint>> lists = new LinkedBlockingQueue<>();

    @Override
    public void report(Discovered discovered) {
      lists.add(discovered.endpoints());
    }

    @Override
    public void onFailure(Exception failure) {
      // The discovery keeps trying; only its last list is checked.
    }

    /** Waits until exactly these endpoints are reported. */
    void await(List<Endpoint> wanted) throws InterruptedException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      List<Endpoint> last = List.of();
      do {
        List<Endpoint> next =
            lists.poll(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        last = next == null ? last : next;
        if (next != null && next.size() == wanted.size() && next.containsAll(wanted)) {
          return;
        }
      } while (System.nanoTime() < deadline);
      assertThat(last).containsExactlyInAnyOrderElementsOf(wanted);
    }
  }

  @Test
  void canBeClosedWithoutAStart() throws Exception {
    BackendDiscovery discovery = create();

    assertThatCode(discovery::close).doesNotThrowAnyException();
  }

  @Test
  void startsWithoutWaitingAndReportsAllThatExists() throws Exception {
    List<Endpoint> existing = existing();
    Reports reports = new Reports();
    try (BackendDiscovery discovery = create()) {
      long start = System.nanoTime();
      discovery.start(reports);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));

      reports.await(existing);
    }
  }

  @Test
  void reportsTheWholeListWheneverItChanges() throws Exception {
    List<Endpoint> existing = existing();
    Reports reports = new Reports();
    try (BackendDiscovery discovery = create()) {
      discovery.start(reports);
      reports.await(existing);

      List<Endpoint> changed = change();

      if (!changed.equals(existing)) {
        reports.await(changed);
      }
    }
  }

  @Test
  void aSecondDiscoveryReportsTheSame() throws Exception {
    List<Endpoint> existing = existing();
    Reports first = new Reports();
    Reports second = new Reports();
    try (BackendDiscovery one = create();
        BackendDiscovery other = create()) {
      one.start(first);
      other.start(second);

      first.await(existing);
      second.await(existing);
    }
  }

  @Test
  void isClosedWithinABoundedTimeAlsoWhenItCannotFindOut() throws Exception {
    BackendDiscovery discovery = create();
    discovery.start(new Reports());
    breakDown();
    long start = System.nanoTime();

    discovery.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }
}
