"""`smsdesk campaigns`: what was sent, newest first."""

import argparse
import json
from contextlib import closing
from datetime import UTC, datetime

from smsdesk.cli.output import answer, note
from smsdesk.core.outcome import Status
from smsdesk.core.sentences import SENTENCES
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from smsdesk.services.history import CampaignSummary

DAMAGED = "campaign_damaged"


def show(options: argparse.Namespace) -> int:
    """List all campaigns with their counts."""
    with closing(open_desk(Paths.from_environment())) as desk:
        summaries = desk.history.list()
    for one in summaries:
        if one.reason == DAMAGED:
            note(SENTENCES[DAMAGED].to("en", **one.reason_data))
    if options.json:
        answer(json.dumps([_as_json(one) for one in summaries], ensure_ascii=False, indent=2))
    elif summaries:
        answer("\n".join(map(_as_line, summaries)))
    return 0


def _as_line(summary: CampaignSummary) -> str:
    counts = ", ".join(f"{count} {word}" for word, count in _counts(summary).items() if count)
    campaign = summary.campaign
    return f"{campaign.id}\t{_created(summary)}\t{campaign.account}\t{summary.state}\t{counts}"


def _as_json(summary: CampaignSummary) -> dict[str, object]:
    return {
        "id": summary.campaign.id,
        "created_utc": _created(summary),
        "account": summary.campaign.account,
        "state": str(summary.state),
        "counts": _counts(summary),
    }


def _created(summary: CampaignSummary) -> str:
    created = datetime.fromtimestamp(summary.campaign.created_ms // 1000, UTC)
    return created.strftime("%Y-%m-%dT%H:%M:%SZ")


def _counts(summary: CampaignSummary) -> dict[str, int]:
    skipped = {Status.SKIPPED: summary.campaign.rows - summary.campaign.recipients}
    counts = {**summary.counts, **skipped}
    return {status.word: counts.get(status, 0) for status in Status}
