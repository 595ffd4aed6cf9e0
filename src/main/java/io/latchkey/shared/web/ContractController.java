package io.latchkey.shared.web;

import java.io.IOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the committed description of the contract; a test compares it with the handlers. */
@RestController
class ContractController {

    private final byte[] description;

    ContractController() throws IOException {
        this.description = new ClassPathResource("openapi/latchkey.json").getContentAsByteArray();
    }

    @GetMapping(path = "/openapi", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] description() {
        return description;
    }
}
