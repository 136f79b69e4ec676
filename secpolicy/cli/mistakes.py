"""What commands look for once something is wrong, or may be: what else is wrong with an inventory, and names that there are not. Loaded only then."""

from __future__ import annotations

import os
from functools import partial

from secpolicy.base.problem import closest
from secpolicy.cli.commands import Gathering, refuse_uses
from secpolicy.cli.context import Context
from secpolicy.cli.judged import Asked, Setting, documents_at, rules_and_profile, rules_asked, setting_of
from secpolicy.model.declared import Inventory
from secpolicy.model.documents import documents_of, read_documents
from secpolicy.model.entity import ref
from secpolicy.model.stretches import Mapping
from secpolicy.model.text_files import file_text


def refuse_what_else_is_wrong(context: Context, path: str, asked: Asked) -> None:
    """Raises Refused with what else is wrong with an inventory of which a file could not be read, as far as the others tell."""
    files = [os.path.join(path, name) for name in sorted(os.listdir(path)) if name.endswith((".yaml", ".yml"))] if os.path.isdir(path) else [path]
    # Another file in the place of the waivers: if these are all that cannot be read, the rest can be looked at as it is.
    documents = Gathering().tried(lambda: read_documents(path, None, files[0])) if path != "-" and files else None
    if documents is not None:
        setting_of(context, documents, asked)
        return
    gathering = Gathering()
    read = [Gathering().tried(partial(_document_at, file)) for file in files]
    rules_and_profile(context, tuple(document for found in read if found for document in found), asked, gathering)
    gathering.end()


def _document_at(file: str) -> tuple[Mapping, ...]:
    return documents_of(file_text(file).text, file)


def refuse_unknown(setting: Setting, asked: Asked) -> None:
    """Raises Refused if `--only` names rules that there are not, or things that the inventory, if it is the only one, does not have."""
    gathering = Gathering()
    gathering.tried(lambda: rules_asked(setting, asked))
    if not asked.one_of_many:
        gathering.tried(lambda: refuse_things(asked, (setting.inventory,)))
    gathering.end()


def holding(context: Context, paths: tuple[str, ...], asked: Asked) -> tuple[str, ...]:
    """Those of several inventories that have what `--only` names, and those that cannot be read, as they will say. Raises Refused if it is nowhere."""
    found = {path: Gathering().tried(partial(_inventory, context, path, asked)) for path in paths}
    read = {path: inventory for path, inventory in found.items() if inventory is not None}
    if len(read) == len(paths):
        refuse_things(asked, tuple(read.values()))
    wanted = _things_asked(asked, tuple(read.values()))
    return tuple(path for path in paths if not wanted or path not in read or wanted & _known((read[path],)))


def _inventory(context: Context, path: str, asked: Asked) -> Inventory:
    return setting_of(context, documents_at(path, asked.waivers), asked).inventory


def refuse_things(asked: Asked, inventories: tuple[Inventory, ...]) -> None:
    """Raises Refused if `--only` names things that none of the inventories has."""
    known = sorted(_known(inventories)) if asked.only else []
    unknown = [(subject, closest(subject, known)) for subject in sorted(_things_asked(asked, inventories).difference(known))]
    refuse_uses(("usage-no-such-subject-meant" if meant else "usage-no-such-subject", {"subject": subject, "meant": meant}) for subject, meant in unknown)


def _things_asked(asked: Asked, inventories: tuple[Inventory, ...]) -> set[str]:
    return {word for word in asked.only if ":" in word or any(word in inventory.vocabulary.kinds for inventory in inventories)}


def _known(inventories: tuple[Inventory, ...]) -> set[str]:
    """What `--only` can name of inventories: kinds, and the things that they hold."""
    return set().union(*(inventory.vocabulary.kinds for inventory in inventories), *map(_things_held, inventories))


def _things_held(inventory: Inventory) -> set[str]:
    held = (*(population.members for population in inventory.populations.values()), *inventory.records.values(), inventory.always.values())
    return set(map(ref, (entity for alike in held for entity in alike)))
