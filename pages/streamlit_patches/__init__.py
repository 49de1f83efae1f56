"""Every touch of Streamlit's internals, a file each: why, since which version, and when it can go.

One patch is a setting: ``[runner] postScriptGC = false`` in .streamlit/config.toml.
Why: by default Streamlit runs a full garbage collection after each script run, and each tick of a
fragment is one: 80 ms of CPU instead of 5.
Since Streamlit 1.67. Not needed once it collects less by default; a test that counts the
collections after a fragment's rerun fails then.
"""

from pages.streamlit_patches import (
    browser_requests,
    current_connection,
    file_watchers,
    kept_sessions,
    large_values,
    late_ticks,
    message_batches,
    outside_address,
    plain_data,
    script_loops,
    script_threads,
    slow_connections,
    uploaded_files,
    widget_values,
)


def apply() -> None:
    """Apply the patches that replace methods of Streamlit's server."""
    current_connection.patch()
    message_batches.patch()
    plain_data.patch()
    file_watchers.patch()
    large_values.patch()
    late_ticks.patch()
    script_loops.patch()
    script_threads.patch()
    slow_connections.patch()
    uploaded_files.patch()
    browser_requests.patch()
    kept_sessions.patch()
    outside_address.patch()
    widget_values.patch()
