#!/bin/sh
# Installs what is missing, and nothing when nothing is.
#   tools/setup.sh run   what `opsdoc` needs: native libraries, .venv from requirements.lock
#   tools/setup.sh dev   and what its tests need: requirements-dev.lock, Poppler, LibreOffice, Pandoc, validators
# Debian packages come through apt-get, with sudo where you are not root. pip's and npm's own settings are
# honoured. PYTHON names the interpreter to use, when it is not the first suitable one on the PATH.
set -eu
cd "$(dirname "$0")/.."

goal=${1:-run}
venv=.venv
tools=.tools
log=$tools/setup.log

# What must be there, and the Debian package that brings it.
#   lib: a shared library · cmd: a command · file: a path
needs_run='
lib:libpango-1.0.so.0        libpango-1.0-0
lib:libpangoft2-1.0.so.0     libpangoft2-1.0-0
lib:libgobject-2.0.so.0      libpango-1.0-0
lib:libfontconfig.so.1       libfontconfig1
lib:libharfbuzz.so.0         libharfbuzz0b
lib:libharfbuzz-subset.so.0  libharfbuzz-subset0
'
# LibreOffice lays DOCX files out in the tests, with fonts-noto-cjk for their Chinese and with Carlito and Caladea,
# which are as wide as Calibri and Cambria; Pandoc is a peer in
# the benchmarks; npm fetches the Open XML SDK validator. opsdoc itself uses none of these.
needs_dev='
cmd:pdftotext                                             poppler-utils
cmd:soffice                                               libreoffice-writer-nogui
file:/usr/lib/libreoffice/program/libswlo.so              libreoffice-writer-nogui
file:/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc  fonts-noto-cjk
file:/usr/share/fonts/truetype/crosextra/Carlito-Regular.ttf  fonts-crosextra-carlito
file:/usr/share/fonts/truetype/crosextra/Caladea-Regular.ttf  fonts-crosextra-caladea
cmd:pandoc                                                pandoc
'

say() { printf '%s\n' "$*" >&2; }
die() { say "setup: $*"; exit 3; }

# Runs a command with its output in the log, and shows the log's end when it fails.
quietly() {
  what=$1
  shift
  mkdir -p $tools
  "$@" </dev/null >$log 2>&1 && return 0
  tail -n 25 $log >&2
  die "$what failed (its whole output: $log)"
}

digest() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

# --- Debian packages -------------------------------------------------------------------------------------

known_libraries() {
  for ldconfig in ldconfig /sbin/ldconfig /usr/sbin/ldconfig; do
    if command -v "$ldconfig" >/dev/null; then
      "$ldconfig" -p 2>/dev/null
      return 0
    fi
  done
}

# The packages of a table of needs that are missing, each once.
missing_packages() {
  libraries=$(known_libraries)
  found=' '
  while read -r need package; do
    case $need in
      '') continue ;;
      lib:*) case $libraries in *"${need#lib:} "*) continue ;; '') continue ;; esac ;;
      cmd:*) if command -v "${need#cmd:}" >/dev/null; then continue; fi ;;
      file:*) if [ -e "${need#file:}" ]; then continue; fi ;;
    esac
    case $found in *" $package "*) ;; *) found="$found$package " ;; esac
  done
  printf '%s' "${found# }"
}

install_packages() {
  [ $# -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    die "missing: $* (names of Debian packages); there is no apt-get here, so install them your system's way"
  if [ "$(id -u)" = 0 ]; then
    as_root=''
  elif command -v sudo >/dev/null; then
    as_root=sudo
  else
    die "missing Debian packages; as root, run: apt-get install --no-install-recommends $*"
  fi
  say "Installing Debian packages: $*"
  if [ -n "$as_root" ]; then
    # Asks for the password here, where it can be seen; without a terminal sudo must not ask.
    if [ -t 0 ]; then sudo -v; else sudo -n true 2>/dev/null; fi ||
      die "sudo is refused; as root, run: apt-get install --no-install-recommends $*"
  fi
  mkdir -p $tools
  # An unreachable extra source need not matter: whether the packages can be had, the next step tells.
  $as_root apt-get -qq -o DPkg::Lock::Timeout=120 update </dev/null >$log 2>&1 || say "(apt-get update: $(tail -n 1 $log))"
  quietly 'apt-get install' $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=120 install "$@"
}

# --- Python ----------------------------------------------------------------------------------------------

suitable='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'

find_python() {
  for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if command -v "$python" >/dev/null && "$python" -c "$suitable" 2>/dev/null; then
      command -v "$python"
      return 0
    fi
  done
  die "Python 3.11, 3.12 or 3.13 is needed${PYTHON:+ (PYTHON=$PYTHON is not)}; on Debian: apt-get install python3"
}

make_venv() {
  python=$(find_python)
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    install_packages "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
  fi
  quietly 'making the virtual environment' "$python" -m venv --clear $venv
}

pip_install() {
  quietly 'pip install' $venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input "$@"
}

# Changes with the pinned packages, with the project's own description (its commands), and when the
# folder moves, since the scripts of a virtual environment hold its path.
wanted() {
  { pwd; cat pyproject.toml requirements.lock requirements-build.lock requirements-dev.lock; } | digest
}

venv_works() {
  [ -x $venv/bin/python ] &&
    $venv/bin/python -c "$suitable; import importlib.util as i; sys.exit(not i.find_spec('pip'))" 2>/dev/null
}

install_python_packages() {
  stamp=$(wanted)
  case $goal in
    run) lock=requirements.lock marks='.opsdoc-run .opsdoc-dev' ;;
    dev) lock=requirements-dev.lock marks=.opsdoc-dev ;;
  esac
  for mark in $marks; do
    if [ -x $venv/bin/opsdoc ] && [ "$(cat "$venv/$mark" 2>/dev/null)" = "$stamp" ] && venv_works; then return 0; fi
  done
  if ! venv_works; then make_venv; fi
  say "Installing Python packages into $venv from $lock"
  rm -f $venv/.opsdoc-run $venv/.opsdoc-dev
  pip_install --require-hashes -r "$lock" -r requirements-build.lock
  pip_install --no-deps --no-build-isolation --editable .
  printf '%s\n' "$stamp" >"$venv/.opsdoc-$goal"
}

# --- the Open XML SDK validator --------------------------------------------------------------------------

install_validator() {
  if [ "$(uname -sm)" != 'Linux x86_64' ]; then return 0; fi  # tools/validate.py says that it is left out
  place=$tools/ooxml-validator
  stamp=$(digest <tools/ooxml-validator/package-lock.json)
  if [ "$(cat $place/.stamp 2>/dev/null)" = "$stamp" ]; then return 0; fi
  if ! command -v npm >/dev/null || ! command -v node >/dev/null; then install_packages nodejs npm; fi
  say "Installing the Open XML SDK validator into $place"
  rm -rf $place
  mkdir -p $place
  cp tools/ooxml-validator/package.json tools/ooxml-validator/package-lock.json $place/
  quietly 'npm ci' npm ci --prefix $place --ignore-scripts --no-audit --no-fund --no-update-notifier
  printf '%s\n' "$stamp" >$place/.stamp
}

# --- all of it -------------------------------------------------------------------------------------------

case $goal in
  run) needs=$needs_run ;;
  dev) needs=$needs_run$needs_dev ;;
  *) say "usage: tools/setup.sh run|dev"; exit 2 ;;
esac

# Two at once would install over each other; the second waits and then finds it done.
if command -v flock >/dev/null; then
  mkdir -p $tools
  exec 9>$tools/setup.lock
  flock 9
fi

packages=$(printf '%s' "$needs" | missing_packages)
# shellcheck disable=SC2086  # a list of names
install_packages $packages
install_python_packages
if [ "$goal" = dev ]; then install_validator; fi
