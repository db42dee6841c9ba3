"""What smsdesk is delivered with: Python packages, Qt, the interpreter, system libraries, fonts.

Packages come from `requirements.lock` as far as it holds for this system, each with the licence
texts of its own installation; with a frozen folder also every library file in it, by whose package
brought it. Qt's wheels hold the work of several projects: `origins.py` tells them apart. Read by
`sbom.py` and `notices.py`.
"""

import hashlib
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path, PurePosixPath

import facts
import origins
from packaging.requirements import Requirement

LOCK = facts.ROOT / "requirements.lock"
LEGAL = facts.ROOT / "packaging" / "legal"
FONTS = facts.ROOT / "resources" / "fonts"
QT_PACKAGES = ("pyside6-essentials", "shiboken6")
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
_LIBRARY = re.compile(r"\.(so(\.[\d.]+)?|dll|pyd|dylib)$")
_QT_LIBRARY = re.compile(r"^(lib)?Qt6?[A-Z]\w*(\.(so(\.[\d.]+)?|dll|dylib))?$")
# packages that name their licence only in a trove classifier
_CLASSIFIED = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


class UnaccountedError(Exception):
    """Something is delivered of which the origin or the licence is not known."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that others made and smsdesk is delivered with.

    kind: python, qt, bundled (in the libraries of those two), interpreter, system or font.
    licence: an SPDX expression where the part names one, else words.
    texts: licence texts by where they were found.
    files: SHA-256 of the part's library files in the frozen folder, by their path there.
    """

    kind: str
    name: str
    version: str
    purl: str
    licence: str
    texts: dict[str, str]
    files: dict[str, str] = field(default_factory=dict)


def delivered(bundle: Path | None) -> list[Part]:
    """All parts; with `bundle`, the frozen folder, also what only that one contains.

    Raises:
        UnaccountedError: a package, a licence text or the origin of a library is missing.
    """
    owned: dict[str, dict[str, str]] = {}
    unowned: dict[str, str] = {}
    packages = [metadata.distribution(name) for name in _locked(LOCK.read_text(encoding="utf-8"))]
    if bundle is not None:
        owned, unowned = _sort_files(bundle, packages)
    parts = [_python_part(package, owned.get(package.name, {})) for package in packages]
    parts += _fonts()
    if bundle is not None:
        parts += _inside(place for files in owned.values() for place in files)
        parts += _qt_parts(parts)
        parts.append(_interpreter(owned.get("", {})))
        parts.append(_bootloader())
        parts += _system_parts(unowned)
    return sorted(parts, key=lambda part: (part.kind, part.name.lower()))


# -- Python packages ---------------------------------------------------------------------------


def _locked(lock: str) -> Iterator[str]:
    """Names of the packages in `lock` that this system and this Python take.

    Raises:
        UnaccountedError: one is not installed as locked, so that its licence could not be read.
    """
    for line in lock.splitlines():
        if not line or line[0] in " #-":
            continue
        wanted = Requirement(line.rstrip(" \\"))
        if wanted.marker is not None and not wanted.marker.evaluate():
            continue
        try:
            present = metadata.version(wanted.name)
        except metadata.PackageNotFoundError:
            present = "nothing"
        if not wanted.specifier.contains(present if present != "nothing" else "0"):
            raise UnaccountedError(f"{wanted} is locked, {present} is installed")
        yield wanted.name


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _python_part(package: metadata.Distribution, files: dict[str, str]) -> Part:
    name = _normal(package.name)
    texts = {
        str(path).split(".dist-info/", 1)[1]: Path(str(package.locate_file(path))).read_text(
            encoding="utf-8"
        )
        for path in package.files or ()
        if ".dist-info/" in str(path) and _LICENCE_FILE.search(str(path))
    }
    if name in QT_PACKAGES:  # the wheels bring none
        texts = _legal(origins.BINDINGS)
    if not texts:
        raise UnaccountedError(f"{package.name} brings no licence text")
    return Part(
        kind="qt" if name in QT_PACKAGES else "python",
        name=package.name,
        version=package.version,
        purl=f"pkg:pypi/{name}@{package.version}",
        licence=_licence(package),
        texts=texts,
        files=files,
    )


def _legal(origin: origins.Origin) -> dict[str, str]:
    return {name: (LEGAL / name).read_text(encoding="utf-8") for name in origin.texts}


def _licence(package: metadata.Distribution) -> str:
    for field_name in ("License-Expression", "License"):
        for told in package.metadata.get_all(field_name) or ():
            if told:
                return str(told).strip()
    for classifier in package.metadata.get_all("Classifier") or ():
        if classifier in _CLASSIFIED:
            return _CLASSIFIED[classifier]
    raise UnaccountedError(f"{package.name} names no licence")


# -- Qt's wheels, and what is compiled into others ---------------------------------------------


def _qt_parts(parts: Iterable[Part]) -> list[Part]:
    """One part per project whose libraries came in Qt's wheels; they are taken out of the wheels'.

    Raises:
        UnaccountedError: nobody knows where one of the libraries comes from.
    """
    found: dict[str, Part] = {}
    for wheel in parts:
        if wheel.kind != "qt":
            continue
        for place in list(wheel.files):
            origin = origins.of_qt(place)
            if origin is None:
                raise UnaccountedError(f"{place} came with {wheel.name}; whose is it?")
            if origin is origins.BINDINGS:
                continue
            if origin.name not in found:
                numbered = re.search(r"\.so\.(\d+)$", place)  # ICU's own; Qt's is always 6
                other = numbered[1] if numbered else ""
                version = wheel.version if origin.name.startswith("qt") else other
                found[origin.name] = _of_origin(origin, version)
            found[origin.name].files[place] = wheel.files.pop(place)
    return list(found.values())


def _inside(places: Iterable[str]) -> list[Part]:
    inside = {place: origins.inside(place) for place in places}
    return [_of_origin(origin, "") for origin in dict.fromkeys(inside.values()) if origin]


def _of_origin(origin: origins.Origin, version: str) -> Part:
    return Part(
        kind="qt" if origin.name.startswith("qt") else "bundled",
        name=origin.name,
        version=version,
        purl=f"pkg:generic/{origin.name}@{version}" if version else "",
        licence=origin.licence,
        texts=_legal(origin),
    )


# -- files of the frozen folder ----------------------------------------------------------------


def _sort_files(
    bundle: Path, packages: Iterable[metadata.Distribution]
) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Hashes of the libraries in `bundle` by owner ("" is the interpreter), and those of nobody."""
    owners = {
        PurePosixPath(path): package.name for package in packages for path in package.files or ()
    }
    owned: dict[str, dict[str, str]] = {}
    unowned: dict[str, str] = {}
    for file in sorted(bundle.rglob("*")):
        if file.is_symlink() or not file.is_file() or not is_library(file.name):
            continue
        place = file.relative_to(bundle).as_posix()
        within = PurePosixPath(*PurePosixPath(place).parts[1:])
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        owner = owners.get(within)
        if owner is None and _of_interpreter(within):
            owner = ""
        if owner is None:
            unowned[place] = digest
        else:
            owned.setdefault(owner, {})[place] = digest
    return owned, unowned


def is_library(name: str) -> bool:
    """Whether a file of that name holds machine code that others may have made."""
    return _LIBRARY.search(name) is not None or is_qt_library(name)


def is_qt_library(name: str) -> bool:
    """Whether a file is one of Qt's own libraries, on any of the three systems."""
    return _QT_LIBRARY.match(name) is not None


def _of_interpreter(within: PurePosixPath) -> bool:
    if re.match(r"(lib)?python3", within.name):
        return True
    if any(re.fullmatch(r"lib-dynload|python3\.\d+", folder) for folder in within.parts[:-1]):
        return True
    # on Windows Python brings its modules, OpenSSL and the C runtime in these two folders
    prefix = Path(sys.base_prefix)
    return sys.platform == "win32" and any(
        (folder / within.name).is_file() for folder in (prefix, prefix / "DLLs")
    )


# -- interpreter, bootloader, fonts ------------------------------------------------------------


def _interpreter(files: dict[str, str]) -> Part:
    version = platform.python_version()
    places = (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python{sysconfig.get_python_version()}/copyright"),
    )
    for place in places:
        if place.is_file():
            return Part(
                kind="interpreter",
                name="CPython",
                version=version,
                purl=f"pkg:generic/cpython@{version}",
                licence="Python-2.0.1",
                texts={place.name: place.read_text(encoding="utf-8")},
                files=files,
            )
    raise UnaccountedError("the licence of Python is not where it is usually installed")


def _bootloader() -> Part:
    """The small program that starts the frozen one is part of PyInstaller."""
    try:
        package = metadata.distribution("pyinstaller")
    except metadata.PackageNotFoundError:
        raise UnaccountedError("PyInstaller made the frozen folder and is not here") from None
    part = _python_part(package, {})
    return Part(
        kind="interpreter",
        name="PyInstaller bootloader",
        version=part.version,
        purl=part.purl,
        licence="GPL-2.0-or-later WITH Bootloader-exception",
        texts=part.texts,
    )


def _fonts() -> list[Part]:
    return [
        Part(
            kind="font",
            name=text.name.removesuffix("-OFL.txt"),
            version="",
            purl="",
            licence="OFL-1.1",
            texts={text.name: text.read_text(encoding="utf-8")},
        )
        for text in sorted(FONTS.glob("*-OFL.txt"))
    ]


# -- libraries of the build system -------------------------------------------------------------


def _system_parts(files: dict[str, str]) -> list[Part]:
    """One part per Debian package whose libraries were taken along.

    Other systems have no package data: there the library files themselves are the parts.
    """
    if not files:
        return []
    if shutil.which("dpkg-query") is None:
        return [
            Part("system", PurePosixPath(place).name, "", "", "see its maker", {}, {place: digest})
            for place, digest in files.items()
        ]
    by_package: dict[str, dict[str, str]] = {}
    for place, digest in files.items():
        by_package.setdefault(_debian_package(PurePosixPath(place).name), {})[place] = digest
    return [_debian_part(package, owned) for package, owned in sorted(by_package.items())]


def _ask_dpkg(*question: str) -> str:
    dpkg = shutil.which("dpkg-query")
    answer = subprocess.run([str(dpkg), *question], capture_output=True, text=True, check=False)
    return answer.stdout.strip()


def _debian_package(library: str) -> str:
    found = _ask_dpkg("--search", f"*/lib/*/{library}") or _ask_dpkg("--search", f"*/{library}")
    if not found:
        raise UnaccountedError(f"{library} belongs to no package of this system")
    return found.splitlines()[0].split(":")[0]


def _debian_part(package: str, files: dict[str, str]) -> Part:
    shown = _ask_dpkg("--show", "--showformat", "${Version} ${source:Package}\\n", package)
    version, source = shown.splitlines()[0].split(" ")
    copyright_file = Path("/usr/share/doc") / package / "copyright"
    if not copyright_file.is_file():
        raise UnaccountedError(f"{package} has no copyright file on this system")
    return Part(
        kind="system",
        name=package,
        version=version,
        purl=f"pkg:deb/debian/{package}@{version}?upstream={source}",
        licence=f"as the copyright file of Debian's {source} says",
        texts={"copyright": copyright_file.read_text(encoding="utf-8", errors="replace")},
        files=files,
    )
