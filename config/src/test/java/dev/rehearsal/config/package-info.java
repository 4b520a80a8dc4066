/** Tests of plans. */
@NullMarked
package dev.rehearsal.config;

import org.jspecify.annotations.NullMarked;
