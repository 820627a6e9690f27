package io.tailrace.cli.history;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where an export goes: a file that is replaced once all of it is there, or what is no file and is written through, such as a
 * pipe, a device or stdout. Owned by the command's thread, which closes it; one that is closed before {@link #finish} leaves
 * nothing behind of a file.
 */
interface ExportTarget extends AutoCloseable {

    OutputStream out();

    /** All of it was written: what was a file in the making takes its name. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;

    /** What is written as it comes. */
    record Through(OutputStream out, boolean isStdout) implements ExportTarget {

        @Override
        public void finish() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            if (!isStdout) {
                out.close();
            }
        }
    }
}
