"""Preflight: is all well on this machine and on the way to it? Not in the navigation."""

from pages.ui import elements, frame, preflight

frame.enter()
elements.install("preflight_elements")
preflight.show()
