"""Weights: the ten rows of W, looked at closely."""

from pages.shared.layout import status_bar
from pages.shared.state import visitor
from pages.weights import live

mine = visitor.run()
status_bar.show(compact=True)
if mine.started:
    live.show(mine)
else:
    live.invite()
