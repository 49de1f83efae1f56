"""Asks osv.dev for known weaknesses of the versions in constraints.txt.

    python .ci/audit.py

Fails only where one was found: that the service does not answer is said, and no failure.
"""

from __future__ import annotations

import json
import sys
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request, urlopen

from packaging.utils import canonicalize_name

CONSTRAINTS = Path(__file__).parents[1] / "constraints.txt"
SERVICE = "https://api.osv.dev/v1/querybatch"
PATIENCE_S = 10
# Known to be weak (CVE-2019-10906): who does not find that finds nothing.
PROBE = "jinja2==2.10"


def ask(service: str, pins: list[str]) -> list[list[str]]:
    """The names of the known weaknesses of each; a version is written as name==version.

    Raises:
        OSError, HTTPException: the service does not answer.
        ValueError, KeyError, TypeError: what answers is not the service.
    """
    queries = []
    for name, version in (pin.split("==") for pin in pins):
        package = {"name": canonicalize_name(name), "ecosystem": "PyPI"}
        queries.append({"package": package, "version": version})
    body = json.dumps({"queries": queries}).encode()
    request = Request(service, body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=PATIENCE_S) as answer:
        results = json.load(answer)["results"]
    return [[weakness["id"] for weakness in result.get("vulns", [])] for result in results]


def main(service: str = SERVICE) -> int:
    """Print what was found; 1 if any version is weak."""
    lines = CONSTRAINTS.read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    try:
        found = ask(service, [PROBE, *pins])
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        print(f"audit skipped: the service does not answer ({error})")
        return 0
    if len(found) != 1 + len(pins) or not found[0]:
        print(f"audit skipped: the service does not know that {PROBE} is weak")
        return 0
    weak = {pin: names for pin, names in zip(pins, found[1:], strict=True) if names}
    for pin, names in weak.items():
        print(f"{pin}: {', '.join(names)}")
    print(f"audit: {len(pins)} versions, {len(weak)} of them with known weaknesses")
    return int(bool(weak))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
