package io.rgate.benchmarks;

import io.rgate.benchmarks.Peer.Site;

/** Configurations of nginx, as the proxy that is measured and as the origin behind all of them. */
final class NginxConf {
  private static final String BASE =
      """
      daemon off;
      worker_processes 1;
      pid %1$s/nginx.pid;
      error_log %1$s/error.log;
      worker_rlimit_nofile 20000;
      events { worker_connections 19000; }
      http {
        access_log off;
        client_body_temp_path %1$s/body;
        proxy_temp_path %1$s/proxy;
        fastcgi_temp_path %1$s/fastcgi;
        uwsgi_temp_path %1$s/uwsgi;
        scgi_temp_path %1$s/scgi;
        client_max_body_size 0;
        keepalive_requests 100000000;
      """;

  private NginxConf() {}

  static String proxy(Site site) {
    return BASE.formatted(site.work())
        + """
          keepalive_timeout 75s;
          upstream origin { server %3$s; keepalive 1024; keepalive_requests 100000000; }
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $http_host;
          proxy_set_header X-Forwarded-For $remote_addr;
          map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
          server {
            listen 127.0.0.1:%1$d %2$s backlog=1024;
            %5$s
            location / { %4$s }
          }
        }
        """
            .formatted(
                site.port(),
                listen(site.wire()),
                site.origin().getAuthority(),
                location(site),
                site.wire() == Wire.TLS ? tls(site.certificate()) : "");
  }

  private static String listen(Wire wire) {
    return switch (wire) {
      case TLS -> "ssl http2";
      case H2C, GRPC -> "http2";
      case PLAIN, WEBSOCKET -> "";
    };
  }

  private static String tls(Certificate certificate) {
    return "ssl_certificate "
        + certificate.cert()
        + "; ssl_certificate_key "
        + certificate.key()
        + "; ssl_protocols TLSv1.2 TLSv1.3;";
  }

  private static String location(Site site) {
    return switch (site.wire()) {
      case GRPC -> "grpc_pass grpc://origin;";
      case WEBSOCKET ->
          "proxy_pass http://origin; proxy_set_header Host $http_host; "
              + "proxy_set_header Upgrade $http_upgrade; "
              + "proxy_set_header Connection $connection_upgrade;";
      default ->
          "proxy_pass http://origin; "
              + (site.streams() ? "proxy_request_buffering off; proxy_buffering off;" : "");
    };
  }

  /** Answers {@code /small} with 104 bytes and serves the files of {@code work/files}. */
  static String origin(String work, int port) {
    return BASE.formatted(work)
        + """
          keepalive_timeout 3600s;
          open_file_cache max=10;
          sendfile on;
          tcp_nopush on;
          server {
            listen %1$d backlog=4096;
            root %2$s/files;
            default_type application/json;
            location / { }
            location = /small { return 200 '%3$s'; }
            location = /json { return 200 '%3$s'; }
          }
        }
        """
            .formatted(port, work, "{\"a\":\"" + "x".repeat(104 - 8) + "\"}");
  }

  /**
   * Answers each call of gRPC with the message in {@code files/call}, by HTTP/2 without TLS. As
   * servers of gRPC do, it reads the call first, which {@code mirror} is for, and declares no
   * length, which {@code ssi} is for.
   */
  static String callOrigin(String work, String files, int port) {
    return BASE.formatted(work)
        + """
          keepalive_timeout 3600s;
          open_file_cache max=10;
          http2_max_concurrent_streams 1024;
          server {
            listen %1$d http2 backlog=4096;
            root %2$s;
            default_type application/grpc;
            location = /call { ssi on; ssi_types application/grpc; add_trailer grpc-status 0; }
            location = /void { return 204; }
            location = /bench.Echo/Call { mirror /void; alias %2$s/call; error_page 405 =200 /call; }
          }
        }
        """
            .formatted(port, files);
  }
}
