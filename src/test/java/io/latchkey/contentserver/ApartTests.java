package io.latchkey.contentserver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.latchkey.testing.TestService;
import org.junit.jupiter.api.Test;

/** This jar and the service have nothing in common. */
class ApartTests {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.latchkey");

    @Test
    void neitherKnowsTheOther() {
        noClasses()
                .that()
                .resideInAPackage("io.latchkey.contentserver")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.latchkey.shared..", "io.latchkey.token..", "io.latchkey.site..")
                .check(MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.latchkey.contentserver")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.latchkey.contentserver", "jakarta.servlet..", "com.nimbusds..")
                .check(MAIN);
    }

    @Test
    void theServiceIsNoContentServer() {
        assertThat(TestService.shared().beans(LatchkeyAccess.class)).isEmpty();
        assertThat(TestService.shared().beans(LatchkeyWebFilter.class)).isEmpty();
    }
}
