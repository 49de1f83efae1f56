"""Mistakes: what the model misreads, how sure it is of it, and what it should not answer."""

from pages.mistakes import view
from pages.shared.layout import status_bar
from pages.shared.state import visitor

mine = visitor.current()
status_bar.strip(compact=True)
view.show(mine)
