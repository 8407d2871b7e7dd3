#!/bin/sh
# Write constraints.txt from what is installed in .venv: plain name==version lines, nothing else.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/pip freeze --all --exclude-editable | grep -E '^[A-Za-z0-9._-]+==[^ ]+$' | grep -viE '^(pip|cetu)==' | LC_ALL=C sort -f > constraints.txt
