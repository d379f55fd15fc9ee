"""What a person is told when something of the development stack cannot start."""


class CannotStart(Exception):
    """One clear sentence for the terminal: what is wrong and what to do about it."""
