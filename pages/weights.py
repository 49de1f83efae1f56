"""Weights: the ten rows of W, looked at closely."""

from pages.ui import frame, session, weights_view

frame.enter()
mine = session.current()
frame.strip(compact=True)
weights_view.show(mine)
