package dev.metaproc.launcher.host;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A named program at one moment: a line of {@code ps}, and its documented JSON.
 *
 * @param pid while it runs
 * @param command what would follow the word {@code java}
 * @param exitCode of the last run that ended
 * @param restarts after failures, since it was created
 * @param suspended whether its threads are held
 * @param reason why it is where it is, where that needs saying; else empty
 */
public record ProgramStatus(
    String id,
    String name,
    ProgramState state,
    @Nullable Long pid,
    String command,
    Instant created,
    @Nullable Instant started,
    @Nullable Instant ended,
    @Nullable Integer exitCode,
    int restarts,
    boolean ready,
    boolean suspended,
    String reason) {}
