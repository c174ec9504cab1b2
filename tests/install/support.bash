# What the tests of the installation share. They are run by ctest, which sets ERRAND_BUILD_DIR and CXX.
#
# Sourcing it changes into an empty directory, $work, which is removed in the end.
# shellcheck shell=bash
set -euo pipefail
umask 022

build=${ERRAND_BUILD_DIR:?}
work=$(mktemp --directory)
trap 'rm -rf -- "$work"' EXIT
cd "$work"

mkdir home
export HOME=$work/home CMAKE_GENERATOR=Ninja
unset ERRAND_CONFIG STATE_DIRECTORY CACHE_DIRECTORY "${!XDG_@}" "${!GLOBUS_@}"

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# expect WHAT WANTED FOUND
expect() {
  [[ $2 == "$3" ]] && return
  diff --unified --label wanted --label found <(echo "$2") <(echo "$3") >&2 || true
  fail "$1"
}

# Runs a command; what it prints is of interest only when it fails.
quietly() {
  "$@" >"$work/log" 2>&1 && return
  cat "$work/log" >&2
  fail "$*"
}

# As `cmake --install --prefix $1` does it, but for the manifest: whoever runs the tests may not write to the build.
install_errand() {
  sed "s|file(WRITE \"$build/|file(WRITE \"$work/|" "$build/cmake_install.cmake" >cmake_install.cmake
  quietly cmake -D CMAKE_INSTALL_PREFIX="$1" -P cmake_install.cmake
}
