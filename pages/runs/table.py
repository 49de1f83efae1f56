"""The table of saved runs: the settings in which they differ, results, and its commands."""

from collections.abc import Sequence

from pages.shared.components import elements
from pages.shared.components.events import event, flag, text, whole
from pages.shared.state import resources, saved_runs
from pages.shared.state.saved_runs import SavedRun
from softmax.numbers import loss, percent, plain
from softmax.training import SETTINGS, Config, State, differences

TABLE = "runs-table"
TRAINING = whole(0, 2**53)
STATES = {State.FINISHED: "finished", State.DIVERGED: "diverged"}
RESULTS = ("at epoch", "training loss", "validation", "test")


def show(running: bool) -> None:
    """All saved runs; ``running`` is whether another is being trained."""
    saved = saved_runs.current()
    configs = [run.progress.config for run in saved.runs]
    fields = differences(configs, resources.default_config())
    elements.show(
        "runs",
        key=TABLE,
        data={
            "columns": [*(SETTINGS[field].heading for field in fields), *RESULTS],
            "rows": [_row(number, run, fields) for number, run in enumerate(saved.runs, 1)],
            "mayPin": saved.may_pin,
            "deleted": saved.deleted.name if saved.deleted else None,
            "note": _note(running, configs),
        },
        on={
            "rename": event(saved.rename, TRAINING, text),
            "pin": event(saved.pin, TRAINING, flag),
            "remove": event(saved.delete, TRAINING),
            "undo": event(saved.undo),
        },
    )


def _note(running: bool, configs: Sequence[Config]) -> str:
    if len({config.head for config in configs}) > 1:
        return "Softmax and ten sigmoids have different losses: compare their accuracies."
    if running:
        return "The run that is training joins them when it is paused or finished."
    if len(configs) == 1:
        return "Change a setting on the Train page and train again: the second run joins this one."
    return "Twelve are kept; then the oldest that is not pinned makes room."


def _row(number: int, run: SavedRun, fields: Sequence[str]) -> dict[str, object]:
    progress = run.progress
    return {
        "training": run.training,
        "number": number,
        "slot": run.slot,
        "name": run.name,
        "pinned": run.pinned,
        "state": STATES.get(progress.state, "paused"),
        "values": [
            *(_value(run, field) for field in fields),
            f"{progress.epoch:.1f}",
            loss(progress.latest.train.loss),
            percent(progress.latest.validation.accuracy),
            percent(progress.test.accuracy) if progress.test else "",
        ],
    }


def _value(run: SavedRun, field: str) -> str:
    if field == "learning_rate":
        return ", then ".join(map(plain, rates_used(run)))
    return SETTINGS[field].text(getattr(run.progress.config, field))


def rates_used(run: SavedRun) -> list[float]:
    """The base learning rates at which at least one step was taken, in order."""
    rates, taken = run.progress.rates, run.progress.step
    ends = [*(step for step, _ in rates[1:]), taken]
    used = [rate for (step, rate), end in zip(rates, ends, strict=True) if step < end <= taken]
    return used or [run.progress.config.learning_rate]
