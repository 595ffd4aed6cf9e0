package io.latchkey.scan.site;

/** What could not be looked at, so that nothing is known of it. */
public record Missed(String address, String why) {}
