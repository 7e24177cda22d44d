"""Answers in AWS's XML protocols (`query`, `ec2`), from the values that boto3 would give back.

botocore's own model of the operation says how; a member that the model lacks is an error.
"""

from xml.sax.saxutils import escape


def answer(operation, value):
    """The body of a successful answer to an operation of botocore's model."""
    shape, service = operation.output_shape, operation.service_model.metadata["protocol"]
    body = _members(shape, value) if shape is not None else ""
    if service == "ec2":
        return f"<{operation.name}Response>{body}</{operation.name}Response>".encode()
    inner = f"<{operation.name}Result>{body}</{operation.name}Result>"
    return f"<{operation.name}Response>{inner}</{operation.name}Response>".encode()


def refusal(protocol, code, message):
    error = f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Error>"
    if protocol == "ec2":
        return f"<Response><Errors>{error}</Errors></Response>".encode()
    return f"<ErrorResponse>{error}</ErrorResponse>".encode()


def _members(shape, value):
    unknown = set(value) - set(shape.members)
    assert not unknown, f"{shape.name} has no {unknown}"
    return "".join(_element(shape.members[name], name, each) for name, each in value.items())


def _element(shape, name, value):
    name = shape.serialization.get("name", name)
    return f"<{name}>{_content(shape, value)}</{name}>"


def _content(shape, value):
    if shape.type_name == "structure":
        return _members(shape, value)
    if shape.type_name == "list":
        item = shape.member.serialization.get("name", "member")
        return "".join(f"<{item}>{_content(shape.member, each)}</{item}>" for each in value)
    if shape.type_name == "map":
        return "".join(
            f"<entry><key>{escape(key)}</key><value>{escape(str(each))}</value></entry>"
            for key, each in value.items()
        )
    return str(value).lower() if isinstance(value, bool) else escape(str(value))
