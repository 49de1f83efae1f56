"""Chapter 2, Logistic regression: one row of weights answers one question."""

from pages.learn.chapter_frame import opened
from pages.learn.logistic import training

with opened("logistic") as chapter:
    training.controls()
    training.live(chapter)
