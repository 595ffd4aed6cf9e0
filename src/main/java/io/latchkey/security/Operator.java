package io.latchkey.security;

/** Whoever runs this deployment. */
record Operator() {}
