"""Columns as spreadsheets name them."""


def letters(column: int) -> str:
    """Write a column (from 0) as spreadsheets do.

    Examples
    --------
    >>> letters(0), letters(25), letters(27)
    ('A', 'Z', 'AB')
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
