package io.rgate.discovery.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Two certificates that trust each other: an engine's and a client's, made by keytool. */
final class TestCertificates {
  private static final char[] PASSWORD = "rgate-test".toCharArray();

  private static final Map<String, KeyStore> PAIRS = new ConcurrentHashMap<>();

  private final KeyStore server;
  private final KeyStore trusted;
  private final Path client;

  private TestCertificates(KeyStore server, KeyStore trusted, Path client) {
    this.server = server;
    this.trusted = trusted;
    this.client = client;
  }

  /** How openssl may have written the client's key. */
  enum KeyForm {
    PKCS8("RSA", "PRIVATE KEY"),
    PKCS1("RSA", "RSA PRIVATE KEY"),
    /** The quickest to make. */
    EC("EC", "PRIVATE KEY");

    private final String algorithm;
    private final String header;

    KeyForm(String algorithm, String header) {
      this.algorithm = algorithm;
      this.header = header;
    }
  }

  /** Of an engine that the client's authority vouches for. */
  static TestCertificates in(Path directory, KeyForm form) throws Exception {
    return in(directory, form, "server");
  }

  /** Of another engine of that name. */
  static TestCertificates in(Path directory, KeyForm form, String engine) throws Exception {
    KeyStore server = pair(directory, engine, "EC");
    KeyStore clientPair = pair(directory, "client", form.algorithm);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", clientPair.getCertificate("client"));
    Path client = Files.createDirectory(directory.resolve("certs"));
    write(client.resolve("ca.pem"), "CERTIFICATE", server.getCertificate(engine).getEncoded());
    write(
        client.resolve("cert.pem"),
        "CERTIFICATE",
        clientPair.getCertificate("client").getEncoded());
    PrivateKey key = (PrivateKey) clientPair.getKey("client", PASSWORD);
    write(client.resolve("key.pem"), form.header, encoded(key, form));
    return new TestCertificates(server, trusted, client);
  }

  /** The folder for the client. */
  Path client() {
    return client;
  }

  /** Makes sockets that demand the client's certificate. */
  ServerSocketFactory server() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(server, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    SSLServerSocketFactory factory = context.getServerSocketFactory();
    return new ServerSocketFactory() {
      @Override
      public java.net.ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, 50, null);
      }

      @Override
      public java.net.ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, null);
      }

      @Override
      public java.net.ServerSocket createServerSocket(
          int port, int backlog, java.net.InetAddress address) throws IOException {
        SSLServerSocket socket =
            (SSLServerSocket) factory.createServerSocket(port, backlog, address);
        socket.setNeedClientAuth(true);
        return socket;
      }
    };
  }

  /** Made once: keytool takes its time. */
  private static KeyStore pair(Path directory, String name, String algorithm) throws Exception {
    KeyStore known = PAIRS.get(name + algorithm);
    if (known != null) {
      return known;
    }
    KeyStore made = newPair(directory, name, algorithm);
    PAIRS.put(name + algorithm, made);
    return made;
  }

  private static KeyStore newPair(Path directory, String name, String algorithm) throws Exception {
    Path file = directory.resolve(name + "-" + algorithm + ".p12");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-keysize",
                algorithm.equals("EC") ? "256" : "2048",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  /** PKCS#1 is what PKCS#8 holds of an RSA key, behind 26 bytes of header for 2048 bits or more. */
  private static byte[] encoded(PrivateKey key, KeyForm form) {
    byte[] pkcs8 = key.getEncoded();
    return form == KeyForm.PKCS1 ? Arrays.copyOfRange(pkcs8, 26, pkcs8.length) : pkcs8;
  }

  private static void write(Path file, String header, byte[] der) throws IOException {
    Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    Files.writeString(
        file,
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(header, encoder.encodeToString(der)));
  }
}
