"""The matrices Y and A, editable, with each sample's loss, the sum and the mean."""

from collections.abc import Iterator, Sequence

from pages.learn import tex
from pages.learn.chapters import Chapter
from pages.learn.cross_entropy import images, samples
from pages.learn.cross_entropy.samples import H, N, relation
from pages.shared.components.events import event, many, text, whole
from pages.shared.state import image_links
from softmax.lesson.cross_entropy import Sample, normalised, training_loss
from softmax.numbers import superscript

ROW = whole(0, N - 1)


def editable(chapter: Chapter) -> None:
    """<ten-loss-matrices>: the matrices, and a note for each row that is not valid."""
    rows = samples.samples()
    losses, total, mean = samples.printed([sample.loss for sample in rows])
    row = samples.step_row()
    image_links.show(
        "loss-matrices",
        "loss-table",
        {
            "classes": [str(name) for name in images.classes()],
            "chosen": samples.step() if row is None else row,
            "words": {
                "labels": "labels", "outputs": "softmax outputs", "outputs_briefly": "outputs",
                "loss": "loss",
                "sum": "sum", "sum_note": "the training loss, as a sum",
                "mean": "mean", "mean_note": "what the app optimises",
            },
            "rows": [
                _described(sample, loss, picture)
                for sample, loss, picture in zip(rows, losses, images.pictures(), strict=True)
            ],
            "total": total if relation(losses, total) == "=" else f"≈ {total}",
            "mean": mean,
            "notes": _notes(chapter, rows),
        },
        "test",
        on={
            "labelled": event(samples.relabel, ROW, many(whole(0, H - 1), N, N)),
            "typed": event(samples.retype, ROW, many(many(text, H, H), N, N)),
            "normalised": event(_normalise, ROW),
            "chosen": event(_choose, ROW),
        },
    )  # fmt: skip


def _described(sample: Sample, loss: str, picture: dict[str, object]) -> dict[str, object]:
    true = sample.cells[sample.label]
    return {
        "label": sample.label,
        **picture,
        "cells": [{"text": cell.text, "wrong": cell.wrong is not None} for cell in sample.cells],
        "sum": tex.approximate(sample.total) if sample.readable else "?",
        "off": not (sample.readable and sample.sums_to_one),
        "log": f"−log {_plain(true.text)} = " if sample.readable else "",
        "loss": loss,
    }


def _plain(text: str) -> str:
    """A probability as typed, with a power of ten as one writes it."""
    digits, _, power = text.lower().partition("e")
    return f"{digits}·10{superscript(int(power))}" if power else text


def _notes(chapter: Chapter, rows: Sequence[Sample]) -> list[dict[str, object]]:
    """A note for each row that is not a distribution, or whose loss is infinite."""
    notes: list[dict[str, object]] = []
    for i, sample in enumerate(rows):
        for name, typed in _problems(sample):
            values = {"sample": i + 1, "sum": tex.approximate(sample.total), "text": typed}
            note = chapter.text.sections[f"Wrong: {name}"].format(**values)
            notes.append({"text": note, "row": i})
            if sample.can_be_normalised and name != "zero":
                notes[-1]["offer"] = f"Divide row {i + 1} by its sum"
    if training_loss(rows) is None:
        notes.append({"text": chapter.text.sections["Wrong: waiting"]})
    return notes


def _problems(sample: Sample) -> Iterator[tuple[str, str]]:
    """What is wrong with a row: the section of the text, and the text of the cell."""
    cell = next((cell for cell in sample.cells if cell.wrong is not None), None)
    if cell is not None:
        yield str(cell.wrong), cell.text
        return
    if not sample.sums_to_one:
        yield "sum", ""
    if sample.a[sample.label] == 0:
        yield "zero", ""


def _normalise(i: int) -> None:
    sample = samples.samples()[i]
    if sample.can_be_normalised:
        samples.set_output(i, normalised(sample.a))


def _choose(i: int) -> None:
    samples.go_to(samples.STEPS[i])
