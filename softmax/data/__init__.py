"""The data: MNIST, or another set of the same form."""

from softmax.data.idx import DataError
from softmax.data.mnist import CLASSES, PIXELS, SIDE, Dataset, Split, load

__all__ = ["CLASSES", "PIXELS", "SIDE", "DataError", "Dataset", "Split", "load"]
