"""The ten checks written out by hand for this one form of inventory, without a rule language: what the same answers cost at least.

    python by_hand.py INVENTORY     prints `duty verdict subject witness`, tabs between them

The file is read as Python programs usually do, by `yaml.load` with libyaml.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import yaml

Thing = dict[str, Any]
Finding = tuple[str, str, str, str]

DAY = date(2026, 11, 1)
ENDS = dict(zip(
    (f"物差しOS {number}" for number in range(1, 13)),
    (date(2023, 10, 10), date(2024, 6, 30), date(2025, 10, 14), date(2026, 10, 31), date(2026, 11, 1), date(2027, 9, 30), date(2027, 10, 12),
     date(2028, 10, 10), date(2028, 12, 31), date(2029, 5, 31), date(2031, 10, 14), date(2032, 5, 31)), strict=True,
))  # fmt: skip
ENTERPRISE = ("wpa2_enterprise", "wpa3_enterprise")
BY_CERTIFICATE = ("eap_tls", "other_eap")


def findings(city: Thing) -> Iterator[Finding]:
    """Every fault of an inventory as duty, verdict, subject and witness."""
    tier = {segment["id"]: segment["tier"] for segment in city["segments"]}
    devices = {device["id"]: device for device in city["devices"]}
    yield from of_routes(city, tier, devices)
    yield from of_terminals(city, tier)
    yield from of_wireless(city, tier)
    yield from of_services(city, tier)
    yield from of_telework(city, devices)
    for device in city["devices"]:
        if device["os"] != "none" and ENDS[device["os"]["product"]] < DAY:
            yield "os-supported#supported", "FAIL", f"device:{device['id']}", ""
    for system in city["systems"]:
        for duty, field in (("owner", "manager"), ("class", "confidentiality")):
            if not system.get(field):
                yield f"system-owned#{duty}", "UNKNOWN", f"system:{system['id']}", ""
    for link in city["links"]:
        if link["purposes"] == ["file_exchange"] and tier[link["from"]] == "internet" and tier[link["to"]] == "lgwan":
            yield from judged("transfer-sanitised#sanitised", f"link:{link['id']}", link.get("sanitising"), lambda sanitising: sanitising != "none")


def judged(duty: str, subject: str, value: Any, is_met: Callable[[Any], bool]) -> Iterator[Finding]:
    """Unknown if the value is not declared, failed if it does not meet the demand."""
    if value is None or not is_met(value):
        yield duty, "UNKNOWN" if value is None else "FAIL", subject, ""


def of_routes(city: Thing, tier: dict[str, str], devices: dict[str, Thing]) -> Iterator[Finding]:
    """The segments from which a tier is reached past every control, each with a shortest way."""
    back: dict[str, list[tuple[str, str]]] = {}
    for link in city["links"]:
        if link["copies_files"] and link["purposes"] != ["file_exchange"] and not is_controlled(link, devices):
            back.setdefault(link["to"], []).append((link["from"], link["id"]))
    to_internet = nearest(back, (segment for segment, of in tier.items() if of == "internet"))
    to_mynumber = nearest(back, (segment for segment, of in tier.items() if of == "mynumber"))
    landings = {segment for way in city["telework"] for segment in way["reaches"]}
    for segment, of in tier.items():
        if of == "mynumber" and segment in to_internet:
            yield "isolation#way", "FAIL", f"segment:{segment}", " > ".join(way_from(segment, to_internet))
        if segment in landings and segment in to_mynumber:
            yield "telework-landing#way", "FAIL", f"segment:{segment}", " > ".join(way_from(segment, to_mynumber))


def is_controlled(link: Thing, devices: dict[str, Thing]) -> bool:
    """Whether a connection passes an approved device and is sanitised."""
    return bool(link["via"] != "none" and devices[link["via"]]["approvals"] != "none" and link["sanitising"] != "none")


def nearest(back: dict[str, list[tuple[str, str]]], targets: Iterable[str]) -> dict[str, tuple[str, str] | None]:
    """For every place from which a target is reached: the connection to take, and where it leads."""
    found: dict[str, tuple[str, str] | None] = dict.fromkeys(targets)
    waiting = deque(found)
    while waiting:
        place = waiting.popleft()
        for before, link in back.get(place, ()):
            if before not in found:
                found[before] = (link, place)
                waiting.append(before)
    return found


def way_from(place: str, found: dict[str, tuple[str, str] | None]) -> list[str]:
    """The connections from a place to the nearest target."""
    links = []
    while (step := found[place]) is not None:
        links.append(step[0])
        place = step[1]
    return links


def of_terminals(city: Thing, tier: dict[str, str]) -> Iterator[Finding]:
    """Logins and media export in the My Number tier."""
    for device in city["devices"]:
        if device["kind"] == "terminal" and device["segments"] != "none" and tier[device["segments"][0]] == "mynumber":
            name = f"device:{device['id']}"
            yield from judged("terminal-factors#two", name, device.get("login"), has_two)
            yield from judged("terminal-export#blocked", name, device.get("media_export"), lambda export: export == "blocked")


def has_two(login: Thing) -> bool:
    """Whether a login asks for two kinds of factors."""
    return len({factor["kind"] for factor in login["factors"]}) >= 2


def of_wireless(city: Thing, tier: dict[str, str]) -> Iterator[Finding]:
    """Wireless networks by tier."""
    barred = {wlan["segment"] for wlan in city["wlans"] if tier[wlan["segment"]] == "mynumber"}
    for segment in barred:
        yield "wireless-barred#radio", "FAIL", f"segment:{segment}", ""
    for wlan in city["wlans"]:
        if tier[wlan["segment"]] == "lgwan":
            duty, name = "wireless-guarded#enterprise", f"wlan:{wlan['id']}"
            if wlan["security"] not in ENTERPRISE:
                yield duty, "FAIL", name, ""
            else:
                yield from judged(duty, name, wlan.get("authentication"), lambda authentication: authentication in BY_CERTIFICATE)


def of_services(city: Thing, tier: dict[str, str]) -> Iterator[Finding]:
    """Conditions of clouds, registration of LGWAN-ASPs."""
    outside = {link["to"] for link in city["links"] if link["to"] not in tier and tier[link["from"]] != "lgwan"}
    for service in city["services"]:
        name = f"service:{service['id']}"
        if service["kind"] == "cloud":
            is_careful = service["data"]["countries"] == ["japan"] and "encrypted_at_rest" in service["controls"]
            if service["confidentiality"] != "c1" and service["listings"] == "none" and not is_careful:
                yield "cloud-terms#conditions", "FAIL", name, ""
            continue
        if "asp" not in service or not service["asp"]["layers"][0]["number"]:
            yield "asp-registered#number", "UNKNOWN", name, ""
        if service["id"] in outside:
            yield "asp-registered#origin", "FAIL", name, ""


def of_telework(city: Thing, devices: dict[str, Thing]) -> Iterator[Finding]:
    """Tunnel, login and disk of telework."""
    for way in city["telework"]:
        name = f"telework:{way['id']}"
        yield from judged("telework-guarded#tunnel", name, way.get("encrypted"), bool)
        yield from judged("telework-guarded#login", name, way.get("login"), has_two)
        yield from judged("telework-guarded#disk", name, devices[way["devices"][0]].get("encrypted"), bool)


def main(path: str) -> None:
    """Read, check and print."""
    with open(path, "rb") as file:
        city = yaml.load(file, Loader=yaml.CSafeLoader)
    sys.stdout.write("".join("\t".join(finding) + "\n" for finding in sorted(findings(city))))


if __name__ == "__main__":
    main(sys.argv[1])
