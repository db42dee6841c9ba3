"""The faults of the wire, of the provider and of the clock, as data; `runner` plays them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from smsdesk.services.progress import Group
from tests.faults.loads import Load
from tests.faults.proxy import Fault

MINUTE_MS: Final = 60_000
HOUR_MS: Final = 60 * MINUTE_MS
TLS: Final = "tls"
CLOSED: Final = "closed"
LOST_NAME: Final = "lost name"
NOTHING: Final = "nothing wrong"
SURE: Final = frozenset({Group.ACCEPTED})
DOUBTS: Final = frozenset({Group.ACCEPTED, Group.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Scenario:
    """What goes wrong while a campaign is sent.

    count: recipients; count_each: where everybody gets a text of their own.
    faults: how likely each is, by request. `rounds` resumes later they stop, so that it ends.
    ends: the numbers that may be above zero at the end. settled: where the provider knows a
        repeated request, nobody may be in doubt at the end. providers: only these; all by default.
    read_s: how long a reply may take.
    keep_going: like failures do not pause it.
    away: the proxy refuses and resets from this share of the requests on, for `away_s`.
    offline_s: how long the campaign waits for a provider that nobody reaches.
    turns: so often it is started and resumed at most.
    tps: the sandbox takes this share of the campaign's requests a second. balance: it runs out at
        this share of the recipients and is topped up before the first resume.
    jumps: the desk's clock, in ms, from these shares of the requests on; moves: the provider's.
    later: the desk's and the provider's clock, in ms, from the first resume on.
    closed: the desk is closed at this share of the requests, without waiting for any of them.
    address: used until the first resume instead of the proxy's: TLS for one nobody vouches for,
        CLOSED for one where nobody listens, LOST_NAME for the proxy's under a name that nobody
        knows for `away_s`. stays_away: it is the only one there is.
    patience_s: after that the person in front of it presses Pause.
    """

    name: str
    faults: Mapping[Fault, float] = field(default_factory=dict)
    count: int = 500
    count_each: int = 500
    rounds: int = 3
    ends: frozenset[Group] = DOUBTS
    settled: bool = True
    providers: frozenset[str] = frozenset()
    read_s: float = 10.0
    keep_going: bool = True
    away: float = 0.0
    away_s: float = 1.2
    offline_s: float = 30.0
    turns: int = 100
    tps: float = 0.0
    balance: float = 0.0
    jumps: Mapping[float, int] = field(default_factory=dict)
    moves: Mapping[float, int] = field(default_factory=dict)
    later: tuple[int, int] = (0, 0)
    closed: float = 0.0
    address: str = ""
    stays_away: bool = False
    patience_s: float = 60.0

    def suits(self, load: Load) -> bool:
        """Whether it says anything about this load."""
        return not self.providers or load.provider in self.providers

    def recipients(self, load: Load) -> int:
        """To how many people `load` goes."""
        return self.count_each if load.requests(60) == 60 else self.count

    def may_end(self, load: Load) -> frozenset[Group]:
        """The numbers that may be above zero at the end."""
        return self.ends - {Group.UNKNOWN} if self.settled and load.knows_repeats else self.ends


REPLY_LOST: Final = {Fault.RESET_AFTER: 0.1, Fault.CLOSE_AFTER: 0.1, Fault.STATUS_5XX_AFTER: 0.1}
STORM: Final = {
    Fault.RESET_AT_CONNECT: 0.05,
    **dict.fromkeys(set(Fault) - {Fault.RESET_AT_CONNECT}, 0.008),
    Fault.STATUS_403_BEFORE: 0.002,
    Fault.STATUS_429_BEFORE: 0.002,
    Fault.SLOW: 0.05,
}
REPEATS: Final = frozenset({"sendcloud"})


def _all_lost(name: str, desk_ms: int, provider_ms: int, *, settled: bool) -> Scenario:
    """Every reply is lost until it pauses; it is resumed when the clocks stand elsewhere."""
    return Scenario(
        name,
        {Fault.CLOSE_AFTER: 1.0},
        rounds=1,
        keep_going=False,
        providers=REPEATS,
        settled=settled,
        later=(desk_ms, provider_ms),
    )


SCENARIOS: Final = (
    Scenario(NOTHING, ends=SURE),
    Scenario("refused", address=CLOSED, offline_s=0.5, ends=SURE),
    Scenario(
        "no such name",
        address="https://sms.invalid",
        stays_away=True,
        offline_s=0.5,
        ends=frozenset({Group.WAITING}),
    ),
    Scenario("name unknown for a while", address=LOST_NAME, away_s=2.0, turns=1, ends=SURE),
    Scenario("no tls", address=TLS, offline_s=0.5, keep_going=False, ends=SURE),
    Scenario("reset at connect", {Fault.RESET_AT_CONNECT: 0.3, Fault.STALE: 0.2}),
    Scenario("reset before", {Fault.RESET_BEFORE: 0.1}),
    Scenario("reset after", {Fault.RESET_AFTER: 0.08, Fault.CLOSE_AFTER: 0.08}),
    Scenario("cut off", {Fault.CUT_BODY: 0.08, Fault.CUT_HEAD: 0.08}),
    Scenario(
        "rubbish",
        {
            Fault.RUBBISH_AFTER: 0.04,
            Fault.PAGE_BEFORE: 0.04,
            Fault.PAGE_AFTER: 0.04,
            Fault.ODD_JSON_AFTER: 0.08,
        },
    ),
    Scenario("5xx", {Fault.STATUS_5XX_BEFORE: 0.08, Fault.STATUS_5XX_AFTER: 0.08}),
    Scenario("redirect", {Fault.REDIRECT_BEFORE: 0.1}),
    Scenario("gateway refuses", {Fault.STATUS_403_BEFORE: 0.04, Fault.STATUS_429_BEFORE: 0.04}),
    Scenario(
        "hang",
        {Fault.HANG_BEFORE: 0.02, Fault.HANG_AFTER: 0.02, Fault.LATE: 0.04},
        read_s=0.4,
    ),
    Scenario("slow", {Fault.SLOW: 0.3, Fault.IN_PIECES: 0.3}, ends=SURE),
    Scenario("stale lines", {Fault.STALE: 0.2}),
    Scenario("away and back", away=0.3, turns=1),
    Scenario("away until it pauses", away=0.3, away_s=2.5, offline_s=0.5),
    Scenario("throttled", tps=0.25, ends=SURE),
    Scenario("balance runs out", balance=0.5, ends=SURE),
    Scenario("stops itself", REPLY_LOST, keep_going=False),
    Scenario("clock jumps", jumps={0.2: HOUR_MS, 0.5: -HOUR_MS, 0.8: 0}, ends=SURE),
    Scenario(
        "clock jumps, replies lost",
        REPLY_LOST,
        jumps={0.3: HOUR_MS, 0.6: -HOUR_MS},
        settled=False,  # ids that hold a time far off are not repeated
    ),
    Scenario("clock wrong", jumps={0.0: 10 * MINUTE_MS + 5_000}, ends=SURE),
    Scenario("closed", {Fault.SLOW: 0.5}, closed=0.4),
    Scenario("repeated at once", REPLY_LOST, providers=REPEATS),
    _all_lost("repeated in time", 50 * MINUTE_MS, 50 * MINUTE_MS, settled=True),
    _all_lost("an hour later", 61 * MINUTE_MS, 61 * MINUTE_MS, settled=False),
    _all_lost("later, clock set back", 0, 61 * MINUTE_MS, settled=False),
    _all_lost("clock put forward", 61 * MINUTE_MS, 0, settled=False),
    _all_lost("clock set back", -61 * MINUTE_MS, 0, settled=False),
    Scenario(
        "an hour passes on the way",
        REPLY_LOST,
        moves={0.5: 61 * MINUTE_MS},
        providers=REPEATS,
        settled=False,
    ),
    Scenario("storm", STORM, count=5000, count_each=2000, rounds=4, read_s=0.4, away=0.5),
)
BY_NAME: Final = {scenario.name: scenario for scenario in SCENARIOS}
