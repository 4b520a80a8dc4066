/**
 * Hands that other machines lend to a run: calls to models, and nothing else, cross the cluster.
 */
@NullMarked
package dev.rehearsal.actors.cluster;

import org.jspecify.annotations.NullMarked;
