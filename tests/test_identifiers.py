"""Ids are minted in sequence, once, and never the id of another record."""

from offer_opendata.mapping.identifiers import Minted, mint
from offer_opendata.mapping.records import Batch
from texts import SCHEMA, applied

TOML = '[[table]]\n[[table.row]]\nresource = "organizations"\nkey = "{Org}"\nname = "Org"\n'
TYPED = '[[table]]\n[[table.row]]\nresource = "organizations"\nid = "Id"\n'


def batches(text: str, toml: str = TOML) -> tuple[Batch, ...]:
    return applied(toml, text).batches


def ids(kept: Minted, *texts: str) -> list[str]:
    made, _ = mint([batch for text in texts for batch in batches(text)], kept)
    return [value for batch in made for value in batch.columns["id"]]


NONE = Minted({})


def test_new_keys_follow_in_the_order_of_the_sources() -> None:
    assert ids(NONE, "Org\nAsh\nBeech\nAsh", "Org\nCedar\nAsh") == [
        f"organizations-{number}" for number in (1, 2, 1, 3, 1)
    ]


def test_a_known_key_keeps_its_id_whatever_comes_before_it() -> None:
    _, kept = mint(batches("Org\nAsh\nBeech"), NONE)
    assert ids(kept, "Org\nCedar\nBeech") == ["organizations-3", "organizations-2"]


def test_an_id_is_never_given_again_though_its_record_is_gone() -> None:
    _, kept = mint(batches("Org\nAsh\nBeech"), NONE)
    _, kept = mint(batches("Org\nCedar"), kept)
    assert kept.rows() == [
        ("organizations", "Ash", "organizations-1"),
        ("organizations", "Beech", "organizations-2"),
        ("organizations", "Cedar", "organizations-3"),
    ]


def test_an_id_that_a_source_states_is_not_minted() -> None:
    typed = batches("Id\norganizations-2", TYPED)
    made, _ = mint([*batches("Org\nAsh\nBeech\nCedar"), *typed], NONE)
    assert list(made[0].columns["id"]) == ["organizations-1", "organizations-3", "organizations-4"]


def test_ids_of_another_resource_do_not_count() -> None:
    assert ids(Minted({("services", "x"): "services-1"}), "Org\nAsh") == ["organizations-1"]
    assert ids(Minted({("organizations", "x"): "own-7"}), "Org\nAsh") == ["organizations-2"]


def test_a_blank_key_stays_blank() -> None:
    assert ids(NONE, "Org,x\n,1\nAsh,2") == ["", "organizations-1"]


def test_what_refers_to_nobody_keeps_the_key() -> None:
    toml = TYPED.replace("organizations", "services") + 'organization_id = { minted = "{Org}" }\n'
    made, kept = mint(batches("Id,Org\n1,Ash", toml), Minted({("organizations", "Elm"): "e"}))
    assert made[0].columns["organization_id"] == ["Ash"]
    assert list(kept.ids.values()) == ["e"]
    made, _ = mint(batches("Id,Org\n1,Elm", toml), kept)
    assert made[0].columns["organization_id"] == ["e"]


def test_rows_are_in_order_of_resource_and_number() -> None:
    minted = Minted({("b", str(i)): f"b-{i}" for i in (10, 9, 2)} | {("a", "z"): "z"})
    assert [row[2] for row in minted.rows()] == ["z", "b-2", "b-9", "b-10"]


def test_batches_without_keys_are_left_alone() -> None:
    (batch,) = batches("Id\n1", TYPED)
    assert mint([batch], NONE)[0] == [batch]
    assert batch.resource is SCHEMA.resources["organizations"]
