"""The lines that say why a file is not read, and what to do about it."""

from offer_opendata.errors import OfferError

SAVE_AGAIN = "open it in Excel or LibreOffice, save it as a new .xlsx file and use that"
SAVE_CSV = "open it in a spreadsheet, save it as 'CSV UTF-8 (comma delimited)' and try again"


def damaged(shown: str, detail: str = "") -> OfferError:
    """Return the error for a file that says it is a workbook and cannot be read as one."""
    what = f" ({detail})" if detail else ""
    return OfferError(f"{shown} is damaged or was not saved completely{what}; {SAVE_AGAIN}")


def protected(shown: str, how: str = "File, Info, Protect Workbook") -> OfferError:
    """Return the error for a file that opens only with a password."""
    return OfferError(
        f"{shown} is protected with a password; open it in Excel, "
        f"remove the password ({how}), save it and try again"
    )


def too_large(shown: str, what: str) -> OfferError:
    """Return the error for a file over a limit."""
    return OfferError(f"{shown} is too large: {what}; split it into several files")


def far_cell(shown: str, sheet: str, address: str) -> OfferError:
    """Return the error for a sheet whose last filled cell makes it too large to hold."""
    return OfferError(
        f"{shown} is too large: the filled part of sheet {sheet} reaches as far as {address}; "
        "delete what stands far away from the table, or split the file"
    )


def unsure(shown: str, sheet: str, address: str) -> OfferError:
    """Return the error for a cell that two ways of reading see differently."""
    return OfferError(
        f"{shown} cannot be read with certainty: cell {address} of sheet {sheet} "
        f"is not stored as spreadsheets store it; {SAVE_AGAIN}"
    )
