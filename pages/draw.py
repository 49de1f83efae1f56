"""Draw: a digit of one's own, and what the model makes of it."""

from pages.ui import answer, frame, session

frame.enter()
mine = session.current()
frame.strip(compact=True)
answer.show(mine)
