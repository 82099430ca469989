/**
 * Master and workers who exchange objects: rank 0 hands out tasks to whoever is free. Run {@link
 * tasks.Tasks}.
 */
package tasks;
