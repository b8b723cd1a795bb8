package io.rgate.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * What all gateways show that speak TLS: a certificate for 127.0.0.1 with a key on P-256.
 *
 * @param keystore both, as PKCS#12
 * @param cert the certificate, as PEM
 * @param key its private key, as PEM (PKCS#8)
 * @param both certificate and key in one file, as PEM
 */
record Certificate(Path keystore, Path cert, Path key, Path both) {
  static final String PASSWORD = "benchmark";

  private static final String ALIAS = "bench";

  /** Makes a new one, with the JDK's keytool. */
  static Certificate make(Path folder) throws IOException, InterruptedException {
    Certificate made =
        new Certificate(
            folder.resolve("tls.p12"),
            folder.resolve("tls.pem"),
            folder.resolve("tls.key"),
            folder.resolve("tls-both.pem"));
    keytool(made.keystore);
    try {
      KeyStore store = KeyStore.getInstance(made.keystore.toFile(), PASSWORD.toCharArray());
      String cert = pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
      byte[] pkcs8 = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
      String key = pem("PRIVATE KEY", pkcs8);
      Files.writeString(made.cert, cert);
      Files.writeString(made.key, key);
      Files.writeString(made.both, cert + key);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot read what keytool made", e);
    }
  }

  private static void keytool(Path keystore) throws IOException, InterruptedException {
    String program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> key = List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30");
    List<String> names =
        List.of("-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1");
    List<String> file = List.of("-storepass", PASSWORD, "-keystore", keystore.toString());
    ProcessBuilder builder = new ProcessBuilder(program, "-genkeypair", "-alias", ALIAS);
    builder.command().addAll(key);
    builder.command().addAll(names);
    builder.command().addAll(file);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool said:\n" + said);
    }
  }

  private static String pem(String kind, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
  }
}
