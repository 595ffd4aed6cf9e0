package io.latchkey.limit;

import io.latchkey.shared.problem.RequiredSetting;
import io.latchkey.shared.problem.SettingException;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who stands before the service.
 *
 * @param trustedProxies addresses and ranges ({@code 10.0.0.0/8}) of the operator's own proxies,
 *     which are believed where they say that a request comes from
 */
@ConfigurationProperties("latchkey")
record ProxySettings(@DefaultValue List<String> trustedProxies) implements RequiredSetting {

    ProxySettings {
        trustedProxies = trustedProxies.stream()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
        trustedProxies.forEach(ProxySettings::range);
    }

    List<AddressRange> ranges() {
        return trustedProxies.stream().map(ProxySettings::range).toList();
    }

    private static AddressRange range(String text) {
        return AddressRange.in(text)
                .orElseThrow(() -> new SettingException(
                        "LATCHKEY_TRUSTED_PROXIES holds what is neither an address nor a" + " range of addresses.",
                        "Set it to a list such as 10.0.0.0/8,192.0.2.7,2001:db8::/32;" + " names are not looked up."));
    }
}
