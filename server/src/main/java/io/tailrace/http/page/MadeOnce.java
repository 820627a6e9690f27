package io.tailrace.http.page;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Something that takes long to make and is made once, on a thread of its own: when that is asked for, or when it is first
 * needed. Whoever needs it before gets it when it is there; no event loop waits. Any thread may call.
 */
final class MadeOnce<T> {

    private final String thread;
    private final Making<T> making;
    private final Promise<T> made = Promise.promise();
    private final AtomicBoolean isBegun = new AtomicBoolean();

    /** How it is made. */
    interface Making<T> {
        T make() throws IOException;
    }

    MadeOnce(String thread, Making<T> making) {
        this.thread = thread;
        this.making = making;
    }

    /** Begins to make it, unless that was begun. Returns at once. */
    void begin() {
        if (isBegun.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name(thread).start(this::make);
        }
    }

    private void make() {
        try {
            made.complete(making.make());
        } catch (Throwable broken) {
            made.fail(broken);
        }
    }

    /** Answers a request with it, on the request's event loop; the request fails if it could not be made. */
    void use(RoutingContext routing, Consumer<T> use) {
        Future<T> future = made.future();
        if (future.succeeded()) {
            use.accept(future.result());
            return;
        }
        begin();
        Context loop = routing.vertx().getOrCreateContext();
        future.onComplete(result -> loop.runOnContext(_ -> {
            if (result.succeeded()) {
                use.accept(result.result());
            } else {
                routing.fail(result.cause());
            }
        }));
    }
}
