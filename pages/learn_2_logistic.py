"""Chapter 2, Logistic regression: one row of weights answers one question."""

from pages.ui import frame
from pages.ui.lesson import logistic, shell

frame.enter()
chapter = shell.begin("logistic")
logistic.controls()
logistic.live(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
