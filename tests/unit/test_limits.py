import tomllib
from pathlib import Path

from softmax import limits

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs/deploy.md"


def test_the_documentation_has_the_table() -> None:
    assert limits.markdown() in DEPLOY.read_text(), f"put it into {DEPLOY}:\n{limits.markdown()}"


def test_streamlit_has_the_same_limits() -> None:
    server = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["server"]
    assert server["maxMessageSize"] == limits.MESSAGE_MB.value
    assert server["maxUploadSize"] == limits.UPLOAD_MB.value
    assert server["maxWidgetStateSize"] <= limits.MESSAGE_MB.value
