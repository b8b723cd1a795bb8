/** Certificates of an ACME server; see {@link io.rgate.acme.AcmeCertificates}. */
@NullMarked
package io.rgate.acme;

import org.jspecify.annotations.NullMarked;
