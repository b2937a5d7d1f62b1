#!/bin/sh
# Write requirements.lock (the program) and requirements-dev.lock (the program and the
# tools of its development) from pyproject.toml: one file for all three systems and all
# Pythons, with hashes and without the address of any registry.
#   setup/lock.sh PYTHON [--upgrade]
set -eu
cd "$(dirname "$0")/.."
python=$1
upgrade=${2-}

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"$python" -m venv "$tools"
"$tools/bin/python" -m pip install --quiet --disable-pip-version-check uv

compile() {
    # shellcheck disable=SC2086 # the option may be absent
    "$tools/bin/uv" pip compile pyproject.toml --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
        --quiet $upgrade "$@"
}
compile --output-file requirements.lock
# The same versions in both: the second keeps to what the first has chosen.
compile --group dev --constraint requirements.lock --output-file requirements-dev.lock
