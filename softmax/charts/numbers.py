"""Numbers as they are printed on the pages and in the figures."""


def percent(share: float, decimals: int = 1) -> str:
    """A share of 1 as a percentage: 0.924 is "92.4 %".

    Nearly nothing is not called 0, nor nearly all 100: that is "< 0.1 %" and "> 99.9 %".
    """
    least = 10.0**-decimals
    printed = round(100 * share, decimals)
    if share > 0 and printed == 0:
        return f"< {least:.{decimals}f} %"
    if share < 1 and printed == 100:
        return f"> {100 - least:.{decimals}f} %"
    return f"{100 * share:.{decimals}f} %"
