package io.rgate.runtime.forward;

import io.rgate.api.Fields;
import io.rgate.api.Peer;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;

/** Tells the origin the certificate of a client (RFC 9440). */
final class ClientCert {
  private static final String FIELD = "Client-Cert";

  private ClientCert() {}

  /** Replaces what the client has said itself by the certificate that was verified, if any. */
  static void put(Fields.Builder fields, Peer peer) {
    fields.remove(FIELD).remove("Client-Cert-Chain");
    Peer.Tls tls = peer.tls();
    if (tls == null || tls.certificates().isEmpty()) {
      return;
    }
    try {
      byte[] der = tls.certificates().getFirst().getEncoded();
      fields.add(FIELD, ":" + Base64.getEncoder().encodeToString(der) + ":");
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a verified certificate cannot be encoded", e);
    }
  }
}
