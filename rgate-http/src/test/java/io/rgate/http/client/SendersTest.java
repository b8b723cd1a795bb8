package io.rgate.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SendersTest {
  private static final URI FIRST = URI.create("http://first");
  private static final URI SECOND = URI.create("http://second");
  private static final URI THIRD = URI.create("http://third");

  private long now;
  private final Senders senders = new Senders(() -> now);
  private final Sender first = mock(Sender.class);

  @Test
  void oneWithoutAConnectionIsNotDroppedAtOnce() {
    when(first.isUnused()).thenReturn(true);
    senders.getOrMake(FIRST, uri -> first);
    senders.getOrMake(SECOND, uri -> mock(Sender.class));
    assertThat(senders.getOrMake(FIRST, uri -> mock(Sender.class))).isSameAs(first);
  }

  @Test
  void oneThatHasHadNoConnectionForLongIsDropped() {
    when(first.isUnused()).thenReturn(true);
    senders.getOrMake(FIRST, uri -> first);
    senders.getOrMake(SECOND, uri -> mock(Sender.class));
    now = Duration.ofMinutes(2).toNanos();
    senders.getOrMake(THIRD, uri -> mock(Sender.class));
    assertThat(senders.get(FIRST)).isNull();
    assertThat(senders.get(SECOND)).isNotNull();
  }

  @Test
  void oneThatWasUsedMeanwhileBeginsAnew() {
    when(first.isUnused()).thenReturn(true, false, true);
    senders.getOrMake(FIRST, uri -> first);
    senders.getOrMake(SECOND, uri -> mock(Sender.class));
    now = Duration.ofMinutes(2).toNanos();
    senders.getOrMake(THIRD, uri -> mock(Sender.class));
    now = Duration.ofMinutes(4).toNanos();
    senders.getOrMake(URI.create("http://fourth"), uri -> mock(Sender.class));
    assertThat(senders.get(FIRST)).isSameAs(first);
  }

  @Test
  void allAreClosed() {
    senders.getOrMake(FIRST, uri -> first);
    senders.close();
    verify(first).close();
  }
}
