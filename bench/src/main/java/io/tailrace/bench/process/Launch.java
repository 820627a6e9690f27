package io.tailrace.bench.process;

import java.util.List;
import java.util.Map;

/**
 * How a server is started.
 *
 * @param command     the whole command line
 * @param environment what is added to the bench's own environment
 * @param readyPath   which path answers 200 once it serves
 */
public record Launch(List<String> command, Map<String, String> environment, String readyPath) {}
