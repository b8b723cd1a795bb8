package io.rgate.http.server;

import io.rgate.http.DirectFrontProvider;
import io.rgate.testkit.transport.FrontRig;
import io.rgate.transport.FrontProvider;

import io.rgate.api.Fields;
import io.rgate.api.Limits;
import io.rgate.api.Peer;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.Front;
import io.rgate.transport.Front.Service;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

  @Override
  protected FrontProvider provider() {
    return new DirectFrontProvider();
  }
}
