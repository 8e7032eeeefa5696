"""Acts of schools, appropriate bodies and the department on people, in a few words."""

from itertools import count

from tests.v3.kit.people import school_id

_numbers = count(1)


def register(control, role="ect", school=1, *, status=201, on=None, **said):
    """Register somebody at a school through the control API; return the person."""
    body = {"participant_type": role, "school_id": school_id(school)} | said
    if "teacher_reference_number" not in said:
        body["teacher_reference_number"] = f"{next(_numbers) + 5_000_000}"
    return control.done("POST", "/participants", body, status=status, on=on)


def act(control, person, name, status=200, *, on=None, **said):
    """Do something about a person; return the person."""
    method = "PUT" if name == "eligibility" else "POST"
    return control.done(method, path(person, name), _body(said), status=status, on=on)


def refused(control, person, name, status=409, *, on=None, **said):
    """Do something that is refused; return the message."""
    method = "PUT" if name == "eligibility" else "POST"
    return control.refused(method, path(person, name), _body(said), status=status, on=on)


def _body(said):
    """Return a body; `on_` is its `on`."""
    return {name.rstrip("_"): value for name, value in said.items()}


def join(control, person, role="ect", school=2, **said):
    """Register somebody known at a school; return the person."""
    return act(control, person, "join", participant_type=role, school_id=school_id(school), **said)


def change(control, person, name="", *, on=None, **said):
    """Change facts of a person, or of the induction; return the person."""
    return control.done("PATCH", path(person, name), said, on=on)


def path(person, name=""):
    """Return the path of a person, or of what is done about them."""
    return f"/participants/{person['id']}{'/' if name else ''}{name}"


def training(person):
    """Return the training periods of a person, oldest first."""
    return [each for period in person["school_periods"] for each in period["training_periods"]]


def days(periods):
    """Return the first and last days of periods."""
    return [(each["started_on"], each["finished_on"]) for each in periods]


def enrolment(server, person, **request):
    """Return the first enrolment that a provider is shown of a person, None if not listed."""
    answer = server.call("GET", f"/participants/{person['id']}", **request)
    if answer.status_code == 404:
        return None
    return answer.json()["data"]["attributes"]["ecf_enrolments"][0]
