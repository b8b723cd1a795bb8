package io.rgate.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Backend;
import io.rgate.api.Endpoint;
import io.rgate.api.LabelMatch;
import io.rgate.spi.Discovered.Rejected;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AbsenceTest {
  private static final Backend PAYMENT =
      new Backend(
          "payment",
          List.of(LabelMatch.parse("app_name=payment"), LabelMatch.parse("env=production")));
  private static final Map<String, String> LABELS =
      Map.of("app_name", "payment", "env", "production");

  @Test
  void whereNothingIsSeenItSaysSo() {
    assertThat(why(List.of(), List.of())).isEqualTo("the discovery sees nothing at all");
  }

  @Test
  void namesTheLabelsThatNothingCarries() {
    assertThat(why(List.of(endpoint(Map.of("app_name", "payment"), 1)), List.of()))
        .isEqualTo("nothing carries label env=production");
    assertThat(why(List.of(), List.of(rejected(Map.of("env", "staging"), "paused"))))
        .isEqualTo("nothing carries label app_name=payment, env=production");
  }

  @Test
  void whereEachLabelIsThereButNotTogetherItSaysSo() {
    assertThat(
            why(
                List.of(endpoint(Map.of("app_name", "payment"), 1)),
                List.of(rejected(Map.of("env", "production"), "unhealthy"))))
        .isEqualTo("nothing carries all of app_name=payment, env=production");
  }

  @Test
  void countsWhatKeepsThoseOutThatCarryTheLabels() {
    assertThat(why(List.of(), List.of(rejected(LABELS, "unhealthy"))))
        .isEqualTo("1 carries its labels: 1 unhealthy");
    assertThat(
            why(
                List.of(endpoint(LABELS, 0)),
                List.of(
                    rejected(LABELS, "unhealthy"),
                    rejected(LABELS, "not running: exited"),
                    rejected(LABELS, "unhealthy"),
                    rejected(Map.of("env", "production"), "paused"))))
        .isEqualTo("4 carry its labels: 1 drained: weight 0, 1 not running: exited, 2 unhealthy");
  }

  private static String why(List<Endpoint> endpoints, List<Rejected> rejected) {
    return new Absence(List.of(PAYMENT), endpoints, rejected).of(PAYMENT);
  }

  private static Endpoint endpoint(Map<String, String> labels, int weight) {
    return new Endpoint("id", "name", URI.create("http://127.0.0.1:1"), labels, weight);
  }

  private static Rejected rejected(Map<String, String> labels, String reason) {
    return new Rejected("id", "name", labels, reason);
  }
}
