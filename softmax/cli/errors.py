"""The error of a command whose input cannot be used."""


class BadInputError(ValueError):
    """One line for the terminal; the exit status is 2."""
