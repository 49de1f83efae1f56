"""What the unusual words of the pages mean, in a sentence each, and the chapter that explains them.

Streamlit's own controls take ``help_of``. In the elements a word is a <ten-term>, which fetches
``as_json``. The settings have their sentences in softmax/training/settings.py; that imports torch,
which this module may not: the server imports it before it opens its port.
"""

import json
from dataclasses import dataclass

from pages.shared.components.lesson import number, url_path


@dataclass(frozen=True)
class Term:
    """A sentence, and the name of a chapter, empty where none explains it."""

    text: str
    chapter: str = ""


TERMS = {
    "abstention": Term(
        "The model gives no answer where its confidence is below a threshold: it answers fewer "
        "images, and more of these correctly."
    ),
    "batch": Term("The images of one step; the step follows the mean of their gradients.", "rule"),
    "best fit": Term(
        "The weights with the lowest training loss that this model can have, found by L-BFGS; "
        "gradient descent approaches them."
    ),
    "bias": Term("A number of each digit, added to its logit whatever the ink.", "logistic"),
    "calibration": Term(
        "How well confidence agrees with accuracy: of the answers given with 80 %, 80 % should be "
        "correct."
    ),
    "confidence": Term("The largest of the ten probabilities.", "softmax"),
    "decision boundary": Term(
        "Where two classes are equally likely, because their logits are equal: on a plane a "
        "straight line, and flat in any number of dimensions.",
        "plane",
    ),
    "dotted line": Term(
        "The validation accuracy of the best fit, where the training loss is lowest; a run can end "
        "a little above it, because the lowest loss is not the highest accuracy."
    ),
    "epoch": Term("One pass over all training images.", "together"),
    "log-odds": Term(
        "The logarithm of how many times likelier one digit is than another: with softmax, the "
        "difference of their logits.",
        "softmax",
    ),
    "logit": Term(
        "What a digit's row of weights makes of the image: weight times ink, summed over all "
        "pixels, plus the bias; softmax turns ten of them into probabilities.",
        "softmax",
    ),
    "loss": Term(
        "The mean over the images of −log of the probability that the model gives the label: 0 "
        "where it is certain and correct.",
        "cross_entropy",
    ),
    "norm of W": Term(
        "The square root of the sum of all squared weights: the longer, the surer the answers.",
        "plane",
    ),
    "race": Term("Six optimizers train on the same images in the same order, at the same time."),
    "samples per second": Term("Training images that the steps used in a second, on this server."),
    "samples seen": Term("Training images used so far; one is counted again in each epoch."),
    "sweep": Term("Many runs that differ in their learning rate only, trained at once.", "rule"),
    "temperature": Term(
        "A number that all logits are divided by: above 1 the model is less confident, and its "
        "answers stay the same."
    ),
    "test accuracy": Term(
        "The share of the test images, which no setting was chosen by, that it predicts correctly."
    ),
    "train": Term("Measured on images that the model learns from.", "cross_entropy"),
    "training loss": Term(
        "The mean cross-entropy on images that the model learns from, without the L2 penalty.",
        "cross_entropy",
    ),
    "validation": Term(
        "Measured on images kept back from training; train far better than validation is "
        "overfitting.",
        "cross_entropy",
    ),
    "validation accuracy": Term(
        "The share of images kept back from training that it predicts correctly.", "cross_entropy"
    ),
}


def help_of(word: str) -> str:
    """The sentence of a word, with a link to its chapter, as Markdown."""
    return markdown(TERMS[word])


def markdown(term: Term) -> str:
    """The link opens a tab of its own: what is on the page stays."""
    if not term.chapter:
        return term.text
    return f"{term.text} [Chapter {number(term.chapter)}]({url_path(term.chapter)})"


def as_json() -> bytes:
    """For <ten-term>: by word its sentence, and number and address of its chapter."""
    return json.dumps({
        word: {"text": term.text}
        | ({"chapter": number(term.chapter), "link": url_path(term.chapter)}
           if term.chapter else {})
        for word, term in TERMS.items()
    }).encode()  # fmt: skip
