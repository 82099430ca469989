/**
 * Objects from one program to another by value, without a stream of bytes: {@link
 * dev.metaproc.mpi.objects.Parcel} is how they travel, {@link dev.metaproc.mpi.objects.ObjectTypes}
 * knows a program's classes, {@link dev.metaproc.mpi.objects.ParcelWriter} and {@link
 * dev.metaproc.mpi.objects.ParcelReader} work on either side, each on its own program's thread with
 * its own program's classes. What does not fit (a class with a {@code writeObject}, say) is
 * serialised by the engine instead.
 */
@NullMarked
package dev.metaproc.mpi.objects;

import org.jspecify.annotations.NullMarked;
