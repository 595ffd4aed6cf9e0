package io.latchkey.reader;

import io.swagger.v3.oas.annotations.responses.ApiResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.LinkedHashMap;
import java.util.Map;

/** A reader takes everything held about them, or has it erased (GDPR, articles 15, 17 and 20). */
@RestController
class OwnDataController {

    private final OwnData ownData;

    OwnDataController(OwnData ownData) {
        this.ownData = ownData;
    }

    @GetMapping("/v1/me/export")
    Mono<ResponseEntity<Map<String, Object>>> export(ReaderSession session) {
        return ownData.export(session)
                .map(LinkedHashMap<String, Object>::new)
                .map(all ->
                        ResponseEntity.ok()
                                .header(
                                        HttpHeaders.CONTENT_DISPOSITION,
                                        "attachment; filename=\"latchkey-export.json\"")
                                .body(all));
    }

    @ApiResponse(responseCode = "202")
    @DeleteMapping("/v1/me")
    ResponseEntity<Mono<Void>> erase(ReaderSession session) {
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .header(HttpHeaders.SET_COOKIE, ReaderCookie.cleared(session.site()).toString())
                .body(ownData.erase(session));
    }
}
