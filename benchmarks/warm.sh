#!/usr/bin/env bash
# Warm runs of a command-line tool: the real java (default CDS) and bin/java in a host that stays, interleaved.
#   benchmarks/warm.sh [-n RUNS] -jar tool.jar ARGUMENTS…      what follows is what would follow java
# Prints wall times in milliseconds: of the first, second and last run, and the median of all but the first.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
runs=20
if [ "${1:-}" = -n ]; then
  runs=$2
  shift 2
fi
scratch=$(mktemp -d)
export METAPROC_RUNTIME_DIR=$scratch/run METAPROC_STATE_DIR=$scratch/state
trap '"$root/bin/metaproc" host stop > /dev/null; rm -rf "$scratch"' EXIT
java=${JAVA:-java}
"$root/bin/metaproc" host start > /dev/null

# Wall time of a command in milliseconds; its output is checked to be the same every time.
once() {
  local name=$1 start end
  shift
  start=$(date +%s%N)
  "$@" < /dev/null > "$scratch/out" 2> /dev/null
  end=$(date +%s%N)
  md5sum < "$scratch/out" >> "$scratch/sums"
  echo $(((end - start) / 1000000)) >> "$scratch/$name"
}

for ((i = 0; i < runs; i++)); do
  once java "$java" "$@"
  once host "$root/bin/java" "$@"
done
[ "$(sort -u "$scratch/sums" | wc -l)" = 1 ] || {
  echo "the outputs differ" >&2
  exit 1
}
for name in java host; do
  echo "$name first $(sed -n 1p "$scratch/$name") second $(sed -n 2p "$scratch/$name")" \
    "last $(tail -1 "$scratch/$name")" \
    "median $(tail -n +2 "$scratch/$name" | sort -n | sed -n "$(((runs - 1) / 2 + 1))p")"
done
