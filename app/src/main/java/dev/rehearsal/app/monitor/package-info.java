/** What a run shows to those who keep watch: metrics and health, over HTTP. It only reads. */
@NullMarked
package dev.rehearsal.app.monitor;

import org.jspecify.annotations.NullMarked;
