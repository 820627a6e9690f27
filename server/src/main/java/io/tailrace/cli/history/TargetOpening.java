package io.tailrace.cli.history;

import io.tailrace.cli.shell.Stdio;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** How the file that a person names becomes an {@link ExportTarget}, by what the system has under that name. Stateless. */
final class TargetOpening {

    private TargetOpening() {}

    /** A symbolic link stands for what it leads to. Fails before anything is asked of a server. */
    static ExportTarget open(Path file, Stdio stdio) throws IOException {
        if (file.toString().equals("-")) {
            return new ExportTarget.Through(stdio.out(), true);
        }
        Path target = Place.of(file);
        if (Place.isDescriptor(target)) {
            // What it leads to is open already and may be a file that others write to as well: neither replace nor cut
            // it.
            return Place.isStdout(target)
                    ? new ExportTarget.Through(stdio.out(), true)
                    : new ExportTarget.Through(
                            Files.newOutputStream(target, StandardOpenOption.WRITE, StandardOpenOption.APPEND), false);
        }
        if (!Files.exists(target)) {
            return ReplacedFile.of(target);
        }
        BasicFileAttributes attributes = Files.readAttributes(target, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new FileAlreadyExistsException(file.toString());
        }
        if (attributes.isRegularFile()) {
            return ReplacedFile.of(target);
        }
        return new ExportTarget.Through(
                Place.isSocket(target) ? connected(target) : Files.newOutputStream(target, StandardOpenOption.WRITE),
                false);
    }

    private static OutputStream connected(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return Channels.newOutputStream(channel);
        } catch (IOException refused) {
            channel.close();
            throw refused;
        }
    }
}
