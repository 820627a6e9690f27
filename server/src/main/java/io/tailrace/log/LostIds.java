package io.tailrace.log;

import java.io.IOException;

/** Is told at a replay, before anything is cut, that ids which readers may have seen will be given out again. */
@FunctionalInterface
public interface LostIds {

    void lost() throws IOException;
}
