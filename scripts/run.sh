#!/usr/bin/env bash
# Runs the whole product on one machine: web, Celery worker and timetable over SQLite and the
# filesystem broker, all under $PETITION_VAR_DIR (default ./var). Ctrl-C or TERM stops everything.
#   run.sh         start (called by `make run` after scripts/setup.sh)
#   run.sh stop    stop what another terminal started
# HOST and PORT choose the address (127.0.0.1:8000); PETITION_DEMO=0 starts without demonstration data.
set -euo pipefail
cd "$(dirname "$0")/.."

HOST=${HOST:-127.0.0.1}
PORT=${PORT:-8000}
export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-config.settings.dev}
export PETITION_VAR_DIR=${PETITION_VAR_DIR:-var}
mkdir -p "$PETITION_VAR_DIR"/{log,run}
PETITION_VAR_DIR=$(realpath "$PETITION_VAR_DIR")
LOGS=$PETITION_VAR_DIR/log
RUN=$PETITION_VAR_DIR/run
BIN=$PWD/.venv/bin
GRACE_SECONDS=15

NAMES=()
PIDS=()
START=$SECONDS

say() { printf '%s\n' "$*"; }
fail() { printf 'run: %s\n' "$*" >&2; exit 1; }

stop_running() {
    local pid
    pid=$(cat "$RUN/run.pid" 2>/dev/null) || fail "nothing is running with $PETITION_VAR_DIR"
    kill -TERM "$pid" 2>/dev/null || fail "nothing is running with $PETITION_VAR_DIR"
    local end=$((SECONDS + GRACE_SECONDS + 30))
    while [ $SECONDS -lt $end ]; do
        # The file goes when everything has ended; the process may linger until its parent looks.
        if [ ! -e "$RUN/run.pid" ] || ! kill -0 "$pid" 2>/dev/null; then
            say "stopped"
            return 0
        fi
        sleep 0.2
    done
    fail "process $pid does not stop"
}

# Only one run may own the data folder; the lock goes with the process however it ends.
take_lock() {
    exec 9>"$RUN/lock"
    flock --nonblock 9 || fail "already running with $PETITION_VAR_DIR; stop it with: make stop"
    echo $$ >"$RUN/run.pid"
}

check_port() {
    "$BIN/python" - "$HOST" "$PORT" <<'PY' || fail "$HOST:$PORT is taken; choose another with: PORT=8001 make run"
import socket
import sys

with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((sys.argv[1], int(sys.argv[2])))
    except OSError:
        sys.exit(1)
PY
}

keep_log_small() {
    local log=$1
    [ ! -f "$log" ] || [ "$(stat -c %s "$log")" -lt 10485760 ] || mv "$log" "$log.1"
}

# Starts one child in a session of its own, so that a Ctrl-C in the terminal reaches this script
# alone; should this script be killed outright, the kernel tells the child to stop.
start() {
    local name=$1
    shift
    keep_log_small "$LOGS/$name.log"
    setsid setpriv --pdeathsig TERM "$@" >>"$LOGS/$name.log" 2>&1 </dev/null 9>&- &
    NAMES+=("$name")
    PIDS+=($!)
}

alive() { kill -0 "$1" 2>/dev/null; }

stop_children() {
    trap '' INT TERM
    local pid
    for pid in "${PIDS[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    local end=$((SECONDS + GRACE_SECONDS))
    while [ $SECONDS -lt $end ]; do
        local left=0
        for pid in "${PIDS[@]}"; do ! alive "$pid" || left=1; done
        [ $left -eq 1 ] || break
        sleep 0.1
    done
    # A task longer than the grace is cut off: its row is still owed and the next start takes it up.
    for pid in "${PIDS[@]}"; do kill -KILL -- "-$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -f "$RUN/run.pid"
}

show_dead_child() {
    local index
    for index in "${!PIDS[@]}"; do
        alive "${PIDS[$index]}" && continue
        printf '\nrun: %s has stopped; the end of %s:\n' "${NAMES[$index]}" "$LOGS/${NAMES[$index]}.log" >&2
        tail -n 40 "$LOGS/${NAMES[$index]}.log" >&2
    done
}

wait_for_web() {
    local tries
    for tries in $(seq 1 300); do
        alive "${PIDS[0]}" || return 1
        "$BIN/python" - "$HOST" "$PORT" <<'PY' && return 0
import http.client
import sys

host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(sys.argv[1], sys.argv[1])
try:
    connection = http.client.HTTPConnection(host, int(sys.argv[2]), timeout=5)
    connection.request("GET", "/", headers={"Host": "127.0.0.1"})
    sys.exit(connection.getresponse().status >= 500)
except (OSError, http.client.HTTPException, KeyboardInterrupt):
    sys.exit(1)
PY
        [ "$tries" -lt 300 ] || break
        sleep 0.2
    done
    return 1
}

with_demo() { [ "${PETITION_DEMO:-1}" != 0 ]; }

prepare_data() {
    if with_demo; then
        "$BIN/python" scripts/prepare.py --demo "$RUN/accounts"
    else
        "$BIN/python" scripts/prepare.py
    fi
}

announce() {
    say ""
    say "  The petition office is open:  http://$HOST:$PORT   (ready in $((SECONDS - START)) s)"
    if with_demo; then
        say ""
        cat "$RUN/accounts"
    fi
    say ""
    say "  Data and logs: $PETITION_VAR_DIR"
    say "  Ctrl-C stops everything; the data stays."
}

main() {
    [ -x "$BIN/python" ] || fail "run 'make run' once, it installs what is needed"
    take_lock
    trap 'say ""; say "stopping"; exit 0' INT TERM
    trap stop_children EXIT
    check_port
    prepare_data
    start web "$BIN/gunicorn" config.wsgi:application --bind "$HOST:$PORT" --workers 2 --threads 4 \
        --preload --worker-class gthread --worker-tmp-dir /dev/shm --timeout 120 --graceful-timeout 5
    wait_for_web || { show_dead_child; [ ! -f "$LOGS/web.log" ] || tail -n 40 "$LOGS/web.log" >&2; exit 1; }
    # The site answers before these two have loaded: what it owes meanwhile waits in the database.
    start worker "$BIN/celery" --app config worker --loglevel INFO --concurrency 2 \
        --without-gossip --without-mingle --without-heartbeat
    start beat "$BIN/celery" --app config beat --loglevel INFO \
        --schedule "$RUN/beat" --pidfile ""
    announce
    wait -n "${PIDS[@]}" || true
    show_dead_child
    exit 1
}

case ${1:-start} in
    start) main ;;
    stop) stop_running ;;
    *) fail "usage: run.sh [stop]" ;;
esac
