# The ten checks of the yardstick in Rego: `data.yardstick.report` has a line for each finding, `duty verdict subject` and no witness, tabs between them.
#
# A reference to a key that is not there is undefined, and so is then the whole body around it, without a message: what may be undeclared is asked
# for by object.get. Ways are found by graph.reachable: it tells where a way leads to, not the way. graph.reachable_paths would, but lists every
# simple path, of which a body of a thousand devices has too many.
package yardstick

# The input is the inventory as `opa eval --input` reads it, or its text.
city := yaml.unmarshal(input) if {
	is_string(input)
} else := input

day := "2026-11-01"

ends := {
	"物差しOS 1": "2023-10-10",
	"物差しOS 2": "2024-06-30",
	"物差しOS 3": "2025-10-14",
	"物差しOS 4": "2026-10-31",
	"物差しOS 5": "2026-11-01",
	"物差しOS 6": "2027-09-30",
	"物差しOS 7": "2027-10-12",
	"物差しOS 8": "2028-10-10",
	"物差しOS 9": "2028-12-31",
	"物差しOS 10": "2029-05-31",
	"物差しOS 11": "2031-10-14",
	"物差しOS 12": "2032-05-31",
}

report := concat("\n", sort([concat("\t", finding) | some finding in findings]))

tier := {segment.id: segment.tier | some segment in city.segments}

# Only the devices that something else refers to: of all of them the object would be large.
devices := {device.id: device | some device in city.devices; device.id in referred}

referred := {link.via | some link in city.links} | {way.devices[0] | some way in city.telework}

in_tier(wanted) := {segment | some segment, of in tier; of == wanted}

# The connections that a way may take, from their ends to their starts. Every segment is a key: graph.reachable leaves out what is none.
back := {segment: object.get(before, segment, set()) | some segment, _ in tier}

before[link.to] contains link.from if {
	some link in city.links
	link.copies_files == true
	link.purposes != ["file_exchange"]
	not is_controlled(link)
}

is_controlled(link) if {
	link.via != "none"
	link.sanitising != "none"
	object.get(devices[link.via], "approvals", "none") != "none"
}

# UNKNOWN if a thing does not declare the key, FAIL if its value is none of the good ones; otherwise undefined.
judged(thing, key, good) := verdict if {
	value := object.get(thing, key, null)
	not value in good
	verdict := {true: "UNKNOWN", false: "FAIL"}[value == null]
}

judged_login(thing) := "UNKNOWN" if {
	object.get(thing, "login", null) == null
} else := "FAIL" if {
	count({factor.kind | some factor in thing.login.factors}) < 2
}

findings contains ["isolation#way", "FAIL", named("segment", segment)] if {
	some segment in in_tier("mynumber") & graph.reachable(back, in_tier("internet"))
}

findings contains ["telework-landing#way", "FAIL", named("segment", segment)] if {
	landings := {segment | some telework in city.telework; some segment in telework.reaches}
	some segment in landings & graph.reachable(back, in_tier("mynumber"))
}

findings contains ["terminal-factors#two", judged_login(device), named("device", device.id)] if some device in inner_terminals

findings contains ["terminal-export#blocked", judged(device, "media_export", {"blocked"}), named("device", device.id)] if some device in inner_terminals

findings contains ["os-supported#supported", "FAIL", named("device", device.id)] if {
	some device in city.devices
	ends[device.os.product] < day
}

findings contains ["wireless-barred#radio", "FAIL", named("segment", wlan.segment)] if {
	some wlan in city.wlans
	tier[wlan.segment] == "mynumber"
}

findings contains ["wireless-guarded#enterprise", verdict, named("wlan", wlan.id)] if {
	some wlan in city.wlans
	tier[wlan.segment] == "lgwan"
	verdict := judged_radio(wlan)
}

findings contains ["cloud-terms#conditions", "FAIL", named("service", service.id)] if {
	some service in city.services
	service.kind == "cloud"
	service.confidentiality != "c1"
	service.listings == "none"
	not is_careful(service)
}

findings contains ["asp-registered#number", "UNKNOWN", named("service", service.id)] if {
	some service in city.services
	service.kind == "lgwan_asp"
	object.get(service, ["asp", "layers", 0, "number"], "") == ""
}

findings contains ["asp-registered#origin", "FAIL", named("service", link.to)] if {
	asps := {service.id | some service in city.services; service.kind == "lgwan_asp"}
	some link in city.links
	link.to in asps
	tier[link.from] != "lgwan"
}

findings contains ["telework-guarded#tunnel", judged(way, "encrypted", {true}), named("telework", way.id)] if some way in city.telework

findings contains ["telework-guarded#login", judged_login(way), named("telework", way.id)] if some way in city.telework

findings contains ["telework-guarded#disk", judged(object.get(devices, way.devices[0], {}), "encrypted", {true}), named("telework", way.id)] if some way in city.telework

findings contains [duty, "UNKNOWN", named("system", system.id)] if {
	some system in city.systems
	some duty, key in {"system-owned#owner": "manager", "system-owned#class": "confidentiality"}
	object.get(system, key, "") == ""
}

findings contains ["transfer-sanitised#sanitised", verdict, named("link", link.id)] if {
	some link in city.links
	link.purposes == ["file_exchange"]
	tier[link.from] == "internet"
	tier[link.to] == "lgwan"
	verdict := {null: "UNKNOWN", "none": "FAIL"}[object.get(link, "sanitising", null)]
}

named(kind, id) := concat(":", [kind, id])

# A list: a set of such things would be sorted.
inner_terminals := [device | some device in city.devices; device.kind == "terminal"; tier[device.segments[0]] == "mynumber"]

judged_radio(wlan) := "FAIL" if {
	not wlan.security in {"wpa2_enterprise", "wpa3_enterprise"}
} else := judged(wlan, "authentication", {"eap_tls", "other_eap"})

is_careful(cloud) if {
	cloud.data.countries == ["japan"]
	"encrypted_at_rest" in cloud.controls
}
