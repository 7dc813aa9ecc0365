#!/usr/bin/env bash
# Installs what is missing, and nothing else: system packages, fonts, .venv, compiled translations.
#   setup.sh run       what running needs
#   setup.sh dev       and what tests and checks need
#   setup.sh messages  only the compiled translations
# A second call finds everything in place and takes about a second.
set -euo pipefail
cd "$(dirname "$0")/.."

MODE=${1:-run}
VENV=.venv
APT_RUN=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig gettext)
APT_DEV=(chromium poppler-utils qpdf procps)

say() { printf 'setup: %s\n' "$*"; }
warn() { printf 'setup: %s\n' "$*" >&2; }
fail() { warn "$@"; exit 1; }

is_installed() {
    dpkg-query -W -f='${Status}\n' "$1" 2>/dev/null | grep -q 'ok installed'
}

# Prints the first interpreter that is new enough and can build a virtual environment.
find_python() {
    local name
    for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

system_packages() {
    local wanted=("${APT_RUN[@]}") missing=() package
    [ "$MODE" = dev ] && wanted+=("${APT_DEV[@]}")
    if ! venv_is_usable && ! find_python >/dev/null; then
        wanted+=(python3 python3-venv)
    fi
    if ! command -v dpkg-query >/dev/null; then
        warn "not a Debian-like system; make sure you have: ${wanted[*]}"
        return 0
    fi
    for package in "${wanted[@]}"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        warn "system packages are missing; run this once, then start again:"
        warn "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
        warn "going on without them as far as possible"
        return 0
    fi
    say "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
}

fonts() {
    sh scripts/fonts.sh || warn "the fonts of official documents are incomplete; PDF files will show substitutes"
}

venv_is_usable() {
    [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

python_packages() {
    local file stamp digest python
    if [ "$MODE" = dev ]; then file=requirements-dev.txt; else file=requirements.txt; fi
    stamp="$VENV/.installed-$MODE"
    digest=$(cat requirements.txt requirements.lock "$file" | sha256sum | cut -d' ' -f1)
    if venv_is_usable && [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ]; then
        return 0
    fi
    if ! venv_is_usable; then
        python=$(find_python) || fail "Python 3.11 or newer with its venv module is needed (Debian: python3-venv)"
        say "creating $VENV with $("$python" --version)"
        rm -rf "$VENV"
        "$python" -m venv "$VENV"
    fi
    say "installing $file (exact versions: requirements.lock)"
    "$VENV/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --no-input \
        --requirement "$file" --constraint requirements.lock \
        || fail "Python packages could not be installed; is a package index reachable?"
    printf '%s' "$digest" >"$stamp"
}

messages() {
    local digest stamp="$VENV/.messages"
    local files
    [ -d locale ] || return 0
    files=$(find locale -name '*.po' | sort)
    [ -n "$files" ] || return 0
    digest=$(printf '%s\n' "$files" | xargs sha256sum | sha256sum | cut -d' ' -f1)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ] && [ -z "$(missing_compiled "$files")" ]; then
        return 0
    fi
    command -v msgfmt >/dev/null || { warn "gettext is missing: screens stay in Chinese only"; return 0; }
    printf '%s\n' "$files" | while read -r file; do
        msgfmt --check-format --output-file "${file%.po}.mo" "$file"
    done
    printf '%s' "$digest" >"$stamp"
}

missing_compiled() {
    printf '%s\n' "$1" | while read -r file; do
        [ -f "${file%.po}.mo" ] || printf '%s\n' "$file"
    done
}

case $MODE in
    run | dev)
        system_packages
        fonts
        python_packages
        messages
        ;;
    messages) messages ;;
    *) fail "usage: setup.sh run|dev|messages" ;;
esac
