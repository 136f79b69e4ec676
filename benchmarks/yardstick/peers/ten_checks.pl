/* The ten checks of the yardstick in Prolog: the same answers as by_hand.py, a shortest way included.

    swipl ten_checks.pl INVENTORY                   prints `duty verdict subject witness`, tabs between them
    swipl -o ten_checks.state -c ten_checks.pl      saves the program with its libraries, for `swipl -x ten_checks.state INVENTORY`

The file is read by library(yaml): libyaml in C, into dicts. What is not declared is a key that a dict lacks. get_dict/3 then fails,
which alone would pass for "nothing wrong": where unknown and failed are told apart, judged/4 asks for the key.
*/

:- encoding(utf8).

:- use_module(library(apply)).
:- use_module(library(lists)).
:- use_module(library(yaml)).

:- initialization(main, main).

% What several checks look up. The names in them are atoms: only those are indexed well.
:- dynamic tier/2, asp/1, back/3, nearest/4.

% Of all ways from a place to a tier, only a shortest is kept: its length, its first connection, and where that leads.
:- table shortest(_, _, min).

day("2026-11-01").

ends("物差しOS 1", "2023-10-10").
ends("物差しOS 2", "2024-06-30").
ends("物差しOS 3", "2025-10-14").
ends("物差しOS 4", "2026-10-31").
ends("物差しOS 5", "2026-11-01").
ends("物差しOS 6", "2027-09-30").
ends("物差しOS 7", "2027-10-12").
ends("物差しOS 8", "2028-10-10").
ends("物差しOS 9", "2028-12-31").
ends("物差しOS 10", "2029-05-31").
ends("物差しOS 11", "2031-10-14").
ends("物差しOS 12", "2032-05-31").

main :-
    current_prolog_flag(argv, [Path | _]),
    open(Path, read, Stream, [encoding(utf8)]),
    yaml_read(Stream, Declared),
    close(Stream),
    with_names(Declared, City),
    remember(City),
    forall(member(Tier, [internet, mynumber]), remember_nearest(Tier)),
    findall(Found, finding(City, Found), Findings),
    sort(Findings, Sorted),
    forall(member(Found, Sorted), write_found(Found)).

write_found(found(Duty, Verdict, Subject, Way)) :-
    atomic_list_concat(Way, ' > ', Witness),
    format("~w\t~w\t~w\t~w~n", [Duty, Verdict, Subject, Witness]).

% each(+City, +Key, -Thing): the declared things of a kind, one by one.
each(City, Key, Thing) :-
    get_dict(Key, City, Things),
    is_list(Things),
    member(Thing, Things).

% The devices by name, as one more key of the city: facts, and findall/3 too, would copy each of them.
with_names(City, City.put(names, Names)) :-
    maplist(named, City.devices, Pairs),
    dict_pairs(Names, names, Pairs).

named(Thing, Name-Thing) :-
    get_dict(id, Thing, Id),
    atom_string(Name, Id).

device(City, Id, Device) :-
    atom_string(Name, Id),
    get_dict(names, City, Names),
    get_dict(Name, Names, Device).

remember(City) :-
    forall(each(City, segments, Segment), remember_segment(Segment)),
    forall(each(City, services, Service), remember_service(Service)),
    forall(each(City, links, Link), remember_link(City, Link)).

remember_segment(Segment) :-
    _{id: Id, tier: Tier} :< Segment,
    atom_string(Name, Id),
    atom_string(TierName, Tier),
    assertz(tier(Name, TierName)).

remember_service(Service) :-
    (   _{id: Id, kind: "lgwan_asp"} :< Service
    ->  atom_string(Name, Id),
        assertz(asp(Name))
    ;   true
    ).

% A connection that a way may take is kept from its end to its start: ways are searched from where they lead to.
remember_link(City, Link) :-
    _{id: Id, from: From, to: To, purposes: Purposes, copies_files: Copies} :< Link,
    (   Copies == true,
        Purposes \== ["file_exchange"],
        \+ is_controlled(City, Link)
    ->  maplist(atom_string, [Name, Start, End], [Id, From, To]),
        assertz(back(End, Start, Name))
    ;   true
    ).

is_controlled(City, Link) :-
    _{via: Via, sanitising: Sanitising} :< Link,
    Via \== "none",
    Sanitising \== "none",
    device(City, Via, Device),
    get_dict(approvals, Device, Approvals),
    Approvals \== "none".

% The table has to be asked for all places at once; afterwards they are looked up as facts.
remember_nearest(Tier) :-
    forall(shortest(Tier, Place, Step), (Step = _-Link/Next, assertz(nearest(Tier, Place, Link, Next)))).

shortest(Tier, Place, 0-none/none) :-
    tier(Place, Tier).
shortest(Tier, Place, Step) :-
    shortest(Tier, Next, Known),
    back(Next, Place, Link),
    Known = Before-_,
    Steps is Before + 1,
    Step = Steps-Link/Next.

% A shortest way from a place to a tier, as its connections. Fails if there is none.
way_from(Place, Tier, Way) :-
    nearest(Tier, Place, Link, Next),
    way(Link, Next, Tier, Way).

way(none, _, _, []) :-
    !.
way(Link, Place, Tier, [Link | Way]) :-
    nearest(Tier, Place, Next, Beyond),
    way(Next, Beyond, Tier, Way).

% judged(+Thing, +Key, :Demand, -Verdict): unknown if a thing does not declare the key, failed if its value does not meet the demand.
judged(Thing, Key, Demand, Verdict) :-
    (   get_dict(Key, Thing, Value)
    ->  \+ call(Demand, Value),
        Verdict = 'FAIL'
    ;   Verdict = 'UNKNOWN'
    ).

finding(_, found('isolation#way', 'FAIL', segment:Segment, Way)) :-
    tier(Segment, mynumber),
    way_from(Segment, internet, Way).
finding(City, found('telework-landing#way', 'FAIL', segment:Segment, Way)) :-
    each(City, telework, Telework),
    get_dict(reaches, Telework, Reached),
    member(Id, Reached),
    atom_string(Segment, Id),
    way_from(Segment, mynumber, Way).
finding(City, found(Duty, Verdict, device:Id, [])) :-
    each(City, devices, Device),
    _{id: Id, kind: "terminal", segments: [Segment | _]} :< Device,
    tier_of(Segment, mynumber),
    (   Duty = 'terminal-factors#two',
        judged(Device, login, has_two, Verdict)
    ;   Duty = 'terminal-export#blocked',
        judged(Device, media_export, ==("blocked"), Verdict)
    ).
finding(City, found('os-supported#supported', 'FAIL', device:Id, [])) :-
    each(City, devices, Device),
    _{id: Id, os: System} :< Device,
    is_dict(System),
    get_dict(product, System, Product),
    ends(Product, End),
    day(Day),
    End @< Day.
finding(City, found('wireless-barred#radio', 'FAIL', segment:Segment, [])) :-
    each(City, wlans, Wlan),
    get_dict(segment, Wlan, Segment),
    tier_of(Segment, mynumber).
finding(City, found('wireless-guarded#enterprise', Verdict, wlan:Id, [])) :-
    each(City, wlans, Wlan),
    _{id: Id, segment: Segment, security: Security} :< Wlan,
    tier_of(Segment, lgwan),
    (   memberchk(Security, ["wpa2_enterprise", "wpa3_enterprise"])
    ->  judged(Wlan, authentication, by_certificate, Verdict)
    ;   Verdict = 'FAIL'
    ).
finding(City, found('cloud-terms#conditions', 'FAIL', service:Id, [])) :-
    each(City, services, Service),
    _{id: Id, kind: "cloud", confidentiality: Class, listings: "none"} :< Service,
    Class \== "c1",
    \+ is_careful(Service).
finding(City, found('asp-registered#number', 'UNKNOWN', service:Id, [])) :-
    each(City, services, Service),
    _{id: Id, kind: "lgwan_asp"} :< Service,
    \+ is_registered(Service).
finding(City, found('asp-registered#origin', 'FAIL', service:Name, [])) :-
    each(City, links, Link),
    _{from: From, to: To} :< Link,
    atom_string(Name, To),
    asp(Name),
    \+ tier_of(From, lgwan).
finding(City, found(Duty, Verdict, telework:Id, [])) :-
    each(City, telework, Telework),
    _{id: Id, devices: [Used | _]} :< Telework,
    (   Duty = 'telework-guarded#tunnel',
        judged(Telework, encrypted, ==(true), Verdict)
    ;   Duty = 'telework-guarded#login',
        judged(Telework, login, has_two, Verdict)
    ;   Duty = 'telework-guarded#disk',
        device(City, Used, Device),
        judged(Device, encrypted, ==(true), Verdict)
    ).
finding(City, found(Duty, 'UNKNOWN', system:Id, [])) :-
    each(City, systems, System),
    get_dict(id, System, Id),
    member(Duty-Key, ['system-owned#owner'-manager, 'system-owned#class'-confidentiality]),
    \+ is_given(System, Key).
finding(City, found('transfer-sanitised#sanitised', Verdict, link:Id, [])) :-
    each(City, links, Link),
    _{id: Id, from: From, to: To, purposes: ["file_exchange"]} :< Link,
    tier_of(From, internet),
    tier_of(To, lgwan),
    judged(Link, sanitising, \==("none"), Verdict).

tier_of(Id, Tier) :-
    atom_string(Name, Id),
    tier(Name, Tier).

has_two(Login) :-
    get_dict(factors, Login, Factors),
    maplist(get_dict(kind), Factors, Kinds),
    sort(Kinds, [_, _ | _]).

by_certificate(Authentication) :-
    memberchk(Authentication, ["eap_tls", "other_eap"]).

is_careful(Cloud) :-
    _{data: _{countries: ["japan"]}, controls: Controls} :< Cloud,
    is_list(Controls),
    memberchk("encrypted_at_rest", Controls).

is_registered(Service) :-
    get_dict(asp, Service, Asp),
    _{layers: [Layer | _]} :< Asp,
    is_given(Layer, number).

is_given(Thing, Key) :-
    get_dict(Key, Thing, Value),
    Value \== "".
