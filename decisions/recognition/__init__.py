"""What the text of a proposal names, in English and French: found by rules alone, without a database."""

from decisions.recognition.amounts import amounts_written
from decisions.recognition.names import CircleName, DomainName, EffectKind, Mentioned, Names
from decisions.recognition.recognise import keys_in, mentions_in

READS = ("en", "fr")
"""The languages whose words its modules know: another one is to be added in each (`amounts`, `days`, `signs`,
`recognise`, `vocabulary`).
"""

__all__ = ["CircleName", "DomainName", "EffectKind", "Mentioned", "Names", "amounts_written", "keys_in", "mentions_in"]
