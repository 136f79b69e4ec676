"""The declared network as a drawing: a column per tier and one for the outside, lines with arrow heads, the gravest route and its cut."""

from __future__ import annotations

from collections.abc import Iterable

from secpolicy.base.record import Record, plain
from secpolicy.base.text import wrapped
from secpolicy.judging.finding import FAIL, Finding
from secpolicy.judging.network import Hop, Network, network_of
from secpolicy.model.entity import Entity, label
from secpolicy.reporting import report as r
from secpolicy.reporting.html.layered import WIDTH, Layout, Pair, layout
from secpolicy.reporting.subjects import subject_text
from secpolicy.reporting.value_texts import value_text

_ROW, _PAD = 16, 7
# columns besides the tiers, and what stands over them
_TIERLESS, _UNDECLARED, _OUTSIDE = "tierless", "", "outside"
_HEADS = {_TIERLESS: "html-tierless", _UNDECLARED: "html-no-tier", _OUTSIDE: "html-outside"}


class DrawnBox(Record):
    """A box: `style` is segment, outside or thing; `lines` is its name, broken."""

    x: float
    y: float
    width: float
    height: float
    style: str
    lines: tuple[tuple[float, str], ...]
    title: str


class DrawnLine(Record):
    """A line. `first` and `last`: whether it has an arrow head there; `title` names the connections it stands for."""

    path: str
    first: bool
    last: bool
    doubtful: bool
    offending: bool
    title: str


class Cross(Record):
    """Where the smallest cut would be made; `declare`: a declaration may settle it."""

    x: float
    y: float
    declare: bool
    title: str


class Row(Record):
    """A connection as text."""

    id: str
    start: str
    end: str
    both: bool
    doubtful: bool
    place: str


class Drawing(Record):
    """Everything that a template needs, and `says`: the same in words."""

    width: float
    height: float
    heads: tuple[tuple[float, str], ...]
    boxes: tuple[DrawnBox, ...]
    lines: tuple[DrawnLine, ...]
    crosses: tuple[Cross, ...]
    rows: tuple[Row, ...]
    says: tuple[str, ...]
    finding: Finding | None


class _Edge(Record):
    """All connections between two places: each way that exists with whether it surely does, and the ids."""

    ways: dict[Pair, bool]
    ids: list[str]


def network_drawing(report: r.Report) -> Drawing | None:
    """The drawing; None if nothing is declared that could be drawn."""
    network = network_of(report.inventory)
    edges = _edges(network.hops)
    columns = _columns(report, network, edges)
    if not any(names for column, names in columns if column != _OUTSIDE):
        return None
    names = {name: _name(report, network.places[name]) for _, column in columns for name in column}
    texts = {name: wrapped(text, 26) for name, text in names.items()}
    touching = {name: sum(name in pair for pair in edges) for name in names}
    heights = {name: float(max(len(lines) * _ROW + _PAD * 2, touching[name] * 9)) for name, lines in texts.items()}
    laid = layout([column for _, column in columns], heights, list(edges))
    finding = gravest(report)
    walked, cut = _marked(finding)
    boxes = tuple(_box(laid, name, network.places[name], texts[name], names[name]) for name in names)
    lines = tuple(_line(laid, pair, edge, walked & {(one, *way) for one in edge.ids for way in edge.ways}) for pair, edge in edges.items())
    crosses = tuple(_crosses(laid, edges, cut))
    heads = tuple((x + WIDTH / 2, _head(report, column)) for x, (column, _) in zip(laid.columns, columns, strict=True))
    rows = tuple(_row(report, hop, names) for hop in network.hops)
    return Drawing(laid.width, laid.height, heads, boxes, lines, crosses, rows, _words(report, columns, edges, finding), finding)


def gravest(report: r.Report) -> Finding | None:
    """The gravest finding with a route; of equally grave ones that with the shortest route, which is the easiest to see."""
    found = [finding for finding in r.shown_findings(report) if finding.ways is not None and finding.ways.reached]
    return min(found, key=lambda finding: (r.sort_key(report, finding)[:3], r.sort_key(report, finding)[5:])) if found else None


def _edges(hops: Iterable[Hop]) -> dict[Pair, _Edge]:
    edges: dict[Pair, _Edge] = {}
    for hop in hops:
        for (_, start, end), sure in hop.arcs:
            if start == end:
                continue
            edge = edges.setdefault((min(start, end), max(start, end)), _Edge({}, []))
            edge.ways[start, end] = edge.ways.get((start, end), False) or sure
            if hop.id not in edge.ids:
                edge.ids.append(hop.id)
    return dict(sorted(edges.items()))


def _columns(report: r.Report, network: Network, edges: dict[Pair, _Edge]) -> list[tuple[str, list[str]]]:
    """The tiers that occur, in the order of the vocabulary; then what belongs to none, and what says nothing of it; then the outside."""
    tiers = [*report.inventory.vocabulary.choices["tier"].labels, *_HEADS]
    columns: dict[str, list[str]] = {tier: [] for tier in tiers}
    joined = {name for pair in edges for name in pair}
    for name, entity in network.places.items():
        if name in joined or "tier" in entity.kind.index:
            columns[_column(network, name, edges)].append(name)
    return [(tier, sorted(names)) for tier, names in columns.items() if names]


def _column(network: Network, name: str, edges: dict[Pair, _Edge]) -> str:
    """The tier of a segment; a thing of ours stands with its first segment, what is run elsewhere is outside."""
    entity = network.places[name]
    if "tier" in entity.kind.index:
        tier = entity.value("tier")
        return tier if isinstance(tier, str) else _TIERLESS if tier is None else _UNDECLARED
    if "onward" in entity.kind.route:
        return _OUTSIDE
    for pair in edges:
        if name in pair:
            other = network.places[pair[0] if pair[1] == name else pair[1]]
            tier = other.value("tier") if "tier" in other.kind.index else None
            if isinstance(tier, str):
                return tier
    return _UNDECLARED


def _name(report: r.Report, entity: Entity) -> str:
    """What people call a place; what is always there has a name in the reader's language."""
    if entity.source is None and "kind" in entity.kind.index:
        field = entity.kind.fields[entity.kind.index["kind"]]
        return value_text(report, entity.value("kind"), plain(field.type))
    return label(entity, report.lang)


def _head(report: r.Report, column: str) -> str:
    if column in _HEADS:
        return report.words.says(_HEADS[column])
    return report.inventory.vocabulary.choices["tier"].labels[column][0 if report.lang == "ja" else 1]


def _box(laid: Layout, name: str, entity: Entity, lines: list[str], title: str) -> DrawnBox:
    box = laid.boxes[name]
    style = "segment" if "tier" in entity.kind.index else "outside" if "onward" in entity.kind.route else "thing"
    top = box.middle - len(lines) * _ROW / 2 + 12
    return DrawnBox(box.x, box.y, WIDTH, box.height, style, tuple((top + at * _ROW, text) for at, text in enumerate(lines)), f"{title} ({name})")


_Step = tuple[str, str, str]


def _marked(finding: Finding | None) -> tuple[set[_Step], dict[str, bool]]:
    """The steps of the route as (hop, start, end), either way, and the hops of its cut."""
    if finding is None or finding.ways is None:
        return set(), {}
    steps = {(arc.hop, *way) for hop in finding.ways.reached[0].hops for arc, _ in hop.arcs for way in ((arc.start, arc.end), (arc.end, arc.start))}
    return steps, {part.hop.id: part.declare for part in finding.ways.cut or ()}


def _line(laid: Layout, pair: Pair, edge: _Edge, walked: set[_Step]) -> DrawnLine:
    left, right = sorted(pair, key=lambda name: (laid.boxes[name].x, name))
    doubtful = not any(edge.ways.values())
    return DrawnLine(laid.lines[pair].path, (right, left) in edge.ways, (left, right) in edge.ways, doubtful, bool(walked), ", ".join(edge.ids))


def _crosses(laid: Layout, edges: dict[Pair, _Edge], cut: dict[str, bool]) -> Iterable[Cross]:
    for pair, edge in edges.items():
        for name in edge.ids:
            if name in cut:
                yield Cross(*laid.lines[pair].mark, cut[name], name)


def _row(report: r.Report, hop: Hop, names: dict[str, str]) -> Row:
    (arc, sure) = hop.arcs[0]
    ends = dict.fromkeys(one.end for one, _ in hop.arcs if one.end != arc.start)
    both = any(one.end == arc.start for one, _ in hop.arcs)
    return Row(hop.id, names[arc.start], report.words.join(names[end] for end in ends), both, not sure, r.located(report, hop.place).short)


def _words(report: r.Report, columns: list[tuple[str, list[str]]], edges: dict[Pair, _Edge], finding: Finding | None) -> tuple[str, ...]:
    """The drawing in sentences: what stands where, how much is joined, the route and the cut."""
    words = report.words
    counted = words.join(words.says("html-network-column", name=_head(report, column), n=len(names)) for column, names in columns)
    said = [words.says("html-network-says", columns=counted, n=len(edges))]
    if finding is None or finding.ways is None:
        return (*said, words.says("html-network-no-route"))
    subject = subject_text(report, finding)
    reached = label(finding.ways.reached[0].reached, report.lang)
    id_ = "html-network-route" if finding.verdict == FAIL else "html-network-possible"
    said.append(words.says(id_, start=subject, end=reached, route=r.route_text(report, finding)))
    if finding.ways.cut:
        parts = [words.says("cut-declare" if part.declare else "cut-close", hop=part.hop.id) for part in finding.ways.cut]
        said.append(words.says("cut", parts=words.join(parts)))
    return tuple(said)
