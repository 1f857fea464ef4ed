#!/usr/bin/env python3
"""Labelled pairs of names, and what four ways of comparing say about them.

The names are those of Faker's locales and the English nicknames those of the package `nicknames`:
neither was read for the program's tables. The other nicknames are from the pages named in
docs/names.md. Nothing here shares code or tables with the program.

A pair is of one person (kinds of difference below) or of two. A false alarm is a pair of one person
that is called a conflict; a found mismatch is a pair of two that is.
"""

import argparse
import collections
import importlib
import os
import random
import subprocess
import unicodedata

import jellyfish
from nicknames import NickNamer

LOCALES = {
    "SE": ["sv_SE"],
    "NO": ["no_NO"],
    "FI": ["fi_FI"],
    "DK": ["da_DK"],
    "DE": ["de_DE"],
    "GB": ["en_GB"],
    "IE": ["en_IE"],
    "BE": ["nl_BE", "fr_BE"],
    "CZ": ["cs_CZ"],
    "NL": ["nl_NL"],
    "AT": ["de_AT"],
    "PL": ["pl_PL"],
    "ES": ["es_ES"],
    "CH": ["de_CH", "fr_CH"],
    "NZ": ["en_NZ"],
    "AU": ["en_GB", "en_NZ"],
    "ZA": ["zu_ZA", "en_GB"],
    "MX": ["es_MX"],
    "CA": ["en_US", "fr_CA"],
    "US": ["en_US"],
}
ENGLISH = {"GB", "IE", "NZ", "AU", "ZA", "CA", "US"}
PLAIN = {
    "ø": "o",
    "æ": "ae",
    "ß": "ss",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "œ": "oe",
    "Ø": "O",
    "Æ": "AE",
    "Ł": "L",
    "Đ": "D",
    "Ð": "D",
    "Þ": "Th",
    "Œ": "OE",
}
SPELLED = {
    "ø": "oe",
    "ö": "oe",
    "ü": "ue",
    "å": "aa",
    "ä": "ae",
    "æ": "ae",
    "ß": "ss",
    "Ø": "Oe",
    "Ö": "Oe",
    "Ü": "Ue",
    "Å": "Aa",
    "Ä": "Ae",
    "Æ": "Ae",
}
NICKNAMES = {
    "SE": "Tobias Tobbe, Karl Kalle, Jan Janne, Fredrik Fredde, Nicklas Nicke, Filip Fille, "
    "Jonas Jonte, Johan Jonte, Johannes Jonte, Gustav Gurra, Bertil Berra, Susanne Sussi, "
    "Cecilia Cissi, Maria Mia, Karin Kajsa, Sofia Fia, Annika Anki, Katrin Katti, Joakim "
    "Jocke, Sebastian Sebbe, Lars Lasse, Henrik Henke, Lukas Lulle, Jonatan Jonte, "
    "Carolin Carro, Madeleine Madde, Therese Tess",
    "PL": "Adam Adaś, Agata Agatka, Agnieszka Aga, Aleksander Olek, Anna Ania, Danuta Danka, "
    "Dorota Dorotka, Elżbieta Ela, Ewa Ewka, Hanna Hania, Izabela Iza, Jacek Jacuś, Jan "
    "Janek, Joanna Asia, Krystyna Krysia, Krzysztof Krzysiek, Małgorzata Gosia, Maria "
    "Marysia, Piotr Piotrek, Stanisław Staś, Tomasz Tomek, Zbigniew Zbyszek, Dariusz "
    "Darek, Magdalena Magda, Barbara Basia, Jolanta Jola, Zofia Zosia, Aleksandra Ola, "
    "Jakub Kuba, Antonina Tosia, Cezary Czarek, Jerzy Jurek, Andrzej Jędrek, Antoni "
    "Antek, Maciej Maciuś, Zuzanna Zuzia, Urszula Ula, Katarzyna Kasia",
    "ES": "Francisco Paco, Francisco Quico, Francisco Curro, José Pepe, Antonio Toni, Antonio "
    "Toño, Alejandro Jandro, Felipe Pipe, Fernando Nando, Jesús Chus, Manuel Lolo, Manuel "
    "Manolo, Carmen Menchu, Carmen Carmela, Francisca Paquita, Magdalena Malena, María "
    "Mari, María Maruja, Mercedes Merche, Rosario Charo, Rosario Chayo, Dolores Lola, "
    "Ignacio Nacho, Consuelo Chelo, Enrique Quique, Isabel Chabela, Juan Juanito, Josefa "
    "Pepa, Federico Fede, Nicolás Nico, Daniel Dani",
}
NICKNAMES["MX"] = NICKNAMES["ES"] + ", Jesús Chuy, Francisco Pancho, Ignacio Tacho, Verónica Vero"


def load(country):
    given, family = [], []
    for locale in LOCALES[country]:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        given += list(provider.first_names_female) + list(provider.first_names_male)
        for field in ("last_names", "male_last_names", "unisex_last_names", "last_names_male"):
            names = getattr(provider, field, ())
            family += [name for name in names if isinstance(name, str)]
    clean = lambda names: sorted({name for name in names if name.strip() and not name.isupper()})
    return clean(given), clean(family)


def plain(text):
    text = "".join(PLAIN.get(letter, letter) for letter in text)
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def spelled(text):
    return plain("".join(SPELLED.get(letter, letter) for letter in text))


def sound(text):
    """Two first names of one sound are spellings of one name, and left out of the near names."""
    text = plain(text).lower()
    for old, new in (
        ("ph", "f"),
        ("ck", "k"),
        ("c", "k"),
        ("th", "t"),
        ("y", "i"),
        ("w", "v"),
        ("z", "s"),
        ("j", "i"),
        ("ie", "i"),
        ("ee", "i"),
        ("ae", "a"),
        ("oe", "o"),
        ("ue", "u"),
    ):
        text = text.replace(old, new)
    text = "".join(c for i, c in enumerate(text) if c != "h" and (i == 0 or text[i - 1] != c))
    return text


def misread(text, encoding):
    data = text.encode()
    if encoding == "cp1252":
        return "".join(
            bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b)
            for b in data
        )
    if encoding == "cp1250":
        return "".join(
            bytes([b]).decode("cp1250") if b not in (0x81, 0x83, 0x88, 0x90, 0x98) else chr(b)
            for b in data
        )
    return data.decode(encoding)


class Generator:
    def __init__(self, seed, pairs):
        self.random = random.Random(seed)
        self.pairs = pairs
        self.names = {country: load(country) for country in LOCALES}
        self.near = {country: self.near_names(given) for country, (given, _) in self.names.items()}
        self.english = [(formal.title(), nick.title()) for formal, nick in self.english_nicknames()]
        self.listed = {
            c: [tuple(p.split()) for p in text.split(", ")] for c, text in NICKNAMES.items()
        }

    def near_names(self, given):
        found = []
        for i, left in enumerate(given):
            for right in given[i + 1 :]:
                if (
                    left[0] != right[0]
                    or abs(len(left) - len(right)) > 2
                    or min(len(left), len(right)) < 4
                ):
                    continue
                if jellyfish.jaro_winkler_similarity(left.lower(), right.lower()) < 0.9:
                    continue
                if sound(left) != sound(right):
                    found.append((left, right))
        return found

    def english_nicknames(self):
        """Pairs of formal name and nickname, where the formal name is one of Faker's."""
        known = {name.lower() for c in ENGLISH for name in self.names[c][0]}
        namer = NickNamer()
        return sorted((f, n) for f in known for n in namer.nicknames_of(f) if len(n) > 1)

    def person(self, country, accept=lambda given, family: True):
        given, family = self.names[country]
        for _ in range(400):
            person = self.random.choice(given), self.random.choice(family)
            if accept(*person):
                return person
        return None

    def slip(self, word):
        """One letter added, lost, changed, or two swapped, not in the first place."""
        letters = "abcdefghijklmnoprstuvyz"
        while True:
            at = self.random.randrange(1, len(word))
            kind = self.random.randrange(4)
            changed = (
                word[:at] + self.random.choice(letters) + word[at:]
                if kind == 0
                else (
                    word[:at] + word[at + 1 :]
                    if kind == 1
                    else (
                        word[:at] + self.random.choice(letters) + word[at + 1 :]
                        if kind == 2
                        else word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
                    )
                )
            )
            if changed != word:
                return changed

    # One person

    def same_case(self, c):
        g, f = self.person(c)
        change = self.random.choice([str.upper, str.lower])
        return (g, f), (change(g), change(f))

    def same_hyphen(self, c):
        g, f = self.person(c)
        other = self.random.choice(self.names[c][0])
        joints = self.random.sample(["-", " ", ""], 2)
        return (g + joints[0] + other, f), (
            g + joints[1] + (other if joints[1] else other.lower()),
            f,
        )

    def signed(self, c):
        return self.person(c, lambda g, f: plain(g + f) != g + f)

    def same_accents(self, c):
        p = self.signed(c)
        return p and (p, (plain(p[0]), plain(p[1])))

    def same_spelled_out(self, c):
        p = self.person(c, lambda g, f: spelled(g + f) != plain(g + f))
        return p and (p, (spelled(p[0]), spelled(p[1])))

    def same_mojibake(self, c):
        p = self.signed(c)
        encodings = (
            ["cp1250", "iso8859-2", "cp1252"] if c in ("CZ", "PL") else ["cp1252", "iso8859-1"]
        )
        encoding = self.random.choice(encodings)
        return p and (p, (misread(p[0], encoding), misread(p[1], encoding)))

    def same_lost_letter(self, c):
        p = self.signed(c)
        lose = lambda text: "".join(l if ord(l) < 128 else "?" for l in text)
        return p and (p, (lose(p[0]), lose(p[1])))

    def same_swapped(self, c):
        g, f = self.person(c)
        return (g, f), (f, g)

    def same_one_field(self, c):
        g, f = self.person(c)
        return (g, f), self.random.choice([(f"{g} {f}", ""), ("", f"{f}, {g}"), (f"{g} {f}", f)])

    def same_middle_name(self, c):
        g, f = self.person(c)
        return (g, f), (g + " " + self.random.choice(self.names[c][0]), f)

    def same_second_surname(self, c):
        g, f = self.person(c)
        other = self.random.choice(self.names[c][1])
        return (g, f), (g, f + self.random.choice([" ", "-"]) + other)

    def same_initial(self, c):
        g, f = self.person(c)
        return (g, f), self.random.choice([(g[0] + ".", f), (g[0], f), (g, f[0] + ".")])

    def same_nickname(self, c):
        listed = self.english if c in ENGLISH else self.listed.get(c)
        if not listed:
            return None
        formal, nick = self.random.choice(listed)
        f = self.random.choice(self.names[c][1])
        return (formal, f), (nick, f)

    def same_typo(self, c):
        p = self.person(c, lambda g, f: len(g) >= 6 and len(f) >= 6)
        if self.random.random() < 0.5:
            return p, (self.slip(p[0]), p[1])
        return p, (p[0], self.slip(p[1]))

    def same_gendered(self, c):
        p = self.person(c, lambda g, f: self.feminine(f) is not None)
        return p and (p, (p[0], self.feminine(p[1])))

    def feminine(self, surname):
        if surname.endswith(("ski", "cki", "dzki")):
            return surname[:-1] + "a"
        if surname.endswith("ský") or surname.endswith("cký") or surname.endswith("ný"):
            return surname[:-1] + "á"
        if surname.endswith("ek"):
            return surname[:-2] + "ková"
        if surname.endswith("a"):
            return surname[:-1] + "ová"
        if surname[-1] in "kvnrlt":
            return surname + "ová"
        return None

    def same_placeholder(self, c):
        words = [
            "Test Test",
            "Unknown -",
            "N/A N/A",
            "xxx xxx",
            ". .",
            "Ukjent Ukjent",
            "- -",
            "Guest Guest",
            "asdf asdf",
            "NULL NULL",
            "Anonym Anonym",
            "Neznámý Neznámý",
            "Brak Brak",
            "Gast Gast",
        ]
        return self.person(c), tuple(self.random.choice(words).split(" "))

    # Two persons

    def two_household(self, c):
        while True:
            (g, f), other = self.person(c), self.random.choice(self.names[c][0])
            if sound(g) != sound(other):
                return (g, f), (other, f)

    def two_spouse(self, c):
        p = self.same_gendered(c)
        return p and (p[0], (self.two_household(c)[1][0], p[1][1]))

    def two_near_names(self, c):
        left, right = self.random.choice(self.near[c])
        f = self.random.choice(self.names[c][1])
        return (left, f), (right, f)

    def two_other_person(self, c):
        while True:
            p, q = self.person(c), self.person(c)
            if sound(p[0]) != sound(q[0]) and sound(p[1]) != sound(q[1]):
                return p, q

    def generate(self):
        kinds = [name for name in dir(self) if name.startswith(("same_", "two_"))]
        for country in LOCALES:
            abroad = [other for other in LOCALES if other != country]
            for kind in kinds:
                if kind in ("same_gendered", "two_spouse") and country not in ("CZ", "PL"):
                    continue
                for _ in range(self.pairs):
                    pair = getattr(self, kind)(country)
                    if pair is None:
                        break
                    if pair[0] == pair[1]:
                        continue
                    if self.random.random() < 0.5:
                        pair = pair[::-1]
                    other = country if self.random.random() < 0.5 else self.random.choice(abroad)
                    yield country, kind, other, pair


def ask_oracle(rows):
    lines = []
    for country, _, other, (left, right) in rows:
        hexed = [part.encode().hex() for part in (*left, *right)]
        lines.append("\t".join([country, *hexed[:2], other, *hexed[2:]]))
    answer = subprocess.run(
        os.environ["NAME_ORACLE"].split(),
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    verdicts = [tuple(line.split("\t")) for line in answer.stdout.splitlines()]
    assert len(verdicts) == len(rows), "the oracle answers every line"
    return verdicts


def jaro_winkler(left, right):
    """The name as one string, and the worse of its two fields: two usual ways to apply it."""
    low = lambda text: " ".join(text.lower().split())
    similarity = jellyfish.jaro_winkler_similarity
    whole = similarity(low(" ".join(left)), low(" ".join(right)))
    fields = min(similarity(low(left[0]), low(right[0])), similarity(low(left[1]), low(right[1])))
    return whole, fields


METHODS = ["ladder", "exact", "JW 0.88", "JW 0.92", "JW fields 0.88", "JW fields 0.92"]


UNSEEN = ("same_swapped", "same_one_field", "same_placeholder")


def conflicts(row, verdict):
    left, right = row[3]
    whole, fields = jaro_winkler(left, right)
    exact = " ".join(left).lower() == " ".join(right).lower()
    return [
        verdict[0] == "mismatch",
        not exact,
        whole < 0.88,
        whole < 0.92,
        fields < 0.88,
        fields < 0.92,
    ]


def table(title, groups):
    print(f"\n### {title}\n")
    print("| | pairs | " + " | ".join(METHODS) + " | ladder: agree / note / conflict |")
    print("|---|" + "---:|" * (len(METHODS) + 2))
    for name, cells in groups.items():
        count = len(cells)
        rates = [100 * sum(cell[0][m] for cell in cells) / count for m in range(len(METHODS))]
        agree = sum(cell[1] == "agree" for cell in cells)
        conflict = sum(cell[1] == "conflict" for cell in cells)
        shares = [100 * part / count for part in (agree, count - agree - conflict, conflict)]
        print(
            f"| {name} | {count} | "
            + " | ".join(f"{rate:.1f}" for rate in rates)
            + " | "
            + " / ".join(f"{share:.1f}" for share in shares)
            + " |"
        )


def band(level):
    if level == "mismatch":
        return "conflict"
    return (
        "agree"
        if level in ("exact", "format", "diacritics", "mojibake", "order", "subset")
        else "note"
    )


def summary(title, cells):
    """Precision and recall of "conflict" per method, and false alarms."""
    print(f"\n### {title}\n")
    print("| | " + " | ".join(METHODS) + " |")
    print("|---|" + "---:|" * len(METHODS))
    rows = collections.defaultdict(list)
    for m in range(len(METHODS)):
        hits = sum(cell[0][m] for kind, cell in cells if kind.startswith("two_"))
        alarms = sum(cell[0][m] for kind, cell in cells if kind.startswith("same_"))
        two = sum(kind.startswith("two_") for kind, _ in cells)
        same = len(cells) - two
        rows["precision %"].append(f"{100 * hits / max(1, hits + alarms):.1f}")
        rows["recall %"].append(f"{100 * hits / two:.1f}")
        rows["false alarms %"].append(f"{100 * alarms / same:.2f}")
        rows["false alarms"].append(f"{alarms} of {same}")
    for name, values in rows.items():
        print(f"| {name} | " + " | ".join(values) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--pairs", type=int, default=200, help="pairs per country and kind")
    parser.add_argument(
        "--misses", type=int, default=0, help="show so many wrong verdicts per kind"
    )
    arguments = parser.parse_args()
    rows = list(Generator(arguments.seed, arguments.pairs).generate())
    verdicts = ask_oracle(rows)
    cells = [(conflicts(row, verdict), band(verdict[0])) for row, verdict in zip(rows, verdicts)]
    by_kind, by_country = collections.defaultdict(list), collections.defaultdict(list)
    for row, cell in zip(rows, cells):
        by_kind[row[1]].append(cell)
        by_country[row[0], row[1].split("_")[0]].append(cell)
    print(f"{len(rows)} pairs, seed {arguments.seed}")
    kinds = [(row[1], cell) for row, cell in zip(rows, cells)]
    summary("Conflicts, all kinds", kinds)
    summary(
        "Conflicts, without the kinds that no measure of likeness can see (order, placeholder)",
        [cell for cell in kinds if cell[0] not in UNSEEN],
    )
    table(
        "One person: % called a conflict (false alarms)",
        {k: v for k, v in sorted(by_kind.items()) if k.startswith("same_")},
    )
    table(
        "Two persons: % called a conflict (recall)",
        {k: v for k, v in sorted(by_kind.items()) if k.startswith("two_")},
    )
    table("One person, by country", {c: v for (c, k), v in by_country.items() if k == "same"})
    table("Two persons, by country", {c: v for (c, k), v in by_country.items() if k == "two"})
    show_misses(rows, verdicts, arguments.misses)
    return check_claim(by_kind, by_country)


def share(cells, method):
    return sum(cell[0][method] for cell in cells) / len(cells)


def check_claim(by_kind, by_country):
    """At most a fifth of each measure's false alarms, at equal or better recall than any measure of likeness."""
    groups = {"all": {"same": [], "two": []}}
    for (country, side), cells in by_country.items():
        groups.setdefault(country, {})[side] = cells
        groups["all"][side] = groups["all"][side] + cells
    broken = []
    for name, sides in groups.items():
        for method in range(1, len(METHODS)):
            if share(sides["same"], 0) > share(sides["same"], method) / 5:
                broken.append(f"{name}: more than a fifth of the false alarms of {METHODS[method]}")
            # Exact comparison calls every difference a conflict: nothing that reads names can find as many.
            if method > 1 and share(sides["two"], 0) < share(sides["two"], method):
                broken.append(f"{name}: less recall than {METHODS[method]}")
    for kind, cells in sorted(by_kind.items()):
        worse = [METHODS[m] for m in range(1, len(METHODS)) if share(cells, 0) > max(share(cells, m) / 5, 0.001)]
        if kind.startswith("same_") and worse:
            print(f"not a fifth within the kind {kind[5:]}: {', '.join(worse)}")
    print("\n".join(broken) if broken else "The claim holds, over all pairs and in each country.")
    return 1 if broken else 0


def show_misses(rows, verdicts, limit):
    shown = collections.Counter()
    for row, verdict in zip(rows, verdicts):
        wrong = (verdict[0] == "mismatch") == row[1].startswith("same_")
        if wrong and shown[row[1]] < limit:
            shown[row[1]] += 1
            print(row[1], row[0], row[2], row[3], verdict)


raise SystemExit(main())
