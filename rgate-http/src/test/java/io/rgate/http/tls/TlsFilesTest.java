package io.rgate.http.tls;

import static io.rgate.http.tls.TestTls.file;
import static io.rgate.http.tls.TestTls.pem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.transport.Front.Certificates;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import io.rgate.transport.FrontProvider.TlsSettings.ClientAuth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the files for TLS may be, and what is said of wrong ones. */
class TlsFilesTest {
  @TempDir Path folder;

  private static Terms read(TlsSettings settings) {
    return Terms.read(settings, List.of("http/1.1"), new Files());
  }

  private static Terms read(CertificateFiles files) {
    return read(TlsSettings.of(files));
  }

  private Path written(String name, String content) throws IOException {
    return java.nio.file.Files.writeString(folder.resolve(name), content);
  }

  @ParameterizedTest
  @CsvSource({
    "site.pem, site.key, EC, 2",
    "site.pem, site-sec1.key, EC, 2",
    "wildcard.pem, wildcard-sec1.key, EC, 1",
    "rsa.pem, rsa.key, RSA, 1",
    "rsa.pem, rsa-pkcs1.key, RSA, 1",
    "ed25519.pem, ed25519.key, EdDSA, 1"
  })
  void eachFormOfAKeyIsRead(String cert, String key, String kind, int chain) {
    Identity read = read(pem(cert, key)).identities().getFirst();
    assertThat(read.key().getAlgorithm()).isEqualTo(kind);
    assertThat(read.chain()).hasSize(chain);
  }

  @ParameterizedTest
  @CsvSource({"site.pem, site-encrypted.key", "rsa.pem, rsa-encrypted.key"})
  void anEncryptedKeyNeedsItsPassword(String cert, String key) {
    Path encrypted = file(key);
    assertThat(read(CertificateFiles.pem(file(cert), encrypted, "secret")).identities()).hasSize(1);
    assertThatThrownBy(() -> read(CertificateFiles.pem(file(cert), encrypted, "wr0ng")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("tls.certificates[0].password: is not that of the key in " + encrypted)
        .hasMessageNotContaining("wr0ng");
    assertThatThrownBy(() -> read(pem(cert, key)))
        .hasMessage(
            "tls.certificates[0].password: is missing, and the key in "
                + encrypted
                + " is encrypted");
  }

  @Test
  void aKeystoreNeedsItsPassword() throws IOException {
    Path store = file("site.p12");
    Identity read = read(CertificateFiles.keystore(store, "secret")).identities().getFirst();
    assertThat(read.names()).containsExactly("localhost", "site.test");
    assertThat(read.chain()).hasSize(2);
    assertThatThrownBy(() -> read(CertificateFiles.keystore(store, "wr0ng")))
        .hasMessage("tls.certificates[0].password: is not that of " + store);
    Path broken = written("broken.p12", "no store");
    assertThatThrownBy(() -> read(CertificateFiles.keystore(broken, "secret")))
        .hasMessageStartingWith(
            "tls.certificates[0].keystore: " + broken + " is no PKCS#12 file that can be read: ");
  }

  @Test
  void aFileThatIsMissingOrAFolderIsNamed() {
    Path missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> read(CertificateFiles.pem(missing, file("site.key"))))
        .hasMessage("tls.certificates[0].cert: there is no file " + missing);
    assertThatThrownBy(() -> read(CertificateFiles.pem(file("site.pem"), missing)))
        .hasMessage("tls.certificates[0].key: there is no file " + missing);
    assertThatThrownBy(() -> read(CertificateFiles.pem(folder, file("site.key"))))
        .hasMessage("tls.certificates[0].cert: " + folder + " is a folder, and must be a file");
  }

  @Test
  void aFileWithoutWhatItMustHoldIsNamed() throws IOException {
    Path text = written("text.pem", "hello");
    assertThatThrownBy(() -> read(CertificateFiles.pem(text, file("site.key"))))
        .hasMessage(
            "tls.certificates[0].cert: "
                + text
                + " is no PEM file: it has no whole block from -----BEGIN to -----END");
    assertThatThrownBy(() -> read(pem("site.key", "site.key")))
        .hasMessage(
            "tls.certificates[0].cert: "
                + file("site.key")
                + " holds no certificate, only other things");
    assertThatThrownBy(() -> read(pem("site.pem", "site.pem")))
        .hasMessage(
            "tls.certificates[0].key: "
                + file("site.pem")
                + " holds no private key, only other things");
  }

  @Test
  void brokenContentIsNamed() throws IOException {
    Path cert = written("c.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertThatThrownBy(() -> read(CertificateFiles.pem(cert, file("site.key"))))
        .hasMessageStartingWith(
            "tls.certificates[0].cert: " + cert + " holds a certificate that cannot be read: ");
    Path key = written("k.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertThatThrownBy(() -> read(CertificateFiles.pem(file("site.pem"), key)))
        .hasMessage(
            "tls.certificates[0].key: "
                + key
                + " holds a private key that is neither RSA nor EC nor Ed25519, or is broken");
    Path base = written("b.pem", "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n");
    assertThatThrownBy(() -> read(CertificateFiles.pem(base, file("site.key"))))
        .hasMessage(
            "tls.certificates[0].cert: "
                + base
                + ": the block CERTIFICATE is broken: it is not in Base64");
  }

  @Test
  void anOldFormOfEncryptionIsNamedWithTheWayToConvertIt() {
    assertThatThrownBy(() -> read(pem("site.pem", "site-old.key")))
        .hasMessage(
            "tls.certificates[0].key: "
                + file("site-old.key")
                + " is encrypted in an old form that is not supported; convert it with: openssl"
                + " pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW");
  }

  @Test
  void aKeyThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> read(pem("site.pem", "wildcard.key")))
        .hasMessage(
            "tls.certificates[0].key: does not fit the certificate in "
                + file("site.pem")
                + ", which is for [localhost, site.test]");
    assertThatThrownBy(() -> read(pem("site.pem", "rsa-pkcs1.key")))
        .hasMessage(
            "tls.certificates[0].key: "
                + file("rsa-pkcs1.key")
                + " does not fit the certificate: the key is RSA, that of the certificate EC");
    assertThatThrownBy(() -> read(pem("wrong-order.pem", "site.key")))
        .hasMessage(
            "tls.certificates[0].key: "
                + file("wrong-order.pem")
                + " has the certificates in the wrong order: that of the key must be the first");
  }

  @Test
  void theFileOfAuthoritiesIsChecked() {
    TlsSettings settings = TestTls.site().withClientAuth(ClientAuth.REQUIRE, file("site.key"));
    assertThatThrownBy(() -> read(settings))
        .hasMessage(
            "tls.client_auth.ca: " + file("site.key") + " holds no certificate, only other things");
  }

  @Test
  void allMistakesAreToldAtOnce() {
    TlsSettings settings =
        TlsSettings.of(List.of(pem("site.pem", "rsa.key"), pem("site.key", "rsa.key")))
            .withClientAuth(ClientAuth.REQUEST, folder.resolve("none"));
    assertThatThrownBy(() -> read(settings))
        .hasMessageContaining("tls.certificates[0].key: does not fit")
        .hasMessageContaining("tls.certificates[1].cert: ")
        .hasMessageContaining("tls.client_auth.ca: there is no file");
  }

  @Test
  void aCertificateIsChosenByTheExactNameThenByAWildcardElseTheFirst() {
    IdentityChoice choice =
        new IdentityChoice(
            read(TlsSettings.of(
                    List.of(
                        pem("site.pem", "site.key"),
                        pem("rsa.pem", "rsa.key"),
                        pem("wildcard.pem", "wildcard.key"))))
                .identities(),
            Certificates.NONE);
    assertThat(choice.forName("rsa.test"))
        .extracting(Identity::names)
        .hasSize(1)
        .first()
        .isEqualTo(List.of("rsa.test", "site.test"));
    assertThat(choice.forName("site.test")).hasSize(2);
    assertThat(choice.forName("a.wild.test").getFirst().names()).containsExactly("*.wild.test");
    assertThat(choice.forName("a.b.wild.test").getFirst().names()).contains("localhost");
    assertThat(choice.forName("wild.test").getFirst().names()).contains("localhost");
    assertThat(choice.forName("").getFirst().names()).contains("localhost");
  }

  @Test
  void settingsSayWhatIsWrong() {
    assertThatThrownBy(() -> TlsSettings.of(List.of()))
        .hasMessage("certificates: must have at least one certificate");
    assertThatThrownBy(() -> TestTls.site().withMinVersion("1.1"))
        .hasMessage("min_version: must be TLSv1.2 or TLSv1.3, was '1.1'");
    assertThatThrownBy(() -> TestTls.site().withStrictTransportSecurity("yes"))
        .hasMessage(
            "strict_transport_security: must be such as 'max-age=31536000' or 'max-age=31536000;"
                + " includeSubDomains', was 'yes'");
    assertThat(CertificateFiles.keystore(file("site.p12"), "s3cret").toString())
        .doesNotContain("s3cret");
  }
}
