package io.rgate.runtime.plugin;

import io.rgate.api.Attempt;
import io.rgate.api.Request;
import io.rgate.spi.Observer;
import io.rgate.spi.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All observers of a gateway as one: each follows each request, whatever another one throws. */
public final class Observers implements Observer {
  private final List<Guarded> all;

  private Observers(List<Observer> observers) {
    all = observers.stream().map(o -> new Guarded(o, new FaultLog("observer", o))).toList();
  }

  /** These as one, or null if there is none. */
  public static @Nullable Observer of(List<Observer> observers) {
    return observers.isEmpty() ? null : new Observers(observers);
  }

  @Override
  public @Nullable Observation begin(Request request) {
    List<GuardedObservation> begun = new ArrayList<>(all.size());
    for (Guarded each : all) {
      GuardedObservation observation = each.begin(request);
      if (observation != null) {
        begun.add(observation);
      }
    }
    return switch (begun.size()) {
      case 0 -> null;
      case 1 -> begun.getFirst();
      default -> new Several(begun);
    };
  }

  private record Guarded(Observer observer, FaultLog log) {
    @Nullable GuardedObservation begin(Request request) {
      try {
        Observation observation = observer.begin(request);
        return observation == null ? null : new GuardedObservation(observation, log);
      } catch (RuntimeException | Error e) {
        log.failed(e);
        return null;
      }
    }
  }

  private record GuardedObservation(Observation observation, FaultLog log) implements Observation {
    @Override
    public void attempted(Attempt attempt) {
      tell(o -> o.attempted(attempt));
    }

    @Override
    public void ended(Sample sample) {
      tell(o -> o.ended(sample));
    }

    private void tell(Consumer<Observation> call) {
      try {
        call.accept(observation);
      } catch (RuntimeException | Error e) {
        log.failed(e);
      }
    }
  }

  private record Several(List<GuardedObservation> all) implements Observation {
    @Override
    public void attempted(Attempt attempt) {
      all.forEach(each -> each.attempted(attempt));
    }

    @Override
    public void ended(Sample sample) {
      all.forEach(each -> each.ended(sample));
    }
  }
}
