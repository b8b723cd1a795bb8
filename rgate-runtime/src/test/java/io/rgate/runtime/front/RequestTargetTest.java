package io.rgate.runtime.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a",
        "/a/",
        "//a//b",
        "/a%2Fb",
        "/a%20b;c=d",
        "/...",
        "/.a",
        "/a..",
        "/..a/b"
      })
  void aPathIsKeptAsItCame(String target) {
    assertThat(RequestTarget.parse(target)).isEqualTo(new RequestTarget(null, target, null));
  }

  @Test
  void anEmptyQueryIsNotTheSameAsNone() {
    assertThat(RequestTarget.parse("/a").query()).isNull();
    assertThat(RequestTarget.parse("/a?").query()).isEmpty();
    assertThat(RequestTarget.parse("/a?b=../c?d").query()).isEqualTo("b=../c?d");
  }

  @Test
  void theAbsoluteFormKeepsItsAuthorityApart() {
    assertThat(RequestTarget.parse("http://h:1/a?b"))
        .isEqualTo(new RequestTarget("h:1", "/a", "b"));
    assertThat(RequestTarget.parse("http://h?b")).isEqualTo(new RequestTarget("h", "/", "b"));
  }

  @Test
  void theAsteriskFormIsAPathOfItsOwn() {
    assertThat(RequestTarget.parse("*", true)).isEqualTo(new RequestTarget(null, "*", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..",
        "/../a",
        "/a/..",
        "/a/./b",
        "/.",
        "/%2e%2e/a",
        "/a/%2E./b",
        "/a/..%2fb",
        "/a/..;x=1/b",
        "/a\\..\\b",
        "/a/..%5Cb",
        "/a/..%3bx/b",
        "/%2e"
      })
  void aDotSegmentInAnyEncodingIsRefused(String target) {
    assertThatThrownBy(() -> RequestTarget.parse(target))
        .isInstanceOfSatisfying(StatusException.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/b", "/a b", "/a#b", "/\u00e4", "/a\u0000", "?a", "host:80"})
  void whatIsInNoFormThatCanBeForwardedIsRefused(String target) {
    assertThatThrownBy(() -> RequestTarget.parse(target))
        .isInstanceOfSatisfying(StatusException.class, e -> assertThat(e.status()).isEqualTo(400));
  }
}
