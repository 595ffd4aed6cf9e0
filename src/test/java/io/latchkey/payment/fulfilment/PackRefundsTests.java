package io.latchkey.payment.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pack that is paid back takes the unlocks along that were not spent. */
class PackRefundsTests {

    private static final TestService SERVICE = TestService.shared();
    private static final Price PAID = new Price(500L, "EUR");

    private final PackRefunds refunds = SERVICE.bean(PackRefunds.class);
    private final TestSite site =
            SERVICE.site("refunds").articles("post-", 12, "premium").plan("ten", """
                {"kind":"pack","name":"Ten","unlocks":10,
                 "price":{"amountMinor":500,"currency":"EUR"}}
                """);
    private final TestReader ada = site.reader("ada");
    private final ReaderKey key = new ReaderKey(
            new SiteId(site.id()),
            UUID.fromString(ada.me().path("reader").path("id").asString()));

    @Test
    void takesBackAllThatIsUnspentWhenAllIsPaidBack() {
        String pack = bought();
        assertThat(ada.unlock("post-0").status()).isEqualTo(201);
        assertThat(ada.unlock("post-1").status()).isEqualTo(201);

        refunded(pack, 500);
        refunded(pack, 500);

        assertThat(ada.unlockLeft()).isZero();
        assertThat(ada.reason("post-0")).isEqualTo("unlocked");
        assertThat(ada.reason("post-1")).isEqualTo("unlocked");
        assertThat(ada.unlock("post-2").code()).isEqualTo("no-unlock-left");
        assertThat(told()).containsExactly("8");
    }

    @Test
    void takesBackInProportionWhateverOrderRefundsAreToldIn() {
        String first = bought();
        String second = bought();
        refunded(first, 100);
        refunded(first, 250);
        refunded(second, 250);
        refunded(second, 100);
        assertThat(ada.unlockLeft()).isEqualTo(5 + 5);
        assertThat(told()).containsExactly("2", "5", "5");
    }

    @Test
    void keepsToWhatWasGivenWhateverThePlanGivesNow() {
        String pack = bought();
        site.plan("ten", """
            {"kind":"pack","name":"Ten","unlocks":100,
             "price":{"amountMinor":900,"currency":"EUR"}}
            """);
        refunded(pack, 250);
        assertThat(ada.unlockLeft()).isEqualTo(5);
    }

    @Test
    void takesOnlyWhatThatPackFunded() {
        site.grant("ada", 3);
        String refunded = bought();
        bought();
        refunded(refunded, 500);
        assertThat(ada.unlockLeft()).isEqualTo(13);
    }

    @Test
    void takesNothingWhereTheSiteSaysSo() {
        site.settings("\"packRefunds\":{\"takeBack\":\"nothing\"}");
        String pack = bought();
        refunded(pack, 500);
        assertThat(ada.unlockLeft()).isEqualTo(10);
        assertThat(told()).isEmpty();
    }

    @Test
    void takesNothingForAPackThatWasNeverGiven() {
        refunded("checkout:" + UUID.randomUUID(), 500);
        assertThat(ada.unlockLeft()).isZero();
        assertThat(told()).isEmpty();
    }

    @Test
    void isASettingOfTheSiteThatIsResetWhenItIsLeftOut() {
        assertThat(setting()).isEqualTo("unspent");
        site.settings("\"packRefunds\":{\"takeBack\":\"nothing\"}");
        assertThat(setting()).isEqualTo("nothing");
        site.settings("\"graceDays\":3");
        assertThat(setting()).isEqualTo("unspent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "\"nothing\"",
                "{\"takeBack\":\"all\"}",
                "{\"takeBack\":null}",
                "{\"takeBack\":\"UNSPENT\"}",
                "{\"takeBack\":\"nothing\",\"more\":1}"
            })
    void isNoOtherSetting(String setting) {
        Answer refused = site.api()
                .put(
                        "/v1/site",
                        site.key(),
                        "{\"name\":\"N\",\"origins\":[],\"meter\":{},\"packRefunds\":" + setting + "}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("invalid-body");
    }

    private String setting() {
        return site.api()
                .get("/v1/site", site.key())
                .body()
                .path("packRefunds")
                .path("takeBack")
                .asString();
    }

    private void refunded(String origin, long refundedMinor) {
        refunds.refunded(key, origin, PAID, refundedMinor).block();
    }

    /** Buys and pays; answers with the grant's origin. */
    private String bought() {
        Answer begun = site.api().post("/v1/me/purchases", ada.token(), "{\"plan\":\"ten\"}");
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        String path =
                URI.create(begun.body().path("checkout").path("url").asString()).getPath();
        assertThat(site.api().post(path + "/pay", null).text("status")).isEqualTo("paid");
        return "checkout:" + path.substring(path.lastIndexOf('/') + 1);
    }

    /** How many unlocks the log says were taken back, time after time. */
    private List<String> told() {
        String sql = "SELECT data ->> 'unlocks' FROM event WHERE site_id = ?"
                + " AND type = 'pack.taken-back' ORDER BY event_id";
        try (Connection connection = TestDatabase.connect(SERVICE.databaseUrl());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, site.id());
            try (ResultSet result = statement.executeQuery()) {
                List<String> told = new ArrayList<>();
                while (result.next()) {
                    told.add(result.getString(1));
                }
                return told;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
