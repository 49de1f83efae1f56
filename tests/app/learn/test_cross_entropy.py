"""Chapter 6: the worked example by hand and by torch, and whatever is typed into it."""

import base64
import re

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from pages.learn.cross_entropy import images
from pages.shared.state import resources
from softmax.data import Dataset
from softmax.scheduling import shared
from tests.app.conftest import own_run

from .conftest import given_to

# -- the page -----------------------------------------------------------------------------------


def typed(at: AppTest, row: int, *texts: str) -> dict:
    """The matrices once a row of A holds these texts."""
    at.session_state["cross_entropy_cells"][row] = list(texts)
    at.run()
    assert not at.exception
    return given_to(at, "loss-matrices")


def test_while_there_is_no_sum_each_loss_is_rounded_by_itself(chapter: AppTest) -> None:
    """-log 0.9 = 0.10536 and -log 0.25 = 1.38629, which would have to absorb the rounding of 1.49166."""
    typed(chapter, 0, "abc", "0.2", "0.1")
    typed(chapter, 1, "abc", "0.2", "0.1")
    table = typed(chapter, 2, "0.05", "0.9", "0.05")
    assert [row["loss"] for row in table["rows"]] == ["?", "?", "0.105", "1.386"]
    assert table["total"] == "?"


def test_the_worked_example_by_hand(chapter: AppTest) -> None:
    assert not chapter.exception
    table = given_to(chapter, "loss-matrices")
    # -log 0.7, -log 0.6, -log 0.4, -log 0.25; their sum, and a quarter of it
    assert [row["loss"] for row in table["rows"]] == ["0.357", "0.511", "0.916", "1.386"]
    assert (table["total"], table["mean"]) == ("3.170", "0.793")
    assert table["chosen"] == 0
    assert table["notes"] == []
    assert given_to(chapter, "log-curve")["points"] == [0.7, 0.6, 0.4, 0.25]


def test_stepping_through_the_samples_to_the_sum_and_the_mean(chapter: AppTest) -> None:
    seen = []
    for _ in range(6):
        seen.append((given_to(chapter, "loss-matrices")["chosen"], chapter.latex[-1].value))
        chapter.button(key="cross_entropy_next").click().run()
        assert not chapter.exception
    assert [chosen for chosen, _ in seen] == [0, 1, 2, 3, "sum", "mean"]
    assert r"$1 \cdot \log 0.6$" in seen[1][1]
    assert seen[1][1].count("colorbox") == 2
    assert "3.170" in seen[4][1]
    assert "0.793" in seen[5][1]
    assert given_to(chapter, "loss-matrices")["chosen"] == 0


def test_another_label_is_another_term(chapter: AppTest) -> None:
    chapter.session_state["cross_entropy_labels"][0] = 2
    chapter.run()
    assert given_to(chapter, "loss-matrices")["rows"][0]["loss"] == "2.303"


def test_a_row_that_does_not_sum_to_one_can_be_divided_by_its_sum(chapter: AppTest) -> None:
    table = typed(chapter, 1, "0.1", "0.3", "0.9")
    (note,) = table["notes"]
    assert "1.30" in note["text"]
    assert note["row"] == 1
    assert "offer" in note
    assert table["rows"][1]["off"] is True


def test_probability_0_of_the_true_class_has_an_infinite_loss_and_a_note(chapter: AppTest) -> None:
    table = typed(chapter, 0, "0", "0.5", "0.5")
    assert table["rows"][0]["loss"] == "∞"
    assert (table["total"], table["mean"]) == ("∞", "∞")
    (note,) = table["notes"]
    assert "infinite" in note["text"]
    assert r"\infty" in chapter.latex[-1].value


@pytest.mark.parametrize(
    "text", ["", "abc", "-0.1", "1e9", "nan", "inf", "-inf", "{0}", "$\\frac{"]
)
def test_an_invalid_cell_gets_a_note_and_the_other_rows_keep_their_losses(
    chapter: AppTest, text: str
) -> None:
    table = typed(chapter, 2, text, "0.4", "0.3")
    assert [row["loss"] for row in table["rows"]] == ["0.357", "0.511", "?", "1.386"]
    assert [cell["wrong"] for cell in table["rows"][2]["cells"]] == [True, False, False]
    assert (table["total"], table["mean"]) == ("?", "?")
    assert table["notes"][0]["text"].startswith("Row 3")
    for step in ("3", "sum", "mean"):
        chapter.segmented_control(key="cross_entropy_step").set_value(step).run()
        assert not chapter.exception


def test_real_images_with_the_models_own_outputs(chapter: AppTest, mnist: Dataset) -> None:
    chapter.button(key="cross_entropy_images").click().run()
    assert not chapter.exception
    table = given_to(chapter, "loss-matrices")
    assert table["classes"] == ["3", "5", "8"]
    assert all(row["picture"] for row in table["rows"])
    losses = [float(row["loss"]) for row in table["rows"]]
    assert losses == sorted(losses, reverse=True)
    model = resources.default_model().model
    for row in table["rows"]:
        x = np.frombuffer(base64.b64decode(row["picture"]), dtype=np.uint8) / 255
        z = torch.tensor(model.logits(x)[[3, 5, 8]])
        expected = torch.nn.functional.cross_entropy(z, torch.tensor(row["label"])).item()
        assert float(row["loss"]) == pytest.approx(expected, abs=0.006)
    chapter.button(key="cross_entropy_example").click().run()
    assert given_to(chapter, "loss-matrices")["total"] == "3.170"


def test_the_outputs_keep_the_name_of_the_model_that_gave_them(chapter: AppTest) -> None:
    pool, token = shared(), own_run(chapter)
    pool.step(token, 3, wait_s=60)
    chapter.button(key="cross_entropy_images").click().run()
    pool.step(token, 2, wait_s=60)
    chapter.run()
    assert not chapter.exception
    assert any("your run at step 3:" in e.value for e in chapter.caption)
    assert any("your run at step 5" in e.value for e in chapter.markdown)


def test_the_mean_over_many_is_that_of_the_validation_images(
    chapter: AppTest, mnist: Dataset
) -> None:
    model, seen = resources.default_model().model, mnist.validation
    Z, labels = model.logits(seen.rows / 255), torch.tensor(seen.labels.astype(np.int64))
    expected = torch.nn.functional.cross_entropy(torch.tensor(Z), labels).item()
    (text,) = (e.value for e in chapter.markdown if "So much for four samples" in e.value)
    said = " ".join(text.split())
    assert f"{len(seen):,} images are kept back" in said
    assert "2,000 of the training images" in said
    found = re.search(r"\*\*(\d.*?)\*\*", said)
    assert found
    assert float(found[1]) == pytest.approx(expected, abs=0.0006)


def test_data_without_these_digits_get_a_note(
    chapter: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "CLASSES", (30, 50, 80))
    chapter.run()
    assert not chapter.exception
    assert chapter.button(key="cross_entropy_images").disabled
    assert any("30, 50 and 80" in e.value for e in chapter.caption)


def test_the_question_is_answered(chapter: AppTest) -> None:
    radio = chapter.radio(key="predict_cross_entropy")
    radio.set_value(radio.options[0]).run()
    assert any(e.value.startswith("**Not quite.**") for e in chapter.markdown)
