"""Draw: a digit of one's own, and what the model makes of it."""

from pages.draw import prediction
from pages.shared.layout import status_bar
from pages.shared.state import visitor

mine = visitor.current()
status_bar.strip(compact=True)
prediction.show(mine)
