#!/bin/sh
# Installs the fonts the official documents are set in. Idempotent: a second run finds everything present and does nothing.
#
#   fonts-noto-cjk        Noto Serif/Sans CJK SC: titles, page numbers, screens, and every character the next set lacks
#   Fandol                FandolFang (仿宋), FandolKai (楷体), FandolHei (黑体): body and headings, taken out of the Debian
#                         package texlive-lang-chinese so that TeX itself is not installed
#   fonts-hanazono        HanaMinA/HanaMinB: the last link of the chain, rare characters of personal names (CJK Extension B to F)
#
# Root installs for the whole machine; anyone else installs into their own font folder. Both need only a Debian (or Ubuntu)
# apt source. FONT_DIR overrides the folder. Licensed official fonts (方正小标宋, 仿宋_GB2312, 楷体_GB2312, 黑体) are used first
# when they are installed; nothing has to be changed for that.
set -eu

FANDOL_FAMILIES="FandolFang FandolKai FandolHei FandolSong"

say() { printf 'fonts: %s\n' "$*"; }
fail() { printf 'fonts: %s\n' "$*" >&2; exit 1; }

has_family() { [ -n "$(fc-list ":family=$1" family 2>/dev/null)" ]; }

is_root() { [ "$(id -u)" -eq 0 ]; }

refresh_apt_once() {
    if is_root && [ -z "${APT_REFRESHED:-}" ]; then
        apt-get update -qq
        APT_REFRESHED=1
    fi
}

# The Fandol and (for a user without root) other fonts are unpacked from a .deb that apt has checked against its signed index.
unpack_fonts() { # package, file name pattern, target folder
    package=$1 pattern=$2 target=$3
    work=$(mktemp -d)
    # apt drops to its own user for the download, which must be able to write here.
    chmod 0777 "$work"
    (cd "$work" && apt-get download -qq "$package" >/dev/null) || {
        refresh_apt_once
        (cd "$work" && apt-get download -qq "$package" >/dev/null) || {
            rm -rf "$work"
            fail "cannot download $package; is an apt source configured?"
        }
    }
    mkdir -p "$work/files" "$target"
    dpkg-deb --fsys-tarfile "$work"/*.deb | tar -x -C "$work/files" --wildcards "$pattern"
    find "$work/files" -type f \( -name '*.otf' -o -name '*.ttf' -o -name '*.ttc' \) -exec cp {} "$target"/ \;
    rm -rf "$work"
    chmod 0755 "$target"
    chmod 0644 "$target"/*
}

install_package() { # package, family that proves it is there
    package=$1 family=$2
    if has_family "$family"; then return 0; fi
    say "installing $package"
    if is_root; then
        refresh_apt_once
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
    else
        unpack_fonts "$package" './usr/share/fonts/*' "$base/$package"
    fi
    changed=1
}

main() {
    if ! command -v fc-list >/dev/null 2>&1; then
        is_root || fail "fontconfig is missing; ask an administrator to install it"
        refresh_apt_once
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fontconfig >/dev/null
    fi
    if is_root; then base=${FONT_DIR:-/usr/local/share/fonts}; else base=${FONT_DIR:-$HOME/.local/share/fonts}; fi
    changed=

    install_package fonts-noto-cjk "Noto Serif CJK SC"
    install_package fonts-hanazono "HanaMinB"

    missing=
    for family in $FANDOL_FAMILIES; do
        has_family "$family" || missing=1
    done
    if [ -n "$missing" ]; then
        say "unpacking Fandol into $base/fandol"
        unpack_fonts texlive-lang-chinese '*/opentype/public/fandol/Fandol[FHKS]*.otf' "$base/fandol"
        changed=1
    fi

    if [ -n "$changed" ]; then fc-cache -f; fi
    for family in $FANDOL_FAMILIES "Noto Serif CJK SC" "Noto Sans CJK SC" HanaMinA HanaMinB; do
        has_family "$family" || fail "$family is still not visible to fontconfig (is $base in its search path?)"
    done
    say "all present"
}

main "$@"
