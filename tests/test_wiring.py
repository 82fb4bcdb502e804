from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from processor.errors import SettingsError, StoreError
from processor.settings import Keys, Store, load_settings
from processor.wiring import existing_store, open_desk, open_store, open_worker, policy_of
from tests.support.council import CORPUS


@pytest.fixture
def settings(tmp_path):
    loaded = load_settings(CORPUS / "settings.toml")
    return loaded.model_copy(
        update={
            "store": Store(url=f"sqlite:///{tmp_path}/processor.db"),
            "keys": Keys(token_key="a key of a test that is long enough"),
        }
    )


def test_the_record_is_made_by_whoever_works_with_it(settings, tmp_path):
    with open_store(settings) as database:
        assert [] == database.check()

    assert (tmp_path / "processor.db").stat().st_mode & 0o777 == 0o600


def test_the_record_is_never_made_by_whoever_only_looks(settings, tmp_path):
    with existing_store(settings) as database, pytest.raises(StoreError), database.reading():
        pass

    assert not (tmp_path / "processor.db").exists()


def test_a_desk_needs_the_key_alone_and_a_worker_every_secret(settings):
    with open_desk(settings) as desk:
        assert desk.policy.prefix == "KMB"
    with pytest.raises(SettingsError) as raised, open_worker(settings):
        pass

    assert [line.split(" is")[0] for line in raised.value.problems] == [
        "[mailbox] password",
        "[relay] password",
    ]


def test_nothing_works_without_the_key(settings):
    keyless = settings.model_copy(update={"keys": Keys()})

    with pytest.raises(SettingsError, match="token_key is not set"), open_desk(keyless):
        pass


def test_what_our_letters_name_is_ours_even_where_the_list_forgets_it(settings):
    forgetful = settings.model_copy(
        update={
            "senders": dataclasses.replace(settings.senders, own_addresses=("MX@x.example",)),
            "letters": dataclasses.replace(settings.letters, bounce_address="B@x.example"),
        }
    )

    assert policy_of(forgetful).trust.own_addresses == (
        "mx@x.example",
        "safety@kirkbourne.example",
        "b@x.example",
    )


@pytest.mark.parametrize("published", [True, False])
def test_silence_sends_only_where_a_notice_is_published(settings, published):
    sharing = settings.sharing
    if not published:
        sharing = dataclasses.replace(sharing, notice_url="", notice_published_on=None)

    policy = policy_of(settings.model_copy(update={"sharing": sharing}))

    assert published == policy.not_stated_sends


def test_a_councils_own_phrases_are_read_beside_its_settings_wherever_it_starts(tmp_path):
    sample = (CORPUS / "settings.toml").read_text()
    (tmp_path / "settings.toml").write_text(f'{sample}\n[reading]\nphrases_folder = "own"\n')
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "threats.toml").write_text(
        'jurisdiction = "england-and-wales"\ndated = 2026-11-22\n'
        "[[phrase]]\ncode = 'veiled'\npattern = 'scunnered'\nexample = 'scunnered'\n"
    )

    policy = policy_of(load_settings(tmp_path / "settings.toml"))

    assert "own/threats.toml: phrase 1" == policy.codes.phrases["threats"][-1].place


def test_the_policy_keeps_the_councils_clock_and_elections(settings):
    policy = policy_of(settings)

    assert policy.local(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)).hour == 0
    assert policy.in_election(datetime(2026, 4, 1, tzinfo=UTC).date(), "Beckside")
    assert not policy.in_election(datetime(2026, 10, 1, tzinfo=UTC).date(), "Beckside")
    assert policy.in_election(datetime(2026, 10, 1, tzinfo=UTC).date(), "Dunfold")
