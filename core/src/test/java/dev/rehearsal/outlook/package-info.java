@NullMarked
package dev.rehearsal.outlook;

import org.jspecify.annotations.NullMarked;
