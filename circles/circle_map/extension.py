"""What the map knows of what lies below it."""

from circles.circle_map.signs import MapNumbers
from circles.money import balances

EXTENSION = (MapNumbers({"money": balances.own_money}),)
