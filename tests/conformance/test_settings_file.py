"""ecf-conformance.toml sets options, and what is wrong in it is said in its own words."""

import pytest
from click.testing import CliRunner

from ecf_conformance import commands, settings_file


def run_with_file(tmp_path, monkeypatch, content):
    (tmp_path / "ecf-conformance.toml").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return CliRunner().invoke(commands.command, ["run"])


def test_a_settings_file_with_a_byte_order_mark_is_read(tmp_path, monkeypatch):
    ran = run_with_file(tmp_path, monkeypatch, b'\xef\xbb\xbfurl = "http://127.0.0.1:1"\n')
    assert "had no answer" in ran.output or "say who asks" in ran.output


def test_a_settings_file_that_is_no_toml_is_one_line(tmp_path, monkeypatch):
    ran = run_with_file(tmp_path, monkeypatch, b"url: nowhere\n")
    assert ran.exit_code == 2
    assert "ecf-conformance.toml is not TOML" in ran.output


@pytest.mark.parametrize(
    ("line", "why"),
    [
        pytest.param("ruel = ['AUTH-2']", "has ruel, which is no setting: url, token,", id="name"),
        pytest.param("patience = 5", "has patience, which is no setting", id="another name"),
        pytest.param("[run]", "has run, which is no setting", id="a table"),
        pytest.param("timeout = 'x'", "timeout: 'x' is not a valid float range", id="number"),
        pytest.param("edition = 'frog'", "edition: 'frog' is not one of", id="choice"),
        pytest.param("rule = 'NONE-1'", "rule: there is no rule NONE-1", id="rule"),
        pytest.param("token = ['a']", "token is one value, and no list", id="list"),
    ],
)
def test_a_settings_file_says_which_setting_is_wrong(tmp_path, monkeypatch, line, why):
    ran = run_with_file(tmp_path, monkeypatch, line.encode())
    assert ran.exit_code == 2
    assert f"Error: ecf-conformance.toml{'' if why.startswith('has') else ':'} {why}" in ran.output


@pytest.mark.parametrize("name", ["other-token", "other_token"])
def test_a_settings_file_sets_options_by_their_names(tmp_path, monkeypatch, name):
    lines = ["url = 'http://127.0.0.1:1'", "timeout = 3", "rule = 'AUTH-2'", f"{name} = 'o'"]
    (tmp_path / settings_file.NAME).write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    said = settings_file.read(commands.run_command)
    expected = {"url": "http://127.0.0.1:1", "patience": 3, "rule": ["AUTH-2"], "other_token": "o"}
    assert said == expected
