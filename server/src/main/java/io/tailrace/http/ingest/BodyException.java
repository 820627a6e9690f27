package io.tailrace.http.ingest;

/** Says why a request body as a whole is refused. Carries no stack trace: it is an answer, not a fault. */
final class BodyException extends Exception {

    private static final long serialVersionUID = 1;

    final int status;
    final String code;
    final String error;

    BodyException(int status, String code, String error) {
        super(error, null, false, false);
        this.status = status;
        this.code = code;
        this.error = error;
    }

    static BodyException tooLarge(long maxBytes) {
        return new BodyException(
                413, "body_too_large", "the body is larger than " + maxBytes + " bytes; send it in parts");
    }
}
