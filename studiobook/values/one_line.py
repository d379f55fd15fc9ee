"""Text that has to stand on one line, as in the subject of a mail."""


def one_line(text: str) -> str:
    """The words with single spaces between them."""
    return " ".join(text.split())
