#!/bin/sh
# Renews the lock files: exact versions and the hashes of every file of them, for Python 3.11 to 3.13.
# Arguments go to the resolver: `tools/lock.sh --upgrade`, `tools/lock.sh --upgrade-package weasyprint`.
set -eu
cd "$(dirname "$0")/.."

resolver=.tools/lock
[ -x $resolver/bin/uv ] || {
  python3 -m venv $resolver
  $resolver/bin/pip install --quiet --disable-pip-version-check 'uv>=0.5'
}

lock() {
  $resolver/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header --no-annotate "$@"
}

# The development lock holds the runtime lock's versions, so that one environment serves both.
lock pyproject.toml --extra dev --output-file requirements-dev.lock "$@"
lock pyproject.toml --constraint requirements-dev.lock --output-file requirements.lock
printf 'hatchling\n' | lock - --constraint requirements-dev.lock --output-file requirements-build.lock

# The resolver writes no header, since it would name this machine's own arguments.
for file in requirements.lock requirements-dev.lock requirements-build.lock; do
  sed -i '1i # Exact versions with their hashes; made by tools/lock.sh.' "$file"
  printf '%s  %s packages\n' "$file" "$(grep -c '==' "$file")"
done
