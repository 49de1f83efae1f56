from pathlib import Path

from softmax import limits

DEPLOY = Path(__file__).parents[2] / "docs/deploy.md"


def test_the_documentation_has_the_table():
    assert limits.markdown() in DEPLOY.read_text(), f"put it into {DEPLOY}:\n{limits.markdown()}"
