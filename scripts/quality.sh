#!/usr/bin/env bash
# Every check that is not a test: style, types, layers, migrations, translations, deployment, containers, shell.
# All of them run even when one fails; the end lists what failed. Names given as arguments run only those checks:
#   bash scripts/quality.sh types layers
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2

BIN=.venv/bin
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

manage() { DJANGO_SETTINGS_MODULE=config.settings.test "$BIN/python" -W error::DeprecationWarning:config manage.py "$@"; }

check_style() { "$BIN/ruff" check --quiet . && "$BIN/ruff" format --check --quiet .; }

check_layers() { "$BIN/lint-imports" --no-logo --cache-dir "$WORK/imports" >"$WORK/layers" || { cat "$WORK/layers"; return 1; }; }

check_types() { "$BIN/mypy" --no-error-summary; }

check_templates() { [ ! -d templates ] || "$BIN/djlint" templates --lint --quiet; }

check_migrations() { manage makemigrations --check --dry-run --verbosity 1; }

# As a county would start it, with invented secrets: every warning of Django's deployment list is an error.
check_deployment() {
    env DJANGO_SETTINGS_MODULE=config.settings.prod PETITION_VAR_DIR="$WORK/var" \
        SECRET_KEY="$("$BIN/python" -c 'import secrets; print(secrets.token_urlsafe(64))')" \
        PETITION_FIELD_KEY="$("$BIN/python" -c 'import secrets; print(secrets.token_urlsafe(32))')" \
        ALLOWED_HOSTS=petitions.county.example SITE_URL=https://petitions.county.example \
        DATABASE_URL=postgres://petitions:invented@database.example:5432/petitions \
        CELERY_BROKER_URL=redis://broker.example:6379/0 \
        EMAIL_HOST=mail.county.example DEFAULT_FROM_EMAIL=office@county.example \
        "$BIN/python" manage.py check --deploy --fail-level WARNING
}

# A translation with a broken placeholder fails; what is not translated yet is counted, and shown in Chinese.
check_messages() {
    local file status=0
    command -v msgfmt >/dev/null || { echo "gettext is missing"; return 1; }
    for file in locale/*/LC_MESSAGES/django.po; do
        [ -f "$file" ] || { echo "no catalogue yet"; return 0; }
        msgfmt --check --output-file "$WORK/messages.mo" "$file" || status=1
        msgfmt --statistics --output-file "$WORK/messages.mo" "$file" 2>&1 | sed "s,^,${file}: ,"
        msgattrib --untranslated --no-obsolete --no-wrap "$file" 2>/dev/null | grep '^msgid "' | grep -v '^msgid ""$' | head -n 20 | sed 's/^/  untranslated: /'
    done
    return $status
}

check_api() {
    [ -f docs/openapi.yaml ] || { echo "docs/openapi.yaml is missing: make openapi"; return 1; }
    manage spectacular --validate --fail-on-warn --file "$WORK/openapi.yaml" || return 1
    diff -u docs/openapi.yaml "$WORK/openapi.yaml" >"$WORK/openapi.diff" && return 0
    head -n 60 "$WORK/openapi.diff"
    echo "docs/openapi.yaml is not what the code serves: make openapi"
    return 1
}

check_containers() {
    "$BIN/hadolint" Dockerfile && "$BIN/check-jsonschema" --builtin-schema vendor.compose-spec docker-compose.yml >/dev/null
}

check_shell() { "$BIN/shellcheck" scripts/*.sh .ci/run; }

check_vendor() { sha256sum --check --strict --quiet static/vendor/SHA256SUMS; }

check_hooks() { "$BIN/pre-commit" validate-config .pre-commit-config.yaml; }

ALL=(style layers types templates migrations deployment messages api containers shell vendor hooks)
[ $# -gt 0 ] || set -- "${ALL[@]}"
failed=()
for name in "$@"; do
    declare -F "check_$name" >/dev/null || { echo "quality: there is no check named $name (${ALL[*]})" >&2; exit 2; }
    started=$SECONDS
    if "check_$name" >"$WORK/out" 2>&1; then word=ok; else word=FAILED; failed+=("$name"); fi
    printf '%-12s %-7s %3d s\n' "$name" "$word" $((SECONDS - started))
    sed 's/^/    /' "$WORK/out"
done
if [ ${#failed[@]} -gt 0 ]; then
    echo "quality: failed: ${failed[*]}" >&2
    exit 1
fi
echo "quality: all ${#} checks passed"
