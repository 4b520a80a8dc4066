@NullMarked
package dev.rehearsal.app.operations;

import org.jspecify.annotations.NullMarked;
