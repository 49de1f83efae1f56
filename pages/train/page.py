"""Train: watch the loss fall and the ten pictures form."""

from pages.shared.layout import frame, status_bar
from pages.shared.state import visitor
from pages.train import controls, view

mine = visitor.current()
controls.settings()
status_bar.strip(transport=False)
controls.transport(mine)
controls.trouble(mine)
view.show(mine)
frame.preload_plotly()
