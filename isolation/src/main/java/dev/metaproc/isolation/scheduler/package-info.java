/**
 * Runs the main threads of many programs on a few platform threads: {@link
 * dev.metaproc.isolation.scheduler.Carriers} is the scheduler, {@link
 * dev.metaproc.isolation.scheduler.CarriedThread} what a waiting thread and its wakers see of it.
 */
@NullMarked
package dev.metaproc.isolation.scheduler;

import org.jspecify.annotations.NullMarked;
