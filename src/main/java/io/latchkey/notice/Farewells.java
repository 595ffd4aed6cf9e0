package io.latchkey.notice;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ciphertext;
import io.latchkey.shared.database.MasterKey;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Seals the address of an erased reader for the letters that are still owed to them. */
@Component
class Farewells {

    private static final String SEALED_AS = "farewell:";

    private final MasterKey masterKey;
    private final JsonMapper json;

    Farewells(MasterKey masterKey, JsonMapper json) {
        this.masterKey = masterKey;
        this.json = json;
    }

    Ciphertext seal(ReaderKey reader, Addressee addressee) {
        return masterKey.encrypt(json.writeValueAsBytes(addressee), SEALED_AS + reader.id());
    }

    /** Empty when it was sealed with another master key: nobody can be written to then. */
    Optional<Addressee> open(ReaderKey reader, Ciphertext sealed) {
        return masterKey.opened(sealed, SEALED_AS + reader.id()).map(plain -> json.readValue(plain, Addressee.class));
    }
}
