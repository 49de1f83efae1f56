"""Train: watch the loss fall and the ten pictures form."""

from pages.ui import controls, frame, session, training_view

frame.enter()
mine = session.current()
controls.settings()
frame.strip(transport=False)
controls.transport(mine)
controls.trouble(mine)
training_view.show(mine)
frame.preload_plotly()
