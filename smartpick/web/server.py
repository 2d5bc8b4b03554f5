"""Streamlit's server, started so that it asks no other host for anything.

Streamlit compares the origin of a connection from another site with its own outside address, and asks a host
of Amazon for that address first; no option turns this off. Here no outside address is known, so a connection
of a foreign origin is refused without asking. To serve under another name, set `server.corsAllowedOrigins`.

    python -m smartpick.web.server run dashboard.py
"""

from __future__ import annotations

from streamlit import net_util


def _not_looked_up() -> None:
    return None


def ask_no_host_for_own_address() -> None:
    """Leave Streamlit without an outside address; it then offers and accepts only what it was told."""
    net_util.get_external_ip = _not_looked_up
    net_util.get_internal_ip = _not_looked_up


if __name__ == "__main__":
    from streamlit.web.cli import main

    ask_no_host_for_own_address()
    main(prog_name="streamlit")
