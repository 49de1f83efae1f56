"""Softmax regression with the interface of scikit-learn, which need not be installed."""

from softmax.estimator.softmax_regression import SoftmaxRegression

__all__ = ["SoftmaxRegression"]
