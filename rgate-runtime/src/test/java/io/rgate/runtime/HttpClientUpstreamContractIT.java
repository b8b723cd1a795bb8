package io.rgate.runtime;

import io.rgate.runtime.upstream.jdk.HttpClientUpstreamProvider;
import io.rgate.testkit.transport.Ability;
import io.rgate.testkit.transport.UpstreamContract;
import io.rgate.transport.UpstreamProvider;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.EnumSet;
import java.util.Set;

class HttpClientUpstreamContractIT extends UpstreamContract {

  static {
    // The provider makes its first client before it sets this, and then Host cannot be set.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  @Override
  protected UpstreamProvider provider() {
    return new HttpClientUpstreamProvider();
  }

  @Override
  protected Set<Ability> missing() {
    Set<Ability> missing =
        EnumSet.of(
            Ability.TRAILERS,
            Ability.INTERIM,
            Ability.TUNNEL,
            Ability.FIELD_CASE,
            Ability.RAW_TARGETS,
            Ability.OBS_TEXT,
            Ability.EARLY_ANSWER,
            Ability.DIALS);
    if (!hostCanBeSet()) {
      missing.add(Ability.HOST);
    }
    return missing;
  }

  /** Not where another test of this process has used the JDK's client before. */
  private static boolean hostCanBeSet() {
    try {
      HttpRequest.newBuilder(URI.create("http://localhost/")).header("Host", "localhost");
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
