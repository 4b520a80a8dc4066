/** What a run comes to: rates, gates, what each category was asked, and the summary's file. */
@NullMarked
package dev.rehearsal.app.result;

import org.jspecify.annotations.NullMarked;
