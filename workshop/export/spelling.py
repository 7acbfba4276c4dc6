"""Words that look like slips of each other: names spelt in two ways, acronyms whose letters changed places."""

import re
from collections import Counter, defaultdict

NAME = re.compile(r"\b[^\W\d_a-zà-öø-ÿ][^\W\d_]{5,}\b")  # a capital and at least five more letters
ACRONYM = re.compile(r"\b[A-Z]{3,6}\b")
SPELT_OUT = re.compile(r"((?:[\w’'-]+[ ,]+){1,9})\(([A-Z]{2,6})\)")
SMALL = 3  # letters of a word that an acronym may leave out
ENDINGS = ("s", "es", "n", "r", "d")  # of one word in two forms


def slips(texts, names=()):
    """Names that stand once beside a look-alike that stands more often or is on the list: [(slip, name), ...]."""
    seen = Counter(word for text in texts for word in NAME.findall(text))
    listed = {word for name in names for word in NAME.findall(name)}
    usual = listed | {word for word, times in seen.items() if times > 1}
    rare = [word for word, times in seen.items() if times == 1 and word not in listed]
    found = ((word, like) for word in rare for like in sorted(usual) if _is_slip(word, like))
    return sorted(dict(found).items())


def mixed_acronyms(texts):
    """Acronyms made of the letters of another one that stands more often: [(rare, usual), ...]."""
    seen = Counter(word for text in texts for word in ACRONYM.findall(text))
    by_letters = defaultdict(list)
    for word in sorted(seen, key=lambda word: (-seen[word], word)):
        by_letters[frozenset(word)].append(word)
    return [(rare, usual) for usual, *others in by_letters.values() for rare in others if seen[rare] < seen[usual]]


def acronyms_spelt_twice(texts):
    """Acronyms that are spelt out in two ways: [(acronym, [one, other]), ...]."""
    ways = defaultdict(dict)
    for text in texts:
        for before, acronym in SPELT_OUT.findall(text):
            if words := _spelt(before, acronym):
                ways[acronym].setdefault(words.casefold(), words)
    return [(acronym, list(said.values())) for acronym, said in sorted(ways.items()) if len(said) > 1]


def _spelt(before, acronym):
    """The words before a bracket whose first letters make the acronym, small words passed over; else nothing."""
    words, letters = re.findall(r"[\w’'-]+", before), list(acronym.casefold())
    for place in range(len(words) - 1, -1, -1):
        if words[place][0].casefold() == letters[-1]:
            letters.pop()
        elif len(words[place]) > SMALL:
            return ""
        if not letters:
            return " ".join(words[place:])
    return ""


def _is_slip(word, like):
    """One letter other, more, less or in the wrong place, and not just another form of the word."""
    if abs(len(word) - len(like)) > 1 or word[0] != like[0] or _same_word(word, like):
        return False
    return _distance(word, like) == 1


def _same_word(one, other):
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and long[len(short) :] in ENDINGS


def _distance(one, other):
    """Changes of one letter, two neighbours swapped counting once; more than one counts as two."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    ways = ((one[1:], other[1:]), (one[1:], other), (one, other[1:]))
    swapped = len(one) > 1 and len(other) > 1 and one[:2] == other[1::-1] and one[2:] == other[2:]
    return 1 if swapped or any(a == b for a, b in ways) else 2
