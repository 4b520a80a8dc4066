#!/bin/sh
# Measures the packaged program end to end: docs/benchmark.md says how and what came out.
#
#   bench/run.sh [--conversations N] [http-0ms] [http-50ms] [recorded] [production]
#
# Without names: all of them.
set -eu
cd "$(dirname "$0")/.."

./rehearsal version >&2
if [ ! -f bench/target/rehearsal-bench.jar ] \
  || [ -n "$(find bench/pom.xml bench/src -newer bench/target/rehearsal-bench.jar | head -n 1)" ]; then
  mvn -q -B -Pbench -pl bench -am -DskipTests -Dspotless.check.skip=true package
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx128m -XX:+UseSerialGC \
  -Djava.util.concurrent.ForkJoinPool.common.parallelism=2 \
  -cp 'bench/target/rehearsal-bench.jar:bench/target/lib/*' dev.rehearsal.bench.Bench "$@"
