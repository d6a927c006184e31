"""What can be wrong with content, as sentences that an operator can act on."""

from __future__ import annotations


class ContentError(Exception):
    """Base of the family: a ``code`` for programs and a ready sentence for people."""

    code = "content"


class DataFileError(ContentError):
    """A data file cannot be read, or holds something that its model does not allow."""

    code = "data_file"


class ImportRefusedError(ContentError):
    """A document given to ``content import`` cannot be taken in; nothing of it was stored."""

    code = "import_refused"
