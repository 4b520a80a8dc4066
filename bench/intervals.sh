#!/bin/sh
# Measures one interval by each method and one update of an estimator: docs/benchmark.md says what came out.
#
#   bench/intervals.sh [JMH options]
set -eu
cd "$(dirname "$0")/.."

mvn -q -B -Pbench -pl core,bench -Dspotless.check.skip=true -DskipTests package
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp 'bench/target/rehearsal-bench.jar:bench/target/lib/*' \
  org.openjdk.jmh.Main -f 1 -wi 3 -w 500ms -i 5 -r 500ms "$@" 'IntervalBenchmark|UpdateBenchmark'
