"""The code that phones scan: read back by another decoder, and the address in it."""

from __future__ import annotations

import numpy as np
import pytest
import segno
import zxingcpp

from pages.shared.presenting import phone_address, qr_code
from softmax.training import Config
from tests.app.conftest import Visitor

ADDRESSES = [
    "http://192.168.1.20:8501/train",
    "https://example.org/pictures/weights?optimizer=adam&learning_rate=0.015&pace=10",
    "https://example.org/?" + "&".join(f"field_{i}=value_{i}" for i in range(40)),
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_a_code_says_what_went_into_it(text: str) -> None:
    (found,) = zxingcpp.read_barcodes(qr_code.code(text))
    assert found.text == text
    assert "QR" in str(found.format)


def test_a_code_is_black_on_white_with_a_quiet_zone() -> None:
    pixels = qr_code.code(ADDRESSES[0])
    assert pixels.dtype == np.uint8
    assert set(np.unique(pixels)) == {0, 255}
    modules = segno.make_qr(ADDRESSES[0], error="m").symbol_size(border=0)[0]
    scale = pixels.shape[0] // (modules + 2 * qr_code.QUIET_ZONE)
    edge = qr_code.QUIET_ZONE * scale
    rim = pixels.copy()
    rim[edge:-edge, edge:-edge] = 255
    assert (rim == 255).all()
    assert pixels[edge, edge] == 0  # the corner of the finder pattern


def test_a_text_too_long_for_a_code_is_refused() -> None:
    with pytest.raises(segno.DataOverflowError):
        qr_code.code("x" * 5_000)


@pytest.mark.parametrize(
    ("typed", "root"),
    [
        ("http://192.168.1.20:8501", "http://192.168.1.20:8501"),
        (" https://example.org/pictures/ ", "https://example.org/pictures"),
        ("HTTPS://example.org", "HTTPS://example.org"),
        ("example.org", None),
        ("ftp://example.org", None),
        ("javascript:alert(1)", None),
        ("http://", None),
        ("http://host:port", None),
        ("http://host/?a=b", None),
        ("http://two words", None),
        ("", None),
    ],
)
def test_a_typed_address_is_checked(typed: str, root: str | None) -> None:
    assert phone_address.checked_root(typed) == root


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://example.org/pictures/train", "https://example.org/pictures"),
        ("https://example.org/pictures/train/", "https://example.org/pictures"),
        ("https://example.org/train?view=present#top", "https://example.org"),
        ("http://host:port/train", None),
        ("http://[::1/train", None),
        ("javascript:alert(1)", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_what_a_browser_says_is_its_address_is_checked(url: str, root: str | None) -> None:
    found = phone_address.root_of(url, "train")
    assert found == (root or "http://localhost:8501")
    phone_address.in_the_network(found)
    assert isinstance(phone_address.is_reachable(found), bool)


@pytest.mark.parametrize(
    ("root", "reachable"),
    [
        ("http://localhost:8501", False),
        ("http://app.localhost", False),
        ("http://127.0.0.1:8501", False),
        ("http://127.1.2.3", False),
        ("http://[::1]:8501", False),
        ("http://0.0.0.0:8501", False),
        ("http://192.168.1.20:8501", True),
        ("https://example.org", True),
        ("", False),
    ],
)
def test_what_means_the_phone_itself_is_known(root: str, reachable: bool) -> None:
    assert phone_address.is_reachable(root) is reachable


def test_the_address_carries_the_settings_and_nothing_else(visitor: Visitor) -> None:
    visitor.open("train")
    visitor.at.session_state["follow_root"] = "https://example.org"
    visitor.at.session_state["presenter"] = True
    visitor.state.settings = Config(epochs=7)
    visitor.at.query_params["evil"] = "x" * 9_999
    visitor.look()
    assert visitor.at.code[0].value == "https://example.org/train?epochs=7"


def test_the_dialog_takes_another_address_and_refuses_a_bad_one(visitor: Visitor) -> None:
    visitor.open("train")
    visitor.at.query_params["view"] = "present"
    visitor.look().click("follow_now")
    # Here a whole run follows each input, so the dialog is asked for again with it.
    visitor.at.text_input(key="follow_typed").set_value("not an address")
    visitor.click("follow_now")
    assert "not an address" in visitor.at.error[0].value
    visitor.at.text_input(key="follow_typed").set_value("https://example.org/pictures/")
    visitor.click("follow_now")
    assert [text.value for text in visitor.at.text] == ["example.org/pictures/train"]
    assert not visitor.at.error
