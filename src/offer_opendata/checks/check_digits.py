"""Check digits: whether a number is one that its register could have given out."""

from collections.abc import Callable, Mapping

# The register of pupils leaves out I, O and S.
_PUPIL_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def mod11(number: str) -> bool:
    """Return whether ten digits end in the check digit of the NHS; none begins with 0."""
    digits = [int(letter) for letter in number if letter.isdigit()]
    total = sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    return digits[0] != 0 and (11 - total % 11) % 11 == digits[-1]


def mod23(number: str) -> bool:
    """Return whether a pupil number begins with the letter that follows from the rest."""
    values = [int(each) if each.isdigit() else _PUPIL_LETTERS.index(each) for each in number[1:]]
    total = sum(weight * value for weight, value in enumerate(values, 2))
    return _PUPIL_LETTERS[total % 23] == number[0]


CHECKS: Mapping[str, Callable[[str], bool]] = {"mod11": mod11, "mod23": mod23}
