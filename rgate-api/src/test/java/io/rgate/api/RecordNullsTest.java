package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rgate.api.InvalidConfigException.Location;
import io.rgate.spi.Discovered.Rejected;
import io.rgate.spi.Sample;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A null is refused where a record is made, by the name of its component. */
class RecordNullsTest {

  private static Stream<Record> records() {
    InetAddress address = InetAddress.getLoopbackAddress();
    return Stream.of(
        Body.EMPTY,
        new Route("/a", "b"),
        new LabelMatch("a", null),
        new Backend("b", List.of(new LabelMatch("a", null))),
        new Endpoint("e", URI.create("http://a:1"), Map.of()),
        DefaultResponse.NOT_FOUND,
        new GatewayConfig(List.of(), List.of(), DefaultResponse.NOT_FOUND),
        Forwarding.DEFAULT,
        Timeouts.DEFAULT,
        new AddressBlock(address, 8),
        new Location("a.yml", 1, 1),
        new Attempt("e", Attempt.Stage.HEAD, null, 1),
        Attempts.NONE,
        StatsSnapshot.EMPTY,
        StatsDetail.Traffic.NONE,
        new StatsDetail(StatsDetail.Traffic.NONE, Map.of(), Map.of(), Map.of(), Map.of(), 0),
        new Rejected("r", "n", Map.of(), "why"),
        new Sample(
            Instant.EPOCH, "GET", null, 200, 0, 0, 0, 0, Sample.Outcome.COMPLETED, Attempts.NONE));
  }

  static Stream<Arguments> components() {
    return records()
        .flatMap(instance ->
            Arrays.stream(instance.getClass().getRecordComponents())
                .filter(part -> !part.getType().isPrimitive())
                .filter(part -> !part.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(part -> Arguments.of(instance, part)));
  }

  @ParameterizedTest
  @MethodSource("components")
  void isNamed(Record instance, RecordComponent without) throws ReflectiveOperationException {
    RecordComponent[] all = instance.getClass().getRecordComponents();
    Object[] values = new Object[all.length];
    for (int i = 0; i < all.length; i++) {
      values[i] =
          all[i].getName().equals(without.getName()) ? null : all[i].getAccessor().invoke(instance);
    }
    Constructor<?> canonical =
        instance
            .getClass()
            .getConstructor(
                Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new));

    Throwable thrown = catchThrowable(() -> canonical.newInstance(values));

    assertThat(thrown).isInstanceOf(InvocationTargetException.class);
    assertThat(thrown.getCause())
        .isInstanceOf(NullPointerException.class)
        .hasMessage(without.getName());
  }
}
