from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest

from processor.errors import SettingsError
from processor.settings import Settings, load_settings, sample_settings

SAMPLE = sample_settings().read_text()
SECRETS = {("mailbox", "password"), ("relay", "password"), ("keys", "token_key")}


@pytest.fixture(autouse=True)
def _no_settings_in_the_environment(monkeypatch):
    for name in ("PROCESSOR_SECRETS_DIR", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def problems(tmp_path):
    """What is wrong with the sample after some of its text was replaced."""

    def found(*replaced: tuple[str, str]) -> list[str]:
        text = SAMPLE
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new, 1)
        return faults_of(tmp_path, text)

    return found


def faults_of(folder: Path, text: str) -> list[str]:
    file = folder / "settings.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as raised:
        load_settings(file)
    return raised.value.problems


def test_the_shipped_settings_load():
    assert load_settings(sample_settings()).council.reference_prefix == "KMB"


def test_the_shipped_settings_name_every_key_there_is_and_no_other():
    raw = tomllib.loads(SAMPLE)
    shown = {
        (section, key)
        for section, keys in raw.items()
        for one in (keys if isinstance(keys, list) else [keys])
        for key in one
    }
    settings = load_settings(sample_settings())
    known = set()
    for section in Settings.model_fields:
        value = getattr(settings, section)
        part = value[0] if isinstance(value, tuple) else value
        known |= {(section, field.name) for field in dataclasses.fields(part)}

    assert set(raw) == set(Settings.model_fields)
    assert known - SECRETS == shown


def test_every_fault_is_said_at_once_with_its_key_and_its_remedy(problems):
    found = problems(
        ('name = "Kirkbourne M', "name = 3  # "),
        ('"Europe/London"', '"Mars"'),
        ("port = 993", 'port = "imaps"'),
        ('after = "move" ', 'after = "burn"\ncolour = "blue" #'),
        ('host = "imap', '# host = "imap'),
        ("port = 465", "port = 65536"),
        ("batch = 50", "batch = 1.5"),
        ("[parser]", "[parzer]"),
        ("start = 2026-03-30", 'start = "spring"'),
        ('["duty.officer@kirkbourne.example"', '["duty officer"'),
    )

    assert sorted(found) == [
        "[alerts] people is not an address of the form name@domain",
        "[council] name must be text in quotes",
        "[council] timezone is not known: write for example Europe/London",
        "[elections] 1 start must be a date such as 2026-01-05",
        "[mailbox] after must be 'move' or 'leave'",
        "[mailbox] colour is not a setting: correct its spelling or take it out",
        "[mailbox] host is missing: the shipped settings.toml shows what it means",
        "[mailbox] port must be a whole number",
        "[parser] is missing: the shipped settings.toml shows what it means",
        "[parzer] is not a setting: correct its spelling or take it out",
        "[relay] port must be between 1 and 65535",
        "[worker] batch must be a whole number",
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("port = 993", "port = 0", "[mailbox] port must be between 1 and 65535"),
        ("port = 993", "port = 99999", "[mailbox] port must be between 1 and 65535"),
        (
            "poll_every_s = 60",
            "poll_every_s = 0",
            "[worker] poll_every_s must be between 1 and 3600",
        ),
        (
            "poll_every_s = 60",
            "poll_every_s = 3601",
            "[worker] poll_every_s must be between 1 and 3600",
        ),
        ("read_timeout_s = 60", "read_timeout_s = -1", "[mailbox] read_timeout_s must be above 0"),
        ("[1, 2, 5, 10]", "[1, 0]", "[retries] minutes must be between 0.0005 and 60"),
        ("[1, 2, 5, 10]", "[1, 61]", "[retries] minutes must be between 0.0005 and 60"),
        (
            "max_message_bytes = 35_000_000",
            "max_message_bytes = 999_999",
            "[mailbox] max_message_bytes must be at least 1000000",
        ),
        ("memory_mb = 1024", "memory_mb = 255", "[parser] memory_mb must be at least 256"),
        (
            'trusted_hosts = ["mx.kirkbourne.example"]',
            "trusted_hosts = []",
            "[senders] trusted_hosts is an empty list: name at least one",
        ),
        (
            'authserv_id = "mx.kirkbourne.example"',
            'authserv_id = "mx.kirkbourne.example 1"',
            "[senders] authserv_id must be one name without white space, semicolon or brackets",
        ),
        ("[1, 2, 5, 10]", "[]", "[retries] minutes is an empty list: name at least one"),
        ('"KMB"', '"K"', "[council] reference_prefix must be two to five capital letters"),
        ('"KMB"', '"K-B"', "[council] reference_prefix must be two to five capital letters"),
        (
            'authserv_id = "mx.kirkbourne.example"',
            'authserv_id = ""',
            "[senders] authserv_id is empty: fill it in",
        ),
        ('owner = "', 'owner = "a\\nb', "[council] owner must be one line of plain text"),
        ('"keyed" ', '"none" ', "[letters] return_path must be 'keyed' or 'null'"),
        (
            '"https://www.kirkbourne.example/safety-privacy"',
            '"kirkbourne.example"',
            (
                "[council] privacy_notice_url must be the whole address of a page,"
                " beginning with https://"
            ),
        ),
        (
            'security = "tls"',
            'security = "none"',
            (
                '[mailbox] security: "none" is for a server on this machine;'
                ' use "tls" or "starttls" for imap.kirkbourne.example'
            ),
        ),
        (
            "crime_report_by_agreement = false",
            'crime_report_by_agreement = "perhaps"',
            "[police] crime_report_by_agreement must be true or false",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_named(problems, old, new, expected):
    assert [expected] == problems((old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'handled_folder = "Handled"',
            'handled_folder = "INBOX"',
            "[mailbox] folder, handled_folder, held_folder must all be different",
        ),
        (
            'held_folder = "Held"',
            'held_folder = "handled"',
            "[mailbox] folder, handled_folder, held_folder must all be different",
        ),
        (
            'held_folder = "Held"',
            'held_folder = "Inbox"',
            "[mailbox] folder, handled_folder, held_folder must all be different",
        ),
        (
            'people = ["duty.officer@kirkbourne.example"',
            'people = ["Dana@Westmoor.police.example"',
            "[alerts] people names somebody at the police: name the council's own staff",
        ),
        (
            'people = ["duty.officer@kirkbourne.example"',
            'people = ["Safety@kirkbourne.example"',
            "[alerts] people names our own address: name people who read other mail",
        ),
        (
            '"westmoor.police.example"]',
            '"elsewhere.example"]',
            "[senders] police_domains lacks the domain of [police] address: add it",
        ),
        (
            "notice_published_on = 2026-01-05",
            "",
            "[sharing] notice_url and notice_published_on belong together: set both or neither",
        ),
        (
            "end = 2026-05-14",
            "end = 2025-05-14",
            "[elections] Local elections, 7 May 2026 ends before it starts",
        ),
    ],
)
def test_values_that_contradict_each_other_are_named(problems, old, new, expected):
    assert [expected] == problems((old, new))


def test_the_council_is_not_the_police(problems):
    found = problems(
        ('"westmoor.police.example"]', '"westmoor.police.example", "Kirkbourne.example"]')
    )

    assert "[senders] police_domains names the council's own domain: take it out" in found


def test_folders_that_nothing_is_moved_to_may_be_the_same(tmp_path):
    text = SAMPLE.replace('after = "move"', 'after = "leave"')
    (tmp_path / "settings.toml").write_text(text.replace('"Handled"', '"INBOX"'))

    assert load_settings(tmp_path / "settings.toml").mailbox.handled_folder == "INBOX"


def test_the_smallest_values_that_are_allowed_load(tmp_path):
    text = SAMPLE.replace("[1, 2, 5, 10]", "[0.0005, 60]").replace("= 1024", "= 256")
    text = text.replace("35_000_000", "1_000_000").replace("poll_every_s = 60", "poll_every_s = 1")
    (tmp_path / "settings.toml").write_text(text)

    settings = load_settings(tmp_path / "settings.toml")

    assert (settings.retries.minutes, settings.parser.memory_mb) == ((0.0005, 60), 256)
    assert (settings.mailbox.max_message_bytes, settings.worker.poll_every_s) == (1_000_000, 1)


def test_wards_are_compared_without_blanks_around_them(tmp_path):
    (tmp_path / "settings.toml").write_text(SAMPLE.replace('["Dunfold"]', '[" Dunfold "]'))

    assert load_settings(tmp_path / "settings.toml").elections[1].wards == ("Dunfold",)


def test_the_police_contact_cannot_be_ourselves(problems):
    found = problems(
        ('address = "dana.okafor@westmoor.police.example"', 'address = "safety@kirkbourne.example"')
    )

    assert "[police] address is our own: give the named contact's" in found


def test_secrets_in_the_file_are_refused_and_never_repeated(problems):
    found = problems(
        ("[keys]", '[keys]\ntoken_key = "hunter2"'),
        ("[relay]", "[relay]\npassword = 2002"),
        ("[mailbox]", '[mailbox]\npassword = "hunter2"'),
        ('"sqlite:///processor.db"', '"postgresql+psycopg://user:hunter2@host/name"'),
    )

    where = "must not stand in the file: give it by environment or secret file"
    assert found == [
        f"[mailbox] password {where}",
        f"[relay] password {where}",
        f"[keys] token_key {where}",
        "[store] url holds a password: take it out, and give it in ~/.pgpass",
    ]


def test_an_error_of_syntax_names_its_line(tmp_path):
    (found,) = faults_of(tmp_path, '[council]\nname = "never closed\n')

    assert "settings.toml is not TOML: " in found
    assert "line 2" in found


def test_a_file_that_is_no_text_is_no_traceback(tmp_path):
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(SettingsError, match="is not TOML"):
        load_settings(tmp_path / "settings.toml")


def test_a_missing_file_says_how_to_name_one(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read: name the file with --settings"):
        load_settings(tmp_path / "settings.toml")


def test_a_file_as_windows_saves_it_loads(tmp_path):
    (tmp_path / "settings.toml").write_bytes(b"\xef\xbb\xbf" + SAMPLE.encode())

    assert load_settings(tmp_path / "settings.toml")


def test_secrets_come_from_the_environment_before_files(tmp_path, monkeypatch):
    (tmp_path / "mailbox__password").write_text("from the file")
    (tmp_path / "relay__password").write_text("relay of the file\n")
    monkeypatch.setenv("PROCESSOR_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("PROCESSOR_MAILBOX__PASSWORD", "from the environment")

    settings = load_settings(sample_settings())

    assert settings.mailbox.password == "from the environment"
    assert settings.relay.password == "relay of the file"
    assert "environment" not in repr(settings)
    assert "relay of the file" not in repr(settings)
    assert [line.split(" is")[0] for line in settings.missing_secrets()] == ["[keys] token_key"]


def test_a_missing_folder_of_secrets_is_named(monkeypatch):
    monkeypatch.setenv("PROCESSOR_SECRETS_DIR", "/no/such/folder")

    with pytest.raises(SettingsError, match='"/no/such/folder" does not exist'):
        load_settings(sample_settings())


def test_the_environment_overrides_any_key_and_is_held_to_the_same_rules(monkeypatch):
    monkeypatch.setenv("PROCESSOR_MAILBOX__PORT", "1993")
    assert load_settings(sample_settings()).mailbox.port == 1993

    monkeypatch.setenv("PROCESSOR_MAILBOX__PORT", "0")
    monkeypatch.setenv("PROCESSOR_RELAY__PASWORD", "hunter2")
    with pytest.raises(SettingsError) as raised:
        load_settings(sample_settings())

    assert raised.value.problems == [
        "[mailbox] port must be between 1 and 65535",
        "[relay] pasword is not a setting: correct its spelling or take it out",
    ]


def test_each_missing_secret_is_a_line_and_a_short_key_is_refused(monkeypatch):
    settings = load_settings(sample_settings())
    assert len(settings.missing_secrets()) == 3
    assert "PROCESSOR_RELAY__PASSWORD" in settings.missing_secrets()[1]

    monkeypatch.setenv("PROCESSOR_KEYS__TOKEN_KEY", "short")
    short = load_settings(sample_settings()).missing_secrets()[-1]

    assert short == "[keys] token_key is shorter than 32 characters"
