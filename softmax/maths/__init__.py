"""The readable maths, in NumPy float64."""

from softmax.maths.explain import Contributions, contrast, contributions
from softmax.maths.extremes import extremes
from softmax.maths.model import Model
from softmax.maths.rounding import rounded_terms
from softmax.maths.softmax_regression import (
    Head,
    activation,
    binary_cross_entropy,
    cross_entropy,
    da_dz,
    dL_da,
    dz_dw,
    gradient,
    log_softmax,
    logits,
    objective,
    one_hot,
    sigmoid,
    softmax,
    update,
)

__all__ = [
    "Contributions",
    "Head",
    "Model",
    "activation",
    "binary_cross_entropy",
    "contrast",
    "contributions",
    "cross_entropy",
    "dL_da",
    "da_dz",
    "dz_dw",
    "extremes",
    "gradient",
    "log_softmax",
    "logits",
    "objective",
    "one_hot",
    "rounded_terms",
    "sigmoid",
    "softmax",
    "update",
]
