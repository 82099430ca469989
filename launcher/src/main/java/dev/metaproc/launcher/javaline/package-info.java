/**
 * The part of a command line that {@code java} would read: {@code -cp app.jar Main args}. Start at
 * {@link dev.metaproc.launcher.javaline.JavaLineParser}.
 */
@NullMarked
package dev.metaproc.launcher.javaline;

import org.jspecify.annotations.NullMarked;
