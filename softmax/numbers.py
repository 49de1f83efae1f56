"""Numbers as pages and figures print them; pages/shared/components/numbers.js prints the same."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
# Enough digits for any float.
_CONTEXT = Context(prec=400, rounding=ROUND_HALF_UP)


def _decimal(value: float, decimals: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), context=_CONTEXT)


def rounded(value: float, decimals: int) -> float:
    """To so many decimals, halves away from zero as in JavaScript's toFixed; never -0."""
    return float(_decimal(float(value), decimals)) + 0.0 if math.isfinite(value) else float(value)


def fixed(value: float, decimals: int) -> str:
    """With so many decimals, thousands separators and the minus sign U+2212: −1,234.50.

    What is printed as 0 has no sign.
    """
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    number = _decimal(float(value), decimals)
    return f"{'−' if number < 0 else ''}{abs(number):,f}"


def signed(value: float, decimals: int = 1) -> str:
    """As ``fixed``, with a plus sign before a positive number."""
    text = fixed(value, decimals)
    return f"+{text}" if value > 0 and any(c in "123456789∞" for c in text) else text


def bias(value: float) -> str:
    """A bias beside its picture: two decimals, or one from 10 on."""
    return signed(value, 2 if abs(value) < 10 else 1)


def bias_difference(first: float, second: float) -> float:
    """The difference of two biases as they are printed beside their pictures."""
    return rounded(rounded(first, 2) - rounded(second, 2), 2)


def percent(share: float, decimals: int = 1) -> str:
    """A share of 1 as a percentage: 0.924 is "92.4 %".

    Shares that would round to 0 or 100 but are not are "< 0.1 %" and "> 99.9 %".
    """
    least = 10.0**-decimals
    text = fixed(100 * share, decimals)
    if share > 0 and text == fixed(0, decimals):
        return f"< {least:.{decimals}f} %"
    if share < 1 and text == fixed(100, decimals):
        return f"> {100 - least:.{decimals}f} %"
    return f"{text} %"


def plain(value: float) -> str:
    """A setting: up to six digits, all of them written out where that is short, as in 0.00001
    and 178,936; otherwise a power of ten."""
    if value and not 1e-6 <= abs(value) < 1e9:
        return _power_of_ten(value, 6)
    number = Decimal(f"{value:.6g}")
    text = f"{abs(number):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"−{text}" if number < 0 else text


def tick(value: float) -> str:
    """A label of an axis: short, so a power of ten from 10⁴ on and below 0.001."""
    return _power_of_ten(value, 3) if value and not 1e-3 <= abs(value) < 1e4 else plain(value)


def loss(value: float) -> str:
    """A loss of any size, never below 0: three decimals; fewer if it is large, at least two digits
    if it is small, and a power of ten at either end."""
    if value and (value < 1e-5 or 1e7 <= value < math.inf):
        return _power_of_ten(value, 2)
    if 0 < value < 1e-3:
        return fixed(value, 1 - math.floor(math.log10(value)))
    return fixed(value, 3 if value < 100 else 1 if value < 1_000 else 0)


def _power_of_ten(value: float, digits: int) -> str:
    """2·10⁻⁷, or 10⁻⁷ without a factor of 1."""
    if not math.isfinite(value):
        return fixed(value, 0)
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    factor = mantissa.rstrip("0").rstrip(".").replace("-", "−")
    ten = f"10{superscript(int(power))}"
    return {"1": ten, "−1": f"−{ten}"}.get(factor, f"{factor}·{ten}")


def superscript(number: int) -> str:
    """⁻⁷ for -7."""
    return str(number).translate(SUPERSCRIPTS)


def subscripted(name: str) -> str:
    """w₁₂ for w12."""
    return name.translate(SUBSCRIPTS)


def a_digit(digit: int | str) -> str:
    """An 8, and "a" before any other digit, as a number or a word."""
    return f"{'an' if str(digit).startswith(('8', 'eight')) else 'a'} {digit}"
