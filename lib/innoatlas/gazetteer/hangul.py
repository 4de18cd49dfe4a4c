"""Korean names in Latin letters by the Revised Romanization (Ministry of Culture and Tourism, notification 2000-8), as addresses write them.

Sounds that change where syllables meet are written as they are spoken (Jongno, Sillim); the rarer changes (ㅎ, palatalisation) are left out, and
suffixes of administration stand after a hyphen and change nothing.
"""

import unicodedata

_INITIALS = ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "_", "j", "jj", "ch", "k", "t", "p", "h"]
_VOWELS = ["a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"]
_FINALS = ["_", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"]
#: What a final consonant becomes before a vowel.
_LINKED = {"k": "g", "t": "d", "p": "b", "l": "r"}
#: Final and initial consonants that change one another; others stand as they are.
_MEETING = {
    ("k", "n"): "ngn", ("k", "m"): "ngm", ("k", "r"): "ngn", ("t", "n"): "nn", ("t", "m"): "nm", ("p", "n"): "mn", ("p", "m"): "mm", ("p", "r"): "mn",
    ("n", "r"): "ll", ("l", "n"): "ll", ("l", "r"): "ll", ("m", "r"): "mn", ("ng", "r"): "ngn",
}  # fmt: skip
_FIRST, _LAST, _VOWEL_COUNT, _FINAL_COUNT = 0xAC00, 0xD7A3, 21, 28
_SUFFIXES = frozenset("시군구읍면동리도")


def romanised(name: str) -> str:
    """A name of Hangul syllables and spaces; other characters stand as they are.

    >>> [romanised(name) for name in ("용인시", "안산시 상록구", "종로구", "신림동", "울릉군", "중구")]
    ['Yongin-si', 'Ansan-si Sangnok-gu', 'Jongno-gu', 'Sillim-dong', 'Ulleung-gun', 'Jung-gu']
    """
    return " ".join(_word(word) for word in unicodedata.normalize("NFC", name).split(" "))


def _word(word: str) -> str:
    if len(word) > 1 and word[-1] in _SUFFIXES:
        return f"{_spoken(word[:-1])}-{_spoken(word[-1]).lower()}"
    return _spoken(word)


def _spoken(syllables: str) -> str:
    sounds, final = "", ""
    for character in syllables:
        if not _FIRST <= ord(character) <= _LAST:
            sounds, final = sounds + final + character, ""
            continue
        number = ord(character) - _FIRST
        initial, vowel = _INITIALS[number // (_VOWEL_COUNT * _FINAL_COUNT)], _VOWELS[number // _FINAL_COUNT % _VOWEL_COUNT]
        sounds += _meeting(final, initial.strip("_")) + vowel
        final = _FINALS[number % _FINAL_COUNT].strip("_")
    return (sounds + final)[:1].upper() + (sounds + final)[1:]


def _meeting(final: str, initial: str) -> str:
    return _MEETING.get((final, initial), (_LINKED.get(final, final) if not initial else final) + initial)
