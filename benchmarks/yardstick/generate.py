"""A made-up body of any size with planted faults, and what a check of it must find.

    python generate.py DEVICES FOLDER      writes FOLDER/inventory.yaml and FOLDER/truth.json

The same number gives the same bytes. The truth follows from how the faults are planted, not from a search:

- Segments stand in sites of about ten. In a site the segments of a tier form a chain, and the LGWAN chains of all sites one ring.
- A leaking site has a bad connection from the end of its My Number chain into its LGWAN chain, an open one a bad connection from there to the
  first segment of its Internet chain: so each My Number segment of a leaking site reaches the Internet, often over a long way, and no other does.
- In a site with a back door the Internet chain, but for its first segment, leads into the My Number chain: telework that lands there is a fault.
- Every other way between tiers is blocked, or passes an approved device and is sanitised.
- What a fault leaves out is undeclared: unknown, not failed.
"""

from __future__ import annotations

import json
import os
import sys
from itertools import pairwise
from typing import Any

from city import City, Thing, lines_of

Site = dict[str, list[str]]  # segments by tier

TIERS = {"mynumber": "マイナンバー利用事務系", "lgwan": "LGWAN接続系", "internet": "インターネット接続系"}
FACTORS = ("knowledge", "possession", "inherence")
ENDED, SUPPORTED = ("1", "2", "3", "4"), ("5", "6", "7", "8", "9", "10", "11", "12")
GOOD_RADIO = {"security": ("wpa2_enterprise", "wpa3_enterprise"), "authentication": ("eap_tls", "other_eap")}
COUNTRIES = ("japan", "united_states", "singapore")
HEAD = """\
# 物差しの台帳（端末{devices}台）。benchmarks/yardstick/generate.py が書く。架空の団体である
vocabulary: 1
declared_on: 2026-11-01
overlay: {pack}
endpoints: none
media: none
"""


def city_of(devices: int) -> City:
    """A body with that many devices."""
    city = City(devices)
    sites = add_sites(city)
    add_gateways(city)
    add_connections(city, sites)
    add_wireless(city)
    add_devices(city)
    add_systems(city)
    add_clouds(city)
    add_providers(city)
    add_transfers(city)
    return city


def add_sites(city: City) -> list[Site]:
    """The segments, by site and tier."""
    segments = max(6, city.size // 20)
    sites = []
    for site in range(max(1, segments // 10)):
        room = segments // max(1, segments // 10)
        counts = {"mynumber": max(2, room * 3 // 10), "internet": max(2, room // 4)}
        counts["lgwan"] = max(2, room - sum(counts.values()))
        chains: Site = {}
        for tier, label in TIERS.items():
            named = [city.add("segments", "seg", name=f"{label}{site + 1}の{number + 1}", tier=tier) for number in range(counts[tier])]
            chains[tier] = [segment["id"] for segment in named]
            city.tier |= dict.fromkeys(chains[tier], tier)
        sites.append(chains)
    return sites


def add_gateways(city: City) -> None:
    """The devices that connections between tiers pass: approved ones, and one that nobody approved."""
    approval = {"role": "officer", "by": "情報政策課長", "date": "2025-04-01"}
    for name, approvals in (("特定通信の境界", [approval]), ("無害化の装置", [approval]), ("旧中継サーバ", "none")):
        city.add("devices", "gate", name=name, kind="firewall", segments="none", os="none", approvals=approvals)


def connect(city: City, start: str, end: str, *, via: str = "none", sanitised: bool = False, blocked: bool = False) -> None:
    """A one-way connection."""
    purpose = city.chance.choice(("business", "web", "mail", "maintenance", "monitoring", "updates"))
    sanitising: Any = {"method": "file_removal"} if sanitised else "none"
    fields = {"from": start, "to": end, "direction": "one_way", "purposes": [purpose], "via": via, "sanitising": sanitising}
    city.add("links", "link", **fields, copies_files="false" if blocked else "true")


def connect_badly(city: City, start: str, end: str) -> None:
    """A connection past every control, through what nobody approved, or approved but not sanitised."""
    via, sanitised = city.chance.choice((("none", False), ("gate-000003", True), ("gate-000001", False)))
    connect(city, start, end, via=via, sanitised=sanitised)


def add_connections(city: City, sites: list[Site]) -> None:
    """All connections, with leaks, openings and back doors planted; telework lands on what they lead to."""
    leaking, opened, backdoors = (city.picked(range(len(sites))) for _ in range(3))
    dirty: list[str] = []
    for number, site in enumerate(sites):
        inner, middle, outer = site["mynumber"], site["lgwan"], site["internet"]
        connect_site(city, site, sites[(number + 1) % len(sites)]["lgwan"][0])
        if number in leaking:
            connect_badly(city, inner[-1], city.chance.choice(middle))
            for segment in inner:
                city.fault("isolation#way", f"segment:{segment}")
        if number in opened:
            connect_badly(city, city.chance.choice(middle), outer[0])
        if number in backdoors:
            connect_badly(city, outer[-1], inner[0])
            dirty += outer[1:]
    city.chance.shuffle(city.things["links"])
    clean = {segment: None for site in sites for segment in site["internet"]}
    add_telework(city, [segment for segment in clean if segment not in set(dirty)], dirty)


def connect_site(city: City, site: Site, onward: str) -> None:
    """The connections of a site that are as they should be; its LGWAN chain leads on to the next site."""
    inner, middle, outer = site["mynumber"], site["lgwan"], site["internet"]
    chains = (*pairwise(inner), *pairwise(middle), *pairwise(outer[1:]), *((segment, outer[0]) for segment in outer[1:]))
    for start, end in (*chains, (middle[-1], onward)):
        connect(city, start, end)
    for chain in (inner, middle):
        for _ in chain:
            connect(city, *city.chance.sample(chain, 2))
    for start, end in ((inner[-1], middle[0]), (middle[0], inner[0]), (middle[-1], outer[0]), (outer[0], middle[0])):
        connect(city, start, end, via="gate-000002", sanitised=True)
    for start, end in ((inner[0], outer[0]), (outer[-1], inner[0]), (outer[0], middle[-1]), (middle[0], inner[-1])):
        connect(city, start, end, blocked=True)


def add_telework(city: City, clean: list[str], dirty: list[str]) -> None:
    """Telework with its own device each; some without a tunnel, a second factor or an encrypted disk, some landing before a back door."""
    ways = []
    for number in range(max(4, city.size // 20)):
        device = city.add("devices", "home", name=f"貸出端末{number + 1:06d}", kind="terminal", portable="true", segments="none", os="none", encrypted="true")
        factors = [{"kind": kind} for kind in ("knowledge", "possession")]
        ways.append(city.add(
            "telework", "way", name=f"テレワーク{number + 1:06d}", **{"from": "the_internet"}, reaches=[city.chance.choice(clean)], devices=[device["id"]],
            encrypted="true", login={"factors": factors}, redirects={"clipboard": "false", "printer": "false", "drives": "false"},
        ))  # fmt: skip
    for way in city.picked(ways):
        name = f"telework:{way['id']}"
        duty = city.chance.choice(("tunnel", "login", "disk"))
        if duty == "tunnel":
            city.spoiled(way, "telework-guarded#tunnel", name, encrypted="false")
        elif duty == "login":
            city.spoiled(way, "telework-guarded#login", name, login={"factors": [{"kind": "knowledge"}]})
        else:
            device = next(device for device in city.things["devices"] if device["id"] == way["devices"][0])
            city.spoiled(device, "telework-guarded#disk", name, encrypted="false")
    for way in city.picked(ways):
        if dirty:
            way["reaches"] = [city.chance.choice(dirty)]
            city.fault("telework-landing#way", f"segment:{way['reaches'][0]}")


def add_wireless(city: City) -> None:
    """Wireless networks: four in ten segments of the outer tiers; some in the My Number tier, some badly guarded."""
    inner = [segment["id"] for segment in city.things["segments"] if segment["tier"] == "mynumber"]
    middle = [segment["id"] for segment in city.things["segments"] if segment["tier"] == "lgwan"]
    barred, weak = city.picked(inner), set(city.picked(middle))
    for segment, tier in city.tier.items():
        radio: Thing = {"segment": segment} | {field: city.chance.choice(values) for field, values in GOOD_RADIO.items()}
        if segment in weak:
            wlan = city.add("wlans", "wlan", **radio)
            name = f"wlan:{wlan['id']}"
            if city.chance.random() < 0.5:
                wlan["security"] = "wpa2_personal"
                city.fault("wireless-guarded#enterprise", name)
            else:
                city.spoiled(wlan, "wireless-guarded#enterprise", name, authentication="password")
        elif segment in barred or (tier != "mynumber" and city.chance.random() < 0.4):
            city.add("wlans", "wlan", **(radio if tier != "internet" else radio | {"security": "wpa2_personal", "authentication": "shared_key"}))
    for segment in barred:
        city.fault("wireless-barred#radio", f"segment:{segment}")


def add_devices(city: City) -> None:
    """Terminals, servers and network devices; faults in logins, media export and operating systems."""
    segments = list(city.tier)
    made: list[Thing] = []
    for number in range(city.size):
        kind = "terminal" if number < 3 else city.chance.choices(("terminal", "server", "network_device"), (80, 12, 8))[0]
        segment = segments[number] if number < len(segments) else city.chance.choice(segments)
        strong = city.tier[segment] == "mynumber" or city.chance.random() < 0.5
        factors = city.chance.sample(FACTORS, city.chance.choice((2, 2, 3)) if strong else 1)
        made.append(city.add(
            "devices", "dev", name=f"機器{number + 1:06d}", kind=kind, segments=[segment], os={"product": f"物差しOS {city.chance.choice(SUPPORTED)}"},
            login={"factors": [{"kind": factor} for factor in factors]},
            media_export="blocked" if strong else city.chance.choice(("blocked", "allow_listed", "open")),
            encrypted=city.chance.choice(("true", "true", "true", "true", "false")),
        ))  # fmt: skip
    terminals = [device for device in made if device["kind"] == "terminal" and city.tier[device["segments"][0]] == "mynumber"]
    for device in city.picked(terminals):
        weak: list[list[Thing]] = [[{"kind": "knowledge"}], [{"kind": "possession"}, {"kind": "possession"}], []]
        city.spoiled(device, "terminal-factors#two", f"device:{device['id']}", login={"factors": city.chance.choice(weak)})
    for device in city.picked(terminals):
        city.spoiled(device, "terminal-export#blocked", f"device:{device['id']}", media_export=city.chance.choice(("allow_listed", "open")))
    for device in city.picked(made):
        device["os"] = {"product": f"物差しOS {city.chance.choice(ENDED)}"}
        city.fault("os-supported#supported", f"device:{device['id']}")


def add_systems(city: City) -> None:
    """Systems, some without a manager or a class."""
    made = [
        city.add("systems", "sys", name=f"業務システム{number + 1:06d}", segments=[city.chance.choice(list(city.tier))],
                 manager=city.chance.choice(("市民課長", "税務課長", "福祉課長", "総務課長")), confidentiality=city.chance.choice(("c1", "c2", "c3b")))
        for number in range(max(4, city.size // 50))
    ]  # fmt: skip
    for system in city.picked(made):
        field, duty = city.chance.choice((("manager", "owner"), ("confidentiality", "class")))
        if city.chance.random() < 0.5:
            del system[field]
        else:
            system[field] = ""
        city.fault(f"system-owned#{duty}", f"system:{system['id']}", "UNKNOWN")


def add_clouds(city: City) -> None:
    """Cloud services: listed, or kept in Japan and encrypted, if they hold more than public information."""
    made = []
    for number in range(max(4, city.size // 100)):
        confidentiality, listed = city.chance.choice(("c1", "c2", "c3b")), city.chance.random() < 0.5
        careful = confidentiality != "c1" and not listed
        made.append(city.add(
            "services", "cloud", name=f"クラウド{number + 1:06d}", kind="cloud", segments="none", confidentiality=confidentiality,
            listings=[{"scheme": "ismap", "listed": "true"}] if listed else "none",
            data={"countries": ["japan" if careful else city.chance.choice(COUNTRIES)]},
            controls=["encrypted_at_rest"] if careful or city.chance.random() < 0.6 else "none", reaches_internet="false",
        ))  # fmt: skip
    for cloud in city.picked([cloud for cloud in made if cloud["confidentiality"] != "c1"] or made[:1]):
        country, controls = city.chance.choice((("united_states", ["encrypted_at_rest"]), ("japan", "none"), ("singapore", "none")))
        cloud.update(confidentiality="c2", listings="none", data={"countries": [country]}, controls=controls)
        city.fault("cloud-terms#conditions", f"service:{cloud['id']}")


def add_providers(city: City) -> None:
    """LGWAN-ASPs with the connections by which they are used; some unregistered, some used from outside."""
    inside, outside = ([segment for segment, tier in city.tier.items() if tier == wanted] for wanted in ("lgwan", "internet"))
    made = [
        city.add("services", "asp", name=f"LGWAN-ASP{number + 1:06d}", kind="lgwan_asp", segments="none", confidentiality="c2", reaches_internet="false",
                 asp={"layers": [{"layer": "application", "number": f"A{city.chance.randrange(10**6):06d}"}]})
        for number in range(max(4, city.size // 200))
    ]  # fmt: skip
    for service in made:
        for segment in city.chance.sample(inside, min(len(inside), city.chance.randint(1, 3))):
            connect(city, segment, service["id"])
    for service in city.picked(made):
        if city.chance.random() < 0.5:
            del service["asp"]
        else:
            service["asp"]["layers"][0]["number"] = ""
        city.fault("asp-registered#number", f"service:{service['id']}", "UNKNOWN")
    for service in city.picked(made):
        connect(city, city.chance.choice(outside), service["id"])
        city.fault("asp-registered#origin", f"service:{service['id']}")


def add_transfers(city: City) -> None:
    """Ways on which files are handed over between tiers; into the LGWAN tier they are sanitised, but for the faults."""
    inside, outside = ([segment for segment, tier in city.tier.items() if tier == wanted] for wanted in ("lgwan", "internet"))
    inward = []
    for number in range(max(4, city.size // 50)):
        start, end = (outside, inside) if number == 0 else city.chance.choice(((outside, inside), (outside, inside), (inside, outside), (inside, inside)))
        fields = {"from": city.chance.choice(start), "to": city.chance.choice(end), "direction": "one_way", "purposes": ["file_exchange"]}
        method: Any = {"method": city.chance.choice(("file_removal", "file_inspection", "screen_transfer"))} if start is outside else "none"
        link = city.add("links", "file", **fields, sanitising=method, copies_files="true")
        inward += [link] if start is outside else []
    for link in city.picked(inward):
        city.spoiled(link, "transfer-sanitised#sanitised", f"link:{link['id']}", sanitising="none")


def main(devices: int, folder: str) -> None:
    """Write the inventory and the truth."""
    city = city_of(devices)
    pack = os.path.relpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "ten-checks"), folder).replace(os.sep, "/")
    with open(os.path.join(folder, "inventory.yaml"), "w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD.format(devices=devices, pack=pack) + "\n".join(lines_of(city.things, "")) + "\n")
    with open(os.path.join(folder, "truth.json"), "w", encoding="utf-8", newline="\n") as file:
        json.dump(city.truth, file, indent=1, sort_keys=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
