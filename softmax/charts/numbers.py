"""Numbers as they are printed on the pages and in the figures."""


def percent(share: float, decimals: int = 1) -> str:
    """A share of 1 as a percentage: 0.924 is "92.4 %"."""
    return f"{100 * share:.{decimals}f} %"
