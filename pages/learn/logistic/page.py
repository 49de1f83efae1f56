"""Chapter 2, Logistic regression: one row of weights answers one question."""

from pages.learn import chapters
from pages.learn.logistic import content

chapter = chapters.begin("logistic")
content.controls()
content.live(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
