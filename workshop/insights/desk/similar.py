"""Which texts say something alike, by the rare words and word beginnings they share; no network, no model.

Texts are compared within a language. Each is weighed twice: by pieces of words (three and four letters, two in Korean
and other scripts without spaces), which forgives endings, and by beginnings of words, which forgives order; rare pieces
weigh more (tf-idf), and the cosine of both is averaged. It finds shared words, not shared meanings: a suggestion, never
a decision. tests/insights/desk/test_similar.py says how good it is.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache

ALIKE = 0.22  # from here on two texts are suggested as alike
BEGINNING = 5  # letters of a word
SHORT = 3  # a word with fewer letters says nothing by itself
WITHOUT_SPACES = 0x1100  # from this sign on, scripts whose words are told by few letters each
MOST = 24  # texts that are suggested beside one


@lru_cache(maxsize=8)
def likeness(texts):
    """The Likeness of these texts, a tuple of (key, language, text); the same for the same texts."""
    return Likeness(texts)


class Likeness:
    """Asked for a text's key, it names the texts of the same language that are like it, the most alike first."""

    def __init__(self, texts):
        self._found = {}
        by_language = defaultdict(dict)
        for key, language, text in texts:
            by_language[spoken(language, text)][key] = text
        self._of = {}
        for told in by_language.values():
            weighed = _Weighed(told)
            self._of |= dict.fromkeys(told, weighed)

    def of(self, key):
        """[(key, how much alike, from 0 to 1)] without itself, at most MOST; nothing for an unknown text."""
        if key not in self._found:
            self._found[key] = self._of[key].like(key) if key in self._of else []
        return self._found[key]


class _Weighed:
    """The texts of one language, as weights of what they are made of."""

    def __init__(self, texts):
        kinds = [_weights({key: made(text) for key, text in texts.items()}) for made in (pieces, beginnings)]
        self._kinds = [(weights, _holders(weights)) for weights in kinds]

    def like(self, key):
        scores = Counter()
        for weights, holders in self._kinds:
            for piece, weight in weights[key].items():
                for other, its in holders[piece]:
                    scores[other] += weight * its / len(self._kinds)
        del scores[key]
        return [(other, score) for other, score in scores.most_common(MOST) if score >= ALIKE]


def spoken(language, text):
    """What a text is compared within: the language its author reads, and the script it is written in."""
    scripts = Counter(unicodedata.name(sign, " ").split()[0] for sign in text if sign.isalpha())
    return language.partition("-")[0], scripts.most_common(1)[0][0] if scripts else ""


def pieces(text):
    """How often each piece of a word is in a text."""
    return Counter(piece for word in words(text) for piece in _pieces_of(word))


def beginnings(text):
    """The beginnings of a text's words, each once."""
    return Counter({begin for word in words(text) for begin in _beginnings_of(word)})


@lru_cache(maxsize=4096)
def words(text):
    """The words of a text as they are compared: small, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return tuple(re.findall(r"\w+", unicodedata.normalize("NFC", plain)))


def _pieces_of(word):
    if ord(word[0]) >= WITHOUT_SPACES:
        return _cut(word, 2)
    return [*_cut(f" {word} ", 3), *_cut(f" {word} ", 4)]


def _beginnings_of(word):
    if ord(word[0]) >= WITHOUT_SPACES:
        return _cut(word, 2)
    return [word[:BEGINNING]] if len(word) >= SHORT else []


def _cut(word, length):
    return [word[at : at + length] for at in range(max(1, len(word) - length + 1))]


def _weights(made):
    """{key: {piece: weight}}, each of length 1; a piece that all texts share weighs next to nothing."""
    shared = Counter(piece for counts in made.values() for piece in counts)
    rare = {piece: math.log((1 + len(made)) / n) for piece, n in shared.items()}
    return {key: _unit({p: (1 + math.log(n)) * rare[p] for p, n in counts.items()}) for key, counts in made.items()}


def _unit(weights):
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1
    return {piece: weight / length for piece, weight in weights.items()}


def _holders(weights):
    holders = defaultdict(list)
    for key, pieces_of in weights.items():
        for piece, weight in pieces_of.items():
            holders[piece].append((key, weight))
    return holders
