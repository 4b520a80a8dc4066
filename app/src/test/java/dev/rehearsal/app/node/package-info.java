@NullMarked
package dev.rehearsal.app.node;

import org.jspecify.annotations.NullMarked;
