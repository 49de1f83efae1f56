"""How densely runs record curves and snapshots, given how many share the machine."""

from softmax.scheduling.pool_entry import Trainable
from softmax.training.history import MAX_SNAPSHOTS
from softmax.training.run import Run
from softmax.training.trainer import DEFAULT_POINTS

# Snapshots of all runs together, 31 kB each.
MAX_SNAPSHOTS_TOGETHER = 400
MIN_SNAPSHOTS = 4
POINTS_PER_S = 10


def spacing(run: Trainable, step_rate: float | None, runs_per_worker: float) -> int:
    """Steps between two points of the curves: with a step rate ten points a second, fewer the
    more runs share a worker (a point costs as much as thirty steps)."""
    if step_rate is None:
        return max(1, run.config.total_steps // DEFAULT_POINTS)
    return max(1, round(step_rate / POINTS_PER_S * max(1, runs_per_worker)))


def limit_snapshots(run: Trainable, runs: int) -> None:
    """Limit a run to an equal share of the snapshots that ``runs`` runs may keep together."""
    if isinstance(run, Run):
        run.max_snapshots = max(MIN_SNAPSHOTS, min(MAX_SNAPSHOTS, MAX_SNAPSHOTS_TOGETHER // runs))
