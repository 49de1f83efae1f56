"""Softmax regression on MNIST: the maths, the training and the pictures of it."""

__version__ = "0.1.0"
__all__ = ["__version__"]
