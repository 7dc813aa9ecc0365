#!/usr/bin/env bash
# Runs the suite. Arguments go to pytest; with none, everything runs.
# DATABASE_URL and CELERY_BROKER_URL choose another database and broker than the embedded ones.
set -euo pipefail
cd "$(dirname "$0")/.."
# Test helpers are compiled with pytest's assertions once, not at every start.
unset PYTHONDONTWRITEBYTECODE
exec .venv/bin/python -m pytest --numprocesses "${PYTEST_WORKERS:-2}" --dist loadgroup "$@"
