# shellcheck shell=bash
# Runs what Maven built. Needs common.sh.

fx_jar() { printf '%s/core/target/forensix-core.jar\n' "$FX_PROJECT"; }

# The JVM's cache of our classes, which halves the time to start. It holds for one jar and one JVM; several
# clones share the folder.
fx_aot_cache() {
  local clone jar
  clone=$(printf '%s' "$FX_PROJECT" | cksum)
  jar=$(stat -Lc '%Y-%s' "$(fx_jar)" "$JAVA_HOME/release" | tr '\n' '-')
  printf '%s/aot/%s-%s.aot\n' "$(fx_cache)" "${clone%% *}" "${jar%-}"
}

# What every JVM of ours gets; the jar's manifest says the rest.
FX_JAVA_FLAGS=(
  --sun-misc-unsafe-memory-access=allow
  -Dchronicle.analytics.disable=true
  -Dforensix.home="$FX_PROJECT"
)

# fx_slim_duckdb: DuckDB's jar holds its library for each system, and unpacks 70 MB at every start. What is for this
# system is put beside the jar, where it is looked for as well, and the jar is left without any.
fx_slim_duckdb() {
  local jar work ours=libduckdb_java.so_linux_amd64
  for jar in "$FX_PROJECT"/core/target/lib/duckdb_jdbc-*.jar; do
    [[ -f $jar ]] || continue
    "$JAVA_HOME/bin/jar" tf "$jar" | grep -qx "$ours" || continue
    work=$(mktemp -d) || return 0
    if (cd "$work" && "$JAVA_HOME/bin/jar" xf "$jar" && mv "$ours" "$work.so" && rm -f libduckdb_java.so_* &&
      "$JAVA_HOME/bin/jar" cfM "$work.jar" .); then
      mv "$work.so" "${jar%/*}/$ours" && mv "$work.jar" "$jar"
    fi
    rm -rf "$work" "$work.so" "$work.jar"
  done
}

# fx_train: makes the cache, once after each build. Without it all works, and starts later.
fx_train() {
  local cache folder work
  fx_slim_duckdb
  cache=$(fx_aot_cache)
  folder=${cache%/*}
  work=$(mktemp -d) || return 0
  # The JVM tells of its work on both of its outputs, and leaves a report where it is when it fails.
  if (cd "$work" && "$JAVA_HOME/bin/java" "${FX_JAVA_FLAGS[@]}" -XX:+UseSerialGC \
    -XX:AOTCacheOutput="$work/cache" -jar "$(fx_jar)" warm-up) >/dev/null 2>&1 &&
    [[ -s $work/cache ]] && mkdir -p "$folder" 2>/dev/null; then
    # What was made for earlier builds of this clone.
    cache=${cache##*/}
    rm -f "$folder/${cache%%-*}"-*.aot
    cp "$work/cache" "$folder/$cache.$$" && mv "$folder/$cache.$$" "$folder/$cache"
  else
    fx_say "the JVM made no cache of our classes; all works without it, and starts later"
  fi
  rm -rf "$work"
}
