"""Ask nobody for this machine's public address.

Why: Streamlit asks a web service for it, for its banner and for each websocket from another
origin. Where outgoing traffic is dropped, each such handshake halts the server for two seconds.
How: say that there is none. Origins in ``server.corsAllowedOrigins`` are accepted as before.
Since Streamlit 1.67. Not needed once a setting turns it off; a test that counts the requests of
an unpatched handshake fails then.
"""

from streamlit import net_util


def patch() -> None:
    """Replace ``net_util.get_external_ip``."""
    net_util.get_external_ip = lambda: None
