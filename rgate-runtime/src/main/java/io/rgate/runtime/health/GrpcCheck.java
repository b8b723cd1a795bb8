package io.rgate.runtime.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.rgate.api.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code grpc.health.v1.Health/Check} over a connection of its own. It speaks as much
 * of HTTP/2 (RFC 9113) as this call needs: the answer is told by its DATA frames alone, so no field
 * of it is read.
 */
final class GrpcCheck {
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  private static final String PATH = "/grpc.health.v1.Health/Check";

  private static final int LARGEST_OF_SEVEN_BITS = 127;

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;

  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;

  /** The largest frame that may come as long as no other size was agreed on (RFC 9113, 4.2). */
  private static final int MOST = 16_384;

  /** A health answer has two bytes; this many frames of any kind are read at most. */
  private static final int MOST_FRAMES = 100;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final long deadline;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  private GrpcCheck(Socket socket, long deadline) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
    this.deadline = deadline;
  }

  /**
   * Why {@code endpoint} is not serving {@code service}; null if it is.
   *
   * @param service the name that its health service is asked for; empty: the server as a whole
   */
  static @Nullable String failure(Endpoint endpoint, String service, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    try (Socket plain = new Socket()) {
      String host = endpoint.host();
      String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      plain.setTcpNoDelay(true);
      plain.connect(
          new InetSocketAddress(name, endpoint.port()), (int) Math.max(1, atMost.toMillis()));
      plain.setSoTimeout((int) Math.max(1, atMost.toMillis()));
      Socket socket = endpoint.isTls() ? tls(plain, name, endpoint) : plain;
      return new GrpcCheck(socket, deadline).call(endpoint, service);
    } catch (SocketTimeoutException e) {
      return "no answer of its gRPC health service within " + atMost.toMillis() + " ms";
    } catch (EOFException e) {
      return "it ended the connection without an answer of its gRPC health service";
    } catch (IOException | RuntimeException e) {
      return "its gRPC health service cannot be asked: " + e.getMessage();
    }
  }

  private static Socket tls(Socket plain, String name, Endpoint endpoint) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, name, endpoint.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private @Nullable String call(Endpoint endpoint, String service) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    field(head, ":method", "POST");
    field(head, ":scheme", endpoint.isTls() ? "https" : "http");
    field(head, ":path", PATH);
    field(head, ":authority", String.valueOf(endpoint.uri().getRawAuthority()));
    field(head, "content-type", "application/grpc");
    field(head, "te", "trailers");
    field(head, "user-agent", "rgate-health");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(PREFACE);
    all.write(frame(SETTINGS, 0, 0, new byte[0]));
    all.write(frame(HEADERS, END_HEADERS, 1, head.toByteArray()));
    all.write(frame(DATA, END_STREAM, 1, message(service)));
    out.write(all.toByteArray());
    for (int i = 0; i < MOST_FRAMES; i++) {
      Answer answer = next(service);
      if (answer != null) {
        return answer.failure();
      }
    }
    throw new ProtocolException("it sent more than " + MOST_FRAMES + " frames");
  }

  /**
   * What the call came to.
   *
   * @param failure null if it serves
   */
  private record Answer(@Nullable String failure) {}

  /** Reads a frame; null if the call goes on. */
  private @Nullable Answer next(String service) throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    socket.setSoTimeout((int) left);
    int lengthAndType = in.readInt();
    int length = lengthAndType >>> 8;
    int flags = in.readUnsignedByte();
    int stream = in.readInt() & Integer.MAX_VALUE;
    if (length > MOST) {
      throw new ProtocolException(
          "it does not speak HTTP/2, or sent a frame of " + length + " bytes");
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return taken(lengthAndType & 0xff, flags, stream, payload, service);
  }

  private @Nullable Answer taken(int type, int flags, int stream, byte[] payload, String service)
      throws IOException {
    switch (type) {
      case SETTINGS, PING -> {
        if ((flags & ACK) == 0) {
          out.write(frame(type, ACK, 0, type == PING ? payload : new byte[0]));
        }
      }
      case GOAWAY -> throw new ProtocolException("it ended the connection by GOAWAY");
      case RST_STREAM -> throw new ProtocolException("it reset the call");
      case DATA -> addContent(flags, payload);
      default -> {
        // Fields, windows and what is not known do not matter here.
      }
    }
    boolean ended = (type == DATA || type == HEADERS) && stream == 1 && (flags & END_STREAM) != 0;
    return ended || hasMessage() ? new Answer(failure(service)) : null;
  }

  private void addContent(int flags, byte[] payload) {
    boolean padded = (flags & PADDED) != 0 && payload.length > 0;
    int start = padded ? 1 : 0;
    int end = padded ? payload.length - (payload[0] & 0xff) : payload.length;
    content.write(payload, start, Math.max(0, end - start));
  }

  /** A message has a byte that says whether it is compressed, and its length in four. */
  private boolean hasMessage() {
    byte[] bytes = content.toByteArray();
    return bytes.length >= 5 && bytes.length >= 5 + length(bytes);
  }

  private static int length(byte[] bytes) {
    return (bytes[1] & 0x7f) << 24
        | (bytes[2] & 0xff) << 16
        | (bytes[3] & 0xff) << 8
        | (bytes[4] & 0xff);
  }

  /** {@code HealthCheckResponse} has one field, an enumeration of number 1. */
  private @Nullable String failure(String service) {
    byte[] bytes = content.toByteArray();
    String asked = service.isEmpty() ? "the server" : "'" + service + "'";
    if (!hasMessage()) {
      return "its gRPC health service does not know " + asked + ", or is not there";
    }
    int status = bytes.length >= 7 && bytes[5] == 8 ? bytes[6] : 0;
    return switch (status) {
      case 1 -> null;
      case 2 -> "its gRPC health service says that " + asked + " is NOT_SERVING";
      case 3 -> "its gRPC health service does not know " + asked;
      default -> "its gRPC health service does not say whether " + asked + " is serving";
    };
  }

  /** {@code HealthCheckRequest} has one field, a text of number 1. */
  private static byte[] message(String service) {
    byte[] name = service.getBytes(UTF_8);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    if (name.length > 0) {
      request.write(0x0a);
      groups(request, name.length);
      request.writeBytes(name);
    }
    ByteBuffer message = ByteBuffer.allocate(5 + request.size());
    message.put((byte) 0).putInt(request.size()).put(request.toByteArray()); // 0: not compressed
    return message.array();
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).put(payload);
    return frame.array();
  }

  /** A field that no table knows, as it stands (RFC 7541, 6.2.2). */
  private static void field(ByteArrayOutputStream head, String name, String value) {
    head.write(0);
    text(head, name.getBytes(US_ASCII));
    text(head, value.getBytes(ISO_8859_1));
  }

  /** RFC 7541, 5.1: what does not fit into seven bits follows in groups. */
  private static void text(ByteArrayOutputStream head, byte[] text) {
    if (text.length < LARGEST_OF_SEVEN_BITS) {
      head.write(text.length);
    } else {
      head.write(LARGEST_OF_SEVEN_BITS);
      groups(head, text.length - LARGEST_OF_SEVEN_BITS);
    }
    head.writeBytes(text);
  }

  /** A number in groups of seven bits, the lowest first; all but the last are marked. */
  private static void groups(ByteArrayOutputStream to, int number) {
    int left = number;
    while (left > LARGEST_OF_SEVEN_BITS) {
      to.write((left & LARGEST_OF_SEVEN_BITS) | 0x80);
      left >>>= 7;
    }
    to.write(left);
  }
}
