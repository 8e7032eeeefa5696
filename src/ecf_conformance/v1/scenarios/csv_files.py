"""Lists as CSV."""

import csv
import io

from ecf_conformance.cases import Case, of
from ecf_conformance.reply import Json, Reply
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import NOBODY, Provider

_FILES = of("/participants/ecf", "/participants", "/participant-declarations")


def _rows(reply: Reply) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(reply.accepted().text, newline="")))


def _as_cells(record: Json) -> dict[str, str]:
    """Return a record of the JSON list as its row of the CSV must be."""
    return {
        "id": record["id"],
        **{name: _cell(value) for name, value in record["attributes"].items()},
    }


def _cell(value: Json) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


@scenario("LIST-6", needs={Ability.TIME}, each=_FILES)
def csv_tells_what_json_tells(provider: Provider, case: Case) -> None:
    """Every row has the id and the attributes of the JSON list, in their order."""
    with provider.on("2023-04-04T04:04:04Z"):
        ect = provider.someone(schedule="ecf-extended-september")
        made = provider.declares(ect).done()
        provider.defers(ect).done()
        query = {"filter[updated_since]": "2023-04-04T04:04:03Z", "page[per_page]": "3000"}
        rows = provider.get(f"{case.name}.csv", params=query)
        listed = provider.get(case.name, params=query).accepted()
    id_ = made.id if "declarations" in case.name else ect.id
    found = [row for row in _rows(rows) if row["id"] == id_]
    expected = [_as_cells(each) for each in listed.records if each["id"] == id_]
    assert found == expected, f"{rows.exchange.line} with {found}; JSON has {expected}"
    assert found, f"{rows.exchange.line} without {id_}, which changed since"
    names, expected_names = list(found[0]), list(expected[0])
    assert names == expected_names, f"{rows.exchange.line} with columns {names}"


@scenario("LIST-6", "FMT-1", each=_FILES)
def csv_is_text_in_lines(provider: Provider, case: Case) -> None:
    """CSV comes as text/csv, lines end in LF, and null is a pair of quotes."""
    provider.declares(provider.someone()).done()
    file = provider.get(f"{case.name}.csv").accepted()
    kind = file.headers.get("content-type")
    is_fine = kind == "text/csv" or provider.target.excuses_type(file.exchange)
    assert is_fine, f"{file.exchange.line} as {kind!r}; expected text/csv"
    assert b"\r" not in file.exchange.body, f"{file.exchange.line} with lines that end in CR"
    assert file.text.endswith("\n"), f"{file.exchange.line} without an end to its last line"
    assert file.text.startswith("id,"), f"{file.exchange.line} without a header row"
    assert ',""' in file.text, f"{file.exchange.line} without null as a pair of quotes"


@scenario("LIST-6", each=_FILES)
def nothing_to_list_is_an_empty_file(provider: Provider, case: Case) -> None:
    """A filter that finds nothing gives an empty body, without a header row."""
    provider.declares(provider.someone(untouched=True)).done()
    query = {"filter[cohort]": "1901", "filter[participant_id]": NOBODY}
    file = provider.get(f"{case.name}.csv", params=query).accepted()
    assert file.text == "", f"{file.exchange.line} with {file.text[:100]!r}; expected nothing"


@scenario("LIST-6", each=_FILES)
def csv_ignores_paging(provider: Provider, case: Case) -> None:
    """Every row is there, whatever page is asked for; filters are honoured."""
    ids = []
    for _ in range(2):
        ect = provider.someone()
        made = provider.declares(ect).done()
        ids.append(made.id if "declarations" in case.name else ect.id)
    query = {"page[page]": "1", "page[per_page]": "1"}
    found = {row["id"] for row in _rows(provider.get(f"{case.name}.csv", params=query))}
    assert set(ids) <= found, f"a page of one has {len(found)} rows, and not all of {ids}"


@scenario("LIST-6", needs={Ability.CONTROL})
def csv_quotes_what_needs_it(provider: Provider) -> None:
    """A name with quotes, a comma and other letters reads back as it is."""
    name = 'Zoë "Zed" O\'Neill-Øster, née 王'
    who = {"provider": provider.slug, "participant_type": "ect", "full_name": name}
    added = provider.control("POST", "/participants", who)
    provider.reads(added["id"]).accepted().shows(full_name=name)
    rows = [row for row in _rows(provider.get("/participants/ecf.csv")) if row["id"] == added["id"]]
    found = [row["full_name"] for row in rows]
    assert found == [name], f"the CSV has {found}; JSON has {name!r}"


@scenario("LIST-6", "LIST-5", "LIST-4", needs={Ability.CONTROL})
def csv_has_every_row_of_a_world(provider: Provider) -> None:
    """In a world of its own, the CSV has the rows of the whole JSON list, in its order."""
    alone = provider.elsewhere(participants=3005)
    rows = [row["id"] for row in _rows(alone.get("/participants/ecf.csv"))]
    pages = [alone.participants(page=each, per_page="3000").accepted().ids for each in "12"]
    assert rows == pages[0] + pages[1], "CSV and JSON disagree"
    rows = [row["id"] for row in _rows(alone.get("/participant-declarations.csv"))]
    pages = [alone.declarations(page=each, per_page="3000").accepted().ids for each in "123"]
    assert rows == [id_ for page in pages for id_ in page], "CSV and JSON disagree"
    none = _rows(alone.get("/participants.csv", params={"filter[cohort]": "1901"}))
    assert none == [], "the CSV does not honour a filter"
