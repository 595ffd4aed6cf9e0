package io.latchkey.reader.data;

import io.latchkey.reader.session.ReaderCookie;
import io.latchkey.reader.session.ReaderSession;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A reader takes everything held about them, or has it erased (GDPR, articles 15, 17 and 20). */
@RestController
class OwnDataController {

    private final OwnData ownData;

    OwnDataController(OwnData ownData) {
        this.ownData = ownData;
    }

    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(type = "object", additionalProperties = AdditionalPropertiesValue.TRUE)))
    @GetMapping(path = "/v1/me/export", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Flux<DataBuffer>> export(ReaderSession session) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"latchkey-export.json\"")
                .body(ownData.export(session));
    }

    @ApiResponse(responseCode = "202")
    @DeleteMapping("/v1/me")
    ResponseEntity<Mono<Void>> erase(ReaderSession session) {
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .header(
                        HttpHeaders.SET_COOKIE,
                        ReaderCookie.cleared(session.site()).toString())
                .body(ownData.erase(session));
    }
}
