"""Why a backup is not taken, each with a sentence for the operator."""


class BackupRefused(Exception):
    """A backup, or the place to restore it into, that cannot be used."""


class DamagedBackup(BackupRefused):
    """A file that is not, byte by byte, what was written."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This backup is damaged: {what}.")
