"""How densely runs record curves and snapshots, given how many share the machine."""

from softmax.scheduling.pool_entry import Trainable
from softmax.training.history import MAX_SNAPSHOTS
from softmax.training.run import Run
from softmax.training.trainer import DEFAULT_POINTS

# Snapshots of all runs together, 31 kB each.
MAX_SNAPSHOTS_TOGETHER = 400
MIN_SNAPSHOTS = 4
POINTS_PER_S = 10
# Points of all runs together: measured on all images, one costs as much as forty steps.
POINTS_TOGETHER_PER_S = 20
# With more runs than this they are measured on few images, and cost as much as eight steps.
RUNS_WITH_EXACT_POINTS = 8
ESTIMATES_TOGETHER_PER_S = 100


def set_density(run: Trainable, step_rate: float | None, runs: int) -> None:
    """Let a run record points as densely as ``runs`` runs together can."""
    crowded = runs > RUNS_WITH_EXACT_POINTS
    run.record_every = spacing(run, step_rate, runs)
    if isinstance(run, Run):
        run.estimate_points(crowded)
        # The weights take shape within a few dozen steps.
        run.record_every = min(run.record_every, max(5, run.progress.step))


def spacing(run: Trainable, step_rate: float | None, runs: int) -> int:
    """Steps between two points of the curves: with a step rate ten points a second, fewer the
    more runs play."""
    if step_rate is None:
        return max(1, run.config.total_steps // DEFAULT_POINTS)
    together = ESTIMATES_TOGETHER_PER_S if runs > RUNS_WITH_EXACT_POINTS else POINTS_TOGETHER_PER_S
    return max(1, round(step_rate / min(POINTS_PER_S, together / max(1, runs))))


def limit_snapshots(run: Trainable, runs: int) -> None:
    """Limit a run to an equal share of the snapshots that ``runs`` runs may keep together."""
    if isinstance(run, Run):
        run.max_snapshots = max(MIN_SNAPSHOTS, min(MAX_SNAPSHOTS, MAX_SNAPSHOTS_TOGETHER // runs))
