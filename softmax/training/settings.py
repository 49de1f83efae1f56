"""The table of settings: for each field of Config its bounds, and what is said of it.

The controls of the Train page, the address of a page, the names and the table of runs and the
options of the command line all read this table. A setting's key here is the name of the field, and
also its name in a link and (with hyphens) as an option of the command line.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from softmax.data import CLASSES
from softmax.numbers import percent, plain

Optimizer = Literal["sgd", "momentum", "nesterov", "adam"]
Schedule = Literal["constant", "linear"]
Init = Literal["zeros", "normal"]

# The best rate of each optimizer in a sweep judged on the validation split
# (`python -m benchmarks.rates` prints the sweep).
SUGGESTED_RATE: dict[Optimizer, float] = {
    "sgd": 2.0,
    "momentum": 0.4,
    "nesterov": 0.4,
    "adam": 0.015,
}
# As many images as a file may hold (softmax.data.idx), less the validation split.
MAX_IMAGES = 295_000


@dataclass(frozen=True)
class Range:
    """A number from ``low`` to ``high``, both included."""

    low: float
    high: float

    def check(self, name: str, value: Any, kind: type) -> None:
        whole = kind is int
        number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
        # Comparisons with NaN are false, so NaN is rejected too.
        if not (number and self.low <= value <= self.high):
            raise ValueError(f"{name} must be {self.stated(kind)}, not {value!r}")

    def stated(self, kind: type) -> str:
        """What a value must be, in words."""
        what, form = ("a whole number", ",.0f") if kind is int else ("a number", ",g")
        return f"{what} from {self.low:{form}} to {self.high:{form}}"


@dataclass(frozen=True)
class Choice:
    """One of a few words; ``labels`` are what the options are called on a page."""

    options: tuple[str, ...]
    labels: tuple[str, ...] = field(default=(), compare=False)

    def check(self, name: str, value: Any, kind: type) -> None:
        if value not in self.options:
            raise ValueError(f"{name} must be {self.stated(kind)}, not {value!r}")

    def stated(self, kind: type) -> str:
        """What a value must be, in words."""
        return f"one of {', '.join(self.options)}"

    def label(self, option: str) -> str:
        """What an option is called on a page."""
        return self.labels[self.options.index(option)]


@dataclass(frozen=True)
class Switch:
    """On or off."""

    def check(self, name: str, value: Any, kind: type) -> None:
        if not isinstance(value, bool):
            raise ValueError(f"{name} must be {self.stated(kind)}, not {value!r}")

    def stated(self, kind: type) -> str:
        """What a value must be, in words."""
        return "True or False"


Bounds = Range | Choice | Switch


def images_from(own_share: float) -> str:
    """Where the images of a mini-batch come from, in words."""
    if own_share == 0:
        return "MNIST"
    return "Mine alone" if own_share == 1 else f"MNIST + {percent(own_share, 0)} mine"


@dataclass(frozen=True)
class Setting:
    """One setting.

    Args:
        label: the name of its control.
        help: one sentence, for the command line and a control's help.
        bounds: the values that it can have.
        heading: the name of its column in a table of runs.
        phrase: how a run's name states a value other than the default.
        singular: the same where the value is 1.
        form: how a number is printed, if not with its digits written out.
        usual: the values that a control offers first.
        words: the text of a number, where it is not printed.
        chapter: the name of the chapter of the lesson that explains it.
    """

    label: str
    help: str
    bounds: Bounds
    heading: str
    phrase: str
    singular: str = ""
    form: str = ""
    usual: tuple[float, ...] = ()
    words: Callable[[float], str] | None = None
    chapter: str = ""

    def text(self, value: Any) -> str:
        """A value in words: an option's label."""
        if isinstance(self.bounds, Switch):
            return "yes" if value else "no"
        if isinstance(self.bounds, Choice):
            return self.bounds.label(value)
        if self.words:
            return self.words(value)
        return self.form.format(value) if self.form else plain(value)

    def named(self, value: Any) -> str:
        """The phrase for a value."""
        phrase = self.singular if self.singular and value == 1 else self.phrase
        text = self.text(value)
        return phrase.format(text.lower() if isinstance(self.bounds, Choice) else text)


SETTINGS: dict[str, Setting] = {
    "head": Setting(
        "Head",
        "softmax: one distribution over the ten classes; "
        "sigmoid: ten separate yes-or-no regressions",
        Choice(("softmax", "sigmoid"), ("Softmax", "Ten sigmoids")),
        heading="head",
        phrase="{}",
        chapter="together",
    ),
    "optimizer": Setting(
        "Optimizer",
        "how the gradient becomes a step: plain SGD follows it; momentum (the heavy ball) keeps a "
        "share of the last step; Nesterov takes the gradient where that share leads; Adam scales "
        "the step of each weight by its recent gradients",
        Choice(
            ("sgd", "momentum", "nesterov", "adam"),
            ("Plain SGD", "Momentum", "Nesterov", "Adam"),
        ),
        heading="optimizer",
        phrase="{}",
    ),
    "learning_rate": Setting(
        "Learning rate",
        "the size of a step: so many times the gradient",
        Range(1e-6, 1e6),
        heading="rate",
        phrase="rate {}",
        usual=tuple(float(f"{m}e{e}") for e in range(-4, 4) for m in (1, 2, 4, 7)),
        chapter="rule",
    ),
    "schedule": Setting(
        "Schedule",
        "keep the learning rate, or let it fall linearly to zero at the end of the run",
        Choice(("constant", "linear"), ("Constant", "Linear to zero")),
        heading="schedule",
        phrase="{} rate",
    ),
    "momentum": Setting(
        "Momentum",
        "share of the last step that is kept (Adam's first beta)",
        Range(0.0, 0.999),
        heading="momentum",
        phrase="momentum {}",
    ),
    "batch_size": Setting(
        "Batch size",
        "images per step; with all training images it is full-batch descent",
        Range(1, MAX_IMAGES),
        heading="batch",
        phrase="batch {}",
        form="{:,}",
        usual=(1, 8, 32, 64, 128, 256, 512, 1_024, 4_096, 16_384),
        chapter="rule",
    ),
    "epochs": Setting(
        "Epochs",
        "passes over the training images",
        Range(1, 100),
        heading="epochs",
        phrase="{} epochs",
        singular="{} epoch",
        form="{:,}",
        chapter="together",
    ),
    "l2": Setting(
        "L2 penalty",
        "strength of the penalty l2/2 times the sum of squared weights, which keeps them small",
        Range(0.0, 10.0),
        heading="L2",
        phrase="L2 {}",
        usual=(0.0, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1),
    ),
    "deskew": Setting(
        "Deskew",
        "shear slanted digits upright, for the training and later in drawings alike",
        Switch(),
        heading="deskew",
        phrase="deskewed",
    ),
    "init": Setting(
        "Initial weights",
        "initial weights: 0, or N(0, 0.01^2)",
        Choice(("zeros", "normal"), ("Zeros", "Small normal")),
        heading="init",
        phrase="{} start",
    ),
    "train_size": Setting(
        "Training images",
        "how many training images are used, from the first",
        Range(CLASSES, MAX_IMAGES),
        heading="images",
        phrase="{} images",
        form="{:,}",
        usual=(100, 1_000, 5_000, 20_000),
    ),
    "own_share": Setting(
        "Images from",
        "the share of each mini-batch that comes from My digits: 0 is MNIST alone, 1 is mine alone",
        Range(0.0, 1.0),
        heading="from",
        phrase="{}",
        words=images_from,
        usual=(0.0, 0.1, 0.25, 0.5, 1.0),
    ),
    "seed": Setting(
        "Seed",
        "decides the order of the images, and normal init",
        Range(0, 2**31 - 1),
        heading="seed",
        phrase="seed {}",
        form="{}",
    ),
}
