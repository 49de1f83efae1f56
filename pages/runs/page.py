"""Runs: trainings kept and compared, and what to compare them with."""

from pages.runs import view
from pages.shared.layout import status_bar
from pages.shared.state import visitor

mine = visitor.current()
status_bar.strip(compact=True)
view.show(mine)
