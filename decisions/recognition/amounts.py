"""Amounts of money that a text says will be spent, in figures or in words."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from decisions.recognition.names import EffectKind, Mentioned

SIGN = r"(?:€|\$|£|₣|(?:EUR|EUROS?|CHF|USD|GBP|FRANCS?|DOLLARS?|POUNDS?|K€|KEUR)\b)"
FIGURES = r"\d{1,3}(?:[ .,']\d{3}){1,5}(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,3})?(?!\d)"
SCALE = r"(?:k|m|thousand|mille|million|millions)\b"
JOINED = r"k(?=€|\s?eur)|m(?=€|\s?eur)"
AFTER = re.compile(
    rf"(?<![\w.,])(?P<figures>{FIGURES})\s?(?P<scale>{SCALE}|{JOINED})?\s?(?:d')?(?P<sign>{SIGN})", re.IGNORECASE
)
BEFORE = re.compile(rf"(?P<sign>{SIGN})\s?(?P<figures>{FIGURES})\s?(?P<scale>{SCALE})?", re.IGNORECASE)
SCALES = {"k": 1000, "thousand": 1000, "mille": 1000, "m": 10**6, "million": 10**6, "millions": 10**6}

UNITS = "hour|day|month|week|pump|board|unit|kit|panel|metre|meter|kilo|head|person|seat|user|year"
EACH = (
    rf"each|apiece|a piece|per|par|pièce|pieces?|l'unité|unit price|more a|de plus par|an? (?:{UNITS})|l'heure|le mètre"
    "|de revient|unit cost"
)
UNIT_AFTER = re.compile(rf"^[^.;:\n]{{0,24}}?\b(?:{EACH})\b|^\s?/\s?\w", re.IGNORECASE)
BOUNDS = (
    "above|over|below|under|beyond|beneath|up to|rises? to|raised? to|limit(?:ed)? (?:of|to|is)|ceiling of|threshold of"
    "|more than|less than|unit cost of|prices?(?: of)?|worth|loses|saves?|saving|économise|plus de|moins de"
    "|au-del[àa] d[eu]|au-dess[ou]us d[eu]|en dessous d[eu]|dépasse|jusqu'[àa]|passe à|plafond d[eu]|seuil d[eu]"
    "|limite d[eu]|prix|tarif"
)
BOUND_BEFORE = re.compile(rf"\b(?:{BOUNDS})\b[^.;\n€$£]{{0,26}}$", re.IGNORECASE)
SPENDS = re.compile(
    r"(?<!se )\b(?:buys?|bought|orders?|spends?|pays?|invests?|commit|purchase|acheter|achète|achetons"
    r"|commander?|commandons|dépense[rz]?|dépensons|payer|paie|payons|investir|investit|régler|engager|budget)\b",
    re.IGNORECASE,
)
WE_SPEND = re.compile(rf"\b(?:we|i|let us|let's|nous|on|je)\b[^.;:!?]{{0,40}}{SPENDS.pattern}", re.IGNORECASE)
ALTERNATIVES = re.compile(
    r"(?P<head>(?:^|\n)[^\n]{0,60}(?:alternatives?|options?|rejected|autres (?:voies|options)|écartées?)"
    r"[^\n]{0,60}:[ ]*\n+)"
    r"(?:[ ]*[-*+•][^\n]*(?:\n|$))+",
    re.IGNORECASE,
)
IN_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
"""
NUMBERS = {
    **{word: number for line in (IN_WORDS.split()[:20], IN_WORDS.split()[20:]) for number, word in enumerate(line)},
    "une": 1,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "octante": 80,
    "huitante": 80,
    "nonante": 90,
    "hundred": 100,
    "cent": 100,
    "cents": 100,
    "thousand": 1000,
    "mille": 1000,
    "grand": 1000,
    "million": 10**6,
    "millions": 10**6,
}
NUMBER_WORD = "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True))
SPOKEN = re.compile(
    rf"(?<![^\W_])((?:(?:{NUMBER_WORD}|and|et|\d+)[ \-]{{1,3}}){{1,14}})(?:of |d'|de )?"
    r"(?:euros?|francs?|dollars?|pounds?|€)(?![^\W_])",
    re.IGNORECASE,
)
THOUSAND, HUNDRED, TWENTY = 1000, 100, 20


def amounts_in(text: str) -> Iterator[Mentioned]:
    """Return the amounts that a text, which is `plain`, says; not a price for each, nor what only bounds others."""
    for found in (*AFTER.finditer(text), *BEFORE.finditer(text)):
        value = value_of(found["figures"], found["scale"], found["sign"])
        if value and not is_aside(text, *found.span()):
            yield Mentioned(EffectKind.AMOUNT, figures(value), found[0].strip())
    for found in SPOKEN.finditer(text):
        spoken = 0 if found[1].strip().isdigit() else spoken_value(found[1])
        if spoken and not is_aside(text, *found.span()):
            yield Mentioned(EffectKind.AMOUNT, figures(Decimal(spoken)), found[0].strip())


def amounts_written(text: str) -> list[str]:
    """Return all amounts in figures that a text names, as it writes them, in its order."""
    found = [*AFTER.finditer(text), *BEFORE.finditer(text)]
    return list(dict.fromkeys(one[0].strip() for one in sorted(found, key=lambda one: one.start())))


def figures(value: Decimal) -> str:
    """Return an amount as it is known by: 450, 1234.50."""
    return str(value.quantize(Decimal("0.01"))) if value % 1 else str(int(value))


def value_of(written: str, scale: str | None, sign: str) -> Decimal | None:
    """Return what figures mean: the last of two signs, or one that two figures follow, is the decimal one."""
    digits = re.sub(r"[ ']", "", written)
    decimals = re.search(r"[.,](\d{1,2})$", digits) if not scale else re.search(r"[.,](\d{1,3})$", digits)
    if scale and decimals and re.search(r"[.,]\d{3}[.,]", digits):
        decimals = None
    whole = digits[: decimals.start()] if decimals else digits
    try:
        value = Decimal(re.sub(r"[.,]", "", whole) + (f".{decimals[1]}" if decimals else ""))
    except InvalidOperation:
        return None
    times = SCALES.get((scale or "").lower(), 1)
    if sign.lower() in {"k€", "keur"}:
        times = 1000
    return value * times if value * times < 10**12 else None


def spoken_value(words: str) -> int:
    """Return what number words mean, in either language."""
    whole = part = 0
    for word in re.split(r"[ \-]+", words.casefold().strip()):
        number = int(word) if word.isdigit() else NUMBERS.get(word)
        if number is None:
            continue
        if number >= THOUSAND:
            whole, part = whole + max(part, 1) * number, 0
        elif number == HUNDRED:
            part = max(part, 1) * 100
        elif number == TWENTY and part % 100 == 4:
            part += 76
        else:
            part += number
    return whole + part


def without_alternatives(text: str) -> str:
    """Return a text without the list of what was considered instead, but for what it spends."""
    return ALTERNATIVES.sub(lambda found: found[0] if SPENDS.search(found[0]) else found["head"], text)


def spending(text: str) -> str:
    """Return the sentences of a text in which people say that they spend."""
    return " ".join(one for one in re.split(r"(?<=[.!?;])\s+|\n+", text) if WE_SPEND.search(one))


def is_aside(text: str, start: int, end: int) -> bool:
    """Whether an amount is a price for each, or a bound for others, and the sentence spends nothing."""
    clause = text[max(0, start - 60) : start]
    before = re.split(r"[.;\n]", clause)[-1]
    if SPENDS.search(before) or SPENDS.search(re.split(r"[.;\n]", text[end : end + 40])[0]):
        return False
    return bool(UNIT_AFTER.match(text[end : end + 40])) or bool(BOUND_BEFORE.search(clause))
