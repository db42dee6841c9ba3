"""A receipt of each provider as its document shows it: everybody reads their own and no other's."""

from collections.abc import Mapping
from typing import Final

RECEIPT_SAMPLES: Final[Mapping[str, str]] = {
    "nxcloud-sms": "messageid=333444555666&phone=8615088888888&status=5&result=UNDELIV&size=1",
    "nxcloud-super": (
        '{"requestId": "ec6fceb05c1843bd9e4c3bc81e69ed74", "phone": "85290000001", '
        '"channel": "VIBER", "code": 14004, "message": "Viber message has delivered", '
        '"sendTime": "2023-11-14 10:00:00", '
        '"cost": {"currency": "USD", "localPrice": 0.28, "originalPrice": 0.04}}'
    ),
    "tencent-sms": (
        '[{"user_receive_time": "2015-10-17 08:03:04", "nationcode": "86", "mobile": '
        '"13788888888", "report_status": "SUCCESS", "errmsg": "DELIVRD", '
        '"description": "OK", "sid": "xxxxxxx"}]'
    ),
    "sendcloud": (
        "event=deliver&eventType=2&smsUser=shop&userId=1&timestamp=1434684323193"
        "&token=nyFltYEluRVvYezFHJW1st2ewb71RVcVDiNN6GqvRnWtgDDDDD&smsId=1434684323193_1_1_x"
        "&phone=13800138000&templateId=1"
    ),
}
