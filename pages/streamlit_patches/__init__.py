"""Every touch of Streamlit's internals, a file each: why, since which version, and when it can go.

The patches of the server are applied once, before the first visitor.
"""

from pages.streamlit_patches import current_connection, file_watchers, message_batches


def apply() -> None:
    """Apply the patches that replace methods of Streamlit's server."""
    current_connection.patch()
    message_batches.patch()
    file_watchers.patch()
