"""Events and alarms reach topics, and topics reach queues; nothing reaches the outside."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

ACCOUNT, REGION = "111122223333", "ap-northeast-2"
PUSH = {"action-type": "PUSH", "repository-name": "one", "image-tag": 'say "hi"', "size": 3}


@pytest.fixture
def topic(aws):
    return aws.sns.create_topic(Name="alerts")["TopicArn"]


@pytest.fixture
def queue(aws, topic):
    url = aws.sqs.create_queue(QueueName="inbox")["QueueUrl"]
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:inbox"
    raw = {"RawMessageDelivery": "true"}
    aws.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=raw)
    return url


def received(aws, queue):
    found = aws.sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    return [message["Body"] for message in found.get("Messages", [])]


def rule(aws, target, *, pattern=None, schedule=None, state="ENABLED", **how):
    pattern = {"source": ["aws.ecr"]} if pattern is None and schedule is None else pattern
    source = {"EventPattern": json.dumps(pattern)} if pattern else {"ScheduleExpression": schedule}
    aws.events.put_rule(Name="rule", State=state, **source)
    aws.events.put_targets(Rule="rule", Targets=[{"Id": "one", "Arn": target, **how}])


def happen(aws, detail=PUSH, kind="ECR Image Action", **more):
    entry = {"Source": "aws.ecr", "DetailType": kind, "Detail": json.dumps(detail), **more}
    answer = aws.events.put_events(Entries=[entry])
    assert answer["FailedEntryCount"] == 0


def test_an_event_reaches_a_topic_whole(aws, topic, queue):
    rule(aws, topic)
    happen(aws, Resources=["arn:one"])
    event = json.loads(received(aws, queue)[0])
    assert event["detail"] == PUSH
    assert event["source"] == "aws.ecr"
    assert event["resources"] == ["arn:one"]
    assert event["time"].endswith("Z")


@pytest.mark.parametrize(
    ("paths", "template", "expected"),
    [
        (
            {"repo": "$.detail.repository-name", "tag": "$.detail.image-tag"},
            '"<repo> got <tag>"',
            '"one got say \\"hi\\""',
        ),
        (
            {"n": "$.detail.size", "r": "$.resources[0]"},
            '{"n": <n>, "r": <r>}',
            '{"n": 3, "r": "x"}',
        ),
        ({"repo": "$.detail.repository-name"}, '{"r": "<repo>"}', '{"r": "one"}'),
        ({"gone": "$.detail.gone"}, '"[<gone>]"', '"[]"'),
        ({"detail": "$.detail"}, '{"d": <detail>}', json.dumps({"d": PUSH})),
        ({}, '"<aws.events.rule-name> <unknown>"', '"rule <unknown>"'),
    ],
)
def test_a_transformer_makes_a_text_of_an_event(aws, topic, queue, paths, template, expected):
    how = {"InputTransformer": {"InputPathsMap": paths, "InputTemplate": template}}
    rule(aws, topic, **how)
    happen(aws, Resources=["x"])
    assert received(aws, queue) == [expected]


def test_a_target_may_take_a_part_of_the_event_or_a_constant(aws, topic, queue):
    rule(aws, topic, InputPath="$.detail")
    happen(aws)
    assert json.loads(received(aws, queue)[0]) == PUSH
    rule(aws, topic, Input='{"fixed": true}')
    happen(aws)
    assert '{"fixed": true}' in received(aws, queue)


@pytest.mark.parametrize(
    "how",
    [
        {"state": "DISABLED"},
        {"schedule": "rate(1 day)"},
        {"pattern": {"source": ["aws.inspector2"]}},
    ],
)
def test_a_rule_that_does_not_match_delivers_nothing(aws, topic, queue, how):
    rule(aws, topic, **how)
    happen(aws)
    assert received(aws, queue) == []


@pytest.mark.parametrize(
    ("state", "arrives"),
    [("ENABLED", 0), ("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", 1)],
)
def test_read_only_management_events_need_the_rule_state_for_them(
    aws, topic, queue, state, arrives
):
    rule(aws, topic, state=state)
    detail = {"eventName": "PolicyExecutionEvent", "readOnly": True}
    happen(aws, detail, "AWS Service Event via CloudTrail")
    assert len(received(aws, queue)) == arrives


@pytest.mark.parametrize(("kinds", "arrives"), [(["A", "B"], 1), (["A"], 0), ([], 0)])
def test_a_pattern_reaches_into_a_list_of_objects(aws, topic, queue, kinds, arrives):
    rule(aws, topic, pattern={"detail": {"resources": {"type": ["B"], "details": {"n": [1]}}}})
    happen(aws, {"resources": [{"type": kind, "details": {"n": 1}} for kind in kinds]})
    assert len(received(aws, queue)) == arrives


def test_a_pattern_matches_within_one_object_of_a_list(aws, topic, queue):
    rule(aws, topic, pattern={"detail": {"resources": {"type": ["B"], "n": [1]}}})
    happen(aws, {"resources": [{"type": "A", "n": 1}, {"type": "B", "n": 2}]})
    assert received(aws, queue) == []


def test_an_event_reaches_a_queue_and_a_log_group(aws, queue):
    rule(aws, f"arn:aws:sqs:{REGION}:{ACCOUNT}:inbox")
    happen(aws)
    assert json.loads(received(aws, queue)[0])["detail"] == PUSH
    aws.logs.create_log_group(logGroupName="/events")
    rule(aws, f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/events:*")
    happen(aws)
    streams = aws.logs.describe_log_streams(logGroupName="/events")["logStreams"]
    lines = aws.logs.get_log_events(
        logGroupName="/events", logStreamName=streams[0]["logStreamName"]
    )["events"]
    assert json.loads(lines[0]["message"])["detail"] == PUSH


@pytest.fixture
def alarm(aws, topic):
    aws.cloudwatch.put_metric_alarm(
        AlarmName="pulls",
        AlarmDescription="too many pulls",
        Namespace="AWS/ECR",
        MetricName="RepositoryPullCount",
        Dimensions=[{"Name": "RepositoryName", "Value": "one"}],
        Statistic="Sum",
        Period=300,
        EvaluationPeriods=2,
        Threshold=1000,
        ComparisonOperator="GreaterThanThreshold",
        AlarmActions=[topic],
    )
    return "pulls"


def test_an_alarm_that_changes_its_state_tells_its_topic(aws, queue, alarm):
    aws.cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="2000 pulls")
    told = json.loads(received(aws, queue)[0])
    assert told["AlarmName"] == "pulls"
    assert (told["OldStateValue"], told["NewStateValue"]) == ("OK", "ALARM")
    assert told["NewStateReason"] == "2000 pulls"
    assert told["Trigger"]["Dimensions"] == [{"name": "RepositoryName", "value": "one"}]
    aws.cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="again")
    assert received(aws, queue) == [], "the same state is no change"
    aws.cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="OK", StateReason="quiet")
    assert received(aws, queue) == [], "it has no action for OK"


def test_an_alarm_whose_actions_are_off_tells_nobody(aws, queue, alarm):
    aws.cloudwatch.disable_alarm_actions(AlarmNames=[alarm])
    aws.cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="x")
    assert received(aws, queue) == []


def test_a_message_to_another_host_stays_on_the_machine(aws, topic, queue, local):
    aws.sns.subscribe(TopicArn=topic, Protocol="https", Endpoint="https://alerts.example.com/x")
    aws.sns.publish(TopicArn=topic, Message="hello")
    assert received(aws, queue) == ["hello"], "the others still get it"


def test_a_message_to_this_host_arrives(aws, topic):
    heard = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments): ...

    with HTTPServer(("127.0.0.1", 0), Listener) as listener:
        listener.timeout = 10
        address = f"http://127.0.0.1:{listener.server_port}/"
        aws.sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=address)
        from threading import Thread

        thread = Thread(target=listener.handle_request)
        thread.start()
        aws.sns.publish(TopicArn=topic, Message="hello")
        thread.join(10)
    assert heard[0]["Message"] == "hello"
