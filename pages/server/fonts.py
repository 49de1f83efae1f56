"""Streamlit's fonts with less in them: 0.2 MB instead of 1 MB at a first visit.

Made by docs/fonts.py, which says what is left out. They are sent at the addresses of Streamlit's
own, so nothing else has to know of them.
"""

from pathlib import Path

from streamlit import file_util

FOLDER = Path(__file__).parent / "fonts"
MEDIA = "/static/media/"
# The file to send, by the address of Streamlit's. Addresses contain a hash, so they are looked up.
SUBSETS = {
    MEDIA + original.name: subset
    for subset in sorted(FOLDER.glob("*.woff2"))
    for original in Path(file_util.get_static_dir(), *MEDIA.split("/")).glob(f"{subset.stem}.*")
}
