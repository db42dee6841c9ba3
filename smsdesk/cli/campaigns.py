"""`smsdesk campaigns`: what was sent, newest first."""

import argparse
import json
from contextlib import closing
from datetime import UTC, datetime

from smsdesk.core.outcome import Status
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from smsdesk.services.history import CampaignSummary


def show(options: argparse.Namespace) -> int:
    """List all campaigns with their counts."""
    with closing(open_desk(Paths.from_environment())) as desk:
        summaries = desk.history.list()
    if options.json:
        print(json.dumps([_as_json(one) for one in summaries], ensure_ascii=False, indent=2))
        return 0
    for one in summaries:
        counts = ", ".join(f"{count} {word}" for word, count in _counts(one).items() if count)
        print(f"{one.campaign.id}\t{_created(one)}\t{one.campaign.account}\t{one.state}\t{counts}")
    return 0


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
