/** What the whole thing does over HTTP: studies, and their small everyday versions. */
@NullMarked
package dev.rehearsal.app.study;

import org.jspecify.annotations.NullMarked;
