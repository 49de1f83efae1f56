"""Chapter 10, Two numbers instead of 784: softmax regression on a plane."""

from pages.learn.chapter_frame import opened
from pages.learn.plane import experiments

with opened("plane") as chapter:
    chapter.prose()
    experiments.plane()
    chapter.prose("Line")
    experiments.to_try(chapter)
    chapter.prose("All")
