"""Learn: the chapters of the lesson."""

from pages.learn import contents
from pages.shared.layout import lesson_memory, status_bar

status_bar.show(compact=True)
lesson_memory.show()
contents.show()
