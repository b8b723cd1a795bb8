/**
 * Certificates of an ACME server (RFC 8555), such as that of Let's Encrypt: asked for, renewed, and
 * kept in a folder that several gateways may share.
 *
 * <p>{@code server.tls.acme} of the file asks for them; {@link
 * io.rgate.acme.AcmeCertificatesProvider} tells its settings. An application makes {@link
 * io.rgate.acme.AcmeCertificates}.
 *
 * @provides io.rgate.transport.Front.Certificates.Provider {@code acme}
 */
module io.rgate.acme {
  requires transitive io.rgate.api;
  requires static org.jspecify;
  requires java.net.http;
  requires org.shredzone.acme4j;

  exports io.rgate.acme;

  provides io.rgate.transport.Front.Certificates.Provider with
      io.rgate.acme.AcmeCertificatesProvider;
}
