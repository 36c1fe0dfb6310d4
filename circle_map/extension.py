"""What the map knows of what lies below it."""

from circle_map.signs import MapNumbers
from money import balances

EXTENSION = (MapNumbers({"money": balances.own_money}),)
