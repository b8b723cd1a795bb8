#!/bin/sh
# Makes the certificates of the tests again. They are valid for 100 years, so nobody has to, unless
# a test needs another one. Needs OpenSSL 3.
set -eu
cd "$(dirname "$0")"
rm -f ./*.pem ./*.key ./*.p12
DAYS=36500

# An authority, that of the servers and of the clients.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days $DAYS \
  -subj "/CN=rgate test authority" -keyout ca.key -out ca.pem
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days $DAYS \
  -subj "/CN=another authority" -keyout other-ca.key -out other-ca.pem

# sign NAME SUBJECT EXTENSIONS [AUTHORITY]: needs NAME.key, makes NAME.pem
sign() {
  openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
  printf '%b' "$3" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA "${4:-ca}.pem" -CAkey "${4:-ca}.key" -days $DAYS \
    -extfile "$1.ext" -out "$1.pem"
  rm "$1.csr" "$1.ext"
}
server="extendedKeyUsage=serverAuth\nsubjectAltName="

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out site.key   # PKCS#8
sign site /CN=site "${server}DNS:localhost,IP:127.0.0.1,DNS:site.test"
cat ca.pem >> site.pem
openssl pkey -in site.key -traditional -out site-sec1.key                      # SEC1
openssl pkcs8 -topk8 -in site.key -v2 aes-256-cbc -passout pass:secret -out site-encrypted.key
openssl ec -in site.key -aes128 -passout pass:secret -out site-old.key 2>/dev/null
openssl pkcs12 -export -inkey site.key -in site.pem -passout pass:secret -out site.p12

openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key
sign rsa /CN=rsa "${server}DNS:rsa.test,DNS:site.test"
openssl pkey -in rsa.key -traditional -out rsa-pkcs1.key                       # PKCS#1
openssl pkcs8 -topk8 -in rsa.key -v2 aes-128-cbc -passout pass:secret -out rsa-encrypted.key

openssl genpkey -algorithm ed25519 -out ed25519.key
sign ed25519 /CN=ed25519 "${server}DNS:ed25519.test"

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out wildcard.key
sign wildcard /CN=wildcard "${server}DNS:*.wild.test"
openssl pkey -in wildcard.key -traditional -out wildcard-sec1.key

cat ca.pem site.pem > wrong-order.pem

# Clients
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out client.key
sign client "/CN=a client" "extendedKeyUsage=clientAuth\n"
openssl pkcs12 -export -inkey client.key -in client.pem -passout pass:secret -out client.p12
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out stranger.key
sign stranger "/CN=a stranger" "extendedKeyUsage=clientAuth\n" other-ca
openssl pkcs12 -export -inkey stranger.key -in stranger.pem -passout pass:secret -out stranger.p12

chmod 644 ./*.key ./*.p12
rm -f ca.srl other-ca.srl other-ca.key ca.key
