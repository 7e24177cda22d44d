"""Amazon Q Developer in chat applications: recorded, as moto lacks it."""

from tests.local.provider.example import Example

ROLE = "arn:aws:iam::111122223333:role/chat"
TOPICS = ["arn:aws:sns:ap-northeast-2:111122223333:alerts"]

EXAMPLES = [
    Example(
        "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
        lambda made: {
            "configurationName": "alerts",
            "iamRoleArn": ROLE,
            "slackTeamId": "T0123ABCD",
            "slackChannelId": "C0123ABCD",
            "snsTopicArns": TOPICS,
        },
        changed=lambda made: {"snsTopicArns": [*TOPICS, f"{TOPICS[0]}-2"], "tags": {"a": "b"}},
        replaced=lambda made: {"slackTeamId": "T9", "slackChannelId": "C9"},
    ),
    Example(
        "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
        lambda made: {
            "configurationName": "alerts",
            "iamRoleArn": ROLE,
            "tenantId": "00000000-0000-0000-0000-000000000000",
            "teamId": "11111111-1111-1111-1111-111111111111",
            "channelId": "19%3aabc%40thread.tacv2",
            "snsTopicArns": TOPICS,
        },
        changed=lambda made: {"snsTopicArns": [*TOPICS, f"{TOPICS[0]}-2"], "tags": {"a": "b"}},
        replaced=lambda made: {"teamId": "22222222-2222-2222-2222-222222222222"},
    ),
]
