@NullMarked
package dev.rehearsal.app.demo;

import org.jspecify.annotations.NullMarked;
