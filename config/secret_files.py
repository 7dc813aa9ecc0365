"""Keys of an embedded installation: made once, kept in a file only its owner can read."""

import os
import secrets
from pathlib import Path


def read_or_create(path: Path) -> str:
    """Return the key in `path`, making it first when there is none.

    Two processes may start together: the key is written in full under another name and then
    linked into place, so both end with the same complete key.

    Args:
        path: the key file; its folder is made with mode 0700.

    Returns:
        The key, 64 URL-safe characters when made here.

    Raises:
        RuntimeError: the file exists and is empty; a new key would make old data unreadable.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first: its key counts
        finally:
            draft.unlink()
    key = path.read_text().strip()
    if not key:
        raise RuntimeError(f"{path} is empty: restore it from the backup of this installation")
    return key
