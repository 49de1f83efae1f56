"""A run as a script: a page of Python that repeats it and ends with the same weights.

It contains only what the run needs: one head, one optimizer, one schedule. The engine draws its
random numbers with NumPy as well, so batches and initial weights are the same.
"""

import dataclasses
import textwrap
from typing import Literal

from softmax.export import script_numpy, script_own, script_torch
from softmax.export.model_file import header_of
from softmax.training import Config, SavedModel

Library = Literal["numpy", "torch"]

LIBRARIES = {"numpy": "NumPy alone", "torch": "PyTorch"}
HEADS = {"softmax": "Softmax regression", "sigmoid": "Ten logistic regressions"}
OPTIMIZERS = {
    "sgd": "plain SGD",
    "momentum": "momentum (heavy ball)",
    "nesterov": "Nesterov momentum",
    "adam": "Adam",
}

WIDTH = 80

ARGUMENT = """

def stop(message):
    print(message, file=sys.stderr)
    sys.exit(2)


if len(sys.argv) != 2:
    stop(f"usage: python {sys.argv[0]} FOLDER")
FOLDER = Path(sys.argv[1])
"""

READ = '''

def read(name, header):
    """What follows the header of an IDX file, packed by gzip or not."""
    dotted = name.replace("-idx", ".idx")
    names = (f"{name}.gz", name, f"{dotted}.gz", dotted)
    found = [FOLDER / name for name in names if (FOLDER / name).is_file()]
    if not found:
        stop(f"{FOLDER / name}: no such file, with or without .gz")
    content = found[0].read_bytes()
    if content[:2] == b"\\x1f\\x8b":  # the first bytes of any gzip file
        content = gzip.decompress(content)
    return np.frombuffer(content, np.uint8, offset=header)
'''

DESKEW = '''

def slid(lines, shift):
    """Each line (N, 28, 28) read so many pixels further on, linearly between pixels."""
    whole = np.floor(shift)
    at = (whole.clip(-28, 28) + 28).astype(int)[..., np.newaxis] + np.arange(28)
    wide = np.pad(lines, ((0, 0), (0, 0), (28, 29)))
    here, onward = (np.take_along_axis(wide, at + k, axis=2) for k in (0, 1))
    return here + (shift - whole)[..., np.newaxis] * (onward - here)


def straight(images):
    """Digits without their slant, the centre of mass of each in the middle."""
    ink = images.reshape(-1, 28, 28).astype(np.float32)
    at = np.arange(28, dtype=np.float32) + 0.5
    mass = np.maximum(ink.sum(axis=(1, 2)), 1)
    row, column = ink.sum(axis=2) @ at / mass, ink.sum(axis=1) @ at / mass
    above, beside = at - row[:, np.newaxis], at - column[:, np.newaxis]
    covariance = np.einsum("nrc,nr,nc->n", ink, above, beside)
    slope = covariance / np.maximum((ink.sum(axis=2) * above**2).sum(axis=1), 1)
    level = slid(ink.swapaxes(1, 2), row[:, np.newaxis] - 14.5).swapaxes(1, 2)
    shift = column[:, np.newaxis] - 14.5 + np.outer(slope, at - 14.5)
    return slid(level, shift).round()
'''

LOAD = '''

def load(part):
    """Images (N, 784), 0 for paper and 1 for ink, and labels (N,)."""
    X = read(f"{part}-images-idx3-ubyte", 16).reshape(-1, 784)
    return X.astype(np.float32) / 255, read(f"{part}-labels-idx1-ubyte", 8)
'''

LOAD_STRAIGHT = '''

def load(part):
    """Images (N, 784), straightened, 0 for paper and 1 for ink, and labels (N,)."""
    X = read(f"{part}-images-idx3-ubyte", 16).reshape(-1, 784)
    X = np.concatenate([straight(X[i : i + 1_000]) for i in range(0, len(X), 1_000)])
    return X.reshape(-1, 784) / 255, read(f"{part}-labels-idx1-ubyte", 8)
'''


def script(saved: SavedModel, library: Library) -> str:
    """The script that repeats the steps of this run, at the rates that were set.

    Its argument is the folder of the four IDX files; a second one is that of the user's own
    digits, if the run trained on them. It prints an accuracy, and writes the model
    file weights.npz in the working directory.
    """
    written = script_numpy if library == "numpy" else script_torch
    config, steps = saved.config, saved.steps
    rates = {step: rate for step, rate in saved.rates if step < max(steps, 1)}
    varying = len(rates) > 1 or config.schedule == "linear"
    text = "".join(
        [
            _docstring(config, steps, library),
            written.IMPORTS,
            ARGUMENT,
            _constants(config, rates),
            READ,
            DESKEW + LOAD_STRAIGHT if config.deskew else LOAD,
            written.start(config, "RATE" if len(rates) == 1 else "RATES[0]"),
            _loop(config, steps),
            written.step(config),
            _rate(config, rates) if varying else "",
            written.update(config, "rate" if varying else "RATE"),
            written.end(finished=steps == config.total_steps),
            _saving(saved),
        ]
    )
    return script_own.with_own(text, config) if config.own_images else text


def _docstring(config: Config, steps: int, library: Library) -> str:
    total = config.total_steps
    taken = f"all {steps:,}" if steps == total else f"{steps:,} of {total:,}"
    text = (
        "FOLDER holds the four files that the run was trained on: for MNIST, softmax/data in the "
        f"repository. After {taken} steps of {OPTIMIZERS[config.optimizer]} the weights are those "
        "of the run, up to rounding."
    )
    if config.optimizer == "adam":
        text += (
            " Adam divides each gradient by its size, so where one cancels to nearly 0, rounding "
            "decides how far that weight moves: by up to RATE in a step."
        )
    second = ""
    if config.own_images:
        second = " OWN_FOLDER"
        text += (
            " OWN_FOLDER holds the IDX files that My digits wrote when the run began: with other "
            "digits, the weights are others."
        )
    return f'''"""{HEADS[config.head]} in {LIBRARIES[library]}: a run of Ten Pictures, repeated.

    python softmax_{library}.py FOLDER{second}

{textwrap.fill(text, WIDTH)}
"""
'''


def _constants(config: Config, rates: dict[int, float]) -> str:
    lines = [
        f"IMAGES = {config.train_size:_}  # the first of the training file",
        f"BATCH = {config.batch_size:_}",
        "EPOCH = IMAGES // BATCH  # steps",
        f"STEPS = {config.epochs} * EPOCH",
        f"SEED = {config.seed:_}",
    ]
    if len(rates) == 1:
        lines.append(f"RATE = {rates[0]!r}")
    else:
        lines.append("RATES = {  # each from its step on")
        lines += [f"    {step:_}: {rate!r}," for step, rate in rates.items()]
        lines.append("}")
    if config.optimizer != "sgd":
        lines.append(f"MOMENTUM = {config.momentum!r}")
    if config.l2:
        lines.append(f"L2 = {config.l2!r}")
    return "\n" + "\n".join(lines) + "\n"


def _saving(saved: SavedModel) -> str:
    """The lines that write the weights in the form of our model files. The metrics are left out:
    who changes the script changes them."""
    header = header_of(dataclasses.replace(saved, metrics={}))
    lines = textwrap.fill(header, WIDTH, break_long_words=False, break_on_hyphens=False)
    return f'''
# What Ten Pictures needs to read the file back.
HEADER = """
{lines}
"""
np.savez("weights.npz", W=W, b=b, header=np.frombuffer(HEADER.encode(), np.uint8))
'''


def _loop(config: Config, steps: int) -> str:
    taken = "STEPS" if steps == config.total_steps else f"{steps:_}"
    return f"""
for step in range({taken}):
    epoch, i = divmod(step, EPOCH)
    if i == 0:
        order = np.random.default_rng([SEED, 1 + epoch]).permutation(IMAGES)
    batch = order[i * BATCH : (i + 1) * BATCH]
"""


def _rate(config: Config, rates: dict[int, float]) -> str:
    """The lines that compute the rate of a step, if it is not constant."""
    falls = config.schedule == "linear"
    text = ""
    if len(rates) > 1:
        text += f"""
    if step in RATES:
        {"base" if falls else "rate"} = RATES[step]
"""
    elif falls:
        text += "\n"
    if falls:
        text += f"    rate = {'RATE' if len(rates) == 1 else 'base'} * (1 - step / STEPS)\n"
    return text
