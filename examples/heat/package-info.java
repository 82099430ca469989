/**
 * The heat equation on a plate, its rows divided among the ranks, who exchange their border rows
 * after each step. Run {@link heat.Heat}; {@link heat.Plate} is the physics.
 */
package heat;
