@NullMarked
package dev.metaproc.mpi.objects;

import org.jspecify.annotations.NullMarked;
