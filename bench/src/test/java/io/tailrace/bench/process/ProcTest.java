package io.tailrace.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ProcTest {

    @Test
    void cpuTimeIsReadBehindACommandWithSpacesAndParentheses() {
        String stat = "77 (a) (b c) S 1 77 77 0 -1 4194560 900 0 0 0 150 25 0 0 20 0 9 0 100 1000 200 1 2";
        assertThat(Proc.cpuNanos(stat)).isEqualTo(1_750_000_000L);
    }

    @Test
    void memoryIsReadFromTheStatus() {
        String status = "Name:\tjava\nVmHWM:\t    3000 kB\nVmRSS:\t    2000 kB\nRssAnon:\t    1500 kB\n";
        assertThat(Proc.memory(status)).isEqualTo(new Memory(2_048_000, 1_536_000, 3_072_000));
    }

    @Test
    void theMachineIsBusyWithAllButIdlingAndStolenTime() {
        String stat = "cpu  100 10 50 9999 7777 1 2 500 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n";
        assertThat(Proc.machineBusyNanos(stat)).isEqualTo(1_630_000_000L);
    }

    @Test
    void aPortIsSeenWhileSomeoneListensThere() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            assertThat(Proc.listening(port)).isTrue();
        }
        assertThat(Proc.listening(port)).isFalse();
    }

    @Test
    void thisProcessUsesCpuAndMemory() {
        long self = ProcessHandle.current().pid();
        assertThat(Proc.cpuNanos(self)).isPositive();
        assertThat(Proc.cpuNanosByThread(self)).isNotEmpty();
        assertThat(Proc.memory(self).rss()).isPositive();
    }
}
