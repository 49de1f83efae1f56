"""The time machine: a handle on the loss curve that moves the page through the snapshots."""

from pages.shared.components import elements, encoding
from pages.weights import extremes
from pages.weights.history import History


def show(history: History, digit: int) -> None:
    """The loss curve, with small pictures of row ``digit`` below its axis."""
    heard = extremes.asked() is not None  # else the browser needs no answer
    elements.show(
        "time",
        key="weights-machine",
        data={
            "history": history.id,
            "live": history.live,
            "moments": len(history.timeline),
            "steps": history.loss_steps,
            "losses": history.losses,
            "small": encoding.signed(history.timeline.W[:, digit], history.limit),
            "digit": digit,
            "heard": heard,
        },
        on={"settled": extremes.FOLLOW} if heard else None,
    )
