"""Articles that were never printed: stories of five articles each, told by five outlets in words of their own.

Names are put together from syllables, so that nobody is meant; what happens is drawn from lists. An article tells most of
its story's facts, each in one of two wordings, in its own order.
"""

import base64
import datetime
import json
import random

OUTLETS = ["Courier", "Ledger", "Examiner", "Daily", "Wire"]
GIVEN = "Anna Brian Carla David Elena Frank Grace Henry Irene James Karen Laura Martin Nina Oliver Paula Robert Susan Thomas Victor".split()
HEADS = "Bel Cor Dal Fen Gar Hol Kes Lan Mor Nor Pel Quin Ros Sel Tar Ul Ven Wex Yar Zel Ash Bran Cald Dun Esk".split()
MIDDLES = "a e i o u an en in on un ar er ir or ad ed id od".split()
TAILS = "ford ley ton wick mere dale brook stead worth field ham by shaw combe gate well".split()
ENDS = "rick man sen son ley ard ow ett ings eau ova iak enko idis elli".split()
BODIES = "Council Authority Institute Foundation Committee Agency Association Commission".split()
# What happened, what was hit, what follows, what is counted: for each kind of event.
EVENTS = [
    ("a fire", "warehouse", "the smoke", "firefighters", "evacuated"), ("a flood", "embankment", "the water", "households", "sheltered"),
    ("a strike", "bus depot", "the dispute", "drivers", "laid off"), ("a vaccine trial", "clinic", "the results", "patients", "treated"),
    ("a bridge collapse", "viaduct", "the debris", "engineers", "called out"), ("an art theft", "gallery", "the theft", "paintings", "missing"),
    ("a bank merger", "savings bank", "the merger", "branches", "closed"), ("a rail crash", "junction", "the wreck", "passengers", "injured"),
    ("a school reform", "academy", "the reform", "teachers", "hired"), ("a drought", "reservoir", "the shortage", "farmers", "compensated"),
    ("an election dispute", "polling station", "the recount", "ballots", "annulled"), ("a chemical leak", "refinery", "the fumes", "workers", "examined"),
    ("a cyberattack", "data centre", "the breach", "accounts", "blocked"), ("a mine rescue", "shaft", "the rescue", "miners", "freed"),
    ("a stadium opening", "stadium", "the ceremony", "spectators", "admitted"), ("a wolf sighting", "pasture", "the pack", "sheep", "killed"),
    ("a comet landing", "observatory", "the probe", "scientists", "honoured"), ("a ferry grounding", "harbour", "the hull", "travellers", "stranded"),
    ("a tax revolt", "courthouse", "the protest", "shopkeepers", "fined"), ("a heatwave", "hospital", "the heat", "pensioners", "admitted"),
]


class Story:
    def __init__(self, number, rng):
        self.number = number

        def word(tails):
            return rng.choice(HEADS) + rng.choice(MIDDLES) + rng.choice("bdfgklmnprstvz") + rng.choice(MIDDLES) + rng.choice(tails)

        self.place, self.river = word(TAILS), word(TAILS)
        self.people = [f"{rng.choice(GIVEN)} {word(ENDS)}" for _ in range(3)]
        self.body = f"{word(TAILS)} {rng.choice(BODIES)}"
        self.event, self.thing, self.follows, self.counted, self.done = rng.choice(EVENTS)
        self.count = rng.randint(12, 970)
        self.day = datetime.date(2025, 1, 1) + datetime.timedelta(days=rng.randint(0, 300))
        self.sum = rng.randint(2, 90)

    def facts(self):
        mayor, expert, witness = self.people
        last = [p.split()[-1] for p in self.people]
        return [
            (f"{self.event.capitalize()} at the {self.thing} of {self.place} has left {self.count} {self.counted} {self.done}.",
             f"In {self.place}, {self.count} {self.counted} were {self.done} after {self.event} at the {self.thing}."),
            (f"Mayor {mayor} said that {self.follows} would keep {self.place} busy for weeks.",
             f"“{self.follows.capitalize()} will keep {self.place} busy for weeks,” Mayor {mayor} said."),
            (f"The {self.body} sent its director, {expert}, to the {self.thing}.",
             f"{expert}, director of the {self.body}, came to the {self.thing} the same evening."),
            (f"“Nobody could have foreseen {self.event},” {expert} told reporters.",
             f"“Nobody could have foreseen {self.event},” said {last[1]}, who leads the {self.body}."),
            (f"The damage at the {self.thing} comes to {self.sum} million dollars, the {self.body} said.",
             f"The {self.body} puts the damage to the {self.thing} at {self.sum} million dollars."),
            (f"{witness}, who lives beside the {self.thing}, was the first to call for help.",
             f"The first call came from {witness}, a neighbour of the {self.thing} in {self.place}."),
            (f"“I saw {self.follows} from my window,” {witness} said.", f"{last[2]} said: “I saw {self.follows} from my window.”"),
            (f"The road along the {self.river} stays closed, {last[0]} said, until the {self.counted} are safe.",
             f"{last[0]} had the road along the {self.river} closed until the {self.counted} are safe."),
            (f"The {self.body} wants to report on {self.event} before the end of the month.",
             f"A report on {self.event} is to come from the {self.body} before the month ends."),
            (f"{self.place} had not seen {self.event} since the {self.thing} was built.",
             f"It is the first time since the {self.thing} was built that {self.place} saw {self.event}."),
        ]

    def article(self, outlet, rng):
        facts = self.facts()
        chosen = [facts[0]] + rng.sample(facts[1:], 7)
        text = "\n\n".join(rng.choice(fact) for fact in chosen)
        title = rng.choice([
            f"{self.event.capitalize()} in {self.place}: {self.count} {self.counted} {self.done}",
            f"{self.place} counts the cost of {self.event}", f"{self.people[0].split()[-1]} promises help after {self.event}",
        ])
        day = self.day + datetime.timedelta(days=rng.randint(0, 1))
        return {"title": title, "text": text, "published": day.isoformat(), "outlet": outlet}


def articles(stories, seed=1):
    """(id, article): ids are "story/outlet", but nothing in an article says so."""
    rng = random.Random(seed)
    for number in range(stories):
        story = Story(number, rng)
        for outlet in OUTLETS:
            yield f"s{number:05}-{outlet.lower()}", story.article(outlet, rng)


def story_of(document):
    return document.split("-")[0]


def write(stories, folder, requests, seed=1):
    """The articles as files of a folder, for `nightdesk run`, and as lines for the job; gives their number."""
    import os

    os.makedirs(folder, exist_ok=True)
    count = 0
    with open(requests, "w", encoding="utf-8") as lines:
        for name, article in articles(stories, seed):
            data = json.dumps(article, ensure_ascii=False).encode()
            with open(f"{folder}/{name}.json", "wb") as file:
                file.write(data)
            request = {"v": 1, "id": name, "source_path": f"{name}.json", "raw_b64": base64.b64encode(data).decode()}
            lines.write(json.dumps(request) + "\n")
            count += 1
    return count
