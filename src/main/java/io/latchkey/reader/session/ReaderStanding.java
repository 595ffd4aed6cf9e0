package io.latchkey.reader.session;

import io.latchkey.reader.identity.ReaderProblem;
import org.springframework.data.relational.core.mapping.Table;

/**
 * What the database knows of a session, whoever asked it.
 *
 * @param generation the reader's present generation of sessions; 0 when there is no row
 * @param merged the anonymous history became a known reader's
 * @param ended this session was ended
 */
@Table("reader")
public record ReaderStanding(int generation, boolean merged, boolean ended) {

    /** Refuses sessions that are over: {@code session-merged} or {@code session-ended}. */
    public void admit(ReaderSession session) {
        if (merged) {
            throw ReaderProblem.SESSION_MERGED.problem();
        }
        if (ended || session.generation() != generation) {
            throw ReaderProblem.SESSION_ENDED.problem();
        }
    }
}
