"""Learn: the nine chapters of the lesson."""

from pages.learn import contents
from pages.shared.layout import status_bar

status_bar.show(compact=True)
contents.show()
