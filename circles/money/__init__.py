"""Money: who spends and declares it, and the rules that any sum keeps.

`expenses` and `budget` are what people do; handing on, taking back, giving back and reserving are methods of
`circles.circles.models.Purse`, whose events (`MoneyNeeded` before, `MoneyChanged` after) apps above subscribe to.
`rules` is pure, `balances` reads what pages show, `between_circles` serves changes of circles only.
"""
