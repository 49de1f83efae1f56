"""Draw: a digit of one's own, its prediction, and why."""

from pages.draw import live
from pages.shared.layout import status_bar
from pages.shared.state import visitor

mine = visitor.run()
status_bar.show(compact=True)
live.show(mine)
