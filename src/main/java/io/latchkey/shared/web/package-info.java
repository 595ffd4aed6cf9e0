/** Requests and answers: connections, JSON, pages, and the names, addresses and words that come in them. */
@NullMarked
package io.latchkey.shared.web;

import org.jspecify.annotations.NullMarked;
