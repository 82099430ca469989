/** Tests of the scheduler of virtual threads. */
@NullMarked
package dev.metaproc.isolation.scheduler;

import org.jspecify.annotations.NullMarked;
