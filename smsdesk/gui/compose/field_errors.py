"""What was refused, at the fields of the message it is about."""

from smsdesk.core.errors import SmsdeskError, UserInputError
from smsdesk.core.message import Message, text_fields
from smsdesk.core.preflight import without_columns
from smsdesk.gui.compose.merge_fields import field_names
from smsdesk.gui.words import language, number


def field_errors(problem: SmsdeskError, message: Message) -> dict[str, str]:
    """Sentences by the path of the field of `message` they belong to; "" for those of none."""
    if not isinstance(problem, UserInputError):
        return {"": problem.sentence(language())}
    if not problem.problems:
        return {"": problem.sentence(language())}
    missing = without_columns(problem)
    if len(problem.problems) > 1 and not missing.problems:
        names = {one.where for one in problem.problems}
        paths = [path for name in names for path in _paths_with(name, message)]
        return dict.fromkeys(paths, missing.sentence(language(), number))
    grouped: dict[str, list[str]] = {}
    for one in problem.problems:
        absent = one.code == "merge_no_column"
        for where in _paths_with(one.where, message) if absent else [one.where]:
            grouped.setdefault(where, []).append(one.sentence(language()))
    return {where: "\n".join(sentences) for where, sentences in grouped.items()}


def _paths_with(name: str, message: Message) -> list[str]:
    """Where the merge field `name` stands."""
    return [path for path, text in text_fields(message).items() if name in field_names(text)]
