"""Keys of an embedded installation: made once, complete, readable by the owner alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from config.secret_files import read_or_create


def test_a_key_is_made_once_and_kept(tmp_path):
    path = tmp_path / "keys" / "secret_key"
    first = read_or_create(path)
    assert len(first) >= 50
    assert read_or_create(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_two_installations_differ(tmp_path):
    assert read_or_create(tmp_path / "one") != read_or_create(tmp_path / "two")


def test_starting_together_ends_with_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(read_or_create, [tmp_path / "key"] * 32))
    assert len(keys) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_an_emptied_file_is_not_replaced(tmp_path):
    path = tmp_path / "key"
    path.write_text("\n")
    with pytest.raises(RuntimeError, match="backup"):
        read_or_create(path)
    assert path.read_text() == "\n"
