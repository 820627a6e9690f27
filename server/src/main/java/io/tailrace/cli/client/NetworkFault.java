package io.tailrace.cli.client;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

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
        boolean cut = cause instanceof EOFException
                || cause instanceof ClosedChannelException
                || cause.getMessage() == null
                || message.contains("received no bytes")
                || message.contains("EOF")
                || message.contains("closed");
        return cut ? "the connection was cut" : message;
    }

    private static Throwable unwrapped(Throwable fault) {
        Throwable cause = fault.getCause();
        boolean wrapper = fault instanceof CompletionException || fault instanceof ExecutionException;
        return wrapper && cause != null ? unwrapped(cause) : fault;
    }
}
