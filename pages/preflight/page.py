"""Preflight: is all well on this machine and on the way to it? Not in the navigation."""

from pages.preflight import checks

checks.show()
