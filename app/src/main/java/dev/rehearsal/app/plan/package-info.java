/** What a plan will do, before it does it. */
@NullMarked
package dev.rehearsal.app.plan;

import org.jspecify.annotations.NullMarked;
