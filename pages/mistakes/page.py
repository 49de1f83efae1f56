"""Mistakes: what the model misclassifies, its calibration, and what it should not answer."""

from pages.mistakes import live
from pages.shared.layout import status_bar
from pages.shared.state import visitor

mine = visitor.run()
status_bar.show(compact=True)
live.show(mine)
