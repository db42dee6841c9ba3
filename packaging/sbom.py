"""Software bill of materials in CycloneDX 1.6 JSON.

    python packaging/sbom.py [--bundle build/frozen/smsdesk] OUTPUT.json

The same input gives the same bytes: the time is the release day's, the serial number follows from
the content.
"""

import argparse
import json
import re
import sys
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import facts
import parts

# an expression of SPDX identifiers; anything else goes in as words
_EXPRESSION = re.compile(r"^\(?[A-Z0-9][\w.+-]*\)?( (AND|OR|WITH) \(?[A-Z0-9][\w.+-]*\)?)*$")
_NAMESPACE = uuid.UUID("5b3a2f43-6d0e-5c6e-9d5e-6f0f8f1d7a11")  # ours, drawn once

Json = dict[str, object]


def bill(delivered: Sequence[parts.Part], known: dict[str, str]) -> Json:
    """The document for `delivered`; `known` are the facts of `facts.py`."""
    components = [_component(part) for part in delivered]
    content = json.dumps([known["version"], components], sort_keys=True)
    program = f"{known['name']}@{known['version']}"
    stamp = datetime.fromtimestamp(int(known["epoch"]), UTC)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(_NAMESPACE, content).urn,
        "version": 1,
        "metadata": {
            "timestamp": stamp.isoformat().replace("+00:00", "Z"),
            "component": {
                "type": "application",
                "bom-ref": program,
                "name": known["name"],
                "version": known["version"],
                "description": known["description"],
                "publisher": known["publisher"],
            },
        },
        "components": components,
        "dependencies": [{"ref": program, "dependsOn": [_reference(part) for part in delivered]}],
    }


def _reference(part: parts.Part) -> str:
    return f"{part.kind}:{part.name}@{part.version}" if part.version else f"{part.kind}:{part.name}"


def _component(part: parts.Part) -> Json:
    component: Json = {
        "type": "data" if part.kind == "font" else "library",
        "bom-ref": _reference(part),
        "name": part.name,
        "licenses": [_licence(part.licence)],
        "properties": [{"name": "smsdesk:origin", "value": part.kind}],
    }
    if part.version:
        component["version"] = part.version
    if part.purl:
        component["purl"] = part.purl
    if part.files:
        component["components"] = [
            {
                "type": "library" if parts.is_qt_library(PurePosixPath(place).name) else "file",
                "bom-ref": f"{_reference(part)}#{place}",
                "name": place,
                "version": part.version,
                "hashes": [{"alg": "SHA-256", "content": digest}],
            }
            for place, digest in sorted(part.files.items())
        ]
    return component


def _licence(licence: str) -> Json:
    if _EXPRESSION.match(licence):
        return {"expression": licence}
    return {"license": {"name": licence}}


def main(arguments: Sequence[str]) -> int:
    """Write the bill."""
    parser = argparse.ArgumentParser(description="Software bill of materials, CycloneDX JSON")
    parser.add_argument("--bundle", type=Path, help="the frozen folder")
    parser.add_argument("output", type=Path)
    options = parser.parse_args(arguments)
    try:
        document = bill(parts.delivered(options.bundle), facts.facts())
    except parts.UnaccountedError as problem:
        sys.stderr.write(f"sbom: {problem}\n")
        return 1
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(
        json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
