#!/bin/sh
# Installs the fonts the official documents are set in. A second run finds everything present, says nothing and needs no network.
#
#   fonts-noto-cjk        Noto Serif/Sans CJK SC: titles, page numbers, screens, and every character the next set lacks
#   Fandol                FandolFang (仿宋), FandolKai (楷体), FandolHei (黑体): body and headings, taken out of the Debian
#                         package texlive-lang-chinese so that TeX itself is not installed
#   fonts-hanazono        HanaMinA/HanaMinB: the last link of the chain, rare characters of personal names (CJK Extension B to F)
#
# Root installs for the whole machine; anyone else installs into their own font folder. Both need a Debian (or Ubuntu) apt source
# the first time. FONT_DIR overrides the folder. Licensed official fonts (方正小标宋, 仿宋_GB2312, 楷体_GB2312, 黑体) are used first
# when they are installed; nothing has to be changed for that.
set -eu

FANDOL="FandolFang FandolKai FandolHei FandolSong"
APT="-qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o DPkg::Lock::Timeout=120"

say() { printf 'fonts: %s\n' "$*"; }
fail() { printf 'fonts: %s\n' "$*" >&2; exit 1; }
is_root() { [ "$(id -u)" -eq 0 ]; }
has_family() { [ -n "$(fc-list ":family=$1" family 2>/dev/null)" ]; }

# Prints the wanted families fontconfig does not see.
missing() {
    for family in $FANDOL HanaMinA HanaMinB; do
        has_family "$family" || printf '%s\n' "$family"
    done
    if ! has_family "Noto Serif CJK SC" || ! has_family "Noto Sans CJK SC"; then printf 'Noto CJK SC\n'; fi
}

# Runs apt quietly; what it said is shown only when it fails.
apt() {
    # shellcheck disable=SC2086 # APT is a list of words
    if ! DEBIAN_FRONTEND=noninteractive apt-get $APT "$@" </dev/null >"$work/apt.log" 2>&1; then
        tail -n 5 "$work/apt.log" >&2
        return 1
    fi
}

refresh_once() {
    if is_root && [ ! -e "$work/refreshed" ]; then
        apt update || true # an old list is better than none
        : >"$work/refreshed"
    fi
}

install_package() { # package
    say "installing $1"
    if is_root; then
        refresh_once
        apt install -y --no-install-recommends "$1" || fail "cannot install $1; is an apt source configured and reachable?"
    else
        unpack "$1" './usr/share/fonts/*' "$base/$1"
    fi
}

# Takes font files out of a .deb, which apt has checked against its signed index; the package itself is not installed.
unpack() { # package, file name pattern, target folder
    refresh_once
    mkdir -p "$work/deb" "$work/files" "$3"
    chmod 0777 "$work/deb" # apt downloads as a user of its own
    (cd "$work/deb" && apt download "$1") \
        || fail "cannot download $1; is an apt source configured and reachable (apt-get update)?"
    dpkg-deb --fsys-tarfile "$work"/deb/*.deb | tar -x -C "$work/files" --wildcards "$2"
    find "$work/files" -type f \( -name '*.otf' -o -name '*.ttf' -o -name '*.ttc' \) -exec cp {} "$3"/ \;
    chmod -R u=rwX,go=rX "$3"
    rm -rf "$work/deb" "$work/files"
}

work=
clean_up() { [ -z "$work" ] || rm -rf "$work"; }
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

if command -v fc-list >/dev/null 2>&1 && [ -z "$(missing)" ]; then
    exit 0
fi
command -v apt-get >/dev/null 2>&1 || fail "no apt here; install these fonts by hand: $FANDOL, Noto Serif/Sans CJK SC, HanaMinA/B"
work=$(mktemp -d)
chmod 0755 "$work"
if is_root; then base=${FONT_DIR:-/usr/local/share/fonts}; else base=${FONT_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/fonts}; fi

if ! command -v fc-list >/dev/null 2>&1; then
    is_root || fail "fontconfig is missing; ask an administrator to install it"
    install_package fontconfig
fi
if ! has_family "Noto Serif CJK SC" || ! has_family "Noto Sans CJK SC"; then install_package fonts-noto-cjk; fi
if ! has_family HanaMinA || ! has_family HanaMinB; then install_package fonts-hanazono; fi
for family in $FANDOL; do
    if ! has_family "$family"; then
        say "unpacking Fandol into $base/fandol"
        unpack texlive-lang-chinese '*/opentype/public/fandol/Fandol[FHKS]*.otf' "$base/fandol"
        break
    fi
done
fc-cache -f
left=$(missing | tr '\n' ' ')
[ -z "$left" ] || fail "still not visible to fontconfig: $left(is $base in its search path?)"
say "installed"
