package io.tailrace.archive;

import io.tailrace.log.HistoryException;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * One question over all ids of a range, whose answers may come in any order. The question's thread and its helpers each
 * take the next ids that nobody has, until none are left; so whoever gets less of the processor does less, and nobody
 * waits for more than the last piece of another. Pieces become smaller towards the end, if there are helpers. The
 * question's thread owns it; any thread may help, or stop it.
 */
final class ArchiveCount<T> {

    /** A row group of the database: what is begun is unpacked as a whole. */
    private static final long UNIT = 122_880;

    /** Less than this takes hardly longer to read than to ask for. */
    private static final long FEWEST_UNITS = 8;

    /** A piece of so many takes some 50 ms at most, unless the filter takes long; a statement can be stopped at any time. */
    private static final long MOST_UNITS = 32;

    /** How long a helper works before it lets others' questions have their turn. */
    private static final long HELP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Adds an answer to the others. */
    interface Adder<T> {
        void add(T answer);
    }

    private final ArchiveConnections connections;
    private final IdRange all;
    private final RangeQuestion question;
    private final ArchiveConnections.Rows<T> rows;
    private final Adder<T> adder;
    private final int threads;

    // Guarded by this.
    private final List<RunningQuery> working = new ArrayList<>();
    private long next;
    private int open;
    private boolean ended;
    private @Nullable Throwable failure;

    /** @param threads how many work on it at most */
    ArchiveCount(
            ArchiveConnections connections,
            IdRange all,
            RangeQuestion question,
            ArchiveConnections.Rows<T> rows,
            Adder<T> adder,
            int threads) {
        this.connections = connections;
        this.all = all;
        this.question = question;
        this.rows = rows;
        this.adder = adder;
        this.threads = threads;
        next = all.first();
    }

    /**
     * Counts to the end.
     *
     * @throws QueryStopped if the question was stopped
     * @throws HistoryException if the database failed
     */
    void count(RunningQuery running, Executor helpers) {
        long most = (all.size() - 1) / (FEWEST_UNITS * UNIT);
        for (int i = 1; i < Math.min(threads, most + 1); i++) {
            helpers.execute(() -> help(helpers));
        }
        running.begin(this::stop);
        try {
            work(Long.MAX_VALUE);
            awaitOthers(running);
        } catch (QueryStopped stopped) {
            running.check();
            throwFailure();
            throw stopped;
        } finally {
            running.end();
            stop(QueryStopped.Why.CLIENT_GONE);
        }
    }

    private void help(Executor helpers) {
        if (!isAnyLeft()) {
            return;
        }
        try {
            work(HELP_NANOS);
        } catch (Throwable failed) {
            // Thrown again by the question's thread.
            fail(failed);
        }
        if (isAnyLeft()) {
            helpers.execute(() -> help(helpers));
        }
    }

    /** Works on one piece after the other until none is left, or so much time is over. */
    private void work(long nanos) {
        RunningQuery running = begin();
        long begun = System.nanoTime();
        try {
            connections.use(running, question.of(all), statement -> {
                for (IdRange piece = take(); piece != null; piece = take()) {
                    running.check();
                    question.of(piece).bind(statement);
                    add(answer(statement));
                    if (System.nanoTime() - begun > nanos) {
                        break;
                    }
                }
                return true;
            });
        } finally {
            end(running);
        }
    }

    private T answer(DuckDBPreparedStatement statement) throws SQLException {
        try (ResultSet answer = statement.executeQuery()) {
            return rows.read(answer);
        }
    }

    private synchronized RunningQuery begin() {
        RunningQuery running = new RunningQuery();
        if (ended) {
            running.stop(QueryStopped.Why.CLIENT_GONE);
        }
        working.add(running);
        return running;
    }

    private synchronized void end(RunningQuery running) {
        working.remove(running);
    }

    private synchronized boolean isAnyLeft() {
        return !ended && next <= all.last();
    }

    private synchronized @Nullable IdRange take() {
        if (!isAnyLeft()) {
            return null;
        }
        long left = (all.last() - next) / UNIT + 1;
        long units = threads == 1 ? MOST_UNITS : Math.clamp(left / (2L * threads), FEWEST_UNITS, MOST_UNITS);
        long last = Math.min(all.last(), (Math.floorDiv(next - 1, UNIT) + units) * UNIT);
        IdRange piece = new IdRange(next, last);
        next = last + 1;
        open++;
        return piece;
    }

    private synchronized void add(T answer) {
        if (!ended) {
            adder.add(answer);
            open--;
            notifyAll();
        }
    }

    private synchronized void fail(Throwable failed) {
        if (!ended) {
            ended = true;
            failure = failed;
            working.forEach(running -> running.stop(QueryStopped.Why.CLIENT_GONE));
            notifyAll();
        }
    }

    private synchronized void stop(QueryStopped.Why why) {
        ended = true;
        working.forEach(running -> running.stop(why));
        notifyAll();
    }

    /** Nothing is left but what helpers have begun. */
    private synchronized void awaitOthers(RunningQuery running) {
        try {
            while (open > 0 && !ended) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HistoryException("The question was interrupted", interrupted);
        }
        running.check();
        throwFailure();
    }

    private synchronized void throwFailure() {
        switch (failure) {
            case RuntimeException failed -> throw failed;
            case Error error -> throw error;
            case null -> {}
            default -> throw new CompletionException(failure);
        }
    }
}
