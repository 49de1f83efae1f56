"""Preflight: is all well on this machine and on the way to it? Not in the navigation."""

from pages.ui import frame, preflight

frame.enter()
preflight.show()
