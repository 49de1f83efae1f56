"""Chapter 9, Putting it together: two heads side by side, on the same batches."""

from pages.learn.chapter_frame import opened
from pages.learn.together import onward, questions, side_by_side, two_runs

with opened("together", keys=False, epilogue=onward.links) as chapter:
    pair = two_runs.current()
    words, figures = chapter.columns()
    with words:
        two_runs.transport(chapter, pair)
        questions.errors(chapter, pair)
    with figures:
        side_by_side.comparison(pair)
    questions.answers(chapter, pair)
