"""SMSHook bodies as SendCloud's documents show them, in the shapes they come in."""

import json
from urllib.parse import urlencode

DELIVERED = urlencode(
    {
        "event": "deliver",
        "eventType": "20",
        "smsUser": "shop",
        "userId": "102",
        "timestamp": "1434684323193",
        "token": "nyFltYEluRVvYezFHJW1st2ewb71RVcVDiNN6GqvRnWtgDDDDD",
        "signature": "0a3691091df1a9bdd237bb776fc40381d5568973c4decbd6562583106c94a1c2",
        "smsId": "1434684323193_1_1_x$13800138000",
        "phone": "13800138000",
        "templateId": "29",
        "message": "成功送达",
        "receiptTime": "2022-05-10 01:29:50",
        "msgCount": "2",
    }
)
"""A form; its signature is that of the key APPKEY."""

TAKEN = json.dumps(
    {
        "event": "request",
        "eventType": 1,
        "smsUser": "shop",
        "userId": 19999,
        "timestamp": 1652150994087,
        "token": "VDymF6ihuJkKZjHiJZkLKGmY6q9qAQ2WGopLh7mBsDeAO6GKV5",
        "signature": "1ff237043487aeb4dc1b21c22b5ead9e4df94a31a3afa0ad53238eb38c2cbeea",
        "smsIds": '["1652150994014_9_1_3_a$13888888888", "1652150994014_9_1_3_b$+85261234567"]',
        "phones": '["13888888888", "+85261234567"]',
        "templateId": 29999,
        "message": "request",
        "customArgs": {},
    }
)
FAILED = json.dumps(
    {
        "event": "delivererror",
        "eventType": 5,
        "smsUser": "shop",
        "userId": 19999,
        "timestamp": 1652146277000,
        "token": "MTha34FTrBRBmJXdZK4qVCqRxh8N4IlAJlM11sd1FSfCk9jmo3",
        "smsId": "1652146271665_19999_8755_3883_37059m$13888888888",
        "statusCode": 590,
        "message": "REJECTD(other)",
        "encodeMessage": "UkVKRUNURCjlhbbku5Yp",
        "receiptTime": "2022-05-10 09:31:17",
        "customArgs": {"order": "12"},
    }
)
REFUSED = """event: workererror
eventType: 4
smsUser: shop
userId: 102
timestamp: 1434684323193
token: nyFltYEluRVvYezFHJW1st2ewb71RVcVDiNN6GqvRnWtgDDDDD
smsId: 1434684323193_1_1_x$13800138000
statusCode: 430
message: smsworker:address in unsubscribe list
encodeMessage: c21zd29ya2VyOmFkZHJlc3MgaW4gdW5zdWJzY3JpYmUgbGlzdCjlj5bmtojorqLpmIUp
labelId: 7"""
REPLIED = json.dumps(
    {
        "event": "reply",
        "eventType": 6,
        "smsUser": "shop",
        "phone": "13800138000",
        "replyContent": "?",
        "encodeReplyContent": "6YCA6K6i",
        "replyTime": "2022-05-10 01:29:50",
        "token": "x",
    }
)
VERDICT = json.dumps(
    {
        "event": "templateVerify",
        "eventType": 8,
        "userId": 102,
        "templateId": 6255,
        "name": "Welcome",
        "verfiyResult": -1,
        "verfiyComment": "签名不符",
        "timestamp": 1646628597226,
        "token": "M1dgqmmOsM3BC9dCqBsMjtDh6I5jYwXngPEtcVV9v8XoplF1VQ",
    }
)

SHAPES = {
    DELIVERED: 1,
    f"?{DELIVERED}": 1,
    DELIVERED.replace("&", "\n&"): 1,
    DELIVERED.replace("&", "\n"): 1,
    f"{DELIVERED}\n{DELIVERED}": 2,
    TAKEN: 2,
    f"[{TAKEN}, {FAILED}]": 3,
    f"{FAILED}\n{FAILED}": 2,
    REFUSED: 1,
    REPLIED: 1,
    VERDICT: 1,
}
"""Everything that is read, and how many receipts it holds."""
