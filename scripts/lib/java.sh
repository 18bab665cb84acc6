# shellcheck shell=bash
# Runs what Maven built. Needs common.sh.

fx_jar() { printf '%s/core/target/forensix-core.jar\n' "$FX_PROJECT"; }

# The JVM's cache of our classes, which halves the time to start. It holds for one jar and one JVM.
fx_aot_cache() {
  local key
  key=$(stat -Lc '%Y-%s' "$(fx_jar)" "$JAVA_HOME/release" | tr '\n' '-')
  printf '%s/aot/forensix-%s.aot\n' "$(fx_cache)" "${key%-}"
}

# What every JVM of ours gets; the jar's manifest says the rest.
FX_JAVA_FLAGS=(
  --sun-misc-unsafe-memory-access=allow
  -Dchronicle.analytics.disable=true
  -Dforensix.home="$FX_PROJECT"
)

# fx_train: makes the cache, once after each build. Without it all works, and starts later.
fx_train() {
  local cache
  cache=$(fx_aot_cache)
  mkdir -p "${cache%/*}" 2>/dev/null || return 0
  rm -f "${cache%/*}"/forensix-*.aot*
  # The JVM tells of its work on both of its outputs.
  if "$JAVA_HOME/bin/java" "${FX_JAVA_FLAGS[@]}" -XX:+UseSerialGC -XX:AOTCacheOutput="$cache.$$" \
    -jar "$(fx_jar)" warm-up >/dev/null 2>&1; then
    mv "$cache.$$" "$cache"
  else
    rm -f "$cache.$$"
  fi
}
