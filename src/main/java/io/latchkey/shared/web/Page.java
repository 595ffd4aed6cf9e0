package io.latchkey.shared.web;

import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.shared.time.Deadline;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One page of a list, newest first.
 *
 * @param items what is on this page
 * @param next the cursor of the next page; null on the last
 */
public record Page<T>(List<T> items, @Nullable String next) {

    private static final int USUAL_SIZE = 50;
    private static final int LARGEST_SIZE = 200;

    /**
     * Where a page begins and how long it is.
     *
     * @param after the id that the page before ended with; null for the first page
     * @param size how many items the page may hold, 1 to 200
     */
    public record Request(@Nullable String after, int size) {

        /** Reads the query parameters {@code cursor} and {@code limit}. */
        public static Request of(@Nullable String cursor, @Nullable String limit) {
            return new Request(cursor == null ? null : decoded(cursor), sizeOf(limit));
        }

        /** The id that the page before ended with, for lists whose ids are UUIDs. */
        public @Nullable UUID afterId() {
            if (after == null) {
                return null;
            }
            try {
                return UUID.fromString(after);
            } catch (IllegalArgumentException e) {
                throw invalidCursor();
            }
        }

        private static int sizeOf(@Nullable String limit) {
            if (limit == null) {
                return USUAL_SIZE;
            }
            if (!limit.matches("[0-9]{1,3}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > LARGEST_SIZE) {
                throw RequestProblem.INVALID_QUERY.because("\"limit\" must be from 1 to 200.");
            }
            return Integer.parseInt(limit);
        }

        private static String decoded(String cursor) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
                String id = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
                return Input.text("cursor", id, 300);
            } catch (IllegalArgumentException | CharacterCodingException | Problem e) {
                throw invalidCursor();
            }
        }

        /** A cursor that is none of this list's. */
        public static Problem invalidCursor() {
            return RequestProblem.INVALID_QUERY.because("\"cursor\" must be the \"next\" of the page before.");
        }
    }

    /** A list to its end, as whoever takes it keeps up: nothing is held between two pages. */
    public static <T> Flux<List<T>> all(Function<Request, Mono<Page<T>>> list) {
        return page(list, null)
                .expand(page -> page.next() == null ? Mono.empty() : page(list, Request.decoded(page.next())))
                .map(Page::items);
    }

    private static <T> Mono<Page<T>> page(Function<Request, Mono<Page<T>>> list, @Nullable String after) {
        return Deadline.renewed(list.apply(new Request(after, LARGEST_SIZE)));
    }

    /** The same page of other things. */
    public <R> Page<R> map(Function<? super T, ? extends R> change) {
        return new Page<>(items.stream().<R>map(change).toList(), next);
    }

    /** Cuts a page out of rows that were read with one more than asked for. */
    public static <T> Page<T> of(List<T> rows, Request request, Function<T, String> id) {
        if (rows.size() <= request.size()) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, request.size());
        byte[] last = id.apply(items.getLast()).getBytes(StandardCharsets.UTF_8);
        return new Page<>(
                List.copyOf(items), Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }
}
