from smsdesk.providers import PROVIDERS
from smsdesk.services.pacer import Pacer
from smsdesk.services.turns import Turn, Turns


def test_nothing_leaves_while_it_is_held() -> None:
    turns = Turns(PROVIDERS["nxcloud-sms"].info, Pacer(0))
    turns.restart([7], [], Pacer(0), offline_s=0.0, now_s=3.0)
    turns.hold(5.0)
    assert turns.next(4.0) == 1.0
    assert turns.next(5.0) == Turn(7, 5.0)
