package io.tailrace.cli.client;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;

/** What the JDK's network exceptions mean, in words for a person; many of them come without a message. */
public final class NetworkFault {

    private NetworkFault() {}

    /** Such as {@code connection refused}. */
    public static String reason(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "no host of this name is known";
            }
        }
        Optional<String> address = wrongAddress(fault);
        if (address.isPresent()) {
            return address.get();
        }
        Throwable cause = unwrapped(fault);
        if (cause instanceof HttpConnectTimeoutException) {
            return "it did not accept the connection in time";
        }
        if (cause instanceof HttpTimeoutException) {
            return "it did not answer in time";
        }
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof ConnectException) {
            return cause.getMessage() == null ? "connection refused" : message.toLowerCase(Locale.ROOT);
        }
        if (cause instanceof SSLException) {
            return "the TLS handshake failed: " + message;
        }
        boolean cut = cause instanceof EOFException
                || cause instanceof ClosedChannelException
                || cause.getMessage() == null
                || message.contains("received no bytes")
                || message.contains("EOF")
                || message.contains("closed");
        return cut ? "the connection was cut" : message;
    }

    /**
     * Whether this will be so the next time: what answers has the wrong certificate, or speaks TLS where the address says
     * {@code http}, or the other way round.
     */
    public static boolean isForGood(Throwable fault) {
        return wrongAddress(fault).isPresent();
    }

    private static Optional<String> wrongAddress(Throwable fault) {
        boolean tls = false;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            tls |= cause instanceof SSLException;
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof CertificateExpiredException) {
                return Optional.of("its certificate has expired");
            }
            if (cause instanceof CertificateNotYetValidException) {
                return Optional.of("its certificate is not valid yet");
            }
            if (cause instanceof CertificateException && message.matches("(?s)No (name|subject alternative).*")) {
                return Optional.of("its certificate is for another name");
            }
            if (message.contains("Unsupported or unrecognized SSL message")
                    || message.contains("plaintext connection")) {
                return Optional.of("there is no TLS on this port: write http:// instead of https://");
            }
            if (cause instanceof ProtocolException && message.startsWith("Invalid status line")) {
                return Optional.of("what answers there does not speak HTTP: if it speaks TLS, write https://");
            }
            if (tls
                    && (cause instanceof CertPathValidatorException
                            || message.contains("unable to find valid certification"))) {
                return Optional.of(
                        "its certificate is signed by nobody whom this machine trusts; to trust it, put it into a"
                                + " key store and name that in TAILRACE_JAVA_OPTS, as -Djavax.net.ssl.trustStore=FILE");
            }
        }
        return Optional.empty();
    }

    private static Throwable unwrapped(Throwable fault) {
        Throwable cause = fault.getCause();
        boolean wrapper = fault instanceof CompletionException || fault instanceof ExecutionException;
        return wrapper && cause != null ? unwrapped(cause) : fault;
    }
}
