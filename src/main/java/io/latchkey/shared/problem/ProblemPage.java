package io.latchkey.shared.problem;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Says a refusal in words, where a person waits for a page and not a program for an answer. */
public interface ProblemPage {

    /** The page; empty where a program asks. */
    Mono<ResponseEntity<String>> of(ServerHttpRequest request, Problem problem);
}
