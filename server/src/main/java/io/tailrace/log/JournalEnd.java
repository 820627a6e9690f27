package io.tailrace.log;

import io.tailrace.log.JournalManifest.Found;
import io.tailrace.log.JournalManifest.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a start may conclude from where the journal ends: whether something behind that may have been acknowledged. If so, ids
 * that readers have seen will be given out again, and the log needs a new name. Immutable.
 *
 * <p>Three things are known of the last process. The {@link JournalManifest} says whether it closed the journal, else in which
 * boot of the machine it ran and when it answered, and which segments it had. The {@link AcknowledgedMark} says what it
 * had answered: exactly, if only the process ended, as the kernel has kept each of its stores. The archive says what it had
 * taken from the journal.
 *
 * <ul>
 *   <li>The process was killed, the machine ran on: the mark is right. A record that is torn, or damaged, behind the mark was
 *       never acknowledged, whatever it looks like. What lacks up to the mark was.
 *   <li>The power failed, and answers came after the force: all that was acknowledged had been forced. A record at which the
 *       file ends was an append under way. One that is as long as it should be, or zeroes, cannot be told from one
 *       that was forced and damaged later, so it may have been acknowledged.
 *   <li>The power failed, and answers came before the force: the newest entries may be gone without a trace, wherever the
 *       journal ends.
 *   <li>A file cut short long after it was forced, with a mark that the power failure had set back, looks like an append
 *       under way. That is the one case which is not told.
 * </ul>
 *
 * @param manifest what the last process wrote of the journal
 * @param mark up to where it had acknowledged
 * @param boot of the machine now; empty if that is not known
 */
record JournalEnd(Found manifest, OptionalLong mark, String boot) {

    /** Reads what the last process left beside the segments of a journal. */
    static JournalEnd of(Path directory, String boot) throws IOException {
        return new JournalEnd(JournalManifest.read(directory), AcknowledgedMark.read(directory), boot);
    }

    /**
     * What the segments hold.
     *
     * @param lastId the highest id that they are known to have held
     * @param isVersioned whether there are records which were not written without a manifest
     * @param lastSegment the name of the newest; empty if there is none
     * @param isDamaged whether, behind the last sound record, there is what is not the beginning of one
     */
    record Segments(long lastId, boolean isVersioned, String lastSegment, boolean isDamaged) {}

    /** Why something that was acknowledged may be missing behind what was found; empty if that cannot be. */
    Optional<String> mayLack(Segments found, long archivedId) {
        if (found.lastId < archivedId) {
            return Optional.of("the journal ends at entry " + found.lastId + ", but the archive holds entries up to "
                    + archivedId + ", and newer ones may have been in the journal");
        }
        return switch (manifest) {
            case Found.Damaged _ -> Optional.of("the journal's manifest is damaged, so files may be missing");
            case Found.None _ -> ofOldJournal(found);
            case Found.Sound(JournalManifest sound) -> ofJournal(sound, found);
        };
    }

    private static Optional<String> ofOldJournal(Segments found) {
        if (found.isVersioned) {
            return Optional.of("the journal's manifest is missing, so other files may be too");
        }
        return found.isDamaged ? Optional.of(damaged(found)) : Optional.empty();
    }

    private Optional<String> ofJournal(JournalManifest sound, Segments found) {
        if (!sound.segments().isEmpty() && sound.segments().getLast().compareTo(found.lastSegment) > 0) {
            return Optional.of("the journal's newest file, " + sound.segments().getLast() + ", is missing");
        }
        if (mark.isEmpty()) {
            return Optional.of("the file that says what was acknowledged is missing or damaged");
        }
        long acknowledged = mark.getAsLong();
        boolean isMarkExact = true;
        switch (sound.run()) {
            case Run.Stopped(long lastId) -> acknowledged = Math.max(acknowledged, lastId);
            case Run.Running(Durability durability, String lastBoot) -> {
                isMarkExact = !boot.isEmpty() && boot.equals(lastBoot);
                if (!isMarkExact && durability == Durability.ASYNC) {
                    return Optional.of("the machine stopped without closing the journal, and entries were acknowledged"
                            + " before they were on the disk (--durability async)");
                }
            }
        }
        if (found.lastId < acknowledged) {
            return Optional.of("the journal ends at entry " + found.lastId + ", but entries up to " + acknowledged
                    + " were acknowledged");
        }
        return found.isDamaged && !isMarkExact ? Optional.of(damaged(found)) : Optional.empty();
    }

    private static String damaged(Segments found) {
        return "what follows entry " + found.lastId + " in the journal is damaged, and may have been acknowledged";
    }

    /** Whether the last process closed the journal, so that all of it was forced. */
    boolean wasClosed() {
        return manifest instanceof Found.Sound(JournalManifest sound) && sound.run() instanceof Run.Stopped;
    }
}
