"""The runbooks: for every message that this project sends, what it means and what to do.

Owns the words. Texts hold no double quote, backslash or angle bracket, because EventBridge inserts
them into JSON unescaped; a test holds them to that. In commands `$REPOSITORY` stands for the
repository, `$DIGEST` for the image and `$ENV` for the environment that the message names.
"""

from collections.abc import Mapping
from typing import Final

from container_registry.monitoring.runbook import Runbook

_SCAN_FINDINGS: Final = (
    "The image's findings",
    "aws ecr describe-image-scan-findings --repository-name $REPOSITORY "
    "--image-id imageDigest=$DIGEST",
)
_IMAGES: Final = (
    "The newest images",
    "aws ecr describe-images --repository-name $REPOSITORY --query "
    "'sort_by(imageDetails,&imagePushedAt)[-10:].[imageTags,imagePushedAt,imageSizeInBytes]'",
)
_WHO: Final = (
    "Who did it",
    "aws cloudtrail lookup-events --lookup-attributes "
    "AttributeKey=ResourceName,AttributeValue=$REPOSITORY --max-results 20",
)
_REPORTER_LOG: Final = (
    "What the reporter could not do, with the reason",
    "aws logs tail /aws/lambda/$ENV-registry-usage --since 1d --filter-pattern reason",
)
_IN_BREACH: Final = (
    "All services in breach now",
    "aws logs tail /aws/lambda/$ENV-registry-usage --log-stream-names breaches --since 7h",
)
_POLICY: Final = (
    "The lifecycle policy",
    "aws ecr get-lifecycle-policy --repository-name $REPOSITORY",
)
_THRESHOLD: Final = "under `monitoring.thresholds`, or `thresholds` of the service alone"

_PAGES: Final = (
    Runbook(
        noun="findings",
        severity="ticket",
        title="A new image has more vulnerabilities than allowed",
        symptom=(
            "An image was scanned after its push and has more CRITICAL or HIGH findings than the "
            "thresholds allow. It can be deployed all the same."
        ),
        check=(_SCAN_FINDINGS, _IMAGES),
        fix=(
            "Read the findings, rebuild on a patched base image, push, and roll out. Where the "
            "image is not deployed yet, keep it from production until then"
        ),
        silence=f"Raise `critical` or `high` {_THRESHOLD}.",
    ),
    Runbook(
        noun="critical-finding",
        severity="page",
        title="Inspector found a critical vulnerability",
        symptom=(
            "Inspector knows a CRITICAL vulnerability in an image, which may be an old one that is "
            "still deployed. There is one message for each finding and image."
        ),
        check=(
            (
                "The finding",
                "aws inspector2 list-findings --filter-criteria "
                '\'{"ecrImageHash":[{"comparison":"EQUALS","value":"\'$DIGEST\'"}]}\'',
            ),
            (
                "Where the image runs",
                "aws inspector2 list-coverage --filter-criteria "
                '\'{"ecrRepositoryName":[{"comparison":"EQUALS","value":"\'$REPOSITORY\'"}]}\'',
            ),
        ),
        fix="Rebuild with the fixed package, push, and roll out; without a fix, read the advisory",
        silence="Set `monitoring.criticalFindings: false`, or suppress the finding in Inspector.",
    ),
    Runbook(
        noun="scan-failed",
        severity="ticket",
        title="A scan did not complete",
        symptom="Nobody knows the vulnerabilities of an image that was just pushed.",
        check=(_SCAN_FINDINGS,),
        fix=(
            "Start the scan again with `aws ecr start-image-scan`, once in 24 hours. An image "
            "without a supported operating system cannot be scanned by basic scanning"
        ),
        silence=f"Set `unscanned: false` {_THRESHOLD}, where images are built from scratch.",
    ),
    Runbook(
        noun="replication-failed",
        severity="ticket",
        title="An image did not arrive by replication",
        symptom="This Region lacks an image that its origin has; a deployment here cannot pull it.",
        check=(
            (
                "The state of the replication, in the origin's Region",
                "aws ecr describe-image-replication-status --repository-name $REPOSITORY "
                "--image-id imageDigest=$DIGEST",
            ),
            ("Whom this registry admits", "aws ecr get-registry-policy"),
        ),
        fix="Admit the origin in this registry's policy, then push the image again at the origin",
        silence="Set `monitoring.replicatedInto: false`.",
    ),
    Runbook(
        noun="access",
        severity="page",
        title="A repository was deleted, or is less protected",
        symptom=(
            "Somebody who is no deployer of this stack deleted a repository, or changed its "
            "policy, lifecycle policy, mutability or scanning."
        ),
        check=(
            _WHO,
            (
                "Whether it is still there",
                "aws ecr describe-repositories --repository-names $REPOSITORY",
            ),
            (
                "Take every right from a role that nobody knows, until the policy is detached",
                "aws iam attach-role-policy --role-name ROLE "
                "--policy-arn arn:${PARTITION:-aws}:iam::aws:policy/AWSDenyAll",
            ),
            ("What differs from the settings", "pulumi preview --refresh -s $ENV --diff"),
        ),
        fix=(
            "If it was meant, do it in the settings. Else take the rights from that principal, and "
            "put the repository back with `pulumi up --refresh`. Deleted images come back only "
            "from a replica or a new build"
        ),
        silence="Name the roles that deploy this stack under `monitoring.deployers`.",
    ),
    Runbook(
        noun="image-events",
        severity="info",
        title="An image was pushed or deleted",
        symptom="This is what `imageEvents` asked to be told of. A lifecycle policy deletes too.",
        check=(_WHO, _IMAGES),
        fix="If neither a pipeline nor the lifecycle policy did that, find who called the API",
        silence=f"Remove `imageEvents` {_THRESHOLD}.",
    ),
    Runbook(
        noun="pulls",
        severity="page",
        title="A repository is pulled far more often than usual",
        symptom=(
            "Pods that crash and start again, or a job without a cached image: the service may be "
            "down. Pulls across Regions or through NAT cost money."
        ),
        check=(
            (
                "Which repositories, where the message names none",
                "aws cloudwatch describe-alarm-contributors --alarm-name $ENV-registry-pulls",
            ),
            (
                "Who pulls",
                "aws cloudtrail lookup-events --lookup-attributes "
                "AttributeKey=EventName,AttributeValue=BatchGetImage --max-results 20",
            ),
            (
                "Pods that can't start or start again and again",
                "kubectl get events -A --field-selector type=Warning "
                "--sort-by=.lastTimestamp | tail -20",
            ),
        ),
        fix="Stop what restarts; give nodes or the job a cached image",
        silence=f"Raise `pulls` {_THRESHOLD}; 0 switches the alarm off.",
    ),
    Runbook(
        noun="pulls-unusual",
        severity="ticket",
        title="A repository is pulled more than usual at this hour",
        symptom=(
            "More pulls than CloudWatch expects from the last two weeks: a roll-out, more nodes, "
            "or something that starts again and again. In the first days of a repository the model "
            "knows little."
        ),
        check=(
            (
                "Pulls of the last day, by the hour",
                "aws cloudwatch get-metric-statistics --namespace AWS/ECR "
                "--metric-name RepositoryPullCount --dimensions "
                "Name=RepositoryName,Value=$REPOSITORY --statistics Sum --period 3600 "
                "--start-time $(date -u -d '1 day ago' +%FT%TZ) --end-time $(date -u +%FT%TZ)",
            ),
            ("Pods that restart", "kubectl get pods -A | grep -v Running"),
        ),
        fix=(
            "If a roll-out or new nodes explain it, do nothing. Else stop what restarts, and give "
            "nodes or the job a cached image"
        ),
        silence=f"Raise `pullsBand` {_THRESHOLD}, or leave it out.",
    ),
    Runbook(
        noun="images",
        severity="page",
        title="A repository nears the quota of images",
        symptom="At the quota of images per repository every push fails.",
        check=(_POLICY, _IMAGES),
        fix=(
            "See which tags the lifecycle policy leaves out, and add a class for them. If all "
            "images are needed, ask AWS for a higher quota L-03A36CE1"
        ),
        silence=f"Raise `imagesPercent`, or `imagesQuota` after AWS raised it, {_THRESHOLD}.",
    ),
    Runbook(
        noun="size",
        severity="ticket",
        title="A repository is larger than its retention should leave",
        symptom="Images stay that should expire, or an image has grown. Storage is paid for.",
        check=(_POLICY, _IMAGES),
        fix="Make the lifecycle policy match the tags that are pushed, or make the image smaller",
        silence=f"Set `sizeGib` {_THRESHOLD}.",
    ),
    Runbook(
        noun="findings-critical",
        severity="ticket",
        title="The newest image has CRITICAL vulnerabilities",
        symptom=(
            "The newest image has more CRITICAL findings than allowed. Under enhanced scanning "
            "those with a fix count, so a rebuild helps."
        ),
        check=(_SCAN_FINDINGS, _IN_BREACH),
        fix="Rebuild on a patched base image, push, and roll out",
        silence=f"Raise `critical` {_THRESHOLD}, or accept the finding in Inspector.",
    ),
    Runbook(
        noun="findings-high",
        severity="ticket",
        title="The newest image has many HIGH vulnerabilities",
        symptom="The newest image has more HIGH findings than allowed.",
        check=(_SCAN_FINDINGS, _IN_BREACH),
        fix="Rebuild on a patched base image, push, and roll out",
        silence=f"Raise `high` {_THRESHOLD}.",
    ),
    Runbook(
        noun="findings-overdue",
        severity="page",
        title="A CRITICAL vulnerability with a fix was left for too long",
        symptom=(
            "The newest image still has a CRITICAL finding for which a fix has been known for "
            "more than `criticalDays` days."
        ),
        check=(_SCAN_FINDINGS, _IN_BREACH),
        fix="Rebuild with the fixed package today, push, and roll out",
        silence=f"Raise `criticalDays` {_THRESHOLD}; 0 switches it off.",
    ),
    Runbook(
        noun="unscanned",
        severity="ticket",
        title="The newest image has no scan result",
        symptom=(
            "Nobody knows the vulnerabilities of the newest image. The message says why: `failed`, "
            "`denied` (a policy keeps the scanner out), `limited` (the scanner's quota), `never` "
            "(no scan rule names the repository) or `unsupported` (nothing it can read)."
        ),
        check=(
            _SCAN_FINDINGS,
            ("The scan rules", "aws ecr get-registry-scanning-configuration"),
            _IN_BREACH,
        ),
        fix=(
            "failed: start the scan again, or push again. denied: admit Inspector's service-linked "
            "role in the repository's policy. limited: ask AWS for a higher quota. never: let the "
            "registry's scan rules name the repository. unsupported: scan in the pipeline"
        ),
        silence=f"Set `unscanned: false` {_THRESHOLD}.",
    ),
    Runbook(
        noun="scan-expired",
        severity="info",
        title="Inspector no longer watches the newest image",
        symptom=(
            "Inspector stops 14 days (by default) after the last push or use, and closes the "
            "image's findings. No findings then means that nobody looks."
        ),
        check=(
            _SCAN_FINDINGS,
            (
                "For how long Inspector watches",
                "aws inspector2 get-configuration --query ecrConfiguration",
            ),
        ),
        fix=(
            "Push or deploy the image again, or watch for longer: "
            "`aws inspector2 update-configuration --ecr-configuration rescanDuration=DAYS_90`"
        ),
        silence=f"Set `unscanned: false` {_THRESHOLD}.",
    ),
    Runbook(
        noun="last-push",
        severity="ticket",
        title="Nothing was pushed for a long time",
        symptom="The image lacks the fixes of its base image since then, or the pipeline stands.",
        check=(_IMAGES, _IN_BREACH),
        fix="Rebuild and push, or see why the pipeline no longer runs",
        silence=f"Raise `daysWithoutPush` {_THRESHOLD}; 0 switches it off.",
    ),
    Runbook(
        noun="unread",
        severity="ticket",
        title="The usage reporter is blind or silent",
        symptom=(
            "It could not read a repository, publish or tell, twice in a row, or did not run at "
            "all. Size, images, findings and age of those repositories are unknown."
        ),
        check=(
            _REPORTER_LOG,
            ("When it ran", "aws scheduler get-schedule --name $ENV-registry-usage"),
            (
                "What was lost",
                "aws sqs get-queue-attributes --attribute-names All --queue-url "
                "$(aws sqs get-queue-url --queue-name $ENV-registry-dead-letters "
                "--query QueueUrl --output text)",
            ),
        ),
        fix=(
            "Do what the log's reason says: a right that is missing, a repository that is gone. "
            "Where the schedule or function is gone, `pulumi up --refresh`"
        ),
        silence="Repair it, or set `monitoring.reporter: false`; nothing else watches that.",
    ),
    Runbook(
        noun="trail",
        severity="ticket",
        title="No CloudTrail trail logs management events",
        symptom=(
            "EventBridge never hears of a deleted repository or a changed policy, so the `access` "
            "messages of all services are silent."
        ),
        check=(
            ("The trails", "aws cloudtrail describe-trails --include-shadow-trails"),
            ("Whether one logs", "aws cloudtrail get-trail-status --name TRAIL_ARN"),
        ),
        fix="Create a trail for management events, or start its logging",
        silence="Create the trail; there is no other source of these events.",
    ),
    Runbook(
        noun="undelivered-events",
        severity="page",
        title="An event did not reach its target",
        symptom=(
            "A rule of this stack matched an event, and the topic or the pager never took the "
            "message. People were not told of something."
        ),
        check=(
            (
                "What was not told, and why",
                "aws sqs receive-message --max-number-of-messages 10 --message-attribute-names All "
                "--queue-url $(aws sqs get-queue-url --queue-name $ENV-registry-dead-letters "
                "--query QueueUrl --output text)",
            ),
            (
                "The topic's policy",
                "aws sns get-topic-attributes --topic-arn $TOPIC_ARN --query Attributes.Policy",
            ),
        ),
        fix=(
            "Put the topic's and its key's policies back with `pulumi up --refresh`, or renew the "
            "pager's key; then send a test message"
        ),
        silence="Repair the way; nothing tells of lost messages but this.",
    ),
    Runbook(
        noun="undelivered-messages",
        severity="page",
        title="A message did not reach its readers",
        symptom=(
            "A subscriber of a topic did not take a message, or something lies in the dead-letter "
            "queue: a rule's event, or a run of the reporter."
        ),
        check=(
            (
                "Who is subscribed, and who has not confirmed",
                "aws sns list-subscriptions-by-topic --topic-arn $TOPIC_ARN",
            ),
            (
                "What lies in the queue",
                "aws sqs receive-message --max-number-of-messages 10 --message-attribute-names All "
                "--queue-url $(aws sqs get-queue-url --queue-name $ENV-registry-dead-letters "
                "--query QueueUrl --output text)",
            ),
        ),
        fix=(
            "Let the queue's policy admit sns.amazonaws.com, let the web server answer, confirm "
            "the subscription; then empty the queue and send a test message"
        ),
        silence="Remove the subscriber that no longer takes messages.",
    ),
    Runbook(
        noun="budget",
        severity="info",
        title="ECR costs more than its budget",
        symptom=(
            "80 or 100 % of the month's budget is spent, or will be by AWS's forecast. This is "
            "AWS's own message and carries no link."
        ),
        check=(
            (
                "What is paid for",
                "aws ce get-cost-and-usage --time-period Start=YYYY-MM-01,End=YYYY-MM-DD "
                "--granularity MONTHLY --metrics UnblendedCost --group-by "
                "Type=DIMENSION,Key=USAGE_TYPE",
            ),
            _POLICY,
        ),
        fix="See `size` for storage; pull in the registry's own Region for transfer",
        silence="Raise `monitoring.budget`.",
    ),
    Runbook(
        noun="test",
        severity="info",
        title="Test: this message shows that messages arrive",
        symptom="Somebody sent a test message through the stack's own rule, topic and key.",
        check=(
            ("Who is subscribed", "aws sns list-subscriptions-by-topic --topic-arn $TOPIC_ARN"),
        ),
        fix="Nothing is to be done",
        silence="It is sent on demand only.",
    ),
)

RUNBOOKS: Final[Mapping[str, Runbook]] = {page.noun: page for page in _PAGES}
