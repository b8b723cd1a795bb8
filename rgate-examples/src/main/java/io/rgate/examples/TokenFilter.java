package io.rgate.examples;

import io.rgate.api.Filter;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.spi.FilterProvider;
import io.rgate.spi.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Lets only those in who know a token: {@code filters: [{type: token, token: s3cret}]}. A client
 * sends it as {@code Authorization: Bearer s3cret}; the origin does not get to see it.
 */
public final class TokenFilter implements Filter {
  private static final String FIELD = "Authorization";

  private final byte[] expected;

  private TokenFilter(Settings.Secret token) {
    expected = ("Bearer " + token.value()).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Response filter(Request request, Handler next) throws IOException {
    byte[] given = request.fields().first(FIELD).orElse("").getBytes(StandardCharsets.UTF_8);
    // Takes the same time wherever the two differ, so that nobody can guess byte by byte.
    if (!MessageDigest.isEqual(expected, given)) {
      Response refusal = Response.text(401, "a token is needed\n");
      return refusal.withFields(refusal.fields().with("WWW-Authenticate", "Bearer"));
    }
    return next.handle(request.withFields(request.fields().without(FIELD)));
  }

  /** Makes the filter {@code token}. Setting: {@code token}, which must be there. */
  public static final class Provider implements FilterProvider {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public String name() {
      return "token";
    }

    @Override
    public Filter create(Settings settings) {
      return new TokenFilter(settings.secret("token"));
    }
  }
}
