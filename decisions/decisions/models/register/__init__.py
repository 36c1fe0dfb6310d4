"""What was decided: its end and its reviews, where it is named, and how the register is kept and taken away."""
