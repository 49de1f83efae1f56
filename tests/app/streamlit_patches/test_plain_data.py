from __future__ import annotations

import subprocess
import sys

from tests.app.conftest import APP

# In a process of its own: the tests themselves load pandas.
EVERY_PAGE = """
import sys
from pages.streamlit_patches import plain_data
from tests.app.conftest import Visitor
plain_data.patch()
visitor = Visitor()
for page in ("train", "weights", "mistakes", "runs", "learn_1_data", "draw"):
    visitor.open(page)
visitor.draw()
print("pandas" in sys.modules)
"""
ORIGINAL = """
import sys
from streamlit.dataframe_util import is_dataframe_like
print(is_dataframe_like({"objects": []}), "pandas" in sys.modules)
"""


def printed(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program], cwd=APP.parents[1], stdout=subprocess.PIPE, text=True, check=True
    ).stdout.strip()  # fmt: skip


def test_no_page_imports_pandas() -> None:
    assert printed(EVERY_PAGE) == "False"


def test_streamlit_imports_pandas_to_look_at_a_dict() -> None:
    """Where this fails, Streamlit does better now, and the patch can go."""
    assert printed(ORIGINAL) == "False True"
