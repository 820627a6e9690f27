package io.tailrace.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What Linux tells under {@code /proc} of processes, threads, the machine and its ports. Safe for any thread. */
public final class Proc {

    private static final Path ROOT = Path.of("/proc");
    private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100; // USER_HZ is 100 on every Linux
    private static final int USER_TIME_FIELD = 11; // counted behind the command's closing parenthesis
    private static final int IDLE_FIELD = 4;
    private static final int IO_WAIT_FIELD = 5;
    private static final int STEAL_FIELD = 8;

    private Proc() {}

    /** CPU time that a process has used, user and system, threads that have ended included. */
    public static long cpuNanos(long pid) {
        return cpuNanos(text(process(pid).resolve("stat")));
    }

    static long cpuNanos(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME_FIELD]) + Long.parseLong(fields[USER_TIME_FIELD + 1])) * NANOS_PER_TICK;
    }

    /** CPU time of each living thread of a process, by {@code name/tid}. */
    public static Map<String, Long> cpuNanosByThread(long pid) {
        Map<String, Long> threads = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process(pid).resolve("task"))) {
            for (Path task : tasks) {
                readThread(task, threads);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return threads;
    }

    /** How many files, sockets and pipes a process has open. */
    public static int openFiles(long pid) {
        int open = 0;
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(process(pid).resolve("fd"))) {
            for (Path _ : descriptors) {
                open++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }

    private static void readThread(Path task, Map<String, Long> threads) throws IOException {
        try {
            String name = Files.readString(task.resolve("comm")).strip() + "/" + task.getFileName();
            String scheduled = Files.readString(task.resolve("schedstat"));
            threads.put(name, Long.parseLong(scheduled.substring(0, scheduled.indexOf(' '))));
        } catch (NoSuchFileException e) {
            threads.remove(task.toString()); // the thread ended while it was looked at
        }
    }

    /** Memory of a process that is in RAM. */
    public static Memory memory(long pid) {
        return memory(text(process(pid).resolve("status")));
    }

    static Memory memory(String status) {
        return new Memory(kilobytes(status, "VmRSS:"), kilobytes(status, "RssAnon:"), kilobytes(status, "VmHWM:"));
    }

    private static long kilobytes(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The process has ended: no " + name + " in its status."));
    }

    /** CPU time used on this machine by everyone, summed over its processors. */
    public static long machineBusyNanos() {
        return machineBusyNanos(text(ROOT.resolve("stat")));
    }

    static long machineBusyNanos(String stat) {
        String[] fields = stat.lines().findFirst().orElseThrow().split(" +", -1);
        long ticks = 0;
        for (int i = 1; i < STEAL_FIELD; i++) {
            ticks += i == IDLE_FIELD || i == IO_WAIT_FIELD ? 0 : Long.parseLong(fields[i]);
        }
        return ticks * NANOS_PER_TICK;
    }

    /** Whether someone on this machine listens on a TCP port; found out without connecting. */
    public static boolean listening(int port) {
        String local = String.format(Locale.ROOT, ":%04X ", port);
        return listening(text(ROOT.resolve("net/tcp")), local) || listening(text(ROOT.resolve("net/tcp6")), local);
    }

    /** A TCP port that nobody listens on at present, on this machine. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listening(String table, String local) {
        return table.lines().anyMatch(line -> line.contains(local) && line.contains(":0000 0A "));
    }

    private static Path process(long pid) {
        return ROOT.resolve(Long.toString(pid));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
