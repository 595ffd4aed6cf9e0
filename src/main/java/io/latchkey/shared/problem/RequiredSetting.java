package io.latchkey.shared.problem;

/**
 * A setting without which nothing works: all of them are read before the database is touched, so
 * that a service that cannot start says so at once, and before it has migrated anything.
 */
public interface RequiredSetting {}
