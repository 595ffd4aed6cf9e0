/**
 * A small news site that runs beside the service in one process, for trying it out: the publisher's
 * server and the content server of the contract, and the pages of a newspaper. Nothing of it is in
 * the jar, and none of its classes is a bean of the service unless {@link
 * io.latchkey.demo.DemoApplication} says so.
 */
@NullMarked
package io.latchkey.demo;

import org.jspecify.annotations.NullMarked;
