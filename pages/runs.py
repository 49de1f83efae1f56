"""Runs: trainings kept and compared, and what to compare them with."""

from pages.ui import frame, session
from pages.ui.runs import view

frame.enter()
mine = session.current()
frame.strip(compact=True)
view.show(mine)
