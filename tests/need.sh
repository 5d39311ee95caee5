# Installs a program where it is missing and that may be done (as root on Debian and its kin); else says
# what to install, and fails. To be sourced.
need() { # program, Debian package
  command -v "$1" >/dev/null 2>&1 && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "tests: installing $2" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$2"; } >/dev/null
  else
    echo "tests: $1 is missing; install it (on Debian: apt-get install $2) and try again" >&2
    exit 1
  fi
}
