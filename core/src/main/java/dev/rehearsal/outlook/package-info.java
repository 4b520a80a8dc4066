/** What further prefixes can be expected to bring: whether a rule will be met, and when. */
@NullMarked
package dev.rehearsal.outlook;

import org.jspecify.annotations.NullMarked;
