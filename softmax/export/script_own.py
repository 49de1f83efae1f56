"""The parts of a run's script that trains on digits of the user's own as well.

They come from a second folder, the IDX files that My digits writes, and are appended to the
training images; the last places of each mini-batch are theirs.
"""

from softmax.training import Config

USAGE = """\
if len(sys.argv) != 3:
    stop(f"usage: python {sys.argv[0]} FOLDER OWN_FOLDER")
FOLDER, OWN_FOLDER = map(Path, sys.argv[1:])
"""

JOINED = """\
X, y = load("train", FOLDER)
N = len(X)
X, y = map(np.concatenate, zip((X, y), load("train", OWN_FOLDER)))
OWN = len(X) - N
"""

ORDER = """\
        chance = np.random.default_rng([SEED, 1 + epoch, 1])
        rounds = -(-MINE * EPOCH // OWN)
        mine = N + np.concatenate([chance.permutation(OWN) for _ in range(rounds)])
    batch = order[i * BATCH : (i + 1) * BATCH - MINE]
    batch = np.concatenate([batch, mine[i * MINE : (i + 1) * MINE]])
"""

# What a script without own digits has, and what stands there instead.
REPLACED = (
    ('if len(sys.argv) != 2:\n    stop(f"usage: python {sys.argv[0]} FOLDER")\n'
     "FOLDER = Path(sys.argv[1])\n", USAGE),
    ("def read(name, header):", "def read(name, header, folder):"),
    ("[FOLDER / name for name in names if (FOLDER / name).is_file()]",
     "[folder / name for name in names if (folder / name).is_file()]"),
    ('{FOLDER / name}: no such', '{folder / name}: no such'),
    ("def load(part):", "def load(part, folder):"),
    ('-images-idx3-ubyte", 16)', '-images-idx3-ubyte", 16, folder)'),
    ('-labels-idx1-ubyte", 8)', '-labels-idx1-ubyte", 8, folder)'),
    ('X, y = load("train")\n', JOINED),
    ('X, y = (torch.tensor(array) for array in load("train"))\n',
     f"{JOINED}X, y = torch.tensor(X), torch.tensor(y)\n"),
    ('load("t10k")', 'load("t10k", FOLDER)'),
    ("X[-5_000:], y[-5_000:]", "X[N - 5_000 : N], y[N - 5_000 : N]"),
    ("    batch = order[i * BATCH : (i + 1) * BATCH]\n", ORDER),
)  # fmt: skip


def with_own(text: str, config: Config) -> str:
    """The script of a run whose mini-batches have own digits."""
    for before, after in REPLACED:
        text = text.replace(before, after)
    line = f"BATCH = {config.batch_size:_}\n"
    return text.replace(line, f"{line}MINE = {config.own_images:_}  # of each batch\n")
