/** π by numerical integration: the first MPI program of every course. Run {@link pi.Pi}. */
package pi;
