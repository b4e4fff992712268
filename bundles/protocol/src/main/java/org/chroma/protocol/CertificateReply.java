package org.chroma.protocol;

/**
 * The agent's client certificate.
 *
 * @param certificate as PEM
 */
public record CertificateReply(String certificate) {}
