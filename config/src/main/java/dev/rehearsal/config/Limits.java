package dev.rehearsal.config;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** What one credential may do in a minute, whatever models share it; empty for no limit. */
public record Limits(OptionalInt requestsPerMinute, OptionalLong tokensPerMinute) {}
