"""The one error that a person sees as a single line."""


class OfferError(Exception):
    """A situation in which the work cannot go on: what is wrong, and what to do, in one line."""
