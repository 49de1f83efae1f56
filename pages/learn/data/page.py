"""Chapter 1, The data: from a picture to a vector of 784 numbers between 0 and 1."""

from pages.learn.chapter_frame import opened
from pages.learn.data import images, scaling, shape

with opened("data") as chapter:
    words, figures = chapter.columns()
    with words:
        shape.tensor_shape(chapter)
    with figures:
        images.gallery_by_digit()
        images.pixels(chapter)
    scaling.comparison(chapter)
