/** What a grader says of a reply: a hit, clean, not graded, or not applicable. */
@NullMarked
package dev.rehearsal.verdict;

import org.jspecify.annotations.NullMarked;
