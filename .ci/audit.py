"""Ask osv.dev for known vulnerabilities of the versions in constraints.txt.

    python .ci/audit.py

Exits with 1 only if there are any; if the service is unreachable it says so and exits with 0.
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
TIMEOUT_S = 10
# Vulnerable (CVE-2019-10906). If the service does not report it, no answer of it counts.
PROBE = "jinja2==2.10"


def vulnerabilities(service: str, pins: list[str]) -> list[list[str]]:
    """The ids of the known vulnerabilities of each pin; a pin is ``name==version``.

    Raises:
        OSError, HTTPException: the service is unreachable.
        ValueError, KeyError, TypeError: the response is not of the expected form.
    """
    queries = []
    for name, version in (pin.split("==") for pin in pins):
        package = {"name": canonicalize_name(name), "ecosystem": "PyPI"}
        queries.append({"package": package, "version": version})
    body = json.dumps({"queries": queries}).encode()
    request = Request(service, body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=TIMEOUT_S) as response:
        results = json.load(response)["results"]
    return [[found["id"] for found in result.get("vulns", [])] for result in results]


def main(service: str = SERVICE) -> int:
    """Print the vulnerable versions; return 1 if there are any."""
    lines = CONSTRAINTS.read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    try:
        found = vulnerabilities(service, [PROBE, *pins])
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        print(f"audit skipped: the service is unreachable ({error})")
        return 0
    if len(found) != 1 + len(pins) or not found[0]:
        print(f"audit skipped: the service does not report {PROBE}, which is vulnerable")
        return 0
    vulnerable = {pin: ids for pin, ids in zip(pins, found[1:], strict=True) if ids}
    for pin, ids in vulnerable.items():
        print(f"{pin}: {', '.join(ids)}")
    print(f"audit: {len(pins)} versions, {len(vulnerable)} of them with known vulnerabilities")
    return int(bool(vulnerable))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
