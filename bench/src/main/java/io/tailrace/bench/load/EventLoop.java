package io.tailrace.bench.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** One thread with one epoll, which owns the connections made on it. */
public final class EventLoop implements AutoCloseable {

    private final EventLoopGroup group;

    /**
     * Starts the thread.
     *
     * @param name of the thread
     */
    public EventLoop(String name) {
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), EpollIoHandler.newFactory());
    }

    io.netty.channel.EventLoop netty() {
        return group.next();
    }

    /** Runs a task on the loop and waits for its value; what it throws comes out of here. */
    <T> T call(Callable<T> task) {
        return group.next().submit(task).syncUninterruptibly().getNow();
    }

    /** Runs a task on the loop and waits for its end. */
    void run(Runnable task) {
        group.next().submit(task).syncUninterruptibly();
    }

    @Override
    public void close() {
        var _ = group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }
}
