#!/usr/bin/env bash
# Writes requirements.lock: the exact version of everything requirements-dev.txt brought in.
# After editing requirements*.txt: delete .venv/.installed-*, install with pip, run this, run the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
{
    echo "# Exact versions for requirements.txt and requirements-dev.txt (pip --constraint). Written by scripts/lock.sh."
    .venv/bin/python -m pip freeze --disable-pip-version-check --exclude pip --exclude setuptools
} >requirements.lock.new
mv requirements.lock.new requirements.lock
echo "requirements.lock: $(grep -c == requirements.lock) packages"
