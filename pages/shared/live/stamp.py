"""How new the data of an element are, so that older ones never replace newer ones."""

from softmax.training import Progress


def stamp(progress: Progress) -> dict[str, int]:
    """For the data of an element that frames repaint as well; hand_over.js compares it."""
    return {"training": progress.training, "version": progress.version}
