"""Mistakes: what the model misreads, how sure it is of it, and what it should not answer."""

from pages.ui import frame, session
from pages.ui.mistakes import view

frame.enter()
mine = session.current()
frame.strip(compact=True)
view.show(mine)
