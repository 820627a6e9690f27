# shellcheck shell=bash
#
# Finds the Java that Tailrace runs on. Sourced by ./tailrace and ./check; defines functions and runs nothing.

# The oldest Java that will do.
readonly JAVA_FLOOR=25

say() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# is_debian: whether apt installs this system's packages.
is_debian() {
  command -v apt-get >/dev/null 2>&1 && grep -qsE '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release
}

# java_major HOME: prints the major version of the Java there; fails when there is none.
java_major() {
  local line
  [ -x "$1/bin/java" ] || return 1
  # The release file says the same as `java -version`, and spares starting a JVM.
  if ! line=$(grep -m1 '^JAVA_VERSION=' "$1/release" 2>/dev/null); then
    line=$("$1/bin/java" -version 2>&1 | grep -m1 ' version "') || return 1
  fi
  line=${line#*\"}
  line=${line%%[!0-9]*}
  [ -n "$line" ] && printf '%s\n' "$line"
}

# serves HOME TOOL: whether the Java there is new enough and brings bin/TOOL.
serves() {
  local major
  [ -x "$1/bin/$2" ] && major=$(java_major "$1") && [ "$major" -ge "$JAVA_FLOOR" ]
}

# java_on_path: prints the home of the `java` on the PATH.
java_on_path() {
  local java
  java=$(command -v java) && java=$(readlink -f -- "$java") && dirname -- "$(dirname -- "$java")"
}

# find_java TOOL: prints the home of a Java that is new enough and brings bin/TOOL; fails when there is none.
find_java() {
  local home
  for home in "${TAILRACE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*25* /usr/lib/jvm/* "$(java_on_path)"; do
    if [ -n "$home" ] && serves "$home" "$1"; then
      printf '%s\n' "$home"
      return
    fi
  done
  return 1
}

# apt_install PACKAGE...: installs Debian packages, with apt's words only when it fails. Starts none of the services that
# come with them: nobody asked for one. A subshell, so that what forbids that goes whichever way the installation ends.
apt_install() (
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'rm -f -- "$policy"' EXIT
    trap 'exit 1' HUP INT TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  if ! words=$(apt-get update -qq 2>&1 &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" 2>&1); then
    printf '%s\n' "$words" >&2
    exit 1
  fi
)

# need_java TOOL: like find_java, but installs a JDK where it may, and says what to do where it may not.
need_java() {
  if [ -n "${TAILRACE_JAVA_HOME:-}" ] && ! serves "$TAILRACE_JAVA_HOME" "$1"; then
    say "TAILRACE_JAVA_HOME is $TAILRACE_JAVA_HOME, but there is no JDK $JAVA_FLOOR or newer; looking elsewhere"
  fi
  find_java "$1" && return
  if [ "$(id -u)" -eq 0 ] && is_debian; then
    say "installing openjdk-$JAVA_FLOOR-jdk-headless"
    apt_install "openjdk-$JAVA_FLOOR-jdk-headless" && find_java "$1" && return
  fi
  say "needs JDK $JAVA_FLOOR or newer and found none. Install one (your system may call it
  openjdk-$JAVA_FLOOR-jdk-headless; any vendor's will do) and, if it is not found then, set JAVA_HOME to its folder."
  return 1
}
