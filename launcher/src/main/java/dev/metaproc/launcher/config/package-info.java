/**
 * {@code metaproc.yaml}: several programs that belong together. Start at {@link
 * dev.metaproc.launcher.config.ProjectReader}, which makes a {@link
 * dev.metaproc.launcher.config.Project} of a file or says where it is wrong.
 */
@NullMarked
package dev.metaproc.launcher.config;

import org.jspecify.annotations.NullMarked;
