package io.tailrace.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * The file that says up to which id entries were acknowledged: eight bytes of magic and the id. It is mapped into memory, so
 * that noting a group costs one store. What is stored survives the death of the process at any moment; a power failure
 * may set it back, but not ahead of what was acknowledged. Written by the appender's thread.
 */
final class AcknowledgedMark {

    static final String NAME = "acknowledged";

    private static final long MAGIC = 0x54_52_41_43_4B_4E_44_01L;
    private static final int ID_AT = 8;
    private static final int BYTES = 16;

    private final MappedByteBuffer file;

    private AcknowledgedMark(MappedByteBuffer file) {
        this.file = file;
    }

    /** What the last process left; empty if there is no such file, or it is damaged. */
    static OptionalLong read(Path directory) throws IOException {
        Path path = directory.resolve(NAME);
        if (!Files.exists(path) || Files.size(path) != BYTES) {
            return OptionalLong.empty();
        }
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(path));
        return content.getLong(0) == MAGIC && content.getLong(ID_AT) >= 0
                ? OptionalLong.of(content.getLong(ID_AT))
                : OptionalLong.empty();
    }

    /** Makes the file anew, on the disk, and keeps it mapped. */
    static AcknowledgedMark open(Path directory, long id) throws IOException {
        Path path = directory.resolve(NAME);
        DataFiles.replace(
                path, ByteBuffer.allocate(BYTES).putLong(MAGIC).putLong(id).array());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new AcknowledgedMark(channel.map(MapMode.READ_WRITE, 0, BYTES));
        }
    }

    void set(long id) {
        file.putLong(ID_AT, id);
    }

    /** Puts it on the disk. */
    void force() {
        file.force();
    }
}
