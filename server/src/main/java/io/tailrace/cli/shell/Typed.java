package io.tailrace.cli.shell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a class whose flags count only when they are typed, never when a variable of their name is set: those that choose what
 * a reader shows. {@code TAILRACE_SERVICE}, set for {@code send}, must not hide the other services from {@code tail}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Typed {}
