"""The parts of the packages that can be checked without building them.

Windows and macOS packages are built by the workflow alone: here their files must at least parse,
name only what exists, and state the one version.
"""

import ast
import json
import plistlib
import re
import shutil
import subprocess
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import check_jsonschema
import pytest
from ruamel.yaml import YAML

import smsdesk
from tests.helpers.packaging_scripts import PACKAGING, ROOT, import_scripts

WORKFLOW = ROOT / ".github" / "workflows" / "packages.yml"

CHANGELOG = """\
# Changelog

## Unreleased

## 1.1.0 - 2027-02-01

### Fixed

- Something.

## [1.0.0] - 2027-01-05

- The first.
"""


@pytest.fixture(scope="module")
def scripts() -> Iterator[SimpleNamespace]:
    with import_scripts() as modules:
        yield modules


# -- facts and notes ---------------------------------------------------------------------------


def test_the_version_comes_from_the_package(scripts: SimpleNamespace) -> None:
    assert scripts.facts.facts()["version"] == smsdesk.__version__


@pytest.mark.parametrize(
    ("version", "rpm"),
    [("1.0.0", "1.0.0"), ("1.0.0rc1", "1.0.0~rc1"), ("1.2.0.dev3", "1.2.0~dev3")],
)
def test_a_preview_is_older_than_its_release_for_rpm(
    scripts: SimpleNamespace, version: str, rpm: str
) -> None:
    assert scripts.facts.rpm_version(version) == rpm


@pytest.mark.parametrize(
    ("version", "changelog", "environment", "day"),
    [
        ("1.0.0", CHANGELOG, {}, "2027-01-05"),
        ("1.2.0", CHANGELOG, {}, "2027-02-01"),
        ("1.0.0", "", {}, "2026-01-01"),
        ("1.0.0", CHANGELOG, {"SOURCE_DATE_EPOCH": "0"}, "1970-01-01"),
    ],
)
def test_packages_are_stamped_with_the_release_day(
    scripts: SimpleNamespace,
    version: str,
    changelog: str,
    environment: dict[str, str],
    day: str,
) -> None:
    seconds = scripts.facts.epoch(version, changelog, environment)

    assert (
        scripts.facts.datetime.fromtimestamp(seconds, scripts.facts.UTC).date().isoformat() == day
    )


def test_a_template_that_asks_for_an_unknown_fact_is_refused(scripts: SimpleNamespace) -> None:
    with pytest.raises(scripts.facts.UnknownFactError, match="nonsense"):
        scripts.facts.fill("@nonsense@", scripts.facts.facts())


def test_release_notes_are_one_section(scripts: SimpleNamespace) -> None:
    assert scripts.notes.section(CHANGELOG, "1.1.0") == "### Fixed\n\n- Something."
    assert scripts.notes.section(CHANGELOG, "1.0.0") == "- The first."
    with pytest.raises(LookupError):
        scripts.notes.section(CHANGELOG, "2.0.0")


@pytest.mark.parametrize(
    ("version", "old", "new", "problem"),
    [
        ("1.1.0", "", "", None),
        ("1.2.0", "", "", "no section for 1.2.0"),
        ("1.1.0", "## Unreleased\n", "## Unreleased\n\n- More.\n", "still stands"),
        ("1.1.0", " - 2027-02-01", "", "no day"),
        ("1.0.0", "- The first.", "", "empty"),
        ("1.1.0", "## [1.0.0]", "## [1.1.0]", "two sections"),
    ],
)
def test_what_keeps_a_version_from_being_released(
    scripts: SimpleNamespace, version: str, old: str, new: str, problem: str | None
) -> None:
    found = scripts.notes.problems(CHANGELOG.replace(old, new, 1), version)

    assert (problem in "; ".join(found)) if problem else not found


def test_our_changelog_has_sections(scripts: SimpleNamespace) -> None:
    text = scripts.facts.CHANGELOG.read_text(encoding="utf-8")

    assert scripts.notes.sections(text)
    assert all(body or name == "Unreleased" for name, _, body in scripts.notes.sections(text))


# -- bill of materials and licence notice ------------------------------------------------------


@pytest.fixture(scope="module")
def delivered(scripts: SimpleNamespace) -> list[object]:
    return list(scripts.parts.delivered(None))


def test_every_locked_package_is_in_the_bill_once(
    scripts: SimpleNamespace, delivered: list[object]
) -> None:
    bill = json.loads(json.dumps(scripts.sbom.bill(delivered, scripts.facts.facts())))
    names = [component["name"] for component in bill["components"]]

    assert bill["metadata"]["component"]["version"] == smsdesk.__version__
    assert len(names) == len(set(names))
    assert {"PySide6_Essentials", "requests", "numpy", "certifi", "Inter"} <= set(names)
    assert set(bill["dependencies"][0]["dependsOn"]) == {
        component["bom-ref"] for component in bill["components"]
    }


def test_bill_and_notice_are_the_same_every_time(
    scripts: SimpleNamespace, delivered: list[object]
) -> None:
    known = scripts.facts.facts()

    assert scripts.sbom.bill(delivered, known) == scripts.sbom.bill(delivered, known)
    assert scripts.notices.notice(delivered, known) == scripts.notices.notice(delivered, known)


def test_the_notice_keeps_what_the_lgpl_asks_for(
    scripts: SimpleNamespace, delivered: list[object]
) -> None:
    notice = scripts.notices.notice(delivered, scripts.facts.facts())

    assert "GNU LESSER GENERAL PUBLIC LICENSE" in notice
    assert "GNU GENERAL PUBLIC LICENSE" in notice
    assert "you may replace" in notice
    assert "three years" in notice
    assert "SIL OPEN FONT LICENSE" in notice


@pytest.mark.parametrize(
    ("name", "library", "qt"),
    [
        ("libQt6Core.so.6", True, True),
        ("Qt6Core.dll", True, True),
        ("QtCore", True, True),
        ("libssl.so.3", True, False),
        ("_rust.abi3.so", True, False),
        ("qtbase_zh_CN.qm", False, False),
        ("send.svg", False, False),
    ],
)
def test_libraries_are_told_by_name_on_every_system(
    scripts: SimpleNamespace, name: str, library: bool, qt: bool
) -> None:
    assert scripts.parts.is_library(name) is library
    assert scripts.parts.is_qt_library(name) is qt


def test_files_of_a_frozen_folder_are_given_to_those_who_brought_them(
    scripts: SimpleNamespace, tmp_path: Path
) -> None:
    files = ("python3.11/lib-dynload/_ssl.so", "libpython3.11.so.1.0", "libmystery.so.1", "a.txt")
    for name in files:
        file = tmp_path / "_internal" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode())

    owned, unowned = scripts.parts._sort_files(tmp_path, [])

    assert set(owned[""]) == {f"_internal/{name}" for name in files[:2]}
    assert set(unowned) == {"_internal/libmystery.so.1"}


# -- wheel -------------------------------------------------------------------------------------


def test_the_wheel_takes_every_folder_of_resources() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    taken = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    folders = {path.name for path in (ROOT / "resources").iterdir() if path.is_dir()}

    assert taken == {f"resources/{name}": f"smsdesk/_resources/{name}" for name in folders}
    assert set(project["project"]["scripts"]) == {"smsdesk"}
    assert set(project["project"]["gui-scripts"]) == {"smsdesk-window"}


# -- Windows -----------------------------------------------------------------------------------


def inno_sections(script: str) -> dict[str, list[str]]:
    """The lines of an Inno Setup script by section, without comments and preprocessor lines."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in script.splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            lines = found.setdefault(heading[1], [])
        elif line.strip() and line[0] not in ";#":
            lines.append(line)
    return found


def test_the_inno_setup_script_holds_together() -> None:
    text = (PACKAGING / "windows" / "smsdesk.iss").read_text(encoding="utf-8")
    sections = inno_sections(text)
    setup = dict(line.split("=", 1) for line in sections["Setup"])

    assert len(setup) == len(sections["Setup"])
    assert setup["PrivilegesRequired"] == "lowest"
    assert "dialog" in setup["PrivilegesRequiredOverridesAllowed"]
    assert re.fullmatch(r"\{\{[0-9A-F-]{36}\}", setup["AppId"])
    # what is used is defined: symbols of the preprocessor, messages, tasks
    assert set(re.findall(r"\{#(\w+)\}", text)) == set(re.findall(r"#ifndef (\w+)", text))
    assert text.count("#ifndef") == text.count("#endif")
    messages = {line.split("=")[0].removeprefix("en.") for line in sections["CustomMessages"]}
    used = re.findall(r"\{cm:(\w+)\}", text) + re.findall(r"CustomMessage\('(\w+)'\)", text)
    assert set(used) == messages
    tasks = set(re.findall(r'^Name: "(\w+)"', "\n".join(sections["Tasks"]), re.MULTILINE))
    assert set(re.findall(r"Tasks: (\w+)", text)) == tasks
    for name in ("Files", "Icons", "Run", "Tasks", "InstallDelete", "UninstallDelete"):
        for line in sections[name]:
            assert re.fullmatch(r'(\w+: ("[^"]*"|[\w ]+)(; )?)+', line), line
    code = re.sub(r"\{[^}]*\}|'[^']*'", "", "\n".join(sections["Code"]))
    assert len(re.findall(r"\bbegin\b", code)) == len(re.findall(r"\bend;", code))
    # data goes only when asked for, and never silently
    assert "UninstallSilent" in code
    assert "MB_DEFBUTTON2" in code


def test_version_resource_and_manifest_state_the_version(scripts: SimpleNamespace) -> None:
    known = scripts.facts.facts()
    windows = PACKAGING / "windows"
    resource = scripts.facts.fill((windows / "version_resource.txt").read_text("utf-8"), known)
    manifest = scripts.facts.fill((windows / "smsdesk.manifest").read_text("utf-8"), known)

    names = {
        node.id for node in ast.walk(ast.parse(resource, mode="eval")) if isinstance(node, ast.Name)
    }
    assert names == {
        "VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct",
        "VarFileInfo", "VarStruct",
    }  # fmt: skip
    assert f'"{smsdesk.__version__}"' in resource
    root = ET.fromstring(manifest)
    assert root[0].get("version") == known["windows_version"]
    said = {element.tag.rpartition("}")[2]: element.text for element in root.iter()}
    assert said["dpiAwareness"] == "PerMonitorV2, PerMonitor"
    assert said["longPathAware"] == "true"


# -- macOS -------------------------------------------------------------------------------------


def test_property_lists_parse_and_state_the_version(scripts: SimpleNamespace) -> None:
    info = scripts.platforms.info_plist(scripts.facts.facts())
    entitlements = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())

    assert info["CFBundleShortVersionString"] == ".".join(
        map(str, scripts.facts.release_numbers(smsdesk.__version__))
    )
    assert info["NSHighResolutionCapable"] is True
    assert "@" not in str(info)
    assert all(value is True for value in entitlements.values())


def macos_steps(**given: str) -> str:
    script = PACKAGING / "macos" / "package.sh"
    run = subprocess.run(
        [script, "build/none.app", "build/legal", "dist"],
        env={"PATH": "/usr/bin:/bin", "DRY_RUN": "1", **given},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def test_without_identities_the_disk_image_is_neither_signed_nor_notarized() -> None:
    steps = macos_steps()

    assert "+ codesign --force --sign - " in steps
    assert "+ hdiutil create" in steps
    assert "notarytool" not in steps


def test_identities_come_from_the_environment() -> None:
    steps = macos_steps(
        CODESIGN_IDENTITY="Somebody", NOTARY_KEY="k.p8", NOTARY_KEY_ID="id", NOTARY_ISSUER="issuer"
    )

    assert "--options runtime --sign Somebody" in steps
    order = [steps.index(step) for step in ("--verify", "hdiutil", "notarytool", "stapler")]
    assert order == sorted(order)


# -- workflow and scripts ----------------------------------------------------------------------


def test_the_workflow_is_one_that_github_takes() -> None:
    problem = check_jsonschema.main(
        ["--quiet", "--builtin-schema", "vendor.github-workflows", str(WORKFLOW)],
        standalone_mode=False,
    )

    assert not problem


def test_the_workflow_names_only_what_exists() -> None:
    jobs = YAML(typ="safe").load(WORKFLOW)["jobs"]
    commands = "\n".join(step.get("run", "") for job in jobs.values() for step in job["steps"])
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)

    assert {"linux", "windows", "macos"} <= set(jobs)
    for file in re.findall(r"packaging[/\\][\w./\\]+\.\w+", commands):
        assert (ROOT / file.replace("\\", "/")).is_file(), file
    for target in re.findall(r"\bmake ([a-z-]+)", commands):
        assert target in targets, target


def test_every_shell_script_parses() -> None:
    shell = shutil.which("sh")
    scripts = sorted(PACKAGING.rglob("*.sh"))

    assert scripts
    for script in scripts:
        assert subprocess.run([str(shell), "-n", script], check=False).returncode == 0, script
        assert "set -eu" in script.read_text("utf-8"), script


def test_the_release_says_its_steps_without_doing_them(tmp_path: Path) -> None:
    listed = subprocess.run(
        [PACKAGING / "release.sh", "--list"], capture_output=True, text=True, check=True
    )

    steps = re.findall(r"^ *(\d+)\. ", listed.stdout, re.MULTILINE)
    assert steps == [str(number) for number in range(1, len(steps) + 1)]
    assert "three years" in listed.stdout
