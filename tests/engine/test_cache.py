"""What is kept in the user's cache folder, and found there again."""

import pytest

from ecf_sandbox.engine import cache, yaml_text
from ecf_sandbox.engine.http.document import DocumentFile

TEXT = "openapi: 3.1.0\npaths: {}\n"
JSON = {"openapi": "3.1.0", "paths": {}}


@pytest.fixture
def document(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "document.yaml"
    path.write_text(TEXT)
    return path


def test_a_document_is_read_from_yaml_once(document, monkeypatch):
    first = DocumentFile(document).read().json
    monkeypatch.setattr(yaml_text, "load", lambda _: pytest.fail("read again"))
    assert first == DocumentFile(document).read().json == JSON


def test_a_document_that_has_changed_is_read_again(document):
    assert DocumentFile(document).read().json == JSON
    document.write_text(TEXT.replace("3.1.0", "3.1.1"))
    assert DocumentFile(document).read().json == JSON | {"openapi": "3.1.1"}


def test_a_kept_document_that_cannot_be_read_is_made_anew(document):
    assert DocumentFile(document).read().json == JSON
    (kept,) = cache.folder().iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:5])
    assert DocumentFile(document).read().json == JSON
    assert kept.read_bytes() == whole


def test_without_a_cache_folder_a_document_is_read_from_yaml(document):
    cache.folder().parent.write_text("a file, where the folder would be")
    assert DocumentFile(document).read().json == JSON


def test_the_oldest_documents_are_forgotten(document):
    for number in range(20):
        document.write_text(f"openapi: 3.1.{number}")
        assert DocumentFile(document).read().json
    assert len(list(cache.folder().iterdir())) == 16


def test_what_another_process_has_just_removed_stops_nobody_from_tidying(tmp_path):
    (tmp_path / "template-gone").symlink_to("nothing")
    for number in range(17):
        (tmp_path / f"template-{number}").touch()
    cache.forget_oldest(tmp_path, "template-*")
    assert len([*tmp_path.iterdir()]) == 16
