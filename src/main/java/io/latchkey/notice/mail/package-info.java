/**
 * The mail server: how a letter is handed to it, and what it said. Knows no notice.
 */
@NullMarked
package io.latchkey.notice.mail;

import org.jspecify.annotations.NullMarked;
