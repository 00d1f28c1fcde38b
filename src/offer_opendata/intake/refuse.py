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
        f"{shown} cannot be read with certainty: {address or 'a cell'} in sheet {sheet} "
        f"is not stored as spreadsheets store it; {SAVE_AGAIN}"
    )


def out_of_memory(shown: str) -> OfferError:
    """Return the error for a file that needs more memory than reading may take."""
    return OfferError(
        f"{shown} needs too much memory to read, often because something stands in a cell far "
        "below or far to the right of the table; delete that, or split the file"
    )


def too_much_text(shown: str) -> OfferError:
    """Return the error for a file whose sheets hold more text than is taken."""
    return too_large(shown, "its sheets hold too much text")


def not_opened(shown: str, error: OSError) -> OfferError:
    """Return the error for a path that cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return OfferError(f"{shown} is not there; check its name and folder")
    if isinstance(error, IsADirectoryError):
        return OfferError(f"{shown} is a folder; name a file in it")
    if isinstance(error, PermissionError):
        return OfferError(
            f"{shown} may not be opened; close it if it is open in Excel, "
            "or ask for permission to read it"
        )
    return OfferError(f"{shown} cannot be opened ({error.strerror}); copy it here and try again")


def no_room(shown: str) -> OfferError:
    """Return the error for a disk too full to read a file with its help."""
    return OfferError(
        f"{shown} cannot be read: the disk with the folder for temporary files is full; "
        "make room there and try again"
    )
