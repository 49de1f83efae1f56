"""Learn: the nine chapters of the lesson."""

from pages.ui import frame
from pages.ui.lesson import contents

frame.enter()
frame.strip(compact=True)
contents.show()
