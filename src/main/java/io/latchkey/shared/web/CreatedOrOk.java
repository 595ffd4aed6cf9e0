package io.latchkey.shared.web;

import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a call that answers 201 when it made something and 200 when it was there. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiResponse(responseCode = "200", description = "It was there.", useReturnTypeSchema = true)
@ApiResponse(responseCode = "201", description = "Made now.", useReturnTypeSchema = true)
public @interface CreatedOrOk {}
