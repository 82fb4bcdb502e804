from __future__ import annotations

import email
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from email.policy import default

import pytest

from processor.demo.run import run_demo
from processor.demo.samples import samples
from processor.errors import NotAllowed
from tests.support.council import OFFICER, STAFF

pytestmark = pytest.mark.slow

_ALERTS = {("alert", person): 1 for person in STAFF}

# What becomes of each sample: how its message ends, its level, its letters.
_ENDS = {
    "at the door now": (
        "referred",
        "immediate",
        {
            ("safety_now", "amara.bello@members.kirkbourne.example"): 1,
            ("acknowledgement", "amara.bello@members.kirkbourne.example"): 1,
            ("referral", OFFICER): 1,
            **_ALERTS,
        },
    ),
    "a threat, forwarded with a picture": (
        "referred",
        "urgent",
        {
            ("acknowledgement", "huw.prosser@members.kirkbourne.example"): 1,
            ("referral", OFFICER): 1,
            **_ALERTS,
        },
    ),
    "abuse online, for information": (
        "referred",
        "standard",
        {
            ("acknowledgement", "nasreen.iqbal@members.kirkbourne.example"): 1,
            ("referral", OFFICER): 1,
        },
    ),
    "for the log only": (
        "logged",
        "log_only",
        {("acknowledgement", "peter@peterfordunfold.example"): 1},
    ),
    "a parish member, glass through the door": (
        "referred",
        "urgent",
        {
            ("acknowledgement", "jean.whitaker@wrayparish.example"): 1,
            ("referral", OFFICER): 1,
            **_ALERTS,
        },
    ),
    "a stranger writes": (
        "held",
        "standard",
        {("safety_notice", "mina.castle@homemail.example"): 1, **_ALERTS},
    ),
    "a forged councillor": ("held", "standard", _ALERTS),
    "an out-of-office": ("logged", None, {}),
    "a bounce": ("held", None, _ALERTS),
    "a newsletter": ("logged", None, {}),
    "the police answer": ("held", None, _ALERTS),
}


@pytest.fixture(scope="module")
def ended(tmp_path_factory):
    """The folder of a demonstration that has ended by itself, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "processor", "demo", "--once", "--out", str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder, done.stdout


def test_every_sample_ends_as_its_title_says(ended):
    folder, _ = ended
    connection = sqlite3.connect(folder / "processor.db")
    found = {}
    for number, sample in enumerate(samples(), start=1):
        (state,) = connection.execute(
            "SELECT state FROM message WHERE id = ?", (number,)
        ).fetchone()
        reference, level = connection.execute(
            "SELECT reference, level FROM incident WHERE message_id = ?1"
            " UNION SELECT reference, NULL FROM hold WHERE message_id = ?1"
            " ORDER BY level DESC",
            (number,),
        ).fetchone() or ("", None)
        letters = connection.execute(
            "SELECT purpose, recipient FROM letter WHERE reference = ?", (reference,)
        ).fetchall()
        found[sample.title] = (state, level, dict(Counter(letters)))
    connection.close()

    assert found == _ENDS


def test_every_letter_is_left_as_it_was_sent(ended):
    folder, _ = ended
    connection = sqlite3.connect(folder / "processor.db")
    sent = connection.execute("SELECT raw FROM letter WHERE state = 'accepted'").fetchall()
    connection.close()
    left = [path.read_bytes() for path in (folder / "letters").iterdir()]

    assert len(left) == sum(sum(letters.values()) for _, _, letters in _ENDS.values())
    assert sorted(left) == sorted(raw for (raw,) in sent)


def test_the_picture_goes_with_the_referral_and_to_nobody_else(ended):
    folder, _ = ended
    letters = [
        email.message_from_bytes(path.read_bytes(), policy=default)
        for path in (folder / "letters").iterdir()
    ]
    with_picture = [
        letter["To"].addresses[0].addr_spec
        for letter in letters
        if "image/png" in [part.get_content_type() for part in letter.walk()]
    ]

    assert with_picture == [OFFICER]


def test_each_step_is_one_line_that_names_its_sample(ended):
    _, printed = ended
    lines = printed.splitlines()

    for sample in samples():
        assert f"arrives   {sample.title}" in lines
        steps = [line for line in lines if line.endswith(f"  ({sample.title})")]
        assert ["received," in step for step in steps] == [True, False]


def test_the_end_shows_how_letters_begin_and_where_they_lie(ended):
    folder, printed = ended

    assert "  | If anyone is in danger, call 999 now." in printed
    assert "  | Reference: KMB-" in printed
    assert printed.endswith(f"Every letter lies as it left in {folder / 'letters'}\n")


def test_a_folder_of_an_earlier_demonstration_is_left_alone(tmp_path):
    (tmp_path / "letters").mkdir()

    with pytest.raises(NotAllowed, match="name another folder with --out"):
        run_demo(tmp_path, once=True)

    assert [tmp_path / "letters"] == list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_without_once_it_goes_on_until_it_is_stopped(tmp_path, number):
    command = [sys.executable, "-u", "-m", "processor", "demo", "--out", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout:
            if "press Ctrl-C to end" in line:
                break
        assert running.poll() is None
        running.send_signal(number)

        assert running.wait(20) == 0
