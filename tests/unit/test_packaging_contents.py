"""What goes into the frozen program, and whose work it is, told without freezing it."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import cast

import PySide6
import pytest

from smsdesk.cli.parser import make_parser
from tests.helpers.packaging_scripts import PACKAGING, ROOT, import_scripts

QT = Path(PySide6.__file__).parent
LIBRARIES = [
    path.relative_to(QT.parent).as_posix()
    for folder in (QT, QT.parent / "shiboken6")
    for path in sorted(folder.rglob("*"))
    if ".so" in path.name and not path.is_symlink()
]


@pytest.fixture(scope="module")
def scripts() -> Iterator[SimpleNamespace]:
    with import_scripts() as modules:
        yield modules


# -- contents ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "target", "wanted"),
    [
        ("linux", "PySide6/Qt/lib/libQt6Core.so.6", True),
        ("linux", "PySide6/Qt/lib/libQt6Network.so.6", False),
        ("linux", "PySide6/Qt/lib/libicudata.so.73", True),
        ("linux", "PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("linux", "PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("linux", "PySide6/Qt/plugins/sqldrivers/libqsqlite.so", False),
        ("linux", "PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("linux", "PySide6/Qt/translations/qtbase_de.qm", False),
        ("linux", "PySide6/QtCore.abi3.so", True),
        ("win32", "PySide6\\Qt6Core.dll", True),
        ("win32", "PySide6\\Qt6Network.dll", False),
        ("win32", "PySide6\\opengl32sw.dll", False),
        ("win32", "PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("win32", "PySide6\\plugins\\styles\\qmodernwindowsstyle.dll", True),
        ("win32", "PySide6\\plugins\\tls\\qschannelbackend.dll", False),
        ("win32", "PySide6\\QtCore.pyd", True),
        ("darwin", "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore", True),
        ("darwin", "PySide6/Qt/lib/QtNetwork.framework/Versions/A/QtNetwork", False),
        ("darwin", "PySide6/Qt/lib/QtOpenGL.framework/Resources/Info.plist", False),
        ("darwin", "QtPdf", False),
        ("darwin", "PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("darwin", "PySide6/QtWidgets.abi3.so", True),
    ],
)
def test_only_what_a_window_of_widgets_needs_of_qt_is_wanted(
    scripts: SimpleNamespace, system: str, target: str, wanted: bool
) -> None:
    assert scripts.contents.is_wanted((target, f"/somewhere/{target}", "BINARY"), system) is wanted


def test_a_linux_systems_own_libraries_stay_there_but_for_python(scripts: SimpleNamespace) -> None:
    def wanted(name: str, system: str = "linux") -> bool:
        entry = (name, f"/usr/lib/x86_64-linux-gnu/{name}", "BINARY")
        return bool(scripts.contents.is_wanted(entry, system))

    assert not wanted("libssl.so.3")
    assert wanted("libpython3.11.so.1.0")
    assert wanted("libssl.3.dylib", "darwin")


# -- the specification -------------------------------------------------------------------------


class Step(SimpleNamespace):
    """Stands in for a step of PyInstaller: remembers what it was given."""

    def __init__(self, *given: object, **options: object) -> None:
        super().__init__(given=given, options=options, pure=[], scripts=[])
        wanted = ("libQt6Gui.so.6", "/wheel/libQt6Gui.so.6", "BINARY")
        unwanted = ("libQt6Sql.so.6", "/wheel/libQt6Sql.so.6", "BINARY")
        self.binaries = [wanted, unwanted]
        # it asks for (source, target) and goes on with (target, source, kind)
        asked = cast("list[tuple[str, str]]", options.get("datas", []))
        self.datas = [(target, source, "DATA") for source, target in asked]


@pytest.mark.parametrize(
    ("system", "programs"),
    [("linux", ["smsdesk"]), ("win32", ["smsdesk", "smsdesk-cli"]), ("darwin", ["smsdesk"])],
)
def test_the_specification_runs_on_every_system(
    scripts: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    system: str,
    programs: list[str],
) -> None:
    """With PyInstaller's steps played: its own work is done when the packages are made."""
    hooks = ModuleType("PyInstaller.utils.hooks")
    for name in ("collect_data_files", "collect_submodules", "copy_metadata"):
        setattr(hooks, name, lambda what, **_options: [(what, what)])
    monkeypatch.setitem(sys.modules, "PyInstaller", ModuleType("PyInstaller"))
    monkeypatch.setitem(sys.modules, "PyInstaller.utils", ModuleType("PyInstaller.utils"))
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    monkeypatch.setattr(scripts.platforms, "BUILD", tmp_path)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "path", list(sys.path))
    specification = PACKAGING / "smsdesk.spec"
    steps: dict[str, list[Step]] = {}

    def step(name: str) -> object:
        def run(*given: object, **options: object) -> Step:
            steps.setdefault(name, []).append(Step(*given, **options))
            return steps[name][-1]

        return run

    names = ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")
    played = {"SPECPATH": str(PACKAGING), **{name: step(name) for name in names}}
    exec(compile(specification.read_text("utf-8"), specification, "exec"), played)

    analysis = steps["Analysis"][0]
    assert [Path(entry).name for entry in analysis.given[0]] == ["__main__.py"]
    assert {"unittest", "PySide6.QtNetwork"} <= set(analysis.options["excludes"])
    assert {name for name, *_ in analysis.binaries} == {"libQt6Gui.so.6"}
    folders = {target for target, *_ in analysis.datas}
    assert {"resources/fonts", "resources/icons", "resources/sample"} <= folders
    assert "resources" not in folders  # there the README's screenshot lies
    assert [one.options["name"] for one in steps["EXE"]] == programs
    assert steps["COLLECT"][0].options["name"] == "smsdesk"
    assert ("BUNDLE" in steps) is (system == "darwin")


# -- origins -----------------------------------------------------------------------------------


def test_every_library_of_qt_that_is_delivered_has_an_origin_with_its_terms(
    scripts: SimpleNamespace,
) -> None:
    delivered = [
        place for place in LIBRARIES if scripts.contents.is_wanted((place, place, "BINARY"))
    ]
    found = {place: scripts.origins.of_qt(place) for place in delivered}

    unused = ("/Qt/libexec/", "/Qt/qml/", "/scripts/")
    unknown = [place for place, origin in found.items() if origin is None]
    assert [place for place in unknown if not any(part in place for part in unused)] == []
    assert {"qtbase", "qtsvg", "qtwayland", "qtimageformats", "ICU"} <= {
        origin.name for origin in found.values() if origin is not None
    }


def test_every_text_of_an_origin_is_there_and_none_is_idle(scripts: SimpleNamespace) -> None:
    origins = scripts.origins
    named = {
        text for one in (*origins._OF_QT, *origins._INSIDE, origins.BINDINGS) for text in one.texts
    }

    assert named == {path.name for path in (PACKAGING / "legal").iterdir()}


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("_internal/PySide6/Qt6WaylandClient.dll", "qtwayland"),
        ("_internal/PySide6/Qt/lib/QtSvg.framework/Versions/A/QtSvg", "qtsvg"),
        ("_internal/PySide6/plugins/imageformats/qwebp.dll", "qtimageformats"),
        ("_internal/PySide6/plugins/platforms/qwindows.dll", "qtbase"),
        ("_internal/PySide6/plugins/styles/qmodernwindowsstyle.dll", "qtbase"),
        ("_internal/PySide6/QtCore.pyd", "pyside-setup"),
        ("_internal/PySide6/pyside6.abi3.dll", "pyside-setup"),
        ("_internal/shiboken6/libshiboken6.abi3.6.11.dylib", "pyside-setup"),
        ("_internal/PySide6/msvcp140.dll", "Microsoft Visual C++ runtime"),
        ("_internal/PySide6/Qt/lib/libavcodec.so.61", None),
    ],
)
def test_origins_are_known_by_name_on_every_system(
    scripts: SimpleNamespace, place: str, name: str | None
) -> None:
    origin = scripts.origins.of_qt(place)

    assert (origin and origin.name) == name


def wheel(scripts: SimpleNamespace, *places: str) -> object:
    files = {f"_internal/{place}": "0" * 64 for place in places}
    return scripts.parts.Part("qt", "PySide6_Essentials", "6.11.3", "", "LGPL-3.0-only", {}, files)


def test_notice_and_bill_name_what_lies_in_qts_wheels(scripts: SimpleNamespace) -> None:
    svg = "PySide6/Qt/plugins/imageformats/libqsvg.so"
    webp = "PySide6/Qt/plugins/imageformats/libqwebp.so"
    qt = wheel(scripts, svg, webp, "PySide6/Qt/lib/libicuuc.so.73", "PySide6/QtGui.abi3.so")
    parts = scripts.parts
    delivered = [qt, *parts._inside(qt.files), *parts._qt_parts([qt])]  # type: ignore[attr-defined]
    notice = scripts.notices.notice(delivered, scripts.facts.facts())
    bill = scripts.sbom.bill(delivered, scripts.facts.facts())
    held = {
        component["name"]: [file["name"] for file in component.get("components", ())]
        for component in bill["components"]
    }

    assert held == {
        "PySide6_Essentials": ["_internal/PySide6/QtGui.abi3.so"],
        "qtsvg": [f"_internal/{svg}"],
        "qtimageformats": [f"_internal/{webp}"],
        "ICU": ["_internal/PySide6/Qt/lib/libicuuc.so.73"],
        "libwebp": [],
    }
    for words in ("XSVG", "Google", "ICU 73", "UNICODE, INC. LICENSE AGREEMENT"):
        assert words in notice


def test_a_library_of_unknown_origin_is_not_delivered(scripts: SimpleNamespace) -> None:
    with pytest.raises(scripts.parts.UnaccountedError, match=r"libavcodec\.so\.61"):
        scripts.parts._qt_parts([wheel(scripts, "PySide6/Qt/lib/libavcodec.so.61")])


# -- the frozen folder -------------------------------------------------------------------------


def test_what_lies_in_a_frozen_folder_twice_or_is_the_systems_is_found(
    scripts: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    content = {"a.so": b"a", "b.so": b"a", "libssl.so.3": b"s"}
    content |= {"msvcp140.dll": b"m", "PySide6/MSVCP140.dll": b"m"}
    for name, letter in content.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(letter * scripts.bundle.TWIN_FROM)

    assert scripts.bundle.problems(tmp_path) == [
        "b.so is there twice: a.so",
        "libssl.so.3 belongs to the system",
    ]


# -- the archive, the man page -----------------------------------------------------------------


def test_an_archive_that_tar_did_not_finish_is_none(tmp_path: Path) -> None:
    broken = tmp_path / "bin" / "tar"
    broken.parent.mkdir()
    broken.write_text('#!/bin/sh\nprintf "truncated."\nexit 2\n')
    broken.chmod(0o755)
    for folder in ("bundle", "legal"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a").write_text("a")
    output = tmp_path / "out"
    done = subprocess.run(
        [PACKAGING / "archive.sh", tmp_path / "bundle", tmp_path / "legal", output],
        env={"PATH": f"{broken.parent}:{Path(sys.executable).parent}:/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )

    assert done.returncode != 0
    assert list(output.glob("*")) == []


def test_the_man_page_explains_every_option(scripts: SimpleNamespace) -> None:
    parser = make_parser()
    silent = [
        f"{name} {scripts.manpage._name(action)}"
        for name, command, _said in scripts.manpage._commands(parser, "")
        for action in command._actions
        if not action.help and not isinstance(action, argparse._SubParsersAction)
    ]

    assert silent == []


def test_the_makefile_freezes_anew_when_what_the_specification_uses_changes() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    rule = makefile.partition("FROZEN_OF :=")[2].partition("\n\n")[0]

    for name in ("smsdesk.spec", "contents.py", "platforms.py", "facts.py", "bundle.py"):
        assert name in rule
