#!/bin/sh
# Sees to the system libraries the window needs, with `tests` also to what the test suite drives,
# with `packages` to what packages are built with, with `rpm` and `tar` to what these two need
# besides, with `proof` to what proves them.
#
#   packaging/system-libraries.sh PYTHON [tests | packages | rpm | tar | proof]
#
# PYTHON is one that can import PySide6. What is missing is found with ldd, not by package name,
# so that any way of having it counts. On Debian and Ubuntu it is then installed with apt, where
# root or a sudo without password allows it; else the one line to type is printed.
# Exit status: 0 everything needed is there, 1 something is still missing.
set -eu

python=$1
purpose=${2-window}

# other systems bring their libraries with the Qt package
test "$(uname -s)" = Linux || exit 0

qt=$("$python" -c 'import importlib.util as u; print(u.find_spec("PySide6").submodule_search_locations[0])')/Qt

needed=""     # packages without which nothing runs
wanted=""     # packages that only make it look right
unnamed=""    # libraries we know no package for

# -- libraries, by the name the loader asks for ------------------------------------------------

package_of() {
    case $1 in
        libGL.so.* | libGLX.so.* | libOpenGL.so.*) echo libgl1 ;;
        libEGL.so.*) echo libegl1 ;;
        libxkbcommon.so.*) echo libxkbcommon0 ;;
        libxkbcommon-x11.so.*) echo libxkbcommon-x11-0 ;;
        libfontconfig.so.* | libfreetype.so.*) echo libfontconfig1 ;;
        libdbus-1.so.*) echo libdbus-1-3 ;;
        libglib-2.0.so.* | libgthread-2.0.so.*) echo libglib2.0-0 ;;
        libX11.so.*) echo libx11-6 ;;
        libX11-xcb.so.*) echo libx11-xcb1 ;;
        libxcb.so.*) echo libxcb1 ;;
        libxcb-cursor.so.*) echo libxcb-cursor0 ;;
        libxcb-icccm.so.*) echo libxcb-icccm4 ;;
        libxcb-image.so.*) echo libxcb-image0 ;;
        libxcb-keysyms.so.*) echo libxcb-keysyms1 ;;
        libxcb-randr.so.*) echo libxcb-randr0 ;;
        libxcb-render-util.so.*) echo libxcb-render-util0 ;;
        libxcb-render.so.*) echo libxcb-render0 ;;
        libxcb-shape.so.*) echo libxcb-shape0 ;;
        libxcb-shm.so.*) echo libxcb-shm0 ;;
        libxcb-sync.so.*) echo libxcb-sync1 ;;
        libxcb-util.so.*) echo libxcb-util1 ;;
        libxcb-xfixes.so.*) echo libxcb-xfixes0 ;;
        libxcb-xkb.so.*) echo libxcb-xkb1 ;;
        libwayland-client.so.*) echo libwayland-client0 ;;
        libwayland-cursor.so.*) echo libwayland-cursor0 ;;
        libwayland-egl.so.*) echo libwayland-egl1 ;;
        libbrotlidec.so.* | libbrotlicommon.so.*) echo libbrotli1 ;;
        libgssapi_krb5.so.*) echo libgssapi-krb5-2 ;;
    esac
}

need() {
    case " $needed " in *" $1 "*) ;; *) needed="$needed $1" ;; esac
}

files="$qt/lib/libQt6Gui.so.6 $qt/lib/libQt6Widgets.so.6 $qt/lib/libQt6Svg.so.6
    $qt/plugins/platforms/libqoffscreen.so"
if test -n "${DISPLAY-}" || test "$purpose" != window; then
    files="$files $qt/plugins/platforms/libqxcb.so"
fi
if test -n "${WAYLAND_DISPLAY-}" || test "$purpose" = packages; then
    files="$files $qt/plugins/platforms/libqwayland.so"
fi
for library in $(for file in $files; do
    test ! -e "$file" || ldd "$file" 2>/dev/null
done | awk '/not found/ { print $1 }' | sort -u); do
    # Qt's own libraries find each other once they are loaded from Python
    case $library in libQt6* | libicu* | libpyside6* | libshiboken6*) continue ;; esac
    package=$(package_of "$library")
    if test -n "$package"; then need "$package"; else unnamed="$unnamed $library"; fi
done

# -- programs the tests drive ------------------------------------------------------------------

need_program() {
    command -v "$1" > /dev/null 2>&1 || need "$2"
}

if test "$purpose" = tests; then
    need_program dbus-daemon dbus
    need_program gnome-keyring-daemon gnome-keyring
    need_program Xvfb xvfb
    need_program xdotool xdotool
    test -x /usr/libexec/at-spi2-registryd || need at-spi2-core
fi

if test "$purpose" = packages; then
    need_program objdump binutils
    need_program dpkg-shlibdeps dpkg-dev
    # Python as a library, which goes into the bundle: Debian packs it apart from the program
    library=$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("INSTSONAME"))')
    case $library in *.so*)
        "$python" - "$library" << 'END' 2> /dev/null || need "${library%%.so*}"
import ctypes, os, sys, sysconfig
if not os.path.exists(os.path.join(sysconfig.get_config_var("LIBDIR"), sys.argv[1])):
    ctypes.CDLL(sys.argv[1])
END
    esac
fi

if test "$purpose" = rpm; then
    need_program rpmbuild rpm
fi

if test "$purpose" = tar; then
    need_program zstd zstd
fi

if test "$purpose" = proof; then
    need_program debootstrap debootstrap
fi

# -- fonts: without them Chinese and emoji show as boxes ---------------------------------------

want_font() {  # PACKAGE FONTCONFIG-PATTERN
    if command -v fc-list > /dev/null 2>&1; then
        test -n "$(fc-list "$2" 2>/dev/null | head -n 1)" && return
    fi
    dpkg -s "$1" > /dev/null 2>&1 || wanted="$wanted $1"
}

want_font fonts-noto-cjk :lang=zh-cn
want_font fonts-noto-color-emoji :lang=und-zsye

# -- install, or say what to type --------------------------------------------------------------

test -n "$needed$wanted$unnamed" || exit 0

as_root=none
if ! command -v apt-get > /dev/null 2>&1; then
    as_root=none
elif test "$(id -u)" = 0; then
    as_root=""
elif sudo -n true > /dev/null 2>&1; then
    as_root="sudo -n"
fi

install() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "$@" > /dev/null
}

if test -n "$needed$wanted" && test "$as_root" != none; then
    echo "installing system packages:$needed$wanted"
    # shellcheck disable=SC2086  # one argument per package
    if install $needed $wanted 2> /dev/null; then
        needed="" wanted=""
    else
        $as_root apt-get update -qq || true
        if install $needed $wanted; then needed="" wanted=""; fi
    fi
fi

if test -n "$unnamed"; then
    echo "Missing system libraries:$unnamed. Install the packages that hold them." >&2
fi
if test -n "$needed$wanted"; then
    if command -v apt-get > /dev/null 2>&1; then
        echo "System packages are missing. Type this once, then repeat the command:" >&2
    else
        echo "These are missing, by their Debian names; install what holds them here:" >&2
    fi
    echo "  sudo apt-get install -y --no-install-recommends$needed$wanted" >&2
fi
if test -n "$wanted" && test -z "$needed$unnamed"; then
    echo "(Only fonts: without them Chinese and emoji show as boxes. Going on.)" >&2
fi
test -z "$needed$unnamed"
