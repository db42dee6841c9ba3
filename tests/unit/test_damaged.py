"""One campaign whose entries nobody can read: it says so, and all others go on."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from smsdesk.__main__ import main
from smsdesk.core.campaign import CampaignState
from smsdesk.core.errors import StorageError
from smsdesk.paths import Paths
from smsdesk.services.paused import paused_campaigns
from smsdesk.services.progress import Group
from smsdesk.services.reasons import reason_words
from tests.helpers.desks import people as list_of
from tests.helpers.desks import real_desk, sent
from tests.helpers.services import MESSAGE, WAIT_S, people, services

LOG = "update outcome set outcomes = ? where campaign_no = 1 and batch = 0"
STATE = "update state_change set state = ? where campaign_no = 1"
REASON = "update state_change set data = ? where campaign_no = 1"
BATCH = "update outcome set batch = ? where campaign_no = 1 and batch = 0"
CHUNK = "update batch_chunk set members = ? where campaign_no = 1"

DAMAGE = [
    (LOG, '[1,99,"","","","",0]'),
    (LOG, '[1,2,"",""]'),
    (LOG, '[2,[2,2,2],"0","","","",0]'),
    (LOG, '[2,2,"0","","",0]'),
    (LOG, '[2,2,"0","","","",0]'),
    (LOG, "{}"),
    (LOG, "7"),
    (LOG, ""),
    (REASON, "{"),
    (BATCH, 77),
    (CHUNK, b"\xff\xff\xff\xff"),
    (CHUNK, b"\0"),
]


def damage(file: Path, statement: str, value: object) -> None:
    with closing(sqlite3.connect(file)) as driver:
        driver.execute(statement, (value,))
        driver.commit()


@pytest.mark.parametrize(("statement", "value"), DAMAGE)
def test_the_others_are_shown_with_their_numbers_and_it_is_in_doubt_as_a_whole(
    tmp_path: Path, statement: str, value: object
) -> None:
    with services(tmp_path) as desk:
        runs = [
            desk.campaigns.start(MESSAGE, people(3, first=first), desk.account())
            for first in (8613800138000, 8613900138000)
        ]
        assert all(run.wait(WAIT_S) for run in runs)
    damage(tmp_path / "journal.sqlite3", statement, value)
    with services(tmp_path) as desk:
        summaries = {one.campaign.id: one for one in desk.history.list()}
        hurt, whole = (summaries[run.campaign.id] for run in runs)
        assert whole.numbers[Group.ACCEPTED] == 3
        assert (whole.state, whole.reason) == (CampaignState.FINISHED, "")
        assert hurt.numbers[Group.UNKNOWN] == sum(hurt.numbers.values()) == 3
        said, _ = reason_words(desk.campaigns._explain, "", hurt.reason, hurt.reason_data)
        assert hurt.campaign.id in said.en
        assert hurt.campaign.id in said.zh
        assert desk.history.list() == list(summaries.values())
        for call in (desk.history.open, desk.campaigns.resume):
            with pytest.raises(StorageError, match=hurt.campaign.id):
                call(hurt.campaign.id)
        assert desk.wire.sent == []


def test_the_program_opens_and_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    with real_desk() as desk:
        hurt = [sent(desk, list_of(3), name).campaign.id for name in ("Thursday", "Friday")]
    paths = Paths.from_environment()
    damage(paths.journal_file, LOG, '[1,99,"","","","",0]')
    damage(paths.journal_file, STATE, CampaignState.SENDING.value)  # cut short, so it is looked at
    assert main(["campaigns", "--json"]) == 0
    said = capsys.readouterr()
    assert hurt[0] in said.err
    listed = json.loads(said.out)
    counts = {one["id"]: {word: n for word, n in one["counts"].items() if n} for one in listed}
    assert counts == {hurt[0]: {"unknown": 3}, hurt[1]: {"accepted": 3}}
    with real_desk() as desk:
        assert paused_campaigns(desk, 0) == []
