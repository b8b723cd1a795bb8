package io.rgate.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.rgate.http.loop.Transport;
import org.junit.jupiter.api.Test;

/** What an idle connection does with the word of the loop that there is something to read. */
class OriginConnectionTest {
  private final Transport transport = mock(Transport.class);
  private final OriginConnection connection =
      new OriginConnection(transport, mock(ConnectionPool.class));

  @Test
  void staysOpenIfWhatTheLoopSawWasTheAnswerBefore() throws Exception {
    when(transport.readNow(any())).thenReturn(0);
    assertThat(connection.readable()).as("to be told of more").isTrue();
    verify(transport, never()).close();
  }

  @Test
  void isOfUseIfWhatTheLoopSawWasTheAnswerBefore() throws Exception {
    when(transport.unwatch()).thenReturn(true);
    when(transport.isQuiet()).thenReturn(false);
    when(transport.readNow(any())).thenReturn(0);
    assertThat(connection.resume(false)).isTrue();
  }

  @Test
  void isClosedByBytesThatNobodyAskedForAndByTheEnd() throws Exception {
    when(transport.readNow(any())).thenReturn(1, -1);
    when(transport.unwatch()).thenReturn(true);
    assertThat(connection.readable()).isFalse();
    verify(transport).close();
    assertThat(connection.resume(false)).isFalse();
  }
}
