"""Moments as options."""

import click

from ecf_sandbox.engine.domain.instants import Instant, has_time, in_range, parse_moment


class Moment(click.ParamType[Instant]):
    """A date-time such as 2021-11-25T09:00:00Z, or a date, which is its midnight in UTC."""

    name = "date-time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Instant:
        text = str(value)
        try:
            moment = parse_moment(text)
        except ValueError:
            self.fail(f"{text!r} is not a date-time such as 2021-11-25T09:00:00Z.", param, ctx)
        if not in_range(moment):
            self.fail("it must be between 2000-01-01 and 2099-12-31.", param, ctx)
        return moment


class MomentText(click.ParamType[str]):
    """The same, as the control API reads it."""

    name = "date-time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        MOMENT.convert(value, param, ctx)
        text = str(value)
        return text if has_time(text) else f"{text}T00:00:00Z"


MOMENT = Moment()
MOMENT_TEXT = MomentText()
