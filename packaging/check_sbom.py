"""Check a bill of materials against the schema of CycloneDX.

python packaging/check_sbom.py FILE.json
"""

import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator


def main(file: Path) -> int:
    """Say what is wrong with `file`; 0 when nothing is."""
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(file.read_text("utf-8"))
    if problem is not None:
        sys.stderr.write(f"{file}: {problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
