# What the tests of the scripts share: all that those of the installation do, and programs to be replaced.
# shellcheck shell=bash

# Before the directory changes.
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
# shellcheck source=tests/install/support.bash
. "$source/tests/install/support.bash"

mkdir "$work/stubs"
PATH=$work/stubs:$PATH

# stub NAME BODY: puts a bash script in place of a program.
stub() {
  printf '#!/bin/bash\n%s\n' "$2" >"$work/stubs/$1"
  chmod 755 "$work/stubs/$1"
}

# Makes it look as if every package of script/packages were installed.
install_packages() {
  awk '/^[a-z]/ { print "installed", $2 }' "$source/script/packages" >"$work/installed"
  stub dpkg-query "cat '$work/installed'"
}

remove_packages() {
  local package
  for package in "$@"; do sed -i "/^installed $package\$/d" "$work/installed"; done
}
