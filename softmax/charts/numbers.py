"""Number formats of the pages and figures."""


def percent(share: float, decimals: int = 1) -> str:
    """A share of 1 as a percentage: 0.924 is "92.4 %".

    Shares that would round to 0 or 100 but are not are "< 0.1 %" and "> 99.9 %".
    """
    least = 10.0**-decimals
    printed = round(100 * share, decimals)
    if share > 0 and printed == 0:
        return f"< {least:.{decimals}f} %"
    if share < 1 and printed == 100:
        return f"> {100 - least:.{decimals}f} %"
    return f"{100 * share:.{decimals}f} %"
